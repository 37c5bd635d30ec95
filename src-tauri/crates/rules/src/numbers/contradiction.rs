//! Figures of one material that disagree.

use super::date::{Date, dates as all_dates};
use super::{Problem, nearest_before, rates as all_rates, stands_at};
use crate::fold::Folded;
use crate::scan::Scan;
use crate::span::Span;

/// What makes a grade one of a list, or a property of investors instead of the product.
const LISTED: &[&str] = &[
    "及以上",
    "及以下",
    "以上",
    "以下",
    "至",
    "-",
    "~",
    "到",
    "、",
    "/",
    "匹配",
    "承受能力",
    "投资者",
    "客户",
    "分为",
    "五级",
    "五个",
];

/// R2 here, R3 there.
pub(super) fn grades(scan: &Scan<'_>) -> Vec<Problem> {
    let folded = scan.folded;
    let mut seen: Vec<(char, Span)> = Vec::new();
    let letters = folded.chars.iter().enumerate();
    for (at, _) in letters.filter(|(_, c)| **c == 'r') {
        let Some(digit @ '1'..='5') = folded.char(at + 1) else {
            continue;
        };
        let alone = |index: Option<usize>| {
            index
                .and_then(|index| folded.char(index))
                .is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.')
        };
        if !alone(at.checked_sub(1)) || !alone(Some(at + 2)) || is_listed(folded, at) {
            continue;
        }
        seen.push((
            digit,
            Span {
                start: at,
                end: at + 2,
            },
        ));
    }
    let Some((first, _)) = seen.first().copied() else {
        return Vec::new();
    };
    seen.into_iter()
        .find(|(grade, _)| *grade != first)
        .map(|(grade, span)| Problem {
            span,
            detail: [
                format!("同一材料中风险等级不一致：R{first} 与 R{grade}"),
                format!("the material names two grades of risk, R{first} and R{grade}"),
            ],
        })
        .into_iter()
        .collect()
}

fn is_listed(folded: &Folded, at: usize) -> bool {
    let (start, end) = folded.clauses.around(at);
    (start..end).any(|index| LISTED.iter().any(|word| stands_at(folded, index, word)))
}

const EVENTS: &[&str] = &[
    "募集期",
    "募集时间",
    "发售日期",
    "发售时间",
    "发行日期",
    "认购时间",
    "认购期",
    "认购截止日",
    "认购截止",
    "截止日期",
    "截止时间",
    "活动时间",
    "活动日期",
    "成立日期",
    "成立日",
    "到期日",
    "起息日",
    "起售日",
    "开售时间",
    "结束时间",
];

/// Two dates for one event.
pub(super) fn dates(scan: &Scan<'_>) -> Vec<Problem> {
    let folded = scan.folded;
    let mut seen: Vec<(&str, Date)> = Vec::new();
    let mut ends: Vec<Date> = Vec::new();
    let mut problems = Vec::new();
    for date in all_dates(scan) {
        let Some(event) = label_before(folded, date.span.start, 3, EVENTS) else {
            continue;
        };
        let day = (date.year, date.month, date.day);
        if let Some(end) = end_of_range(scan, &date) {
            ends.push(end);
        } else if ENDS.contains(&event) {
            ends.push(date);
        }
        match seen.iter().find(|(known, _)| *known == event) {
            Some((_, known)) if (known.year, known.month, known.day) != day => {
                problems.push(differs(event, folded, known.span, date.span));
            }
            Some(_) => {}
            None => seen.push((event, date)),
        }
    }
    // One period and one last day: they must be the same.
    if let [first, second] = ends.as_slice()
        && problems.is_empty()
        && (first.year, first.month, first.day) != (second.year, second.month, second.day)
    {
        problems.push(differs("截止日期", folded, first.span, second.span));
    }
    problems
}

const ENDS: &[&str] = &["截止日期", "截止时间", "结束时间", "认购截止日", "认购截止"];

