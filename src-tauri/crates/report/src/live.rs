//! A report while it streams in.
//!
//! Top-level blocks are *committed* once nothing that can still arrive would change where they
//! end; they are rendered and sanitised then, and never again. Only the text behind them, the tail,
//! is parsed on each frame. What a later line can change after all (a link or footnote
//! defined at the end) is put right by [`LiveReport::finish`], which parses the whole once.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::mem;

use crate::blocks::{self, RawBlock};
use crate::enclosure::{Closing, Enclosure, Opening};
use crate::sanitise::sanitise;

/// Bytes of Markdown that are rendered; a longer answer is whole only in its record and its export.
pub const MAX_VIEW_BYTES: usize = 2_000_000;
/// Top-level blocks that are rendered.
pub const MAX_BLOCKS: usize = 50_000;
/// A tail of up to so many bytes is rendered on every frame; see [`LiveReport::render`].
pub const SMALL_TAIL_BYTES: usize = 32 * 1024;

/// A finished piece of HTML: one top-level block of the Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Sanitised: only structure, text and links to http, https and mailto.
    pub html: String,
}

/// What changed in the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// The blocks before this index stay; those from it on are replaced by `blocks`.
    pub from: usize,
    /// The committed blocks from `from` on.
    pub blocks: Vec<Block>,
    /// What is still growing behind them. It replaces the former one; none removes it.
    pub open: Option<Block>,
}

/// How much was done so far, in bytes: for benchmarks and for tests that would be flaky on time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Bytes of Markdown that were parsed.
    pub parsed: u64,
    /// Bytes of HTML that were sanitised.
    pub sanitised: u64,
}

/// The view of one answer, from its first byte to its last. One per run.
///
/// The work is proportional to the text that was handed in, whatever its shape, plus
/// [`SMALL_TAIL_BYTES`] a frame. At [`MAX_VIEW_BYTES`] a single call can take a second:
/// call it where that blocks nobody.
#[derive(Debug, Default)]
pub struct LiveReport {
    /// The text, up to [`MAX_VIEW_BYTES`].
    text: String,
    too_long: bool,
    too_many_blocks: bool,
    committed: Vec<Committed>,
    /// The end of the enclosing fence, once it is certain.
    closing: Option<Closing>,
    /// How many committed blocks the window holds.
    shown: usize,
    /// Which open block the window holds.
    shown_open: Option<u64>,
    /// The text changed since it was last rendered …
    changed: bool,
    /// … and so many bytes were written meanwhile.
    unrendered: usize,
    hasher: RandomState,
    work: Work,
}

#[derive(Debug, Clone, Copy)]
struct Committed {
    /// Where the next block starts in the text.
    end: usize,
    /// The block stands as long as the text before this offset does.
    evidence: usize,
    /// Hash of the HTML before it was sanitised.
    hash: u64,
}

impl LiveReport {
    /// A report without text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the text as it is now. `kept`: bytes of the former text that still stand; clamped to
    /// both texts and down to a character boundary. Costs the copy of what is new; renders nothing.
    pub fn set_text(&mut self, kept: usize, text: &str) {
        let view = text.get(..text.floor_char_boundary(MAX_VIEW_BYTES));
        let view = view.unwrap_or_default();
        self.too_long = view.len() < text.len();
        let kept = (0..=kept.min(self.text.len()).min(view.len()))
            .rev()
            .find(|&at| view.is_char_boundary(at) && self.text.is_char_boundary(at))
            .unwrap_or(0);
        let new = view.get(kept..).unwrap_or_default();
        if kept == self.text.len() && new.is_empty() {
            return;
        }
        self.text.truncate(kept);
        self.text.push_str(new);
        self.changed = true;
        self.unrendered = self.unrendered.saturating_add(new.len());
        while self.committed.pop_if(|last| last.evidence > kept).is_some() {
            self.too_many_blocks = false;
        }
        self.closing
            .take_if(|closing| closing.certain.is_none_or(|needed| needed > kept));
    }

