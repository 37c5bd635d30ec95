//! Fixes thousands separators: between the digits of a number the model writes the full-width comma of Chinese text,
//! whatever the picture shows. Users write and search for the ASCII comma.

/// Replaces `48，591` by `48,591`. The number of letters stays the same, so their positions remain valid.
pub(crate) fn with_narrow_commas(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(char::is_ascii_digit)
    };
    let narrow = |(at, letter): (usize, &char)| {
        let thousands = (1..=3).all(|further| is_digit(Some(at + further)));
        match letter {
            '，' if is_digit(at.checked_sub(1)) && thousands && !is_digit(Some(at + 4)) => ',',
            letter => *letter,
        }
    };
    letters.iter().enumerate().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_narrow_between_thousands_and_nowhere_else() {
        for (read, written) in [
            ("理财产品48，591元。", "理财产品48,591元。"),
            ("1，234，567", "1,234,567"),
            ("2026，2027年", "2026，2027年"),
            ("共12，34元", "共12，34元"),
            ("元，591", "元，591"),
            ("591，", "591，"),
            ("", ""),
        ] {
            assert_eq!(with_narrow_commas(read), written);
        }
    }
}
