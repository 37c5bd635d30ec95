//! Compares two reports on the same subject: what is the same, changed, added or removed.
//!
//! A service that is asked twice never answers in the same words, and users want to know what changed in substance, not what
//! was only reformatted. Blocks are therefore matched by their text alone: text that became bold, moved to another line or
//! turned into a heading is the same. No wording is interpreted; what a difference means is for the user to judge.

mod marking;
mod pairing;
mod words;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::live::Block;
use crate::markup::escaped;
use crate::plain::{PlainText, heading_level};
use crate::whole;
use pairing::{Shape, Work};
use words::{Vocabulary, Words, substance};

pub use marking::MAX_MARKS;

/// Time limit for the whole comparison. Two ordinary reports take some milliseconds; beyond the limit differences are marked
/// more coarsely, but no block is left out.
const PATIENCE: Duration = Duration::from_secs(2);

/// Lines of a plain text that are compared.
pub const MAX_LINES: usize = 5_000;

/// Two reports side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Matching blocks of the old and the new report. All blocks of each report are included, in its order.
    pub rows: Vec<Row>,
    /// Number of rows of [`RowKind::Same`].
    pub same: u32,
    /// Number of rows of [`RowKind::Changed`].
    pub changed: u32,
    /// Number of rows of [`RowKind::Added`].
    pub added: u32,
    /// Number of rows of [`RowKind::Removed`].
    pub removed: u32,
    /// Whether one of the reports exceeds the limits of rendering, so that its end was not compared.
    pub cut: bool,
}

/// A block of one report or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How the two blocks differ.
    pub kind: RowKind,
    /// `None` if the block was added.
    pub old: Option<Passage>,
    /// `None` if the block was removed.
    pub new: Option<Passage>,
}

/// How two blocks differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// The same words; spaces and formatting may differ.
    Same,
    /// Some words or punctuation differ.
    Changed,
    /// Only in the new report, or moved there from elsewhere.
    Added,
    /// Only in the old report, or moved elsewhere in the new one.
    Removed,
}

/// A block, with the ranges of its text that differ from its counterpart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Sanitised HTML, as in [`Block`].
    pub html: String,
    /// Ascending, disjoint ranges, at most [`MAX_MARKS`]. Only changed blocks have any; if words were only deleted or only
    /// inserted, just one side has them.
    pub marks: Vec<Mark>,
}

/// A range in the text of [`Passage::html`], as a browser's `textContent` gives it: without tags, with character references
/// decoded. In UTF-16 code units, never splitting a character or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// First code unit.
    pub from: u32,
    /// Code unit after the last.
    pub to: u32,
}

/// Compares `old` and `new`, both Markdown. Time and memory are bounded whatever they contain: a few seconds at
/// [`crate::MAX_VIEW_BYTES`], so call it where it may block.
pub fn compare(old: &str, new: &str) -> Comparison {
    compared(whole::blocks(old), whole::blocks(new))
}

/// Compares two plain texts, each line as a block. Lines beyond [`MAX_LINES`] are left out.
pub fn compare_lines(old: &str, new: &str) -> Comparison {
    compared(lines(old), lines(new))
}

/// The lines that say something, and whether some were left out.
fn lines(text: &str) -> (Vec<Block>, bool) {
    let mut said = text.lines().filter(|line| !line.trim().is_empty());
    let blocks = said.by_ref().take(MAX_LINES);
    let blocks = blocks.map(|line| Block {
        html: format!("<p>{}</p>", escaped(&visible_text::strip_invisible(line))),
    });
    (blocks.collect(), said.next().is_some())
}

fn compared((old, old_cut): (Vec<Block>, bool), (new, new_cut): (Vec<Block>, bool)) -> Comparison {
    let (old_texts, new_texts) = (texts(&old), texts(&new));
    let mut vocabulary = Vocabulary::default();
    let old_words: Vec<_> = old_texts.iter().map(|t| vocabulary.read(t)).collect();
    let new_words: Vec<_> = new_texts.iter().map(|t| vocabulary.read(t)).collect();

    let mut comparison = Rows {
        old: Side::new(old, &old_texts, old_words),
        new: Side::new(new, &new_texts, new_words),
        work: Work::default(),
        deadline: Instant::now() + PATIENCE,
        rows: Vec::new(),
    };
    comparison.fill();
    let rows = comparison.rows;
    let count = |kind| {
        let count = rows.iter().filter(|row| row.kind == kind).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Comparison {
        same: count(RowKind::Same),
        changed: count(RowKind::Changed),
        added: count(RowKind::Added),
        removed: count(RowKind::Removed),
        cut: old_cut || new_cut,
        rows,
    }
}

/// What is new in `new`: its blocks that were added or changed, in order, each after the nearest preceding heading. Ignores
/// spaces, punctuation, formatting and the order of blocks.
///
/// Renders both reports, which takes a second or two at [`crate::MAX_VIEW_BYTES`].
pub fn news(old: &str, new: &str) -> Vec<Block> {
    let told: HashSet<String> = texts(&whole::blocks(old).0).iter().map(substance).collect();
    let mut news = Vec::new();
    let mut heading = None;
    for block in whole::blocks(new).0 {
        let substance = substance(&PlainText::of(&block.html));
        let is_new = !substance.is_empty() && !told.contains(&substance);
        match (is_new, heading_level(&block.html).is_some()) {
            (true, true) => {
                heading = None;
                news.push(block);
            }
            (true, false) => {
                news.extend(heading.take());
                news.push(block);
            }
            (false, true) => heading = Some(block),
            (false, false) => {}
        }
    }
    news
}

fn texts(blocks: &[Block]) -> Vec<PlainText> {
    let texts = blocks.iter().map(|block| PlainText::of(&block.html));
    texts.collect()
}

/// One of the two reports while rows are built.
struct Side<'a> {
    /// Blocks that are not in a row yet.
    html: std::vec::IntoIter<Block>,
    kinds: Vec<Kind>,
    texts: &'a [PlainText],
    words: Vec<Words>,
}

