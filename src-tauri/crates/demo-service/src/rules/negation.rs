//! Distinguishes a promise from its denial: 不承诺保本, 非保本, “returns are not guaranteed”.
//!
//! Only text before a phrase in the same clause counts. Later denials (“保本是不可能的”) are not recognised; a person then
//! dismisses the finding, which is the safer mistake.

use super::search::Span;

/// Words that deny or forbid a promise. They also cover a list that follows them.
const REFUSALS: &[&str] = &[
    "不承诺",
    "不作承诺",
    "不保证",
    "不代表",
    "不等于",
    "不意味",
    "不构成",
    "不宣传",
    "不提供",
    "未承诺",
    "未保证",
    "不得",
    "不应",
    "禁止",
    "严禁",
    "切勿",
    "谨防",
    "警惕",
    "杜绝",
];
/// The most characters between such a word and the phrase.
const REFUSAL_REACH: usize = 8;

/// Words that negate only what directly follows them.
const DENIALS: &[&str] = &[
    "不是",
    "不会",
    "不能",
    "不属于",
    "不存在",
    "并非",
    "绝非",
    "而非",
    "没有",
    "无法",
    "并不",
];
const DENIAL_REACH: usize = 2;

/// Characters that negate the phrase they are part of.
const PREFIXES: &[char] = &['不', '非', '未', '无', '勿'];

/// English words that negate one of the next two words.
const ENGLISH: &[&str] = &[
    "not", "no", "never", "without", "cannot", "neither", "nor", "non",
];
const ENGLISH_REACH: usize = 2;

/// Whether the phrase at `span` of the folded `text` is negated. A word inside one of `phrases` (the "no" of "no credit
/// check") has a meaning of its own and negates nothing else.
pub(super) fn is_denied(text: &[char], span: Span, phrases: &[Span]) -> bool {
    let clause = Clause::before(text, span.start);
    let counts = |word: Span| {
        !phrases
            .iter()
            .any(|phrase| phrase.covers(word) && phrase.end <= span.start)
    };
    clause.has_prefix()
        || clause.has_word(REFUSALS, REFUSAL_REACH, counts)
        || clause.has_word(DENIALS, DENIAL_REACH, counts)
        || clause.has_english_denial(counts)
}

/// The most characters of a clause to look back at: more than any of the distances above, and a bound on the work.
const CLAUSE: usize = 48;

/// The text before a phrase, back to the start of its clause.
struct Clause<'a> {
    chars: &'a [char],
    /// Its offset in the text.
    start: usize,
}

impl<'a> Clause<'a> {
    fn before(text: &'a [char], end: usize) -> Self {
        let before = text.get(..end).unwrap_or_default();
        let length = before
            .iter()
            .rev()
            .take(CLAUSE)
            .take_while(|c| !is_boundary(**c))
            .count();
        let start = end.saturating_sub(length);
        Self {
            chars: before.get(start..).unwrap_or_default(),
            start,
        }
    }

    /// Matches 不保本 and 非保本, but neither 除非保本 nor the second half of a double negation as in 没有一分钱不保本.
    fn has_prefix(&self) -> bool {
        let Some((last, rest)) = self.chars.split_last() else {
            return false;
        };
        let other_word = *last == '非' && matches!(rest.last(), Some('除' | '莫'));
        PREFIXES.contains(last)
            && !other_word
            && !contains_word(rest, DENIALS)
            && !contains_word(rest, REFUSALS)
    }

    /// Whether one of `words` occurs with at most `reach` characters after it, and is not itself negated.
    fn has_word(&self, words: &[&str], reach: usize, counts: impl Fn(Span) -> bool) -> bool {
        let length = self.chars.len();
        words.iter().any(|word| {
            let width = word.chars().count();
            let earliest = length.saturating_sub(reach + width);
            (earliest..=length.saturating_sub(width)).any(|at| {
                let behind = self.chars.get(at + width..).unwrap_or_default();
                let span = Span {
                    start: self.start + at,
                    end: self.start + at + width,
                };
                stands_at(self.chars, at, word) && !behind.contains(&'不') && counts(span)
            })
        })
    }

    fn has_english_denial(&self, counts: impl Fn(Span) -> bool) -> bool {
        let words = self.words();
        let near = words.iter().rev().take(ENGLISH_REACH + 1);
        let mut behind = None;
        for (nth, (word, span)) in near.enumerate() {
            let denies = ENGLISH.contains(&word.as_str()) || word.ends_with("n't");
            // "a" and "any" do not count towards the distance.
            let in_reach =
                nth < ENGLISH_REACH || matches!(behind, Some("a" | "an" | "any" | "the"));
            if denies
                && in_reach
                && !matches!(behind, Some("only" | "just" | "merely"))
                && counts(*span)
            {
                return true;
            }
            behind = Some(word.as_str());
        }
        false
    }

    /// The Latin words of the clause with their positions.
    fn words(&self) -> Vec<(String, Span)> {
        let mut words: Vec<(String, Span)> = Vec::new();
        for (index, c) in self.chars.iter().enumerate() {
            if !c.is_ascii_alphanumeric() && *c != '\'' {
                continue;
            }
            let at = self.start + index;
            match words.last_mut() {
                Some((word, span)) if span.end == at => {
                    word.push(*c);
                    span.end = at + 1;
                }
                _ => words.push((
                    c.to_string(),
                    Span {
                        start: at,
                        end: at + 1,
                    },
                )),
            }
        }
        words
    }
}

/// Whether `c` ends a clause. The enumeration comma does not: 不承诺保本、保收益 denies both.
fn is_boundary(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '；' | '！' | '？' | ',' | '.' | ';' | '!' | '?' | '\n' | '\r'
    )
}

fn stands_at(text: &[char], at: usize, word: &str) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let mut length = 0;
    word.chars().zip(rest).all(|(wanted, c)| {
        length += 1;
        wanted == *c
    }) && length == word.chars().count()
}

fn contains_word(text: &[char], words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| (0..text.len()).any(|at| stands_at(text, at, word)))
}
