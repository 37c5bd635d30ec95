//! Finds in the material what an answer quotes from it.

use std::collections::HashMap;
use std::ops::Range;

use visible_text::is_invisible;

use super::Quote;
use super::outline::Words;
use super::titles;

/// Maximum quotes of one finding.
const MAX_QUOTES: usize = 20;
/// Maximum places of one quote.
const MAX_PLACES: usize = 100;
/// Maximum length of a quote in characters.
const MAX_QUOTE_CHARS: usize = 600;
/// Maximum bytes of the material that all searches for one answer may read.
const MAX_READ: usize = 400_000_000;

/// The material, in the form in which quotes are compared: without spaces, invisible characters and quotation marks, with
/// half-width forms and small letters.
pub(super) struct Material<'a> {
    text: &'a str,
    folded: String,
    /// For each folded character: where it starts in `folded`, and the original in `text`.
    origins: Vec<(usize, Range<usize>)>,
    known: HashMap<String, Vec<Quote>>,
    unread: usize,
}

impl<'a> Material<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut origins = Vec::new();
        for (at, c) in text.char_indices() {
            if let Some(c_folded) = fold(c) {
                origins.push((folded.len(), at..at + c.len_utf8()));
                folded.push(c_folded);
            }
        }
        Self {
            text,
            folded,
            origins,
            known: HashMap::new(),
            unread: MAX_READ,
        }
    }

    /// The words of the material that a text sets in quotation marks or as code.
    pub(super) fn quoted(&mut self, words: &Words) -> Vec<Quote> {
        let mut quotes = Vec::new();
        for candidate in spans(words) {
            self.add(candidate, &mut quotes);
        }
        quotes
    }

    /// The words of the material in a text that the answer calls a quote: all of it, or what is in quotation marks, or in
    /// bold, or any of its lines.
    pub(super) fn called_quote(&mut self, words: &Words) -> Vec<Quote> {
        let mut quotes = Vec::new();
        self.add(&words.text, &mut quotes);
        if quotes.is_empty() {
            quotes = self.quoted(words);
        }
        if quotes.is_empty() {
            for bold in &words.bold {
                let bold = words.text.get(bold.clone()).unwrap_or_default();
                self.add(bold, &mut quotes);
            }
        }
        if quotes.is_empty() {
            for line in words.text.split(['\n', '；', ';', '、', '/', '|']) {
                self.add(titles::title(line).0, &mut quotes);
            }
        }
        quotes
    }

    /// The words of the material that `text` is, as a whole or line by line.
    pub(super) fn whole(&mut self, text: &str) -> Vec<Quote> {
        let mut quotes = Vec::new();
        self.add(text, &mut quotes);
        if quotes.is_empty() {
            for line in text.lines() {
                self.add(line, &mut quotes);
            }
        }
        quotes
    }

    /// Adds what of `candidate` occurs: all of it, or the parts around an ellipsis.
    fn add(&mut self, candidate: &str, quotes: &mut Vec<Quote>) {
        let mut found = self.places(candidate);
        if found.is_empty() && candidate.contains(['…', '⋯', '.']) {
            let parts = candidate
                .split(['…', '⋯'])
                .flat_map(|part| part.split("..."));
            let parts: Vec<&str> = parts.filter(|part| !part.trim().is_empty()).collect();
            let places: Vec<_> = parts.iter().map(|part| self.places(part)).collect();
            if parts.len() > 1 || candidate.trim_end().ends_with(['…', '⋯', '.']) {
                // All of them, or the answer quotes something else.
                if places.iter().all(|places| !places.is_empty()) {
                    found = places.concat();
                }
            }
        }
        for quote in found {
            if quotes.len() < MAX_QUOTES && !quotes.contains(&quote) {
                quotes.push(quote);
            }
        }
    }

    fn places(&mut self, wanted: &str) -> Vec<Quote> {
        if wanted.chars().nth(MAX_QUOTE_CHARS).is_some() {
            return Vec::new();
        }
        let wanted: String = wanted.chars().filter_map(fold).collect();
        let trimmed = wanted.trim_matches(is_stop);
        let letters = trimmed.chars().filter(|c| c.is_alphanumeric()).count();
        if letters == 0 || (letters == 1 && trimmed.is_ascii()) {
            return Vec::new();
        }
        if let Some(known) = self.known.get(trimmed) {
            return known.clone();
        }
        if self.unread < self.folded.len() {
            return Vec::new();
        }
        self.unread -= self.folded.len();
        let places = self.search(trimmed);
        self.known.insert(trimmed.to_owned(), places.clone());
        places
    }

    fn search(&self, wanted: &str) -> Vec<Quote> {
        let mut quotes: Vec<Quote> = Vec::new();
        let matches = self.folded.match_indices(wanted);
        let ranges = matches.filter_map(|(at, _)| self.original(at..at + wanted.len()));
        let whole = ranges.filter(|range| !self.cuts_word(range));
        for range in whole.take(MAX_PLACES) {
            let text = self.text.get(range.clone()).unwrap_or_default();
            match quotes.iter_mut().find(|quote| quote.text == text) {
                Some(quote) => quote.ranges.push(range),
                None => quotes.push(Quote {
                    text: text.to_owned(),
                    ranges: vec![range],
                }),
            }
        }
        quotes
    }

    fn original(&self, folded: Range<usize>) -> Option<Range<usize>> {
        let first = self.origins.partition_point(|(at, _)| *at < folded.start);
        let end = self.origins.partition_point(|(at, _)| *at < folded.end);
        let start = self.origins.get(first)?.1.start;
        let end = self.origins.get(end.checked_sub(1)?)?.1.end;
        Some(start..end)
    }

    /// Whether a place starts or ends within a number or a word of Latin letters.
    fn cuts_word(&self, range: &Range<usize>) -> bool {
        let inside = |c: Option<char>| {
            c.and_then(fold)
                .is_some_and(|c| c.is_alphanumeric() && c.is_ascii())
        };
        let side = |left: &str, right: &str| {
            inside(left.chars().next_back()) && inside(right.chars().next())
        };
        let (Some(before), Some(quote), Some(after)) = (
            self.text.get(..range.start),
            self.text.get(range.clone()),
            self.text.get(range.end..),
        ) else {
            return true;
        };
        let is_digit = |c: Option<char>| c.and_then(fold).is_some_and(|c| c.is_ascii_digit());
        let first = is_digit(quote.chars().next());
        let last = is_digit(quote.chars().next_back());
        let decimal = |point: Option<char>, digit: Option<char>| {
            point.and_then(fold) == Some('.') && is_digit(digit)
        };
        let (mut left, mut right) = (before.chars().rev(), after.chars());
        let decimal = (first && decimal(left.next(), left.next()))
            || (last && decimal(right.next(), right.next()));
        decimal || side(before, quote) || side(quote, after)
    }
}

