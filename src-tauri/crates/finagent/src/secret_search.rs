//! Finds the key in untrusted text in any spelling.
//!
//! It searches three forms of the text at once, ignoring case and invisible characters: the text as written; the text
//! with character references, percent escapes and Markdown backslashes decoded; and only its letters and digits outside
//! tags, so that emphasis or a `<tspan>` inside the key does not hide it. The cost per character is constant for any
//! text.

use std::{collections::VecDeque, ops::Range};

use secrecy::{ExposeSecret, SecretSlice};

use crate::key::ApiKey;

/// Shorter keys are not searched for: they occur in ordinary words and are too short to be secret.
pub(crate) const SHORTEST_SECRET: usize = 8;

/// Keys with fewer letters and digits are searched for with their punctuation only, so as not to match phone numbers.
const SHORTEST_BARE: usize = 16;

/// The most characters between two letters of the key in the form without punctuation and tags.
const GAP: u32 = 512;

/// The most characters of a character reference. Longer ones are not decoded.
const REFERENCE: usize = 32;

/// The key to search for.
#[derive(Debug)]
pub(crate) struct SecretPattern {
    key: Pattern,
    /// The key's letters and digits only.
    bare: Option<Pattern>,
}

impl SecretPattern {
    /// `None` if the key is shorter than [`SHORTEST_SECRET`].
    pub(crate) fn of(key: Option<&ApiKey>) -> Option<Self> {
        let key = key?.expose().as_bytes();
        if key.len() < SHORTEST_SECRET {
            return None;
        }
        let bare = || key.iter().copied().filter(u8::is_ascii_alphanumeric);
        Some(Self {
            key: Pattern::of(key.iter().copied()),
            bare: (bare().count() >= SHORTEST_BARE).then(|| Pattern::of(bare())),
        })
    }

    /// Whether a character can start neither the key nor an escape or tag.
    fn is_dull(&self, character: char) -> bool {
        let Ok(byte) = u8::try_from(character) else {
            return !shows_nothing(character);
        };
        let byte = byte.to_ascii_lowercase();
        let begins = |pattern: &Pattern| pattern.bytes.expose_secret().first() == Some(&byte);
        !byte.is_ascii_control()
            && !matches!(byte, b'&' | b'%' | b'\\' | b'<')
            && !begins(&self.key)
            && !self.bare.as_ref().is_some_and(begins)
    }

    /// How many leading characters of the key may leak without harm.
    pub(crate) fn harmless(&self) -> usize {
        (self.key.bytes.expose_secret().len() / 8).min(3)
    }

    /// Whether the key consists of one digit only.
    pub(crate) fn is_all(&self, digit: u8) -> bool {
        self.key
            .bytes
            .expose_secret()
            .iter()
            .all(|byte| *byte == digit)
    }

    /// Where the key occurs in `text`: in order, without overlaps.
    pub(crate) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut search = Search::default();
        let mut note = |places: Vec<usize>| {
            if let (Some(first), Some(last)) = (places.first(), places.last()) {
                found.push(*first..last + 1);
            }
        };
        for (at, character) in text.char_indices() {
            search.push(self, character, at, &mut note);
        }
        search.cut(self, &mut note);
        found.sort_by_key(|range| range.start);
        found.dedup_by(|next, before| {
            let overlaps = next.start < before.end;
            if overlaps {
                before.end = before.end.max(next.end);
            }
            overlaps
        });
        found
    }
}

/// A lowercase text with its KMP failure function: the length of the prefix that still matches after a mismatch.
#[derive(Debug)]
struct Pattern {
    bytes: SecretSlice<u8>,
    still: Vec<usize>,
}

impl Pattern {
    fn of(bytes: impl Iterator<Item = u8>) -> Self {
        let bytes: Vec<u8> = bytes.map(|byte| byte.to_ascii_lowercase()).collect();
        let mut still = vec![0; bytes.len()];
        let mut length = 0;
        for (at, byte) in bytes.iter().enumerate().skip(1) {
            while length > 0 && bytes.get(length) != Some(byte) {
                length = still.get(length - 1).copied().unwrap_or(0);
            }
            if bytes.get(length) == Some(byte) {
                length += 1;
            }
            if let Some(slot) = still.get_mut(at) {
                *slot = length;
            }
        }
        Self {
            bytes: bytes.into(),
            still,
        }
    }
}

/// A partial match: the positions in the text of the pattern's characters matched so far. One decoded character may
/// span several characters of the text.
#[derive(Debug, Default)]
struct Track {
    begun: VecDeque<Range<u64>>,
}

