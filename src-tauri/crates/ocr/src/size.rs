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

/// A kind of line, and what the height of its ink says.
struct Measure {
    /// The share of the blackest rows' ink from which on a row belongs to the letters. At half of it blur and shadows move
    /// nothing.
    share: f32,
    /// So much of the font's size the letters then fill.
    filled: f32,
    /// What smoothing adds to their height, in pixels.
    added: f32,
}

/// 0.82 to 0.97 in all faces measured.
const CHINESE: Measure = Measure {
    share: 0.5,
    filled: 0.88,
    added: 0.0,
};
const CHINESE_UNDER_RULES: Measure = Measure {
    share: 0.3,
    filled: 0.93,
    added: 0.0,
};
const MIXED: Measure = Measure {
    share: 0.2,
    filled: 0.95,
    added: 0.0,
};
/// 0.62 to 0.8 in all faces but a condensed one, where it is 0.8 to 0.9. At half of the blackest rows' ink the middle of thin
/// figures would be lost.
const FIGURES: Measure = Measure {
    share: 0.4,
    filled: 0.76,
    added: 0.0,
};
const FIGURES_WITH_CHINESE: Measure = Measure {
    filled: 0.8,
    ..FIGURES
};
const LATIN: Measure = Measure {
    share: 0.1,
    filled: 0.93,
    added: 1.0,
};
/// What letters without stems fill.
const LATIN_BODY: Measure = Measure {
    share: 0.5,
    filled: 1.0,
    added: 0.0,
};
/// Without letters that reach below the line.
const LATIN_ABOVE_THE_LINE: Measure = Measure {
    filled: 0.82,
    ..LATIN
};

/// Below this, of what the pitch says, the ink is that of letters set apart. Down to here it may be a face drawn in a brush's
/// manner, whose letters fill three quarters of their height; halfway between pitch and ink is right for both.
const SPACED: f32 = 0.77;

/// Letters of a Latin line from which on it shows whether all are of one width.
const EVEN_FROM: usize = 10;
/// Letters of one width lie nearer to even places than to those of letters with widths of their own, by this factor at least.
const EVENLY: f32 = 0.7;
/// How wide they then are: half their font's size in Chinese faces, three fifths in faces for programs.
const EVEN_WIDTH: f32 = 0.54;

