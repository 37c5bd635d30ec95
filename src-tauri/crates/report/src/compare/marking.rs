//! Marks where two versions of a block differ.

use std::ops::Range;
use std::time::Instant;

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::Mark;
use super::words::Words;

/// Maximum number of marks of a block. Beyond it neighbouring marks are merged, since fragments everywhere say nothing.
pub const MAX_MARKS: usize = 500;

/// Unchanged text of up to this many UTF-16 code units between two marks is marked too.
const BRIDGED: u32 = 2;

/// Marks of the old and of the new version; coarser after `deadline`.
pub(super) fn marks(old: &Words, new: &Words, deadline: Instant) -> (Vec<Mark>, Vec<Mark>) {
    let mut old_marks = Marks::new(old);
    let mut new_marks = Marks::new(new);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old.ids, &new.ids, Some(deadline));
    for op in ops {
        if op.tag() != DiffTag::Equal {
            old_marks.add(op.old_range());
            new_marks.add(op.new_range());
        }
    }
    (old_marks.bounded(), new_marks.bounded())
}

struct Marks<'a> {
    words: &'a Words,
    marks: Vec<Mark>,
    /// Index of the cell, item or line of the last marked word.
    field: Option<u32>,
}

impl<'a> Marks<'a> {
    fn new(words: &'a Words) -> Self {
        Self {
            words,
            marks: Vec::new(),
            field: None,
        }
    }

    /// Marks a range of words. Words in different cells get separate marks.
    fn add(&mut self, range: Range<usize>) {
        let places = self.words.places.get(range.clone()).unwrap_or_default();
        let fields = self.words.fields.get(range).unwrap_or_default();
        for (place, &field) in places.iter().zip(fields) {
            let same_field = self.field.replace(field) == Some(field);
            match self.marks.last_mut() {
                Some(last) if same_field && place.start - last.to <= BRIDGED => {
                    last.to = place.end;
                }
                _ => self.marks.push(Mark {
                    from: place.start,
                    to: place.end,
                }),
            }
        }
    }

    /// Reduces the marks to at most [`MAX_MARKS`] by closing the smallest gaps first.
    fn bounded(mut self) -> Vec<Mark> {
        let mut excess = self.marks.len().saturating_sub(MAX_MARKS);
        let mut bridged = BRIDGED;
        while excess > 0 {
            bridged = bridged.saturating_mul(2);
            self.marks.dedup_by(|next, last| {
                let closed = excess > 0 && next.from - last.to <= bridged;
                if closed {
                    last.to = next.to;
                    excess -= 1;
                }
                closed
            });
        }
        self.marks
    }
}
