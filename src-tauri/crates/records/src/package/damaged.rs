//! Exports a damaged record: everything stored for it, as found, in a format with names of its own, so that no reader
//! mistakes it for an evidence package. The chain gets no manifest, since there is nothing it could vouch for.

use rusqlite::{Connection, OptionalExtension, types::ValueRef};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Package, archive,
    archive::Entry,
    manifest::{self, Listed, safe_name},
    short,
};
use crate::{
    check::Fault, deflated::inflate, error::Error, facts::Digest, hex, load::DamagedRecord,
    material::Material, sha256_hex, store::Records,
};

/// The format of [`DamagedManifest`].
const FORMAT: &str = "finagent-damaged-1";

/// Limit for reading a manifest, in bytes.
const MANIFEST_MAX: u64 = 1_000_000;

/// The text of `manifest.json` in such a package.
#[derive(Serialize, Deserialize)]
struct DamagedManifest {
    format: String,
    /// The uid of the record as found.
    record: String,
    database: String,
    faults: Vec<DamagedFault>,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct DamagedFault {
    code: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    detail: String,
}

type Files = Vec<(String, Vec<u8>)>;

impl Records {
    /// Packages a damaged record, as found now. Each part of the package says that it is not evidence, and no verifier
    /// accepts it.
    ///
    /// # Errors
    /// [`Error::Unknown`] if it is gone; any read error.
    pub fn package_damaged(&self, damaged: &DamagedRecord) -> Result<Package, Error> {
        let (database, mut files) = self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let database = state
                .query_row("SELECT id FROM database LIMIT 1", [], |row| row.get(0))
                .optional()?;
            Ok((database.unwrap_or_default(), found(&state, damaged)?))
        })?;
        files.insert(
            0,
            (manifest::README.to_owned(), readme(damaged).into_bytes()),
        );
        let listed = files.iter().map(|(path, bytes)| Listed {
            path: path.clone(),
            digest: Digest::of(bytes),
        });
        let manifest = DamagedManifest {
            format: FORMAT.to_owned(),
            record: damaged.uid.clone(),
            database,
            faults: damaged.faults.iter().map(told).collect(),
            files: listed.collect(),
        };
        let manifest = serde_json::to_string_pretty(&manifest)?;
        files.insert(1, (manifest::MANIFEST.to_owned(), manifest.into_bytes()));
        let bytes = archive::pack(&files)?;
        Ok(Package {
            sha256: sha256_hex(&bytes),
            name: format!("finagent-damaged-{}.zip", short(&damaged.uid)),
            bytes,
        })
    }
}

