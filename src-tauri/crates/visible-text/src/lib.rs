//! Makes names safe to display: of files, archive entries, conversations, records and exports.
//!
//! Users decide by a name what to open, so no character in it may hide, reorder or break its surroundings. The
//! character classes come from the Unicode data, because hand-made lists miss some.
//!
//! The cost: joiners and variation selectors are removed, too. A family emoji splits into its members, and a rare
//! Chinese character appears in its usual form. Private-use characters stay: they are visible, and older systems use
//! them for rare characters in Chinese personal names.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Removes [invisible](is_invisible) characters.
#[must_use]
pub fn strip_invisible(name: &str) -> String {
    name.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Whether a character is invisible: control and format characters (including bidirectional controls), line and
/// paragraph separators, all other default-ignorable code points (fillers, joiners, variation selectors, tags), and
/// noncharacters.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    if matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    matches!(
        category,
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    ) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || is_noncharacter(c)
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;

    use super::*;

    /// `Default_Ignorable_Code_Point` of Unicode 16, verbatim.
    const IGNORABLE: &str = "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF \
        FFA0 FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF";
    /// Control characters, bidirectional controls, line separators and noncharacters.
    const OTHERS: &str = "0-1F 7F-9F 61C 200E-200F 202A-202E 2066-2069 2028-2029 FFF9-FFFB FDD0-FDEF FFFE-FFFF 1FFFE-1FFFF \
        10FFFE-10FFFF";

    fn ranges(list: &str) -> Vec<RangeInclusive<u32>> {
        let range = |range: &str| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let number = |hex| u32::from_str_radix(hex, 16).unwrap();
            number(first)..=number(last)
        };
        list.split_whitespace().map(range).collect()
    }

    #[test]
    fn of_all_characters_the_invisible_ones_go_and_those_that_are_read_stay() {
        let listed = [ranges(IGNORABLE), ranges(OTHERS)].concat();
        for c in '\0'..=char::MAX {
            let code = u32::from(c);
            if listed.iter().any(|range| range.contains(&code)) {
                assert!(is_invisible(c), "U+{code:04X} hides");
            } else if c.is_alphanumeric() || c.is_ascii() || c == '\u{3000}' {
                assert!(!is_invisible(c), "U+{code:04X} is read");
            }
        }
    }

    #[test]
    fn names_as_people_write_them_stay() {
        for name in [
            "端午海报（终稿）v2.png",
            "Müller & Söhne – 50 % off!.pdf",
            "基金经理\u{e000}某.docx",
            "e\u{301}te\u{301} 🎉.gif",
        ] {
            assert_eq!(strip_invisible(name), name);
        }
        assert_eq!(strip_invisible("❤\u{fe0f} 👩\u{200d}👧.png"), "❤ 👩👧.png");
        assert_eq!(
            strip_invisible("poster\u{61c}\u{202e}gnp.exe"),
            "postergnp.exe"
        );
        assert_eq!(strip_invisible("\u{200b}\u{feff}\u{2028}"), "");
    }
}
