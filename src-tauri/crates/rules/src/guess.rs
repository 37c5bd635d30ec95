//! Guesses the context from the words of the material.

use crate::context::{Audience, Context, Field, Institution, Medium, Product};
use crate::fold::Folded;
use crate::matcher::{Scan, Span};
use crate::material::Material;
use crate::pattern::{SetId, Vocabulary};

/// The word groups behind the guesses, by the value they speak for.
#[derive(Debug)]
pub(crate) struct Guesses {
    /// For each product the groups of words that settle it, suggest it and hint at it.
    products: Vec<(Product, [SetId; 3])>,
    /// All of these words, and phrases that name a product without being about it: 比存款划算.
    any: SetId,
    audiences: Vec<(Audience, SetId)>,
    media: Vec<(Medium, SetId)>,
    institutions: Vec<(Institution, SetId)>,
    places: Vec<(&'static str, SetId)>,
}

/// What a word counts that settles the product, suggests it or hints at it. Each word counts once, however often it occurs: a
/// paragraph about something else must not outweigh the name of the product.
const WEIGHTS: [usize; 3] = [4, 2, 1];

/// How the names of the groups begin, in the same order.
const DEGREES: [&str; 3] = ["is", "like", "hint"];

/// A single hint is too little for a guess.
const ENOUGH: usize = 2;

const PLACES: &[(&str, &str)] = &[
    ("北京", "place-beijing"),
    ("上海", "place-shanghai"),
    ("浙江", "place-zhejiang"),
    ("湖北", "place-hubei"),
];

impl Guesses {
    pub(crate) fn new(vocabulary: &mut Vocabulary) -> Self {
        let mut groups = vec!["beside-product".to_owned()];
        for product in Product::ALL {
            groups.extend(DEGREES.map(|degree| format!("{degree}-{product}")));
        }
        let any = vocabulary.set_of_groups(&groups);
        let mut set = |kind: &str, name: &str| vocabulary.set_of_group(&format!("{kind}-{name}"));
        Self {
            products: Product::ALL
                .iter()
                .map(|product| {
                    let name = product.name();
                    (*product, DEGREES.map(|degree| set(degree, name)))
                })
                .collect(),
            any,
            audiences: Audience::ALL
                .iter()
                .map(|audience| (*audience, set("audience", audience.name())))
                .collect(),
            media: Medium::ALL
                .iter()
                .map(|medium| (*medium, set("medium", medium.name())))
                .collect(),
            institutions: Institution::ALL
                .iter()
                .map(|institution| (*institution, set("institution", institution.name())))
                .collect(),
            places: PLACES
                .iter()
                .map(|(place, group)| (*place, vocabulary.set_of_group(group)))
                .collect(),
        }
    }

    /// Fills in what nobody said.
    pub(crate) fn complete(&self, said: &Context, scan: &Scan<'_>, material: &Material) -> Context {
        let mut context = said.clone();
        if context.product == Field::Unknown {
            context.product = self.product(scan, material);
        }
        if context.audience == Field::Unknown {
            context.audience = most(&self.audiences, scan, material);
        }
        if context.medium == Field::Unknown {
            context.medium = match most(&self.media, scan, material) {
                // What it is made of tells at least that much.
                Field::Unknown => Field::Guessed {
                    value: if material.is_picture() {
                        Medium::Image
                    } else {
                        Medium::Text
                    },
                    words: Vec::new(),
                },
                guess => guess,
            };
        }
        if context.institution == Field::Unknown {
            context.institution = most(&self.institutions, scan, material);
        }
        if context.place == Field::Unknown {
            context.place = match most(&self.places, scan, material) {
                Field::Guessed { value, words } => Field::Guessed {
                    value: value.to_owned(),
                    words,
                },
                _ => Field::Unknown,
            };
        }
        context
    }

    fn product(&self, scan: &Scan<'_>, material: &Material) -> Field<Product> {
        // The longest word counts: 存款保险 speaks for deposits, not for insurance.
        let mut longest: Vec<Span> = Vec::new();
        for span in scan.words(self.any) {
            if longest.last().is_none_or(|last| last.end < span.end) {
                longest.push(*span);
            }
        }
        let is_longest = |span: &&Span| longest.binary_search(span).is_ok();
        let mut best: Option<(usize, Product, Vec<Span>)> = None;
        let mut second = 0;
        for (product, sets) in &self.products {
            let mut words: Vec<&[char]> = Vec::new();
            let mut spans = Vec::new();
            let mut score = 0;
            for (set, weight) in sets.iter().zip(WEIGHTS) {
                for span in scan.words(*set).iter().filter(is_longest) {
                    let word = scan.folded.slice(span.start, span.end);
                    if !words.contains(&word) {
                        words.push(word);
                        spans.push(*span);
                        score += weight;
                    }
                }
            }
            match &best {
                Some((most, ..)) if score <= *most => second = second.max(score),
                _ => {
                    second = best.map_or(0, |(most, ..)| most);
                    best = Some((score, *product, spans));
                }
            }
        }
        match best {
            // Two products with equal scores leave it open.
            Some((score, value, spans)) if score >= ENOUGH && score > second => Field::Guessed {
                value,
                words: originals(spans.iter(), scan.folded, material),
            },
            _ => Field::Unknown,
        }
    }
}

fn most<T: Copy>(groups: &[(T, SetId)], scan: &Scan<'_>, material: &Material) -> Field<T> {
    let best = groups
        .iter()
        .map(|(value, set)| (scan.words(*set), *value))
        .filter(|(words, _)| !words.is_empty())
        .reduce(|best, next| {
            if next.0.len() > best.0.len() {
                next
            } else {
                best
            }
        });
    match best {
        Some((words, value)) => Field::Guessed {
            value,
            words: originals(words.iter(), scan.folded, material),
        },
        None => Field::Unknown,
    }
}

/// How many words a guess shows.
const SHOWN: usize = 5;

fn originals<'a>(
    spans: impl Iterator<Item = &'a Span>,
    folded: &Folded,
    material: &Material,
) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for span in spans {
        let start = folded.origin.get(span.start).map(|origin| origin.0);
        let end = folded
            .origin
            .get(span.end.saturating_sub(1))
            .map(|origin| origin.1);
        let (Some(start), Some(end)) = (start, end) else {
            continue;
        };
        let Some(word) = material.text().get(start as usize..end as usize) else {
            continue;
        };
        if words.len() < SHOWN && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}
