//! The values of earlier submissions, to choose from.

use std::collections::BTreeMap;

use records::Records;

use super::{draft::fields, signed};
use crate::{
    stored,
    wire::{Problem, Submission},
};

/// Number of reviews to look through, and of values of a field to suggest.
const REVIEWS: u32 = 40;
const VALUES: usize = 12;
/// The fields whose values recur. Numbers, titles and dates do not.
const FIELDS: [&str; 8] = [
    "type",
    "channel",
    "product",
    "audience",
    "department",
    "submitter",
    "contact",
    "source",
];

/// The values of the latest reviews by field, the latest first.
///
/// # Errors
/// Errors of reading the records.
pub fn earlier(records: &Records) -> Result<BTreeMap<String, Vec<String>>, Problem> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in records.reviews(REVIEWS, 0)? {
        let draft = records.review_draft(row.record)?;
        let draft = draft.and_then(|text| serde_json::from_str::<stored::ReviewDraft>(&text).ok());
        let submission = match draft {
            Some(draft) => Some(draft.submission.into()),
            // A record that was tampered with has nothing to offer.
            None => records.statements(row.record).ok().and_then(|all| {
                let reviewed = signed::latest(&all)?;
                Some(signed::shown_submission(&reviewed.submission))
            }),
        };
        for (name, value) in submission.iter().flat_map(fields) {
            let value = value.trim();
            if value.is_empty() || !FIELDS.contains(&name) {
                continue;
            }
            let known = values.entry(name.to_owned()).or_default();
            if known.len() < VALUES && !known.iter().any(|one| one == value) {
                known.push(value.to_owned());
            }
        }
    }
    // The window looks up each field.
    for (name, _) in fields(&Submission::default()) {
        values.entry(name.to_owned()).or_default();
    }
    Ok(values)
}
