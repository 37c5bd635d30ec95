//! A signed review: from the draft to its statement, and back to what the window shows.

use records::{
    offline_check::Stretch,
    statement::{
        self, ChecklistResult, Decided, DecidedBasis, ReviewState, Reviewed, Statement,
        StatementBody, StatementKind,
    },
};

use super::{Open, progress};
use crate::wire::{
    CheckResult, Choice, Conclusion, EarlierAnswer, EarlierStatus, FindingBasis, FindingSeverity,
    FindingSource, PointResult, Rectification, ReviewDecision, ReviewDraft, ReviewFinding,
    Submission,
};

/// The state after these statements.
pub fn state(statements: &[Statement]) -> ReviewState {
    let states = statements.iter().rev().find_map(|one| match one.kind() {
        StatementKind::Reviewed => Some(ReviewState::Reviewed),
        StatementKind::Approved => Some(ReviewState::Approved),
        StatementKind::Returned => Some(ReviewState::Returned),
        StatementKind::Archived => Some(ReviewState::Archived),
        StatementKind::Checked | StatementKind::Stamped | StatementKind::Compared => None,
    });
    states.unwrap_or_default()
}

/// The latest statement of a kind.
pub fn last(statements: &[Statement], kind: StatementKind) -> Option<&Statement> {
    statements.iter().rev().find(|one| one.kind() == kind)
}

/// The content of the latest signed review.
pub fn latest(statements: &[Statement]) -> Option<&Reviewed> {
    match &last(statements, StatementKind::Reviewed)?.body {
        StatementBody::Reviewed(reviewed) => Some(reviewed),
        _ => None,
    }
}

/// The statement of a draft in which nothing is missing; `None` if something is.
pub fn packed(open: &Open) -> Option<Reviewed> {
    let draft = &open.draft;
    let copy = crate::record_document::asked(&open.record);
    let findings = open.findings.iter().map(|finding| {
        let decision = progress::decision(draft, finding)?;
        Some(Decided {
            number: finding.number,
            sources: finding.sources.iter().copied().map(source).collect(),
            rule: finding.rule.clone(),
            severity: severity(finding.severity),
            title: finding.title.clone(),
            explanation: finding.explanation.clone(),
            excerpt: finding.excerpt.clone(),
            suggestion: finding.suggestion.clone(),
            basis: finding.basis.as_ref().map(|basis| DecidedBasis {
                law: basis.law.clone(),
                article: basis.article.clone(),
                text: basis.text.clone(),
                confidence: basis.confidence.clone(),
            }),
            picture: finding
                .picture
                .iter()
                .map(|quad| quad.map(|point| point.map(|place| place.round() as i32)))
                .collect(),
            copy: finding
                .copy
                .iter()
                .filter_map(|units| stretch(copy, *units, &finding.excerpt))
                .collect(),
            decision: match decision.choice {
                Choice::Adopted => statement::Decision::Adopted,
                Choice::Changed => statement::Decision::Changed,
                Choice::Dismissed => statement::Decision::Dismissed,
            },
            decided_severity: decision.severity.map(severity),
            wording: decision.wording.clone(),
            reason: decision.reason.clone(),
        })
    });
    let points = open.checklists.points(&draft.submission.kind, open.english);
    let checklist = points.into_iter().filter_map(|point| {
        let answer = draft.checklist.iter().find(|one| one.point == point.id)?;
        Some(ChecklistResult {
            id: point.id,
            category: point.category,
            point: point.point,
            basis: point.basis,
            result: match answer.result {
                PointResult::Pass => statement::PointResult::Pass,
                PointResult::Fail => statement::PointResult::Fail,
                PointResult::NotApplicable => statement::PointResult::NotApplicable,
            },
            note: answer.note.clone(),
        })
    });
    let proposed = progress::proposed(draft, &open.findings, &open.checklists);
    Some(Reviewed {
        submission: submission(&draft.submission),
        version: open.version(),
        previous: open.previous.clone(),
        findings: findings.collect::<Option<_>>()?,
        checklist: checklist.collect(),
        proposed: proposed.map(conclusion),
        conclusion: conclusion(draft.conclusion?),
        opinion: draft.opinion.clone(),
        rectification: draft
            .rectification
            .iter()
            .map(|one| statement::Rectification {
                item: one.item.clone(),
                owner: one.owner.clone(),
                deadline: one.deadline.clone(),
            })
            .collect(),
        earlier: open.packed_earlier()?,
    })
}

