//! Reads one record.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    chain::Anchor,
    deflated::inflate_text,
    error::Error,
    facts::{EndedPart, StartedPart},
    load::{Loaded, load, sound},
    material::Material,
    recover,
    store::Records,
};

/// The number of earlier records to try before assuming that there is none.
const TRIED: i64 = 20;

/// A stored record. It matches the chain, or it would not have been loaded.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// The id of the record in this database.
    pub id: i64,
    /// The data stored when it started.
    pub started: StartedPart,
    /// The text of `started`, byte for byte.
    pub started_text: String,
    /// The data stored when it ended; `None` while it runs.
    pub ended: Option<EndedPart>,
    /// The text of `ended`, byte for byte.
    pub ended_text: Option<String>,
    /// The text of the answer.
    pub output: String,
    /// The flowchart, as the service sent it.
    pub svg: Option<String>,
    /// The timeline: one JSON object per line.
    pub happenings: Vec<u8>,
    /// The SHA-256 of the materials whose bytes were not hashed yet: see [`Records::load`].
    pub unread: Vec<String>,
}

impl Records {
    /// The raw bytes of the answer, and the list of what happened when: one JSON object per line.
    ///
    /// # Errors
    /// The errors of [`Records::record`]. A record without an answer has neither.
    pub fn raw(&self, id: i64) -> Result<(Vec<u8>, Vec<u8>), Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            sound(&state, id, 0)?;
            recover::journal(&state, id)
        })
    }

    /// A material with its bytes, verified against its hash.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::MaterialDamaged`]; any read error.
    pub fn material(&self, sha256: &str) -> Result<Material, Error> {
        self.read(|connection| {
            Material::read(connection, sha256, self.folder())?.ok_or(Error::Unknown)
        })
    }

    /// The thumbnail of a material, if it has one.
    ///
    /// # Errors
    /// Any read error.
    pub fn thumbnail(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        self.read(|connection| {
            let found: Option<Option<Vec<u8>>> = connection
                .prepare_cached("SELECT thumbnail FROM material_data WHERE sha256 = ?1")?
                .query_row([sha256], |row| row.get(0))
                .optional()?;
            Ok(found.flatten())
        })
    }

    /// The finished record of the same kind, subject and service just before this one. The origin of the demo service
    /// does not count, because its port changes. Skips damaged records.
    ///
    /// # Errors
    /// [`Error::Unknown`]; any read error.
    pub fn former(&self, id: i64) -> Result<Option<Record>, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let (kind, subject, demo, origin): (String, String, bool, String) = state
                .prepare_cached("SELECT kind, subject, demo, origin FROM record WHERE id = ?1")?
                .query_row([id], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            let mut former = state.prepare_cached(
                "SELECT id FROM record WHERE kind = ?1 AND subject = ?2 AND demo = ?3 AND (demo OR origin = ?4)
                 AND outcome = 'finished' AND id < ?5 ORDER BY id DESC LIMIT ?6",
            )?;
            let former = former.query_map(params![kind, subject, demo, origin, id, TRIED], |row| row.get(0))?;
            for former in former {
                match load(&state, former?)? {
                    Loaded::Sound(former) => return Ok(Some(*former)),
                    Loaded::Damaged(_) => {}
                }
            }
            Ok(None)
        })
    }

    /// The records of the same kind and subject, including this one, the latest first; at most `most`.
    ///
    /// # Errors
    /// Any read error.
    pub fn versions(&self, id: i64, most: usize) -> Result<Vec<i64>, Error> {
        self.read(|connection| {
            let mut found = connection.prepare_cached(
                "SELECT other.id FROM record AS this JOIN record AS other USING (kind, subject)
                 WHERE this.id = ?1 ORDER BY other.created_ms DESC, other.id DESC LIMIT ?2",
            )?;
            let ids = found.query_map(params![id, most as i64], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// The head of the chain.
    ///
    /// # Errors
    /// Any read error.
    pub fn head(&self) -> Result<Anchor, Error> {
        self.read(crate::chain::anchor)
    }

    /// Whether the chain contains an anchor: as an event, or as the head that a restored backup replaced.
    ///
    /// # Errors
    /// Any read error.
    pub fn holds(&self, anchor: &Anchor) -> Result<bool, Error> {
        self.read(|connection| crate::chain::holds(connection, anchor))
    }

    /// The times at which backups replaced the database, in milliseconds since 1970, UTC; the oldest first.
    ///
    /// # Errors
    /// Any read error.
    pub fn restores(&self) -> Result<Vec<i64>, Error> {
        self.read(|connection| {
            let mut restored = connection
                .prepare("SELECT at_ms FROM chain WHERE kind = 'restored' ORDER BY seq")?;
            let times = restored.query_map([], |row| row.get(0))?;
            Ok(times.collect::<Result<_, _>>()?)
        })
    }

    /// The number of records.
    ///
    /// # Errors
    /// Any read error.
    pub fn count(&self) -> Result<u32, Error> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?)
        })
    }

    /// The id of the database, which an anchor kept elsewhere names.
    ///
    /// # Errors
    /// Any read error.
    pub fn database(&self) -> Result<String, Error> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT id FROM database", [], |row| row.get(0))?)
        })
    }
}

/// A record as stored, unchecked. Only [`crate::load`] may pass it on.
pub(crate) fn unchecked(
    connection: &Connection,
    id: i64,
    unread: Vec<String>,
) -> Result<Record, Error> {
    type Columns = (String, Option<String>, Option<Vec<u8>>, Option<Vec<u8>>);
    let (started_text, ended_text, output, svg): Columns = connection
        .prepare_cached("SELECT started, ended, output, svg FROM content WHERE record = ?1")?
        .query_row([id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    Ok(Record {
        id,
        started: serde_json::from_str(&started_text)
            .map_err(|_| Error::RecordDamaged("started_changed"))?,
        ended: ended_text
            .as_deref()
            .map(serde_json::from_str)
            .transpose()
            .map_err(|_| Error::RecordDamaged("ended_changed"))?,
        output: output
            .map(|output| inflate_text(&output))
            .transpose()
            .map_err(|_| Error::RecordDamaged("output_changed"))?
            .unwrap_or_default(),
        svg: svg
            .map(|svg| inflate_text(&svg))
            .transpose()
            .map_err(|_| Error::RecordDamaged("flowchart_changed"))?,
        started_text,
        ended_text,
        happenings: recover::happenings(connection, id)?,
        unread,
    })
}
