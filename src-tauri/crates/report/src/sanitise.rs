//! The allow-list that every block must pass before it leaves the crate.
//!
//! The HTML writer escapes all text and only writes these tags, so this should never remove anything. It is defence in
//! depth: if the writer has a defect, still no script, style, frame, form or foreign content gets through.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::severity;

const TAGS: [&str; 28] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let alignments = HashMap::from([("align", HashSet::from(["left", "center", "right"]))]);
    let focusable = HashMap::from([("tabindex", HashSet::from(["0"]))]);
    let mut policy = Builder::empty();
    policy
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("li", HashSet::from(["value"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .tag_attribute_values(HashMap::from([
            ("td", alignments.clone()),
            ("th", alignments),
            ("div", focusable.clone()),
            ("pre", focusable),
        ]))
        .allowed_classes(HashMap::from([
            ("div", HashSet::from(["footnote", "table"])),
            ("em", HashSet::from(["cjk"])),
            ("span", HashSet::from(severity::CLASSES)),
            ("strong", HashSet::from(severity::CLASSES)),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noreferrer noopener"));
    policy
});

/// Removes everything that is not on the allow-list. Time grows faster than linearly with nesting depth, which the writer
/// limits.
pub(crate) fn sanitise(html: &str) -> String {
    POLICY.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_loads_or_poses_passes_even_if_the_writer_let_it() {
        for (hostile, left) in [
            ("<script>alert(1)</script>", ""),
            ("<style>*{display:none}</style>", ""),
            ("<p onclick=\"alert(1)\">a</p>", "<p>a</p>"),
            (
                "<p style=\"position:fixed\" class=\"x\" id=\"y\">a</p>",
                "<p>a</p>",
            ),
            ("<svg onload=alert(1)><a>b</a></svg>", ""),
            ("<math><mi>a</mi></math>", ""),
            ("<iframe src=\"https://example.com\"></iframe>", ""),
            ("<form action=\"/\"><input name=a></form>", ""),
            ("<meta http-equiv=refresh content=0>", ""),
            ("<base href=\"https://example.com\">", ""),
            ("<object data=a></object><embed src=a>", ""),
            ("<img src=x onerror=alert(1)>", ""),
            (
                "<div class=\"table overlay\" tabindex=\"5\">a</div>",
                "<div class=\"table\">a</div>",
            ),
            (
                "<span class=\"severity-low overlay\" style=\"position:fixed\">a</span><td class=\"severity-low\">b</td>",
                "<span class=\"severity-low\">a</span>b",
            ),
            ("<!-- a -->", ""),
        ] {
            assert_eq!(sanitise(hostile), left, "{hostile}");
        }
        for href in [
            "javascript:alert(1)",
            "java&#x09;script:alert(1)",
            "&#106;avascript:alert(1)",
            "data:text/html,a",
            "/etc/passwd",
            "//example.com",
        ] {
            let html = sanitise(&format!("<a href=\"{href}\">a</a>"));
            assert_eq!(html, "<a rel=\"noreferrer noopener\">a</a>", "{href}");
        }
    }
}