impl Track {
    /// Adds the next character. Returns the positions of the whole match if it completes one.
    fn push(
        &mut self,
        pattern: &Pattern,
        character: char,
        at: Range<u64>,
    ) -> Option<Vec<Range<u64>>> {
        let bytes = pattern.bytes.expose_secret();
        let byte = u8::try_from(character)
            .ok()
            .map(|byte| byte.to_ascii_lowercase());
        while bytes.get(self.begun.len()).copied() != byte {
            if self.begun.is_empty() {
                return None;
            }
            self.fall_back(pattern);
        }
        self.begun.push_back(at);
        if self.begun.len() < bytes.len() {
            return None;
        }
        let found = self.begun.iter().cloned().collect();
        self.fall_back(pattern);
        Some(found)
    }

    fn fall_back(&mut self, pattern: &Pattern) {
        let length = self.begun.len();
        let still = pattern.still.get(length.wrapping_sub(1)).copied();
        self.begun.drain(..length - still.unwrap_or(0));
    }

    fn since(&self) -> Option<u64> {
        self.begun.front().map(|range| range.start)
    }
}

/// An incremental search. `P` is the position of a character.
#[derive(Debug)]
pub(crate) struct Search<P> {
    /// Positions of the characters that may belong to the key.
    places: VecDeque<P>,
    /// The number of the first character in `places`.
    first: u64,
    written: Track,
    decoded: Track,
    bare: Track,
    /// A possible escape that is not decoded yet, and the number of its first character.
    escape: (VecDeque<char>, u64),
    tag: Tag,
    gap: u32,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Tag {
    #[default]
    Outside,
    /// After `<`.
    Begun,
    Inside,
}

impl<P> Default for Search<P> {
    fn default() -> Self {
        Self {
            places: VecDeque::new(),
            first: 0,
            written: Track::default(),
            decoded: Track::default(),
            bare: Track::default(),
            escape: (VecDeque::new(), 0),
            tag: Tag::default(),
            gap: 0,
        }
    }
}

/// The result of decoding an escape.
enum Escape {
    /// Undecided: more characters are needed.
    Open,
    /// Not an escape: the first character stands for itself.
    No,
    /// The decoded character and the number of characters it was written with.
    Of(char, usize),
}

impl<P: Clone> Search<P> {
    /// Adds the next character. Calls `found` with the positions of the key once its last character has come.
    pub(crate) fn push(
        &mut self,
        secret: &SecretPattern,
        character: char,
        place: P,
        found: &mut impl FnMut(Vec<P>),
    ) {
        if self.places.is_empty() && self.tag == Tag::Outside && secret.is_dull(character) {
            self.first += 1;
            return;
        }
        if shows_nothing(character) {
            return;
        }
        let number = self.first + self.places.len() as u64;
        self.places.push_back(place);
        if let Some(key) = self
            .written
            .push(&secret.key, character, number..number + 1)
        {
            found(self.places_of(&key));
        }
        let (escape, since) = &mut self.escape;
        if escape.is_empty() {
            *since = number;
        }
        escape.push_back(character);
        self.decode(secret, false, found);
        let oldest = self.candidates().map(|(number, _)| number).min();
        let oldest = oldest.unwrap_or(number + 1);
        let spent = usize::try_from(oldest.saturating_sub(self.first)).unwrap_or(usize::MAX);
        self.places.drain(..spent.min(self.places.len()));
        self.first = oldest;
    }

    /// Ends the text. What follows is another text.
    pub(crate) fn cut(&mut self, secret: &SecretPattern, found: &mut impl FnMut(Vec<P>)) {
        if self.places.is_empty() && self.tag == Tag::Outside {
            return;
        }
        self.decode(secret, true, found);
        let next = self.first + self.places.len() as u64;
        *self = Self {
            first: next,
            ..Self::default()
        };
    }

    /// The start of each partial match and the number of characters matched.
    pub(crate) fn begun(&self) -> impl Iterator<Item = (&P, usize)> {
        self.candidates().filter_map(|(number, length)| {
            let at = usize::try_from(number.checked_sub(self.first)?).ok()?;
            Some((self.places.get(at)?, length))
        })
    }

    /// All positions from the earliest partial match longer than `length` characters.
    pub(crate) fn open(&self, length: usize) -> impl Iterator<Item = &P> {
        let longer = self.candidates().filter(|(_, begun)| *begun > length);
        let since = longer.map(|(number, _)| number).min();
        let skipped = since.and_then(|since| usize::try_from(since.checked_sub(self.first)?).ok());
        self.places.iter().skip(skipped.unwrap_or(usize::MAX))
    }

