//! How a finding is worded wherever the report mentions it.

use std::ops::Range;

use rules::{Basis, Finding};

use crate::findings::is_missing;
use crate::language::{Language, is_chinese};
use crate::markdown::inline;

/// The words of a finding, quoted, with a count for repeated ones, and a note if something is missing.
pub(super) fn wording(finding: &Finding, copy: &str, language: Language) -> String {
    if finding.excerpt.is_empty() {
        return language
            .pick("（全文缺少相应内容）", "(missing from the text)")
            .to_owned();
    }
    let mut wording = format!("“{}”", inline(&finding.excerpt));
    let count = places(finding, copy).len();
    if count > 1 {
        wording.push_str(&format!(" × {count}"));
    }
    if is_missing(finding) {
        wording.push_str(language.pick("（缺少相应内容）", " (needs something that is missing)"));
    }
    wording
}

/// Where the whole excerpt stands, in bytes of the copy. Empty for an excerpt in pieces.
pub(super) fn places(finding: &Finding, copy: &str) -> Vec<Range<usize>> {
    let ranges = finding.ranges.iter();
    let whole = ranges.filter(|range| copy.get((*range).clone()) == Some(&*finding.excerpt));
    whole.cloned().collect()
}

/// The law and, if its words are known for certain, the article.
pub(super) fn basis(basis: Option<&Basis>, language: Language) -> String {
    let Some(basis) = basis else {
        let none = language.pick("无（良好实践）", "none (good practice)");
        return none.to_owned();
    };
    let mut text = if basis.law.contains(is_chinese) {
        format!("《{}》", inline(&basis.law))
    } else {
        inline(&basis.law)
    };
    if let Some(article) = &basis.article {
        if language == Language::English || !basis.law.contains(is_chinese) {
            text.push(' ');
        }
        text.push_str(&inline(article));
    }
    if let Some(note) = &basis.note {
        text.push_str(&match language {
            Language::Chinese => format!("（{}）", inline(note)),
            Language::English => format!(" ({}: wording to be verified)", inline(note)),
        });
    }
    text
}
