//! Builds the text of an answer from its messages.
//!
//! The contract does not say whether messages bring increments or cumulative snapshots, so both are accepted: a text
//! that extends the current one replaces it, any other is appended, and the output of the last message always wins.

/// A change of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextChange<'a> {
    /// How many leading bytes of the previous text remain; a character boundary in both texts.
    pub kept: usize,
    /// The new text.
    pub text: &'a str,
}

#[derive(Debug, Default)]
pub(crate) struct GrowingText(String);

impl GrowingText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Applies the texts of one message: the first of `readings` that extends the current text replaces it, else the
    /// first is appended. A reading is empty if the message has no such field.
    pub(crate) fn offer(&mut self, readings: [&str; 2]) -> Option<TextChange<'_>> {
        let kept = self.0.len();
        let (which, known) = self.added_by(readings)?;
        let added = readings.get(which)?.get(known..)?;
        if added.is_empty() {
            return None;
        }
        self.0.push_str(added);
        Some(TextChange {
            kept,
            text: &self.0,
        })
    }

    /// Which reading [`Self::offer`] would apply, and how many of its bytes are already in the text.
    pub(crate) fn added_by(&self, readings: [&str; 2]) -> Option<(usize, usize)> {
        let present = || {
            (0..)
                .zip(readings)
                .filter(|(_, reading)| !reading.is_empty())
        };
        let (first, _) = present().next()?;
        let longer = present().find(|(_, reading)| reading.starts_with(self.0.as_str()));
        Some(longer.map_or((first, 0), |(which, _)| (which, self.0.len())))
    }

    /// Sets the final output.
    pub(crate) fn settle(&mut self, output: &str) -> Option<TextChange<'_>> {
        if self.0 == output {
            return None;
        }
        let kept = common_prefix(&self.0, output);
        self.0.truncate(kept);
        self.0.push_str(output.get(kept..).unwrap_or_default());
        Some(TextChange {
            kept,
            text: &self.0,
        })
    }
}

fn common_prefix(a: &str, b: &str) -> usize {
    let mut same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(same) || !b.is_char_boundary(same) {
        same -= 1;
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(messages: &[&str]) -> String {
        let mut text = GrowingText::default();
        for message in messages {
            text.offer([message, ""]);
        }
        text.as_str().to_owned()
    }

    #[test]
    fn pieces_are_appended_and_snapshots_replace() {
        assert_eq!(grown(&["金", "融", "审核"]), "金融审核");
        assert_eq!(grown(&["金", "金融", "金融审核"]), "金融审核");
        assert_eq!(grown(&["one", "one two", "three"]), "one twothree");
    }

    #[test]
    fn a_snapshot_that_repeats_the_text_changes_nothing() {
        let mut text = GrowingText::default();
        text.offer(["one", ""]);
        assert_eq!(text.offer(["one", ""]), None);
        assert_eq!(text.offer(["", ""]), None);
    }

    #[test]
    fn of_two_readings_the_one_that_extends_counts() {
        let mut text = GrowingText::default();
        text.offer(["one", ""]);
        assert_eq!(text.offer([" two", "one two"]).unwrap().text, "one two");
        assert_eq!(
            text.offer([" three", "four"]).unwrap().text,
            "one two three"
        );
    }

    #[test]
    fn the_final_output_wins_and_keeps_what_is_the_same() {
        let mut text = GrowingText::default();
        text.offer(["金融x", ""]);
        let change = text.settle("金蝉");
        assert_eq!(
            change,
            Some(TextChange {
                kept: 3,
                text: "金蝉"
            })
        );
        assert_eq!(text.settle("金蝉"), None);
        assert_eq!(text.settle(""), Some(TextChange { kept: 0, text: "" }));
    }
}
