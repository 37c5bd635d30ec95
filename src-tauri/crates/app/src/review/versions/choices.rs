//! The reviews that a review may correct.

use std::collections::HashMap;

use records::{Records, ReviewVersion, statement::ReviewState};

use super::matching::alike;
use crate::{
    App,
    review::{Open, pictures, shown, signed},
    wire::{Likeness, Problem, VersionChoice},
};

/// The most reviews to choose from.
const LIMIT: u32 = 300;

/// The signed reviews that a review may correct: first those with the same number, then those with the same title or a
/// similar picture, then the others, the latest first.
///
/// # Errors
/// Errors of reading the records.
pub fn choices(
    app: &App,
    records: &Records,
    id: i64,
    english: bool,
) -> Result<Vec<VersionChoice>, Problem> {
    let open = Open::read(app, records, id, english)?;
    let all = records.signed_reviews(LIMIT)?;
    let own = &open.record.started.uid;
    let by_uid: HashMap<_, _> = all.iter().map(|one| (one.uid.as_str(), one)).collect();
    let pictured = pictured(records, &open)?;
    let submission = &open.draft.submission;
    let titles = [&submission.title, &open.record.started.title];
    let likeness = |one: &ReviewVersion| {
        let number = submission.number.trim();
        if !number.is_empty() && one.submission.number == number {
            Likeness::Number
        } else if titles
            .iter()
            .any(|title| alike(title, &one.submission.title))
        {
            Likeness::Title
        } else if pictured.contains(&one.record) {
            Likeness::Picture
        } else {
            Likeness::None
        }
    };
    let possible = all.iter().filter(|one| !follows(one, own, &by_uid));
    let mut choices: Vec<_> = possible
        .filter(|one| one.state != ReviewState::Open)
        .map(|one| VersionChoice {
            record: one.record,
            number: one.submission.number.clone(),
            title: one.submission.title.clone(),
            version: one.version,
            state: shown::state(one.state),
            conclusion: signed::shown_conclusion(one.conclusion),
            at_ms: one.created_ms,
            likeness: likeness(one),
            taken: all
                .iter()
                .any(|other| other.uid != *own && other.previous.as_ref() == Some(&one.uid)),
        })
        .collect();
    // Stable: the latest stay first.
    choices.sort_by_key(|one| (one.taken, one.likeness));
    Ok(choices)
}

/// The records with a picture that looks like that of this one.
fn pictured(records: &Records, open: &Open) -> Result<Vec<i64>, Problem> {
    let Some(picture) = pictures::of_record(&open.record) else {
        return Ok(Vec::new());
    };
    let look = records.material(&picture.sha256)?.look;
    let found = records.by_picture(&picture.sha256, look)?;
    let rows = found.same.iter().chain(&found.alike);
    Ok(rows.map(|row| row.id).collect())
}

/// Whether a version is that of `own`, or comes after it.
fn follows(version: &ReviewVersion, own: &str, by_uid: &HashMap<&str, &ReviewVersion>) -> bool {
    let mut at = Some(version);
    for _ in 0..super::LONGEST {
        let Some(one) = at else { return false };
        if one.uid == own {
            return true;
        }
        let previous = one.previous.as_deref();
        at = previous.and_then(|uid| by_uid.get(uid).copied());
    }
    true
}
