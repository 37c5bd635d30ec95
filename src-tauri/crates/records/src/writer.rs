//! The one thread that writes. It owns the connection, runs jobs in order, and twice a second puts on disk what has
//! arrived of the answers.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde_json::json;

use crate::{
    chain::{self, Anchor},
    deflated::{Stream, deflate},
    error::Error,
    facts::{Digest, Ended, EndedPart, NewRecord, RECORD_FORMAT, StartedPart, Tokens},
    index::{index_record, unindex_record},
    journal::Buffer,
    recover::{self, ReadBack},
    schema::SCHEMA_VERSION,
    sha256_hex,
};

/// Time between two journal writes. Together with the write itself it stays below one second.
pub(crate) const TICK: Duration = Duration::from_millis(400);

/// Work for the writer's thread.
pub(crate) type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// Owns the connection that writes.
pub(crate) struct Writer {
    connection: Connection,
    open: Vec<OpenJournal>,
    read_back: ReadBack,
    head_moved: Box<dyn Fn(Anchor) + Send>,
    head: Option<Anchor>,
}

/// A record whose run is in progress.
struct OpenJournal {
    id: i64,
    started: StartedPart,
    buffer: Arc<Buffer>,
    raw: Stream,
    happenings: Stream,
    piece: i64,
    /// The outcome of the run, while it is not on disk yet.
    ending: Option<Ended>,
}

impl Writer {
    pub(crate) fn new(
        connection: Connection,
        read_back: ReadBack,
        head_moved: Box<dyn Fn(Anchor) + Send>,
    ) -> Self {
        Self {
            connection,
            open: Vec::new(),
            read_back,
            head_moved,
            head: None,
        }
    }

    /// Runs jobs until every sender is gone, then closes the database.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        self.tell_head();
        let mut due = Instant::now() + TICK;
        loop {
            match jobs.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(job) => {
                    job(&mut self);
                    self.tell_head();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if Instant::now() >= due {
                self.write_journals();
                due = Instant::now() + TICK;
            }
        }
        self.write_journals();
    }

    /// Runs `work` in a transaction, which is on disk when this returns.
    pub(crate) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Whether a run is in progress. A run that has ended but could not be written does not count: it must not block
    /// moving the records off a full disk, and its journal already holds as much as could be written.
    pub(crate) fn is_recording(&self) -> bool {
        self.open.iter().any(|open| open.ending.is_none())
    }

    /// Stores the start of a run. From here on, the journal takes the answer from `buffer`.
    pub(crate) fn begin(&mut self, new: &NewRecord, buffer: &Arc<Buffer>) -> Result<i64, Error> {
        let started = new.part(SCHEMA_VERSION);
        let id = self.transact(|transaction| {
            let id = insert(transaction, new, &started)?;
            index_record(transaction, id)?;
            Ok(id)
        })?;
        self.open.push(OpenJournal {
            id,
            started,
            buffer: Arc::clone(buffer),
            raw: Stream::new(),
            happenings: Stream::new(),
            piece: 0,
            ending: None,
        });
        Ok(id)
    }

    /// Stores the end of a run. If that fails, each later write tries again.
    pub(crate) fn end(&mut self, id: i64, ended: Ended) -> Result<(), Error> {
        let place = self.open.iter_mut().position(|open| open.id == id);
        let place = place.ok_or(Error::Unknown)?;
        if let Some(open) = self.open.get_mut(place) {
            open.ending = Some(ended);
        }
        self.close(place)
    }

    /// Closes a record that will get no end from its run, with everything that has arrived.
    pub(crate) fn abandon(&mut self, id: i64) {
        self.write_journals();
        self.open.retain(|open| open.id != id);
        // If closing fails now, the next start does it.
        let _ = recover::close_one(&mut self.connection, id, &self.read_back);
    }

    fn close(&mut self, place: usize) -> Result<(), Error> {
        let Some(open) = self.open.get_mut(place) else {
            return Ok(());
        };
        if open.ending.is_none() {
            return Ok(());
        }
        open.take()?;
        open.raw.finish()?;
        open.happenings.finish()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        open.write(&transaction)?;
        let (raw, happenings) = (open.raw.digest(), open.happenings.digest());
        if let Some(ended) = &open.ending {
            unindex_record(&transaction, open.id)?;
            close(&transaction, open.id, &open.started, ended, raw, happenings)?;
            index_record(&transaction, open.id)?;
        }
        transaction.commit()?;
        self.open.swap_remove(place);
        Ok(())
    }

    /// Puts everything that has arrived since the last write on disk, for all open records at once.
    pub(crate) fn write_journals(&mut self) {
        for place in (0..self.open.len()).rev() {
            // The next write tries again.
            let _ = self.close(place);
        }
        let mut news = false;
        for open in &mut self.open {
            let taken = open.take();
            news |= open.has_news();
            if let Err(error) = taken {
                open.buffer.trouble(Some(error));
            }
        }
        if !news {
            return;
        }
        let written = write_all(&mut self.connection, &self.open);
        for open in &mut self.open {
            match &written {
                Ok(()) => open.written(),
                // The data stays in memory, and the next write includes it.
                Err(error) => open.buffer.trouble(Some(error.clone())),
            }
        }
    }

