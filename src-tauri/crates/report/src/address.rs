//! Decides which URLs of an answer become links, and how the others are displayed.

use std::borrow::Cow;

use url::Url;

/// Maximum length of a URL written out as text, in characters; a `data:` URL may have megabytes.
const MAX_SHOWN_CHARS: usize = 200;

/// Maximum length of a link's URL in bytes, as servers commonly accept.
const MAX_FOLLOWED_BYTES: usize = 2048;

/// Returns the URL as a browser parses it, if it may become a link: http, https or mailto without user information, whose
/// only use is to disguise the host (`https://bank.example@elsewhere.example`). Internationalised host names are converted
/// to Punycode, which exposes look-alike letters.
pub(crate) fn followable(destination: &str) -> Option<String> {
    if destination.len() > MAX_FOLLOWED_BYTES {
        return None;
    }
    let url = Url::parse(destination).ok()?;
    match url.scheme() {
        "http" | "https" if url.username().is_empty() && url.password().is_none() => {}
        "mailto" => {}
        _ => return None,
    }
    (url.as_str().len() <= MAX_FOLLOWED_BYTES).then(|| url.into())
}

/// Writes a URL out after the text that it belonged to, so that URLs that can't be followed are not hidden either. Empty for
/// an empty URL or a fragment of the answer itself (`#…`).
pub(crate) fn in_parentheses(destination: &str) -> String {
    if destination.is_empty() || destination.starts_with('#') {
        return String::new();
    }
    format!(" ({})", shortened(destination))
}

fn shortened(destination: &str) -> Cow<'_, str> {
    match destination.char_indices().nth(MAX_SHOWN_CHARS) {
        None => Cow::Borrowed(destination),
        Some((end, _)) => {
            let (shown, _) = destination.split_at(end);
            Cow::Owned(format!("{shown}…"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_can_be_followed() {
        assert_eq!(
            followable("https://example.com/a?b=1#c").as_deref(),
            Some("https://example.com/a?b=1#c")
        );
        assert_eq!(
            followable("mailto:a@example.com").as_deref(),
            Some("mailto:a@example.com")
        );
        for refused in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "tauri://localhost",
            "blob:https://example.com/x",
            "//example.com/x",
            "./annex.pdf",
            "",
            "https://",
        ] {
            assert_eq!(followable(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn an_address_that_poses_as_another_host_is_not_followed() {
        assert_eq!(followable("https://bank.example@elsewhere.example/"), None);
        assert_eq!(followable("https://a:b@elsewhere.example/"), None);
        assert_eq!(
            followable("https://bаnk.example/").as_deref(), // the second letter is Cyrillic
            Some("https://xn--bnk-6cd.example/")
        );
    }

    #[test]
    fn a_long_address_is_shortened_where_it_is_shown() {
        let shown = in_parentheses(&format!("data:image/png;base64,{}", "长".repeat(5_000)));
        assert_eq!(
            shown.chars().count(),
            MAX_SHOWN_CHARS + " (…)".chars().count()
        );
        assert_eq!(in_parentheses("#chapter"), "");
    }
}
