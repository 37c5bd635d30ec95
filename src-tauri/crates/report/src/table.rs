//! A plain table as HTML, for pasting into a word processor or a spreadsheet.

use std::fmt::Write as _;

use crate::markup::escaped;

/// The table of these rows; the first one is its header.
#[must_use]
pub fn html(rows: &[Vec<String>]) -> String {
    let mut html = String::from("<table border=\"1\">");
    for (number, row) in rows.iter().enumerate() {
        let tag = if number == 0 { "th" } else { "td" };
        html.push_str("<tr>");
        for cell in row {
            let _ = write!(html, "<{tag}>{}</{tag}>", escaped(cell));
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_whatever_they_contain() {
        let rows = [vec!["原文".to_owned()], vec!["<b>A & B</b>".to_owned()]];
        assert_eq!(
            html(&rows),
            "<table border=\"1\"><tr><th>原文</th></tr><tr><td>&lt;b&gt;A &amp; B&lt;/b&gt;</td></tr></table>"
        );
    }
}
