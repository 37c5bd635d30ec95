//! Turns what the rules found into findings that people read.

use std::ops::Range;

use crate::check::{Checking, Hit};
use crate::report::{Finding, Language};
use crate::rule::{Rule, Words};
use crate::span::Span;

impl Checking<'_> {
    pub(crate) fn findings(&self, hits: Vec<Hit<'_>>, language: Language) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for hit in hits {
            let (excerpt, ranges, lines) = match hit.span {
                Some(span) => self.original(span),
                None => Default::default(),
            };
            // The same words found by the same rule in two places are one finding.
            if let Some(known) = findings.iter_mut().find(|finding| {
                finding.rule == hit.rule.id
                    && !excerpt.is_empty()
                    && finding.excerpt == excerpt
                    && ranges.len() == 1
                    && hit.detail.is_none()
            }) {
                known.ranges.extend(ranges);
                known.lines.extend(lines);
                known.lines.dedup();
                continue;
            }
            findings.push(self.finding(&hit, excerpt, ranges, lines, language));
        }
        findings.sort_by_key(|finding| {
            (
                finding.severity,
                finding
                    .ranges
                    .first()
                    .map_or(usize::MAX, |range| range.start),
            )
        });
        findings
    }

    fn finding(
        &self,
        hit: &Hit<'_>,
        excerpt: String,
        ranges: Vec<Range<usize>>,
        lines: Vec<usize>,
        language: Language,
    ) -> Finding {
        let rule = hit.rule;
        let empty = Words {
            title: String::new(),
            message: String::new(),
            suggestion: String::new(),
        };
        let index = Words::index(language);
        let words = rule.words.get(index).unwrap_or(&empty);
        let detail = hit.detail.as_ref().and_then(|detail| detail.get(index));
        Finding {
            rule: rule.id.clone(),
            pack: self
                .packs
                .packs
                .get(rule.pack)
                .map(|pack| pack.id.clone())
                .unwrap_or_default(),
            kind: rule.kind,
            topic: rule.topic.clone(),
            severity: rule.severity,
            title: words.title.clone(),
            message: message(rule, words, detail, &excerpt, language),
            explanation: [Some(&words.message), detail]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(match language {
                    Language::Chinese => "；",
                    Language::English => "; ",
                }),
            excerpt,
            ranges,
            lines,
            basis: rule.basis.clone(),
            suggestion: words.suggestion.clone(),
        }
    }

    /// The words of a span as they stand in the text, with their places and lines.
    fn original(&self, span: Span) -> (String, Vec<Range<usize>>, Vec<usize>) {
        let folded = self.scan.folded;
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for index in span.start..span.end {
            let Some((start, end)) = folded.origin.get(index) else {
                continue;
            };
            let (start, end) = (*start as usize, *end as usize);
            let line = folded.line(index) as usize;
            match pieces.last_mut() {
                Some((last, range))
                    if *last == line || (line == *last + 1 && range.end <= start) =>
                {
                    *last = line;
                    range.end = range.end.max(end);
                }
                _ => pieces.push((line, start..end)),
            }
        }
        let mut lines: Vec<usize> = (span.start..span.end)
            .map(|index| folded.line(index) as usize)
            .collect();
        lines.dedup();
        let text = self.material.text();
        let excerpt = pieces
            .iter()
            .filter_map(|(_, range)| text.get(range.clone()))
            .collect::<Vec<_>>()
            .join("\n");
        let ranges = pieces.into_iter().map(|(_, range)| range).collect();
        (excerpt, ranges, lines)
    }
}

fn message(
    rule: &Rule,
    words: &Words,
    detail: Option<&String>,
    excerpt: &str,
    language: Language,
) -> String {
    let what = if words.message.is_empty() {
        &words.title
    } else {
        &words.message
    };
    let mut message = String::new();
    if !excerpt.is_empty() {
        let shown = excerpt.replace('\n', "");
        message.push_str(&match language {
            Language::Chinese => format!("“{shown}”："),
            Language::English => format!("“{shown}”: "),
        });
    }
    message.push_str(what);
    if let Some(detail) = detail {
        message.push_str(&match language {
            Language::Chinese => format!("（{detail}）"),
            Language::English => format!(" ({detail})"),
        });
    }
    if let Some(basis) = &rule.basis {
        let article = basis.article.as_deref().unwrap_or_default();
        message.push_str(&match language {
            Language::Chinese => format!("。依据：《{}》{article}", basis.law),
            Language::English => format!(". Basis: 《{}》{article}", basis.law),
        });
        if basis.note.is_some() {
            message.push_str(match language {
                Language::Chinese => "「原文待复核」",
                Language::English => " (wording to be verified)",
            });
        }
    }
    message.push_str(match language {
        Language::Chinese => "。",
        Language::English => ".",
    });
    message
}
