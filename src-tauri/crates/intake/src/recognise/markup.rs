//! Text that is markup, whatever its name: pages of the web, which old programs save as ".doc" and ".xls", archives of
//! pages, and documents in XML. Its tags are not words that anybody would audit.

use super::Content;
use crate::encoding;

/// Elements that a page, or a piece of one, begins with.
const PAGE_ELEMENTS: [&str; 30] = [
    "html", "head", "body", "meta", "title", "style", "script", "table", "div", "p", "span",
    "font", "center", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "br", "img", "form",
    "article", "section", "link", "base", "header", "main",
];

/// The kind of markup at the start of a file; `None` for plain text and drawings.
pub(super) fn of(start: &[u8]) -> Option<Content> {
    let text = match encoding::utf16_order(start) {
        Some(wide) => wide.decode(start).0,
        None => String::from_utf8_lossy(start),
    };
    let text = text.to_ascii_lowercase();
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if is_mail(text) {
        return Some(Content::Mhtml);
    }
    let (instructions, root) = prolog(text);
    let tag = root.strip_prefix('<')?;
    if tag.starts_with("!doctype html") {
        return Some(Content::Html);
    }
    let name: String = tag
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
        .collect();
    let after = tag.get(name.len()..).unwrap_or_default();
    let is_tag = after.starts_with(['>', '/', ' ', '\t', '\r', '\n']);
    if is_tag && PAGE_ELEMENTS.contains(&name.as_str()) {
        return Some(Content::Html);
    }
    let own = tag.split_once('>').map_or(tag, |(own, _)| own);
    match () {
        () if instructions.contains("word.document") => Some(Content::WordXml),
        () if matches!(name.as_str(), "w:worddocument" | "pkg:package") => Some(Content::WordXml),
        () if name == "svg" || name.ends_with(":svg") || tag.starts_with("!doctype svg") => None,
        () if is_tag && own.contains("xmlns") => Some(Content::Xml),
        () if instructions.contains("<?xml") => Some(Content::Xml),
        () => None,
    }
}

/// Declarations, instructions and comments, and what follows them.
fn prolog(text: &str) -> (&str, &str) {
    let mut rest = text;
    loop {
        let end = match () {
            () if rest.starts_with("<!--") => "-->",
            () if rest.starts_with("<?") => "?>",
            () => break,
        };
        let Some((_, after)) = rest.split_once(end) else {
            break;
        };
        rest = after.trim_start();
    }
    (
        text.get(..text.len() - rest.len()).unwrap_or_default(),
        rest,
    )
}

/// Whether it begins with the headers of a mail or of an archived page.
fn is_mail(text: &str) -> bool {
    let head = text.split("\n\n").next().unwrap_or_default();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let mut lines = head.lines();
    let is_header = |line: &str| {
        line.starts_with([' ', '\t'])
            || line.split_once(':').is_some_and(|(name, _)| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            })
    };
    let has = |name: &str| head.lines().any(|line| line.starts_with(name));
    lines.all(is_header) && has("mime-version:") && has("content-type:")
}
