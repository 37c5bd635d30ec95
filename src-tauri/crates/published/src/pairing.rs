//! Pairs the approved lines with the published ones.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::mapping::Mapping;
use crate::side::Line;
use crate::tokens::{Token, bounds, tokens};

/// Lines belong together if the smaller one is covered by this share.
const COVERED: f32 = 0.4;
/// Without places, lines belong together if this share of their character pairs is the same.
const ALIKE: f32 = 0.5;
/// Words per group that are compared; of more, only the first ones are. It bounds the time of the comparison.
const STREAM: usize = 4_000;
/// Words per picture that are compared. A crowded poster has 2,000.
const WORDS: usize = 20_000;
/// Character pairs looked up while searching for similar lines: half a second.
const LOOKUPS: usize = 10_000_000;

/// Lines that are compared as one text, because OCR may divide the same text differently.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) approved: Vec<Token>,
    pub(crate) published: Vec<Token>,
}

/// The lines of one picture, each with its words.
pub(crate) struct Text<'a> {
    pub(crate) lines: &'a [Line],
    /// Words per line; `None` for lines that are not compared.
    pub(crate) words: Vec<Option<Vec<Token>>>,
    /// Whether there were too many words.
    pub(crate) is_cut: bool,
}

impl<'a> Text<'a> {
    pub(crate) fn new(lines: &'a [Line], is_compared: impl Fn(&Line) -> bool) -> Self {
        let (mut count, mut is_cut) = (0, false);
        let words = lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let words = is_compared(line).then(|| tokens(line, index))?;
                count += words.len();
                is_cut |= count > WORDS;
                (count <= WORDS).then_some(words)
            })
            .collect();
        Self {
            lines,
            words,
            is_cut,
        }
    }

    fn take(&mut self, line: usize) -> Vec<Token> {
        self.words
            .get_mut(line)
            .and_then(Option::take)
            .unwrap_or_default()
    }

    fn folded(&self, line: usize) -> Option<String> {
        let words = self.words.get(line)?.as_ref()?;
        Some(words.iter().map(|w| w.folded.as_str()).collect())
    }
}

/// Pairs lines by their places if there is a mapping, then by their words; what remains is one group.
pub(crate) fn groups(
    approved: &mut Text<'_>,
    published: &mut Text<'_>,
    mapping: Option<&Mapping>,
) -> Vec<Group> {
    let mut groups = Vec::new();
    if let Some(mapping) = mapping {
        by_place(approved, published, mapping, &mut groups);
    }
    by_equal_words(approved, published, &mut groups);
    by_similar_words(approved, published, &mut groups);
    let mut rest = Group::default();
    for line in 0..approved.lines.len() {
        rest.approved.extend(approved.take(line));
    }
    for line in 0..published.lines.len() {
        rest.published.extend(published.take(line));
    }
    groups.push(rest);
    for group in &mut groups {
        approved.is_cut |= group.approved.len() > STREAM;
        published.is_cut |= group.published.len() > STREAM;
        group.approved.truncate(STREAM);
        group.published.truncate(STREAM);
    }
    groups.retain(|g| !g.approved.is_empty() || !g.published.is_empty());
    groups
}

