//! The time stamp on an archived review: asks the authority for one, and checks those that are there.

use std::{collections::BTreeMap, sync::Arc};

use records::{
    Records,
    statement::{NewStatement, ReviewState, Stamped, Statement, StatementBody, StatementKind},
};
use rfc3161::Chain;
use serde_json::json;

use super::{Open, signed};
use crate::{
    App,
    recording::moment,
    settings::proxy,
    time_stamps::{Address, Fresh, Network, accept, ask},
    wire::{Problem, Review, ReviewStamp, StampTrust, StepStamp},
};

/// The failures of this run of the app, by record, and whose turn it is to ask.
#[derive(Default)]
pub struct Stamping {
    failures: std::sync::Mutex<BTreeMap<i64, Problem>>,
    /// Two requests at the same time would make two stamps.
    turn: tokio::sync::Mutex<()>,
}

impl Stamping {
    fn note(&self, id: i64, outcome: Result<(), Problem>) {
        let failures = self.failures.lock();
        let mut failures = failures.unwrap_or_else(std::sync::PoisonError::into_inner);
        match outcome {
            Ok(()) => drop(failures.remove(&id)),
            Err(problem) => drop(failures.insert(id, problem)),
        }
    }

    fn failure(&self, id: i64) -> Option<Problem> {
        let failures = self.failures.lock();
        let failures = failures.unwrap_or_else(std::sync::PoisonError::into_inner);
        failures.get(&id).cloned()
    }
}

/// Asks for the time stamp of an archived review that lacks one. The review says why there is none.
///
/// # Errors
/// `stamp_off` without an address in the settings; `stamp_not_archived`; errors of reading the records.
pub async fn stamp(app: &Arc<App>, id: i64, english: bool) -> Result<Review, Problem> {
    if app.settings.get().stamp_authority.is_empty() {
        return Err(Problem::plain("stamp_off"));
    }
    let state = app
        .with_records(move |app, records| Ok(Open::read(app, records, id, english)?.state))
        .await?;
    if state != ReviewState::Archived {
        return Err(Problem::plain("stamp_not_archived"));
    }
    once_archived(app, id).await;
    app.with_records(move |app, records| Open::read(app, records, id, english)?.shown(app))
        .await
}

/// Asks for a time stamp if an authority is set and the archived review has none that holds. The archive stands whatever
/// comes of it.
pub async fn once_archived(app: &Arc<App>, id: i64) {
    let address = app.settings.get().stamp_authority;
    if address.is_empty() {
        return;
    }
    let _turn = app.reviews.stamping.turn.lock().await;
    let outcome = request(app, id, &address).await;
    app.reviews.stamping.note(id, outcome);
}

async fn request(app: &Arc<App>, id: i64, address: &str) -> Result<(), Problem> {
    let address = Address::parse(address)?;
    let roots = app.settings.stamp_roots()?;
    let known = roots.clone();
    let archived = app
        .with_records(move |_, records| to_stamp(records, id, &known))
        .await?;
    let Some(archived) = archived else {
        return Ok(());
    };
    let hash = hash_of(&archived).ok_or_else(|| Problem::internal("archive hash"))?;
    let nonce = nonce()?;
    let network = Network {
        proxy: proxy(&app.settings.get()),
        extra_ca: app.settings.extra_ca()?,
    };
    let answer = ask(&address, network, rfc3161::request(&hash, nonce)).await?;
    let Fresh { token, stamp } = accept(&answer, &hash, nonce, &roots, moment().utc_ms)?;
    let body = StatementBody::Stamped(Stamped {
        archived,
        token: records::sha256_hex(&token),
        authority: address.to_string(),
        time_ms: stamp.time_ms,
    });
    app.with_records(move |_, records| {
        let files = vec![token];
        records.add_statement(id, NewStatement { body, files }, &moment())?;
        Ok(())
    })
    .await
}

/// The hash of the archive that lacks a time stamp; `None` if it has one that holds.
fn to_stamp(records: &Records, id: i64, roots: &[Vec<u8>]) -> Result<Option<String>, Problem> {
    let statements = records.statements(id)?;
    let archived = signed::last(&statements, StatementKind::Archived);
    let archived = archived.ok_or_else(|| Problem::plain("stamp_not_archived"))?;
    let stamps = of(records, id, &statements, roots);
    let stamped = stamps.values().any(|stamp| holds(stamp.trust));
    Ok((!stamped).then(|| archived.sha256.clone()))
}

