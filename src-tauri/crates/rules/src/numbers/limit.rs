//! The limit of deposit insurance.

use super::{Problem, money};
use crate::scan::Scan;

const LIMIT: &[&str] = &[
    "限额",
    "最高偿付",
    "最高赔付",
    "全额赔付",
    "全额偿付",
    "全额保障",
    "上限",
    "以内",
    "保障",
];

pub(super) fn check(scan: &Scan<'_>, limit: f64) -> Vec<Problem> {
    let folded = scan.folded;
    let has = |(start, end): (usize, usize), word: &str| {
        (start..end).any(|at| super::stands_at(folded, at, word))
    };
    money(scan)
        .into_iter()
        .filter(|amount| {
            let sentence = folded.sentences.around(amount.span.start);
            has(sentence, "存款保险")
                && LIMIT.iter().any(|word| has(sentence, word))
                && (amount.value - limit).abs() > 0.5
        })
        .map(|amount| Problem {
            span: amount.span,
            detail: [
                format!("存款保险最高偿付限额为 {} 万元", limit / 10_000.0),
                format!("deposit insurance pays at most {limit} yuan"),
            ],
        })
        .collect()
}
