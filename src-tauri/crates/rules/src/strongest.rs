//! Of findings that compete for the same words, the one that counts.

use std::collections::{BTreeMap, HashMap};

use crate::check::Hit;
use crate::packs::Pack;
use crate::report::Kind;
use crate::rule::{Body, Rule};
use crate::span::Span;

/// Of hits of one topic that overlap, the one that says most: a ban before a question, the rule for this product before the
/// general one, the longer words before the shorter ones. Packs of one's own and those built in don't hide each other's.
pub(crate) fn strongest<'a>(mut hits: Vec<Hit<'a>>, packs: &[Pack]) -> Vec<Hit<'a>> {
    let own = |rule: &Rule| packs.get(rule.pack).is_some_and(|pack| pack.own);
    let rank = |kind: Kind| match kind {
        Kind::Ban => 0,
        Kind::Number => 1,
        Kind::Required | Kind::RequiredIf => 2,
        Kind::Evidence => 3,
        Kind::Person => 4,
        Kind::Layout => 5,
        Kind::Advice => 6,
    };
    hits.sort_by_key(|hit| {
        let length = hit.span.map_or(0, Span::len);
        (
            rank(hit.rule.kind),
            usize::MAX - hit.rule.conditions.narrowness(),
            usize::MAX - length,
            hit.rule.severity,
            hit.order,
        )
    });
    let mut kept: Vec<Hit<'_>> = Vec::new();
    // What is kept of one topic never overlaps, so its neighbour in front decides.
    let mut taken: HashMap<_, BTreeMap<usize, usize>> = HashMap::new();
    let mut bans: HashMap<_, BTreeMap<usize, usize>> = HashMap::new();
    for hit in hits {
        let Some(span) = hit.span else {
            kept.push(hit);
            continue;
        };
        let own = own(hit.rule);
        match hit.rule.kind {
            Kind::Ban => {
                let end = bans.entry(own).or_default().entry(span.start);
                let end = end.or_default();
                *end = span.end.max(*end);
            }
            // Whoever must delete the words needs no advice on them.
            Kind::Person | Kind::Advice => {
                let around = bans.get(&own).into_iter();
                let mut around = around.flat_map(|bans| bans.range(..=span.start).rev().take(NEAR));
                if around.any(|(_, end)| *end >= span.end) {
                    continue;
                }
            }
            _ => {}
        }
        let key = (&hit.rule.topic, own, is_missing(hit.rule));
        let places = taken.entry(key).or_default();
        let before = places.range(..span.end).next_back();
        if before.is_none_or(|(_, end)| *end <= span.start) {
            places.insert(span.start, span.end);
            kept.push(hit);
        }
    }
    kept
}

/// Bans that are looked at around a place; so many begin before it and reach it at most.
const NEAR: usize = 8;

const fn is_missing(rule: &Rule) -> bool {
    matches!(rule.body, Body::Need(_))
}
