//! Positions that the pictures have in common, and the mapping that most of them agree on.

use std::collections::{HashMap, HashSet};

use crate::features::Corner;
use crate::mapping::{Axis, Mapping, Pair, fit_axis};
use crate::side::{Line, Point};

/// Two patches match from this correlation …
const LIKENESS: f32 = 0.8;
/// … if every other place fits worse by this ratio (of 1 - correlation).
const DISTINCTION: f32 = 1.3;
/// Matches that take part in the vote, the most distinct ones.
const MATCHES: usize = 500;
/// Pairs of matches that are tried as a mapping.
const TRIALS: usize = 6_000;
/// Places (12 × 12 cells of the approved picture would be 144) that must agree with a mapping.
const PLACES: usize = 6;

/// A position in both pictures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    approved: (f64, f64),
    published: (f64, f64),
    /// Published pixels per approved pixel, within a factor of 1.5.
    scale: f64,
    /// Higher is more reliable.
    weight: f32,
}

/// Corners that look alike and like no other.
pub(crate) fn corner_matches(approved: &[Corner], published: &[Corner]) -> Vec<Match> {
    let mut matches = Vec::new();
    let mut likenesses = Vec::with_capacity(published.len());
    for a in approved {
        likenesses.clear();
        likenesses.extend(published.iter().map(|b| a.likeness(b)));
        let best = likenesses
            .iter()
            .zip(published)
            .max_by(|x, y| x.0.total_cmp(y.0));
        let Some((&likeness, b)) = best else { break };
        if likeness < LIKENESS {
            continue;
        }
        // The same corner is often found on neighbouring levels.
        let elsewhere = likenesses
            .iter()
            .zip(published)
            .filter(|(_, other)| (other.x - b.x).hypot(other.y - b.y) > b.reach())
            .map(|(likeness, _)| *likeness)
            .fold(-1.0, f32::max);
        let distinction = (1.0 - elsewhere) / (1.0 - likeness).max(1e-3);
        if distinction >= DISTINCTION {
            matches.push(Match {
                approved: (a.x, a.y),
                published: (b.x, b.y),
                scale: b.size / a.size,
                weight: distinction,
            });
        }
    }
    matches
}

