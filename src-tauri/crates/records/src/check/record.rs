//! Checks one record: the texts stored at its start and its end against the chain, and everything else against those
//! texts.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::{Fault, Walk, journal, readable, statement};
use crate::{
    error::Error,
    facts::{EndedPart, Outcome, StartedPart},
    sha256_hex,
};

/// Checks all records; returns their number.
pub(super) fn check_all(connection: &Connection, walk: &mut Walk<'_>) -> Result<u64, Error> {
    let mut count = 0;
    let mut statement = connection.prepare("SELECT id FROM record ORDER BY id")?;
    let mut rows = statement.query([])?;
    while !walk.stopped
        && let Some(row) = rows.next()?
    {
        let id = row.get(0)?;
        let (uid, title) = names(connection, id)?;
        let mut faults = check_one(connection, id)?;
        let stated = statement::check_of(connection, id, &uid, u64::MAX)?;
        faults.extend(named(stated, id, &title));
        for fault in faults {
            walk.fault(fault);
        }
        count += 1;
        walk.step();
    }
    Ok(count)
}

/// The columns that lists and filters read, in the order of [`SELECT`].
#[derive(Debug, PartialEq)]
struct Columns {
    uid: String,
    kind: String,
    title: String,
    created_ms: i64,
    offset_minutes: i32,
    demo: bool,
    origin: String,
    model: String,
    subject: String,
    picture: Option<String>,
    outcome: Option<String>,
    elapsed_ms: Option<u64>,
    /// Version 0.1.0 wrote a number too large for the column as a negative one.
    tokens: Option<i64>,
}

const SELECT: &str = "SELECT uid, kind, title, created_ms, offset_minutes, demo, origin, model, subject, picture, outcome,
    elapsed_ms, tokens FROM record WHERE id = ?1";

/// The `content` row of a record.
struct Told {
    started: String,
    ended: Option<String>,
    output: Option<Vec<u8>>,
    svg: Option<Vec<u8>>,
}

/// The faults of one record.
pub(super) fn check_one(connection: &Connection, id: i64) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    let columns = connection.prepare_cached(SELECT)?.query_row([id], |row| {
        Ok(Columns {
            uid: row.get(0)?,
            kind: row.get(1)?,
            title: row.get(2)?,
            created_ms: row.get(3)?,
            offset_minutes: row.get(4)?,
            demo: row.get(5)?,
            origin: row.get(6)?,
            model: row.get(7)?,
            subject: row.get(8)?,
            picture: row.get(9)?,
            outcome: row.get(10)?,
            elapsed_ms: row.get(11)?,
            tokens: row.get(12)?,
        })
    });
    let told = connection
        .prepare_cached("SELECT started, ended, output, svg FROM content WHERE record = ?1")?
        .query_row([id], |row| {
            Ok(Told {
                started: row.get(0)?,
                ended: row.get(1)?,
                output: row.get(2)?,
                svg: row.get(3)?,
            })
        })
        .optional();
    let mut fault = |code, detail: &str| faults.push(Fault::of(code).detail(detail));
    let Some(columns) = readable(columns)? else {
        fault("record_column_changed", "");
        return Ok(named(faults, id, ""));
    };
    match readable(told)? {
        None => fault("started_changed", ""),
        Some(None) => fault("record_content_missing", ""),
        Some(Some(told)) => compare(connection, id, &columns, &told, &mut fault)?,
    }
    Ok(named(faults, id, &columns.title))
}

