//! Instalments: the annual rate that is stated against the internal rate of return of what is paid.

use super::{Amount, Problem, money, nearest_before, rates};
use crate::scan::Scan;
use crate::span::Span;

const PAYMENT: &[&str] = &[
    "每期还款",
    "每期应还",
    "每期还",
    "每期",
    "每月还款",
    "每月应还",
    "每月还",
    "每月",
    "月供",
    "月还款",
    "月还",
    "期供",
    "月均还款",
    "月付",
];
const PRINCIPAL: &[&str] = &[
    "借款金额",
    "贷款金额",
    "分期金额",
    "借款本金",
    "贷款本金",
    "本金",
    "借款",
    "贷款",
    "借",
    "贷",
    "消费",
    "账单",
    "办理",
    "分期",
    "申请",
    "提现",
];
const FEE: &[&str] = &[
    "每期手续费率",
    "每期费率",
    "月手续费率",
    "月费率",
    "期费率",
    "每月费率",
    "每期手续费",
    "每月手续费",
    "分期手续费率",
    "每期利率",
    "月利率",
    "月息",
];
const STATED: &[&str] = &[
    "年化利率",
    "年化",
    "年利率",
    "综合融资成本",
    "年化费率",
    "折合年化",
    "约合年化",
    "年化成本",
];

/// How far the stated rate may be off: rounding, and the choice between simple and compound interest.
const TOLERANCE: f64 = 0.05;
const TOLERANCE_POINTS: f64 = 0.15;

pub(super) fn check(scan: &Scan<'_>) -> Vec<Problem> {
    let rates = rates(scan);
    let money = money(scan);
    let mut problems = Vec::new();
    for stated in &rates {
        let Some(to_stated) = label(scan, stated, STATED, 12) else {
            continue;
        };
        if label(scan, stated, FEE, 8).is_some_and(|to_fee| to_fee < to_stated)
            || is_range(scan, stated)
        {
            continue;
        }
        let block = scan.folded.blocks.number(stated.span.start);
        let here = |amount: &&Amount| scan.folded.blocks.number(amount.span.start) == block;
        let Some(periods) = periods(scan, block) else {
            continue;
        };
        let payment = money
            .iter()
            .filter(here)
            .find(|amount| label(scan, amount, PAYMENT, 6).is_some());
        let principal = money.iter().filter(here).find(|amount| {
            label(scan, amount, PAYMENT, 6).is_none()
                && (label(scan, amount, PRINCIPAL, 6).is_some()
                    || payment.is_some_and(|payment| amount.value > payment.value))
        });
        let fee = rates.iter().filter(here).find(|rate| {
            rate.span != stated.span
                && label(scan, rate, FEE, 6).is_some()
                && label(scan, rate, STATED, 6).is_none()
        });
        let flows = match (principal, payment, fee) {
            (Some(principal), Some(payment), _) => Some((principal.value, payment.value)),
            (_, _, Some(fee)) => Some((1.0, 1.0 / periods + fee.value / 100.0)),
            _ => None,
        };
        let Some(rate) = flows.and_then(|(principal, payment)| irr(principal, payment, periods))
        else {
            continue;
        };
        let simple = rate * 12.0 * 100.0;
        let compound = ((1.0 + rate).powi(12) - 1.0) * 100.0;
        let least = simple.min(compound);
        if stated.value < least * (1.0 - TOLERANCE) && stated.value < least - TOLERANCE_POINTS {
            problems.push(Problem {
                span: stated.span,
                detail: [
                    format!(
                        "按所示分期方式计算，内部收益率折合年化约 {simple:.2}%（单利）或 {compound:.2}%（复利），写明的是 {}%",
                        stated.value
                    ),
                    format!(
                        "the instalments shown amount to about {simple:.2}% a year (simple) or {compound:.2}% (compound), not {}%",
                        stated.value
                    ),
                ],
            });
        }
    }
    problems
}

fn label(scan: &Scan<'_>, amount: &Amount, labels: &[&str], reach: usize) -> Option<usize> {
    nearest_before(scan.folded, amount.span.start, reach, labels)
}

fn is_range(scan: &Scan<'_>, rate: &Amount) -> bool {
    let range = |c: Option<char>| matches!(c, Some('-' | '~' | '至' | '到' | '起'));
    range(scan.folded.char(rate.span.end))
        || rate
            .span
            .start
            .checked_sub(1)
            .is_some_and(|before| range(scan.folded.char(before)))
}

/// The number of instalments: 分12期, 12个月.
fn periods(scan: &Scan<'_>, block: u32) -> Option<f64> {
    let folded = scan.folded;
    scan.numbers
        .iter()
        .filter(|number| folded.blocks.number(number.span.start) == block)
        .find(|number| {
            let Span { start, end } = number.span;
            let unit = super::stands_at(folded, end, "期") || super::stands_at(folded, end, "个月");
            let nth = start
                .checked_sub(1)
                .is_some_and(|before| folded.char(before) == Some('第'));
            unit && !nth && (2.0..=360.0).contains(&number.value) && number.value.fract() == 0.0
        })
        .map(|number| number.value)
}

/// The monthly rate at which `periods` payments are worth `principal`; none where they do not even pay it back.
fn irr(principal: f64, payment: f64, periods: f64) -> Option<f64> {
    if principal <= 0.0 || payment * periods <= principal * 1.000_001 || payment >= principal {
        return None;
    }
    let worth = |rate: f64| payment * (1.0 - (1.0 + rate).powf(-periods)) / rate;
    let (mut low, mut high) = (1e-9, 1.0);
    if worth(high) > principal {
        return None;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if worth(middle) > principal {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_instalments_give_their_rate() {
        // 12,000 at 1 % a month over 12 months: 1,066.19 each.
        let rate = irr(12_000.0, 1_066.185, 12.0).unwrap();
        assert!((rate - 0.01).abs() < 1e-5, "{rate}");
        assert_eq!(irr(12_000.0, 1_000.0, 12.0), None);
    }
}