fn by_place(
    approved: &mut Text<'_>,
    published: &mut Text<'_>,
    mapping: &Mapping,
    groups: &mut Vec<Group>,
) {
    let places_a: Vec<_> = approved
        .lines
        .iter()
        .map(|line| bounds(line, (0.0, 1.0)))
        .collect();
    let places_b: Vec<_> = published
        .lines
        .iter()
        .map(|line| {
            let [left, top, right, bottom] = bounds(line, (0.0, 1.0))?;
            let x = |v: f32| mapping.x.back(f64::from(v)) as f32;
            let y = |v: f32| mapping.y.back(f64::from(v)) as f32;
            Some([x(left), y(top), x(right), y(bottom)])
        })
        .collect();
    let mut near: HashMap<Node, Vec<Node>> = HashMap::new();
    for (a, place_a) in places_a.iter().enumerate() {
        for (b, place_b) in places_b.iter().enumerate() {
            if let (Some(place_a), Some(place_b)) = (place_a, place_b)
                && covered(place_a, place_b) >= COVERED
                && approved.words.get(a).is_some_and(Option::is_some)
                && published.words.get(b).is_some_and(Option::is_some)
            {
                near.entry(Node::Approved(a))
                    .or_default()
                    .push(Node::Published(b));
                near.entry(Node::Published(b))
                    .or_default()
                    .push(Node::Approved(a));
            }
        }
    }
    let mut seen = HashSet::new();
    for start in 0..approved.lines.len() {
        let mut open = VecDeque::from([Node::Approved(start)]);
        let (mut lines_a, mut lines_b) = (Vec::new(), Vec::new());
        while let Some(node) = open.pop_front() {
            if !near.contains_key(&node) || !seen.insert(node) {
                continue;
            }
            match node {
                Node::Approved(a) => lines_a.push(a),
                Node::Published(b) => lines_b.push(b),
            }
            open.extend(near.get(&node).into_iter().flatten().copied());
        }
        if lines_a.is_empty() {
            continue;
        }
        sort_for_reading(&mut lines_a, &places_a);
        sort_for_reading(&mut lines_b, &places_b);
        groups.push(Group {
            approved: lines_a
                .into_iter()
                .flat_map(|line| approved.take(line))
                .collect(),
            published: lines_b
                .into_iter()
                .flat_map(|line| published.take(line))
                .collect(),
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Approved(usize),
    Published(usize),
}

/// From top to bottom, and lines at the same height from left to right.
fn sort_for_reading(lines: &mut [usize], places: &[Option<[f32; 4]>]) {
    let place = |line: usize| places.get(line).copied().flatten().unwrap_or_default();
    let height = lines
        .iter()
        .map(|line| {
            let [_, top, _, bottom] = place(*line);
            bottom - top
        })
        .fold(f32::INFINITY, f32::min)
        .max(1.0);
    lines.sort_by(|a, b| {
        let key = |line: usize| {
            let [left, top, _, bottom] = place(line);
            (((top + bottom) / 2.0 / height).round(), left)
        };
        let (a, b) = (key(*a), key(*b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
}

/// The share of the smaller rectangle that lies in the other, from 0 to 1.
fn covered(a: &[f32; 4], b: &[f32; 4]) -> f32 {
    let [a_left, a_top, a_right, a_bottom] = a;
    let [b_left, b_top, b_right, b_bottom] = b;
    let width = (a_right.min(*b_right) - a_left.max(*b_left)).max(0.0);
    let height = (a_bottom.min(*b_bottom) - a_top.max(*b_top)).max(0.0);
    let area = |l: &f32, t: &f32, r: &f32, b: &f32| (r - l) * (b - t);
    let smaller =
        area(a_left, a_top, a_right, a_bottom).min(area(b_left, b_top, b_right, b_bottom));
    width * height / smaller.max(1e-3)
}

fn by_equal_words(approved: &mut Text<'_>, published: &mut Text<'_>, groups: &mut Vec<Group>) {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for line in 0..published.lines.len() {
        if let Some(folded) = published.folded(line) {
            places.entry(folded).or_default().push_back(line);
        }
    }
    for line in 0..approved.lines.len() {
        let Some(folded) = approved.folded(line) else {
            continue;
        };
        if let Some(other) = places.get_mut(&folded).and_then(VecDeque::pop_front) {
            groups.push(Group {
                approved: approved.take(line),
                published: published.take(other),
            });
        }
    }
}

fn by_similar_words(approved: &mut Text<'_>, published: &mut Text<'_>, groups: &mut Vec<Group>) {
    let pairs_of = |text: &Text<'_>| -> Vec<Option<HashSet<(char, char)>>> {
        (0..text.lines.len())
            .map(|line| {
                let folded = text.folded(line)?;
                Some(folded.chars().zip(folded.chars().skip(1)).collect())
            })
            .collect()
    };
    let (pairs_a, pairs_b) = (pairs_of(approved), pairs_of(published));
    let mut alike = Vec::new();
    let mut lookups = 0;
    for (a, pairs_a) in pairs_a.iter().enumerate() {
        let Some(pairs_a) = pairs_a else { continue };
        for (b, pairs_b) in pairs_b.iter().enumerate() {
            let Some(pairs_b) = pairs_b else { continue };
            let all = pairs_a.len() + pairs_b.len();
            // Half alike is impossible if one is three times as long.
            if all == 0 || pairs_a.len().max(pairs_b.len()) > 3 * pairs_a.len().min(pairs_b.len()) {
                continue;
            }
            lookups += pairs_a.len().min(pairs_b.len());
            if lookups > LOOKUPS {
                break;
            }
            let likeness = 2.0 * pairs_a.intersection(pairs_b).count() as f32 / all as f32;
            if likeness >= ALIKE {
                alike.push((likeness, a, b));
            }
        }
    }
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    for (_, a, b) in alike {
        let free = |text: &Text<'_>, line: usize| text.words.get(line).is_some_and(Option::is_some);
        if free(approved, a) && free(published, b) {
            groups.push(Group {
                approved: approved.take(a),
                published: published.take(b),
            });
        }
    }
}
