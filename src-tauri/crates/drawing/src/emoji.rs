//! Emoji: in colour if a colour font has them, else as plain signs that keep their meaning.
//!
//! A font for letters has no emoji, or draws 🔴 and 🟢 as the same black circle. So emoji get a font of their own, or a sign
//! in their colour that fonts with Chinese characters have.

use std::collections::HashSet;

use crate::markup::escaped;

/// Shows emoji as pictures.
const EMOJI_STYLE: char = '\u{fe0f}';
/// Shows emoji as letters.
const TEXT_STYLE: char = '\u{fe0e}';
const JOINER: char = '\u{200d}';
const KEY: char = '\u{20e3}';
/// Stands for an emoji without a sign of its own.
const UNKNOWN: (&str, &str) = ("〓", "");
/// Maximum number of signs kept for which no font has a glyph.
pub(super) const MAX_MISSING: usize = 1_000;

/// Writes text with emoji.
#[derive(Debug, Clone, Default)]
pub(super) struct Emoji {
    /// Family of the colour font, if there is one.
    pub(super) family: Option<String>,
    /// Signs for which no font has a glyph, at most [`MAX_MISSING`].
    pub(super) missing: HashSet<String>,
    /// Number of emoji replaced so far.
    pub(super) replaced: u32,
}

impl Emoji {
    /// Appends `text` as content of an SVG `text` element.
    pub(super) fn write(&mut self, text: &str, svg: &mut String) {
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => svg.push_str(&escaped(text)),
                Piece::Emoji(emoji) => self.emoji(emoji, svg),
            }
        }
    }

    fn emoji(&mut self, emoji: &str, svg: &mut String) {
        // The renderer takes this mark for a missing letter.
        let picture = emoji.replace(EMOJI_STYLE, "");
        let mut missing = self.missing.iter();
        if let Some(family) = &self.family
            && !missing.any(|missing| picture.contains(missing))
        {
            let family = escaped(family);
            svg.push_str(&format!(
                r#"<tspan style="font-family:'{family}';font-weight:normal;font-style:normal">{}</tspan>"#,
                escaped(&picture)
            ));
            return;
        }
        self.replaced += 1;
        if let Some(letters) = flag(emoji) {
            svg.push_str(&letters);
            return;
        }
        let (sign, colour) = sign(emoji);
        if colour.is_empty() {
            svg.push_str(sign);
        } else {
            svg.push_str(&format!(
                r#"<tspan style="fill:{colour};stroke:none">{sign}</tspan>"#
            ));
        }
    }
}

/// A piece of text.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    /// One emoji with everything that modifies it.
    Emoji(&'a str),
}

/// Splits `text` into emoji and what is between them.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        // No letter of a common text is looked at twice.
        let Some(length) = (!c.is_alphabetic()).then(|| length(rest)).flatten() else {
            at += c.len_utf8();
            continue;
        };
        if start < at {
            pieces.extend(text.get(start..at).map(Piece::Text));
        }
        pieces.extend(text.get(at..at + length).map(Piece::Emoji));
        at += length;
        start = at;
    }
    if start < text.len() {
        pieces.extend(text.get(start..).map(Piece::Text));
    }
    pieces
}

/// Length in bytes of the emoji at the start of `text`.
fn length(text: &str) -> Option<usize> {
    let mut chars = text.chars().peekable();
    let first = chars.next()?;
    let mut length = first.len_utf8();
    let styled = chars.peek() == Some(&EMOJI_STYLE);
    let keyed = chars.peek() == Some(&KEY);
    let is_key = first.is_ascii_digit() || matches!(first, '#' | '*');
    if is_key {
        let mut rest = chars.skip_while(|c| *c == EMOJI_STYLE);
        return (rest.next() == Some(KEY))
            .then(|| length + KEY.len_utf8() + if styled { EMOJI_STYLE.len_utf8() } else { 0 });
    }
    let is_emoji = (is_picture(first) && chars.peek() != Some(&TEXT_STYLE))
        || (styled && !first.is_alphanumeric() && !first.is_control() && first > '\u{a0}');
    if !is_emoji || keyed {
        return None;
    }
    if is_regional(first) {
        let second = chars.next().filter(|c| is_regional(*c))?;
        return Some(length + second.len_utf8());
    }
    while let Some(c) = chars.next() {
        match c {
            EMOJI_STYLE | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' => {
                length += c.len_utf8();
            }
            JOINER if chars.peek().is_some_and(|next| is_joined(*next)) => {
                length += c.len_utf8() + chars.next().map_or(0, char::len_utf8);
            }
            _ => break,
        }
    }
    Some(length)
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_joined(c: char) -> bool {
    is_picture(c) || matches!(c, '\u{2190}'..='\u{27bf}')
}

