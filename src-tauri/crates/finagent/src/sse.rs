//! Bytes in, Server-Sent Events out, with every size bounded.
//!
//! The parsing is `sse-stream`'s. This module exists because that crate trusts its input: it keeps an
//! event of any size in memory, and it ends at the first value that is not UTF-8. So a meter on the
//! bytes that the parser takes ends the decoding when one event grows past its limit; and a block that
//! the parser gives up is read again, its broken bytes replaced, as is all that follows. What is *not*
//! here: what the events mean (see [`crate::Event`]) and where the bytes come from.
//!
//! Source of the rules: <https://html.spec.whatwg.org/multipage/server-sent-events.html>.

mod open_block;
mod utf8;

use std::{
    borrow::Cow,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll, Waker},
};

use bytes::{Buf, Bytes};
use futures_util::Stream;
use open_block::OpenBlock;
use sse_stream::{Sse, SseByteStream};
use utf8::Utf8Guard;

/// The most bytes that one event may have, counted from the end of the event before it: field names,
/// line ends and comments between the two included.
pub const EVENT_LIMIT: usize = 8_000_000;

/// One dispatched event, as the standard defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SseEvent {
    /// The event's type; `message` where the stream names none.
    pub event: Cow<'static, str>,
    /// The data lines, joined with line feeds.
    pub data: String,
    /// The last event id, which later events inherit; empty until the stream sets one.
    pub id: String,
}

/// One event is larger than the limit. The decoder yields this once and nothing after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one event is larger than {limit} bytes")]
pub struct EventTooLarge {
    /// The limit that was passed, in bytes.
    pub limit: usize,
}

/// An incremental decoder: push chunks as they arrive, take the events that they complete.
///
/// ```
/// use bytes::Bytes;
/// use finagent::sse::Decoder;
///
/// let mut decoder = Decoder::new();
/// assert_eq!(decoder.push(Bytes::from_static(b"data: hel")).count(), 0);
/// let events: Vec<_> = decoder.push(Bytes::from_static(b"lo\n\n")).collect();
/// assert_eq!(events[0].as_ref().unwrap().data, "hello");
/// ```
pub struct Decoder {
    feed: mpsc::Sender<Bytes>,
    parser: SseByteStream<Feed>,
    encoding: Encoding,
    taken: Arc<AtomicUsize>,
    /// Value of `taken` when the last block was complete.
    boundary: usize,
    last_id: String,
    limit: usize,
    over: bool,
}

/// How the decoder meets bytes that are not UTF-8.
enum Encoding {
    /// None have come: the parser gets the chunks as they are.
    Trusted(OpenBlock),
    /// Some have come: from there on everything passes the guard.
    Guarded(Utf8Guard),
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder")
            .field("limit", &self.limit)
            .field("over", &self.over)
            .finish_non_exhaustive()
    }
}

impl Decoder {
    /// A decoder that refuses events over [`EVENT_LIMIT`].
    #[must_use]
    pub fn new() -> Self {
        Self::with_event_limit(EVENT_LIMIT)
    }

    /// A decoder with another limit, in bytes.
    #[must_use]
    pub fn with_event_limit(limit: usize) -> Self {
        let taken = Arc::new(AtomicUsize::new(0));
        let (feed, parser) = new_parser(&taken);
        Self {
            feed,
            parser,
            encoding: Encoding::Trusted(OpenBlock::default()),
            taken,
            boundary: 0,
            last_id: String::new(),
            limit,
            over: false,
        }
    }

