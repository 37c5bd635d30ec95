//! Joins glyphs into words and lines, in drawing order, and tells raised and lowered ones apart: "10⁹" must not read "109".

use hayro::kurbo::{Point, Vec2};

use super::letters::Letter;
use crate::prepare::raised::{self, Raise};

/// Minimum gap between words, relative to the font size.
const WORD: f64 = 0.2;
/// Maximum offset from the baseline of the preceding glyphs within a line, relative to the font size.
const OFF_LINE: f64 = 0.5;
/// Distance that a glyph may lie behind the preceding one before it starts a new line, relative to the font size.
const BACK: f64 = 1.0;
/// Size of raised and lowered glyphs at most, relative to the line.
const SMALL: f64 = 0.86;
/// How far a raised glyph lies above the baseline, relative to the font size of the line.
const RAISED: std::ops::Range<f64> = 0.12..0.95;
/// How far a lowered glyph lies below the baseline, relative to the font size of the line.
const LOWERED: std::ops::Range<f64> = 0.06..0.5;
/// How far a raised or lowered glyph may lie from the end of the text before it, relative to the font size of the line.
const NEXT_TO: std::ops::Range<f64> = -0.3..0.5;
/// Maximum length of raised or lowered text, in characters.
const MAX_RAISED: usize = 12;

/// The text of these glyphs.
pub(super) fn composed<'a>(letters: impl Iterator<Item = &'a Letter>) -> String {
    let mut text = Text::default();
    for letter in letters {
        text.add(letter);
    }
    text.finish()
}

/// The text so far.
#[derive(Default)]
struct Text {
    written: String,
    /// The current line, by position.
    parts: Vec<(Option<Raise>, String)>,
    /// End of the last glyph that is neither raised nor lowered.
    base: Option<Pen>,
    /// End of the last glyph.
    pen: Option<Pen>,
}

/// End of a glyph.
#[derive(Clone, Copy)]
struct Pen {
    end: Point,
    along: Vec2,
    height: f64,
}

impl Text {
    fn add(&mut self, letter: &Letter) {
        let blank = letter.is_blank();
        let pen = Pen {
            end: letter.end,
            along: letter.along,
            height: letter.height,
        };
        let (Some(base), Some(last)) = (self.base, self.pen) else {
            self.push(None, letter);
            (self.base, self.pen) = (Some(pen), Some(pen));
            return;
        };
        let turned = base.along.dot(letter.along) < 0.9;
        let forth = (letter.start - last.end).dot(last.along);
        let off = (letter.start - base.end).cross(base.along);
        let raise = match turned || blank || !letter.upright {
            true => None,
            false => Self::raise(base, letter, forth, off),
        };
        if raise.is_some() {
            self.push(raise, letter);
            self.pen = Some(pen);
            return;
        }
        let height = base.height.max(letter.height);
        let mut same_line = true;
        let leads = !turned && letter.upright && self.leads(base, letter, forth, off);
        if leads {
            // What the line began with is raised.
            for (position, _) in &mut self.parts {
                *position = Some(Raise::Up);
            }
        } else if turned || off.abs() > height * OFF_LINE || forth < -height * BACK {
            self.end_line();
            same_line = false;
        } else if forth > height * WORD && !blank {
            self.parts.push((None, " ".to_owned()));
        }
        self.push(None, letter);
        self.pen = Some(pen);
        // A space may be raised with the text before it.
        self.base = Some(match blank && same_line {
            true => Pen {
                end: base.end + base.along * (letter.end - base.end).dot(base.along),
                ..base
            },
            false => pen,
        });
    }

