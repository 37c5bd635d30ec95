//! Takes CSS apart at its punctuation, outside of quotation marks and parentheses.

/// Position of the first of `marks`, and which it is.
pub(super) fn find(text: &str, marks: &[char]) -> Option<(usize, char)> {
    let mut quote = None;
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (_, '\\') => escaped = true,
            // A string ends with its line.
            (Some(_), '\n') => quote = None,
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if depth == 0 && marks.contains(&c) => return Some((at, c)),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            // Nothing in parentheses contains these, so one was not closed.
            (None, '{' | '}') if marks.contains(&c) => return Some((at, c)),
            _ => {}
        }
    }
    None
}

/// The pieces between the marks.
pub(super) fn split(text: &str, mark: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((at, _)) = find(rest, &[mark]) {
        pieces.extend(rest.get(..at));
        rest = rest.get(at + mark.len_utf8()..).unwrap_or_default();
    }
    pieces.push(rest);
    pieces
}

/// The block that begins after its `{`, and what follows its `}`.
pub(super) fn block(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some((found, mark)) = text.get(at..).and_then(|rest| find(rest, &['{', '}'])) {
        if mark == '}' && depth == 0 {
            let end = at + found;
            return (
                text.get(..end).unwrap_or_default(),
                text.get(end + 1..).unwrap_or_default(),
            );
        }
        depth = if mark == '{' { depth + 1 } else { depth - 1 };
        at += found + 1;
    }
    (text, "")
}

/// The content of parentheses that enclose the whole text.
pub(super) fn without_outer(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?;
    let (at, _) = find(inner, &[')'])?;
    (at + 1 == inner.len()).then(|| inner.get(..at))?
}

/// The text without comments and the marks with which a style sheet is hidden from old programs.
pub(super) fn uncommented(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        kept.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.replace("<!--", " ").replace("-->", " ")
}

/// A declaration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Declared<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) important: bool,
}

/// The declarations in a block or a `style` attribute; malformed ones are skipped.
pub(super) fn declarations(text: &str) -> Vec<Declared<'_>> {
    split(text, ';')
        .into_iter()
        .filter_map(|one| {
            let (name, value) = one.split_once(':')?;
            let (name, value) = (name.trim(), value.trim());
            let plain = value
                .strip_suffix("important")
                .and_then(|rest| rest.trim_end().strip_suffix('!'));
            let is_name = name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            let value = plain.unwrap_or(value).trim_end();
            (is_name && !name.is_empty() && !value.is_empty()).then_some(Declared {
                name,
                value,
                important: plain.is_some(),
            })
        })
        .collect()
}
