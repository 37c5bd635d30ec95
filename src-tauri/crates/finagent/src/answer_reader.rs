//! Reads the body of a 2xx answer without any network: detects its format, applies each event, and finds its end.
//!
//! The content type is only a hint. A body that begins with `{` is read as the contract's JSON, whatever the request
//! asked for; one that begins like an event stream is read as a stream; anything else is unreadable.

use bytes::{Bytes, BytesMut};
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use crate::{
    answer::{Answer, Note, Partial},
    content::{self, Content, Fault, Usage},
    error::{Error, Oversized},
    event::Event,
    excerpt::excerpt,
    key::ApiKey,
    options::Mode,
    progress::{Observer, Progress},
    request::Endpoint,
    sniff::{Body, sniff},
    sse::{Decoder, EVENT_LIMIT},
    text::GrowingText,
};

/// The most bytes an answer may have.
pub const ANSWER_LIMIT: usize = 32_000_000;

/// The most bytes read of a body in an unknown format; they only serve the error's excerpt.
pub(crate) const FOREIGN_LIMIT: usize = 65_536;

/// What the response head says about the body.
#[derive(Debug, Clone)]
pub(crate) struct Expectation<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) mode: Mode,
    pub(crate) content_type: Option<String>,
    pub(crate) key: Option<&'a ApiKey>,
}

/// State of an answer while it is being read.
#[derive(Debug)]
pub(crate) struct AnswerReader<'a> {
    expected: Expectation<'a>,
    body: State,
    text: GrowingText,
    /// Everything but the text.
    so_far: Answer,
}

#[derive(Debug)]
enum State {
    /// Too few bytes to tell the format.
    Unknown(BytesMut),
    Stream(Box<Decoder>),
    Document(BytesMut),
    Foreign(BytesMut),
}

impl<'a> AnswerReader<'a> {
    pub(crate) fn new(expected: Expectation<'a>) -> Self {
        Self {
            expected,
            body: State::Unknown(BytesMut::new()),
            text: GrowingText::default(),
            so_far: Answer::default(),
        }
    }

    pub(crate) fn partial(&self) -> Partial {
        Partial {
            text: self.text.as_str().to_owned(),
            svg: self.so_far.svg.clone(),
            usage: self.so_far.usage,
            session_id: self.so_far.session_id.clone(),
            events: self.so_far.events,
            bytes: self.so_far.bytes,
        }
    }

    pub(crate) fn interrupted(&self) -> Error {
        Error::Interrupted {
            events: self.so_far.events,
            bytes: self.so_far.bytes,
        }
    }

