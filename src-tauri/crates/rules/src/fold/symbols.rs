//! Which characters fold away, and what they leave behind.

use super::Gap;

/// What a symbol is when it stands between two Chinese characters.
pub(super) const fn joiner(c: char) -> Option<Gap> {
    match c {
        '*' | '-' | '_' | '~' | '.' | '·' | '^' | '#' | '@' | '&' | '+' | '=' | '\'' | '`'
        | '$' | '°' | '∙' | '・' | '⋅' | '̲' => Some(Gap::Symbol),
        '/'
        | '|'
        | '\\'
        | '•'
        | '●'
        | '■'
        | '◆'
        | '★'
        | '☆'
        | '▲'
        | '→'
        | '✓'
        | '✔'
        | '○'
        | '◇'
        | '□'
        | '▪'
        | '►'
        | '▶'
        | '❤'
        | '♥'
        | '\u{1f000}'..='\u{1faff}' => Some(Gap::Space),
        _ => None,
    }
}

pub(super) const fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{e0000}'..='\u{e0fff}'
            | '\u{300}'..='\u{36f}'
            | '\u{20d0}'..='\u{20ff}'
    )
}
