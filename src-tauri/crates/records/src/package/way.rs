//! The part of the chain in a package: all events of the record, and the shortest path of links between them and the
//! anchor. For events of other records on that path, it only contains the hash of their content.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::{
    chain::{self, Event, Hash, skip_of},
    error::Error,
    hex, unhex,
};

/// A line of `chain/events.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Line {
    /// An event of the record.
    Event {
        seq: u64,
        at_ms: i64,
        kind: String,
        record: String,
        nth: u64,
        body: String,
        before: String,
        skip: String,
    },
    /// An event of another record, with only the hash of its content.
    Step {
        seq: u64,
        content: String,
        before: String,
        skip: String,
    },
}

impl Line {
    pub(crate) fn seq(&self) -> u64 {
        let (Self::Event { seq, .. } | Self::Step { seq, .. }) = self;
        *seq
    }

    /// The hashes of the event before it and of the one it skips to; `None` if they are malformed.
    pub(crate) fn links(&self) -> Option<(Hash, Hash)> {
        let (Self::Event { before, skip, .. } | Self::Step { before, skip, .. }) = self;
        Some((unhex(before)?, unhex(skip)?))
    }

    /// The hash, computed from its fields.
    pub(crate) fn hash(&self) -> Option<Hash> {
        let (before, skip) = self.links()?;
        let content = match self {
            Self::Step { content, .. } => unhex(content)?,
            Self::Event { .. } => self.event()?.content(),
        };
        Some(chain::link(&content, &before, &skip))
    }

    /// The event, if all of it is given.
    pub(crate) fn event(&self) -> Option<Event> {
        match self {
            Self::Event {
                seq,
                at_ms,
                kind,
                record,
                nth,
                body,
                ..
            } => Some(Event {
                seq: *seq,
                at_ms: *at_ms,
                kind: kind.clone(),
                record: record.clone(),
                nth: *nth,
                body: body.clone(),
            }),
            Self::Step { .. } => None,
        }
    }
}

/// The numbers of all events on the shortest path from the last of `own` back to the first, through all others of `own`.
/// Both `own` and the result are ascending.
pub(crate) fn way(own: &[u64]) -> Vec<u64> {
    let mut way = Vec::new();
    let mut targets = own.iter().rev();
    let Some(mut at) = targets.next().copied() else {
        return way;
    };
    way.push(at);
    for target in targets {
        while at > *target {
            // The links nest, so the longer one is never a detour.
            let skip = skip_of(at);
            at = if skip >= *target { skip } else { at - 1 };
            way.push(at);
        }
    }
    way.reverse();
    way
}

/// The lines for a record, from its first event to its event number `nth`.
pub(crate) fn lines(connection: &Connection, record: &str, nth: u64) -> Result<Vec<Line>, Error> {
    let own: Vec<u64> = connection
        .prepare_cached(
            "SELECT seq FROM chain WHERE record = ?1 AND record <> '' AND nth <= ?2 ORDER BY seq",
        )?
        .query_map(params![record, nth], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    way(&own)
        .into_iter()
        .map(|seq| line(connection, seq, own.binary_search(&seq).is_ok()))
        .collect()
}

fn line(connection: &Connection, seq: u64, whole: bool) -> Result<Line, Error> {
    let event = connection
        .prepare_cached("SELECT at_ms, kind, record, nth, body FROM chain WHERE seq = ?1")?
        .query_row([seq], |row| {
            Ok(Event {
                seq,
                at_ms: row.get(0)?,
                kind: row.get(1)?,
                record: row.get(2)?,
                nth: row.get(3)?,
                body: row.get(4)?,
            })
        })?;
    let hash = |seq| {
        let found = chain::hash_of(connection, seq)?;
        found.map(|hash| hex(&hash)).ok_or(Error::ChainGap(seq))
    };
    let (before, skip) = (hash(seq.saturating_sub(1))?, hash(skip_of(seq))?);
    Ok(if whole {
        Line::Event {
            seq,
            at_ms: event.at_ms,
            kind: event.kind,
            record: event.record,
            nth: event.nth,
            body: event.body,
            before,
            skip,
        }
    } else {
        Line::Step {
            seq,
            content: hex(&event.content()),
            before,
            skip,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_meets_each_own_event_and_is_short() {
        assert_eq!(way(&[2, 3, 9]), [2, 3, 4, 6, 7, 8, 9]);
        assert_eq!(way(&[5]), [5]);
        assert_eq!(way(&[]), [0; 0]);
        let far = way(&[1, 2, 1_000_000]);
        assert!(far.len() < 250, "{}", far.len());
    }

    #[test]
    fn no_way_is_shorter() {
        for from in 1..70_u64 {
            for to in 1..=from {
                // Breadth first, over both links.
                let mut reached = vec![from];
                let mut steps = 1;
                while !reached.contains(&to) {
                    reached = reached
                        .iter()
                        .flat_map(|at| [at.saturating_sub(1), skip_of(*at)])
                        .filter(|at| *at >= to)
                        .collect();
                    reached.sort_unstable();
                    reached.dedup();
                    steps += 1;
                }
                let own = if to == from { vec![to] } else { vec![to, from] };
                assert_eq!(way(&own).len(), steps, "from {from} to {to}");
            }
        }
    }
}
