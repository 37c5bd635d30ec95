//! Decodes Server-Sent Events from chunks of bytes, with bounded sizes.
//!
//! `sse-stream` does the parsing. This module exists because that crate trusts its input: it buffers events of any
//! size, and stops at the first value that is not UTF-8. So a counter on the bytes that the parser takes stops decoding
//! when an event exceeds its limit; and a block that the parser rejects is parsed again with its invalid bytes
//! replaced, as is everything after it. The events' meaning ([`crate::Event`]) and the source of the bytes are out of
//! scope.
//!
//! Specification: <https://html.spec.whatwg.org/multipage/server-sent-events.html>.

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

/// The most bytes of one event, counted from the end of the previous event: field names, line endings and comments
/// included.
pub const EVENT_LIMIT: usize = 8_000_000;

/// One dispatched event, as the standard defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SseEvent {
    /// The event type; `message` if the stream names none.
    pub event: Cow<'static, str>,
    /// The data lines, joined with line feeds.
    pub data: String,
    /// The last event id, which later events inherit; empty until the stream sets one.
    pub id: String,
}

/// An event exceeds the size limit. The decoder yields this once and nothing after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one event is larger than {limit} bytes")]
pub struct EventTooLarge {
    /// The limit in bytes.
    pub limit: usize,
}

/// An incremental decoder: push chunks as they arrive, and take the events they complete.
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
    /// Value of `taken` at the end of the last complete block.
    boundary: usize,
    last_id: String,
    limit: usize,
    over: bool,
}

/// How the decoder treats bytes that are not UTF-8.
enum Encoding {
    /// None so far: the parser gets the chunks unchanged.
    Trusted(OpenBlock),
    /// There were some: from there on, all bytes pass through the guard.
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
    /// Creates a decoder that rejects events over [`EVENT_LIMIT`].
    #[must_use]
    pub fn new() -> Self {
        Self::with_event_limit(EVENT_LIMIT)
    }

    /// Creates a decoder with another event limit, in bytes.
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

    /// Adds a chunk and returns the events it completes. Exhaust the iterator: events left in it stay in memory until
    /// the next call.
    pub fn push(&mut self, chunk: Bytes) -> Events<'_> {
        if !self.over && !chunk.is_empty() {
            self.feed(chunk);
        }
        Events { decoder: self }
    }

    /// Returns the incomplete block at the end of the stream, if there is one.
    ///
    /// The standard discards it. LLM servers do omit the last blank line, so a caller may check by its own means
    /// whether the block is complete. Its last line may be truncated.
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

    /// Whether invalid UTF-8 in field values has been replaced by U+FFFD so far.
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

    /// Restarts the open block with its invalid bytes replaced. Returns whether that was possible.
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
                // The parser fails on values that are not UTF-8, and at most once, because the guard replaces them from
                // then on.
                Poll::Ready(Some(Err(_)) | None) => self.over = !self.guard_from_here(),
                Poll::Pending => break,
            }
        }
        None
    }

    /// A block without data sets the id for later events but is no event itself.
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

/// Iterates over the events that the chunks pushed so far complete.
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

/// The same decoder owns the receiver, so sending can't fail.
fn send(feed: &mpsc::Sender<Bytes>, piece: Bytes) {
    _ = feed.send(piece);
}

/// The parser's input: pending until a chunk is pushed, and never at its end.
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

/// A chunk that counts the bytes the parser takes, which gives the event's size without a second pass.
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
        // Each decoder has its own counter, so there is no concurrent access.
        let taken = self.taken.load(Ordering::Relaxed);
        self.taken
            .store(taken.wrapping_add(count), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
