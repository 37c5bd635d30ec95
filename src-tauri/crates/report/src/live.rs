//! Incremental rendering of a report while it streams in.
//!
//! A top-level block is *committed* once no further text can change where it ends. It is then rendered and sanitised, and
//! never again. Only the tail after the committed blocks is parsed on each frame. [`LiveReport::finish`] parses the whole
//! text once, to correct what a later line does change (a link or footnote defined at the end).

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::mem;

use crate::blocks::{self, RawBlock};
use crate::enclosure::{Closing, Enclosure, Opening};
use crate::sanitise::sanitise;

/// Maximum bytes of Markdown rendered; of a longer answer only the record and the export are complete.
pub const MAX_VIEW_BYTES: usize = 2_000_000;
/// Maximum number of top-level blocks rendered.
pub const MAX_BLOCKS: usize = 50_000;
/// A tail of up to this many bytes is rendered on every frame; see [`LiveReport::render`].
pub const SMALL_TAIL_BYTES: usize = 32 * 1024;

/// HTML of one top-level block of the Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Sanitised: only structure, text, and links to http, https and mailto.
    pub html: String,
}

/// A change of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// Blocks before this index stay; those from it on are replaced by `blocks`.
    pub from: usize,
    /// The committed blocks from `from` on.
    pub blocks: Vec<Block>,
    /// The unfinished block after them. Replaces the previous one; `None` removes it.
    pub open: Option<Block>,
}

/// Work done so far in bytes, for benchmarks and for tests that would be flaky if they measured time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Bytes of Markdown parsed.
    pub parsed: u64,
    /// Bytes of HTML sanitised.
    pub sanitised: u64,
}

/// The view of one answer, from its first byte to its last. One per run.
///
/// The work is proportional to the text passed in, whatever its structure, plus [`SMALL_TAIL_BYTES`] per frame. At
/// [`MAX_VIEW_BYTES`] a single call can take a second, so call it where it may block.
#[derive(Debug, Default)]
pub struct LiveReport {
    /// The text, up to [`MAX_VIEW_BYTES`].
    text: String,
    too_long: bool,
    too_many_blocks: bool,
    committed: Vec<Committed>,
    /// The end of the enclosing fence, once it is certain.
    closing: Option<Closing>,
    /// Number of committed blocks that the window has.
    shown: usize,
    /// Hash of the open block that the window has.
    shown_open: Option<u64>,
    /// Whether the text changed since the last rendering.
    changed: bool,
    /// Bytes written since the last rendering.
    unrendered: usize,
    hasher: RandomState,
    work: Work,
}

#[derive(Debug, Clone, Copy)]
struct Committed {
    /// Offset in the text at which the next block starts.
    end: usize,
    /// The block is valid as long as the text before this offset is.
    evidence: usize,
    /// Hash of the HTML before sanitising.
    hash: u64,
}

impl LiveReport {
    /// Creates an empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the text. `kept` is the number of leading bytes that did not change; it is clamped to both texts and rounded
    /// down to a character boundary. Copies what is new and renders nothing.
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

    /// Returns what changed since the last patch. Call it at most once per frame.
    ///
    /// `None` if nothing changed, or while rendering would cost too much: a tail longer than [`SMALL_TAIL_BYTES`] (one huge
    /// table, for example) is rendered again only once it has grown by an eighth of its length, which keeps the total
    /// linear. [`LiveReport::finish`] catches up.
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

    /// Completes the report: parses the whole text once and commits every block. The patch starts at the first block that
    /// differs from what the window has, which is the open one unless something was defined after its use. `None` if the
    /// window is already up to date.
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

    /// Whether the view is truncated: the answer is longer than [`MAX_VIEW_BYTES`] or has more than [`MAX_BLOCKS`].
    pub fn is_cut(&self) -> bool {
        self.too_long || self.too_many_blocks
    }

    /// Work done so far.
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

/// The Markdown from `base` on, without the end of the enclosing fence. `known` is that end, if it is certain.
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

/// Number of blocks that can be committed: never the last one, nor the one before it while the last may still turn out to be
/// its continuation.
fn committable(source: &str, blocks: &[RawBlock]) -> usize {
    match blocks.last() {
        Some(last) if evidence(source, last).is_some() => blocks.len() - 1,
        Some(_) => blocks.len().saturating_sub(2),
        None => 0,
    }
}

/// End of the text that proves that `next` starts a new block; `None` until it does.
///
/// Normally this is its first complete line: until then `#` may become `#1`, which continues a paragraph. A table takes two
/// lines, and so does what nearly is one. After a blank line it is enough that the line can't be another list item or an
/// indented continuation.
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

/// Start of the next line, if the first one is complete. A carriage return alone proves nothing, since the parser takes it
/// for a line end only in some contexts.
fn after_line(text: &str) -> Option<usize> {
    text.find('\n').map(|end| end + 1)
}

fn ends_with_blank_line(before: &str) -> bool {
    before
        .strip_suffix('\n')
        .is_some_and(|before| before.trim_end_matches([' ', '\t', '\r']).ends_with('\n'))
}

/// Number of bytes that show that a line is neither indented nor a list item.
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
