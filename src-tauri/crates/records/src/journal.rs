//! The side of a record that a run writes to: it buffers what arrives, and the writer puts it on disk.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use serde_json::{Value, json};

use crate::{error::Error, facts::Ended, store::Records};

/// The data that has arrived and is not on disk yet.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    raw: Vec<u8>,
    happenings: Vec<u8>,
    /// Bytes of the answer received so far.
    received: u64,
    trouble: Option<Error>,
}

impl Buffer {
    /// Takes the data that has arrived since the last call: bytes, and lines of happenings.
    pub(crate) fn take(&self) -> (Vec<u8>, Vec<u8>) {
        let mut state = self.lock();
        (
            std::mem::take(&mut state.raw),
            std::mem::take(&mut state.happenings),
        )
    }

    /// Sets why the buffer can't be put on disk at the moment.
    pub(crate) fn trouble(&self, trouble: Option<Error>) {
        self.lock().trouble = trouble;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A record whose run is in progress. Dropping it before [`Self::end`] closes the record as interrupted.
#[derive(Debug)]
pub struct Journal {
    records: Records,
    id: i64,
    uid: String,
    began: Instant,
    buffer: Arc<Buffer>,
    ended: bool,
}

impl Journal {
    pub(crate) fn new(records: Records, id: i64, uid: String, buffer: Arc<Buffer>) -> Self {
        Self {
            records,
            id,
            uid,
            began: Instant::now(),
            buffer,
            ended: false,
        }
    }

    /// The id of the record in this database.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The uid of the record.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// Records bytes of the answer, as they came.
    pub fn bytes(&self, bytes: &[u8]) {
        let mut state = self.buffer.lock();
        state.raw.extend_from_slice(bytes);
        state.received += bytes.len() as u64;
    }

    /// Records that the bytes from here on answer the request of this number, if there are several.
    pub fn part(&self, number: u32) {
        self.happened(|received| json!({ "part": number, "at": received }));
    }

    /// Bytes of the answer received so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.buffer.lock().received
    }

    /// Records the start of an attempt. The bytes from here on are its answer.
    pub fn attempt(&self, number: u32) {
        self.happened(|received| json!({ "attempt": number, "at": received }));
    }

    /// Records the status and the relevant headers of an answer.
    pub fn connected(&self, status: u16, headers: &[(String, String)]) {
        let headers: serde_json::Map<_, _> = headers
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        self.happened(|_| json!({ "status": status, "headers": headers }));
    }

    /// Records that another attempt follows after `after_ms` milliseconds, and why: an error code with its parameters.
    pub fn retrying(&self, problem: &Value, after_ms: u64) {
        self.happened(|_| json!({ "retry_after_ms": after_ms, "problem": problem }));
    }

    /// Records an event of the answer: its name, its step and the title of the step, if it has them. Adds how many bytes
    /// of the answer had arrived by then.
    pub fn event(&self, name: &str, step: Option<&str>, title: Option<&str>) {
        self.happened(|received| {
            let mut line = json!({ "event": name, "at": received });
            for (name, value) in [("step", step), ("title", title)] {
                if let (Some(value), Some(line)) = (value, line.as_object_mut()) {
                    line.insert(name.to_owned(), value.into());
                }
            }
            line
        });
    }

    /// Writes the data that has arrived to disk now, and waits for it. If that fails, [`Self::trouble`] says why.
    pub fn flush(&self) {
        // Fails if the records are closed, which is reported where they were closed.
        let _ = self.records.write(|writer| {
            writer.write_journals();
            Ok(())
        });
    }

    /// The reason why the buffer can't be written at the moment. The data stays in memory and the writer tries again.
    #[must_use]
    pub fn trouble(&self) -> Option<Error> {
        self.buffer.lock().trouble.clone()
    }

    /// Ends the record and waits until that is on disk.
    ///
    /// # Errors
    /// Any write error. The writer then tries again as long as the app runs.
    pub fn end(mut self, ended: Ended) -> Result<(), Error> {
        let id = self.id;
        self.ended = true;
        self.records.write(move |writer| writer.end(id, ended))
    }

    fn happened(&self, what: impl FnOnce(u64) -> Value) {
        let ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut state = self.buffer.lock();
        let mut line = json!({ "ms": ms });
        if let (Some(line), Value::Object(what)) = (line.as_object_mut(), what(state.received)) {
            line.extend(what);
        }
        state
            .happenings
            .extend_from_slice(line.to_string().as_bytes());
        state.happenings.push(b'\n');
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if !self.ended {
            let id = self.id;
            self.records.tell(move |writer| writer.abandon(id));
        }
    }
}
