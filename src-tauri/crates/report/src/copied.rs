//! A report as HTML for the clipboard: word processors paste it with its headings, tables and bold text.

use crate::markup::escaped;
use crate::whole;

/// Says in which encoding the rest is; programs guess otherwise.
const ENCODING: &str = "<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\">";

/// The blocks of a report as HTML. The end of a report beyond the limits of rendering follows as text, so nothing is lost.
///
/// Renders the whole report, which can take a second at [`crate::MAX_VIEW_BYTES`].
#[must_use]
pub fn html(markdown: &str) -> String {
    let (blocks, is_cut) = whole::blocks(markdown);
    if is_cut {
        return format!("{ENCODING}<pre>{}</pre>", escaped(markdown));
    }
    let blocks = blocks.iter().map(|block| for_documents(&block.html));
    let blocks: Vec<String> = blocks.collect();
    format!("{ENCODING}{}", blocks.join("\n"))
}

/// A block without what only the window needs, and with the borders that a document needs.
fn for_documents(html: &str) -> String {
    html.replace(" tabindex=\"0\"", "")
        .replace("<table>", "<table border=\"1\" cellspacing=\"0\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tables_and_bold_text_are_kept_and_nothing_of_the_window() {
        let copied = html(
            "# 报告\n\n**高风险**：<b>\n\n3. 甲\n5. 乙\n\n| 项 | 值 |\n| - | - |\n| 甲 | 4% |\n",
        );
        let expected = [
            "<h1>报告</h1>",
            "高风险</strong>",
            "&lt;b&gt;",
            "<ol start=\"3\"><li>甲</li><li value=\"5\">乙</li></ol>",
            "<table border=\"1\" cellspacing=\"0\">",
            "<td>4%</td>",
        ];
        for part in expected {
            assert!(copied.contains(part), "{part}: {copied}");
        }
        assert!(!copied.contains("tabindex"));
        assert!(copied.starts_with("<meta"));
    }

    #[test]
    fn what_is_too_long_to_render_is_copied_as_text() {
        let long = "甲 <b>\n\n".repeat(crate::MAX_BLOCKS + 1);
        let copied = html(&long);
        assert!(copied.len() > long.len() && copied.contains("<pre>甲 &lt;b&gt;"));
    }
}
