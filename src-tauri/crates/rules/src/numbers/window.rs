//! Periods of performance: too short, of a product too young, of an award too old.

use super::date::{dates, parse};
use super::{Problem, nearest_before, rates, stands_at};
use crate::context::Context;
use crate::fold::Folded;
use crate::scan::Scan;
use crate::span::Span;

const PERIOD: &[&str] = &[
    "最近",
    "近",
    "过去",
    "短短",
    "仅用",
    "只用",
    "不到",
    "成立仅",
    "成立不到",
    "成立不足",
    "成立",
    "上线",
    "运作",
    "仅",
    "前",
    "以来",
    "持有",
    "滚动",
];
const RESULT: &[&str] = &[
    "收益", "回报", "涨", "盈利", "赚", "业绩", "增长", "净值", "跑赢", "超额", "年化",
];
const SHORT: &[&str] = &[
    "近半年",
    "近一周",
    "上周",
    "本周",
    "上月",
    "本月",
    "单月",
    "单周",
    "单日",
    "近一季",
    "上季度",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "当日",
    "半年",
    "成立以来三个月",
];

/// What the words of `SHORT` and those of this year begin with.
const FIRST: &[char] = &[
    '近', '上', '本', '单', '一', '二', '三', '四', '当', '半', '成', '今', '年',
];

/// Figures over `months` or less.
pub(super) fn performance(scan: &Scan<'_>, context: &Context, months: f64) -> Vec<Problem> {
    let folded = scan.folded;
    let rates = rates(scan);
    let has_result = |at: usize| {
        let (start, end) = folded.sentences.around(at);
        let rate = rates
            .iter()
            .any(|rate| rate.span.start >= start && rate.span.end <= end);
        let value = contains(folded, start, end, "净值")
            && scan
                .numbers
                .iter()
                .any(|number| number.span.start >= start && number.value.fract() != 0.0);
        (rate && RESULT.iter().any(|word| contains(folded, start, end, word))) || value
    };
    let mut problems = Vec::new();
    for number in &scan.numbers {
        let Span { start, end } = number.span;
        let Some((unit, in_months)) = unit(folded, end) else {
            continue;
        };
        let length = number.value * in_months;
        if length > months || length <= 0.0 {
            continue;
        }
        let Some(label) = PERIOD.iter().find_map(|label| {
            let distance = nearest_before(folded, start, 1, &[label])?;
            start.checked_sub(distance + label.chars().count())
        }) else {
            continue;
        };
        let annualised = stands_at(folded, end + unit, "年化");
        if !annualised && has_result(start) {
            problems.push(problem(
                Span {
                    start: label,
                    end: end + unit,
                },
                months,
            ));
        }
    }
    for at in 0..folded.len() {
        if !folded.char(at).is_some_and(|c| FIRST.contains(&c)) {
            continue;
        }
        if let Some(word) = SHORT.iter().find(|word| stands_at(folded, at, word))
            && problems.iter().all(|problem| {
                !problem.span.covers(Span {
                    start: at,
                    end: at + 1,
                })
            })
            && !at.checked_sub(1).is_some_and(|before| {
                matches!(
                    folded.char(before),
                    Some('个' | '年' | '第' | '一' | '两' | '三')
                )
            })
            && has_result(at)
        {
            problems.push(problem(
                Span {
                    start: at,
                    end: at + word.chars().count(),
                },
                months,
            ));
        }
        let this_year = stands_at(folded, at, "今年以来") || stands_at(folded, at, "年初至今");
        let early = context
            .date
            .value()
            .and_then(|date| parse(date))
            .is_some_and(|(_, month, _)| f64::from(month) <= months);
        if this_year && early && has_result(at) {
            problems.push(problem(
                Span {
                    start: at,
                    end: at + 4,
                },
                months,
            ));
        }
    }
    problems
}

fn problem(span: Span, months: f64) -> Problem {
    Problem {
        span,
        detail: [
            format!("业绩区间应当超过 {months} 个月"),
            format!("a period of performance must be longer than {months} months"),
        ],
    }
}

/// The unit of time at `at`: its length in characters, and how many months it is.
fn unit(folded: &Folded, at: usize) -> Option<(usize, f64)> {
    [
        ("个交易日", 1.0 / 21.0),
        ("个自然日", 1.0 / 30.4),
        ("个月", 1.0),
        ("月", 1.0),
        ("个季度", 3.0),
        ("周", 7.0 / 30.4),
        ("天", 1.0 / 30.4),
        ("日", 1.0 / 30.4),
        ("年", 12.0),
    ]
    .into_iter()
    .find(|(word, _)| stands_at(folded, at, word))
    .map(|(word, months)| (word.chars().count(), months))
}

fn contains(folded: &Folded, start: usize, end: usize, word: &str) -> bool {
    (start..end).any(|at| stands_at(folded, at, word))
}

const ESTABLISHED: &[&str] = &[
    "成立日期",
    "成立日",
    "成立于",
    "成立时间",
    "合同生效日",
    "生效日",
    "成立",
    "基金合同生效",
];

/// Performance of a product that is younger than `months` on the day of publication.
pub(super) fn age(scan: &Scan<'_>, context: &Context, months: f64) -> Vec<Problem> {
    let Some(today) = context.date.value().and_then(|date| parse(date)) else {
        return Vec::new();
    };
    let folded = scan.folded;
    let shows_result = rates(scan).iter().any(|rate| {
        let (start, end) = folded.sentences.around(rate.span.start);
        RESULT.iter().any(|word| contains(folded, start, end, word))
    });
    if !shows_result {
        return Vec::new();
    }
    dates(scan)
        .into_iter()
        .filter(|date| nearest_before(folded, date.span.start, 3, ESTABLISHED).is_some())
        .filter(|date| (0.0..months).contains(&date.months_to(today)))
        .map(|date| Problem {
            span: date.span,
            detail: [
                format!("成立不足 {months} 个月，不得登载过往业绩"),
                format!("younger than {months} months: no past performance may be shown"),
            ],
        })
        .collect()
}

const AWARD: &[&str] = &[
    "奖",
    "评级",
    "星级",
    "五星",
    "金牛",
    "评选",
    "榜单",
    "明星基金",
];

/// Ratings and awards more than `years` old.
pub(super) fn award(scan: &Scan<'_>, context: &Context, years: f64) -> Vec<Problem> {
    let Some((today, ..)) = context.date.value().and_then(|date| parse(date)) else {
        return Vec::new();
    };
    let folded = scan.folded;
    scan.numbers
        .iter()
        .filter(|number| {
            let Span { start, end } = number.span;
            (1990.0..=f64::from(today)).contains(&number.value)
                && stands_at(folded, end, "年")
                && f64::from(today) - number.value > years
                && {
                    let (from, to) = folded.sentences.around(start);
                    AWARD.iter().any(|word| contains(folded, from, to, word))
                }
        })
        .map(|number| Problem {
            span: Span {
                start: number.span.start,
                end: number.span.end + 1,
            },
            detail: [
                format!("评级或奖项已超过 {years} 年"),
                format!("the rating or award is more than {years} years old"),
            ],
        })
        .collect()
}
