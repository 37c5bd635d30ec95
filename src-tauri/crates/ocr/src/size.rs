//! Estimates the font size of a line.
//!
//! The height of the box is unreliable: it follows the tallest letter, is expanded by the unclip ratio and grows with blur.
//! The pitch of the letters is better: a Chinese letter is as wide as its font size, and Latin letters have known average
//! widths. Only condensed fonts and letter-spaced text mislead it; there the height of the ink helps.

use crate::ink::Ink;

/// Width of a letter relative to the font size.
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

/// A kind of line and how the height of its ink relates to the font size.
struct Measure {
    /// Share of the blackest rows' ink from which a row counts as letters. At one half, blur and shadows do not affect the
    /// result.
    share: f32,
    /// Height of the letters relative to the font size.
    filled: f32,
    /// Pixels that antialiasing adds to their height.
    added: f32,
}

/// 0.82 to 0.97 in all fonts measured.
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
/// 0.62 to 0.8 in all fonts measured except a condensed one, where it is 0.8 to 0.9. A share of one half would lose the
/// middle of thin digits.
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
/// Height of letters without ascenders or descenders.
const LATIN_BODY: Measure = Measure {
    share: 0.5,
    filled: 1.0,
    added: 0.0,
};
/// For text without descenders.
const LATIN_ABOVE_THE_LINE: Measure = Measure {
    filled: 0.82,
    ..LATIN
};

/// Below this ratio of ink to pitch the text is letter-spaced. Above it the font may also be a brush-style one whose letters
/// fill three quarters of their height; the geometric mean of pitch and ink then suits both.
const SPACED: f32 = 0.77;

/// Minimum number of letters in a Latin line for telling whether the font is monospaced.
const EVEN_FROM: usize = 10;
/// Maximum ratio of the misfit of equal widths to that of proportional widths for a font to count as monospaced.
const EVENLY: f32 = 0.7;
/// Width of monospaced letters: half the font size in Chinese fonts, three fifths in programming fonts.
const EVEN_WIDTH: f32 = 0.54;

/// Estimates the font size in pixels. `centres` are the centres of the line's letters in pixels, `height` is the height of
/// its box, and `ink` its measured ink, if any.
///
/// The pitch is precise in long lines unless the font is condensed or the text letter-spaced. Ink reveals both in Chinese
/// text and in digits; in Latin text it reveals only condensed fonts, because the height of Latin letters varies too much
/// between fonts. If the two disagree, the result lies between them, since shadows in a photograph count as ink too.
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
    // Punctuation and strokes such as 一 have no usable height.
    let by_height = by_height
        .filter(|size| *size > 0.3 * height)
        .unwrap_or(height * 0.8);
    if count < 2 || between <= 0.0 || pitch <= 0.0 {
        return by_height;
    }
    let by_pitch = pitch / between;
    if count < 6 {
        // One step of the model is an eighth of a letter, too coarse for a few letters.
        return (by_pitch + by_height) / 2.0;
    }
    let compared = |measure: &Measure| by_ink(measure).map(|size| (size, size / by_pitch));
    let size = if wholly_chinese {
        let at_half = compared(&CHINESE);
        // A rule in the strip that is darker than the letters hides rows when the share is one half.
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

/// Combines `size`, estimated from the ink of Chinese text, with the pitch; `ratio` is size by ink over size by pitch.
/// `None` if the ink is implausible.
fn of_chinese(size: f32, ratio: f32) -> Option<f32> {
    match ratio {
        _ if ratio <= 0.5 || ratio >= 1.6 => None,
        _ if ratio < SPACED => Some(size),
        _ if ratio < 1.0 => Some(size / ratio.sqrt()),
        // A condensed font is more likely than a photograph.
        _ => Some(size * ratio.powf(-0.3)),
    }
}

/// The same for digits and capitals. They are few in a line, so that one step of the model makes a fifth at 12 pixels. Their
/// height hardly varies between fonts, so the geometric mean is always close. In a condensed font they are taller.
fn of_figures(size: f32, ratio: f32) -> Option<f32> {
    (ratio > 0.66 && ratio < 1.65).then(|| (size / ratio.sqrt()).max(0.9 * size))
}

/// The same for Latin letters, where ink reveals only condensed fonts: there even letters without ascenders are tall
/// relative to the pitch (`body` is 0.75 or more). In other fonts `body` is at most 0.66, and taller ink comes from a
/// photograph or noise.
fn of_latin(size: f32, ratio: f32, body: f32) -> Option<f32> {
    (ratio > 1.05 && ratio < 1.6 && body > 0.7).then(|| size * ratio.powf(-0.4))
}

/// Whether the text is monospaced, as Latin letters are in many Chinese fonts, judging by the positions of the letters.
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

/// Root mean square error of the best linear fit of `found` to `expected`.
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

/// Share of letters that satisfy `such`.
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
        // The same line with proportional widths.
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
