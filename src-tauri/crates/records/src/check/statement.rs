//! Checks the statements of a record against the chain, their signatures, their order and their files; and the signers.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Fault, Walk, readable};
use crate::{
    error::Error,
    facts::StartedPart,
    review, sha256_hex, signer,
    statement::{
        Chained, Row, StatementBody, StatementKind, Steps, Stored, Text, check_token, parse,
    },
    unhex,
};

/// An event of a statement.
struct Event {
    nth: u64,
    at_ms: i64,
    kind: String,
    body: String,
}

/// The record that the statements are about.
struct About {
    uid: String,
    started: Option<StartedPart>,
    /// The hash of the text of its end.
    ended: Option<String>,
}

/// The faults in the statements of a record. Hashes the files of a statement if together they have at most `bytes_max`
/// bytes; otherwise compares their sizes alone.
pub(super) fn check_of(
    connection: &Connection,
    id: i64,
    uid: &str,
    bytes_max: u64,
) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    let mut fault = |code, detail: &str| faults.push(Fault::of(code).detail(detail));
    let events = events(connection, uid)?;
    let rows = rows(connection, id)?;
    let (Some(events), Some(rows)) = (events, rows) else {
        fault("statement_changed", "");
        return Ok(faults);
    };
    for event in &events {
        if !rows.iter().any(|row| row.nth == event.nth) {
            fault("statement_missing", &event.kind);
        }
    }
    let mut latest = None;
    if !rows.is_empty() {
        let about = about(connection, id, uid)?;
        let mut steps = Steps::default();
        for row in &rows {
            let Some(event) = events.iter().find(|event| event.nth == row.nth) else {
                fault("statement_unexpected", &row.kind);
                continue;
            };
            let Some(text) = told(row, event, &about) else {
                fault("statement_changed", &row.kind);
                continue;
            };
            if !signed(connection, row, event, &text)? {
                fault("statement_unsigned", &row.kind);
            }
            if steps.take(&text, &sha256_hex(row.text.as_bytes())).is_err() {
                fault("statement_out_of_order", &row.kind);
            }
            if let Some(code) = files(connection, id, row.nth, &text.body, bytes_max)? {
                fault(code, &row.kind);
            }
            let number = match text.body {
                StatementBody::Reviewed(reviewed) => {
                    let number = reviewed.submission.number.clone();
                    latest = Some(reviewed.submission);
                    Some(number)
                }
                _ => None,
            };
            if row.number != number {
                fault("record_column_changed", "number");
            }
        }
    }
    if !review::follows(connection, id, latest.as_ref())? {
        fault("record_column_changed", "review");
    }
    Ok(faults)
}

/// The events of statements; `None` if one can't be read.
fn events(connection: &Connection, uid: &str) -> Result<Option<Vec<Event>>, Error> {
    let mut found = connection.prepare_cached(
        "SELECT nth, at_ms, kind, body FROM chain WHERE record = ?1 AND record <> '' ORDER BY nth, seq",
    )?;
    let found = found.query_map([uid], |row| {
        let event = Event {
            nth: row.get(0)?,
            at_ms: row.get(1)?,
            kind: row.get(2)?,
            body: row.get(3)?,
        };
        Ok(StatementKind::of(&event.kind).map(|_| event))
    })?;
    let found: rusqlite::Result<Vec<_>> = found.collect();
    Ok(readable(found)?.map(|found| found.into_iter().flatten().collect()))
}

/// The statements as stored; `None` if one can't be read.
fn rows(connection: &Connection, id: i64) -> Result<Option<Vec<Row>>, Error> {
    let mut found = connection.prepare_cached(Row::SELECT)?;
    let found: rusqlite::Result<Vec<_>> = found.query_map([id], Row::read)?.collect();
    readable(found)
}