/// The last day of a period that starts with `date`, with the year of the start where it names none.
fn end_of_range(scan: &Scan<'_>, date: &Date) -> Option<Date> {
    let folded = scan.folded;
    let at = date.span.end;
    if !matches!(folded.char(at), Some('至' | '到' | '-' | '~' | ',')) {
        return None;
    }
    let next = scan
        .numbers
        .iter()
        .find(|number| (at + 1..at + 3).contains(&number.span.start))?;
    if let Some(whole) = all_dates(scan)
        .into_iter()
        .find(|other| other.span.start == next.span.start)
    {
        return Some(whole);
    }
    super::date::month_and_day(folded, next.span.start, date.year)
}

const RATES: &[&str] = &[
    "年化利率",
    "贷款年化利率",
    "年利率",
    "业绩比较基准",
    "管理费率",
    "管理费",
    "托管费率",
    "托管费",
    "销售服务费率",
    "申购费率",
    "认购费率",
    "固定管理费率",
    "存款利率",
    "挂牌利率",
];

/// Two rates of one name.
pub(super) fn rates(scan: &Scan<'_>) -> Vec<Problem> {
    let folded = scan.folded;
    let mut seen: Vec<(&str, Option<String>, f64, Span)> = Vec::new();
    let mut problems = Vec::new();
    for rate in all_rates(scan) {
        let Some(name) = label_before(folded, rate.span.start, 8, RATES) else {
            continue;
        };
        if is_qualified(folded, rate.span) {
            continue;
        }
        let term = term(scan, rate.span);
        match seen
            .iter()
            .find(|(known, of, ..)| *known == name && *of == term)
        {
            Some((_, _, value, span)) if (value - rate.value).abs() > 1e-9 => {
                problems.push(differs(name, folded, *span, rate.span));
            }
            Some(_) => {}
            None => seen.push((name, term, rate.value, rate.span)),
        }
    }
    problems
}

/// The term that a rate holds for, as in 三年期.
fn term(scan: &Scan<'_>, rate: Span) -> Option<String> {
    let folded = scan.folded;
    let (start, _) = folded.clauses.around(rate.start);
    scan.numbers
        .iter()
        .filter(|number| number.span.start >= start && number.span.end < rate.start)
        .filter_map(|number| {
            let unit = ["年", "个月", "月", "天", "期"]
                .into_iter()
                .find(|unit| stands_at(folded, number.span.end, unit))?;
            Some(format!("{}{unit}", number.value))
        })
        .next_back()
}

/// A rate that is one of a range, or that holds for one term, class or tier only.
fn is_qualified(folded: &Folded, span: Span) -> bool {
    let (start, end) = folded.clauses.around(span.start);
    let words = [
        "-", "~", "至", "起", "最低", "最高", "份额", "a类", "c类", "/", "以上", "以下", "原",
        "折", "降", "上调", "下调", "调整", "优惠", "如", "若",
    ];
    (start..end).any(|index| words.iter().any(|word| stands_at(folded, index, word)))
}

/// The longest of `labels` that ends up to `reach` characters in front of `at`.
fn label_before<'a>(
    folded: &Folded,
    at: usize,
    reach: usize,
    labels: &[&'a str],
) -> Option<&'a str> {
    // Between label and figure stands nothing but a word of being.
    let before = folded.slice(at.saturating_sub(reach), at).iter().rev();
    let plain = before.take_while(|c| {
        matches!(
            c,
            ':' | '为' | '是' | '(' | ')' | '单' | '利' | '复' | '约' | '自' | '于'
        )
    });
    let reach = plain.count();
    labels
        .iter()
        .copied()
        .filter(|label| nearest_before(folded, at, reach, &[label]).is_some())
        .max_by_key(|label| label.chars().count())
}

fn differs(name: &str, folded: &Folded, first: Span, second: Span) -> Problem {
    let first = folded.string(first.start, first.end);
    let text = folded.string(second.start, second.end);
    Problem {
        span: second,
        detail: [
            format!("同一材料中“{name}”前后不一致：{first} 与 {text}"),
            format!("“{name}” has two values in one material: {first} and {text}"),
        ],
    }
}
