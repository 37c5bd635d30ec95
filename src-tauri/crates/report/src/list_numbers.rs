//! Numbers of list items. A list may skip some ("3. 5. 12."), which HTML does only if the item says so.

/// Numbers of a list while its items are written.
pub(crate) struct Numbers {
    /// The next number that a browser shows; `None` if the list has none.
    next: Option<u64>,
    /// The number that was written last.
    written: Option<u64>,
}

impl Numbers {
    /// A list that begins with a number, or one without numbers.
    pub(crate) fn from(first: Option<u64>) -> Self {
        Self {
            next: first,
            written: None,
        }
    }

    /// Counts an item; returns its written number if a browser would show another. A number that is repeated for every item
    /// means counting on, as is usual in Markdown.
    pub(crate) fn skip_to(&mut self, item: &str) -> Option<u64> {
        let next = self.next?;
        let item = item.trim_start();
        let digits = item.trim_start_matches(|c: char| c.is_ascii_digit());
        let number: Option<u64> = item
            .get(..item.len() - digits.len())
            .and_then(|number| number.parse().ok());
        let skipped = number.filter(|number| *number != next && self.written != Some(*number));
        self.written = number;
        self.next = Some(skipped.unwrap_or(next).saturating_add(1));
        skipped
    }
}
