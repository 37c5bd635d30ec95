//! The number of a submission: SC-2026-0001, counted from 1 in each year.

/// The prefix of the numbers of a year.
pub fn prefix(year: i16) -> String {
    format!("SC-{year}-")
}

/// The number after the greatest one.
pub fn next(prefix: &str, greatest: Option<u64>) -> String {
    let next = greatest.unwrap_or(0).saturating_add(1);
    format!("{prefix}{next:04}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_one_another_within_a_year() {
        let prefix = prefix(2026);
        assert_eq!(next(&prefix, None), "SC-2026-0001");
        assert_eq!(next(&prefix, Some(9)), "SC-2026-0010");
        assert_eq!(next(&prefix, Some(9_999)), "SC-2026-10000");
    }
}
