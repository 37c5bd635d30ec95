//! Words of a line, with their places.

use unicode_normalization::UnicodeNormalization;

use crate::comparison::Rect;
use crate::side::{Line, Point};

/// Characters of a line that are compared.
const LINE_CHARACTERS: usize = 400;

/// A Chinese character, a number, a Latin word or a mark of punctuation.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// As recognised.
    pub(crate) text: String,
    /// Folded: full-width forms, compatibility characters and case don't differ.
    pub(crate) folded: String,
    /// Index of its line.
    pub(crate) line: usize,
    /// Whether a space comes before it.
    pub(crate) spaced: bool,
    /// Its start and end along the line, from 0 to 1.
    pub(crate) span: (f32, f32),
}

/// The words of a line. Positions assume that Chinese characters are twice as wide as Latin ones, which is within a
/// character of the truth.
pub(crate) fn tokens(line: &Line, index: usize) -> Vec<Token> {
    let characters: Vec<char> = line.text.chars().take(LINE_CHARACTERS).collect();
    let total: f32 = characters.iter().map(|c| advance(*c)).sum();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut at, mut joins, mut spaced) = (0.0, None, false);
    for character in characters {
        let from = at;
        at += advance(character);
        if character.is_whitespace() {
            (joins, spaced) = (None, true);
            continue;
        }
        let span = (from / total, at / total);
        let folded: String = character.nfkc().flat_map(char::to_lowercase).collect();
        let class = class(character, &folded);
        match tokens.last_mut() {
            Some(last) if class.is_some() && joins == class => {
                last.text.push(character);
                last.folded.push_str(&folded);
                last.span.1 = span.1;
            }
            _ => tokens.push(Token {
                text: character.to_string(),
                folded,
                line: index,
                spaced,
                span,
            }),
        }
        (joins, spaced) = (class, false);
    }
    tokens
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Number,
    Letters,
}

/// What a character joins into one token with its like; `None` if it stands alone.
fn class(character: char, folded: &str) -> Option<Class> {
    let first = folded.chars().next()?;
    match first {
        '0'..='9' | '%' | '‰' | '+' | '-' => Some(Class::Number),
        // Wide ones are punctuation of a sentence.
        '.' | ',' if character.is_ascii() => Some(Class::Number),
        c if c.is_ascii_alphabetic() || ('\u{c0}'..'\u{250}').contains(&c) => Some(Class::Letters),
        _ => None,
    }
}

fn advance(character: char) -> f32 {
    match character {
        c if c.is_whitespace() && c != '\u{3000}' => 0.3,
        c if u32::from(c) < 0x2000 => 0.56,
        _ => 1.0,
    }
}

/// The text of neighbouring tokens.
pub(crate) fn text(tokens: &[Token]) -> String {
    let mut text = String::new();
    let mut line = None;
    for token in tokens {
        if !text.is_empty() && (token.spaced || line != Some(token.line)) {
            text.push(' ');
        }
        text.push_str(&token.text);
        line = Some(token.line);
    }
    text
}

/// The rectangle around a part of a line, in fractional pixels: left, top, right, bottom. `None` for corners that are no
/// numbers.
pub(crate) fn bounds(line: &Line, span: (f32, f32)) -> Option<[f32; 4]> {
    let [upper_left, upper_right, lower_right, lower_left] = line.quad;
    let on = |a: Point, b: Point, t: f32| (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
    let corners = [
        on(upper_left, upper_right, span.0),
        on(upper_left, upper_right, span.1),
        on(lower_left, lower_right, span.0),
        on(lower_left, lower_right, span.1),
    ];
    let mut bounds = [
        f32::INFINITY,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::NEG_INFINITY,
    ];
    for (x, y) in corners {
        if !x.is_finite() || !y.is_finite() {
            return None;
        }
        let [left, top, right, bottom] = bounds;
        bounds = [left.min(x), top.min(y), right.max(x), bottom.max(y)];
    }
    Some(bounds)
}

/// Bounds as whole pixels of a picture.
pub(crate) fn rect(bounds: [f32; 4], size: (u32, u32)) -> Rect {
    let [left, top, right, bottom] = bounds;
    let range = |from: f32, to: f32, side: u32| {
        let start = f64::from(from).floor().clamp(0.0, f64::from(side) - 1.0);
        let end = f64::from(to).ceil().clamp(start + 1.0, f64::from(side));
        (start as u32, (end - start) as u32)
    };
    let (x, width) = range(left, right, size.0);
    let (y, height) = range(top, bottom, size.1);
    Rect {
        x,
        y,
        width,
        height,
    }
}

/// The thickness of a line in pixels: the distance between its long sides.
pub(crate) fn thickness(line: &Line) -> f32 {
    let [upper_left, _, _, lower_left] = line.quad;
    (lower_left.x - upper_left.x).hypot(lower_left.y - upper_left.y)
}
