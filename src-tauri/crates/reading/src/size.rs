//! How large the letters of a line are.
//!
//! The box around a line is no measure: it is as tall as the tallest letter, grown by what the model was trained with, and
//! swells with blur. The pitch of the letters is one, for Chinese letters are as wide as their font is large, and Latin ones
//! have known widths on average. Only a condensed face and letters set apart deceive it, and there the height of the ink helps.

use crate::ink::Ink;

/// How wide a letter is, of its font's size.
fn width(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | '|' | '\'' | '.' | ',' | ':' | ';' | '!' | ' ' => 0.27,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | 'I' | '-' | '"' | '·' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.88,
        'A'..='Z' | '&' => 0.66,
        'a'..='z' | '0'..='9' | '$' | '#' | '?' | '*' => 0.55,
        '!'..='~' => 0.55,
        '\u{80}'..='\u{2010}' => 0.55,
        _ => 1.0,
    }
}

/// Chinese letters fill so much of their font's height, at 0.3 of the blackest rows' ink: 0.86 to 0.99 in all faces measured.
const FILLED: f32 = 0.93;

/// Below this, of what the pitch says, the ink is that of letters set apart. Down to here it may be a face drawn in a brush's
/// manner, whose letters fill three quarters of their height; halfway between pitch and ink is right for both.
const SPACED: f32 = 0.77;

/// The size of the font in pixels, of a line whose first and last letters have their centres `pitch` pixels apart; `height` is
/// that of its box, and `ink` what was drawn in it, where that can be told.
///
/// The pitch is exact unless a face is condensed or letters are spaced. The ink tells of both with Chinese letters; with Latin
/// ones it tells of a condensed face only, for how tall they are differs too much from face to face.
pub(crate) fn font_size(text: &str, pitch: f32, height: f32, ink: Option<&Ink>) -> f32 {
    let count = text.chars().count();
    let all: f32 = text.chars().map(width).sum();
    let chinese: f32 = text
        .chars()
        .filter(|letter| *letter > '\u{2e80}')
        .map(width)
        .sum();
    let share = chinese / all.max(1.0);
    let tall = |share, filled: f32| {
        ink.and_then(|ink| ink.height(share))
            .map(|part| part * height / filled)
    };
    let between = all
        - text.chars().next().map_or(0.0, width) / 2.0
        - text.chars().next_back().map_or(0.0, width) / 2.0;
    let wholly_chinese = share > 0.6;
    let by_height = if wholly_chinese {
        tall(0.3, FILLED)
    } else {
        None
    };
    // Punctuation and strokes like 一 have no height to go by.
    let by_height = by_height
        .filter(|size| *size > 0.3 * height)
        .unwrap_or(height * 0.8);
    if count < 2 || between <= 0.0 || pitch <= 0.0 {
        return by_height;
    }
    let by_pitch = pitch / between;
    if count < 6 {
        // A step of the model is an eighth of a letter: too coarse for a few of them.
        return (by_pitch + by_height) / 2.0;
    }
    let (by_ink, taller) = if wholly_chinese {
        (tall(0.3, FILLED), 1.15)
    } else if share > 0.3 {
        (tall(0.2, 0.95), 1.15)
    } else {
        // So near the background, smoothing adds half a pixel above and below.
        (tall(0.1, FILLED).map(|size| size - 1.0), 1.08)
    };
    match by_ink.map(|size| (size, size / by_pitch)) {
        Some((size, ratio)) if ratio > taller && ratio < 1.6 => size,
        Some((size, ratio)) if wholly_chinese && ratio > 0.5 && ratio < SPACED => size,
        Some((_, ratio)) if wholly_chinese && ratio > 0.5 && ratio < 1.6 => by_pitch * ratio.sqrt(),
        _ => by_pitch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_chinese_letters_seven_pitches_apart() {
        assert_eq!(font_size("本金保证收益稳健", 7.0 * 24.0, 40.0, None), 24.0);
    }

    #[test]
    fn a_single_letter_goes_by_its_box() {
        assert_eq!(font_size("息", 0.0, 50.0, None), 40.0);
        assert_eq!(font_size("", 0.0, 50.0, None), 40.0);
    }
}
