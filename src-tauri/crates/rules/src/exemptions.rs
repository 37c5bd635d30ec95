//! Stretches of the text that no rule of a topic may accuse: names, warnings, what a law requires.

use crate::context::{Context, Product};
use crate::packs::Packs;
use crate::scan::Scan;
use crate::span::Span;

struct Exempt<'a> {
    span: Span,
    /// All topics, if it names none.
    topics: &'a [String],
    names: bool,
}

impl Exempt<'_> {
    fn clears(&self, span: Span, topic: &str) -> bool {
        let clears = if self.names {
            self.span.covers(span)
        } else {
            self.span.overlaps(span)
        };
        clears && (self.topics.is_empty() || self.topics.iter().any(|own| own == topic))
    }
}

/// All of these stretches in a text.
pub(crate) struct Exemptions<'a> {
    by_start: Vec<Exempt<'a>>,
    /// The length of the longest, in characters.
    longest: usize,
}

impl<'a> Exemptions<'a> {
    pub(crate) fn new(packs: &'a Packs, scan: &Scan<'_>, context: &Context) -> Self {
        let mut all = Vec::new();
        let mut places = Vec::new();
        for exemption in &packs.exemptions {
            let holds = |product: &Product| context.product.value() == Some(product);
            if !exemption.products.is_empty() && !exemption.products.iter().any(holds) {
                continue;
            }
            for pattern in exemption.patterns.iter() {
                scan.find(pattern, &mut places);
            }
            all.extend(places.drain(..).map(|span| Exempt {
                span,
                topics: &exemption.topics,
                names: exemption.names,
            }));
        }
        all.sort_unstable_by_key(|exempt| exempt.span.start);
        let lengths = all.iter().map(|exempt| exempt.span.len());
        Self {
            longest: lengths.max().unwrap_or_default(),
            by_start: all,
        }
    }

    /// Whether no rule of this topic may accuse these words.
    pub(crate) fn clear(&self, span: Span, topic: &str) -> bool {
        let first = self
            .by_start
            .partition_point(|exempt| exempt.span.start + self.longest <= span.start);
        let near = self.by_start.get(first..).unwrap_or_default();
        near.iter()
            .take_while(|exempt| exempt.span.start < span.end)
            .any(|exempt| exempt.clears(span, topic))
    }
}
