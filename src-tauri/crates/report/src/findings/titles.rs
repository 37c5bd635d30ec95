//! Titles, and the numbers and levels around them.

use crate::severity::{self, Severity};

/// Maximum length of a level with what is around it, in bytes.
const MAX_LEVEL: usize = 60;
/// Maximum numbers and levels around a title.
const MAX_MARKS: usize = 6;
const DASHES: [char; 6] = ['—', '–', '-', '|', '：', ':'];

/// The level that `text` states, if it says nothing else: “高”, “【高风险】”, “🔴 High”.
pub(super) fn level(text: &str) -> Option<Severity> {
    if text.len() > MAX_LEVEL {
        return None;
    }
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric() && !is_signal(c));
    let word = trimmed.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return match trimmed.chars().next()? {
            '🔴' | '⛔' => Some(Severity::High),
            '🟡' | '🟠' => Some(Severity::Medium),
            '🟢' | '🔵' => Some(Severity::Low),
            _ => None,
        };
    }
    Severity::of(word).or_else(|| {
        let lower = word.to_lowercase();
        let bare = lower.strip_suffix("风险").unwrap_or(&lower);
        match bare.strip_suffix(['级', '度', '危']).unwrap_or(bare) {
            "高" | "较高" | "中高" | "重大" | "特别重大" | "major" | "severe" | "high severity"
            | "high priority" => Some(Severity::High),
            "中" | "一般" | "moderate" | "medium severity" | "medium priority" => {
                Some(Severity::Medium)
            }
            "低" | "较低" | "中低" | "轻微" | "提示" | "minor" | "low severity"
            | "low priority" => Some(Severity::Low),
            _ => None,
        }
    })
}

/// Whether a level says of what, or is set apart as one.
pub(super) fn is_plain_level(text: &str) -> bool {
    let word = text.trim();
    level(word).is_some()
        && (!severity::is_bare(word) || word.starts_with(['【', '[', '🔴', '🟡', '🟠', '🟢', '🔵']))
}

const fn is_signal(c: char) -> bool {
    matches!(c, '🔴' | '⛔' | '🟡' | '🟠' | '🟢' | '🔵')
}

/// A title without its number and its level, and the level.
pub(super) fn title(text: &str) -> (&str, Option<Severity>) {
    let mut rest = text.trim();
    let mut found = None;
    // More marks than these are noise.
    for _ in 0..MAX_MARKS {
        let before = rest;
        rest = without_number(rest);
        if let Some((stated, after)) = level_at_start(rest) {
            found = found.or(Some(stated));
            rest = after;
        }
        if let Some((stated, before)) = level_at_end(rest) {
            found = found.or(Some(stated));
            rest = before;
        }
        rest = rest.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '：' | ':' | '-' | '—' | '–' | '|' | '·' | '、' | '*' | '/'
                )
        });
        if rest == before {
            break;
        }
    }
    (rest, found)
}

/// Whether a title starts with a number.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim();
    without_number(text).len() < text.len()
}

/// Whether a title says that it is one of the findings: “问题一：…”, “Finding 2”.
pub(super) fn is_called_finding(text: &str) -> bool {
    let text = text.trim();
    let (_, after_level) = level_at_start(text).unwrap_or((Severity::Low, text));
    [text, after_level.trim(), without_number(text)]
        .into_iter()
        .any(|text| after_name(text).is_some())
}

/// What follows “问题一” or “Finding 2”.
fn after_name(text: &str) -> Option<&str> {
    const NAMES: [&str; 14] = [
        "问题",
        "风险点",
        "违规点",
        "发现",
        "不合规点",
        "整改项",
        "Issue",
        "ISSUE",
        "Finding",
        "FINDING",
        "Problem",
        "Violation",
        "Concern",
        "Risk",
    ];
    NAMES.iter().find_map(|name| {
        let after = text.strip_prefix(name)?;
        let rest = after_numeral(after.trim_start_matches([' ', '#']))?;
        // “发现一览” is a heading, not the first finding.
        let goes_on = rest.starts_with(char::is_alphanumeric);
        (!goes_on).then_some(rest)
    })
}

