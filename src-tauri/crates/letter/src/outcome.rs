//! Derived values of a letter: the findings that stand, the risk, the missing values.

use crate::model::{Decision, Finding, Letter, Missing, Risk, Severity, State, StepKind};

impl Finding {
    /// The severity that counts.
    #[must_use]
    pub fn effective_severity(&self) -> Option<Severity> {
        self.decided_severity.or(self.severity)
    }

    /// Whether it still stands. An undecided finding does.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.decision != Some(Decision::Dismissed)
    }
}

impl Letter {
    /// The risk that remains after the decisions.
    #[must_use]
    pub fn risk(&self) -> Risk {
        let standing = || self.findings.iter().filter(|finding| finding.stands());
        match standing().filter_map(Finding::effective_severity).max() {
            Some(severity) => Risk::Rated(severity),
            None if standing().next().is_some() => Risk::Unrated,
            None => Risk::None,
        }
    }

    /// The values missing before the letter may be final.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let submission = &self.submission;
        let empty = |text: &str| text.trim().is_empty();
        let undecided = self.findings.iter().any(|found| found.decision.is_none());
        [
            (Missing::Number, empty(&submission.number)),
            (Missing::Date, empty(&self.date)),
            (Missing::Department, empty(&submission.department)),
            (Missing::Submitter, empty(&submission.submitter)),
            (Missing::Conclusion, self.conclusion.is_none()),
            (Missing::Risk, undecided || self.risk() == Risk::Unrated),
        ]
        .into_iter()
        .filter_map(|(what, missing)| missing.then_some(what))
        .collect()
    }

    /// The state that the letter shows: a draft as long as something is [missing](Self::missing).
    #[must_use]
    pub fn effective_state(&self) -> State {
        match self.missing().is_empty() {
            true => self.state,
            false => State::Draft,
        }
    }

    /// Whether one person both reviewed and approved, or approval was not asked for. `false` before the review is signed.
    #[must_use]
    pub fn single_handed(&self) -> bool {
        let last = |kind| self.steps.iter().rev().find(|step| step.kind == kind);
        let Some(reviewed) = last(StepKind::Reviewed) else {
            return false;
        };
        match last(StepKind::Approved) {
            Some(approved) => {
                let same = |one: &str, other: &str| !one.is_empty() && one == other;
                same(&reviewed.key, &approved.key) || same(&reviewed.staff, &approved.staff)
            }
            None => self.state == State::Archived || last(StepKind::Archived).is_some(),
        }
    }
}
