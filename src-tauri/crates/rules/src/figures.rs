//! The numbers of a text.

use crate::fold::{Folded, Gap};
use crate::span::Span;

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) span: Span,
    pub(crate) value: f64,
}

/// The numbers of a text: Arabic digits with points and thousands separators, and Chinese numerals.
pub(crate) fn numbers(folded: &Folded) -> Vec<Number> {
    let chars = &folded.chars;
    let mut numbers = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if !may_be_digit(*c) {
            at += 1;
        } else if c.is_ascii_digit() {
            let mut end = at + 1;
            while let Some(c) = chars.get(end) {
                let next_is_digit = chars.get(end + 1).is_some_and(char::is_ascii_digit);
                if c.is_ascii_digit() || (matches!(c, '.' | ',') && next_is_digit) {
                    end += 1;
                } else {
                    break;
                }
            }
            text.clear();
            text.extend(folded.slice(at, end).iter().filter(|c| **c != ','));
            if let Ok(value) = text.parse() {
                numbers.push(Number {
                    span: Span { start: at, end },
                    value,
                });
            }
            at = end;
        } else if chinese_digit(*c).is_some() || *c == '十' || *c == '百' {
            let mut end = at + 1;
            while folded.gap(end) == Gap::None
                && chars
                    .get(end)
                    .is_some_and(|c| chinese_digit(*c).is_some() || matches!(c, '十' | '百' | '千'))
            {
                end += 1;
            }
            numbers.push(Number {
                span: Span { start: at, end },
                value: chinese(chars.get(at..end).unwrap_or_default()),
            });
            at = end;
        } else {
            at += 1;
        }
    }
    numbers
}

/// Whether a character may be a digit. Nearly all others are told by one bit of a mask, so that few branches depend on the text.
const fn may_be_digit(c: char) -> bool {
    const fn bit(c: char) -> u128 {
        1 << (c as u32 % 128)
    }
    const ARABIC: u128 = 0x3ff << '0' as u32;
    const CHINESE: u128 = bit('零')
        | bit('〇')
        | bit('半')
        | bit('一')
        | bit('二')
        | bit('两')
        | bit('三')
        | bit('四')
        | bit('五')
        | bit('六')
        | bit('七')
        | bit('八')
        | bit('九')
        | bit('十')
        | bit('百');
    (ARABIC | CHINESE) & bit(c) != 0
}

const fn chinese_digit(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '半' => 0.5,
        '一' => 1.0,
        '二' | '两' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

fn chinese(chars: &[char]) -> f64 {
    let (mut total, mut digit) = (0.0, None);
    for c in chars {
        let unit = match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1000.0,
            c => {
                let value = chinese_digit(*c).unwrap_or(0.0);
                digit = Some(digit.map_or(value, |before| before * 10.0 + value));
                continue;
            }
        };
        total += digit.take().unwrap_or(1.0) * unit;
    }
    total + digit.unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_lets_every_digit_pass() {
        let is_digit = |c: &char| {
            c.is_ascii_digit() || chinese_digit(*c).is_some() || matches!(c, '十' | '百')
        };
        for c in ('\0'..='\u{ffff}').filter(is_digit) {
            assert!(may_be_digit(c), "{c}");
        }
    }
}
