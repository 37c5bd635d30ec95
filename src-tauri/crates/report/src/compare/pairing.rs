//! Decides which changed blocks are versions of one another.
//!
//! Between two unchanged blocks, old and new blocks are paired such that both orders are kept and the total similarity is
//! maximal: a heaviest increasing subsequence over the likely pairs.

use std::cmp::Reverse;

use super::Kind;
use super::words::meaningful;
use crate::plain::PlainText;

/// Minimum [`likeness`] of two versions of a block, in thousandths.
const ALIKE: u64 = 500;

/// Number of new blocks considered for an old one: the most similar.
const CANDIDATES: usize = 8;

/// Remaining budget of comparison steps, each a pair of letters. It bounds work rather than time, so that the same reports
/// always give the same result.
#[derive(Debug)]
pub(super) struct Work {
    left: u64,
}

impl Default for Work {
    fn default() -> Self {
        Self { left: 100_000_000 }
    }
}

/// Features by which a block is matched.
#[derive(Debug)]
pub(super) struct Shape {
    kind: Kind,
    /// Character bigrams of its text, sorted.
    pairs: Vec<(char, char)>,
}

impl Shape {
    pub(super) fn new(kind: Kind, text: &PlainText) -> Self {
        let mut former = '\0';
        let letters = meaningful(text).flat_map(str::chars).chain(['\0']);
        let mut pairs: Vec<_> = letters
            .map(|letter| (std::mem::replace(&mut former, letter), letter))
            .collect();
        pairs.sort_unstable();
        Self { kind, pairs }
    }
}

/// Pairs of block indices, ascending in both.
pub(super) fn pair(old: &[Shape], new: &[Shape], work: &mut Work) -> Vec<(usize, usize)> {
    let mut edges = likely(old, new, work);
    // Descending within one old block, so that a chain never uses it twice.
    edges.sort_unstable_by_key(|edge| (edge.old, Reverse(edge.new)));
    heaviest(&edges, new.len())
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    old: usize,
    new: usize,
    likeness: u64,
}

/// Pairs of similar blocks. Compares blocks at corresponding positions first, as far as the budget allows; reserves half of
/// it for later gaps.
fn likely(old: &[Shape], new: &[Shape], work: &mut Work) -> Vec<Edge> {
    let mut left = work.left / 2;
    let reserved = work.left - left;
    let mut candidates: Vec<Vec<Edge>> = vec![Vec::new(); old.len()];
    'looking: for distance in 0..new.len() {
        for ((index, shape), found) in old.iter().enumerate().zip(&mut candidates) {
            let centre = index * new.len() / old.len();
            let before = centre.checked_sub(distance);
            let after = centre.checked_add(distance).filter(|_| distance > 0);
            for at in [before, after].into_iter().flatten() {
                let Some(other) = new.get(at) else {
                    continue;
                };
                let cost = cost(shape, other);
                if cost > left {
                    break 'looking;
                }
                left -= cost;
                let likeness = likeness(shape, other);
                if likeness < ALIKE {
                    continue;
                }
                let edge = Edge {
                    old: index,
                    new: at,
                    likeness,
                };
                // Among equals, the nearest one, which was found first, stays in front.
                let place = found.partition_point(|former| former.likeness >= likeness);
                found.insert(place, edge);
                found.truncate(CANDIDATES);
            }
        }
    }
    work.left = reserved + left;
    candidates.into_iter().flatten().collect()
}

fn cost(one: &Shape, other: &Shape) -> u64 {
    if may_be_alike(one, other) {
        (one.pairs.len() + other.pairs.len()) as u64
    } else {
        1
    }
}

/// Whether kind and length allow a match.
fn may_be_alike(one: &Shape, other: &Shape) -> bool {
    let (one_len, other_len) = (one.pairs.len() as u64, other.pairs.len() as u64);
    one.kind == other.kind && dice(one_len.min(other_len), one_len + other_len) >= ALIKE
}

/// Sørensen–Dice coefficient of the character bigrams, in thousandths.
fn likeness(one: &Shape, other: &Shape) -> u64 {
    if !may_be_alike(one, other) {
        return 0;
    }
    let mut others = other.pairs.iter().peekable();
    let mut common = 0;
    for pair in &one.pairs {
        while others.next_if(|other| *other < pair).is_some() {}
        common += u64::from(others.next_if_eq(&pair).is_some());
    }
    dice(common, (one.pairs.len() + other.pairs.len()) as u64)
}

fn dice(common: u64, total: u64) -> u64 {
    2000 * common / total.max(1)
}

/// The chain of edges, ascending in both indices, with the highest total likeness.
fn heaviest(edges: &[Edge], width: usize) -> Vec<(usize, usize)> {
    // The best chain that ends before a column: a Fenwick tree of (weight, last edge).
    let mut tree: Vec<(u64, Option<usize>)> = vec![(0, None); width + 1];
    let mut former = Vec::with_capacity(edges.len());
    for (index, edge) in edges.iter().enumerate() {
        let (weight, last) = best_before(&tree, edge.new);
        former.push(last);
        let weight = weight + edge.likeness;
        let mut at = edge.new + 1;
        while let Some(node) = tree.get_mut(at) {
            if weight > node.0 {
                *node = (weight, Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut chain = Vec::new();
    let mut next = best_before(&tree, width).1;
    while let Some(index) = next {
        chain.extend(edges.get(index).map(|edge| (edge.old, edge.new)));
        next = former.get(index).copied().flatten();
    }
    chain.reverse();
    chain
}

/// The best of the first `count` columns.
fn best_before(tree: &[(u64, Option<usize>)], count: usize) -> (u64, Option<usize>) {
    let mut best = (0, None);
    let mut at = count;
    while let Some(&node) = tree.get(at).filter(|_| at > 0) {
        if node.0 > best.0 {
            best = node;
        }
        at &= at - 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(texts: &[&str]) -> Vec<Shape> {
        let plain = |text: &&str| PlainText {
            text: (*text).to_owned(),
            edges: Vec::new(),
        };
        let texts = texts.iter().map(plain);
        texts.map(|text| Shape::new(Kind::Prose, &text)).collect()
    }

    #[test]
    fn each_block_meets_its_own_version_though_others_are_alike_too() {
        let old = shapes(&["2023年营业收入12亿元", "2023年净利润3亿元", "无关的一段话"]);
        let new = shapes(&[
            "新增的内容在这里",
            "2024年营业收入15亿元",
            "2024年净利润4亿元",
            "别的东西",
        ]);
        let pairs = pair(&old, &new, &mut Work::default());
        assert_eq!(pairs, [(0, 1), (1, 2)]);
    }

    #[test]
    fn pairs_never_cross() {
        let old = shapes(&["甲公司注册资本一千万元", "乙公司主营基金销售业务"]);
        let new = shapes(&["乙公司主营基金代销业务", "甲公司注册资本二千万元"]);
        assert_eq!(pair(&old, &new, &mut Work::default()).len(), 1);
    }

    #[test]
    fn a_gap_leaves_work_for_the_next_one() {
        let text = "一段很长的话".repeat(100);
        let old = shapes(&[text.as_str(); 40]);
        let new = shapes(&[text.as_str(); 40]);
        let mut work = Work { left: 100_000 };
        assert!(!pair(&old, &new, &mut work).is_empty());
        assert!(work.left >= 50_000);
    }
}
