//! One block of an event stream, or a whole document: its bytes, the JSON in it, and the JSON's position in the bytes.

use std::ops::Range;

use memchr::memchr2;
use serde_json::value::RawValue;

use crate::{
    json,
    secret_search::{Search, SecretPattern},
};

/// Finds the end of blocks: a blank line, with any line ending.
#[derive(Debug, Default)]
pub(super) struct End {
    /// Offset of the next byte to look at.
    at: usize,
    /// Offset of the current line.
    line: usize,
    /// A line feed at `at` belongs to the carriage return before it.
    after_return: bool,
}

impl End {
    /// Length of the first block, if complete. The caller removes the block before the next call.
    pub(super) fn find(&mut self, open: &[u8]) -> Option<usize> {
        loop {
            let rest = open.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                return None;
            }
            if std::mem::take(&mut self.after_return) && rest.starts_with(b"\n") {
                self.at += 1;
                self.line = self.at;
                continue;
            }
            let Some(length) = memchr2(b'\r', b'\n', rest) else {
                self.at = open.len();
                return None;
            };
            let is_blank = self.at + length == self.line;
            self.after_return = rest.get(length) == Some(&b'\r');
            self.at += length + 1;
            self.line = self.at;
            if is_blank {
                let whole = self.at;
                (self.at, self.line) = (0, 0);
                return Some(whole);
            }
        }
    }
}

/// Bytes of the stream that are released together.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) number: u64,
    pub(super) bytes: Vec<u8>,
    /// The strings that contribute to the text, and their offset in the text.
    pub(super) text: Option<(Part, usize)>,
}

/// Strings of an event that can contribute to the text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// `data.output`.
    Output,
    /// `data.text`.
    Text,
}

/// The parsed content of a block.
#[derive(Debug, Default)]
pub(super) struct Event {
    name: String,
    /// The data lines, joined with line feeds. Bytes that are not UTF-8 are replaced by question marks.
    pub(super) data: String,
    /// Offset of each line in `data`, and its range in the block.
    places: Vec<(usize, Range<usize>)>,
}

impl Block {
    pub(super) fn new(number: u64, bytes: Vec<u8>) -> Self {
        Self {
            number,
            bytes,
            text: None,
        }
    }

    /// Parses the block as an SSE event.
    pub(super) fn event(&self) -> Event {
        let mut event = Event::default();
        let mut at = if self.number == 1 && self.bytes.starts_with(BOM) {
            BOM.len()
        } else {
            0
        };
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let length = memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..length).unwrap_or_default();
            let colon = line.iter().position(|byte| *byte == b':');
            let (field, value) = line.split_at(colon.unwrap_or(length));
            let value = value.strip_prefix(b":").unwrap_or(value);
            let value = value.strip_prefix(b" ").unwrap_or(value);
            match field {
                b"data" => event.add(value, at + length - value.len()),
                b"event" => event.name = utf8(value),
                _ => {}
            }
            at += length + 1;
        }
        event
    }

    /// Parses the block as one document.
    pub(super) fn whole(&self) -> Event {
        let text = self.bytes.strip_prefix(BOM).unwrap_or(&self.bytes);
        let mut event = Event::default();
        event.add(text, self.bytes.len() - text.len());
        event
    }
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Event {
    fn add(&mut self, line: &[u8], at: usize) {
        if !self.places.is_empty() {
            self.data.push('\n');
        }
        self.places.push((self.data.len(), at..at + line.len()));
        self.data.push_str(&utf8(line));
    }

    /// The ranges of the data in the block, if the data is complete JSON.
    pub(super) fn json(&self) -> Vec<Range<usize>> {
        if serde_json::from_str::<&RawValue>(&self.data).is_err() {
            return Vec::new();
        }
        self.places.iter().map(|(_, place)| place.clone()).collect()
    }

    /// The event type: from the JSON, else from the SSE `event` line, else `message`.
    pub(super) fn name(&self, message: &RawValue) -> String {
        let named = json::members(message.get(), ["event"]).and_then(|[name]| json::string(name?));
        match named.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None if self.name.is_empty() => "message".to_owned(),
            None => self.name.clone(),
        }
    }

    /// The position in the block of a part of the data.
    pub(super) fn place_of(&self, part: &RawValue) -> usize {
        let at = part
            .get()
            .as_ptr()
            .addr()
            .wrapping_sub(self.data.as_ptr().addr());
        let line = self.places.partition_point(|(begins, _)| *begins <= at);
        let line = line.checked_sub(1).and_then(|line| self.places.get(line));
        line.map_or(usize::MAX, |(begins, place)| place.start + (at - begins))
    }
}

