use jiff::civil::date;
use records::statement::{
    Approved, Archived, Compared, Comparison, Conclusion, Decided, Decision, Rectification,
    Returned, ReviewState, Reviewed, Severity, StatementBody,
};

use super::{
    cases::{Moment, Signed},
    *,
};
use crate::wire::Submission;

const HOUR: i64 = 3_600_000;

/// A day and an hour in UTC.
fn at(day: &str, hour: i64) -> Moment {
    let midnight: jiff::Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
    Moment::new(midnight.as_millisecond() + hour * HOUR, &TimeZone::UTC)
}

fn by(name: &str, day: &str, hour: i64) -> Signed {
    Signed {
        at: at(day, hour),
        name: name.to_owned(),
    }
}

fn submission(kind: &str, department: &str, planned: &str) -> records::statement::Submission {
    records::statement::Submission {
        number: "SC-2026-0001".to_owned(),
        material_type: kind.to_owned(),
        department: department.to_owned(),
        planned: planned.to_owned(),
        ..Default::default()
    }
}

fn finding(decision: Decision, reason: &str) -> Decided {
    Decided {
        number: 1,
        sources: Vec::new(),
        rule: None,
        severity: Severity::High,
        title: "保本".to_owned(),
        explanation: String::new(),
        excerpt: String::new(),
        suggestion: String::new(),
        basis: None,
        picture: Vec::new(),
        copy: Vec::new(),
        decision,
        decided_severity: None,
        wording: String::new(),
        reason: reason.to_owned(),
    }
}

fn reviewed(
    of: &records::statement::Submission,
    conclusion: Conclusion,
    findings: Vec<Decided>,
    deadlines: &[&str],
) -> StatementBody {
    StatementBody::Reviewed(Box::new(Reviewed {
        submission: of.clone(),
        version: 1,
        previous: None,
        findings,
        checklist: Vec::new(),
        proposed: None,
        conclusion,
        opinion: String::new(),
        rectification: deadlines
            .iter()
            .map(|deadline| Rectification {
                item: "改".to_owned(),
                owner: String::new(),
                deadline: (*deadline).to_owned(),
            })
            .collect(),
        earlier: Vec::new(),
    }))
}

fn approved(conclusion: Conclusion) -> StatementBody {
    StatementBody::Approved(Approved {
        reviewed: String::new(),
        conclusion,
        opinion: String::new(),
    })
}

fn returned() -> StatementBody {
    StatementBody::Returned(Returned {
        reviewed: String::new(),
        reason: "依据不足".to_owned(),
    })
}

fn archived() -> StatementBody {
    StatementBody::Archived(Archived {
        reviewed: String::new(),
        approved: None,
        letters: Vec::new(),
        retain_until: "2031-09-03".to_owned(),
    })
}

fn compared(outcome: Comparison) -> StatementBody {
    StatementBody::Compared(Compared {
        archived: None,
        picture: String::new(),
        name: String::new(),
        outcome,
        findings: Vec::new(),
        regions: Vec::new(),
    })
}

