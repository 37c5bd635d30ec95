//! Checks the chain from its first event: numbers, hashes, links, and the record each event belongs to.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{Fault, Walk, readable};
use crate::{
    chain::{Anchor, Event, Hash, hash_of, skip_of},
    error::Error,
    hex,
};

/// Walks the chain and returns its end.
pub(super) fn check(connection: &Connection, walk: &mut Walk<'_>) -> Result<Anchor, Error> {
    let mut head = Anchor::nothing();
    let mut statement = connection
        .prepare("SELECT seq, at_ms, kind, record, nth, body, hash FROM chain ORDER BY seq")?;
    let mut rows = statement.query([])?;
    // Stored hashes that a later event may skip to. Few, since the first event that skips past one drops it.
    let mut kept: Vec<(u64, Hash)> = vec![(0, [0; 32])];
    let mut expected = 1;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let Ok(number) = u64::try_from(seq) else {
            walk.fault(
                Fault::of("event_unexpected")
                    .seq(seq)
                    .detail(seq.to_string()),
            );
            continue;
        };
        if number != expected {
            let (code, at) = if number == 0 {
                ("event_unexpected", seq)
            } else {
                ("event_missing", expected.cast_signed())
            };
            walk.fault(Fault::of(code).seq(at));
        }
        expected = number.saturating_add(1);
        let Some((event, hash)) = readable(event(row))? else {
            walk.fault(Fault::of("event_changed").seq(seq));
            continue;
        };
        let at = |wanted: u64| {
            kept.iter()
                .rev()
                .find(|(seq, _)| *seq == wanted)
                .map(|(_, hash)| *hash)
        };
        // If one of the two is missing, that fault is reported already and there is nothing to compute.
        if let (Some(before), Some(skip)) = (at(number.saturating_sub(1)), at(skip_of(number)))
            && event.hash(&before, &skip) != hash
        {
            walk.fault(Fault::of("event_changed").seq(seq).title(&event.record));
        }
        if event.record.is_empty() && event.nth != 0 {
            walk.fault(Fault::of("event_out_of_order").seq(seq));
        }
        kept.retain(|(seq, _)| *seq <= skip_of(number));
        kept.push((number, hash));
        head = Anchor {
            seq: number,
            hash: hex(&hash),
        };
        if !walk.step() {
            break;
        }
    }
    Ok(head)
}

fn event(row: &Row<'_>) -> rusqlite::Result<(Event, Hash)> {
    let event = Event {
        seq: row.get(0)?,
        at_ms: row.get(1)?,
        kind: row.get(2)?,
        record: row.get(3)?,
        nth: row.get(4)?,
        body: row.get(5)?,
    };
    Ok((event, row.get(6)?))
}

/// The faults in the events of one record: each has the hash that follows from its content and its links, the next event
/// contains that hash, and they are numbered 1, 2, 3 … Costs a few look-ups per event, however long the chain is.
pub(super) fn check_of(connection: &Connection, uid: &str) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    let mut fault = |code, seq: u64| faults.push(Fault::of(code).seq(seq.cast_signed()));
    let mut statement = connection.prepare_cached(
        "SELECT seq, at_ms, kind, record, nth, body, hash FROM chain WHERE record = ?1 AND record <> '' ORDER BY nth, seq",
    )?;
    let mut rows = statement.query([uid])?;
    let (mut count, mut last) = (0, 0);
    while let Some(row) = rows.next()? {
        let Some((own, hash)) = readable(event(row))? else {
            fault("event_changed", last);
            continue;
        };
        count += 1;
        if own.nth != count || own.seq <= last {
            fault("event_out_of_order", own.seq);
        }
        last = own.seq;
        if own.kind == "deleted" {
            fault("record_not_deleted", own.seq);
        }
        match expected(connection, &own, None)? {
            Err(missing) => fault("event_missing", missing),
            Ok(expected) if expected != hash => fault("event_changed", own.seq),
            Ok(_) => match after(connection, own.seq)? {
                After::Nothing => {}
                After::Gap => fault("event_missing", own.seq.saturating_add(1)),
                After::Event(next, stored) => match expected(connection, &next, Some(&hash))? {
                    Ok(expected) if expected == stored => {}
                    _ => fault("event_changed", own.seq),
                },
                After::Unreadable => fault("event_changed", own.seq),
            },
        }
    }
    Ok(faults)
}