/// Decodes UTF-8 so that every byte keeps its offset.
fn utf8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// A character as written in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) is: char,
    pub(super) at: usize,
    /// Length as written, in bytes.
    pub(super) length: usize,
    /// Length in UTF-8, in bytes.
    pub(super) width: usize,
    /// Whether it is a quotation mark that delimits a JSON string.
    pub(super) is_quote: bool,
}

/// Iterates over the characters of a text, decoding JSON escapes if `escapes` is set.
pub(super) fn characters(text: &[u8], escapes: bool, mut each: impl FnMut(Written)) {
    let mut at = 0;
    while let Some(first) = text.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let mut written = Written {
            is: char::from(*first),
            at,
            length: 1,
            width: 1,
            is_quote: *first == b'"',
        };
        if *first == b'\\' && escapes {
            unescape(rest, &mut written);
        } else if !first.is_ascii() {
            let character = (2..=4).find_map(|length| {
                let text = std::str::from_utf8(rest.get(..length)?).ok()?;
                text.chars().next()
            });
            let length = character.map_or(1, char::len_utf8);
            written.is = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            (written.length, written.width) = (length, length);
        }
        at += written.length;
        each(written);
    }
}

fn unescape(rest: &[u8], written: &mut Written) {
    let unit = |at: usize| {
        let digits = rest.get(at..)?.strip_prefix(b"\\u")?.get(..4)?;
        let digits = std::str::from_utf8(digits).ok()?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let simple = match rest.get(1) {
        Some(b'"') => Some('"'),
        Some(b'\\') => Some('\\'),
        Some(b'/') => Some('/'),
        Some(b'b') => Some('\u{8}'),
        Some(b'f') => Some('\u{C}'),
        Some(b'n') => Some('\n'),
        Some(b'r') => Some('\r'),
        Some(b't') => Some('\t'),
        _ => None,
    };
    if let Some(simple) = simple {
        (written.is, written.length) = (simple, 2);
    } else if let Some(first) = unit(0) {
        let pair = unit(6).and_then(|second| char::decode_utf16([first, second]).next()?.ok());
        let single = char::from_u32(first.into());
        let (is, length, width) = match (single, pair) {
            (Some(single), _) => (single, 6, single.len_utf8()),
            (None, Some(pair)) => (pair, 12, pair.len_utf8()),
            // A lone surrogate is decoded as three replacement characters.
            (None, None) => (char::REPLACEMENT_CHARACTER, 6, 9),
        };
        (written.is, written.length, written.width) = (is, length, width);
    }
}

/// Replaces a character of a string by an asterisk of the same length (`\u002a` for `\uXXXX`). A two-character escape
/// stays, because an asterisk has none of that length.
pub(super) fn hide(text: &mut [u8], at: usize, length: usize) {
    let Some(written) = at.checked_add(length).and_then(|end| text.get_mut(at..end)) else {
        return;
    };
    match written {
        [b'\\', b'u', digits @ ..] => digits.copy_from_slice(b"002a"),
        [b'\\', _] => {}
        written => written.fill(b'*'),
    }
}

/// Redacts every contiguous spelling of the key, inside strings or not. `json` gives the ranges of valid JSON, which
/// stays valid.
pub(super) fn hide_written(secret: &SecretPattern, text: &mut [u8], json: &[Range<usize>]) {
    let mut found = Vec::new();
    for escapes in [false, true] {
        let mut search = Search::default();
        let mut note = |key: Vec<(usize, usize)>| found.extend(key);
        characters(text, escapes, |character| {
            let is_line_end = character.length == 1 && matches!(character.is, '\r' | '\n');
            if is_line_end || character.is_quote && !json.is_empty() {
                search.cut(secret, &mut note);
            } else {
                let place = (character.at, character.length);
                search.push(secret, character.is, place, &mut note);
            }
        });
        search.cut(secret, &mut note);
    }
    if found.is_empty() {
        return;
    }
    let kinds = kinds(text, json);
    for (at, length) in found {
        match kinds.get(at) {
            Some(Kind::Free) => hide(text, at, length),
            // Never redact only the backslash of an escape: the string would end elsewhere.
            Some(Kind::Escape) if length > 1 => hide(text, at, length),
            Some(Kind::Bare) => {
                let digit = if secret.is_all(b'1') { b'2' } else { b'1' };
                if let Some(byte) = text.get_mut(at).filter(|byte| byte.is_ascii_digit()) {
                    *byte = digit;
                }
            }
            _ => {}
        }
    }
}

/// What a byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A string, or text that is not JSON.
    Free,
    /// An escape sequence in a string.
    Escape,
    /// A number, a literal or punctuation outside strings.
    Bare,
}