/// Kind of a block. Only blocks of the same kind are matched as versions of one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    List,
    Table,
    Code,
    Prose,
}

impl Kind {
    fn of(html: &str) -> Self {
        let starts = |tag: &str| html.starts_with(tag);
        match html {
            _ if heading_level(html).is_some() => Self::Heading,
            _ if starts("<ul") || starts("<ol") => Self::List,
            _ if starts("<div class=\"table\"") => Self::Table,
            _ if starts("<pre") => Self::Code,
            _ => Self::Prose,
        }
    }
}

impl<'a> Side<'a> {
    fn new(blocks: Vec<Block>, texts: &'a [PlainText], words: Vec<Words>) -> Self {
        Self {
            kinds: blocks.iter().map(|block| Kind::of(&block.html)).collect(),
            html: blocks.into_iter(),
            texts,
            words,
        }
    }

    /// A key for each block; blocks of the same words have the same key.
    fn keys<'w>(&'w self, known: &mut HashMap<&'w [u32], usize>) -> Vec<usize> {
        let words = self.words.iter();
        words
            .map(|words| {
                let next = known.len();
                *known.entry(&words.ids).or_insert(next)
            })
            .collect()
    }

    fn shapes(&self, range: Range<usize>) -> Vec<Shape> {
        let kinds = self.kinds.get(range.clone()).unwrap_or_default();
        let texts = self.texts.get(range).unwrap_or_default();
        let both = kinds.iter().zip(texts);
        both.map(|(&kind, text)| Shape::new(kind, text)).collect()
    }

    /// Takes the next block.
    fn passage(&mut self, marks: Vec<Mark>) -> Option<Passage> {
        let Block { html } = self.html.next()?;
        Some(Passage { html, marks })
    }
}

/// Builds the rows from the first block to the last.
struct Rows<'a> {
    old: Side<'a>,
    new: Side<'a>,
    work: Work,
    deadline: Instant,
    rows: Vec<Row>,
}

impl Rows<'_> {
    fn fill(&mut self) {
        let mut known = HashMap::new();
        let old = self.old.keys(&mut known);
        let new = self.new.keys(&mut known);
        drop(known);
        let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(self.deadline));
        let (mut old_from, mut new_from) = (0, 0);
        for op in ops {
            let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            else {
                continue;
            };
            self.gap(old_from..old_index, new_from..new_index);
            for _ in 0..len {
                self.row(RowKind::Same, Vec::new(), Vec::new());
            }
            (old_from, new_from) = (old_index + len, new_index + len);
        }
        self.gap(old_from..old.len(), new_from..new.len());
    }

    /// Matches the blocks between two that are the same.
    fn gap(&mut self, old: Range<usize>, new: Range<usize>) {
        let mut pairs = Vec::new();
        if !old.is_empty() && !new.is_empty() {
            let (old, new) = (self.old.shapes(old.clone()), self.new.shapes(new.clone()));
            pairs = pairing::pair(&old, &new, &mut self.work);
        }
        let (mut old_from, mut new_from) = (old.start, new.start);
        for (old_at, new_at) in pairs {
            let (old_at, new_at) = (old.start + old_at, new.start + new_at);
            self.one_sided(old_at - old_from, new_at - new_from);
            let both = self.old.words.get(old_at).zip(self.new.words.get(new_at));
            let (old_marks, new_marks) = both
                .map(|(old, new)| marking::marks(old, new, self.deadline))
                .unwrap_or_default();
            self.row(RowKind::Changed, old_marks, new_marks);
            (old_from, new_from) = (old_at + 1, new_at + 1);
        }
        self.one_sided(old.end - old_from, new.end - new_from);
    }

    fn one_sided(&mut self, removed: usize, added: usize) {
        for _ in 0..removed {
            self.row(RowKind::Removed, Vec::new(), Vec::new());
        }
        for _ in 0..added {
            self.row(RowKind::Added, Vec::new(), Vec::new());
        }
    }

    fn row(&mut self, kind: RowKind, old_marks: Vec<Mark>, new_marks: Vec<Mark>) {
        let old = match kind {
            RowKind::Added => None,
            _ => self.old.passage(old_marks),
        };
        let new = match kind {
            RowKind::Removed => None,
            _ => self.new.passage(new_marks),
        };
        self.rows.push(Row { kind, old, new });
    }
}
