//! What was done with a record after it was written: as its events in the chain say, those of exports and of its deletion
//! among them.

use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

use crate::{
    chain, error::Error, index::unindex_record, load::DamagedRecord, material::Material,
    picture_text, read::Record, sha256_hex, store::Records, timestamp::Timestamp,
};

/// An event of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// `started`, `ended`, `exported`, …
    pub kind: String,
    /// When, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Its number in the chain.
    pub seq: u64,
}

impl Records {
    /// What the chain says of a record, the first event first.
    ///
    /// # Errors
    /// [`Error::Unknown`]; those of reading.
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

    /// Notes in the chain that a record, which was loaded and held, was written out as a file: in which form (`markdown`,
    /// `html`, …), and the SHA-256 of the file. On disk when this returns.
    ///
    /// # Errors
    /// [`Error::Unknown`]; those of writing, nothing is noted then.
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

    /// Notes in the chain that a damaged record was written out as a file that says so. It is an event of the whole database:
    /// the identity that was found may be another record's.
    ///
    /// # Errors
    /// Those of writing, nothing is noted then.
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

    /// Deletes a record: everything of it but its events in the chain, to which one is added with the reason and the hashes
    /// of what was written down of it. Materials of no other record go with it. Backups made until now still hold it, until
    /// later ones have taken their place.
    ///
    /// # Errors
    /// [`Error::NoReason`]; [`Error::Recording`] while it runs; [`Error::Unknown`]; those of writing. It is all there then.
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
                let body = json!({
                    "reason": reason,
                    "started": sha256_hex(started.as_bytes()),
                    "ended": sha256_hex(ended.as_bytes()),
                });
                chain::append(transaction, at_ms, "deleted", &uid, &body)?;
                unindex_record(transaction, id)?;
                // Its number may be given to another one.
                transaction
                    .prepare_cached("UPDATE queue SET record = NULL WHERE record = ?1")?
                    .execute([id])?;
                // What hangs on it goes with it: its content, its journal, its ties to materials.
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
