//! The draft of a review: from the window to the records and back, within its limits.

use serde_json::json;

use crate::{
    findings::{severity_name, severity_named},
    stored,
    wire::{
        CheckResult, Choice, Conclusion, EarlierAnswer, EarlierStatus, PointResult, Problem,
        Rectification, ReviewDecision, ReviewDraft, Submission,
    },
};

/// The most decisions, points and rectification items.
const LIMIT: usize = 1_000;
/// Limits of texts in characters.
const FIELD: usize = 500;
const WORDS: usize = 2_000;
const OPINION: usize = 20_000;

/// Checks the limits of a draft.
///
/// # Errors
/// `review_too_long` with the field, the limit and the actual length; `review_too_many`.
pub fn within(draft: &ReviewDraft) -> Result<(), Problem> {
    let counts = [
        draft.decisions.len(),
        draft.checklist.len(),
        draft.rectification.len(),
        draft.earlier.len(),
    ];
    if let Some(actual) = counts.into_iter().find(|count| *count > LIMIT) {
        let params = json!({ "limit": LIMIT, "actual": actual });
        return Err(Problem::new("review_too_many", params));
    }
    let fields = fields(&draft.submission).map(|(name, text)| (name, text, FIELD));
    let decisions = draft.decisions.iter().flat_map(|one| {
        [
            ("finding", &one.finding, FIELD),
            ("wording", &one.wording, WORDS),
            ("reason", &one.reason, WORDS),
        ]
    });
    let points = draft
        .checklist
        .iter()
        .flat_map(|one| [("point", &one.point, FIELD), ("note", &one.note, WORDS)]);
    let items = draft.rectification.iter().flat_map(|one| {
        [
            ("item", &one.item, WORDS),
            ("owner", &one.owner, FIELD),
            ("deadline", &one.deadline, FIELD),
        ]
    });
    let earlier = draft.earlier.iter().map(|one| ("note", &one.note, WORDS));
    let texts = fields
        .into_iter()
        .chain(decisions)
        .chain(points)
        .chain(items)
        .chain(earlier);
    for (field, text, limit) in texts.chain([("opinion", &draft.opinion, OPINION)]) {
        let actual = text.chars().count();
        if actual > limit {
            let params = json!({ "field": field, "limit": limit, "actual": actual });
            return Err(Problem::new("review_too_long", params));
        }
    }
    Ok(())
}

/// The fields of a submission with their names in the window.
pub fn fields(submission: &Submission) -> [(&'static str, &String); 12] {
    [
        ("number", &submission.number),
        ("title", &submission.title),
        ("type", &submission.kind),
        ("channel", &submission.channel),
        ("product", &submission.product),
        ("audience", &submission.audience),
        ("department", &submission.department),
        ("submitter", &submission.submitter),
        ("contact", &submission.contact),
        ("planned", &submission.planned),
        ("validUntil", &submission.valid_until),
        ("source", &submission.source),
    ]
}

/// The values of [`fields`], in the same order.
pub fn fields_mut(submission: &mut Submission) -> [&mut String; 12] {
    [
        &mut submission.number,
        &mut submission.title,
        &mut submission.kind,
        &mut submission.channel,
        &mut submission.product,
        &mut submission.audience,
        &mut submission.department,
        &mut submission.submitter,
        &mut submission.contact,
        &mut submission.planned,
        &mut submission.valid_until,
        &mut submission.source,
    ]
}

/// The name of a conclusion in stored texts.
pub fn conclusion_name(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Pass => "pass",
        Conclusion::PassAfterChanges => "pass_after_changes",
        Conclusion::Refused => "refused",
    }
}

/// Parses [`conclusion_name`].
pub fn conclusion_named(name: &str) -> Option<Conclusion> {
    [
        Conclusion::Pass,
        Conclusion::PassAfterChanges,
        Conclusion::Refused,
    ]
    .into_iter()
    .find(|one| conclusion_name(*one) == name)
}

/// The name of a choice in stored texts.
pub fn choice_name(choice: Choice) -> &'static str {
    match choice {
        Choice::Adopted => "adopted",
        Choice::Changed => "changed",
        Choice::Dismissed => "dismissed",
    }
}

/// Parses [`choice_name`].
pub fn choice_named(name: &str) -> Option<Choice> {
    [Choice::Adopted, Choice::Changed, Choice::Dismissed]
        .into_iter()
        .find(|one| choice_name(*one) == name)
}

/// The name of an answer to a point in stored texts.
pub fn result_name(result: PointResult) -> &'static str {
    match result {
        PointResult::Pass => "pass",
        PointResult::Fail => "fail",
        PointResult::NotApplicable => "not_applicable",
    }
}

/// Parses [`result_name`].
pub fn result_named(name: &str) -> Option<PointResult> {
    [
        PointResult::Pass,
        PointResult::Fail,
        PointResult::NotApplicable,
    ]
    .into_iter()
    .find(|one| result_name(*one) == name)
}

/// The name of a status in stored texts.
pub fn status_name(status: EarlierStatus) -> &'static str {
    match status {
        EarlierStatus::Resolved => "resolved",
        EarlierStatus::Present => "present",
        EarlierStatus::NotApplicable => "not_applicable",
    }
}

/// Parses [`status_name`].
pub fn status_named(name: &str) -> Option<EarlierStatus> {
    [
        EarlierStatus::Resolved,
        EarlierStatus::Present,
        EarlierStatus::NotApplicable,
    ]
    .into_iter()
    .find(|one| status_name(*one) == name)
}

