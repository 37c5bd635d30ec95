//! Folds a text, one character after the other.

use unicode_normalization::UnicodeNormalization;

use super::alike::{Alike, is_left_part, split_pair};
use super::stretches::{Stretches, sentences_and_clauses};
use super::symbols::{is_ignored, joiner};
use super::{BLOCK_END, Folded, Gap, is_cjk};
use crate::material::Material;

pub(super) struct Folding {
    folded: Folded,
    alike: &'static Alike,
    /// What was taken out since the last character.
    pending: Gap,
    /// Whether the last character stays as it is, whatever Chinese one follows: it is no part of a character, and no symbol that
    /// is taken out.
    plain: bool,
}

impl Folding {
    pub(super) fn new(bytes: usize) -> Self {
        let chars = bytes / 2;
        Self {
            folded: Folded {
                chars: Vec::with_capacity(chars),
                origin: Vec::with_capacity(chars),
                gaps: Vec::with_capacity(chars),
                blocks: Stretches::with_capacity(chars),
                ..Folded::default()
            },
            alike: Alike::table(),
            pending: Gap::None,
            plain: false,
        }
    }

    pub(super) fn fold(mut self, material: &Material) -> Folded {
        for block in material.blocks() {
            self.folded.blocks.start(self.folded.len());
            let wraps = material.wraps(block);
            for (nth, line) in block.iter().enumerate() {
                self.line(material, *line);
                let gap = if wraps.get(nth) == Some(&true) {
                    Gap::Wrap
                } else {
                    Gap::Line
                };
                self.pending = self.pending.max(gap);
            }
            self.end_block();
        }
        let mut folded = self.folded;
        folded.blocks.end(folded.len());
        (folded.sentences, folded.clauses) = sentences_and_clauses(&folded.chars, &folded.gaps);
        folded
    }

    fn line(&mut self, material: &Material, line: usize) {
        let Some((start, text)) = material.line(line) else {
            return;
        };
        let at = self.folded.len();
        self.folded.lines.push((at as u32, line as u32));
        for (at, c) in text.char_indices() {
            let from = (start + at) as u32;
            // Most characters are Chinese, of three bytes each, and stand behind plain ones.
            match self.alike.chinese(c) {
                Some((c, is_left_part)) if self.plain => {
                    self.put(c, (from, from + 3));
                    self.plain = !is_left_part;
                }
                _ => self.one(c, (from, from + c.len_utf8() as u32)),
            }
        }
    }

    #[inline]
    fn one(&mut self, c: char, origin: (u32, u32)) {
        match c {
            '!' | '#'..='~' => self.push(c.to_ascii_lowercase(), origin),
            '\u{4e00}'..='\u{9fff}' => self.push(self.alike.simplified(c), origin),
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
            '！'..='～' => self.push(narrow(c).to_ascii_lowercase(), origin),
            c => {
                for part in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
                    if part.is_whitespace() {
                        self.pending = self.pending.max(Gap::Space);
                    } else if !is_ignored(part) {
                        self.push(self.alike.simplified(part), origin);
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
                && self.line_start() < self.folded.len()
            {
                // Both parts stand in this line.
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

    fn line_start(&self) -> usize {
        let last = self.folded.lines.last();
        last.map_or(0, |(start, _)| *start as usize)
    }

    fn pop(&mut self) {
        let folded = &mut self.folded;
        folded.chars.pop();
        folded.origin.pop();
        folded.gaps.pop();
        // What comes next belongs to the last line, even where it takes the place of what stood in the one before.
        let end = folded.chars.len() as u32;
        let lines = folded.lines.iter_mut().rev();
        for (start, _) in lines.take_while(|(start, _)| *start > end) {
            *start = end;
        }
    }

    #[inline]
    fn raw(&mut self, c: char, origin: (u32, u32)) {
        self.put(c, origin);
        self.plain = !is_left_part(c) && joiner(c).is_none();
    }

    #[inline]
    fn put(&mut self, c: char, origin: (u32, u32)) {
        let folded = &mut self.folded;
        folded.chars.push(c);
        folded.origin.push(origin);
        folded.gaps.push(std::mem::take(&mut self.pending));
    }

    fn end_block(&mut self) {
        let end = self.folded.origin.last().map_or(0, |origin| origin.1);
        // The end stands in the last line that has characters.
        while !self.folded.lines.is_empty() && self.line_start() >= self.folded.len() {
            self.folded.lines.pop();
        }
        self.pending = Gap::None;
        self.raw(BLOCK_END, (end, end));
        self.pending = Gap::None;
    }
}

/// The ASCII character that a full-width one stands for.
fn narrow(c: char) -> char {
    (c as u32)
        .checked_sub('！' as u32 - '!' as u32)
        .and_then(char::from_u32)
        .unwrap_or(c)
}
