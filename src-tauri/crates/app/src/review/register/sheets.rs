//! The sheets of the register.

use report::register::{Cell, Column, Register};

use super::{columns::FIGURES, words::Words};
use crate::{
    review::{
        draft::fields,
        statistics::{Case, Counted, Signed},
    },
    wire::{ReviewGroup, ReviewStatistics},
};

/// A column of the list: its header in Chinese and English, and whether long texts are wrapped.
type Head = (&'static str, &'static str, bool);

/// The fields of a submission, in the order of [`fields`].
const SUBMISSION: [Head; 12] = [
    ("编号", "Number", false),
    ("材料名称", "Material", true),
    ("审查类型", "Type of review", false),
    ("投放渠道", "Channel", false),
    ("关联产品", "Product", false),
    ("适用客群", "Audience", false),
    ("申请部门", "Department", false),
    ("送审人", "Submitted by", false),
    ("联系方式", "Contact", false),
    ("拟投放日期", "Planned publication", false),
    ("有效期至", "Valid until", false),
    ("素材来源", "Source of the material", true),
];
/// Its outcomes, in the order of [`outcome`].
const OUTCOME: [Head; 17] = [
    ("状态", "State", false),
    ("结论", "Conclusion", false),
    ("审核结束", "Audit ended", false),
    ("审查人", "Reviewer", false),
    ("审查签署", "Reviewed", false),
    ("审批人", "Approver", false),
    ("审批签署", "Approved", false),
    ("退回次数", "Returned", false),
    ("问题", "Findings", false),
    ("采纳", "Adopted", false),
    ("改判", "Changed", false),
    ("不采纳", "Dismissed", false),
    ("整改事项", "Rectification items", false),
    ("上线比对", "Published check", true),
    ("归档", "Archived", false),
    ("保管至", "Keep until", false),
    ("记录标识", "Record", false),
];

/// The list of submissions first, then the figures by month, quarter, type, channel, product and department, the reasons,
/// and how everything is counted.
pub fn sheets(counted: &Counted, words: Words, made_local_ms: i64) -> Vec<Register> {
    let Counted { cases, statistics } = counted;
    let sheet = |zh: &str, en: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>| Register {
        title: words.say(zh, en),
        notice: Some(notice(statistics, words)),
        made_local_ms,
        columns,
        rows,
    };
    let group = |zh: &str, en: &str, head: (&str, &str), groups: &[ReviewGroup]| {
        let (columns, rows) = figures(groups, words.say(head.0, head.1), words);
        sheet(zh, en, columns, rows)
    };
    let heads = SUBMISSION.iter().chain(&OUTCOME);
    let heads = heads.map(|(zh, en, wraps)| Column {
        head: words.say(zh, en),
        wraps: *wraps,
    });
    let list = cases.iter().map(|case| row(case, words)).collect();
    let whole = [ReviewGroup {
        name: words.period(&statistics.period),
        figures: statistics.all.clone(),
    }];
    let reasons = statistics.reasons.iter().map(|one| {
        vec![
            Cell::Text(visible_text::strip_invisible(&one.reason)),
            Cell::Number(f64::from(one.count)),
        ]
    });
    let notes = words.notes().into_iter().map(|note| vec![Cell::Text(note)]);
    vec![
        sheet("台账", "Register", heads.collect(), list),
        group("合计", "Total", ("期间", "Period"), &whole),
        group("按月", "By month", ("月份", "Month"), &statistics.months),
        group(
            "按季度",
            "By quarter",
            ("季度", "Quarter"),
            &statistics.quarters,
        ),
        group(
            "按类型",
            "By type",
            ("审查类型", "Type of review"),
            &statistics.types,
        ),
        group(
            "按渠道",
            "By channel",
            ("投放渠道", "Channel"),
            &statistics.channels,
        ),
        group(
            "按产品",
            "By product",
            ("关联产品", "Product"),
            &statistics.products,
        ),
        group(
            "按部门",
            "By department",
            ("申请部门", "Department"),
            &statistics.departments,
        ),
        sheet(
            "不采纳理由",
            "Reasons",
            vec![
                column(words.say("理由", "Reason"), true),
                column(words.say("次数", "Count"), false),
            ],
            reasons.collect(),
        ),
        sheet(
            "口径",
            "Method",
            vec![column(
                words.say("统计口径", "How the figures are counted"),
                false,
            )],
            notes.collect(),
        ),
    ]
}

fn notice(statistics: &ReviewStatistics, words: Words) -> String {
    let period = words.period(&statistics.period);
    let mut said = vec![words.say(&format!("期间：{period}。"), &format!("Period: {period}."))];
    said.extend(words.left_out(statistics));
    said.join(if words.english { " " } else { "" })
}

fn column(head: String, wraps: bool) -> Column {
    Column { head, wraps }
}

fn figures(groups: &[ReviewGroup], head: String, words: Words) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let heads = FIGURES
        .iter()
        .map(|figure| column(figure.head(words), false));
    let heads = std::iter::once(column(head, false)).chain(heads);
    let rows = groups.iter().map(|group| {
        let values = FIGURES.iter().map(|figure| {
            let number = figure.value(&group.figures).number();
            number.map_or(Cell::Empty, Cell::Number)
        });
        std::iter::once(Cell::Text(words.group(&group.name)))
            .chain(values)
            .collect()
    });
    (heads.collect(), rows.collect())
}

fn row(case: &Case, words: Words) -> Vec<Cell> {
    let submission = fields(&case.submission);
    let submission = submission.into_iter().map(|(_, value)| text(value));
    submission.chain(outcome(case, words)).collect()
}

fn outcome(case: &Case, words: Words) -> [Cell; 17] {
    let concluded = case.concluded.as_ref();
    let reviewed = concluded.map(|one| &one.signed);
    let approved = case.approved.as_ref();
    let name = |signed: Option<&Signed>| signed.map_or(Cell::Empty, |signed| text(&signed.name));
    let at = |signed: Option<&Signed>| {
        signed.map_or(Cell::Empty, |signed| Cell::Date(signed.at.local_ms))
    };
    let count = |count: u32| Cell::Number(f64::from(count));
    // An undecided value is not zero.
    let decided = |number: u32| concluded.map_or(Cell::Empty, |_| count(number));
    let [adopted, changed, dismissed] = case.decided;
    let items = u32::try_from(case.deadlines.len()).unwrap_or(u32::MAX);
    let compared = case.compared.iter();
    let compared: Vec<_> = compared
        .map(|(outcome, _)| words.outcome(*outcome))
        .collect();
    [
        Cell::Text(words.state(case.state)),
        concluded.map_or(Cell::Empty, |one| {
            Cell::Text(words.conclusion(one.conclusion))
        }),
        Cell::Date(case.submitted.local_ms),
        name(reviewed),
        at(reviewed),
        name(approved),
        at(approved),
        count(case.returned),
        decided(adopted + changed + dismissed),
        decided(adopted),
        decided(changed),
        decided(dismissed),
        decided(items),
        text(&compared.join(&words.say("；", "; "))),
        case.archived
            .as_ref()
            .map_or(Cell::Empty, |(at, _)| Cell::Date(at.local_ms)),
        case.archived
            .as_ref()
            .map_or(Cell::Empty, |(_, until)| text(until)),
        text(&case.uid),
    ]
}

/// A text that people wrote; empty texts make empty cells.
fn text(written: &str) -> Cell {
    match visible_text::strip_invisible(written) {
        empty if empty.trim().is_empty() => Cell::Empty,
        shown => Cell::Text(shown),
    }
}
