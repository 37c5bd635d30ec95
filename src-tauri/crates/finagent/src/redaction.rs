//! Removes the key from an answer in case the service echoes it.
//!
//! Every byte of an answer passes through here before anything else sees it. The output does not contain the key: not
//! in the bytes, not in a JSON string, and not in the text that [`crate::Client`] joins from the strings of several
//! elements and events. Each character of the key is replaced by an asterisk in place, so lengths and JSON structure do
//! not change. Code that uses the bytes later, live or from a record, needs no further redaction.
//!
//! That costs latency: an event is released once it is complete, and an event whose text ends in a possible beginning
//! of the key is held until the next one. A synchronous answer is released at its end.

mod block;

use std::collections::VecDeque;

use block::{Block, End, Event, Part, characters, hide};
use bytes::{Bytes, BytesMut};
use serde_json::value::RawValue;

use crate::{
    answer_reader::{ANSWER_LIMIT, FOREIGN_LIMIT},
    content::{self, Found},
    key::ApiKey,
    request::Endpoint,
    secret_search::{Search, SecretPattern},
    sniff::{Body, sniff},
    sse::EVENT_LIMIT,
    text::GrowingText,
};

/// Redacts one key in a body that arrives in chunks.
pub(crate) struct Redactor {
    /// `None` if there is no key to redact.
    work: Option<Work>,
}

impl Redactor {
    /// For the answer of an endpoint.
    pub(crate) fn new(
        key: Option<&ApiKey>,
        endpoint: Endpoint,
        content_type: Option<&str>,
    ) -> Self {
        let work = SecretPattern::of(key).map(|secret| Work {
            secret,
            endpoint,
            content_type: content_type.map(str::to_owned),
            body: None,
            open: BytesMut::new(),
            end: End::default(),
            is_over: false,
            last: 0,
            held: VecDeque::new(),
            held_bytes: 0,
            text: GrowingText::default(),
            hidden: Vec::new(),
            joined: Default::default(),
        });
        Self { work }
    }

    /// For a body that is read as a whole.
    pub(crate) fn of_whole(key: Option<&ApiKey>) -> Self {
        let mut guard = Self::new(key, Endpoint::Audit, None);
        if let Some(work) = &mut guard.work {
            work.body = Some(Body::Foreign);
        }
        guard
    }

    /// Adds a chunk. Returns the redacted bytes that can be released now.
    pub(crate) fn pass(&mut self, chunk: Bytes) -> Bytes {
        match &mut self.work {
            Some(work) => work.pass(&chunk),
            None => chunk,
        }
    }

    /// Ends the body. Returns the redacted rest.
    pub(crate) fn rest(&mut self) -> Bytes {
        self.work.as_mut().map(Work::rest).unwrap_or_default()
    }
}

struct Work {
    secret: SecretPattern,
    endpoint: Endpoint,
    content_type: Option<String>,
    /// The body's format, once known.
    body: Option<Body>,
    /// The incomplete block at the end.
    open: BytesMut,
    end: End,
    /// Whether the last event has arrived.
    is_over: bool,
    /// The number of the latest block.
    last: u64,
    /// The latest blocks, held while their text may be the beginning of the key.
    held: VecDeque<Block>,
    /// Total bytes of `held`.
    held_bytes: usize,
    /// The text as a client without a key would build it.
    text: GrowingText,
    /// Which bytes of `text` were redacted; bytes beyond its length were not.
    hidden: Vec<bool>,
    joined: [Joined; 3],
}

/// Strings of several elements and events, searched as one text.
#[derive(Default)]
struct Joined {
    search: Search<Place>,
    /// The number of the latest block with such a string.
    last: u64,
}

/// Which strings are joined.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// The strings from which the client builds the text.
    Text = 0,
    /// Every `data.output`, whether the client uses it or not.
    Outputs = 1,
    /// Every `data.text`.
    Texts = 2,
}

/// The position of a character of a string.
#[derive(Debug, Clone, Copy)]
struct Place {
    block: u64,
    at: usize,
    length: usize,
    /// Its offset in [`Work::text`], if it is part of it.
    in_text: usize,
}

/// How many bytes of an event were already searched as part of the text.
#[derive(Debug, Default, Clone, Copy)]
struct Known {
    output: usize,
    text: usize,
}