/// The hash that an event must have, given its content and the stored hashes of the two events it links to; or the number
/// of the one that is missing. `before` is the hash of the previous event, if it was read already.
fn expected(
    connection: &Connection,
    event: &Event,
    before: Option<&Hash>,
) -> Result<Result<Hash, u64>, Error> {
    let (former, skipped) = (event.seq.saturating_sub(1), skip_of(event.seq));
    let before = match before {
        Some(before) => Some(*before),
        None => hash_of(connection, former)?,
    };
    let Some(before) = before else {
        return Ok(Err(former));
    };
    let skip = hash_of(connection, skipped)?;
    Ok(skip.map(|skip| event.hash(&before, &skip)).ok_or(skipped))
}

/// The events after an event.
enum After {
    /// Nothing: it is the last one.
    Nothing,
    /// The next event, with its stored hash.
    Event(Event, Hash),
    /// A row that this program never writes.
    Unreadable,
    /// The next one is missing.
    Gap,
}

fn after(connection: &Connection, seq: u64) -> Result<After, Error> {
    let read = connection
        .prepare_cached(
            "SELECT seq, at_ms, kind, record, nth, body, hash FROM chain WHERE seq > ?1 ORDER BY seq LIMIT 1",
        )?
        .query_row([seq.cast_signed()], event)
        .optional();
    Ok(match readable(read)? {
        None => After::Unreadable,
        Some(None) => After::Nothing,
        Some(Some((next, _))) if next.seq != seq.saturating_add(1) => After::Gap,
        Some(Some((next, hash))) => After::Event(next, hash),
    })
}

/// The events of one record read so far.
#[derive(Default)]
struct Owner {
    uid: String,
    events: u64,
    first: i64,
    last: i64,
    deleted: bool,
}

/// Checks that the events of each record are numbered without a gap, and that a record that is gone was deleted.
pub(super) fn check_owners(connection: &Connection, walk: &mut Walk<'_>) -> Result<(), Error> {
    if walk.stopped {
        return Ok(());
    }
    let mut statement = connection.prepare(
        "SELECT record, nth, seq, kind FROM chain WHERE record <> '' ORDER BY record, nth, seq",
    )?;
    let mut rows = statement.query([])?;
    let mut owner = Owner::default();
    while let Some(row) = rows.next()? {
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let Some((uid, nth, seq, kind)): Option<(String, i64, i64, String)> = readable(read(row))?
        else {
            // The walk along the chain has reported it.
            continue;
        };
        if uid != owner.uid {
            gone(connection, &owner, walk)?;
            owner = Owner {
                uid,
                first: seq,
                ..Owner::default()
            };
        }
        owner.events += 1;
        if u64::try_from(nth) != Ok(owner.events) || seq <= owner.last {
            walk.fault(Fault::of("event_out_of_order").seq(seq).title(&owner.uid));
        }
        owner.last = seq;
        owner.deleted |= kind == "deleted";
    }
    gone(connection, &owner, walk)
}

fn gone(connection: &Connection, owner: &Owner, walk: &mut Walk<'_>) -> Result<(), Error> {
    if owner.uid.is_empty() {
        return Ok(());
    }
    let id: Option<i64> = connection
        .prepare_cached("SELECT id FROM record WHERE uid = ?1")?
        .query_row([&owner.uid], |row| row.get(0))
        .optional()?;
    let code = match (id, owner.deleted) {
        (None, false) => "record_gone",
        (Some(_), true) => "record_not_deleted",
        _ => return Ok(()),
    };
    walk.fault(Fault {
        record: id,
        ..Fault::of(code).seq(owner.first).title(&owner.uid)
    });
    Ok(())
}
