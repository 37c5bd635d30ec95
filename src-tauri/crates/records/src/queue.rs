//! The queue: pictures that wait for their audit, and the results of those audited. Stored so that nothing is lost or
//! audited twice when the app ends in between. Other code decides when to audit them.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use crate::{error::Error, material::Material, store::Records};

/// A picture in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// The id of the entry.
    pub id: i64,
    /// The file name.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// `image/…`
    pub media_type: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The state of its audit.
    pub standing: Standing,
    /// A perceptual hash, see [`Material::look`].
    pub look: Option<u64>,
    /// The time its last audit began, in milliseconds since 1970, UTC.
    pub began_ms: Option<i64>,
}

impl Queued {
    /// Whether both look the same, apart from their size and encoding.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        looks_like(self.seen(), other.seen())
    }

    fn seen(&self) -> Seen {
        seen(&self.media_type, self.look, self.width, self.height)
    }
}

/// A perceptual hash, with the width and height of its picture.
type Seen = (Option<u64>, u32, u32);

/// A document only has the hash of its first page, which other documents may share.
fn seen(media_type: &str, look: Option<u64>, width: u32, height: u32) -> Seen {
    let look = look.filter(|_| media_type.starts_with("image/"));
    (look, width, height)
}

fn looks_like((look, width, height): Seen, (other, across, down): Seen) -> bool {
    /// Bits that may differ. Re-encoding or scaling a picture changes fewer. Different pictures of one design differ in
    /// more.
    const BITS: u32 = 3;
    /// The maximum difference of the aspect ratios.
    const PROPORTION: f64 = 0.02;
    let (Some(look), Some(other)) = (look, other) else {
        return false;
    };
    let one = f64::from(width) * f64::from(down);
    let two = f64::from(across) * f64::from(height);
    (look ^ other).count_ones() <= BITS && (one - two).abs() <= PROPORTION * one.max(two)
}

/// The audit state of a picture in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The state.
    pub state: QueueState,
    /// The record of its last audit.
    pub record: Option<i64>,
    /// The reason why it has no complete answer: an error code with its parameters.
    pub problem: Option<Value>,
    /// Milliseconds that its audit took. If it has a record, reading takes the value from there.
    pub elapsed_ms: Option<u64>,
}

/// The audit state of a picture in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueState {
    /// Waiting for its audit.
    Waiting,
    /// Its audit is running.
    Running,
    /// The answer is complete.
    Finished,
    /// The audit failed.
    Failed,
    /// The person stopped it.
    Stopped,
    /// Sent, but the app ended before the answer was complete.
    Unsure,
    /// The same picture as an earlier one.
    Same,
    /// Looks like an earlier one, and the person has not decided whether to audit it as well.
    Alike,
}

impl QueueState {
    const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Running,
        Self::Finished,
        Self::Failed,
        Self::Stopped,
        Self::Unsure,
        Self::Same,
        Self::Alike,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Unsure => "unsure",
            Self::Same => "same",
            Self::Alike => "alike",
        }
    }

    fn of(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|state| state.as_str() == name);
        // Any other state must not be sent without asking.
        known.unwrap_or(Self::Unsure)
    }
}

impl Standing {
    /// Waiting, with nothing sent.
    #[must_use]
    pub fn waiting() -> Self {
        Self {
            state: QueueState::Waiting,
            record: None,
            problem: None,
            elapsed_ms: None,
        }
    }
}

const COLUMNS: &str = "SELECT q.id, q.name, q.material, m.media_type, m.width, m.height, m.bytes, q.state, q.record, q.problem,
    CASE WHEN q.elapsed_ms IS NULL THEN NULL ELSE coalesce(r.elapsed_ms, q.elapsed_ms) END, m.look, r.created_ms
    FROM queue q JOIN material m ON m.sha256 = q.material LEFT JOIN record r ON r.id = q.record";

impl Records {
    /// The queue, in order.
    ///
    /// # Errors
    /// Any read error.
    pub fn queue(&self) -> Result<Vec<Queued>, Error> {
        self.read(queue)
    }