/// Lines whose text occurs once in each picture.
pub(crate) fn line_matches(approved: &[Line], published: &[Line]) -> Vec<Match> {
    let (approved, published) = (unique(approved), unique(published));
    let mut matches = Vec::new();
    for (text, a) in &approved {
        let Some(b) = published.get(text) else {
            continue;
        };
        let scale = length(b) / length(a);
        if !scale.is_finite() || scale <= 0.0 {
            continue;
        }
        for (corner_a, corner_b) in a.quad.iter().zip(&b.quad).step_by(2) {
            let at = |p: &Point| (f64::from(p.x), f64::from(p.y));
            let (approved, published) = (at(corner_a), at(corner_b));
            let all = [approved.0, approved.1, published.0, published.1];
            if all.iter().all(|v| v.is_finite()) {
                matches.push(Match {
                    approved,
                    published,
                    scale,
                    weight: 5.0,
                });
            }
        }
    }
    // The order of a hash map differs from run to run.
    matches.sort_by(|a, b| {
        let key = |m: &Match| [m.approved.0, m.approved.1, m.published.0, m.published.1];
        key(a)
            .iter()
            .zip(key(b))
            .map(|(a, b)| a.total_cmp(&b))
            .find(|o| o.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    matches
}

fn unique(lines: &[Line]) -> HashMap<String, &Line> {
    let mut counts: HashMap<String, (usize, &Line)> = HashMap::new();
    for line in lines {
        let text: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
        // One or two characters are easily found elsewhere by mistake.
        if text.chars().count() >= 3 {
            counts.entry(text).or_insert((0, line)).0 += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, (count, _))| *count == 1)
        .map(|(text, (_, line))| (text, line))
        .collect()
}

fn length(line: &Line) -> f64 {
    let [start, end, ..] = &line.quad;
    f64::from(end.x - start.x).hypot(f64::from(end.y - start.y))
}

/// The mapping that most matches agree on. `size` is that of the approved picture. Always the same for the same matches.
pub(crate) fn vote(mut matches: Vec<Match>, size: (f64, f64)) -> Option<Mapping> {
    matches.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    matches.truncate(MATCHES);
    let near = size.0.min(size.1) * 0.1;
    let mut random = Sequence(0x9E37_79B9);
    let mut best: Option<(usize, Axis, Axis)> = None;
    for _ in 0..TRIALS {
        let (Some(first), Some(second)) = (random.pick(&matches), random.pick(&matches)) else {
            break;
        };
        let Some((x, y)) = through(first, second, near) else {
            continue;
        };
        let agreeing = places(agreeing(&matches, x, y, size), size);
        if best.as_ref().is_none_or(|(count, ..)| agreeing > *count) {
            best = Some((agreeing, x, y));
        }
    }
    let (count, mut x, mut y) = best?;
    if count < PLACES {
        return None;
    }
    for _ in 0..2 {
        let kept: Vec<&Match> = agreeing(&matches, x, y, size).collect();
        let on_x: Vec<Pair> = kept.iter().map(|m| (m.approved.0, m.published.0)).collect();
        let on_y: Vec<Pair> = kept.iter().map(|m| (m.approved.1, m.published.1)).collect();
        x = fit_axis(x, &on_x, size.0);
        y = fit_axis(y, &on_y, size.1);
    }
    Some(Mapping::new(x, y)).filter(Mapping::is_usable)
}

/// The mapping through two matches, with the same scale on both axes.
fn through(first: &Match, second: &Match, near: f64) -> Option<(Axis, Axis)> {
    let a = (
        second.approved.0 - first.approved.0,
        second.approved.1 - first.approved.1,
    );
    let b = (
        second.published.0 - first.published.0,
        second.published.1 - first.published.1,
    );
    let (length_a, length_b) = (a.0.hypot(a.1), b.0.hypot(b.1));
    if length_a < near || length_b < 1.0 {
        return None;
    }
    let scale = length_b / length_a;
    let fits = |m: &Match| (0.66..1.5).contains(&(scale / m.scale));
    let straight = (a.0 * b.0 + a.1 * b.1) / (length_a * length_b) > 0.995;
    if !fits(first) || !fits(second) || !straight {
        return None;
    }
    let offset = |a1: f64, a2: f64, b1: f64, b2: f64| (b1 + b2) / 2.0 - scale * (a1 + a2) / 2.0;
    let x = Axis {
        scale,
        offset: offset(
            first.approved.0,
            second.approved.0,
            first.published.0,
            second.published.0,
        ),
    };
    let y = Axis {
        scale,
        offset: offset(
            first.approved.1,
            second.approved.1,
            first.published.1,
            second.published.1,
        ),
    };
    Some((x, y))
}

fn agreeing(matches: &[Match], x: Axis, y: Axis, size: (f64, f64)) -> impl Iterator<Item = &Match> {
    // OCR boxes are off by a few pixels, and so are corners of coarse levels.
    let limit = (size.0.min(size.1) * x.scale * 0.012).max(3.0);
    matches.iter().filter(move |m| {
        (0.6..1.67).contains(&(m.scale / x.scale))
            && (x.at(m.approved.0) - m.published.0).abs() < limit
            && (y.at(m.approved.1) - m.published.1).abs() < limit
    })
}

/// The number of different places of the approved picture among the matches.
fn places<'a>(matches: impl Iterator<Item = &'a Match>, size: (f64, f64)) -> usize {
    let side = (size.0.min(size.1) / 40.0).max(1.0);
    let places: HashSet<(u64, u64)> = matches
        .map(|m| ((m.approved.0 / side) as u64, (m.approved.1 / side) as u64))
        .collect();
    places.len()
}

/// A fixed sequence that looks random (xorshift), so that a comparison gives the same result every time.
struct Sequence(u32);

impl Sequence {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        from.get((self.0 as usize).checked_rem(from.len())?)
    }
}