fn about(connection: &Connection, id: i64, uid: &str) -> Result<About, Error> {
    let texts = connection
        .prepare_cached("SELECT started, ended FROM content WHERE record = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional();
    let texts: Option<(String, Option<String>)> = readable(texts)?.flatten();
    let (started, ended) = texts.unzip();
    Ok(About {
        uid: uid.to_owned(),
        started: started.and_then(|text| serde_json::from_str(&text).ok()),
        ended: ended.flatten().map(|text| sha256_hex(text.as_bytes())),
    })
}

/// The text of a statement, if it is the one that the event names and is about this record.
fn told(row: &Row, event: &Event, about: &About) -> Option<Text<StatementBody>> {
    let chained: Chained = serde_json::from_str(&event.body).ok()?;
    let text = parse(StatementKind::of(&row.kind)?, &Stored(&row.text))?;
    let started = about.started.as_ref()?;
    let same = row.kind == event.kind
        && chained.is_well_formed()
        && chained.statement == sha256_hex(row.text.as_bytes())
        && text.at_ms == event.at_ms
        && text.record == about.uid
        && Some(&text.ended) == about.ended.as_ref()
        && text.body.quotes(started);
    same.then_some(text)
}

/// Whether a statement is signed by the signer whom it names, and that signer is known; or names none and is unsigned.
fn signed(
    connection: &Connection,
    row: &Row,
    event: &Event,
    text: &Text<StatementBody>,
) -> Result<bool, Error> {
    let chained: Option<Chained> = serde_json::from_str(&event.body).ok();
    let signer = text.signer.as_ref();
    if !chained.is_some_and(|chained| chained.is_signed(&row.text, signer)) {
        return Ok(false);
    }
    let Some(signer) = signer else {
        return Ok(true);
    };
    let known = signer::registered(connection, &signer.key)?;
    Ok(known.is_some_and(|known| known.name == signer.name && known.staff == signer.staff))
}

/// The faults of the files of a statement.
fn files(
    connection: &Connection,
    id: i64,
    nth: u64,
    body: &StatementBody,
    bytes_max: u64,
) -> Result<Option<&'static str>, Error> {
    let named = body.files();
    let mut sizes = connection.prepare_cached(
        "SELECT place, length(data) FROM statement_file WHERE record = ?1 AND nth = ?2 ORDER BY place",
    )?;
    let sizes = sizes.query_map(params![id, nth], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let sizes: Vec<(i64, u64)> = sizes.collect::<Result<_, _>>()?;
    if sizes.len() < named.len() {
        return Ok(Some("statement_file_missing"));
    }
    let places = sizes.iter().map(|(place, _)| *place);
    if !places.eq((1..).take(named.len())) {
        return Ok(Some("statement_file_unexpected"));
    }
    let total: u64 = sizes.iter().map(|(_, size)| size).sum();
    for (file, (place, size)) in named.iter().zip(sizes) {
        let mut same = file.bytes.is_none_or(|bytes| bytes == size);
        if total <= bytes_max {
            let mut data = connection.prepare_cached(
                "SELECT data FROM statement_file WHERE record = ?1 AND nth = ?2 AND place = ?3",
            )?;
            let (found, flawed) = data.query_row(params![id, nth, place], |row| {
                let data = row.get_ref(0)?.as_blob()?;
                let flawed = match body {
                    StatementBody::Stamped(stamped) => check_token(data, stamped).is_err(),
                    _ => false,
                };
                Ok((sha256_hex(data), flawed))
            })?;
            same &= found == file.sha256;
            if same && flawed {
                return Ok(Some("statement_token_wrong"));
            }
        }
        if !same {
            return Ok(Some("statement_file_changed"));
        }
    }
    Ok(None)
}

/// Checks that the signers are those of the chain.
pub(super) fn check_signers(connection: &Connection, walk: &mut Walk<'_>) -> Result<(), Error> {
    if walk.stopped {
        return Ok(());
    }
    let mut found = connection.prepare(&signer::select("ORDER BY signer.seq"))?;
    let found: rusqlite::Result<Vec<_>> = found.query_map([], signer::stored)?.collect();
    let Some(found) = readable(found)? else {
        walk.fault(Fault::of("signer_changed").title("signer"));
        return Ok(());
    };
    for stored in &found {
        let is_key = unhex(&stored.signer.key).is_some();
        if !is_key || !stored.is_sound() {
            let fault = Fault::of("signer_changed").seq(stored.seq);
            walk.fault(fault.title(&stored.signer.key));
        }
    }
    let mut missing = connection.prepare(
        "SELECT seq FROM chain WHERE kind = 'signer' AND record = ''
         AND seq NOT IN (SELECT seq FROM signer) ORDER BY seq",
    )?;
    let mut missing = missing.query([])?;
    while let Some(row) = missing.next()? {
        walk.fault(Fault::of("signer_missing").seq(row.get(0)?));
    }
    Ok(())
}
