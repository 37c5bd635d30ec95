//! The evidence package of a record: one zip with everything stored for it, bound to the chain, for readers who have
//! neither this program nor this database.
//!
//! The manifest lists the hash of every file, and an event of the chain contains the hash of the manifest. The same
//! record with the same rendered report always gives the same bytes. The caller renders the report. docs/evidence.md
//! specifies the format.

pub(crate) mod archive;
mod blocks;
pub(crate) mod damaged;
pub(crate) mod manifest;
pub(crate) mod readme;
pub(crate) mod way;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use crate::{
    chain,
    error::Error,
    facts::{Digest, EndedPart, StartedPart},
    load::sound,
    material::Material,
    read::Record,
    recover, sha256_hex,
    statement::{self, StatementKind},
    store::Records,
    timestamp::Timestamp,
};
use manifest::{
    Contents, Listed, Manifest, PackageAnchor, material_start, path_of, statement_file_start,
    statement_path,
};

/// The report in the formats for reading, rendered by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// As Markdown.
    pub markdown: String,
    /// As one HTML page.
    pub html: String,
    /// The flowchart as PNG, if there is one and it could be drawn.
    pub flowchart: Option<Vec<u8>>,
}

/// An evidence package.
#[derive(Clone, PartialEq, Eq)]
pub struct Package {
    /// The zip.
    pub bytes: Vec<u8>,
    /// A file name: start time by the local clock, first digits of the uid, and `demo` for a demo.
    pub name: String,
    /// The SHA-256 of `bytes`, in lowercase hexadecimal digits.
    pub sha256: String,
}

/// Without the bytes: a log has no use for them.
impl std::fmt::Debug for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Package")
            .field("name", &self.name)
            .field("sha256", &self.sha256)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl Records {
    /// The evidence package of a closed record. The first call adds a `packaged` event to the chain, at the time `now`.
    /// While the files stay the same, later calls reuse that event and return the same package, byte for byte.
    ///
    /// Holds the package in memory, twice for a moment.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::Recording`] during the run; [`Error::RecordDamaged`] with the code of the first fault
    /// that [`Records::check`] would report; [`Error::PackageTooLarge`]; any read or write error.
    pub fn package(&self, id: i64, rendered: Rendered, now: &Timestamp) -> Result<Package, Error> {
        let (started, mut files, manifest) = self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let record = sound(&state, id, u64::MAX)?;
            let ended = record.ended.clone().ok_or(Error::Recording)?;
            let database = state.query_row("SELECT id FROM database", [], |row| row.get(0))?;
            let files = gather(&state, &record, &ended, rendered)?;
            let manifest = list(&record.started, database, &files)?;
            Ok((record.started, files, manifest))
        })?;
        let bound = sha256_hex(manifest.text.as_bytes());
        let (uid, at_ms) = (started.uid.clone(), now.utc_ms);
        let nth = self.write(move |writer| {
            writer.transact(|transaction| bind(transaction, id, &uid, &bound, at_ms))
        })?;
        let lines = self.read(|connection| way::lines(connection, &started.uid, nth))?;
        let last = lines.last().ok_or(Error::Unknown)?;
        let hash = last
            .hash()
            .ok_or_else(|| Error::Internal("a hash".to_owned()))?;
        let anchor = PackageAnchor {
            database: manifest.database,
            seq: last.seq(),
            hash: crate::hex(&hash),
        };
        let mut events = String::new();
        for line in &lines {
            events.push_str(&serde_json::to_string(line)?);
            events.push('\n');
        }
        files.insert(
            1,
            (manifest::MANIFEST.to_owned(), manifest.text.into_bytes()),
        );
        files.push((manifest::EVENTS.to_owned(), events.into_bytes()));
        files.push((manifest::ANCHOR.to_owned(), serde_json::to_vec(&anchor)?));
        let bytes = archive::pack(&files)?;
        Ok(Package {
            sha256: sha256_hex(&bytes),
            name: file_name(&started),
            bytes,
        })
    }
}

/// Collects the files that the manifest lists, in its order.
fn gather(
    connection: &Connection,
    record: &Record,
    ended: &EndedPart,
    rendered: Rendered,
) -> Result<Files, Error> {
    let (raw, happenings) = recover::journal(connection, record.id)?;
    let started = &record.started;
    let (statements, stated) = gather_statements(connection, record.id)?;
    let mut files = vec![
        (
            manifest::README,
            readme::readme(started, !statements.is_empty()).into_bytes(),
        ),
        (manifest::STARTED, record.started_text.clone().into_bytes()),
        (
            manifest::ENDED,
            record.ended_text.clone().unwrap_or_default().into_bytes(),
        ),
        (manifest::HAPPENINGS, happenings),
        (manifest::RAW, raw),
        (manifest::OUTPUT, record.output.clone().into_bytes()),
    ];
    if let Some(svg) = &record.svg {
        files.push((manifest::SVG, svg.clone().into_bytes()));
    }
    let mut files: Vec<_> = files
        .into_iter()
        .map(|(path, bytes)| (path.to_owned(), bytes))
        .collect();
    for part in &started.materials {
        let data = Material::bytes_as_found(connection, &part.sha256)?.ok_or(Error::Unknown)?;
        files.push((path_of(&material_start(part), &part.name), data));
    }
    files.push((
        manifest::REPORT_MARKDOWN.to_owned(),
        rendered.markdown.into_bytes(),
    ));
    files.push((manifest::REPORT_HTML.to_owned(), rendered.html.into_bytes()));
    let flowchart = rendered.flowchart.filter(|_| record.svg.is_some());
    let drawn = flowchart.is_some();
    if let Some(png) = flowchart {
        files.push((manifest::REPORT_PNG.to_owned(), png));
    }
    files.extend(stated);
    let contents = Contents {
        started,
        ended,
        statements: &statements,
    };
    let paths = files.iter().map(|(path, _)| path);
    if !paths.eq(&contents.paths(drawn)) {
        return Err(Error::Internal("files of a package".to_owned()));
    }
    archive::within_limits(&files)?;
    Ok(files)
}

