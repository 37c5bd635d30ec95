//! The words by which a passage of the answer can be found in its rendered report.

use std::collections::HashSet;
use std::ops::Range;

use super::fields::Field;
use super::outline::{Outline, Words};

/// Maximum length of a passage in characters.
const MAX_CHARS: usize = 40;
/// Fewer letters than these occur in too many places.
const MIN_LETTERS: usize = 4;

/// Finds passages, in the order of the answer.
pub(super) struct Passages<'a> {
    outline: &'a Outline,
    /// The stretches of the nodes before `next`.
    seen: HashSet<String>,
    next: usize,
}

impl<'a> Passages<'a> {
    pub(super) fn new(outline: &'a Outline) -> Self {
        Self {
            outline,
            seen: HashSet::new(),
            next: 0,
        }
    }

    /// The first words in `nodes` that nothing before them consists of.
    pub(super) fn find(&mut self, nodes: Range<usize>) -> String {
        let before = self.outline.nodes().get(self.next..nodes.start);
        for node in before.unwrap_or_default() {
            self.seen.extend(stretches(&node.words).map(start));
        }
        self.next = self.next.max(nodes.start);
        let mut first = None;
        let mut longest = "";
        for node in self.outline.nodes().get(nodes).unwrap_or_default() {
            for stretch in stretches(&node.words) {
                if stretch.len() > longest.len() {
                    longest = stretch;
                }
                if !tells(stretch) {
                    continue;
                }
                let start = start(stretch);
                if !self.seen.contains(&start) {
                    return start;
                }
                first.get_or_insert(start);
            }
        }
        first.unwrap_or_else(|| start(longest))
    }
}

/// The parts of a text that stand in the rendered report without a gap or a line break.
fn stretches(words: &Words) -> impl Iterator<Item = &str> {
    let mut breaks = words.breaks.iter().copied().chain([words.text.len()]);
    let mut from = 0;
    let parts = std::iter::from_fn(move || {
        let end = breaks.next()?;
        let part = words.text.get(from..end);
        from = end;
        Some(part.unwrap_or_default())
    });
    parts
        .flat_map(|part| part.split(|c: char| c.is_control()))
        .map(str::trim)
        .filter(|part| !part.is_empty() && !part.contains('<'))
}

fn tells(stretch: &str) -> bool {
    let letters = stretch.chars().filter(|c| c.is_alphabetic());
    letters.take(MIN_LETTERS).count() == MIN_LETTERS
        && Field::named(stretch.trim_end_matches(['：', ':'])).is_none()
}

fn start(stretch: &str) -> String {
    let start: String = stretch.chars().take(MAX_CHARS).collect();
    start.trim_end().to_owned()
}