/// The fault codes of the record in such a package; `None` for any other archive.
pub(crate) fn faults_of(entries: &[Entry<'_>]) -> Option<String> {
    let manifest = entries
        .iter()
        .find(|entry| entry.name == manifest::MANIFEST)?
        .bytes(MANIFEST_MAX)?;
    let manifest: DamagedManifest = serde_json::from_slice(&manifest).ok()?;
    let codes: Vec<_> = manifest
        .faults
        .into_iter()
        .map(|fault| fault.code)
        .collect();
    (manifest.format == FORMAT).then(|| codes.join(", "))
}

fn told(fault: &Fault) -> DamagedFault {
    let about = match fault.seq {
        Some(seq) => format!("event {seq}"),
        None if fault.record.is_none() => fault.title.clone(),
        None => String::new(),
    };
    DamagedFault {
        code: fault.code.to_owned(),
        about,
        detail: fault.detail.clone(),
    }
}

fn readme(damaged: &DamagedRecord) -> String {
    let faults: String = damaged
        .faults
        .iter()
        .map(|fault| {
            let DamagedFault {
                code,
                about,
                detail,
            } = told(fault);
            let more: Vec<_> = [code, about, detail]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            format!("- {}\n", more.join(" "))
        })
        .collect();
    include_str!("DAMAGED.txt")
        .replace("{record}", &damaged.uid)
        .replace("{faults}", &faults)
}

/// Collects everything stored for a record, as found.
fn found(connection: &Connection, damaged: &DamagedRecord) -> Result<Files, Error> {
    let mut files = Files::new();
    let mut put = |path: &str, bytes: Vec<u8>| files.push((path.to_owned(), bytes));
    let columns = "SELECT * FROM record WHERE id = ?1";
    let columns = row(connection, columns, damaged.id)?.ok_or(Error::Unknown)?;
    put("found/columns.json", serde_json::to_vec_pretty(&columns)?);
    if let Some(content) = row(
        connection,
        "SELECT started, ended FROM content WHERE record = ?1",
        damaged.id,
    )? {
        for (column, path) in [
            ("started", "found/started.json"),
            ("ended", "found/ended.json"),
        ] {
            if let Some(Value::String(text)) = content.get(column) {
                put(path, text.clone().into_bytes());
            }
        }
    }
    for (column, path) in [
        ("output", "found/output.md"),
        ("svg", "found/flowchart.svg"),
    ] {
        let sql = format!("SELECT {column} FROM content WHERE record = ?1");
        if let Some(Some(deflated)) = blob(connection, &sql, damaged.id)? {
            put_inflated(&mut put, path, deflated);
        }
    }
    for (column, path) in [
        ("raw", "found/raw.bin"),
        ("happenings", "found/happenings.jsonl"),
    ] {
        let mut pieces = connection.prepare(&format!(
            "SELECT {column} FROM journal WHERE record = ?1 ORDER BY piece"
        ))?;
        let mut rows = pieces.query([damaged.id])?;
        let mut deflated = Vec::new();
        while let Some(row) = rows.next()? {
            deflated.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        put_inflated(&mut put, path, deflated);
    }
    put("found/events.jsonl", events(connection, &damaged.uid)?);
    let mut materials = connection.prepare(
        "SELECT role, place, name, sha256 FROM record_material WHERE record = ?1 ORDER BY role, place",
    )?;
    let mut rows = materials.query([damaged.id])?;
    while let Some(row) = rows.next()? {
        let (role, place, name): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Some(data) = Material::bytes_as_found(connection, &row.get::<_, String>(3)?)? {
            let name = safe_name(&name);
            files.push((format!("found/materials/{role}-{place}-{name}"), data));
        }
    }
    drop(rows);
    files.extend(statements(connection, damaged.id)?);
    Ok(files)
}

/// Collects the statements and their files, named by their events.
fn statements(connection: &Connection, id: i64) -> Result<Files, Error> {
    let mut files = Files::new();
    let mut texts = connection
        .prepare("SELECT nth, kind, text FROM statement WHERE record = ?1 ORDER BY nth")?;
    let mut rows = texts.query([id])?;
    while let Some(row) = rows.next()? {
        let (nth, kind, text): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let path = format!("found/review/{nth}-{}.json", safe_name(&kind));
        files.push((path, text.into_bytes()));
    }
    let mut data = connection.prepare(
        "SELECT nth, place, data FROM statement_file WHERE record = ?1 ORDER BY nth, place",
    )?;
    let mut rows = data.query([id])?;
    while let Some(row) = rows.next()? {
        let (nth, place): (i64, i64) = (row.get(0)?, row.get(1)?);
        files.push((format!("found/review/{nth}-{place}.bin"), row.get(2)?));
    }
    Ok(files)
}

/// Adds a deflated text; as found if it can't be inflated.
fn put_inflated(put: &mut impl FnMut(&str, Vec<u8>), path: &str, deflated: Vec<u8>) {
    match inflate(&deflated) {
        Ok(bytes) => put(path, bytes),
        Err(_) => put(&format!("{path}.deflated"), deflated),
    }
}

/// The events of the record as found, one JSON object per line.
fn events(connection: &Connection, uid: &str) -> Result<Vec<u8>, Error> {
    let mut statement = connection.prepare(
        "SELECT seq, at_ms, kind, record, nth, body, hash FROM chain WHERE record = ?1 AND record <> '' ORDER BY nth, seq",
    )?;
    let mut rows = statement.query([uid])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let line = columns(
            row,
            &["seq", "at_ms", "kind", "record", "nth", "body", "hash"],
        )?;
        serde_json::to_writer(&mut lines, &line)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn row(connection: &Connection, sql: &str, id: i64) -> Result<Option<Value>, Error> {
    let mut statement = connection.prepare(sql)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| columns(row, &names)).transpose()
}

fn blob(connection: &Connection, sql: &str, id: i64) -> Result<Option<Option<Vec<u8>>>, Error> {
    let found = connection.prepare(sql)?.query_row([id], |row| row.get(0));
    Ok(found.optional()?)
}

/// A row as found.
fn columns(row: &rusqlite::Row<'_>, names: &[&str]) -> Result<Value, Error> {
    let mut object = Map::new();
    for (at, name) in names.iter().enumerate() {
        let value = match row.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            ValueRef::Blob(bytes) => hex(bytes).into(),
        };
        object.insert((*name).to_owned(), value);
    }
    Ok(object.into())
}
