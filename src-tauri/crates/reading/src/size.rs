//! How large the letters of a line are.
//!
//! The box around a line is no measure: it is as tall as the tallest letter, grown by what the model was trained with, and
//! swells with blur. The pitch of the letters is one, for Chinese letters are as wide as their font is large, and Latin ones
//! have known widths on average.

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

/// The size of the font in pixels, of a line whose first and last letters have their centres `pitch` pixels apart; `height` is
/// that of its box and all there is to go by when the line is short.
pub(crate) fn font_size(text: &str, pitch: f32, height: f32) -> f32 {
    let by_height = height * 0.8;
    let count = text.chars().count();
    let between: f32 = text.chars().map(width).sum::<f32>()
        - text.chars().next().map_or(0.0, width) / 2.0
        - text.chars().next_back().map_or(0.0, width) / 2.0;
    if count < 2 || between <= 0.0 || pitch <= 0.0 {
        return by_height;
    }
    let by_pitch = pitch / between;
    if count >= 6 {
        by_pitch
    } else {
        // A step of the model is an eighth of a letter: too coarse for a few of them.
        (by_pitch + by_height) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_chinese_letters_seven_pitches_apart() {
        assert_eq!(font_size("本金保证收益稳健", 7.0 * 24.0, 40.0), 24.0);
    }

    #[test]
    fn a_single_letter_goes_by_its_box() {
        assert_eq!(font_size("息", 0.0, 50.0), 40.0);
        assert_eq!(font_size("", 0.0, 50.0), 40.0);
    }
}
