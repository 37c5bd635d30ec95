//! What a call reports while it runs.

use std::time::Duration;

use bytes::Bytes;

use crate::{content::Usage, error::Error, event::Event, text::TextChange};

/// A progress report. Reports come in order: bytes first, then the events in them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// A request is about to be sent.
    Attempt {
        /// Its number, from 1.
        number: u32,
        /// The maximum number of attempts.
        of: u32,
    },
    /// An attempt failed and will be repeated.
    Retrying {
        /// Why the attempt failed.
        cause: &'a Error,
        /// The wait before the next attempt.
        after: Duration,
        /// The number of the next attempt.
        next: u32,
    },
    /// The response head arrived.
    Connected {
        /// The HTTP status.
        status: u16,
        /// The response headers worth keeping as evidence: lowercase names, values bounded and without the key.
        headers: &'a [(String, String)],
    },
    /// Bytes of the body as received, except that the key is replaced by asterisks if the service echoes it. With a key
    /// set, the bytes of an event arrive together. Bytes are reported before they are used, so that the caller can keep
    /// them as evidence.
    Bytes(&'a Bytes),
    /// A message of the stream, of any type.
    Event(&'a Event),
    /// The text changed.
    Text(TextChange<'a>),
    /// The tokens used so far.
    Usage(&'a Usage),
}

/// Receives progress reports.
pub(crate) type Observer<'a> = &'a mut (dyn FnMut(Progress<'_>) + Send);