impl Work {
    fn pass(&mut self, chunk: &[u8]) -> Bytes {
        self.open.extend_from_slice(chunk);
        if self.body.is_none() {
            self.body = sniff(&self.open, self.content_type.as_deref());
        }
        let limit = match self.body {
            None => return Bytes::new(),
            Some(Body::Stream) => EVENT_LIMIT,
            Some(Body::Document) => ANSWER_LIMIT,
            Some(Body::Foreign) => FOREIGN_LIMIT,
        };
        let mut seen = Vec::new();
        if self.body == Some(Body::Stream) {
            while let Some(length) = self.end.find(&self.open) {
                let block = self.open.split_to(length).into();
                self.take(block, &mut seen);
            }
        }
        // The reader rejects the answer here because it is too large, so nothing needs to be held any longer.
        if self.open.len() > limit || self.held_bytes > ANSWER_LIMIT {
            seen.extend_from_slice(&self.rest());
        }
        seen.into()
    }

    fn rest(&mut self) -> Bytes {
        let open = Vec::from(std::mem::take(&mut self.open));
        self.end = End::default();
        if self.body != Some(Body::Stream) {
            return self.hidden_document(open).into();
        }
        let mut seen = Vec::new();
        if !open.is_empty() {
            let is_cut = self.hold(open);
            if is_cut {
                // A truncated block may contain the rest of a key that has begun.
                let begun = |joined: &Joined| {
                    let open = joined.search.open(self.secret.harmless());
                    open.copied().collect::<Vec<_>>()
                };
                let begun: Vec<Place> = self.joined.iter().flat_map(begun).collect();
                self.hide(&begun);
            }
        }
        self.release(u64::MAX, &mut seen);
        seen.into()
    }