    fn candidates(&self) -> impl Iterator<Item = (u64, usize)> {
        let open = usize::from(!self.escape.0.is_empty());
        let escape = (open > 0).then_some(self.escape.1);
        let [written, decoded, bare] = [&self.written, &self.decoded, &self.bare]
            .map(|track| (track.since(), track.begun.len()));
        let written = written.0.map(|since| (since, written.1));
        let decoded = decoded.0.or(escape).map(|since| (since, decoded.1 + open));
        let bare = bare.0.map(|since| (since, bare.1 + open));
        [written, decoded, bare].into_iter().flatten()
    }

    fn places_of(&self, key: &[Range<u64>]) -> Vec<P> {
        key.iter()
            .cloned()
            .flatten()
            .filter_map(|number| {
                let at = usize::try_from(number.checked_sub(self.first)?).ok()?;
                self.places.get(at).cloned()
            })
            .collect()
    }

    /// Passes on the pending characters that are decided.
    fn decode(&mut self, secret: &SecretPattern, is_end: bool, found: &mut impl FnMut(Vec<P>)) {
        loop {
            let (escape, since) = &mut self.escape;
            let (character, written) = match escape_of(escape, is_end) {
                Escape::Open => return,
                Escape::Of(character, written) => (character, written),
                Escape::No => match escape.front() {
                    Some(first) => (*first, 1),
                    None => return,
                },
            };
            escape.drain(..written);
            let at = *since..*since + written as u64;
            *since = at.end;
            if let Some(key) = self.decoded.push(&secret.key, character, at.clone()) {
                found(self.places_of(&key));
            }
            if let Some(key) = self.push_bare(secret, character, at) {
                found(self.places_of(&key));
            }
        }
    }

    fn push_bare(
        &mut self,
        secret: &SecretPattern,
        character: char,
        at: Range<u64>,
    ) -> Option<Vec<Range<u64>>> {
        let pattern = secret.bare.as_ref()?;
        self.tag = match (self.tag, character) {
            (Tag::Inside, '>') | (Tag::Outside, '>') => Tag::Outside,
            (Tag::Inside, _) => Tag::Inside,
            (_, '<') => Tag::Begun,
            (Tag::Begun, '/' | '!' | '?' | 'a'..='z' | 'A'..='Z') => Tag::Inside,
            _ => Tag::Outside,
        };
        if self.tag == Tag::Outside && character.is_ascii_alphanumeric() {
            self.gap = 0;
            return self.bare.push(pattern, character, at);
        }
        self.gap += 1;
        let is_between = self.tag != Tag::Outside || character.is_ascii_punctuation();
        if !is_between || self.gap > GAP {
            self.gap = 0;
            self.bare.begun.clear();
        }
        None
    }
}

/// Decodes the escape at the beginning of `written`.
fn escape_of(written: &VecDeque<char>, is_end: bool) -> Escape {
    let open = if is_end { Escape::No } else { Escape::Open };
    match (written.front(), written.get(1)) {
        (Some('\\'), Some(second)) if second.is_ascii_punctuation() => Escape::Of(*second, 2),
        (Some('\\' | '%' | '&'), None) => open,
        (Some('%'), Some(high)) => match (high.to_digit(16), written.get(2)) {
            (Some(_), None) => open,
            (Some(high), Some(low)) => match low.to_digit(16) {
                Some(low) => Escape::Of(character(16 * high + low), 3),
                None => Escape::No,
            },
            (None, _) => Escape::No,
        },
        (Some('&'), Some(_)) => reference_of(written, is_end),
        _ => Escape::No,
    }
}

/// Decodes a character reference: `&#83;`, `&#x53;`, `&period;`. The numeric ones may lack the semicolon.
fn reference_of(written: &VecDeque<char>, is_end: bool) -> Escape {
    let (first, radix) = match (written.get(1), written.get(2)) {
        (Some('#'), None) if !is_end => return Escape::Open,
        (Some('#'), Some('x' | 'X')) => (3, 16),
        (Some('#'), _) => (2, 10),
        _ => (1, 0),
    };
    let is_part = |c: &&char| match radix {
        0 => c.is_ascii_alphabetic(),
        radix => c.is_digit(radix),
    };
    let body: String = written.iter().skip(first).take_while(is_part).collect();
    let end = first + body.len();
    let after = written.get(end);
    if after.is_none() && !is_end && end < REFERENCE {
        return Escape::Open;
    }
    let closed = end + usize::from(after == Some(&';'));
    if radix == 0 {
        return match named(&body).filter(|_| closed > end) {
            Some(character) => Escape::Of(character, closed),
            None => Escape::No,
        };
    }
    match u32::from_str_radix(&body, radix) {
        Ok(number) => Escape::Of(character(number), closed),
        Err(_) => Escape::No,
    }
}

/// An invalid code point can't be part of a key.
fn character(number: u32) -> char {
    char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The visible ASCII characters with an HTML entity name.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "excl" => '!',
        "quot" | "QUOT" => '"',
        "num" => '#',
        "dollar" => '$',
        "percnt" => '%',
        "amp" | "AMP" => '&',
        "apos" => '\'',
        "lpar" => '(',
        "rpar" => ')',
        "ast" | "midast" => '*',
        "plus" => '+',
        "comma" => ',',
        "period" => '.',
        "sol" => '/',
        "colon" => ':',
        "semi" => ';',
        "lt" | "LT" => '<',
        "equals" => '=',
        "gt" | "GT" => '>',
        "quest" => '?',
        "commat" => '@',
        "lsqb" | "lbrack" => '[',
        "bsol" => '\\',
        "rsqb" | "rbrack" => ']',
        "Hat" => '^',
        "lowbar" | "UnderBar" => '_',
        "grave" | "DiacriticalGrave" => '`',
        "lcub" | "lbrace" => '{',
        "verbar" | "vert" | "VerticalLine" => '|',
        "rcub" | "rbrace" => '}',
        _ => return None,
    })
}