/// The size of the font in pixels, of a line whose letters have their centres there, in pixels; `height` is that of its box, and
/// `ink` what was drawn in it, where that can be told.
///
/// The pitch is exact in long lines, unless a face is condensed or letters are spaced. The ink tells of both with Chinese
/// letters and with figures; with Latin letters it tells of a condensed face only, for how tall they are differs too much from
/// face to face. Where both disagree, the truth lies between: a photograph's shadows make ink, too.
pub(crate) fn font_size(text: &str, centres: &[f32], height: f32, ink: Option<&Ink>) -> f32 {
    let ends = centres.first().zip(centres.last());
    let pitch = ends.map_or(0.0, |(first, last)| last - first);
    let count = text.chars().count();
    let all: f32 = text.chars().map(width).sum();
    let chinese: f32 = text.chars().filter(is_chinese).map(width).sum();
    let share = chinese / all.max(1.0);
    let by_ink = |measure: &Measure| {
        let part = ink.and_then(|ink| ink.height(measure.share))?;
        Some(part * height / measure.filled - measure.added)
    };
    let between = all
        - text.chars().next().map_or(0.0, width) / 2.0
        - text.chars().next_back().map_or(0.0, width) / 2.0;
    let wholly_chinese = share > 0.6;
    let by_height = if wholly_chinese {
        by_ink(&CHINESE)
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
    let compared = |measure: &Measure| by_ink(measure).map(|size| (size, size / by_pitch));
    let size = if wholly_chinese {
        let at_half = compared(&CHINESE);
        // A rule in the strip, darker than the letters, hides rows at half of its ink.
        let lower = compared(&CHINESE_UNDER_RULES).filter(|(_, ratio)| *ratio <= 1.0);
        let taller = match (at_half, lower) {
            (Some(half), Some(lower)) if half.1 < lower.1 => Some(lower),
            _ => at_half,
        };
        taller.and_then(|(size, ratio)| of_chinese(size, ratio))
    } else if share > 0.3 {
        compared(&MIXED).and_then(|(size, ratio)| (ratio > 1.15 && ratio < 1.6).then_some(size))
    } else if part(text, |letter| letter.is_ascii_lowercase()) < 0.3 {
        let measure = if share > 0.0 {
            &FIGURES_WITH_CHINESE
        } else {
            &FIGURES
        };
        compared(measure).and_then(|(size, ratio)| of_figures(size, ratio))
    } else if count >= EVEN_FROM && share == 0.0 && are_even(text, centres) {
        Some(pitch / (count - 1) as f32 / EVEN_WIDTH)
    } else {
        let below = part(text, |letter| "gjpqy".contains(letter));
        let measure = if below < 0.07 {
            &LATIN_ABOVE_THE_LINE
        } else {
            &LATIN
        };
        let body = compared(&LATIN_BODY).map_or(0.0, |(_, ratio)| ratio);
        compared(measure).and_then(|(size, ratio)| of_latin(size, ratio, body))
    };
    size.unwrap_or(by_pitch)
}

/// What `size`, which the ink says, and the pitch say together; `ratio` is the former of the latter. `None` when the ink is none.
fn of_chinese(size: f32, ratio: f32) -> Option<f32> {
    match ratio {
        _ if ratio <= 0.5 || ratio >= 1.6 => None,
        _ if ratio < SPACED => Some(size),
        _ if ratio < 1.0 => Some(size / ratio.sqrt()),
        // A condensed face more often than a photograph.
        _ => Some(size * ratio.powf(-0.3)),
    }
}

/// The same of figures and capitals. They are few in a line, so that a step of the model makes a fifth at 12 pixels; and as their
/// height hardly differs from face to face, halfway between both is always near. In a condensed face they are taller.
fn of_figures(size: f32, ratio: f32) -> Option<f32> {
    (ratio > 0.66 && ratio < 1.65).then(|| (size / ratio.sqrt()).max(0.9 * size))
}

/// The same of Latin letters, which tell of a condensed face only: there even letters without stems are tall beside the pitch,
/// `body` is 0.75 and more. In others it is 0.66 at most, and ink that is taller than it should be is a photograph's or noise.
fn of_latin(size: f32, ratio: f32, body: f32) -> Option<f32> {
    (ratio > 1.05 && ratio < 1.6 && body > 0.7).then(|| size * ratio.powf(-0.4))
}

/// Whether all letters are of one width, as the Latin ones of many Chinese faces are: where each lies tells.
fn are_even(text: &str, centres: &[f32]) -> bool {
    let even: Vec<f32> = (0..centres.len()).map(|at| at as f32).collect();
    let mut reached = 0.0;
    let uneven = text.chars().map(|letter| {
        let width = width(letter);
        reached += width;
        reached - width / 2.0
    });
    let uneven: Vec<f32> = uneven.collect();
    misfit(&even, centres) < EVENLY * misfit(&uneven, centres)
}

/// The root of the mean square by which places are missed that follow from the expected ones as nearly as they can.
fn misfit(expected: &[f32], found: &[f32]) -> f32 {
    let count = expected.len().min(found.len()) as f32;
    let mean = |values: &[f32]| values.iter().sum::<f32>() / count.max(1.0);
    let (across, along) = (mean(expected), mean(found));
    let (mut product, mut square) = (0.0, 0.0);
    for (one, other) in expected.iter().zip(found) {
        product += (one - across) * (other - along);
        square += (one - across) * (one - across);
    }
    let slope = product / square.max(f32::EPSILON);
    let missed = expected.iter().zip(found).map(|(one, other)| {
        let off = other - along - slope * (one - across);
        off * off
    });
    (missed.sum::<f32>() / count.max(1.0)).sqrt()
}

fn is_chinese(letter: &char) -> bool {
    *letter > '\u{2e80}'
}

/// Which part of the letters is such.
fn part(text: &str, such: impl Fn(char) -> bool) -> f32 {
    let count = text.chars().filter(|letter| such(*letter)).count();
    count as f32 / text.chars().count().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evenly(count: usize, pitch: f32) -> Vec<f32> {
        (0..count).map(|at| at as f32 * pitch).collect()
    }

    #[test]
    fn latin_letters_of_one_width_are_no_larger_for_being_narrow_ones() {
        let text = "Capital at risk";
        let even = font_size(text, &evenly(text.len(), 8.0), 20.0, None);
        assert!((even - 16.0).abs() < 0.15 * 16.0, "{even}");
        // The same line in letters of their own widths.
        let mut reached = 0.0;
        let own = text.chars().map(|letter| {
            reached += 16.0 * width(letter);
            reached - 8.0 * width(letter)
        });
        let own = font_size(text, &own.collect::<Vec<_>>(), 20.0, None);
        assert!((own - 16.0).abs() < 0.05 * 16.0, "{own}");
    }

    #[test]
    fn eight_chinese_letters_seven_pitches_apart() {
        assert_eq!(
            font_size("本金保证收益稳健", &evenly(8, 24.0), 40.0, None),
            24.0
        );
    }

    #[test]
    fn a_single_letter_goes_by_its_box() {
        assert_eq!(font_size("息", &evenly(1, 0.0), 50.0, None), 40.0);
        assert_eq!(font_size("", &[], 50.0, None), 40.0);
    }
}