/// What the window shows of a signed review. What a statement does not contain comes from the findings of the record.
pub fn unpacked(reviewed: &Reviewed, found: &[ReviewFinding]) -> (ReviewDraft, Vec<ReviewFinding>) {
    let mut decisions = Vec::new();
    let mut findings = Vec::new();
    for decided in &reviewed.findings {
        let same = found.iter().find(|one| {
            one.rule == decided.rule && one.title == decided.title && one.excerpt == decided.excerpt
        });
        // Its title was signed in the language of the window on that day.
        let by_rule = || {
            let rule = decided.rule.as_ref()?;
            found.iter().find(|one| one.rule.as_ref() == Some(rule))
        };
        let id = same.map_or_else(|| decided.number.to_string(), |one| one.id.clone());
        decisions.push(ReviewDecision {
            finding: id.clone(),
            choice: match decided.decision {
                statement::Decision::Adopted => Choice::Adopted,
                statement::Decision::Changed => Choice::Changed,
                statement::Decision::Dismissed => Choice::Dismissed,
            },
            severity: decided.decided_severity.map(shown_severity),
            wording: decided.wording.clone(),
            reason: decided.reason.clone(),
        });
        findings.push(ReviewFinding {
            id,
            number: decided.number,
            sources: decided.sources.iter().copied().map(shown_source).collect(),
            rule: decided.rule.clone(),
            kind: same.and_then(|one| one.kind),
            topic: same
                .or_else(by_rule)
                .map(|one| one.topic.clone())
                .unwrap_or_default(),
            severity: shown_severity(decided.severity),
            title: decided.title.clone(),
            explanation: decided.explanation.clone(),
            excerpt: decided.excerpt.clone(),
            suggestion: decided.suggestion.clone(),
            basis: decided.basis.as_ref().map(|basis| FindingBasis {
                law_id: same
                    .and_then(|one| one.basis.as_ref())
                    .map(|basis| basis.law_id.clone())
                    .unwrap_or_default(),
                law: basis.law.clone(),
                article: basis.article.clone(),
                text: basis.text.clone(),
                confidence: basis.confidence.clone(),
                note: same
                    .and_then(|one| one.basis.as_ref())
                    .and_then(|basis| basis.note.clone()),
                checked: same
                    .and_then(|one| one.basis.as_ref())
                    .and_then(|basis| basis.checked.clone()),
            }),
            service_basis: same
                .map(|one| one.service_basis.clone())
                .unwrap_or_default(),
            passage: same.map(|one| one.passage.clone()).unwrap_or_default(),
            picture: decided
                .picture
                .iter()
                .map(|quad| quad.map(|point| point.map(|place| place as f32)))
                .collect(),
            copy: same.map(|one| one.copy.clone()).unwrap_or_default(),
            dismissed: None,
        });
    }
    let checklist = reviewed.checklist.iter().map(|one| CheckResult {
        point: one.id.clone(),
        result: match one.result {
            statement::PointResult::Pass => PointResult::Pass,
            statement::PointResult::Fail => PointResult::Fail,
            statement::PointResult::NotApplicable => PointResult::NotApplicable,
        },
        note: one.note.clone(),
    });
    let earlier = reviewed.earlier.iter().map(|one| EarlierAnswer {
        number: one.number,
        status: shown_status(one.status),
        note: one.note.clone(),
    });
    let draft = ReviewDraft {
        earlier: earlier.collect(),
        submission: shown_submission(&reviewed.submission),
        decisions,
        checklist: checklist.collect(),
        conclusion: Some(shown_conclusion(reviewed.conclusion)),
        opinion: reviewed.opinion.clone(),
        rectification: reviewed
            .rectification
            .iter()
            .map(|one| Rectification {
                item: one.item.clone(),
                owner: one.owner.clone(),
                deadline: one.deadline.clone(),
            })
            .collect(),
    };
    (draft, findings)
}