fn without_number(text: &str) -> &str {
    let text = text.trim_start_matches(['#', ' ', '\u{3000}']);
    if let Some(after) = after_name(text) {
        return after.trim_start();
    }
    if let Some(inner) = text.strip_prefix(['（', '(', '['])
        && let Some(after) = after_numeral(inner)
        && let Some(after) = after.strip_prefix(['）', ')', ']'])
    {
        return after.trim_start();
    }
    if let Some(after) = text.strip_prefix(|c| matches!(c, '①'..='⑳' | '❶'..='❿')) {
        return after.trim_start();
    }
    if let Some(after) = text.strip_prefix('第').and_then(after_numeral)
        && let Some(after) = after.strip_prefix(['、', '，', '：', '项', '条', '点'])
    {
        return after.trim_start_matches(['、', '，', '：', ' ']);
    }
    let Some(after) = after_numeral(text) else {
        return text;
    };
    let marks = ['.', '、', '．', ')', '）', ':', '：'];
    let mut rest = after;
    // “1.2.3 ”
    while let Some(next) = rest.strip_prefix(marks) {
        match after_digits(next) {
            Some(next) => rest = next,
            None if next.starts_with(|c: char| c.is_whitespace() || !c.is_ascii_digit()) => {
                return next.trim_start();
            }
            None => return text,
        }
    }
    // “3.6%” is no number of a title.
    let nested = rest.len() < after.len() && rest.starts_with(' ');
    if nested { rest.trim_start() } else { text }
}

fn after_digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

fn after_numeral(text: &str) -> Option<&str> {
    after_digits(text).or_else(|| {
        let numerals = |c: char| "一二三四五六七八九十百".contains(c);
        let rest = text.trim_start_matches(numerals);
        (rest.len() < text.len()).then_some(rest)
    })
}

fn level_at_start(text: &str) -> Option<(Severity, &str)> {
    let signal = text.chars().next().filter(|c| is_signal(*c));
    if let Some(signal) = signal {
        let (sign, rest) = text.split_at_checked(signal.len_utf8())?;
        let stated = level(sign)?;
        return Some((stated, rest.trim_start()));
    }
    let close = match text.chars().next()? {
        '【' => '】',
        '[' => ']',
        '（' => '）',
        '(' => ')',
        _ => {
            // “高风险：…”, “High risk - …”
            let near = text.get(..text.floor_char_boundary(MAX_LEVEL))?;
            let end = near.find(['：', ':', '|', '—', '–', '-', '、'])?;
            let end = if near.get(end..)?.starts_with("-risk") {
                end + near.get(end + 1..)?.find(['：', ':', '|', '—', '–', '-'])? + 1
            } else {
                end
            };
            let stated = text.get(..end)?;
            let after = text.get(end..)?;
            return Some((level(stated)?, after));
        }
    };
    let near = text.get(..text.floor_char_boundary(MAX_LEVEL))?;
    let end = near.find(close)?;
    let after = text.get(end + close.len_utf8()..)?;
    Some((level(near.get(..end)?)?, after))
}

fn level_at_end(text: &str) -> Option<(Severity, &str)> {
    let start = text.ceil_char_boundary(text.len().saturating_sub(MAX_LEVEL));
    let near = text.get(start..)?;
    let open = match near.chars().next_back()? {
        '）' => '（',
        ')' => '(',
        '】' => '【',
        ']' => '[',
        _ => {
            // “Level: high” names its level elsewhere.
            let at = near.rfind(DASHES)?;
            let stated = near
                .get(at..)?
                .trim_matches(|c| DASHES.contains(&c) || c == ' ');
            let stated = level(stated).filter(|_| is_plain_level(stated))?;
            return Some((stated, text.get(..start + at)?));
        }
    };
    let at = near.rfind(open)?;
    let stated = near.get(at..)?;
    let stated = stated.rsplit(['：', ':']).next().unwrap_or(stated);
    Some((level(stated)?, text.get(..start + at)?))
}
