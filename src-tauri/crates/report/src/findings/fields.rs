//! What the parts of a finding are called: in the header of a column and in labels such as “依据：”.

mod names;

use super::outline::Words;
use crate::marks::is_cjk_letter;
use names::{CHINESE, ENGLISH};

/// A part of a finding. The order decides for a name with several words: “整改后文案” is a suggestion, “问题表述” a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Number,
    Severity,
    Suggestion,
    Basis,
    Verdict,
    Kind,
    Place,
    Quote,
    Problem,
}

/// A part of a text that its label names, or what comes before any label.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) field: Option<Field>,
    pub(super) words: Words,
    /// Whether it stands in a block quote.
    pub(super) block_quote: bool,
}

/// Maximum length of a name in characters; anything longer is a sentence.
const MAX_NAME_CHARS: usize = 32;

/// Maximum number of marks before a name.
const MAX_ORNAMENTS: usize = 8;

impl Field {
    /// The field that `name` names, if it consists of nothing but known words.
    pub(super) fn named(name: &str) -> Option<Self> {
        if name.chars().nth(MAX_NAME_CHARS).is_some() {
            return None;
        }
        let name = name.to_lowercase();
        if name.trim() == "#" {
            return Some(Self::Number);
        }
        let mut fields = Vec::new();
        let words = name.split(|c: char| !c.is_alphanumeric());
        for mut rest in words.filter(|word| !word.is_empty()) {
            if let Some((_, field)) = ENGLISH.iter().find(|(word, _)| *word == rest) {
                fields.extend(*field);
                continue;
            }
            while !rest.is_empty() {
                let known = CHINESE
                    .iter()
                    .filter_map(|(word, field)| Some((rest.strip_prefix(word)?, field)))
                    .min_by_key(|(rest, _)| rest.len());
                let (after, field) = known?;
                fields.extend(*field);
                rest = after;
            }
        }
        fields.into_iter().min()
    }
}

impl Part {
    pub(super) const fn new(field: Option<Field>, words: Words) -> Self {
        Self {
            field,
            words,
            block_quote: false,
        }
    }

    /// Whether a text starts with a label.
    pub(super) fn of_text(text: &str) -> bool {
        let words = Words {
            text: text.to_owned(),
            ..Words::default()
        };
        label(&words, 0).is_some()
    }

    /// The parts of a text: a label stands at the start of a line or after a full stop or semicolon.
    pub(super) fn of(words: &Words) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut field = None;
        let mut start = 0;
        for place in label_places(&words.text) {
            let Some((name, value)) = label(words, place) else {
                continue;
            };
            push(&mut parts, field, words.slice(start..place));
            (field, start) = (Some(name), value);
        }
        push(&mut parts, field, words.slice(start..words.text.len()));
        parts
    }
}

/// Adds a part. A label that nothing follows is kept: what it names may come in the next block.
fn push(parts: &mut Vec<Part>, field: Option<Field>, words: Words) {
    if field.is_some() || !words.text.is_empty() {
        parts.push(Part::new(field, words));
    }
}

fn label_places(text: &str) -> impl Iterator<Item = usize> {
    let after = text.match_indices(['\n', '；', ';', '。', '|', '，', '【', ' ']);
    let after = after.filter_map(|(at, c)| match c {
        "【" => Some(at),
        // “see the reason: …” is no label.
        " " => {
            let before = text.get(..at)?.chars().next_back()?;
            let behind = text.get(at + 1..)?.chars().next()?;
            let ends = matches!(before, '.' | ';' | '|' | ')' | '”' | '"' | '」' | ' ');
            (ends || is_cjk_letter(behind)).then_some(at + 1)
        }
        _ => Some(at + c.len()),
    });
    std::iter::once(0).chain(after)
}

/// The field that a label at `place` names, and where its value starts.
fn label(words: &Words, place: usize) -> Option<(Field, usize)> {
    let rest = words.text.get(place..)?;
    let line_start = place == 0 || words.text.get(..place)?.ends_with('\n');
    let ornaments = rest
        .chars()
        .take(MAX_ORNAMENTS)
        .take_while(|c| is_ornament(*c));
    let name_start = ornaments.map(char::len_utf8).sum();
    let name = rest.get(name_start..)?;
    let limit = name.char_indices().nth(MAX_NAME_CHARS + 2);
    let near = name.get(..limit.map_or(name.len(), |(at, _)| at))?;
    let colon = near
        .find(['：', ':', '】', '\n'])
        .filter(|at| near.as_bytes().get(*at) != Some(&b'\n'));
    if let Some(at) = colon
        && let Some(field) = Field::named(near.get(..at)?.trim())
    {
        let value = name.get(at..)?;
        let after = value.trim_start_matches(['：', ':', '】', ']', ' ', '*']);
        return Some((field, place + name_start + at + value.len() - after.len()));
    }
    if !line_start {
        return None;
    }
    // “**依据** 《…》”, or the label alone on its line.
    let next = words.bold.partition_point(|bold| bold.start < place);
    let bold = words.bold.get(next)?;
    if bold.start > place + name_start {
        return None;
    }
    let field = Field::named(words.text.get(bold.clone())?)?;
    Some((field, bold.end))
}

/// What may stand before a label: list marks, brackets, symbols.
fn is_ornament(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '“' | '「' | '『' | '"' | '《' | '\n' | '：' | ':')
}