    /// Adds a complete block, and releases blocks that need not wait for the next one.
    fn take(&mut self, block: Vec<u8>, seen: &mut Vec<u8>) {
        if block.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            match self.held.back_mut() {
                Some(before) => {
                    self.held_bytes += block.len();
                    before.bytes.extend(block);
                }
                None => {
                    self.last += 1;
                    seen.extend(block);
                }
            }
            return;
        }
        self.hold(block);
        let harmless = self.secret.harmless();
        let wait = self.joined.iter().flat_map(|joined| {
            // A single letter may be the beginning of the key, continued in the next event. Wait for one event only: an
            // event without text must not be held until one with text arrives.
            let is_news = joined.last == self.last;
            joined.search.begun().filter_map(move |(place, length)| {
                (is_news || length > harmless).then_some(place.block)
            })
        });
        let first = wait.min().filter(|_| !self.is_over);
        self.release(first.unwrap_or(u64::MAX), seen);
    }

    /// Releases the blocks before number `first`.
    fn release(&mut self, first: u64, seen: &mut Vec<u8>) {
        while let Some(block) = self.held.pop_front_if(|block| block.number < first) {
            self.held_bytes -= block.bytes.len();
            seen.extend(block.bytes);
        }
    }

    /// Redacts a block and holds it. Returns whether its JSON is truncated.
    fn hold(&mut self, bytes: Vec<u8>) -> bool {
        self.last += 1;
        let block = Block::new(self.last, bytes);
        let event = block.event();
        self.held_bytes += block.bytes.len();
        self.held.push_back(block);
        let message = serde_json::from_str::<&RawValue>(&event.data);
        let is_cut = match &message {
            Ok(message) => {
                self.hold_message(message, &event);
                false
            }
            Err(_) => {
                let is_done = event.data.trim() == "[DONE]";
                self.is_over |= is_done;
                !event.data.is_empty() && !is_done
            }
        };
        if let Some(block) = self.held.back_mut() {
            block::hide_written(&self.secret, &mut block.bytes, &event.json());
        }
        is_cut
    }

    fn hold_message(&mut self, message: &RawValue, event: &Event) {
        let (found, fault) = content::find_in_message(message);
        let is_last = event.name(message) == self.endpoint.last_event();
        self.is_over |= is_last || fault.is_some();
        let known = self.search_text(&found, event, is_last);
        let mut hidden = self.search(Of::Outputs, &found.output, event, (known.output, 0));
        hidden.extend(self.search(Of::Texts, &found.text, event, (known.text, 0)));
        self.hide(&hidden);
    }

    /// Searches the text that an event adds to the client's text, and redacts matches in every held event that repeats
    /// it.
    fn search_text(&mut self, found: &Found<'_>, event: &Event, is_last: bool) -> Known {
        let mut all_known = Known::default();
        let output = content::joined(&found.output).unwrap_or_default();
        if is_last && !output.trim().is_empty() {
            // The final output replaces the text; it does not extend it.
            return all_known;
        }
        let text = content::joined(&found.text).unwrap_or_default();
        let readings = [output.as_str(), text.as_str()];
        let Some((which, known)) = self.text.added_by(readings) else {
            return all_known;
        };
        let end = self.text.as_str().len();
        self.text.offer(readings);
        let (strings, part) = if which == 0 {
            (&found.output, Part::Output)
        } else {
            (&found.text, Part::Text)
        };
        match part {
            Part::Output => all_known.output = known,
            Part::Text => all_known.text = known,
        }
        let begins = end - known;
        if let Some(block) = self.held.back_mut() {
            block.text = Some((part, begins));
        }
        let first = self.held.front().map_or(0, |block| block.number);
        let places = self.search(Of::Text, strings, event, (known, end));
        let hidden = places.iter().filter(|place| place.block >= first);
        let hidden: Vec<usize> = hidden.map(|place| place.in_text).collect();
        if let Some(last) = hidden.iter().max() {
            self.hidden.resize(self.hidden.len().max(last + 1), false);
        }
        for at in &hidden {
            if let Some(is_hidden) = self.hidden.get_mut(*at) {
                *is_hidden = true;
            }
        }
        if hidden.is_empty() {
            // The event repeats earlier text: redact the same bytes in it.
            if known > 0 && !self.hidden.is_empty() {
                self.hide_text(self.last);
            }
        } else {
            self.hide_text(first);
        }
        all_known
    }

    /// Redacts the text's redacted bytes in the blocks from number `first` on.
    fn hide_text(&mut self, first: u64) {
        for block in &mut self.held {
            let Some((part, begins)) = block.text.filter(|_| block.number >= first) else {
                continue;
            };
            let event = block.event();
            let Ok(message) = serde_json::from_str::<&RawValue>(&event.data) else {
                continue;
            };
            let (found, _) = content::find_in_message(message);
            let strings = match part {
                Part::Output => found.output,
                Part::Text => found.text,
            };
            let mut in_text = begins;
            for string in strings {
                let at = event.place_of(string);
                characters(string.get().as_bytes(), true, |character| {
                    if character.is_quote {
                        return;
                    }
                    if self.hidden.get(in_text) == Some(&true) {
                        hide(&mut block.bytes, at + character.at, character.length);
                    }
                    in_text += character.width;
                });
            }
        }
    }

    /// Continues a search in strings of the latest block, skipping their first `known` bytes. The rest has the offset
    /// `in_text` in the text. Returns the positions of the key.
    fn search(
        &mut self,
        of: Of,
        strings: &[&RawValue],
        event: &Event,
        (known, mut in_text): (usize, usize),
    ) -> Vec<Place> {
        let mut found = Vec::new();
        let Some(joined) = self.joined.get_mut(of as usize) else {
            return found;
        };
        let mut skipped = 0;
        for string in strings {
            let begins = event.place_of(string);
            characters(string.get().as_bytes(), true, |character| {
                if character.is_quote {
                    return;
                }
                if skipped < known {
                    skipped += character.width;
                    return;
                }
                let place = Place {
                    block: self.last,
                    at: begins + character.at,
                    length: character.length,
                    in_text,
                };
                in_text += character.width;
                joined.last = self.last;
                joined
                    .search
                    .push(&self.secret, character.is, place, &mut |key| {
                        found.extend(key);
                    });
            });
        }
        found
    }

    /// Replaces the characters at these positions by asterisks, in the blocks still held.
    fn hide(&mut self, places: &[Place]) {
        for place in places {
            let first = self.held.front().map_or(0, |block| block.number);
            let index = place.block.checked_sub(first);
            let index = index.and_then(|index| usize::try_from(index).ok());
            if let Some(block) = index.and_then(|index| self.held.get_mut(index)) {
                hide(&mut block.bytes, place.at, place.length);
            }
        }
    }

    /// Redacts a body that is one document.
    fn hidden_document(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.last += 1;
        let block = Block::new(self.last, bytes);
        let whole = block.whole();
        self.held.push_back(block);
        if let Ok(document) = serde_json::from_str::<&RawValue>(&whole.data) {
            let found = content::find_in_document(document);
            let mut hidden = self.search(Of::Outputs, &found.output, &whole, (0, 0));
            hidden.extend(self.search(Of::Texts, &found.text, &whole, (0, 0)));
            self.hide(&hidden);
        }
        let block = self.held.pop_back();
        let mut bytes = block.map(|block| block.bytes).unwrap_or_default();
        block::hide_written(&self.secret, &mut bytes, &whole.json());
        bytes
    }
}

#[cfg(test)]
mod tests;
