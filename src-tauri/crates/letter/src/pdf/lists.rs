//! Nested lists from items that follow one another.

use crate::document::Run;

/// Deeper items are set at this depth.
const DEEPEST: u8 = 7;

/// An item as a document has it.
pub(super) struct Item<'a> {
    depth: u8,
    pub number: Option<u32>,
    pub runs: &'a [Run],
}

impl<'a> Item<'a> {
    pub fn new(depth: u8, number: Option<u32>, runs: &'a [Run]) -> Self {
        Self {
            depth: depth.min(DEEPEST),
            number,
            runs,
        }
    }
}

/// Items of one list, each with the items below it.
pub(super) struct List<'a, 'b> {
    pub items: Vec<(&'b Item<'a>, &'b [Item<'a>])>,
}

impl List<'_, '_> {
    /// Whether the items have numbers.
    pub fn is_numbered(&self) -> bool {
        self.items
            .first()
            .is_some_and(|(item, _)| item.number.is_some())
    }
}

/// The outermost lists. A list has numbers or bullets, never both.
pub(super) fn outermost<'a, 'b>(mut items: &'b [Item<'a>]) -> Vec<List<'a, 'b>> {
    let mut lists: Vec<List<'a, 'b>> = Vec::new();
    while let Some((item, rest)) = items.split_first() {
        let below = rest.iter().take_while(|next| next.depth > item.depth);
        let (below, after) = rest.split_at(below.count());
        match lists.last_mut() {
            Some(list) if list.is_numbered() == item.number.is_some() => {
                list.items.push((item, below));
            }
            _ => lists.push(List {
                items: vec![(item, below)],
            }),
        }
        items = after;
    }
    lists
}
