//! Escapes untrusted text for Markdown: no markup, links, HTML or line breaks.

/// Puts `text` on one line and escapes everything that Markdown or HTML could interpret.
pub(crate) fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                escaped.extend(['\\', c])
            }
            c if c.is_whitespace() || c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Replaces `{{name}}` in a template of this crate by an untrusted value, escaped.
pub(crate) fn fill(template: &str, name: &str, value: &str) -> String {
    template.replace(&format!("{{{{{name}}}}}"), &inline(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_from_outside_cannot_become_markup() {
        assert_eq!(
            inline("a|b\n# [x](javascript:y) <img> `c` **d**"),
            r"a\|b \# \[x\](javascript:y) &lt;img&gt; \`c\` \*\*d\*\*"
        );
    }

    #[test]
    fn a_name_is_put_in_at_each_of_its_places() {
        assert_eq!(
            fill("# {{who}}\n\n{{who}} 的报告", "who", "甲|乙"),
            "# 甲\\|乙\n\n甲\\|乙 的报告"
        );
    }
}
