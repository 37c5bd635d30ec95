//! Checks the database itself: its pages, triggers, foreign keys and id.

use rusqlite::Connection;
use serde_json::Value;

use super::{Fault, Walk, readable};
use crate::{error::Error, schema};

/// Messages of SQLite's integrity check that are listed.
const MESSAGES: u32 = 20;

pub(super) fn check(connection: &Connection, walk: &mut Walk<'_>) -> Result<(), Error> {
    let mut own = connection.prepare(&format!("PRAGMA quick_check({MESSAGES})"))?;
    let mut messages = own.query([])?;
    while let Some(row) = messages.next()? {
        let message: String = row.get(0)?;
        if message != "ok" {
            walk.fault(Fault::of("database_damaged").detail(message));
        }
    }
    triggers(connection, walk)?;
    references(connection, walk)?;
    identity(connection, walk)
}

/// Checks that the triggers that keep the chain append-only exist, and no others.
fn triggers(connection: &Connection, walk: &mut Walk<'_>) -> Result<(), Error> {
    let expected = schema::triggers()?;
    let found = schema::triggers_of(connection)?;
    for (name, sql) in &expected {
        match found.iter().find(|(other, _)| other == name) {
            None => walk.fault(Fault::of("trigger_missing").title(name)),
            Some((_, other)) if other != sql => {
                walk.fault(Fault::of("trigger_changed").title(name));
            }
            Some(_) => {}
        }
    }
    for (name, _) in &found {
        if !expected.iter().any(|(other, _)| other == name) {
            walk.fault(Fault::of("trigger_unknown").title(name));
        }
    }
    Ok(())
}

/// Finds rows that refer to a missing row.
fn references(connection: &Connection, walk: &mut Walk<'_>) -> Result<(), Error> {
    let mut check = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        walk.fault(Fault::of("row_orphaned").title(table).detail(parent));
    }
    Ok(())
}

/// Checks that the one row of `database` matches the first event of the chain.
fn identity(connection: &Connection, walk: &mut Walk<'_>) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT id FROM database LIMIT 2")?;
    let ids: rusqlite::Result<Vec<String>> = statement.query_map([], |row| row.get(0))?.collect();
    let mut statement = connection.prepare("SELECT kind, body FROM chain WHERE seq = 1")?;
    let begun: rusqlite::Result<Vec<(String, String)>> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect();
    let ids = readable(ids)?.unwrap_or_default();
    let begun = readable(begun)?.unwrap_or_default();
    let body = match begun.first() {
        Some((kind, body)) if kind == "begun" => body,
        _ => {
            walk.fault(Fault::of("chain_begin_missing").seq(1));
            return Ok(());
        }
    };
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let [id] = ids.as_slice() else {
        walk.fault(Fault::of("database_id_wrong"));
        return Ok(());
    };
    if body.get("database").and_then(Value::as_str) != Some(id) {
        walk.fault(Fault::of("database_id_wrong").title(id));
    }
    Ok(())
}