fn kinds(text: &[u8], json: &[Range<usize>]) -> Vec<Kind> {
    let mut kinds = vec![Kind::Free; text.len()];
    for place in json {
        let line = text.get(place.clone()).unwrap_or_default();
        let mut in_string = false;
        characters(line, true, |character| {
            in_string ^= character.is_quote;
            let kind = if !in_string || character.is_quote {
                Kind::Bare
            } else if line.get(character.at) == Some(&b'\\') {
                Kind::Escape
            } else {
                return;
            };
            let begins = place.start + character.at;
            if let Some(written) = kinds.get_mut(begins..begins + character.length) {
                written.fill(kind);
            }
        });
    }
    kinds
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::sse::{Decoder, SseEvent};

    type Pairs = Vec<(String, String)>;

    /// Events of a stream, as parsed by `Block` and by the decoder.
    fn read(stream: &[u8]) -> (Pairs, Pairs) {
        let mut open = stream.to_vec();
        let mut end = End::default();
        let mut blocks = Vec::new();
        let mut number = 0;
        while let Some(length) = end.find(&open) {
            let rest = open.split_off(length);
            number += 1;
            let event = Block::new(number, open).event();
            if !event.places.is_empty() {
                let name = if event.name.is_empty() {
                    "message"
                } else {
                    &event.name
                };
                blocks.push((name.to_owned(), event.data));
            }
            open = rest;
        }
        let mut decoder = Decoder::new();
        let of = |SseEvent { event, data, .. }| (event.into_owned(), data);
        let decoded = decoder.push(Bytes::copy_from_slice(stream));
        (blocks, decoded.map(|event| of(event.unwrap())).collect())
    }

    proptest! {
        #[test]
        fn blocks_are_read_as_the_decoder_reads_them(pieces in prop::collection::vec(prop::sample::select(vec![
            "data", ":", " ", "\n", "\r", "\r\n", "\n\n", "event", "id: 1\n", "data: {\"a\":1}\n", "event: x\n", "金", "data:x\n\n",
            "datas: y\n", " data: z\n", "retry: 5\n", ": comment\n", "\u{FEFF}", "\0",
        ]), 0..24)) {
            let stream = pieces.concat();
            let (blocks, decoded) = read(stream.as_bytes());
            prop_assert_eq!(blocks, decoded);
        }

        #[test]
        fn characters_have_the_widths_that_strings_have(text in "([ -~融😀]|\\\\u[dD][89a-f][0-9]{2}|\\\\u[0-9]{4}|\\\\n|\\\\/)*") {
            let text = text.replace('"', "");
            let string = format!("\"{text}\"");
            let Ok(literal) = serde_json::from_str::<&RawValue>(&string) else { return Ok(()) };
            let decoded = json::string(literal).unwrap();
            let mut width = 0;
            characters(string.as_bytes(), true, |character| {
                if !character.is_quote {
                    width += character.width;
                }
            });
            prop_assert_eq!(width, decoded.len());
        }
    }
}
