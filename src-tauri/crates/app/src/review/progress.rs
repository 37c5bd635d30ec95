//! Derives from a draft the conclusion to propose, and the entries still missing before signing.

use serde_json::json;

use super::checklist::Checklists;
use crate::wire::{
    ChecklistPoint, Choice, Conclusion, EarlierAnswer, EarlierFinding, EarlierStatus, FindingKind,
    FindingSeverity, Missing, PointResult, ReviewDecision, ReviewDraft, ReviewFinding,
};

/// The decision on a finding.
pub fn decision<'a>(draft: &'a ReviewDraft, finding: &ReviewFinding) -> Option<&'a ReviewDecision> {
    draft.decisions.iter().find(|one| one.finding == finding.id)
}

/// The severity of a finding after its decision; `None` if it was dismissed.
pub fn decided_severity(
    finding: &ReviewFinding,
    decision: Option<&ReviewDecision>,
) -> Option<FindingSeverity> {
    match decision {
        Some(one) if one.choice == Choice::Dismissed => None,
        Some(one) if one.choice == Choice::Changed => {
            Some(one.severity.unwrap_or(finding.severity))
        }
        _ => Some(finding.severity),
    }
}

/// The number of findings without a decision.
pub fn undecided(draft: &ReviewDraft, findings: &[ReviewFinding]) -> usize {
    let open = |one: &&ReviewFinding| decision(draft, one).is_none();
    findings.iter().filter(open).count()
}

/// The conclusion that follows from the decisions and the checklist. `None` until all decisions are made.
pub fn proposed(
    draft: &ReviewDraft,
    findings: &[ReviewFinding],
    checklists: &Checklists,
) -> Option<Conclusion> {
    if undecided(draft, findings) > 0 {
        return None;
    }
    let mut failed = draft
        .checklist
        .iter()
        .filter(|one| one.result == PointResult::Fail)
        .peekable();
    let any_failed = failed.peek().is_some();
    if failed.any(|one| checklists.is_decisive(&one.point)) {
        return Some(Conclusion::Refused);
    }
    let stays = findings.iter().any(|finding| {
        finding.kind != Some(FindingKind::Advice)
            && decided_severity(finding, decision(draft, finding)).is_some()
    });
    Some(if stays || any_failed {
        Conclusion::PassAfterChanges
    } else {
        Conclusion::Pass
    })
}

/// The entries missing before signing, in the order of the screen.
pub fn missing_to_sign(
    draft: &ReviewDraft,
    findings: &[ReviewFinding],
    points: &[ChecklistPoint],
) -> Vec<Missing> {
    let mut missing = Vec::new();
    let submission = &draft.submission;
    let fields = [
        ("number", &submission.number),
        ("title", &submission.title),
        ("type", &submission.kind),
        ("department", &submission.department),
        ("submitter", &submission.submitter),
    ];
    let empty = fields
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty());
    missing.extend(empty.map(|(field, _)| plain(field)));
    let open = undecided(draft, findings);
    missing.extend((open > 0).then(|| counted("decisions", open)));
    for finding in findings {
        let unreasoned = decision(draft, finding)
            .is_some_and(|one| one.choice != Choice::Adopted && one.reason.trim().is_empty());
        missing.extend(unreasoned.then(|| Missing {
            finding: Some(finding.id.clone()),
            ..plain("reason")
        }));
    }
    let answer = |point: &ChecklistPoint| draft.checklist.iter().find(|one| one.point == point.id);
    let unanswered = points
        .iter()
        .filter(|point| point.required && answer(point).is_none());
    let unanswered = unanswered.count();
    missing.extend((unanswered > 0).then(|| counted("checklist", unanswered)));
    let unexplained = points
        .iter()
        .filter_map(answer)
        .filter(|one| one.result != PointResult::Pass && one.note.trim().is_empty());
    let unexplained = unexplained.count();
    missing.extend((unexplained > 0).then(|| counted("note", unexplained)));
    if draft.conclusion.is_none() {
        missing.push(plain("conclusion"));
    }
    missing
}

/// The person's confirmation of an earlier finding.
pub fn answer(draft: &ReviewDraft, number: u32) -> Option<&EarlierAnswer> {
    draft.earlier.iter().find(|one| one.number == number)
}

/// The numbers of earlier findings that nobody has confirmed, and of those that lack a note.
pub fn unconfirmed(draft: &ReviewDraft, earlier: &[EarlierFinding]) -> (usize, usize) {
    let answers = earlier.iter().map(|one| answer(draft, one.number));
    let open = answers.clone().filter(Option::is_none).count();
    let unexplained = answers
        .flatten()
        .filter(|one| one.status == EarlierStatus::NotApplicable && one.note.trim().is_empty());
    (open, unexplained.count())
}