    /// A picture in the queue; `None` if it was removed.
    ///
    /// # Errors
    /// Any read error.
    pub fn queued(&self, id: i64) -> Result<Option<Queued>, Error> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(&format!("{COLUMNS} WHERE q.id = ?1"))?
                .query_row([id], queued);
            Ok(found.optional()?)
        })
    }

    /// Appends a picture to the queue. Marks it as the same if the queue already contains it, and as alike if it looks
    /// like another one.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_add(&self, name: &str, material: Material) -> Result<i64, Error> {
        self.store_ahead([&material])?;
        let name = name.to_owned();
        self.write(move |writer| {
            writer.transact(|transaction| {
                material.keep(transaction)?;
                let is_there: bool = transaction
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM queue WHERE material = ?1)")?
                    .query_row([&material.sha256], |row| row.get(0))?;
                let Material {
                    media_type,
                    look,
                    width,
                    height,
                    ..
                } = &material;
                let seen = seen(media_type, *look, *width, *height);
                let is_like = |other: &Queued| looks_like(seen, other.seen());
                let state = if is_there {
                    QueueState::Same
                } else if queue(transaction)?.iter().any(is_like) {
                    QueueState::Alike
                } else {
                    QueueState::Waiting
                };
                transaction
                    .prepare_cached(
                        "INSERT INTO queue (place, name, material, state)
                         VALUES ((SELECT coalesce(min(max(place), 9223372036854775806), 0) + 1 FROM queue), ?1, ?2, ?3)",
                    )?
                    .execute(params![name, material.sha256, state.as_str()])?;
                Ok(transaction.last_insert_rowid())
            })
        })
    }

    /// Stores the state of a picture. A removed one stays removed.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_note(&self, id: i64, standing: Standing) -> Result<(), Error> {
        self.write(move |writer| writer.transact(|transaction| note(transaction, id, &standing)))
    }

    /// Sets pictures without a complete answer, or that must not be sent without asking, to waiting, at their current
    /// positions. Their record stays linked, since it may hold some of the answers.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_retry(&self, ids: Vec<i64>) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                for id in ids {
                    transaction
                        .prepare_cached(
                            "UPDATE queue SET state = 'waiting', problem = NULL, elapsed_ms = NULL
                             WHERE id = ?1 AND state IN ('failed', 'stopped', 'unsure', 'alike')",
                        )?
                        .execute([id])?;
                }
                Ok(())
            })
        })
    }

    /// Moves pictures, keeping their order, before another one; to the end if `before` is `None`.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_move(&self, ids: Vec<i64>, before: Option<i64>) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                let all: Vec<i64> = queue(transaction)?
                    .into_iter()
                    .map(|item| item.id)
                    .collect();
                let (moved, mut rest): (Vec<i64>, Vec<i64>) =
                    all.into_iter().partition(|id| ids.contains(id));
                let place = rest.iter().position(|id| Some(*id) == before);
                let place = place.unwrap_or(rest.len());
                rest.splice(place..place, moved);
                for (place, id) in (1_i64..).zip(rest) {
                    transaction
                        .prepare_cached("UPDATE queue SET place = ?2 WHERE id = ?1")?
                        .execute([id, place])?;
                }
                Ok(())
            })
        })
    }

    /// Removes pictures from the queue, except those being audited. Their records stay. If a waiting one is removed, a
    /// duplicate of it waits in its place. Otherwise the duplicate inherits its result and is not sent automatically.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_remove(&self, ids: Vec<i64>) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                for id in ids {
                    // The first remaining duplicate.
                    transaction
                        .prepare_cached(
                            "UPDATE queue SET (state, record, problem, elapsed_ms) = (
                               SELECT state, record, problem, elapsed_ms FROM queue WHERE id = ?1)
                             WHERE id = (
                               SELECT min(twin.id) FROM queue AS twin JOIN queue AS gone USING (material)
                               WHERE gone.id = ?1 AND gone.state NOT IN ('same', 'running') AND twin.state = 'same')",
                        )?
                        .execute([id])?;
                    transaction
                        .prepare_cached("DELETE FROM queue WHERE id = ?1 AND state <> 'running'")?
                        .execute([id])?;
                }
                Material::drop_unused(transaction)
            })
        })
    }

    /// Stores whether the queue is running.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_goes_on(&self, going_on: bool) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                transaction
                    .prepare_cached(
                        "INSERT INTO queue_work (one, going_on) VALUES (1, ?1)
                         ON CONFLICT (one) DO UPDATE SET going_on = excluded.going_on",
                    )?
                    .execute([going_on])?;
                Ok(())
            })
        })
    }

    /// Repairs the queue after the end of the app. For a picture being audited at that time it is unknown whether the
    /// service counted the request, unless its record has a complete answer or was never begun. Returns whether the queue
    /// was running.
    ///
    /// # Errors
    /// Any write error.
    pub fn queue_recover(&self) -> Result<bool, Error> {
        self.write(|writer| {
            writer.transact(|transaction| {
                let left: Vec<Queued> = queue(transaction)?
                    .into_iter()
                    .filter(|item| item.standing.state == QueueState::Running)
                    .collect();
                for item in &left {
                    let state = match item.standing.record {
                        None => QueueState::Waiting,
                        Some(record) => stands(transaction, record)?,
                    };
                    let standing = Standing {
                        state,
                        ..item.standing.clone()
                    };
                    note(transaction, item.id, &standing)?;
                }
                let worked = transaction
                    .prepare_cached("SELECT going_on FROM queue_work")?
                    .query_row([], |row| row.get(0))
                    .optional()?;
                transaction.execute("DELETE FROM queue_work", [])?;
                Ok(worked.unwrap_or(false) || !left.is_empty())
            })
        })
    }
}

