//! Line breaking for labels, with widths estimated from the kind of character. The fonts of the machine that made the chart
//! are not available, so no measurement would be exact.

use super::html::{Line, Run};

/// Width of a line in CSS pixels.
pub(super) fn width(line: &Line) -> f32 {
    line.iter()
        .map(|run| {
            run.text.chars().map(em).sum::<f32>()
                * run.style.size
                * if run.style.bold { 1.06 } else { 1.0 }
        })
        .sum()
}

/// Breaks `line` into pieces of at most `limit` CSS pixels where a browser would: at spaces and next to Chinese, Japanese
/// and Korean characters, never before closing punctuation. A word that is longer stays whole.
pub(super) fn wrap(line: Line, limit: f32) -> Vec<Line> {
    let mut wrapped = Vec::new();
    let mut open: Line = Vec::new();
    for run in line {
        for piece in pieces(&run.text) {
            let piece = Run {
                text: piece.to_owned(),
                style: run.style.clone(),
            };
            let without_space = vec![Run {
                text: piece.text.trim_end().to_owned(),
                style: run.style.clone(),
            }];
            if !open.is_empty() && width(&open) + width(&without_space) > limit {
                wrapped.push(end(std::mem::take(&mut open)));
            }
            match open.last_mut() {
                Some(last) if last.style == piece.style => last.text.push_str(&piece.text),
                Some(_) => open.push(piece),
                None => open.push(Run {
                    text: piece.text.trim_start().to_owned(),
                    ..piece
                }),
            }
        }
    }
    wrapped.push(end(open));
    wrapped.retain(|line| !line.is_empty());
    wrapped
}

fn end(mut line: Line) -> Line {
    if let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    line.retain(|run| !run.text.is_empty());
    line
}

/// Splits `text` at every break opportunity.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| breaks(before, c)) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn breaks(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    before == ' ' || before == '-' || is_wide(before) || is_wide(after)
}

const CLOSING: &str = "、，。．：；！？）】》」』〉〕”’…—%,.:;!?)]}";
const OPENING: &str = "（【《「『〈〔“‘([{";

fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Width of a character in ems, as in a common sans-serif font.
fn em(c: char) -> f32 {
    match c {
        _ if is_wide(c) => 1.0,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        ' ' | '\u{a0}' | 'f' | 'i' | 'j' | 'l' | 't' | 'I' | '!' | '\'' | '(' | ')' | ',' | '.'
        | '/' | ':' | ';' | '[' | ']' | '|' => 0.3,
        'r' | '-' | '"' | '*' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '&' => 0.86,
        'A'..='Z' => 0.63,
        '…' | '—' | '•' => 0.9,
        _ => 0.56,
    }
}