/// Characters that are shown as pictures unless a text says otherwise.
fn is_picture(c: char) -> bool {
    matches!(c,
        '⌚' | '⌛' | '⏩'..='⏬' | '⏰' | '⏳' | '◽' | '◾' | '☔' | '☕' | '♈'..='♓' | '♿' | '⚓' | '⚡' | '⚪' | '⚫'
        | '⚽' | '⚾' | '⛄' | '⛅' | '⛎' | '⛔' | '⛪' | '⛲' | '⛳' | '⛵' | '⛺' | '⛽' | '✅' | '✊' | '✋' | '✨'
        | '❌' | '❎' | '❓'..='❕' | '❗' | '➕'..='➗' | '➰' | '➿' | '⬛' | '⬜' | '⭐' | '⭕' | '🀄' | '🃏' | '🆎'
        | '🆑'..='🆚' | '\u{1f1e6}'..='\u{1f1ff}' | '🈁' | '🈚' | '🈯' | '🈲'..='🈶' | '🈸'..='🈺' | '🉐' | '🉑'
        | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}' | '\u{1f7e0}'..='\u{1f7eb}' | '\u{1f7f0}'
        | '\u{1f90c}'..='\u{1f9ff}' | '\u{1fa70}'..='\u{1faff}')
}

/// The letters of a flag.
fn flag(emoji: &str) -> Option<String> {
    let letter = |c: char| {
        let number = u32::from(c).checked_sub(0x1f1e6)?;
        char::from_u32(u32::from('A') + number).filter(char::is_ascii_uppercase)
    };
    emoji.chars().map(letter).collect()
}

const RED: &str = "#d92d20";
const ORANGE: &str = "#e8730c";
const YELLOW: &str = "#d6a500";
const GREEN: &str = "#1f8a3d";
const BLUE: &str = "#2563c9";
const PURPLE: &str = "#7d3fc0";
const BROWN: &str = "#8a4b2a";
const BLACK: &str = "#000000";