    /// What changed since the last patch. Call it at most once a frame.
    ///
    /// None if nothing did, and while it would cost too much: a tail longer than
    /// [`SMALL_TAIL_BYTES`] (one huge table, say) is rendered again only after bytes for an eighth of its
    /// length were written, which keeps the whole linear. [`LiveReport::finish`] catches up.
    pub fn render(&mut self) -> Option<Patch> {
        let (body, enclosure) = match Opening::of(&self.text) {
            Opening::Plain => (0, None),
            Opening::Undecided => (self.text.len(), None),
            Opening::Fenced(enclosure) => (enclosure.body, Some(enclosure)),
        };
        let base = self.committed.last().map_or(body, |last| last.end);
        let tail = self.text.len().saturating_sub(base);
        let too_costly = tail > SMALL_TAIL_BYTES && self.unrendered < tail / 8;
        if !self.changed || self.too_many_blocks || too_costly {
            return None;
        }
        self.changed = false;
        self.unrendered = 0;

        let from = self.committed.len();
        let (source, closing) = source(&self.text, base, enclosure, self.closing.take());
        self.closing = closing;
        let (mut raw, complete) = blocks::parse(&source, MAX_BLOCKS - from);
        self.work.parsed += source.len() as u64;
        self.too_many_blocks = !complete;

        let open = raw.split_off(committable(&source, &raw));
        let ends = raw.iter().skip(1).chain(open.first());
        let marks: Vec<_> = ends
            .map(|next| (next.start, evidence(&source, next)))
            .collect();
        drop(source);
        let mut blocks = Vec::with_capacity(raw.len());
        for (block, (end, evidence)) in raw.iter().zip(marks) {
            self.committed.push(Committed {
                end: base + end,
                evidence: evidence.map_or(usize::MAX, |evidence| base + evidence),
                hash: self.hasher.hash_one(&block.html),
            });
            blocks.push(self.finished(&block.html));
        }
        let open: String = open.iter().map(|block| block.html.as_str()).collect();
        let open_hash = (!open.is_empty()).then(|| self.hasher.hash_one(&open));
        let former_open = mem::replace(&mut self.shown_open, open_hash);
        if blocks.is_empty() && from == self.shown && former_open == open_hash {
            return None;
        }
        self.shown = self.committed.len();
        let open = open_hash.map(|_| self.finished(&open));
        Some(Patch { from, blocks, open })
    }

    /// The text is complete: parses the whole once and commits every block. The patch starts at the first
    /// block that differs from what is shown, which is the open one unless something was
    /// defined later than it was used. None if the window shows all of it already.
    pub fn finish(&mut self) -> Option<Patch> {
        let (body, enclosure) = match Opening::of(&self.text) {
            Opening::Plain | Opening::Undecided => (0, None),
            Opening::Fenced(enclosure) => (enclosure.body, Some(enclosure)),
        };
        let (source, closing) = source(&self.text, body, enclosure, None);
        self.closing = closing;
        let (raw, complete) = blocks::parse(&source, MAX_BLOCKS);
        self.work.parsed += source.len() as u64;
        self.too_many_blocks = !complete;
        self.changed = false;
        self.unrendered = 0;

        let next = raw.iter().skip(1);
        let mut ends = next.map(|next| (next.start, evidence(&source, next)));
        let all: Vec<_> = raw
            .iter()
            .map(|block| {
                let (end, evidence) = ends.next().unwrap_or((source.len(), None));
                Committed {
                    end: body + end,
                    evidence: evidence.map_or(usize::MAX, |evidence| body + evidence),
                    hash: self.hasher.hash_one(&block.html),
                }
            })
            .collect();
        drop(source);
        let former = mem::replace(&mut self.committed, all);
        let from = former
            .iter()
            .zip(&self.committed)
            .take_while(|(former, now)| former.hash == now.hash)
            .count();
        let changed = raw.get(from..).unwrap_or_default();
        let blocks: Vec<_> = changed
            .iter()
            .map(|block| self.finished(&block.html))
            .collect();
        let former_open = self.shown_open.take();
        let former_shown = mem::replace(&mut self.shown, self.committed.len());
        if blocks.is_empty() && from == former_shown && former_open.is_none() {
            return None;
        }
        Some(Patch {
            from,
            blocks,
            open: None,
        })
    }