    /// Reads the next bytes. Returns the answer if they complete it.
    pub(crate) fn push(
        &mut self,
        chunk: Bytes,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Result<Option<Answer>, Error> {
        self.so_far.bytes = self.so_far.bytes.saturating_add(chunk.len() as u64);
        if self.so_far.bytes > ANSWER_LIMIT as u64 {
            return Err(Error::Oversize {
                what: Oversized::Answer,
                limit: ANSWER_LIMIT as u64,
            });
        }
        let chunk = match &mut self.body {
            State::Unknown(begun) => {
                begun.extend_from_slice(&chunk);
                let Some(body) = sniff(begun, self.expected.content_type.as_deref()) else {
                    return Ok(None);
                };
                let begun = std::mem::take(begun);
                self.body = match body {
                    Body::Stream => State::Stream(Box::default()),
                    Body::Document => State::Document(BytesMut::new()),
                    Body::Foreign => State::Foreign(BytesMut::new()),
                };
                begun.freeze()
            }
            _ => chunk,
        };
        match &mut self.body {
            State::Stream(_) => self.read_events(chunk, cancel, on),
            State::Document(body) | State::Unknown(body) => {
                body.extend_from_slice(&chunk);
                Ok(None)
            }
            State::Foreign(body) => {
                body.extend_from_slice(&chunk);
                if body.len() < FOREIGN_LIMIT {
                    return Ok(None);
                }
                Err(self.unreadable())
            }
        }
    }

    /// Ends the body. Returns `Interrupted` if the answer was incomplete.
    pub(crate) fn end(&mut self, on: Observer<'_>) -> Result<Answer, Error> {
        match &mut self.body {
            State::Stream(decoder) => {
                // The standard discards an event without its blank line. Here it may be the last one: accept it if its
                // JSON is complete, because the event's name alone may be on a separate line.
                let last = decoder.finish().map(Event::read);
                let endpoint = self.expected.endpoint;
                match last.filter(|event| {
                    event.is_object() && (event.is_last(endpoint) || event.fault.is_some())
                }) {
                    Some(event) => {
                        self.so_far.notes.push(Note::UnterminatedLastEvent);
                        self.take(&event, on)?.ok_or_else(|| self.interrupted())
                    }
                    None => Err(self.interrupted()),
                }
            }
            State::Document(body) => {
                let body = std::mem::take(body);
                self.read_document(&body, on)
            }
            State::Unknown(body) if body.iter().all(u8::is_ascii_whitespace) => {
                Err(self.interrupted())
            }
            State::Unknown(_) | State::Foreign(_) => Err(self.unreadable()),
        }
    }

    fn read_events(
        &mut self,
        chunk: Bytes,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Result<Option<Answer>, Error> {
        let mut chunk = Some(chunk);
        loop {
            let State::Stream(decoder) = &mut self.body else {
                return Ok(None);
            };
            let Some(event) = decoder.push(chunk.take().unwrap_or_default()).next() else {
                return Ok(None);
            };
            let event = event.map_err(|_| Error::Oversize {
                what: Oversized::Event,
                limit: EVENT_LIMIT as u64,
            })?;
            if cancel.is_cancelled() {
                return Err(Error::Cancelled);
            }
            if event.data.trim() == "[DONE]" {
                return Err(self.interrupted());
            }
            if let Some(answer) = self.take(&Event::read(event), on)? {
                return Ok(Some(answer));
            }
        }
    }

    /// Applies an event. Returns the answer if the event is the last one.
    fn take(&mut self, event: &Event, on: Observer<'_>) -> Result<Option<Answer>, Error> {
        if event.session_id.is_some() {
            self.so_far.session_id.clone_from(&event.session_id);
        }
        on(Progress::Event(event));
        if let Some(fault) = &event.fault {
            // An error is not part of an answer: as the first event it leaves the call retryable.
            return Err(self.service_error(fault));
        }
        self.so_far.events += 1;
        let is_last = event.is_last(self.expected.endpoint);
        if is_last && !event.is_object() {
            return Err(self.not_understood(event.raw.get().as_bytes()));
        }
        self.add(&event.content, is_last, on);
        if !is_last {
            return Ok(None);
        }
        if self.expected.mode == Mode::Sync {
            self.so_far.notes.push(Note::AnsweredAsStream);
        }
        if let State::Stream(decoder) = &self.body
            && decoder.replaced_invalid_utf8()
        {
            self.so_far.notes.push(Note::InvalidUtf8Replaced);
        }
        self.finish(event.raw.get().as_bytes()).map(Some)
    }

    fn read_document(&mut self, body: &[u8], on: Observer<'_>) -> Result<Answer, Error> {
        let text = String::from_utf8_lossy(body);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            self.so_far.notes.push(Note::InvalidUtf8Replaced);
        }
        let document: &RawValue = match serde_json::from_str(text.trim_start_matches('\u{FEFF}')) {
            Ok(document) => document,
            Err(error) if error.is_eof() => return Err(self.interrupted()),
            Err(_) => return Err(self.not_understood(body)),
        };
        let (content, fault) = content::read_document(document);
        if let Some(fault) = fault {
            return Err(self.service_error(&fault));
        }
        self.add(&content, true, on);
        if self.expected.mode == Mode::Stream {
            self.so_far.notes.push(Note::AnsweredAtOnce);
        }
        self.finish(body)
    }

    /// Applies the content of a message or a document. The output of the last one is the whole text.
    fn add(&mut self, content: &Content, is_last: bool, on: Observer<'_>) {
        if content.svg.as_ref().is_some_and(|svg| !svg.is_empty()) {
            self.so_far.svg.clone_from(&content.svg);
        }
        if content.max_token.is_some() {
            self.so_far.max_token.clone_from(&content.max_token);
        }
        if let Some(usage) = content.usage {
            let usage: &Usage = self.so_far.usage.insert(usage);
            on(Progress::Usage(usage));
        }
        let output = content.output.as_deref().unwrap_or_default();
        let change = if is_last && !output.trim().is_empty() {
            self.text.settle(output)
        } else {
            self.text
                .offer([output, content.text.as_deref().unwrap_or_default()])
        };
        if let Some(change) = change {
            on(Progress::Text(change));
        }
    }

    /// Returns the answer. An answer without text is no report, whatever its format, and is unreadable. `last` is the
    /// event or document that ended it, for the error's excerpt.
    fn finish(&mut self, last: &[u8]) -> Result<Answer, Error> {
        if self.text.as_str().trim().is_empty() {
            return Err(self.not_understood(last));
        }
        Ok(Answer {
            output: self.text.as_str().to_owned(),
            ..std::mem::take(&mut self.so_far)
        })
    }

    fn service_error(&self, fault: &Fault) -> Error {
        Error::Service {
            code: fault.code,
            message: excerpt(&fault.message, self.expected.key),
            retry_after: None,
        }
    }

    fn unreadable(&self) -> Error {
        match &self.body {
            State::Foreign(body) | State::Unknown(body) => self.not_understood(body),
            State::Stream(_) | State::Document(_) => self.not_understood(&[]),
        }
    }

    fn not_understood(&self, body: &[u8]) -> Error {
        let beginning = body.get(..FOREIGN_LIMIT).unwrap_or(body);
        let content_type = self.expected.content_type.as_deref();
        Error::Unreadable {
            content_type: content_type.map(|text| excerpt(text, self.expected.key)),
            excerpt: excerpt(&String::from_utf8_lossy(beginning), self.expected.key),
        }
    }
}

#[cfg(test)]
mod tests;
