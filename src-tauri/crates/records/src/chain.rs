//! The evidence chain: events that each contain the hash of earlier ones.
//!
//! An event links to two earlier events: the one just before it, and the one whose number is its own with the lowest
//! one-bit cleared. The second link keeps the path between any two events short, so a package needs a few hundred bytes a
//! step instead of the whole chain. docs/evidence.md describes the encoding in enough detail to verify it without this
//! code. The chain is tamper-evident, never tamper-proof: whoever can write the database can build another chain. Only an
//! anchor kept elsewhere shows that.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{error::Error, hex};

/// A hash in the chain.
pub type Hash = [u8; 32];

/// The domain separator: first field of what is hashed for an event.
const DOMAIN: &str = "finagent-chain-1";

/// An event as it is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The number of the event in the chain, from 1.
    pub seq: u64,
    /// In milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// The kind of event.
    pub kind: String,
    /// The uid of the record; empty for an event of the whole database.
    pub record: String,
    /// The number of the event among those of its record, from 1; 0 for an event of the whole database.
    pub nth: u64,
    /// Further data of the event: a JSON object, byte for byte.
    pub body: String,
}

/// A point in the chain, to be kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The number of the event.
    pub seq: u64,
    /// Its hash in lowercase hexadecimal digits.
    pub hash: String,
}

impl Anchor {
    /// The point before the first event.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            seq: 0,
            hash: hex(&[0; 32]),
        }
    }
}

/// The number of the second event, beside the one just before, whose hash event `seq` contains; 0 for none.
#[must_use]
pub fn skip_of(seq: u64) -> u64 {
    seq & seq.saturating_sub(1)
}

impl Event {
    /// The hash of the content alone, independent of earlier events.
    #[must_use]
    pub fn content(&self) -> Hash {
        digest(&[
            DOMAIN.as_bytes(),
            self.seq.to_string().as_bytes(),
            self.at_ms.to_string().as_bytes(),
            self.kind.as_bytes(),
            self.record.as_bytes(),
            self.nth.to_string().as_bytes(),
            self.body.as_bytes(),
        ])
    }

    /// The hash of the event, given the hashes of the two events it links to.
    #[must_use]
    pub fn hash(&self, before: &Hash, skip: &Hash) -> Hash {
        link(&self.content(), before, skip)
    }
}

/// The hash of an event with this content hash, given the hashes of the two events it links to.
#[must_use]
pub fn link(content: &Hash, before: &Hash, skip: &Hash) -> Hash {
    digest(&[content, before, skip])
}

/// The SHA-256 over fields, each prefixed by its length as eight big-endian bytes.
pub(crate) fn digest(fields: &[&[u8]]) -> Hash {
    let mut sha256 = Sha256::new();
    for field in fields {
        sha256.update((field.len() as u64).to_be_bytes());
        sha256.update(field);
    }
    sha256.finalize().into()
}

/// Appends an event of a record, or of the whole database if `record` is empty, within the caller's transaction.
pub(crate) fn append(
    connection: &Connection,
    at_ms: i64,
    kind: &str,
    record: &str,
    body: &serde_json::Value,
) -> Result<Anchor, Error> {
    let (last, before) = head(connection)?;
    let seq = last + 1;
    let nth = if record.is_empty() {
        0
    } else {
        let former: u64 = connection
            .prepare_cached(
                "SELECT coalesce(max(nth), 0) FROM chain WHERE record = ?1 AND record <> ''",
            )?
            .query_row([record], |row| row.get(0))?;
        former + 1
    };
    let event = Event {
        seq,
        at_ms,
        kind: kind.to_owned(),
        record: record.to_owned(),
        nth,
        body: serde_json::to_string(body)?,
    };
    let skip = hash_of(connection, skip_of(seq))?.ok_or(Error::ChainGap(skip_of(seq)))?;
    let hash = event.hash(&before, &skip);
    connection
        .prepare_cached(
            "INSERT INTO chain (seq, at_ms, kind, record, nth, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![seq, at_ms, event.kind, event.record, nth, event.body, hash])?;
    Ok(Anchor {
        seq,
        hash: hex(&hash),
    })
}

/// The number and hash of the last event; 0 and zeros for an empty chain.
pub(crate) fn head(connection: &Connection) -> Result<(u64, Hash), Error> {
    let last = connection
        .prepare_cached("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(last.unwrap_or((0, [0; 32])))
}

/// The last event as an anchor.
pub(crate) fn anchor(connection: &Connection) -> Result<Anchor, Error> {
    let (seq, hash) = head(connection)?;
    Ok(Anchor {
        seq,
        hash: hex(&hash),
    })
}

/// The hash of event `seq`; zeros for 0.
pub(crate) fn hash_of(connection: &Connection, seq: u64) -> Result<Option<Hash>, Error> {
    if seq == 0 {
        return Ok(Some([0; 32]));
    }
    let found = connection
        .prepare_cached("SELECT hash FROM chain WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0));
    Ok(found.optional()?)
}

/// Whether the chain contains an anchor as an event, or as the head that a restored backup replaced.
pub(crate) fn holds(connection: &Connection, anchor: &Anchor) -> Result<bool, Error> {
    let hash = hash_of(connection, anchor.seq)?;
    if hash.is_some_and(|hash| hex(&hash) == anchor.hash) {
        return Ok(true);
    }
    let mut restored = connection.prepare("SELECT body FROM chain WHERE kind = 'restored'")?;
    let mut bodies = restored.query_map([], |row| row.get::<_, String>(0))?;
    Ok(bodies.any(|body| body.is_ok_and(|body| named(&body).as_ref() == Some(anchor))))
}

/// The anchor in the body of a `restored` event.
fn named(body: &str) -> Option<Anchor> {
    let mut body: serde_json::Value = serde_json::from_str(body).ok()?;
    serde_json::from_value(body.get_mut("anchor")?.take()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_can_not_lend_its_end_to_the_next_one() {
        let event = |kind: &str, record: &str| Event {
            seq: 1,
            at_ms: 1,
            kind: kind.to_owned(),
            record: record.to_owned(),
            nth: 1,
            body: String::new(),
        };
        assert_ne!(event("ab", "c").content(), event("a", "bc").content());
    }

    #[test]
    fn the_second_event_before_is_the_number_with_its_lowest_bit_cleared() {
        let pairs = [
            (1, 0),
            (2, 0),
            (3, 2),
            (6, 4),
            (7, 6),
            (8, 0),
            (12, 8),
            (0, 0),
        ];
        for (seq, skip) in pairs {
            assert_eq!(skip_of(seq), skip, "of {seq}");
        }
    }
}