impl From<Submission> for stored::Submission {
    fn from(of: Submission) -> Self {
        Self {
            number: of.number,
            title: of.title,
            kind: of.kind,
            channel: of.channel,
            product: of.product,
            audience: of.audience,
            department: of.department,
            submitter: of.submitter,
            contact: of.contact,
            planned: of.planned,
            valid_until: of.valid_until,
            source: of.source,
        }
    }
}

impl From<stored::Submission> for Submission {
    fn from(of: stored::Submission) -> Self {
        Self {
            number: of.number,
            title: of.title,
            kind: of.kind,
            channel: of.channel,
            product: of.product,
            audience: of.audience,
            department: of.department,
            submitter: of.submitter,
            contact: of.contact,
            planned: of.planned,
            valid_until: of.valid_until,
            source: of.source,
        }
    }
}

impl From<ReviewDraft> for stored::ReviewDraft {
    fn from(draft: ReviewDraft) -> Self {
        let decisions = draft.decisions.into_iter().map(|one| stored::Decision {
            finding: one.finding,
            choice: choice_name(one.choice).to_owned(),
            severity: one.severity.map(|one| severity_name(one).to_owned()),
            wording: one.wording,
            reason: one.reason,
        });
        let checklist = draft.checklist.into_iter().map(|one| stored::PointAnswer {
            point: one.point,
            result: result_name(one.result).to_owned(),
            note: one.note,
        });
        let items = draft.rectification.into_iter();
        Self {
            submission: draft.submission.into(),
            decisions: decisions.collect(),
            checklist: checklist.collect(),
            conclusion: draft.conclusion.map(|one| conclusion_name(one).to_owned()),
            opinion: draft.opinion,
            rectification: items
                .map(|one| stored::Rectification {
                    item: one.item,
                    owner: one.owner,
                    deadline: one.deadline,
                })
                .collect(),
            previous: None,
            earlier: draft
                .earlier
                .into_iter()
                .map(|one| stored::EarlierAnswer {
                    number: one.number,
                    status: status_name(one.status).to_owned(),
                    note: one.note,
                })
                .collect(),
            findings: 0,
            undecided: 0,
        }
    }
}

impl From<stored::ReviewDraft> for ReviewDraft {
    fn from(draft: stored::ReviewDraft) -> Self {
        let decisions = draft.decisions.into_iter().filter_map(|one| {
            Some(ReviewDecision {
                choice: choice_named(&one.choice)?,
                severity: one.severity.and_then(|one| severity_named(&one)),
                finding: one.finding,
                wording: one.wording,
                reason: one.reason,
            })
        });
        let checklist = draft.checklist.into_iter().filter_map(|one| {
            Some(CheckResult {
                result: result_named(&one.result)?,
                point: one.point,
                note: one.note,
            })
        });
        let items = draft.rectification.into_iter();
        let earlier = draft.earlier.into_iter().filter_map(|one| {
            Some(EarlierAnswer {
                status: status_named(&one.status)?,
                number: one.number,
                note: one.note,
            })
        });
        Self {
            earlier: earlier.collect(),
            submission: draft.submission.into(),
            decisions: decisions.collect(),
            checklist: checklist.collect(),
            conclusion: draft.conclusion.as_deref().and_then(conclusion_named),
            opinion: draft.opinion,
            rectification: items
                .map(|one| Rectification {
                    item: one.item,
                    owner: one.owner,
                    deadline: one.deadline,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::FindingSeverity;

    fn draft() -> ReviewDraft {
        ReviewDraft {
            submission: Submission {
                number: "SC-2026-0001".to_owned(),
                valid_until: "2027-01-31".to_owned(),
                ..Submission::default()
            },
            decisions: vec![ReviewDecision {
                finding: "0123456789abcdef".to_owned(),
                choice: Choice::Changed,
                severity: Some(FindingSeverity::Low),
                wording: "改为年化利率".to_owned(),
                reason: "已在落地页说明".to_owned(),
            }],
            checklist: vec![CheckResult {
                point: "choice".to_owned(),
                result: PointResult::NotApplicable,
                note: "无购买流程".to_owned(),
            }],
            conclusion: Some(Conclusion::PassAfterChanges),
            opinion: "修改后可上线。".to_owned(),
            rectification: vec![Rectification {
                item: "删除绝对化用语".to_owned(),
                owner: "张示例".to_owned(),
                deadline: "2026-12-15".to_owned(),
            }],
            earlier: vec![EarlierAnswer {
                number: 3,
                status: EarlierStatus::NotApplicable,
                note: "该页已删除".to_owned(),
            }],
        }
    }

    #[test]
    fn a_draft_comes_back_from_the_records_as_it_was() {
        let text = serde_json::to_string(&stored::ReviewDraft::from(draft())).unwrap();
        let back: stored::ReviewDraft = serde_json::from_str(&text).unwrap();
        assert_eq!(ReviewDraft::from(back), draft());
    }

    #[test]
    fn a_text_over_its_limit_is_refused_with_field_limit_and_length() {
        assert_eq!(within(&draft()), Ok(()));
        let mut long = draft();
        long.submission.department = "部".repeat(501);
        let problem = within(&long).unwrap_err();
        assert_eq!(problem.code, "review_too_long");
        assert_eq!(
            problem.params,
            json!({ "field": "department", "limit": 500, "actual": 501 })
        );
    }
}
