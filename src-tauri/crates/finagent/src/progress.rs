//! What a caller hears while a call runs.

use std::time::Duration;

use bytes::Bytes;

use crate::{content::Usage, error::Error, event::Event, text::TextChange};

/// One thing that happened, in the order in which it did: bytes first, then the events in them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// A request is about to be sent.
    Attempt {
        /// Which one, from 1.
        number: u32,
        /// How many there will be at most.
        of: u32,
    },
    /// An attempt failed in a way that is worth another one.
    Retrying {
        /// Why it failed.
        cause: &'a Error,
        /// How long is waited now.
        after: Duration,
        /// The number of the next attempt.
        next: u32,
    },
    /// The service answers.
    Connected {
        /// The HTTP status.
        status: u16,
        /// The headers that say what answered and how: names in small letters, values bounded and
        /// without the key.
        headers: &'a [(String, String)],
    },
    /// Bytes of the answer's body as they arrived, but for the key, which is asterisks should the service
    /// repeat it. With a key, the bytes of an event come together. They are never used before they are
    /// given here, so that they can be kept as evidence.
    Bytes(&'a Bytes),
    /// A message of the stream, of whatever type.
    Event(&'a Event),
    /// The text changed.
    Text(TextChange<'a>),
    /// The tokens used so far.
    Usage(&'a Usage),
}

/// Who hears of progress.
pub(crate) type Observer<'a> = &'a mut (dyn FnMut(Progress<'_>) + Send);