/// Whether two names are those of the same person.
pub fn same_person(one: &str, other: &str) -> bool {
    let folded =
        |name: &str| -> String { name.split_whitespace().collect::<String>().to_lowercase() };
    !folded(one).is_empty() && folded(one) == folded(other)
}

/// A missing entry without details.
pub fn plain(what: &str) -> Missing {
    Missing {
        what: what.to_owned(),
        finding: None,
        params: json!({}),
    }
}

/// Something missing several times.
pub fn counted(what: &str, count: usize) -> Missing {
    Missing {
        params: json!({ "count": count }),
        ..plain(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{CheckResult, FindingSource};

    fn finding(id: &str, kind: FindingKind, severity: FindingSeverity) -> ReviewFinding {
        ReviewFinding {
            id: id.to_owned(),
            number: 1,
            sources: vec![FindingSource::Rules],
            rule: Some("r".to_owned()),
            kind: Some(kind),
            topic: String::new(),
            severity,
            title: String::new(),
            explanation: String::new(),
            excerpt: String::new(),
            suggestion: String::new(),
            basis: None,
            service_basis: String::new(),
            passage: String::new(),
            picture: Vec::new(),
            copy: Vec::new(),
            dismissed: None,
        }
    }

    fn decide(draft: &mut ReviewDraft, id: &str, choice: Choice, reason: &str) {
        draft.decisions.push(ReviewDecision {
            finding: id.to_owned(),
            choice,
            severity: None,
            wording: String::new(),
            reason: reason.to_owned(),
        });
    }

    fn lists() -> Checklists {
        let nowhere = tempfile::tempdir().unwrap();
        Checklists::load(nowhere.path()).unwrap()
    }

    #[test]
    fn the_proposal_follows_from_what_stays_after_the_decisions() {
        let findings = [
            finding("a", FindingKind::Ban, FindingSeverity::High),
            finding("b", FindingKind::Advice, FindingSeverity::Low),
        ];
        let mut draft = ReviewDraft::default();
        assert_eq!(proposed(&draft, &findings, &lists()), None);
        decide(&mut draft, "a", Choice::Dismissed, "引用法条");
        decide(&mut draft, "b", Choice::Adopted, "");
        assert_eq!(
            proposed(&draft, &findings, &lists()),
            Some(Conclusion::Pass)
        );
        draft.decisions.clear();
        decide(&mut draft, "a", Choice::Adopted, "");
        decide(&mut draft, "b", Choice::Adopted, "");
        let after_changes = Some(Conclusion::PassAfterChanges);
        assert_eq!(proposed(&draft, &findings, &lists()), after_changes);
        draft.checklist.push(CheckResult {
            point: "licence".to_owned(),
            result: PointResult::Fail,
            note: "未备案".to_owned(),
        });
        assert_eq!(
            proposed(&draft, &findings, &lists()),
            Some(Conclusion::Refused)
        );
    }

    #[test]
    fn everything_that_a_signature_lacks_is_named() {
        let findings = [finding("a", FindingKind::Ban, FindingSeverity::High)];
        let points = lists().points("海报", false);
        let mut draft = ReviewDraft::default();
        let names = |draft: &ReviewDraft| {
            let missing = missing_to_sign(draft, &findings, &points).into_iter();
            missing.map(|one| one.what).collect::<Vec<_>>()
        };
        let all = names(&draft);
        for what in [
            "number",
            "title",
            "type",
            "department",
            "submitter",
            "decisions",
            "checklist",
            "conclusion",
        ] {
            assert!(all.contains(&what.to_owned()), "{what} in {all:?}");
        }
        decide(&mut draft, "a", Choice::Dismissed, " ");
        for point in &points {
            draft.checklist.push(CheckResult {
                point: point.id.clone(),
                result: PointResult::NotApplicable,
                note: String::new(),
            });
        }
        let all = names(&draft);
        assert!(
            all.contains(&"reason".to_owned()) && all.contains(&"note".to_owned()),
            "{all:?}"
        );
        for field in [
            &mut draft.submission.number,
            &mut draft.submission.title,
            &mut draft.submission.kind,
            &mut draft.submission.department,
            &mut draft.submission.submitter,
        ] {
            "x".clone_into(field);
        }
        "引用".clone_into(&mut draft.decisions.first_mut().unwrap().reason);
        for one in &mut draft.checklist {
            "无".clone_into(&mut one.note);
        }
        draft.conclusion = Some(Conclusion::Pass);
        assert_eq!(names(&draft), Vec::<String>::new());
    }
}