fn holds(trust: StampTrust) -> bool {
    matches!(trust, StampTrust::Trusted | StampTrust::Unverified)
}

/// A random number.
fn nonce() -> Result<u64, Problem> {
    let digits = records::new_uid()?;
    let half = digits.get(..16).unwrap_or_default();
    u64::from_str_radix(half, 16).map_err(|_| Problem::internal("nonce"))
}

/// The bytes of a hash in hexadecimal digits.
fn hash_of(digits: &str) -> Option<[u8; 32]> {
    let pairs = digits.as_bytes().chunks_exact(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}

/// The time stamps among these statements as the window shows them, by the number of their event.
pub(super) fn shown(
    app: &App,
    records: &Records,
    id: i64,
    statements: &[Statement],
) -> BTreeMap<u64, StepStamp> {
    let mut kinds = statements.iter().map(Statement::kind);
    if !kinds.any(|kind| kind == StatementKind::Stamped) {
        return BTreeMap::new();
    }
    // Roots that are gone vouch for nothing.
    let roots = app.settings.stamp_roots().unwrap_or_default();
    of(records, id, statements, &roots)
}

/// The time stamps among these statements, by the number of their event, each checked again.
fn of(
    records: &Records,
    id: i64,
    statements: &[Statement],
    roots: &[Vec<u8>],
) -> BTreeMap<u64, StepStamp> {
    let stamps = statements.iter().filter_map(|one| match &one.body {
        StatementBody::Stamped(stamped) => {
            let token = records
                .statement_file(id, &stamped.token)
                .map_err(Problem::from);
            Some((one.nth, checked(token, stamped, roots)))
        }
        _ => None,
    });
    stamps.collect()
}

fn checked(token: Result<Vec<u8>, Problem>, stamped: &Stamped, roots: &[Vec<u8>]) -> StepStamp {
    let mut shown = StepStamp {
        authority: String::new(),
        address: visible_text::strip_invisible(&stamped.authority),
        time_ms: stamped.time_ms,
        accuracy_ms: None,
        trust: StampTrust::Invalid,
        problem: None,
    };
    let hash = hash_of(&stamped.archived).ok_or_else(|| Problem::internal("archive hash"));
    let none: &[Vec<u8>] = &[];
    let found = token.and_then(|token| {
        let hash = hash?;
        let stamp = rfc3161::check(&token, &hash, None, none)?;
        let vouched = rfc3161::check(&token, &hash, None, roots);
        Ok((
            stamp,
            vouched.is_ok_and(|stamp| stamp.chain != Chain::SelfAsserted),
        ))
    });
    match found {
        Ok((stamp, vouched)) => {
            shown.authority = visible_text::strip_invisible(&stamp.authority);
            let accuracy = stamp.accuracy.map(|accuracy| accuracy.as_millis());
            shown.accuracy_ms = accuracy.and_then(|ms| u32::try_from(ms).ok());
            shown.trust = match (roots.is_empty(), vouched) {
                (true, _) => StampTrust::Unverified,
                (false, true) => StampTrust::Trusted,
                (false, false) => StampTrust::Untrusted,
            };
            if stamp.time_ms != stamped.time_ms {
                shown.trust = StampTrust::Invalid;
                let params = json!({ "minutes": stamp.time_ms.abs_diff(stamped.time_ms) / 60_000 });
                shown.problem = Some(Problem::new("stamp_clock", params));
            }
        }
        Err(problem) => shown.problem = Some(problem),
    }
    shown
}

impl Open {
    /// Whether the archive lacks a time stamp, and why.
    pub(super) fn stamp(&self, app: &App) -> ReviewStamp {
        let missing = self.state == ReviewState::Archived
            && !self.stamps.values().any(|stamp| holds(stamp.trust));
        let failure = app.reviews.stamping.failure(self.record.id);
        ReviewStamp {
            wanted: !app.settings.get().stamp_authority.is_empty(),
            missing,
            problem: failure.filter(|_| missing),
        }
    }
}

#[cfg(test)]
mod tests;