/// The characters of a place in UTF-16 offsets, if they are words of the excerpt, as the evidence demands.
fn stretch(copy: &str, [start, end]: [u32; 2], excerpt: &str) -> Option<Stretch> {
    let mut units = 0;
    let mut place: Option<Stretch> = None;
    let mut words = String::new();
    for (character, number) in copy.chars().zip(1..) {
        if (start..end).contains(&units) {
            let from = place.map_or(number, |place| place.from);
            place = Some(Stretch { from, to: number });
            words.push(character);
        }
        units += if character.len_utf16() == 2 { 2 } else { 1 };
    }
    place.filter(|_| end <= units && excerpt.contains(&words))
}

/// The severity in a statement.
pub fn severity(severity: FindingSeverity) -> statement::Severity {
    match severity {
        FindingSeverity::High => statement::Severity::High,
        FindingSeverity::Medium => statement::Severity::Medium,
        FindingSeverity::Low => statement::Severity::Low,
    }
}

/// The severity in a statement, as the window shows it.
pub fn shown_severity(severity: statement::Severity) -> FindingSeverity {
    match severity {
        statement::Severity::High => FindingSeverity::High,
        statement::Severity::Medium => FindingSeverity::Medium,
        statement::Severity::Low => FindingSeverity::Low,
    }
}

fn shown_status(status: statement::EarlierStatus) -> EarlierStatus {
    match status {
        statement::EarlierStatus::Resolved => EarlierStatus::Resolved,
        statement::EarlierStatus::Present => EarlierStatus::Present,
        statement::EarlierStatus::NotApplicable => EarlierStatus::NotApplicable,
    }
}

fn source(source: FindingSource) -> statement::FindingSource {
    match source {
        FindingSource::Rules => statement::FindingSource::Rules,
        FindingSource::Service => statement::FindingSource::Service,
        FindingSource::Person => statement::FindingSource::Person,
    }
}

fn shown_source(source: statement::FindingSource) -> FindingSource {
    match source {
        statement::FindingSource::Rules => FindingSource::Rules,
        statement::FindingSource::Service => FindingSource::Service,
        statement::FindingSource::Person => FindingSource::Person,
    }
}

fn conclusion(conclusion: Conclusion) -> statement::Conclusion {
    match conclusion {
        Conclusion::Pass => statement::Conclusion::Pass,
        Conclusion::PassAfterChanges => statement::Conclusion::PassAfterChanges,
        Conclusion::Refused => statement::Conclusion::Refused,
    }
}

/// The conclusion in a statement, as the window shows it.
pub fn shown_conclusion(conclusion: statement::Conclusion) -> Conclusion {
    match conclusion {
        statement::Conclusion::Pass => Conclusion::Pass,
        statement::Conclusion::PassAfterChanges => Conclusion::PassAfterChanges,
        statement::Conclusion::Refused => Conclusion::Refused,
    }
}

fn submission(of: &Submission) -> statement::Submission {
    statement::Submission {
        number: of.number.trim().to_owned(),
        title: of.title.trim().to_owned(),
        material_type: of.kind.clone(),
        channel: of.channel.clone(),
        product: of.product.clone(),
        audience: of.audience.clone(),
        department: of.department.trim().to_owned(),
        submitter: of.submitter.trim().to_owned(),
        contact: of.contact.clone(),
        planned: of.planned.clone(),
        valid_until: of.valid_until.clone(),
        source: of.source.clone(),
    }
}

/// The submission in a statement, as the window shows it.
pub fn shown_submission(of: &statement::Submission) -> Submission {
    Submission {
        number: of.number.clone(),
        title: of.title.clone(),
        kind: of.material_type.clone(),
        channel: of.channel.clone(),
        product: of.product.clone(),
        audience: of.audience.clone(),
        department: of.department.clone(),
        submitter: of.submitter.clone(),
        contact: of.contact.clone(),
        planned: of.planned.clone(),
        valid_until: of.valid_until.clone(),
        source: of.source.clone(),
    }
}
