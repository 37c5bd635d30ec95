//! The text as the rules see it: one form for everything that looks or reads alike, with the way back to the original.
//!
//! Full-width and compatibility forms, case and traditional characters are folded. What people put between characters to slip
//! past a list of words (spaces, zero-width characters, symbols) is taken out, and noted as a gap.

mod alike;

use alike::{is_left_part, simplified, split_pair};
use unicode_normalization::UnicodeNormalization;

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

/// The characters of a block end with this one, which no word contains.
pub(crate) const BLOCK_END: char = '\u{2029}';

/// The most characters of a sentence. Text without full stops is cut there, so that looking around in a sentence stays cheap.
const LONGEST_SENTENCE: usize = 1_000;

/// A folded text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub(crate) chars: Vec<char>,
    /// Where the original of each character starts and ends, in bytes.
    pub(crate) origin: Vec<(u32, u32)>,
    /// What was taken out in front of it.
    pub(crate) gaps: Vec<Gap>,
    /// The line of each character.
    pub(crate) lines: Vec<u32>,
    /// The sentence, the clause and the block of each character, counted from 0.
    pub(crate) sentences: Vec<u32>,
    pub(crate) clauses: Vec<u32>,
    pub(crate) blocks: Vec<u32>,
}

impl Folded {
    pub(crate) fn new(material: &Material) -> Self {
        let mut folding = Folding {
            folded: Self::with_capacity(material.text().len()),
            pending: Gap::None,
            plain: false,
        };
        for (number, block) in material.blocks().iter().enumerate() {
            let wraps = material.wraps(block);
            for (nth, line) in block.iter().enumerate() {
                folding.line(material, *line, number as u32);
                let gap = if wraps.get(nth) == Some(&true) {
                    Gap::Wrap
                } else {
                    Gap::Line
                };
                folding.pending = folding.pending.max(gap);
            }
            folding.end_block(number as u32);
        }
        let mut folded = folding.folded;
        folded.mark_bounds();
        folded
    }

