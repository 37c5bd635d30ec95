//! Splits an answer into streamed pieces, from a few characters to a sentence, as a model would.

/// Lengths in characters, used in turn. They are fixed so that an answer always streams in the same way.
const LENGTHS: [usize; 8] = [4, 9, 14, 6, 22, 11, 5, 17];

/// Splits `text` into pieces of varying length that end early at the end of a line or of a Chinese sentence.
pub(crate) fn uneven(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut lengths = LENGTHS.iter().cycle();
    let mut piece = String::new();
    let mut room = 0;
    for c in text.chars() {
        if piece.is_empty() {
            room = lengths.next().copied().unwrap_or(1);
        }
        piece.push(c);
        room -= 1;
        if room == 0 || matches!(c, '\n' | '。' | '！' | '？') {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Splits `text` into exactly `count` pieces whose lengths differ by at most one character. If `text` is shorter than
/// that, the last pieces are empty.
pub(crate) fn even(text: &str, count: usize) -> Vec<String> {
    let total = text.chars().count();
    let mut chars = text.chars();
    (0..count)
        .map(|index| {
            let (least, rest) = (total / count, total % count);
            chars
                .by_ref()
                .take(least + usize::from(index < rest))
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_put_together_are_the_text(text in "\\PC{0,300}", count in 1_usize..40) {
            prop_assert_eq!(uneven(&text).concat(), text.clone());
            let pieces = even(&text, count);
            prop_assert_eq!(pieces.len(), count);
            prop_assert_eq!(pieces.concat(), text);
        }

        #[test]
        fn an_uneven_piece_is_never_empty_and_never_longer_than_a_sentence(text in "[a-z一-龥。\n]{0,300}") {
            for piece in uneven(&text) {
                let length = piece.chars().count();
                prop_assert!((1..=22).contains(&length), "{length}: {piece}");
            }
        }
    }
}
