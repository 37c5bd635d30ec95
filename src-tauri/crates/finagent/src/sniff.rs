//! Detects the body's format by its first bytes. The content type decides only if they are ambiguous.

/// The format of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// Server-Sent Events.
    Stream,
    /// One JSON object.
    Document,
    /// Any other format.
    Foreign,
}

/// The most bytes of leading whitespace before the format must be decided.
const BLANK_LIMIT: usize = 1024;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Detects the format of a body from its beginning; `None` if more bytes are needed.
pub(crate) fn sniff(begun: &[u8], content_type: Option<&str>) -> Option<Body> {
    let text = begun.strip_prefix(BOM).unwrap_or(begun);
    let text = text.trim_ascii_start();
    let declared = content_type.is_some_and(is_event_stream);
    if text.is_empty() || (begun.len() < BOM.len() && BOM.starts_with(begun)) {
        return (begun.len() > BLANK_LIMIT).then_some(if declared {
            Body::Stream
        } else {
            Body::Foreign
        });
    }
    if text.starts_with(b"{") {
        return Some(Body::Document);
    }
    if declared {
        return Some(Body::Stream);
    }
    let fields: [&[u8]; 5] = [b":", b"data", b"event", b"id", b"retry"];
    if fields.iter().any(|field| is_field(text, field)) {
        return Some(Body::Stream);
    }
    let may_become_one = fields.iter().any(|field| field.starts_with(text));
    (!may_become_one).then_some(Body::Foreign)
}

/// Whether a line starts with this field name, followed by a colon or a line ending, or with a comment's colon.
fn is_field(text: &[u8], field: &[u8]) -> bool {
    match text.strip_prefix(field) {
        Some(rest) => field == b":" || matches!(rest.first(), Some(b':' | b'\r' | b'\n')),
        None => false,
    }
}

fn is_event_stream(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("text/event-stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_decides_when_the_content_type_lies() {
        for (begun, content_type, expected) in [
            ("{\"code\"", Some("text/event-stream"), Some(Body::Document)),
            ("\u{FEFF}\r\n {", Some("text/html"), Some(Body::Document)),
            ("data: {", Some("text/plain"), Some(Body::Stream)),
            ("\n\n: ping\n", Some("application/json"), Some(Body::Stream)),
            ("event\n", None, Some(Body::Stream)),
            ("<html>", Some("text/html"), Some(Body::Foreign)),
            ("identity crisis", Some("text/plain"), Some(Body::Foreign)),
            ("[1]", Some("application/json"), Some(Body::Foreign)),
            (
                "<html>",
                Some("Text/Event-Stream; charset=utf-8"),
                Some(Body::Stream),
            ),
            ("dat", Some("text/plain"), None),
            ("data", None, None),
            ("", Some("text/event-stream"), None),
            (" \r\n", None, None),
        ] {
            assert_eq!(
                sniff(begun.as_bytes(), content_type),
                expected,
                "{begun:?} as {content_type:?}"
            );
        }
        assert_eq!(sniff(b"\xEF\xBB", None), None);
        assert_eq!(
            sniff(&[b'\n'; 2000], Some("text/event-stream")),
            Some(Body::Stream)
        );
        assert_eq!(sniff(&[b'\n'; 2000], None), Some(Body::Foreign));
    }
}
