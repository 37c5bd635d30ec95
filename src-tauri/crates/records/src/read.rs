//! One record, whole.

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

/// Former records that are looked at before one is given up for none.
const TRIED: i64 = 20;

/// A record as it was written: what it holds is what the chain says, or it would not have been loaded.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// Its number in this database.
    pub id: i64,
    /// What was written down when it started.
    pub started: StartedPart,
    /// The same, byte for byte.
    pub started_text: String,
    /// What was written down when it ended; `None` while it runs.
    pub ended: Option<EndedPart>,
    /// The same, byte for byte.
    pub ended_text: Option<String>,
    /// The answer's text.
    pub output: String,
    /// The flowchart, as the service sent it.
    pub svg: Option<String>,
    /// What happened when: a JSON object a line.
    pub happenings: Vec<u8>,
    /// Materials, by their hashes, whose bytes were not compared with them yet: see [`Records::load`].
    pub unread: Vec<String>,
}

impl Records {
    /// The bytes of a record's answer, and the list of what happened when: a JSON object a line.
    ///
    /// # Errors
    /// Those of [`Records::record`]. A record without an answer has none of either.
    pub fn raw(&self, id: i64) -> Result<(Vec<u8>, Vec<u8>), Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            sound(&state, id, 0)?;
            recover::journal(&state, id)
        })
    }

    /// A material, with its bytes, which have been compared with its hash.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::MaterialDamaged`]; those of reading.
    pub fn material(&self, sha256: &str) -> Result<Material, Error> {
        self.read(|connection| {
            Material::read(connection, sha256, self.folder())?.ok_or(Error::Unknown)
        })
    }

    /// A small picture of a material; `None` where there is none.
    ///
    /// # Errors
    /// Those of reading.
    pub fn thumbnail(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        self.read(|connection| {
            let found: Option<Option<Vec<u8>>> = connection
                .prepare_cached("SELECT thumbnail FROM material_data WHERE sha256 = ?1")?
                .query_row([sha256], |row| row.get(0))
                .optional()?;
            Ok(found.flatten())
        })
    }

    /// The finished record of the same kind, subject and service that came just before this one. Of the demo service the
    /// origin does not count: its port changes. Damaged ones are passed over.
    ///
    /// # Errors
    /// [`Error::Unknown`]; those of reading.
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

    /// The records of the same kind and subject, this one included, the latest first; at most so many.
    ///
    /// # Errors
    /// Those of reading.
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

    /// Where the chain stands.
    ///
    /// # Errors
    /// Those of reading.
    pub fn head(&self) -> Result<Anchor, Error> {
        self.read(crate::chain::anchor)
    }

    /// Whether the chain holds an anchor: that event is in it, or a backup was restored when the chain stood there.
    ///
    /// # Errors
    /// Those of reading.
    pub fn holds(&self, anchor: &Anchor) -> Result<bool, Error> {
        self.read(|connection| crate::chain::holds(connection, anchor))
    }

    /// When backups took the place of the database, in milliseconds since 1970, UTC; the first time first.
    ///
    /// # Errors
    /// Those of reading.
    pub fn restores(&self) -> Result<Vec<i64>, Error> {
        self.read(|connection| {
            let mut restored = connection
                .prepare("SELECT at_ms FROM chain WHERE kind = 'restored' ORDER BY seq")?;
            let times = restored.query_map([], |row| row.get(0))?;
            Ok(times.collect::<Result<_, _>>()?)
        })
    }

    /// How many records there are.
    ///
    /// # Errors
    /// Those of reading.
    pub fn count(&self) -> Result<u32, Error> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?)
        })
    }

    /// The database's own identity, which an anchor kept elsewhere names.
    ///
    /// # Errors
    /// Those of reading.
    pub fn database(&self) -> Result<String, Error> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT id FROM database", [], |row| row.get(0))?)
        })
    }
}

/// A record as it lies there. Only [`crate::load`] may hand it on.
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