    /// Whether a glyph is raised or lowered, relative to the end of the text on the line.
    fn raise(base: Pen, letter: &Letter, forth: f64, off: f64) -> Option<Raise> {
        let unit = base.height;
        let is_next = NEXT_TO.contains(&(forth / unit));
        let offset = off / unit;
        let size = letter.height / unit;
        if !is_next || letter.text.chars().any(is_wide) {
            return None;
        }
        let is_digits = letter.text.chars().all(|c| c.is_ascii_digit());
        let up = RAISED.contains(&offset);
        let down = LOWERED.contains(&-offset);
        match (up, down) {
            (true, _) if size <= SMALL => Some(Raise::Up),
            (_, true) if size <= SMALL => Some(Raise::Down),
            // Not smaller, only moved.
            (true, _) if (0.2..0.6).contains(&offset) && size < 1.1 && is_digits => Some(Raise::Up),
            _ if offset.abs() < 0.05 && is_digits => drawn_small(letter),
            _ => None,
        }
    }

    /// Whether the line so far is a raised mark before this glyph, as at the beginning of a footnote.
    fn leads(&self, base: Pen, letter: &Letter, forth: f64, off: f64) -> bool {
        let unit = letter.height;
        let is_short = self
            .parts
            .iter()
            .map(|(_, text)| text.chars().count())
            .sum::<usize>()
            <= 4;
        let is_mark = self
            .parts
            .iter()
            .all(|(_, text)| text.chars().all(|c| c.is_ascii_digit()));
        is_short
            && is_mark
            && !self.parts.is_empty()
            && base.height <= unit * SMALL
            && RAISED.contains(&(-off / unit))
            && NEXT_TO.contains(&(forth / unit))
    }

    fn push(&mut self, position: Option<Raise>, letter: &Letter) {
        let blank = letter.is_blank();
        let text: String = match blank {
            true => " ".to_owned(),
            false => letter
                .text
                .chars()
                .filter(|sign| !raised::is_mark(*sign))
                .collect(),
        };
        match self.parts.last_mut() {
            Some((last, part)) if *last == position => part.push_str(&text),
            _ => self.parts.push((position, text)),
        }
    }

    fn end_line(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let mut line = String::new();
        for (number, (position, part)) in parts.iter().enumerate() {
            let follows = number > 0 || parts.len() > 1;
            match position {
                Some(raise) if follows && counts(&line, part, *raise) => {
                    line.push_str(&raised::placed(part, *raise));
                }
                _ => line.push_str(part),
            }
        }
        self.written.push_str(&line);
        self.written.push('\n');
    }

    fn finish(mut self) -> String {
        if !self.parts.is_empty() {
            self.end_line();
        }
        if self.written.ends_with('\n') {
            self.written.pop();
        }
        self.written
    }
}

/// Whether a font draws a digit as a raised or lowered one, on the baseline and in the size of the line.
fn drawn_small(letter: &Letter) -> Option<Raise> {
    let up = letter.ink.up.normalize();
    let low = (letter.ink.corner - letter.start).dot(up) / letter.height;
    let high = low + letter.ink.up.hypot() / letter.height;
    match high - low < 0.55 {
        true if low > 0.22 => Some(Raise::Up),
        true if high < 0.4 && low < -0.05 => Some(Raise::Down),
        _ => None,
    }
}

/// Whether raised or lowered text could be mistaken for a part of the text before it. Layouts also move what is no index:
/// currency signs, per cent signs, decimals of a price.
fn counts(before: &str, part: &str, raise: Raise) -> bool {
    let part = part.trim();
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let has_digit = part.chars().any(|c| c.is_ascii_digit());
    if part.chars().count() > MAX_RAISED || part.starts_with(['.', ',']) || part.contains('%') {
        return false;
    }
    let last = before.chars().next_back();
    match raise {
        Raise::Up => {
            let after_word = last.is_none_or(|last| !last.is_whitespace());
            after_word && (has_digit || (1..=2).contains(&letters))
        }
        Raise::Down => {
            let after_letter = last.is_some_and(|last| {
                last.is_alphabetic() && !is_wide(last) || ")]/⁄".contains(last)
            });
            after_letter && (has_digit || (1..=2).contains(&letters))
        }
    }
}

/// Whether a character is full-width.
fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3fffd}')
}
