//! Keeps the key out of everything that is made of an answer, should the service repeat it.
//!
//! The bytes of an answer pass here before anybody sees them, and what leaves holds the key in no reading: neither as bytes,
//! nor in a string of JSON, nor in the text that [`crate::Client`] joins from the strings of several elements and events.
//! Each character of the key becomes an asterisk where it stands, so that lengths and JSON stay what they were. Whatever is
//! made of the bytes later, live or from a record, needs no care of its own.
//!
//! So an event leaves when it is whole, and one whose text ends in what may be the beginning of the key waits for the next. An
//! answer in one piece leaves at its end.

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

/// Hides one key in a body that comes in chunks.
pub(crate) struct Redactor {
    /// `None` where there is no key to hide.
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

    /// What may be seen now that this chunk has come.
    pub(crate) fn pass(&mut self, chunk: Bytes) -> Bytes {
        match &mut self.work {
            Some(work) => work.pass(&chunk),
            None => chunk,
        }
    }

    /// What is still held back when no more comes.
    pub(crate) fn rest(&mut self) -> Bytes {
        self.work.as_mut().map(Work::rest).unwrap_or_default()
    }
}

struct Work {
    secret: SecretPattern,
    endpoint: Endpoint,
    content_type: Option<String>,
    /// What the body is, once that can be told.
    body: Option<Body>,
    /// What has come of the block that is not whole.
    open: BytesMut,
    end: End,
    /// The last event has come.
    is_over: bool,
    /// The number of the latest block.
    last: u64,
    /// The latest blocks, as long as their text may begin the key.
    held: VecDeque<Block>,
    /// Their bytes.
    held_bytes: usize,
    /// The text as a client without a key would have it.
    text: GrowingText,
    /// Which of its bytes are asterisks in what has left; false where this is shorter than the text.
    hidden: Vec<bool>,
    joined: [Joined; 3],
}

/// Strings of several elements and events, read as one text.
#[derive(Default)]
struct Joined {
    search: Search<Place>,
    /// The number of the block that brought the latest of it.
    last: u64,
}

/// Which strings are joined.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// What the client makes the text of.
    Text = 0,
    /// Every `data.output`, whether the client takes it or not.
    Outputs = 1,
    /// Every `data.text`.
    Texts = 2,
}

/// Where a character of a string stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    block: u64,
    at: usize,
    length: usize,
    /// Where it stands in [`Work::text`], if it does.
    in_text: usize,
}

/// What of an event has been searched as part of the text, and need not be searched again.
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
        // Whoever reads this ends the answer here: it is too large.
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
                // The rest of what was begun may stand in it.
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

    /// Takes a whole block, and lets go of what need not wait for the next.
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
            // A single letter may begin the key, and another event may bring the next. It isn't waited for any longer than
            // that: an event without text must not wait for one with.
            let is_news = joined.last == self.last;
            joined.search.begun().filter_map(move |(place, length)| {
                (is_news || length > harmless).then_some(place.block)
            })
        });
        let first = wait.min().filter(|_| !self.is_over);
        self.release(first.unwrap_or(u64::MAX), seen);
    }

    /// Lets go of the blocks before this one.
    fn release(&mut self, first: u64, seen: &mut Vec<u8>) {
        while let Some(block) = self.held.pop_front_if(|block| block.number < first) {
            self.held_bytes -= block.bytes.len();
            seen.extend(block.bytes);
        }
    }

    /// Adds a block, without the key. Returns whether its JSON is cut short.
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

    /// Searches what an event adds to the client's text, and hides what is found in every event that repeats it.
    fn search_text(&mut self, found: &Found<'_>, event: &Event, is_last: bool) -> Known {
        let mut all_known = Known::default();
        let output = content::joined(&found.output).unwrap_or_default();
        if is_last && !output.trim().is_empty() {
            // It takes the place of the text, and nothing is added to it.
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
            // What it repeats of the text is hidden there as well.
            if known > 0 && !self.hidden.is_empty() {
                self.hide_text(self.last);
            }
        } else {
            self.hide_text(first);
        }
        all_known
    }

    /// Hides in the blocks from this one on what is hidden of the text.
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

    /// Searches on in strings of the latest block, but for their first `known` bytes; what follows stands in the text from
    /// `in_text` on. Returns the places of the key.
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

    /// Puts asterisks in these places, as far as their blocks are still held.
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

    /// A body in one piece, without the key.
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
