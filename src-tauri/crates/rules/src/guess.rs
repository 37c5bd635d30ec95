//! Guesses the context from the words of the material.

use crate::context::{Audience, Context, Field, Institution, Medium, Product};
use crate::fold::Folded;
use crate::material::Material;
use crate::pattern::{SetId, Vocabulary};
use crate::scan::{Scan, push_if};
use crate::span::Span;

/// The word groups behind the guesses, by the value they speak for.
#[derive(Debug)]
pub(crate) struct Guesses {
    /// For each word the products that it settles, suggests or hints at, and to which of these degrees.
    votes: Vec<Vec<(Product, usize)>>,
    /// Whether a word is one of these, or a phrase that names a product without being about it: 比存款划算.
    names_product: Vec<bool>,
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
        let names_product = vocabulary.sets_of.iter();
        let names_product = names_product.map(|sets| sets.contains(&any)).collect();
        let votes = votes(vocabulary);
        let mut set = |kind: &str, name: &str| vocabulary.set_of_group(&format!("{kind}-{name}"));
        Self {
            votes,
            names_product,
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
        let mut votes: Vec<(usize, Vec<(usize, Span)>)> =
            vec![Default::default(); Product::ALL.len()];
        let mut seen = vec![false; self.votes.len()];
        let mut named = Vec::with_capacity(scan.all_words().len());
        for word in scan.all_words() {
            let names_product = self.names_product.get(word.word as usize) == Some(&true);
            push_if(&mut named, word, names_product);
        }
        let mut end = 0;
        for found in named {
            let (word, span) = (found.word as usize, found.span());
            // The longest word counts: 存款保险 speaks for deposits, not for insurance.
            if span.end <= end {
                continue;
            }
            end = span.end;
            match seen.get_mut(word) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            for (product, degree) in self.votes.get(word).into_iter().flatten() {
                if let Some((score, words)) = votes.get_mut(*product as usize) {
                    *score += WEIGHTS.get(*degree).copied().unwrap_or_default();
                    words.push((*degree, span));
                }
            }
        }
        let most = votes.iter().map(|(score, _)| *score).max();
        let mut best = Product::ALL
            .iter()
            .zip(votes)
            .filter(|(_, (score, _))| Some(*score) == most);
        match (best.next(), best.next()) {
            // Two products with equal scores leave it open.
            (Some((product, (score, mut words))), None) if score >= ENOUGH => {
                words.sort_by_key(|(degree, _)| *degree);
                Field::Guessed {
                    value: *product,
                    words: originals(words.iter().map(|(_, span)| span), scan.folded, material),
                }
            }
            _ => Field::Unknown,
        }
    }
}

fn votes(vocabulary: &mut Vocabulary) -> Vec<Vec<(Product, usize)>> {
    let mut sets = Vec::new();
    for product in Product::ALL {
        for (degree, name) in DEGREES.iter().enumerate() {
            let set = vocabulary.set_of_group(&format!("{name}-{product}"));
            sets.push((set, *product, degree));
        }
    }
    let of_word = |own: &Vec<SetId>| {
        let mut votes: Vec<(Product, usize)> = Vec::new();
        for (set, product, degree) in &sets {
            // A word of two degrees counts for the higher one.
            if own.contains(set) && votes.last().is_none_or(|(last, _)| last != product) {
                votes.push((*product, *degree));
            }
        }
        votes
    };
    vocabulary.sets_of.iter().map(of_word).collect()
}

fn most<T: Copy>(groups: &[(T, SetId)], scan: &Scan<'_>, material: &Material) -> Field<T> {
    // Of several that occur equally often, the first.
    let best = groups
        .iter()
        .rev()
        .max_by_key(|(_, set)| scan.count(*set))
        .filter(|(_, set)| scan.count(*set) > 0);
    match best {
        Some((value, set)) => Field::Guessed {
            value: *value,
            words: originals(scan.words(*set).iter(), scan.folded, material),
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