    /// The view ends before the answer does: it is longer than [`MAX_VIEW_BYTES`] or has more than [`MAX_BLOCKS`].
    pub fn is_cut(&self) -> bool {
        self.too_long || self.too_many_blocks
    }

    /// How much was done so far.
    pub fn work(&self) -> Work {
        self.work
    }

    fn finished(&mut self, raw: &str) -> Block {
        self.work.sanitised += raw.len() as u64;
        Block {
            html: sanitise(raw),
        }
    }
}

/// The Markdown from `base` on, without the end of the fence around it. `known`: that end, if it is certain.
fn source(
    text: &str,
    base: usize,
    enclosure: Option<Enclosure>,
    known: Option<Closing>,
) -> (Cow<'_, str>, Option<Closing>) {
    let tail = text.get(base..).unwrap_or_default();
    let Some(enclosure) = enclosure else {
        return (Cow::Borrowed(tail), None);
    };
    if let Some(known) = known.filter(|known| known.line.end <= base) {
        return (Cow::Borrowed(tail), Some(known));
    }
    let Some(closing) = enclosure.closing(tail) else {
        return (Cow::Borrowed(tail), None);
    };
    let blanked = closing.blanked(tail);
    let certain = closing.certain.map(|needed| Closing {
        line: base + closing.line.start..base + closing.line.end,
        certain: Some(base + needed),
    });
    (blanked, certain)
}

/// How many of the blocks can be committed: never the last, nor the one before it as long as the last may
/// still turn out to be its continuation.
fn committable(source: &str, blocks: &[RawBlock]) -> usize {
    match blocks.last() {
        Some(last) if evidence(source, last).is_some() => blocks.len() - 1,
        Some(_) => blocks.len().saturating_sub(2),
        None => 0,
    }
}

/// Where the text ends that proves that `next` starts a block of its own; none as long as it doesn't.
///
/// Normally that is its first complete line: until then `#` may become `#1`, which continues a
/// paragraph. A table takes two lines, and so does what nearly is one. After a blank line it is enough that the line can't be another list
/// item or an indented continuation.
fn evidence(source: &str, next: &RawBlock) -> Option<usize> {
    let (before, rest) = source.split_at_checked(next.start)?;
    if ends_with_blank_line(before)
        && let Some(read) = starts_anew(rest)
    {
        return Some(next.start + read);
    }
    let first = after_line(rest)?;
    let last = if next.takes_two_lines {
        first + after_line(rest.get(first..)?)?
    } else {
        first
    };
    Some(next.start + last)
}

/// Where the next line starts, if the first one is complete. A carriage return alone proves nothing: the
/// parser takes it for a line end in some places only.
fn after_line(text: &str) -> Option<usize> {
    text.find('\n').map(|end| end + 1)
}

fn ends_with_blank_line(before: &str) -> bool {
    before
        .strip_suffix('\n')
        .is_some_and(|before| before.trim_end_matches([' ', '\t', '\r']).ends_with('\n'))
}

/// How many bytes show that a line neither is indented nor starts with a list marker.
fn starts_anew(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let read = match first {
        '-' | '+' | '*' => 1,
        '0'..='9' => line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len(),
        _ => 0,
    };
    let next = line.get(read..)?.chars().next()?;
    let may_be_marker = first.is_ascii_digit() && matches!(next, '.' | ')');
    (!next.is_whitespace() && !may_be_marker).then_some(read + next.len_utf8())
}