/// Files with their paths.
type Files = Vec<(String, Vec<u8>)>;
/// The kinds of statements, with the names of their files.
type Statements = Vec<(StatementKind, Vec<String>)>;

/// The statements of a record, with the names of their files; and all these files with their paths.
fn gather_statements(connection: &Connection, id: i64) -> Result<(Statements, Files), Error> {
    let (mut statements, mut files) = (Statements::new(), Files::new());
    for (row, number) in statement::rows(connection, id)?.into_iter().zip(1..) {
        let body = row.body();
        let body = body.ok_or(Error::RecordDamaged("statement_changed"))?;
        files.push((statement_path(number, body.kind()), row.text.into_bytes()));
        let mut names = Vec::new();
        for (file, place) in body.files().into_iter().zip(1..) {
            let data = statement::data(connection, id, row.nth, place as u64)?;
            let path = path_of(&statement_file_start(number, place), &file.name);
            files.push((path, data.ok_or(Error::Unknown)?));
            names.push(file.name);
        }
        statements.push((body.kind(), names));
    }
    Ok((statements, files))
}

struct WrittenManifest {
    text: String,
    database: String,
}

fn list(
    started: &StartedPart,
    database: String,
    files: &[(String, Vec<u8>)],
) -> Result<WrittenManifest, Error> {
    let listed = files.iter().map(|(path, bytes)| Listed {
        path: path.clone(),
        digest: Digest::of(bytes),
    });
    let manifest = Manifest {
        format: manifest::FORMAT.to_owned(),
        record: started.uid.clone(),
        kind: started.kind,
        title: started.title.clone(),
        demo: started.demo,
        app: started.app.clone(),
        schema: started.schema,
        database,
        files: listed.collect(),
    };
    Ok(WrittenManifest {
        text: serde_json::to_string_pretty(&manifest)?,
        database: manifest.database,
    })
}

/// Returns the number, among the events of the record, of the event with this manifest; appends the event if it does not
/// exist.
fn bind(
    connection: &Connection,
    id: i64,
    uid: &str,
    manifest: &str,
    at_ms: i64,
) -> Result<u64, Error> {
    // The record may have been deleted meanwhile.
    connection.query_row("SELECT 1 FROM record WHERE id = ?1", [id], |_| Ok(()))?;
    let body = json!({ "manifest": manifest });
    let find = || {
        connection
            .prepare_cached(
                "SELECT nth FROM chain WHERE record = ?1 AND record <> '' AND kind = 'packaged' AND body = ?2
                 ORDER BY nth LIMIT 1",
            )?
            .query_row(params![uid, body.to_string()], |row| row.get(0))
            .optional()
    };
    if let Some(nth) = find()? {
        return Ok(nth);
    }
    chain::append(connection, at_ms, "packaged", uid, &body)?;
    find()?.ok_or_else(|| Error::Internal("an event".to_owned()))
}

fn file_name(started: &StartedPart) -> String {
    let demo = if started.demo { "-demo" } else { "" };
    let at = local_minute(&started.at);
    let uid = short(&started.uid);
    format!("finagent-evidence-{at}-{uid}{demo}.zip")
}

/// The first digits of a uid.
fn short(uid: &str) -> String {
    let digits = uid.chars().filter(char::is_ascii_alphanumeric);
    digits.take(8).collect()
}

/// Formats as `20260901-0930`, by the local clock.
fn local_minute(at: &Timestamp) -> String {
    let minutes = at
        .utc_ms
        .div_euclid(60_000)
        .saturating_add(at.offset_minutes.into());
    let (year, month, day) = date(minutes.div_euclid(24 * 60));
    let (hour, minute) = (minutes.rem_euclid(24 * 60) / 60, minutes.rem_euclid(60));
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}")
}

/// Converts days since 1970-01-01 to year, month and day. Counts in cycles of 400 years that begin in March.
pub(crate) fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let month_of_year = if month < 10 { month + 3 } else { month - 9 };
    let year = year + cycle * 400 + i64::from(month_of_year <= 2);
    (year, month_of_year, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        let known = [
            (0, (1970, 1, 1)),
            (59, (1970, 3, 1)),
            (-1, (1969, 12, 31)),
            (11_016, (2000, 2, 29)),
            (20_697, (2026, 9, 1)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ];
        for (days, expected) in known {
            assert_eq!(date(days), expected, "{days}");
        }
    }
}