/// Six submissions of which the figures are counted by hand:
///
/// 1. 海报, 零售: ended 09-01 08:00, passed at first 09-01 10:00 (2 h), approved, archived, published unaltered.
/// 2. 海报, 零售: ended 09-02 08:00, passed, returned, refused on 10-01 08:00 (696 h), published altered all the same.
/// 3. 文案, 零售: ended 09-30 20:00, passed after changes 10-01 02:00 (6 h), one altered and one cropped publication while it
///    was not approved.
/// 4. 海报, without department: open, planned 2026-10-02.
/// 5. 海报, 对公: open, planned 2026-12-01.
/// 6. a demo.
fn six() -> Vec<Case> {
    use Decision::{Adopted, Changed, Dismissed};
    let case = |record, ended: Moment| Case::new(record, ended, Submission::default());

    let mut first = case(1, at("2026-09-01", 8));
    let poster = submission("海报", "零售", "2026-09-03");
    let findings = vec![finding(Adopted, ""), finding(Dismissed, "文字识别有误")];
    first.follow(
        &reviewed(&poster, Conclusion::Pass, findings, &[]),
        by("甲", "2026-09-01", 10),
    );
    first.follow(&approved(Conclusion::Pass), by("乙", "2026-09-02", 9));
    first.follow(&archived(), by("甲", "2026-09-03", 9));
    first.follow(&compared(Comparison::SamePicture), by("", "2026-09-04", 9));

    let mut second = case(2, at("2026-09-02", 8));
    // What a returned review said no longer counts.
    let findings = vec![finding(Adopted, ""); 5];
    second.follow(
        &reviewed(&poster, Conclusion::Pass, findings, &["2026-09-05"]),
        by("甲", "2026-09-02", 9),
    );
    second.follow(&returned(), by("乙", "2026-09-02", 10));
    let findings = vec![
        finding(Changed, "等级"),
        finding(Dismissed, " 文字识别有误"),
        finding(Dismissed, "引用法条"),
    ];
    second.follow(
        &reviewed(&poster, Conclusion::Refused, findings, &[]),
        by("甲", "2026-10-01", 8),
    );
    second.follow(&approved(Conclusion::Refused), by("乙", "2026-10-01", 9));
    second.follow(&compared(Comparison::Altered), by("", "2026-10-05", 9));

    let mut third = case(3, at("2026-09-30", 20));
    let copy = submission("文案", "零售", "");
    let deadlines = ["2026-10-09", "2026-11-01", "月底前"];
    third.follow(
        &reviewed(
            &copy,
            Conclusion::PassAfterChanges,
            vec![finding(Adopted, "")],
            &deadlines,
        ),
        by("甲", "2026-10-01", 2),
    );
    third.follow(&compared(Comparison::Other), by("", "2026-10-02", 9));
    third.follow(&compared(Comparison::Cropped), by("", "2026-10-02", 10));

    let open = |record, department: &str, planned: &str| Case {
        submission: Submission {
            kind: "海报".to_owned(),
            department: department.to_owned(),
            planned: planned.to_owned(),
            ..Submission::default()
        },
        ..case(record, at("2026-10-01", 9))
    };
    let mut demo = open(6, "零售", "2020-01-01");
    demo.demo = true;
    vec![
        open(4, "", "2026-10-02"),
        second,
        open(5, "对公", "2026-12-01"),
        third,
        demo,
        first,
    ]
}

fn of(period: &str) -> Counted {
    let read = Cases {
        cases: six(),
        damaged: 1,
    };
    counted(read, Period::parse(period).unwrap(), date(2026, 10, 10))
}

fn names(groups: &[ReviewGroup]) -> Vec<(&str, u32)> {
    let groups = groups.iter();
    groups
        .map(|group| (group.name.as_str(), group.figures.submissions))
        .collect()
}

#[test]
fn each_figure_is_the_one_counted_by_hand() {
    let all = of("").statistics.all;
    let hours = |ms: Option<u64>| ms.unwrap() / HOUR.unsigned_abs();
    assert_eq!(
        (all.submissions, all.concluded, all.open, all.overdue),
        (5, 3, 2, 1)
    );
    assert_eq!(
        (all.passed, all.passed_after_changes, all.refused),
        (1, 1, 1)
    );
    assert_eq!((all.first_pass, all.returned), (1, 1));
    assert_eq!(
        (all.findings, all.adopted, all.changed, all.dismissed),
        (6, 2, 1, 3)
    );
    assert_eq!((hours(all.median_ms), hours(all.longest_ms)), (6, 696));
    assert_eq!((all.compared, all.altered, all.unapproved), (3, 2, 2));
    assert_eq!((all.items, all.items_due, all.items_undated), (3, 1, 1));
    assert_eq!(all.rechecked, 0);
}