    fn with_capacity(bytes: usize) -> Self {
        let chars = bytes / 2;
        Self {
            chars: Vec::with_capacity(chars),
            origin: Vec::with_capacity(chars),
            gaps: Vec::with_capacity(chars),
            lines: Vec::with_capacity(chars),
            sentences: Vec::new(),
            clauses: Vec::new(),
            blocks: Vec::with_capacity(chars),
        }
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

    pub(crate) fn sentence(&self, index: usize) -> u32 {
        self.sentences.get(index).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn clause(&self, index: usize) -> u32 {
        self.clauses.get(index).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn block(&self, index: usize) -> u32 {
        self.blocks.get(index).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn line(&self, index: usize) -> u32 {
        self.lines.get(index).copied().unwrap_or(u32::MAX)
    }

    /// First character and end of the stretch around `index` in which `of` stays the same.
    pub(crate) fn around(of: &[u32], index: usize) -> (usize, usize) {
        let Some(value) = of.get(index) else {
            return (index, index);
        };
        // The numbers only grow, so both ends can be searched for.
        (
            of.partition_point(|other| other < value),
            of.partition_point(|other| other <= value),
        )
    }

    /// Whether the text from `start` to `end` may be read as one word although something was taken out inside it.
    pub(crate) fn is_one_word(&self, start: usize, end: usize) -> bool {
        let inner = self.gaps.get(start + 1..end).unwrap_or_default();
        let loose = |gap: &&Gap| matches!(gap, Gap::Space | Gap::Line);
        let open = inner.iter().filter(loose).count();
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

    fn mark_bounds(&mut self) {
        let (mut sentences, mut clauses) = (0, 0);
        let mut sentences_of = Vec::with_capacity(self.chars.len());
        let mut clauses_of = Vec::with_capacity(self.chars.len());
        let mut ended = Bound::None;
        let mut length = 0;
        for (index, (c, gap)) in self.chars.iter().zip(&self.gaps).enumerate() {
            let mut bound = ended.max(match gap {
                Gap::Line => Bound::Sentence,
                Gap::Space if is_cjk(*c) => Bound::Clause,
                _ => Bound::None,
            });
            length += 1;
            if length > LONGEST_SENTENCE {
                bound = Bound::Sentence;
            }
            if bound != Bound::None && index > 0 {
                clauses_of.resize(index, clauses);
                clauses += 1;
            }
            if bound == Bound::Sentence {
                length = 1;
                if index > 0 {
                    sentences_of.resize(index, sentences);
                    sentences += 1;
                }
            }
            ended = if is_cjk(*c) {
                Bound::None
            } else {
                self.bound_of(index, *c)
            };
        }
        clauses_of.resize(self.chars.len(), clauses);
        sentences_of.resize(self.chars.len(), sentences);
        (self.sentences, self.clauses) = (sentences_of, clauses_of);
    }

    /// What ends with the character at `index`.
    fn bound_of(&self, index: usize, c: char) -> Bound {
        match c {
            '。' | '!' | '?' | ';' | BLOCK_END => Bound::Sentence,
            '.' if !self
                .char(index + 1)
                .is_some_and(|next| next.is_alphanumeric()) =>
            {
                Bound::Sentence
            }
            ',' => Bound::Clause,
            _ => Bound::None,
        }
    }
}

#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Bound {
    None,
    Clause,
    Sentence,
}

struct Folding {
    folded: Folded,
    pending: Gap,
    /// Whether the last character can't change with the next one: it is Chinese, and no part of a character.
    plain: bool,
}

impl Folding {
    fn line(&mut self, material: &Material, line: usize, block: u32) {
        let Some((start, text)) = material.line(line) else {
            return;
        };
        for (at, c) in text.char_indices() {
            let from = (start + at) as u32;
            let origin = (from, from + c.len_utf8() as u32);
            // Most characters are Chinese and stand behind another one.
            if self.plain && matches!(c, '\u{4e00}'..='\u{9fff}') {
                self.raw(simplified(c), origin);
            } else {
                self.one(c, origin);
            }
        }
        self.locate(line as u32, block);
    }

    /// Notes where the characters stand that came last.
    fn locate(&mut self, line: u32, block: u32) {
        let length = self.folded.len();
        self.folded.lines.resize(length, line);
        self.folded.blocks.resize(length, block);
    }

    #[inline]
    fn one(&mut self, c: char, origin: (u32, u32)) {
        match c {
            'a'..='z' | '0'..='9' | '%' | ',' | ':' | ';' | '!' | '?' | '(' | ')' => {
                self.push(c, origin);
            }
            '\u{4e00}'..='\u{9fff}' => self.push(simplified(c), origin),
            '。' | '、' | '《' | '》' => self.push(c, origin),
            '，' => self.push(',', origin),
            c if is_ignored(c) => {}
            c if c.is_whitespace() => self.pending = self.pending.max(Gap::Space),
            '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '"' | '＂' => {
                self.pending = self.pending.max(Gap::Quote);
            }
            '—' | '…' | '⋯' | '―' => self.push(',', origin),
            '–' | '‐' | '‑' | '−' => self.push('-', origin),
            '～' | '〜' | '∼' => self.push('~', origin),
            c => {
                for part in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
                    if part.is_whitespace() {
                        self.pending = self.pending.max(Gap::Space);
                    } else if !is_ignored(part) {
                        self.push(simplified(part), origin);
                    }
                }
            }
        }
    }

    #[inline]
    fn push(&mut self, c: char, origin: (u32, u32)) {
        let folded = &mut self.folded;
        if is_cjk(c) {
            let last = folded.chars.last().copied();
            if last.is_some_and(|last| !is_cjk(last) && joiner(last).is_some()) {
                self.take_out_symbols();
            }
            if let Some(whole) = split_pair(self.folded.chars.last().copied(), c)
                && self.folded.lines.len() < self.folded.len()
            {
                // Both parts stand in this line: the lines of its characters are noted at its end.
                self.replace_last(whole, origin);
                return;
            }
        } else if c.is_ascii_alphanumeric()
            && matches!(self.pending, Gap::Space | Gap::Line | Gap::Wrap)
            && folded.chars.last().is_some_and(char::is_ascii_alphanumeric)
        {
            // Words of Latin letters stay apart.
            self.raw(' ', origin);
        }
        self.raw(c, origin);
    }

    /// Takes the symbols out that stand between the last Chinese character and the one that comes now.
    fn take_out_symbols(&mut self) {
        let count = self
            .folded
            .chars
            .iter()
            .rev()
            .take(4)
            .take_while(|c| joiner(**c).is_some())
            .count();
        let length = self.folded.len();
        let Some(before) = length.checked_sub(count + 1) else {
            return;
        };
        if count == 0 || !self.folded.char(before).is_some_and(is_cjk) {
            return;
        }
        for index in before + 1..length {
            let gap = self.folded.char(index).and_then(joiner);
            self.pending = self
                .pending
                .max(gap.unwrap_or_default())
                .max(self.folded.gap(index));
        }
        for _ in 0..count {
            self.pop();
        }
    }

    fn replace_last(&mut self, whole: char, origin: (u32, u32)) {
        let gap = self.folded.gaps.last().copied().unwrap_or_default();
        let start = self.folded.origin.last().map_or(0, |origin| origin.0);
        self.pop();
        self.pending = gap;
        self.raw(whole, (start, origin.1));
    }

    fn pop(&mut self) {
        let folded = &mut self.folded;
        folded.chars.pop();
        folded.origin.pop();
        folded.gaps.pop();
        folded.lines.truncate(folded.chars.len());
        folded.blocks.truncate(folded.chars.len());
    }

    #[inline]
    fn raw(&mut self, c: char, origin: (u32, u32)) {
        let folded = &mut self.folded;
        folded.chars.push(c);
        folded.origin.push(origin);
        folded.gaps.push(std::mem::take(&mut self.pending));
        self.plain = is_cjk(c) && !is_left_part(c);
    }

    fn end_block(&mut self, block: u32) {
        let end = self.folded.origin.last().map_or(0, |origin| origin.1);
        let line = self.folded.lines.last().copied().unwrap_or_default();
        self.pending = Gap::None;
        self.raw(BLOCK_END, (end, end));
        self.locate(line, block);
        self.pending = Gap::None;
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

/// What a symbol is when it stands between two Chinese characters.
const fn joiner(c: char) -> Option<Gap> {
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

const fn is_ignored(c: char) -> bool {
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
        let (start, end) = Folded::around(&folded.sentences, 1_100);
        assert_eq!((start, end), (1_000, 2_000));
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