/// The state that follows from the record of an audit that was running when the app ended.
fn stands(connection: &Connection, record: i64) -> Result<QueueState, Error> {
    let outcome: Option<Option<String>> = connection
        .prepare_cached("SELECT outcome FROM record WHERE id = ?1")?
        .query_row([record], |row| row.get(0))
        .optional()?;
    Ok(match outcome.flatten().as_deref() {
        Some("finished") => QueueState::Finished,
        Some("failed") => QueueState::Failed,
        Some("cancelled") => QueueState::Stopped,
        _ => QueueState::Unsure,
    })
}

fn note(connection: &Connection, id: i64, standing: &Standing) -> Result<(), Error> {
    let problem = standing.problem.as_ref().map(Value::to_string);
    connection
        .prepare_cached(
            "UPDATE queue SET state = ?2, record = ?3, problem = ?4, elapsed_ms = ?5 WHERE id = ?1",
        )?
        .execute(params![
            id,
            standing.state.as_str(),
            standing.record,
            problem,
            standing.elapsed_ms.map(|ms| ms as i64),
        ])?;
    Ok(())
}

fn queue(connection: &Connection) -> Result<Vec<Queued>, Error> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} ORDER BY q.place, q.id"))?;
    let found = statement.query_map([], queued)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn queued(row: &Row<'_>) -> rusqlite::Result<Queued> {
    let problem: Option<String> = row.get(9)?;
    Ok(Queued {
        id: row.get(0)?,
        name: row.get(1)?,
        sha256: row.get(2)?,
        media_type: row.get(3)?,
        width: row.get(4)?,
        height: row.get(5)?,
        bytes: row.get::<_, i64>(6)?.cast_unsigned(),
        standing: Standing {
            state: QueueState::of(&row.get::<_, String>(7)?),
            record: row.get(8)?,
            problem: problem.and_then(|problem| serde_json::from_str(&problem).ok()),
            elapsed_ms: row.get::<_, Option<i64>>(10)?.map(i64::cast_unsigned),
        },
        look: row.get::<_, Option<i64>>(11)?.map(i64::cast_unsigned),
        began_ms: row.get(12)?,
    })
}