/// The uid and the title that lists show for the record; empty if they can't be read.
///
/// # Errors
/// [`Error::Unknown`] if there is no such record; any read error.
pub(super) fn names(connection: &Connection, id: i64) -> Result<(String, String), Error> {
    let read = connection
        .prepare_cached("SELECT uid, title FROM record WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(readable(read)?.unwrap_or_default())
}

pub(super) fn named(mut faults: Vec<Fault>, id: i64, title: &str) -> Vec<Fault> {
    for fault in &mut faults {
        fault.record = Some(id);
        fault.title = title.to_owned();
    }
    faults
}

fn compare(
    connection: &Connection,
    id: i64,
    columns: &Columns,
    told: &Told,
    fault: &mut dyn FnMut(&'static str, &str),
) -> Result<(), Error> {
    let start = event(connection, &columns.uid, "started")?;
    match &start {
        None => fault("record_unstarted", ""),
        Some(event) if event.text("started") != Some(&sha256_hex(told.started.as_bytes())) => {
            fault("started_changed", "");
        }
        Some(_) => {}
    }
    let Ok(started) = serde_json::from_str::<StartedPart>(&told.started) else {
        fault("started_changed", "");
        return Ok(());
    };
    if start.is_some_and(|event| event.at_ms != started.at.utc_ms) {
        fault("time_differs", "started");
    }
    let ended = match &told.ended {
        None => None,
        Some(text) => match serde_json::from_str::<EndedPart>(text) {
            Ok(ended) => Some(ended),
            Err(_) => {
                fault("ended_changed", "");
                return Ok(());
            }
        },
    };
    for (column, differs) in differing(columns, &started, ended.as_ref()) {
        if differs {
            fault("record_column_changed", column);
        }
    }
    materials(connection, id, &started, fault)?;
    let end = event(connection, &columns.uid, "ended")?;
    match (&end, &told.ended) {
        (None, Some(_)) => fault("record_unended", ""),
        (Some(_), None) => fault("ended_changed", ""),
        (Some(event), Some(text)) if event.text("ended") != Some(&sha256_hex(text.as_bytes())) => {
            fault("ended_changed", "");
        }
        _ => {}
    }
    let Some(ended) = ended else {
        if told.output.is_some() || told.svg.is_some() {
            fault("output_changed", "");
        }
        return Ok(());
    };
    if let Some(event) = end {
        if event.at_ms != ended.at_ms {
            fault("time_differs", "ended");
        }
        if event.text("outcome") != Some(ended.outcome.as_str()) {
            fault("outcome_differs", "");
        }
    }
    if told.output.as_deref().and_then(journal::column).as_ref() != Some(&ended.output) {
        fault("output_changed", "");
    }
    if told.svg.as_deref().map(journal::column) != ended.svg.as_ref().map(|svg| Some(svg.clone())) {
        fault("flowchart_changed", "");
    }
    let whole = ended.outcome != Outcome::Interrupted;
    let [raw, happenings] = journal::journal(connection, id, whole)?;
    if raw.as_ref() != Some(&ended.raw) {
        fault("answer_changed", "");
    }
    if happenings.as_ref() != Some(&ended.happenings) {
        fault("happenings_changed", "");
    }
    Ok(())
}

/// Each column, and whether it differs from what was stored at start and end.
fn differing(
    columns: &Columns,
    started: &StartedPart,
    ended: Option<&EndedPart>,
) -> [(&'static str, bool); 13] {
    let picture = started.materials.first().map(|part| &part.sha256);
    let outcome = ended.map(|ended| ended.outcome.as_str());
    let tokens = ended.and_then(|ended| ended.tokens?.total);
    let tokens = tokens.map(u64::cast_signed);
    [
        (
            "uid",
            columns.uid != started.uid || ended.is_some_and(|ended| ended.uid != started.uid),
        ),
        ("kind", columns.kind != started.kind.as_str()),
        ("title", columns.title != started.title),
        ("created_ms", columns.created_ms != started.at.utc_ms),
        (
            "offset_minutes",
            columns.offset_minutes != started.at.offset_minutes,
        ),
        ("demo", columns.demo != started.demo),
        ("origin", columns.origin != started.origin),
        ("model", columns.model != started.model),
        ("subject", columns.subject != started.subject),
        ("picture", columns.picture.as_ref() != picture),
        ("outcome", columns.outcome.as_deref() != outcome),
        (
            "elapsed_ms",
            columns.elapsed_ms != ended.map(|ended| ended.elapsed_ms),
        ),
        ("tokens", columns.tokens != tokens),
    ]
}

/// Checks that the materials of the record are those stored at its start, and exist.
fn materials(
    connection: &Connection,
    id: i64,
    started: &StartedPart,
    fault: &mut dyn FnMut(&'static str, &str),
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(
        "SELECT r.role, r.place, r.name, r.sha256, m.media_type, m.width, m.height, m.bytes
         FROM record_material r LEFT JOIN material m USING (sha256)
         WHERE r.record = ?1 ORDER BY r.role, r.place",
    )?;
    let mut rows = statement.query([id])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        let (role, place, name): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let part = started
            .materials
            .iter()
            .find(|part| part.role.as_str() == role && i64::from(part.place) == place);
        let sha256: String = row.get(3)?;
        let Some(media_type) = row.get::<_, Option<String>>(4)? else {
            fault("material_missing", &sha256);
            continue;
        };
        let (width, height, bytes): (i64, i64, i64) = (row.get(5)?, row.get(6)?, row.get(7)?);
        let same = part.is_some_and(|part| {
            part.name == name
                && part.sha256 == sha256
                && part.media_type == media_type
                && (i64::from(part.width), i64::from(part.height)) == (width, height)
                && u64::try_from(bytes) == Ok(part.bytes)
        });
        if !same {
            fault("record_materials_differ", &format!("{role} {place}"));
        }
    }
    if count != started.materials.len() {
        fault("record_materials_differ", "");
    }
    Ok(())
}

/// The first event of a kind in a record.
struct Happened {
    at_ms: i64,
    body: Value,
}

impl Happened {
    fn text(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }
}

fn event(connection: &Connection, uid: &str, kind: &str) -> Result<Option<Happened>, Error> {
    let read = connection
        .prepare_cached(
            "SELECT at_ms, body FROM chain WHERE record = ?1 AND record <> '' AND kind = ?2 ORDER BY nth LIMIT 1",
        )?
        .query_row([uid, kind], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })
        .optional();
    let found = readable(read)?.flatten();
    Ok(found.map(|(at_ms, body)| Happened {
        at_ms,
        body: serde_json::from_str(&body).unwrap_or_default(),
    }))
}