    fn tell_head(&mut self) {
        let Ok(head) = chain::anchor(&self.connection) else {
            return;
        };
        if self.head.as_ref() != Some(&head) {
            (self.head_moved)(head.clone());
            self.head = Some(head);
        }
    }
}

fn write_all(connection: &mut Connection, open: &[OpenJournal]) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for open in open {
        open.write(&transaction)?;
    }
    Ok(transaction.commit()?)
}

impl OpenJournal {
    /// Moves the data that has arrived into the streams.
    fn take(&mut self) -> Result<(), Error> {
        let (raw, happenings) = self.buffer.take();
        self.raw.push(&raw)?;
        self.happenings.push(&happenings)
    }

    /// Whether anything has arrived since the last piece.
    fn has_news(&self) -> bool {
        !self.raw.piece().is_empty() || !self.happenings.piece().is_empty()
    }

    fn write(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if !self.has_news() {
            return Ok(());
        }
        let (raw, happenings) = (self.raw.piece(), self.happenings.piece());
        transaction
            .prepare_cached(
                "INSERT INTO journal (record, piece, raw, happenings) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![self.id, self.piece, raw, happenings])?;
        Ok(())
    }

    fn written(&mut self) {
        // Records are flushed together, and only those with new data got a piece.
        if self.has_news() {
            self.piece += 1;
        }
        self.raw.written();
        self.happenings.written();
        self.buffer.trouble(None);
    }
}

/// Stores the start of a run, without adding it to the search index.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    new: &NewRecord,
    started: &StartedPart,
) -> Result<i64, Error> {
    let picture = new.materials.first().map(|attached| &attached.material);
    transaction
        .prepare_cached(
            "INSERT INTO record (uid, kind, title, created_ms, offset_minutes, demo, origin, model, subject, picture)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            new.uid,
            new.kind.as_str(),
            new.title,
            new.at.utc_ms,
            new.at.offset_minutes,
            new.demo,
            new.origin,
            new.model,
            new.subject,
            picture.map(|material| &material.sha256),
        ])?;
    let id = transaction.last_insert_rowid();
    if let Some(queued) = new.queued {
        transaction
            .prepare_cached("UPDATE queue SET record = ?2 WHERE id = ?1")?
            .execute([queued, id])?;
    }
    let text = serde_json::to_string(started)?;
    transaction
        .prepare_cached("INSERT INTO content (record, started) VALUES (?1, ?2)")?
        .execute(params![id, text])?;
    for (attached, part) in new.materials.iter().zip(&started.materials) {
        attached.material.keep(transaction)?;
        transaction
            .prepare_cached(
                "INSERT INTO record_material (record, role, place, sha256, name) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, part.role.as_str(), part.place, part.sha256, part.name])?;
    }
    let body = json!({ "started": sha256_hex(text.as_bytes()) });
    chain::append(transaction, new.at.utc_ms, "started", &new.uid, &body)?;
    Ok(id)
}

/// Closes an open record: stores the answer and appends the event to the chain.
pub(crate) fn close(
    transaction: &Transaction<'_>,
    id: i64,
    started: &StartedPart,
    ended: &Ended,
    raw: Digest,
    happenings: Digest,
) -> Result<(), Error> {
    let tokens = ended.tokens.map(Tokens::within_bounds);
    let mut answers = ended.answers.clone();
    for answer in &mut answers {
        answer.tokens = answer.tokens.map(Tokens::within_bounds);
    }
    let part = EndedPart {
        format: RECORD_FORMAT.to_owned(),
        uid: started.uid.clone(),
        outcome: ended.outcome,
        problem: ended.problem.clone(),
        at_ms: ended.at_ms,
        elapsed_ms: ended.elapsed_ms,
        raw,
        happenings,
        output: Digest::of(ended.output.as_bytes()),
        svg: ended.svg.as_ref().map(|svg| Digest::of(svg.as_bytes())),
        tokens,
        session: ended.session.clone(),
        max_token: ended.max_token.clone(),
        notes: ended.notes.clone(),
        answers,
    };
    let text = serde_json::to_string(&part)?;
    let svg = ended.svg.as_ref().map(|svg| deflate(svg.as_bytes()));
    transaction
        .prepare_cached("UPDATE content SET ended = ?2, output = ?3, svg = ?4 WHERE record = ?1")?
        .execute(params![
            id,
            text,
            deflate(ended.output.as_bytes())?,
            svg.transpose()?
        ])?;
    transaction
        .prepare_cached(
            "UPDATE record SET outcome = ?2, elapsed_ms = ?3, tokens = ?4 WHERE id = ?1",
        )?
        .execute(params![
            id,
            ended.outcome.as_str(),
            ended.elapsed_ms as i64,
            tokens.and_then(|tokens| tokens.total).map(u64::cast_signed),
        ])?;
    let body = json!({ "ended": sha256_hex(text.as_bytes()), "outcome": ended.outcome });
    chain::append(transaction, ended.at_ms, "ended", &started.uid, &body)?;
    Ok(())
}
