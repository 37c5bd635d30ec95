//! The signed steps of a review: signing, approving, returning, archiving.

use std::sync::Arc;

use records::{
    Records,
    statement::{
        Approved, Archived, Letter, NewStatement, Returned, ReviewState, StatementBody,
        StatementKind,
    },
};
use serde_json::json;
use tokio::runtime::Handle;

use super::{Open, letter, progress, signed, stamp};
use crate::{
    App,
    recording::moment,
    wire::{LetterForm, Problem, Review},
};

/// The longest opinion of an approver, and the longest reason, in characters.
const WORDS: usize = 2_000;

/// Signs the draft as a review.
///
/// # Errors
/// `review_missing` with what is missing; `review_own_work` if the signer submitted the material; `review_not_open`;
/// why the keychain does not sign; errors of writing the records.
pub async fn sign(
    app: &Arc<App>,
    id: i64,
    signer: String,
    english: bool,
) -> Result<Review, Problem> {
    app.with_records(move |app, records| {
        let open = Open::read(app, records, id, english)?;
        if !open.can_change() {
            return Err(open.refusal());
        }
        if let Some(missing) = open.missing_to_sign().first() {
            return Err(Problem::new(
                "review_missing",
                json!({ "what": missing.what }),
            ));
        }
        not_own(records, &open, &signer)?;
        let reviewed = signed::packed(&open).ok_or_else(|| Problem::internal("review"))?;
        let body = StatementBody::Reviewed(Box::new(reviewed));
        add(app, records, id, body, Vec::new(), &signer)?;
        Open::read(app, records, id, english)?.shown(app)
    })
    .await
}

/// Approves a signed review.
///
/// # Errors
/// `review_own_work` if the signer reviewed or submitted the material; otherwise as [`sign`].
pub async fn approve(
    app: &Arc<App>,
    id: i64,
    signer: String,
    opinion: String,
    english: bool,
) -> Result<Review, Problem> {
    within(&opinion)?;
    app.with_records(move |app, records| {
        let open = Open::read(app, records, id, english)?;
        not_own(records, &open, &signer)?;
        let (reviewed, conclusion) = open.signed_review()?;
        let body = StatementBody::Approved(Approved {
            reviewed,
            conclusion,
            opinion,
        });
        add(app, records, id, body, Vec::new(), &signer)?;
        Open::read(app, records, id, english)?.shown(app)
    })
    .await
}

/// Returns a signed review, which is open again.
///
/// # Errors
/// `review_missing` without a reason; otherwise as [`sign`].
pub async fn give_back(
    app: &Arc<App>,
    id: i64,
    signer: String,
    reason: String,
    english: bool,
) -> Result<Review, Problem> {
    within(&reason)?;
    if reason.trim().is_empty() {
        return Err(Problem::new("review_missing", json!({ "what": "reason" })));
    }
    app.with_records(move |app, records| {
        let open = Open::read(app, records, id, english)?;
        let (reviewed, _) = open.signed_review()?;
        let body = StatementBody::Returned(Returned { reviewed, reason });
        add(app, records, id, body, Vec::new(), &signer)?;
        Open::read(app, records, id, english)?.shown(app)
    })
    .await
}

/// Archives a review with its letters, and then asks for a time stamp if the settings name an authority.
///
/// # Errors
/// `review_missing` with what is missing; why a letter can't be made; otherwise as [`sign`].
pub async fn archive(
    app: &Arc<App>,
    id: i64,
    signer: String,
    english: bool,
) -> Result<Review, Problem> {
    let missing = app
        .with_records(move |app, records| {
            let open = Open::read(app, records, id, english)?;
            if open.state == ReviewState::Archived {
                return Err(open.refusal());
            }
            Ok(open.missing_to_archive(app))
        })
        .await?;
    if let Some(missing) = missing.first() {
        return Err(Problem::new(
            "review_missing",
            json!({ "what": missing.what }),
        ));
    }
    let mut letters = Vec::new();
    for form in [LetterForm::Docx, LetterForm::Pdf] {
        letters.push(letter::final_letter(app, id, form, english).await?);
    }
    app.with_records(move |app, records| {
        let open = Open::read(app, records, id, english)?;
        let (reviewed, _) = open.signed_review()?;
        let approved = signed::last(&open.statements, StatementKind::Approved);
        let approved = approved.filter(|_| open.state == ReviewState::Approved);
        let body = StatementBody::Archived(Archived {
            reviewed,
            approved: approved.map(|one| one.sha256.clone()),
            letters: letters
                .iter()
                .map(|made| Letter {
                    name: made.name.clone(),
                    media_type: made.media_type.to_owned(),
                    sha256: records::sha256_hex(&made.bytes),
                    bytes: made.bytes.len() as u64,
                })
                .collect(),
            retain_until: retain_until(app.settings.get().review_retention_years),
        });
        let files = letters.into_iter().map(|made| made.bytes).collect();
        add(app, records, id, body, files, &signer)
    })
    .await?;
    stamp::once_archived(app, id).await;
    app.with_records(move |app, records| Open::read(app, records, id, english)?.shown(app))
        .await
}

/// The day until which a record made today is kept; empty if the setting is 0.
pub fn retain_until(years: u16) -> String {
    let today = jiff::Zoned::now().date();
    let until = jiff::ToSpan::years(i64::from(years));
    match today.checked_add(until) {
        Ok(day) if years > 0 => day.to_string(),
        _ => String::new(),
    }
}

impl Open {
    /// The hash and the conclusion of the review that waits for approval or the archive.
    fn signed_review(&self) -> Result<(String, records::statement::Conclusion), Problem> {
        let statement = signed::last(&self.statements, StatementKind::Reviewed);
        let reviewed = signed::latest(&self.statements);
        match (statement, reviewed) {
            (Some(statement), Some(reviewed)) => {
                Ok((statement.sha256.clone(), reviewed.conclusion))
            }
            _ => Err(Problem::new(
                "review_missing",
                json!({ "what": "signature" }),
            )),
        }
    }
}

/// Nobody can review or approve their own submission.
fn not_own(records: &Records, open: &Open, key: &str) -> Result<(), Problem> {
    let signers = records.signers()?;
    let signer = signers.iter().find(|one| one.key == key);
    let signer = signer.ok_or_else(|| Problem::plain("signer_unknown"))?;
    if progress::same_person(&open.draft.submission.submitter, &signer.name) {
        return Err(Problem::plain("review_own_work"));
    }
    Ok(())
}

pub(super) fn add(
    app: &Arc<App>,
    records: &Records,
    id: i64,
    body: StatementBody,
    files: Vec<Vec<u8>>,
    key: &str,
) -> Result<(), Problem> {
    let new = NewStatement { body, files };
    let sign = |message: &[u8]| -> Result<[u8; 64], Problem> {
        let signing = app.connection.keychain().sign(key, message, true);
        // Commands call this on a thread that may block.
        Ok(Handle::current().block_on(signing)?)
    };
    records.add_signed_statement(id, new, key, sign, &moment())?;
    Ok(())
}

fn within(text: &str) -> Result<(), Problem> {
    let actual = text.chars().count();
    if actual > WORDS {
        let params = json!({ "field": "opinion", "limit": WORDS, "actual": actual });
        return Err(Problem::new("review_too_long", params));
    }
    Ok(())
}
