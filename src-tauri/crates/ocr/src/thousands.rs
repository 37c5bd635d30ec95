//! Figures as people write and search them: between the thousands of a number the model writes the comma that stands between
//! Chinese words, whatever the picture shows.

/// The text with `48,591` for `48，591`. Letters keep their number, so that their places stay theirs.
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