#[test]
fn a_submission_counts_on_the_day_of_its_conclusion_or_else_of_its_audit() {
    for (period, submissions, concluded) in [
        ("2026-09", 1, 1),
        ("2026-10", 4, 2),
        ("2026-Q3", 1, 1),
        ("2026-Q4", 4, 2),
        ("2026", 5, 3),
        ("2025", 0, 0),
    ] {
        let all = of(period).statistics.all;
        assert_eq!(
            (all.submissions, all.concluded),
            (submissions, concluded),
            "{period}"
        );
    }
    let empty = of("2025").statistics;
    assert_eq!((empty.all.median_ms, empty.months.len()), (None, 0));
    assert_eq!(empty.months_known, ["2026-10", "2026-09"]);
}

#[test]
fn groups_and_reasons_come_by_size_months_and_quarters_by_time() {
    let statistics = of("").statistics;
    assert_eq!(names(&statistics.types), [("海报", 4), ("文案", 1)]);
    assert_eq!(
        names(&statistics.departments),
        [("零售", 3), ("", 1), ("对公", 1)]
    );
    assert_eq!(names(&statistics.months), [("2026-09", 1), ("2026-10", 4)]);
    assert_eq!(
        names(&statistics.quarters),
        [("2026-Q3", 1), ("2026-Q4", 4)]
    );
    let reasons = statistics.reasons.iter();
    let reasons: Vec<_> = reasons
        .map(|one| (one.reason.as_str(), one.count))
        .collect();
    assert_eq!(reasons, [("文字识别有误", 2), ("引用法条", 1)]);
}

#[test]
fn demo_reviews_and_damaged_records_are_told_but_not_counted() {
    let counted = of("2026-10");
    assert_eq!(
        (counted.statistics.demo, counted.statistics.damaged),
        (1, 1)
    );
    let cases: Vec<_> = counted.cases.iter().map(|case| case.record).collect();
    assert_eq!(cases, [2, 3, 4, 5]);
}

#[test]
fn a_month_without_submissions_has_a_row_of_zeros() {
    let cases = ["2026-09-30", "2026-12-01"]
        .map(|day| Case::new(1, at(day, 0), Submission::default()))
        .to_vec();
    let read = Cases { cases, damaged: 0 };
    let statistics = counted(read, Period::All, date(2026, 12, 31)).statistics;
    assert_eq!(
        names(&statistics.months),
        [
            ("2026-09", 1),
            ("2026-10", 0),
            ("2026-11", 0),
            ("2026-12", 1)
        ]
    );
    assert_eq!(
        names(&statistics.quarters),
        [("2026-Q3", 1), ("2026-Q4", 1)]
    );
}

#[test]
fn a_day_is_that_of_the_time_zone() {
    let shanghai = TimeZone::fixed(jiff::tz::offset(8));
    let moment = Moment::new(at("2026-09-30", 17).ms, &shanghai);
    assert_eq!(moment.day, date(2026, 10, 1));
    assert_eq!(moment.local_ms - moment.ms, 8 * HOUR);
}

#[test]
fn a_return_opens_a_review_again_and_a_later_version_never_passes_at_first() {
    let of = submission("海报", "零售", "2026-09-03");
    let mut case = Case::new(1, at("2026-09-01", 8), Submission::default());
    case.follow(
        &reviewed(&of, Conclusion::Pass, Vec::new(), &[]),
        by("甲", "2026-09-02", 8),
    );
    assert!(case.first_pass);
    case.follow(&returned(), by("乙", "2026-09-03", 8));
    assert_eq!(
        (case.state, case.day()),
        (ReviewState::Returned, date(2026, 9, 1))
    );
    case.follow(
        &reviewed(&of, Conclusion::Pass, Vec::new(), &[]),
        by("甲", "2026-09-04", 8),
    );
    assert!(!case.first_pass);
    assert_eq!(case.day(), date(2026, 9, 4));

    let StatementBody::Reviewed(mut second) = reviewed(&of, Conclusion::Pass, Vec::new(), &[])
    else {
        unreachable!()
    };
    second.version = 2;
    let mut case = Case::new(2, at("2026-09-01", 8), Submission::default());
    case.follow(&StatementBody::Reviewed(second), by("甲", "2026-09-04", 8));
    assert!(case.concluded.is_some() && !case.first_pass);
}

/// The six submissions as the register takes them.
pub fn counted_six() -> Counted {
    of("")
}