    /// Takes a chunk and returns the events that it completes. Run the iterator to its end: what it
    /// leaves is kept, in memory, for the next one.
    pub fn push(&mut self, chunk: Bytes) -> Events<'_> {
        if !self.over && !chunk.is_empty() {
            self.feed(chunk);
        }
        Events { decoder: self }
    }

    /// The block that the stream ended in the middle of, if there is one.
    ///
    /// The standard discards it. Servers of language models do leave out the last blank line, so a
    /// caller may look whether it is whole by its own measure. Its last line may be cut short.
    pub fn finish(&mut self) -> Option<SseEvent> {
        if self.over {
            return None;
        }
        if let Encoding::Guarded(guard) = &mut self.encoding {
            guard.end(|piece| send(&self.feed, piece));
        }
        self.feed(Bytes::from_static(b"\n\n"));
        let event = self.next_event()?.ok();
        self.over = true;
        event
    }

    /// Whether bytes that are not UTF-8 were replaced by U+FFFD so far, in values that count.
    #[must_use]
    pub fn replaced_invalid_utf8(&self) -> bool {
        matches!(self.encoding, Encoding::Guarded(_))
    }

    fn feed(&mut self, chunk: Bytes) {
        match &mut self.encoding {
            Encoding::Trusted(block) => {
                block.push(chunk.clone(), self.boundary);
                send(&self.feed, chunk);
            }
            Encoding::Guarded(guard) => guard.pass(chunk, |piece| send(&self.feed, piece)),
        }
    }

    /// Begins the open block again with its broken bytes replaced. Returns whether it could.
    fn guard_from_here(&mut self) -> bool {
        let Encoding::Trusted(block) = &mut self.encoding else {
            return false;
        };
        let again = block.take_since(self.boundary);
        let at_start = self.boundary == 0;
        (self.feed, self.parser) = new_parser(&self.taken);
        self.boundary = self.taken.load(Ordering::Relaxed);
        if !at_start {
            // An empty comment, so that the new parser does not look for a BOM in mid-stream.
            send(&self.feed, Bytes::from_static(b":\n"));
            self.boundary = self.boundary.wrapping_add(2);
        }
        let mut guard = Utf8Guard::default();
        for chunk in again {
            guard.pass(chunk, |piece| send(&self.feed, piece));
        }
        self.encoding = Encoding::Guarded(guard);
        true
    }

    fn next_event(&mut self) -> Option<Result<SseEvent, EventTooLarge>> {
        while !self.over {
            let mut context = Context::from_waker(Waker::noop());
            let polled = Pin::new(&mut self.parser).poll_next(&mut context);
            let taken = self.taken.load(Ordering::Relaxed);
            if taken.saturating_sub(self.boundary) > self.limit {
                self.over = true;
                return Some(Err(EventTooLarge { limit: self.limit }));
            }
            match polled {
                Poll::Ready(Some(Ok(block))) => {
                    self.boundary = taken;
                    if let Some(event) = self.dispatch(block) {
                        return Some(Ok(event));
                    }
                }
                // The parser fails on values that are not UTF-8, and never twice: the guard lets none in.
                Poll::Ready(Some(Err(_)) | None) => self.over = !self.guard_from_here(),
                Poll::Pending => break,
            }
        }
        None
    }

    /// A block without data changes the id for those that follow and is no event itself.
    fn dispatch(&mut self, block: Sse) -> Option<SseEvent> {
        if let Some(id) = block.id {
            self.last_id = id;
        }
        Some(SseEvent {
            data: block.data?,
            event: match block.event {
                Some(name) if !name.is_empty() => Cow::Owned(name),
                _ => Cow::Borrowed("message"),
            },
            id: self.last_id.clone(),
        })
    }
}

/// The events that the chunks pushed so far complete.
#[derive(Debug)]
pub struct Events<'a> {
    decoder: &'a mut Decoder,
}

impl Iterator for Events<'_> {
    type Item = Result<SseEvent, EventTooLarge>;

    fn next(&mut self) -> Option<Self::Item> {
        self.decoder.next_event()
    }
}

fn new_parser(taken: &Arc<AtomicUsize>) -> (mpsc::Sender<Bytes>, SseByteStream<Feed>) {
    let (feed, chunks) = mpsc::channel();
    let taken = Arc::clone(taken);
    (feed, SseByteStream::new(Feed { chunks, taken }))
}

/// The receiving end lives in the same decoder, so nothing can be lost here.
fn send(feed: &mpsc::Sender<Bytes>, piece: Bytes) {
    _ = feed.send(piece);
}

/// What the parser reads from: pending until a chunk is pushed, never at its end.
struct Feed {
    chunks: mpsc::Receiver<Bytes>,
    taken: Arc<AtomicUsize>,
}

impl Stream for Feed {
    type Item = Result<Metered, std::convert::Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.chunks.try_recv() {
            Ok(bytes) => Poll::Ready(Some(Ok(Metered {
                bytes,
                taken: Arc::clone(&self.taken),
            }))),
            Err(_) => Poll::Pending,
        }
    }
}

/// A chunk that counts what the parser takes of it, which is how the size of an event is known
/// without looking at the bytes a second time.
struct Metered {
    bytes: Bytes,
    taken: Arc<AtomicUsize>,
}

impl Buf for Metered {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.advance(count);
        // One decoder counts here, so no other thread can come between the two.
        let taken = self.taken.load(Ordering::Relaxed);
        self.taken
            .store(taken.wrapping_add(count), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
