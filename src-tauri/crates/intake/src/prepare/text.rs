//! Plain text, which is taken whole and has no pictures. Notes, CSV tables and HTML source all count as text.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::pages::{Page, PageKind, Pages};
use super::plan::Note;
use crate::encoding::decoded;
use crate::recognise::Content;
use crate::refusal::Refusal;

/// Maximum length of a text, in characters.
pub const MAX_TEXT_CHARS: u32 = 500_000;

/// A text that has been read.
pub(crate) struct PlainText {
    text: Option<String>,
    notes: Vec<Note>,
}

impl PlainText {
    /// Decodes and cleans a text.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        let (encoding, text) = decoded(bytes).ok_or(Refusal::TextUndecodable)?;
        let note = match encoding {
            wide if wide == UTF_16LE || wide == UTF_16BE => Some(Note::TextUtf16),
            chinese if chinese == encoding_rs::GB18030 => Some(Note::TextGb18030),
            _ => None,
        };
        let text = plain(&text)?;
        if text.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        bearable(&text)?;
        Ok(Self {
            text: Some(text),
            notes: note.into_iter().collect(),
        })
    }
}

impl Pages for PlainText {
    fn kind(&self) -> PageKind {
        PageKind::Page
    }

    fn count(&self) -> u32 {
        0
    }

    fn page(&mut self, _number: u32) -> Result<Page, Refusal> {
        let found = Content::Text;
        Err(Refusal::Format { found })
    }

    fn text(&mut self) -> Option<String> {
        self.text.take()
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}

/// Refuses a text longer than the limit.
pub(crate) fn bearable(text: &str) -> Result<(), Refusal> {
    let limit = MAX_TEXT_CHARS;
    let actual = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    match actual > limit {
        true => Err(Refusal::TextTooLong { limit, actual }),
        false => Ok(()),
    }
}

/// Normalises line endings and removes invisible control characters.
fn plain(text: &str) -> Result<String, Refusal> {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let (mut all, mut unseen) = (0_usize, 0_usize);
    while let Some(character) = characters.next() {
        all += 1;
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                plain.push('\n');
            }
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\u{FEFF}' => {}
            '\0' => return Err(Refusal::TextUndecodable),
            '\n' | '\t' => plain.push(character),
            _ if character.is_control() => unseen += 1,
            _ => plain.push(character),
        }
    }
    // One stray control character can happen; many mean that this is not text.
    match unseen > 1 + all / 100 {
        true => Err(Refusal::TextUndecodable),
        false => Ok(plain),
    }
}
