//! Matches the rows of a list with files: by file name, then by file name without its extension.

use std::collections::{BTreeMap, BTreeSet};

/// For each file, the place of its row. Rows of one name were sorted out before, so names of rows are unique.
///
/// A row whose name a file has belongs to that file alone. Any other row belongs to the files of its name without the
/// extension; if two rows have that name, neither is used, since either could be meant.
pub fn matched(files: &[&str], rows: &[&str]) -> Vec<Option<usize>> {
    let by_name: BTreeMap<_, _> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| (folded(row), place))
        .collect();
    let exact: Vec<_> = files
        .iter()
        .map(|file| by_name.get(&folded(file)).copied())
        .collect();
    let taken: BTreeSet<_> = exact.iter().flatten().copied().collect();
    let mut by_stem: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if !taken.contains(&place) {
            by_stem.entry(stem(&folded(row))).or_default().push(place);
        }
    }
    let by_stem = |file: &str| match by_stem.get(&stem(&folded(file))).map(Vec::as_slice) {
        Some([only]) => Some(*only),
        _ => None,
    };
    let matched = files.iter().zip(exact);
    matched
        .map(|(file, exact)| exact.or_else(|| by_stem(file)))
        .collect()
}

/// A file name as it is compared: without folders, surrounding white space and capitals.
pub fn folded(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.trim().to_lowercase()
}

/// Without its extension. What follows a dot in `3.5折` is none: extensions are short and Latin.
fn stem(name: &str) -> String {
    const LONGEST: usize = 5;
    let is_extension = |end: &str| {
        (1..=LONGEST).contains(&end.len())
            && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && end.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && is_extension(end) => stem.to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_row_of_its_name_or_else_the_only_one_without_the_extension() {
        let files = [
            "海报.PNG",
            "包/折页.pdf",
            "横幅.jpg",
            "短信",
            "利率3.5",
            "无.png",
        ];
        let rows = ["横幅", "海报.png", "材料\\折页.pdf", "短信.txt", "利率3.5"];
        assert_eq!(
            matched(&files, &rows),
            [Some(1), Some(2), Some(0), Some(3), Some(4), None]
        );
    }

    #[test]
    fn what_could_mean_two_files_or_two_rows_is_not_guessed() {
        // The row of a.png is that of the picture, and not of the document beside it.
        assert_eq!(matched(&["a.png", "a.pdf"], &["a.png"]), [Some(0), None]);
        assert_eq!(matched(&["a.webp"], &["a.png", "a.jpg"]), [None]);
        // One submission in two formats.
        assert_eq!(matched(&["a.png", "a.pdf"], &["a"]), [Some(0), Some(0)]);
        assert_eq!(
            matched(&["a.png", "b/a.png"], &["a.png"]),
            [Some(0), Some(0)]
        );
    }
}
