//! Text as it is typeset: without invisible characters, without characters that no font has, and with places where long
//! words may be broken.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;
use visible_text::is_invisible;

use super::fonts::{Typefaces, has};

/// Words up to this many letters are never broken.
const LONGEST_WORD: usize = 16;
/// Longer words may be broken after every group of this many letters.
const PART_OF_WORD: usize = 4;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words. A line may be broken between two of these.
    Words(String),
    /// A new line starts.
    NewLine,
}

/// Which characters can be shown.
pub(super) struct Characters<'a> {
    typefaces: &'a Typefaces,
    /// Looking a character up in a large font takes thousands of steps.
    known: RefCell<HashMap<char, bool>>,
}

impl<'a> Characters<'a> {
    pub fn new(typefaces: &'a Typefaces) -> Self {
        Self {
            typefaces,
            known: RefCell::default(),
        }
    }

    /// Whether a font has the character.
    pub fn has(&self, c: char) -> bool {
        *self
            .known
            .borrow_mut()
            .entry(c)
            .or_insert_with(|| has(&self.typefaces.fonts, c))
    }

    /// The text with line feeds and without characters that can't be shown.
    pub fn lines(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        for c in text.chars() {
            match read(c) {
                Some(c) if c == '\n' || c == ' ' || (self.has(c) && !is_private(c)) => {
                    shown.push(c);
                }
                // Writing to a string can't fail.
                Some(c) => drop(write!(shown, "[U+{:04X}]", u32::from(c))),
                None => {}
            }
        }
        shown
    }

    /// The text on one line.
    pub fn line(&self, text: &str) -> String {
        self.lines(text).replace('\n', " ")
    }

    /// The text on one line, shortened to this many characters.
    pub fn short(&self, text: &str, most: usize) -> String {
        let line = self.line(text);
        if line.chars().count() <= most {
            return line;
        }
        let end = if self.has('…') { "…" } else { "..." };
        line.chars().take(most).chain(end.chars()).collect()
    }

    /// The text as pieces between which lines may be broken.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (number, line) in self.lines(text).split('\n').enumerate() {
            if number > 0 {
                pieces.push(Piece::NewLine);
            }
            break_long_words(line, &mut pieces);
        }
        pieces
    }
}

/// The character as it is typeset, `None` if it is invisible.
pub(super) fn read(c: char) -> Option<char> {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{3000}' => Some(c),
        _ if c.is_whitespace() && c != '\r' => Some(' '),
        _ if is_invisible(c) => None,
        _ => Some(c),
    }
}

/// Whether a character is Chinese.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// PDF/A-2a allows no characters without a meaning that everybody knows.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Splits a line where a word is so long that it might not fit. Chinese text breaks between any two characters anyway.
fn break_long_words(line: &str, pieces: &mut Vec<Piece>) {
    let mut piece = String::with_capacity(line.len());
    let mut word: Vec<&str> = Vec::new();
    for letter in line.graphemes(true) {
        let breaks_anyway = |c: char| c.is_whitespace() || is_han(c);
        if letter.chars().next().is_some_and(breaks_anyway) {
            end_word(&mut word, &mut piece, pieces);
            piece.push_str(letter);
        } else {
            word.push(letter);
        }
    }
    end_word(&mut word, &mut piece, pieces);
    if !piece.is_empty() {
        pieces.push(Piece::Words(piece));
    }
}

fn end_word(word: &mut Vec<&str>, piece: &mut String, pieces: &mut Vec<Piece>) {
    if word.len() <= LONGEST_WORD {
        piece.extend(word.drain(..));
        return;
    }
    let mut after_marks = false;
    for part in word.chunks(PART_OF_WORD) {
        let is_marks = !part
            .iter()
            .any(|letter| letter.contains(char::is_alphanumeric));
        // No gap lets a line start with a closing mark; this character does. It would be copied with the text, so
        // addresses and hashes get none.
        if is_marks && after_marks {
            piece.push('\u{200b}');
        }
        after_marks = is_marks;
        piece.extend(part.iter().copied());
        pieces.push(Piece::Words(std::mem::take(piece)));
    }
    word.clear();
}
