//! The text as the rules see it: one form for everything that looks or reads alike, with the way back to the original.
//!
//! Full-width and compatibility forms, case and traditional characters are folded. What people put between characters to slip
//! past a list of words (spaces, zero-width characters, symbols) is taken out, and noted as a gap.

mod alike;
mod folding;
mod stretches;
mod symbols;

use folding::Folding;
pub(crate) use stretches::Stretches;

use crate::material::Material;

/// What stood in front of a character before folding took it out.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// Quotation marks.
    Quote,
    /// The end of a line that goes on in the next.
    Wrap,
    /// A symbol that nobody writes between two characters of a word.
    Symbol,
    /// Spaces, or a symbol that separates.
    Space,
    /// The end of a line that stands for itself.
    Line,
}

impl Gap {
    /// Whether it separates what stands on both sides.
    pub(crate) const fn is_loose(self) -> bool {
        matches!(self, Self::Space | Self::Line)
    }
}

/// The characters of a block end with this one, which no word contains.
pub(crate) const BLOCK_END: char = '\u{2029}';

/// A folded text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub(crate) chars: Vec<char>,
    /// Where the original of each character starts and ends, in bytes.
    pub(crate) origin: Vec<(u32, u32)>,
    /// What was taken out in front of it.
    pub(crate) gaps: Vec<Gap>,
    /// Where each line starts, and its number. A line without characters may be missing.
    lines: Vec<(u32, u32)>,
    pub(crate) sentences: Stretches,
    pub(crate) clauses: Stretches,
    pub(crate) blocks: Stretches,
}

impl Folded {
    pub(crate) fn new(material: &Material) -> Self {
        Folding::new(material.text().len()).fold(material)
    }

    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &[char] {
        self.chars.get(start..end).unwrap_or_default()
    }

    pub(crate) fn string(&self, start: usize, end: usize) -> String {
        self.slice(start, end).iter().collect()
    }

    pub(crate) fn char(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    pub(crate) fn gap(&self, index: usize) -> Gap {
        self.gaps.get(index).copied().unwrap_or_default()
    }

    /// The line of a character; nothing stands in the last of all lines.
    pub(crate) fn line(&self, index: usize) -> u32 {
        if index >= self.len() {
            return u32::MAX;
        }
        let behind = self
            .lines
            .partition_point(|(start, _)| *start as usize <= index);
        let last = behind.checked_sub(1).and_then(|last| self.lines.get(last));
        last.map_or(0, |(_, line)| *line)
    }

    /// The characters in front of which something separates.
    pub(crate) fn breaks(&self) -> impl Iterator<Item = usize> {
        let gaps = self.gaps.iter().enumerate();
        gaps.filter(|(_, gap)| gap.is_loose()).map(|(at, _)| at)
    }

    /// Whether the text from `start` to `end` may be read as one word although something was taken out inside it.
    pub(crate) fn is_one_word(&self, start: usize, end: usize) -> bool {
        let inner = self.gaps.get(start + 1..end).unwrap_or_default();
        let open = inner.iter().filter(|gap| gap.is_loose()).count();
        if open == 0 || self.char(start).is_some_and(|c| c.is_ascii()) {
            return true;
        }
        let stands_alone = |index: usize| {
            self.gap(index) != Gap::None || self.chars.get(index).is_none_or(|c| !is_cjk(*c))
        };
        let free_before = start.checked_sub(1).is_none_or(|before| {
            self.gap(start) != Gap::None || self.chars.get(before).is_none_or(|c| !is_cjk(*c))
        });
        let free_behind = stands_alone(end);
        // Letters spread over a line, or a long word that breaks where a line does.
        let spread = open == inner.len();
        (spread && free_before && free_behind) || (end - start >= 4 && open == 1)
    }
}

/// A word of a pack in the form that the text is folded to.
pub(crate) fn fold_word(word: &str) -> String {
    let folded = Folded::new(&Material::plain(word));
    folded.chars.iter().filter(|c| **c != BLOCK_END).collect()
}

pub(crate) const fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold_word(text)
    }

    #[test]
    fn everything_that_reads_alike_folds_to_one_form() {
        for text in [
            "保本保息",
            "保 本 保 息",
            "保\u{200b}本\u{feff}保息",
            "保*本*保*息",
            "保·本-保_息",
            "葆夲保息",
            "亻呆本保息",
            "保“本”保息",
        ] {
            assert_eq!(folded(text), "保本保息", "{text}");
        }
        assert_eq!(folded("穩賺不賠，１００％"), "稳赚不赔,100%");
        assert_eq!(folded("NO.１ Fund  of\tfunds"), "no.1 fund of funds");
    }

    #[test]
    fn a_sentence_without_an_end_is_cut() {
        let folded = Folded::new(&Material::plain(&"保本".repeat(1_200)));
        let (start, end) = folded.sentences.around(1_100);
        assert_eq!((start, end), (1_000, 2_000));
    }

    #[test]
    fn a_character_stands_in_its_line_even_where_symbols_of_the_line_above_are_taken_out() {
        let folded = Folded::new(&Material::plain("保本**\n保息"));
        assert_eq!(folded.string(0, 4), "保本保息");
        assert_eq!([0, 1, 2, 3].map(|at| folded.line(at)), [0, 0, 1, 1]);
    }

    #[test]
    fn figures_keep_their_points_and_dashes() {
        assert_eq!(folded("3.5%-4.2%"), "3.5%-4.2%");
        assert_eq!(folded("2026-11-30"), "2026-11-30");
    }

    #[test]
    fn each_character_knows_where_it_came_from() {
        let text = "保\u{200b} 證Ｒ２";
        let folded = Folded::new(&Material::plain(text));
        for (c, (start, end)) in folded.chars.iter().zip(&folded.origin) {
            let original = text.get(*start as usize..*end as usize).unwrap();
            if *c != BLOCK_END {
                assert_eq!(fold_word(original), c.to_string());
            }
        }
    }
}