/// The form of a character in which texts are compared; `None` if it does not matter.
fn fold(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
        }
        '￥' => '¥',
        c => c,
    };
    let is_mark = matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '「'
            | '」'
            | '『'
            | '』'
            | '«'
            | '»'
            | '`'
    );
    (!is_mark && !c.is_whitespace() && !is_invisible(c)).then(|| c.to_ascii_lowercase())
}

/// Punctuation around a quote that belongs to the answer.
fn is_stop(c: char) -> bool {
    matches!(c, ',' | '.' | '。' | ';' | ':' | '、' | '!' | '?' | '*')
}

/// The parts of a text in quotation marks or set as code, in reading order.
fn spans(words: &Words) -> Vec<&str> {
    let text = words.text.as_str();
    let mut spans: Vec<Range<usize>> = words.code.clone();
    let mut straight = None;
    let mut done = 0;
    for (at, c) in text.char_indices() {
        if c == '\n' {
            straight = None;
        }
        if c == '"' {
            match straight.take() {
                Some(start) => spans.push(start..at),
                None => straight = Some(at + 1),
            }
        }
        let close = match c {
            '“' => ['”', '“'],
            '「' => ['」', '」'],
            '『' => ['』', '』'],
            '‘' => ['’', '’'],
            _ => continue,
        };
        if at < done {
            continue;
        }
        let start = at + c.len_utf8();
        let rest = text.get(start..).unwrap_or_default();
        let limit = rest.char_indices().nth(MAX_QUOTE_CHARS);
        let near = rest
            .get(..limit.map_or(rest.len(), |(at, _)| at))
            .unwrap_or_default();
        let end = near.find(close[0]).or_else(|| near.find(close[1]));
        if let Some(end) = end {
            spans.push(start..start + end);
            // Quotes within quotes are not looked at.
            done = start + end + close[0].len_utf8();
        }
    }
    spans.sort_by_key(|span| span.start);
    spans
        .into_iter()
        .filter_map(|span| text.get(span))
        .collect()
}