/// A sign or word for an emoji, in characters of GB 2312, and its colour; that of the text if empty.
fn sign(emoji: &str) -> (&'static str, &'static str) {
    let mut chars = emoji.chars();
    let Some(first) = chars.next() else {
        return UNKNOWN;
    };
    match first {
        '🔴' => ("●", RED),
        '🟠' => ("●", ORANGE),
        '🟡' => ("●", YELLOW),
        '🟢' => ("●", GREEN),
        '🔵' => ("●", BLUE),
        '🟣' => ("●", PURPLE),
        '🟤' => ("●", BROWN),
        '⚫' => ("●", BLACK),
        '⚪' => ("○", BLACK),
        '🟥' => ("■", RED),
        '🟧' => ("■", ORANGE),
        '🟨' => ("■", YELLOW),
        '🟩' => ("■", GREEN),
        '🟦' => ("■", BLUE),
        '🟪' => ("■", PURPLE),
        '🟫' => ("■", BROWN),
        '⬛' | '◼' | '◾' | '▪' => ("■", BLACK),
        '⬜' | '◻' | '◽' | '▫' => ("□", BLACK),
        '🔶' | '🔸' => ("◆", ORANGE),
        '🔷' | '🔹' => ("◆", BLUE),
        '🔺' => ("▲", RED),
        '🔻' => ("▼", RED),
        '🔼' => ("▲", BLUE),
        '🔽' => ("▼", BLUE),
        '✅' | '✔' | '☑' => ("√", GREEN),
        '❌' | '✖' => ("×", RED),
        '❎' => ("×", GREEN),
        '⭕' => ("○", RED),
        '⛔' | '🚫' => ("[禁]", RED),
        '⚠' => ("▲！", ORANGE),
        '🚨' | '📢' => ("▲！", RED),
        '❗' | '❕' => ("！", RED),
        '‼' => ("！！", RED),
        '⁉' => ("！？", RED),
        '❓' | '❔' => ("？", RED),
        '⭐' | '🌟' => ("★", YELLOW),
        '🚩' => ("[旗]", RED),
        '❤' => ("[心]", RED),
        '👍' => ("[赞]", ""),
        '👎' => ("[踩]", ""),
        '➡' | '▶' | '⏩' => ("→", ""),
        '⬅' | '◀' | '⏪' => ("←", ""),
        '⬆' | '⏫' | '📈' => ("↑", ""),
        '⬇' | '⏬' | '📉' => ("↓", ""),
        '➕' => ("＋", ""),
        '➖' => ("－", ""),
        '➗' => ("÷", ""),
        'ℹ' => ("[i]", BLUE),
        '💰' | '💵' | '💴' | '💳' | '💹' => ("[￥]", ""),
        '📄' | '📃' | '📋' | '📝' | '📑' | '🗒' | '📜' => ("[文]", ""),
        '📊' => ("[图]", ""),
        '📁' | '📂' | '🗂' => ("[档]", ""),
        '👤' | '🧑' | '👨' | '👩' => ("[人]", ""),
        '👥' | '👪' => ("[众]", ""),
        '🏦' => ("[银行]", ""),
        '🏢' => ("[公司]", ""),
        '🔒' | '🔐' | '🔑' => ("[锁]", ""),
        '🔍' | '🔎' => ("[查]", ""),
        '📞' | '☎' | '📱' => ("[电话]", ""),
        '✉' | '📧' | '📨' | '📩' => ("[邮件]", ""),
        '⏰' | '⏱' | '⏳' | '⌛' | '🕐' => ("[时]", ""),
        '📅' | '📆' | '🗓' => ("[日期]", ""),
        '🛑' => ("[停]", RED),
        '⚖' => ("[法]", ""),
        '🔟' => ("⑩", ""),
        '1' => ("①", ""),
        '2' => ("②", ""),
        '3' => ("③", ""),
        '4' => ("④", ""),
        '5' => ("⑤", ""),
        '6' => ("⑥", ""),
        '7' => ("⑦", ""),
        '8' => ("⑧", ""),
        '9' => ("⑨", ""),
        '0' => ("[0]", ""),
        '#' => ("[#]", ""),
        '*' => ("[*]", ""),
        _ => UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emoji(text: &str) -> Vec<&str> {
        let pieces = pieces(text).into_iter();
        pieces
            .filter_map(|piece| match piece {
                Piece::Emoji(emoji) => Some(emoji),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn emoji_are_found_with_everything_that_modifies_them() {
        for (text, found) in [
            ("🔴高🟡中🟢低", vec!["🔴", "🟡", "🟢"]),
            ("⚠️ 风险", vec!["⚠️"]),
            ("1️⃣2⃣ 3", vec!["1️⃣", "2⃣"]),
            ("👨‍👩‍👧👍🏽", vec!["👨‍👩‍👧", "👍🏽"]),
            ("🇨🇳🇬🇧", vec!["🇨🇳", "🇬🇧"]),
            ("✅❌", vec!["✅", "❌"]),
            // Plain letters and signs, also where a mark asks for that.
            ("⚠ ✔ → ● ★ ① © 12#*", vec![]),
            ("✅\u{fe0e} 保本\u{fe0f} a\u{fe0f}", vec![]),
        ] {
            assert_eq!(emoji(text), found, "{text}");
            let whole: String = pieces(text)
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Emoji(text) => *text,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn signs_keep_the_colours_of_risk_levels_apart() {
        let mut seen = HashSet::new();
        for level in ["🔴", "🟠", "🟡", "🟢", "🔵", "⚪", "⚫", "✅", "❌", "⚠️"]
        {
            let mut svg = String::new();
            let mut without_font = Emoji::default();
            without_font.write(level, &mut svg);
            assert_eq!(without_font.replaced, 1);
            assert!(seen.insert(svg), "{level}");
        }
        let mut svg = String::new();
        Emoji::default().write("🇨🇳 5️⃣ 🦀", &mut svg);
        assert_eq!(svg, "CN ⑤ 〓");
    }
}
