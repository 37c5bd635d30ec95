//! The audit trail of a record: its events in the chain, including its exports and its deletion.

use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

use crate::{
    chain, error::Error, index::unindex_record, load::DamagedRecord, material::Material,
    picture_text, read::Record, sha256_hex, statement, statement::ReviewState, store::Records,
    timestamp::Timestamp,
};

/// An event of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// `started`, `ended`, `exported`, …
    pub kind: String,
    /// In milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// The number of the event in the chain.
    pub seq: u64,
}

impl Records {
    /// The events of a record in the chain, oldest first.
    ///
    /// # Errors
    /// [`Error::Unknown`]; any read error.
    pub fn audit_trail(&self, id: i64) -> Result<Vec<AuditEvent>, Error> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT kind, at_ms, seq FROM chain WHERE record = ?1 AND record <> '' ORDER BY nth",
            )?;
            let audit_trail = statement.query_map([uid(connection, id)?], |row| {
                Ok(AuditEvent {
                    kind: row.get(0)?,
                    at_ms: row.get(1)?,
                    seq: row.get(2)?,
                })
            })?;
            Ok(audit_trail.collect::<Result<_, _>>()?)
        })
    }

    /// Adds an event to the chain: a record, which was loaded and held, was exported to a file. `form` is its format
    /// (`markdown`, `html`, …), `sha256` that of the file. The event is on disk when this returns.
    ///
    /// # Errors
    /// [`Error::Unknown`]; any write error, nothing is added then.
    pub fn note_export(
        &self,
        record: &Record,
        form: &str,
        sha256: &str,
        now: &Timestamp,
    ) -> Result<(), Error> {
        let body = json!({ "form": form, "file": sha256 });
        let (id, at_ms) = (record.id, now.utc_ms);
        self.write(move |writer| {
            writer.transact(|transaction| {
                let uid = uid(transaction, id)?;
                chain::append(transaction, at_ms, "exported", &uid, &body).map(drop)
            })
        })
    }

    /// Adds an event to the chain: a damaged record was exported to a file that says so. The event belongs to the whole
    /// database, since the id found may be that of another record.
    ///
    /// # Errors
    /// Any write error, nothing is added then.
    pub fn note_damaged_export(
        &self,
        damaged: &DamagedRecord,
        sha256: &str,
        now: &Timestamp,
    ) -> Result<(), Error> {
        let faults: Vec<_> = damaged.faults.iter().map(|fault| fault.code).collect();
        let body = json!({ "record": damaged.uid, "faults": faults, "file": sha256 });
        let at_ms = now.utc_ms;
        self.write(move |writer| {
            writer.transact(|transaction| {
                chain::append(transaction, at_ms, "exported_damaged", "", &body).map(drop)
            })
        })
    }

    /// Deletes everything of a record except its events in the chain, and adds an event with the reason and the hashes of
    /// what was stored for it. Materials that no other record uses are deleted with it. Existing backups still hold the
    /// record until later ones replace them.
    ///
    /// # Errors
    /// [`Error::NoReason`]; [`Error::Recording`] while it runs; [`Error::Archived`]; [`Error::Unknown`]; any write error.
    /// After an error the record is complete.
    pub fn delete(&self, id: i64, reason: &str, now: &Timestamp) -> Result<(), Error> {
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Error::NoReason);
        }
        let at_ms = now.utc_ms;
        let deleted = self.write(move |writer| {
            writer.transact(|transaction| {
                let uid = uid(transaction, id)?;
                let (started, ended): (String, Option<String>) = transaction
                    .prepare_cached("SELECT started, ended FROM content WHERE record = ?1")?
                    .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let Some(ended) = ended else {
                    return Err(Error::Recording);
                };
                if statement::state(transaction, id)? == ReviewState::Archived {
                    return Err(Error::Archived);
                }
                let body = json!({
                    "reason": reason,
                    "started": sha256_hex(started.as_bytes()),
                    "ended": sha256_hex(ended.as_bytes()),
                });
                chain::append(transaction, at_ms, "deleted", &uid, &body)?;
                unindex_record(transaction, id)?;
                // SQLite may give the id to another record.
                transaction
                    .prepare_cached("UPDATE queue SET record = NULL WHERE record = ?1")?
                    .execute([id])?;
                // Cascades to the content, the journal, the review and the links to materials.
                transaction
                    .prepare_cached("DELETE FROM record WHERE id = ?1")?
                    .execute([id])?;
                Material::drop_unused(transaction)?;
                picture_text::drop_unused(transaction)
            })
        });
        self.verdicts().forget(id);
        deleted
    }
}

fn uid(connection: &Connection, id: i64) -> Result<String, Error> {
    let uid = connection
        .prepare_cached("SELECT uid FROM record WHERE id = ?1")?
        .query_row([id], |row| row.get(0));
    uid.optional()?.ok_or(Error::Unknown)
}