/// Control characters, and Unicode's default-ignorable characters.
fn shows_nothing(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        )
        || matches!(c, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || matches!(c, '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}')
        || matches!(c, '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::string_slice, reason = "the tests slice only their own texts")]

    use super::*;

    const KEY: &str = "9b1d7e52c0a84f6e.Window_Secret";

    fn found(text: &str, key: &str) -> Vec<String> {
        let key = ApiKey::parse(key).unwrap();
        let secret = SecretPattern::of(Some(&key)).unwrap();
        let found = secret.find(text).into_iter();
        found.map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn the_key_is_found_however_it_is_spelled() {
        for spelled in [
            KEY.to_owned(),
            KEY.to_uppercase(),
            KEY.replace('.', "\\.").replace('_', "\\_"),
            KEY.replace('W', "&#87;"),
            KEY.replace('W', "&#x057;"),
            KEY.replace('.', "&period;").replace('_', "&lowbar;"),
            KEY.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            KEY.bytes().map(|byte| format!("&#{byte};")).collect(),
            KEY.replace('W', "\u{200B}W\u{AD}"),
            KEY.replace("dow", "**dow**").replace("4f", "`4f`"),
            KEY.replace("dow", "</tspan><tspan x=\"1 2\">d<b>ow"),
        ] {
            assert_eq!(
                found(&format!("a {spelled} b{spelled}"), KEY),
                [&spelled[..], &spelled]
            );
        }
    }

    #[test]
    fn what_is_not_the_key_is_not_found() {
        for text in [
            KEY.replace('W', "&#87"), // A reference may lack its semicolon.
            KEY.replace('.', "%2E"),
        ] {
            assert_eq!(found(&text, KEY).len(), 1, "{text}");
        }
        for text in [
            &KEY[1..],
            &KEY[..KEY.len() - 1],
            &KEY.replace('W', " W"),
            &KEY.replace('W', "&amp;#87;"),
            &KEY.replace('W', "\u{FF37}"),
        ] {
            assert!(found(text, KEY).is_empty(), "{text}");
        }
        assert!(found("1234-5678, 1 2 3 4 5 6 7 8", "12345678").is_empty());
        let short = ApiKey::parse("demokey").unwrap();
        assert!(SecretPattern::of(Some(&short)).is_none());
    }

    #[test]
    fn keys_that_repeat_their_beginning_are_found_in_a_run_of_it() {
        assert_eq!(found("xababababab", "abababab"), ["ababababab"]);
        assert_eq!(found("aaaaaaaab aaaaaaab", "aaaaaaab"), ["aaaaaaab"; 2]);
    }

    #[test]
    fn a_search_remembers_no_more_than_what_may_become_the_key() {
        let key = ApiKey::parse(KEY).unwrap();
        let secret = SecretPattern::of(Some(&key)).unwrap();
        let mut search = Search::default();
        let dotted: String = KEY.chars().flat_map(|c| [c, '.']).collect();
        for text in [&KEY[..20], "&#00000000000", "<a ", "9...", &dotted] {
            for c in text.chars().chain(text.chars()).cycle().take(100_000) {
                search.push(&secret, c, (), &mut |_| {});
                assert!(
                    search.places.len() <= KEY.len() * (GAP as usize + 2),
                    "{text}"
                );
            }
        }
    }
}
