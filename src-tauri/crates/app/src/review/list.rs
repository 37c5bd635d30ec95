//! The list of reviews, the latest change first.

use records::Records;

use super::{draft::conclusion_named, shown, signed, versions};
use crate::{
    stored,
    wire::{Problem, ReviewRow},
};

/// The most reviews in the list.
const LIMIT: u32 = 1_000;

/// All reviews.
///
/// # Errors
/// Errors of reading the records.
pub fn list(records: &Records) -> Result<Vec<ReviewRow>, Problem> {
    let rows = records.reviews(LIMIT, 0)?.into_iter().map(|row| {
        let draft = match row.findings {
            // Signed: the draft no longer counts.
            Some(_) => None,
            None => records.review_draft(row.record)?,
        };
        // A draft of a later version is shown without its figures.
        let draft = draft.and_then(|text| serde_json::from_str::<stored::ReviewDraft>(&text).ok());
        let conclusion = row.conclusion.map(signed::shown_conclusion);
        let of_draft = draft.as_ref().and_then(|draft| draft.conclusion.as_deref());
        let (findings, undecided) = draft
            .as_ref()
            .map(|draft| (draft.findings, draft.undecided))
            .unwrap_or_default();
        let previous = draft.as_ref().and_then(|draft| draft.previous.as_deref());
        let version = match (row.version, previous) {
            (Some(version), _) => version,
            (None, Some(previous)) => versions::version_after(records, previous)?,
            (None, None) => 1,
        };
        Ok(ReviewRow {
            record: row.record,
            number: row.number,
            version,
            title: row.title,
            state: shown::state(row.state),
            conclusion: conclusion.or_else(|| of_draft.and_then(conclusion_named)),
            kind: row.material_type,
            department: row.department,
            submitter: row.submitter,
            at_ms: row.changed_ms,
            findings: row.findings.map_or(findings, super::count),
            undecided,
            demo: row.demo,
            retain_until: row.retain_until,
        })
    });
    rows.collect()
}
