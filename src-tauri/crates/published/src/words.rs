//! Finds the words that differ, and whether the pictures confirm it.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::comparison::{Evidence, Rect, Region, Registration, WordChange, WordKind};
use crate::mapping::Mapping;
use crate::pairing::{Text, groups};
use crate::side::{Line, Side};
use crate::tokens::{Token, bounds, rect, text, thickness};

/// The most lines of a picture that are compared.
pub const MAX_LINES: usize = 2_000;
/// The most word changes listed.
pub const MAX_WORDS: usize = 1_000;

/// Lines thinner than this, in pixels of the coarser picture, can't be compared by pixels: their letters are about 8 pixels
/// tall, and one stroke is less than a pixel.
pub(crate) const THINNEST: f32 = 11.0;
/// A region this far from a word still belongs to it, as a share of the line's thickness: places of words are estimated.
const NEAR: f32 = 0.6;
/// The shortest text that counts as moved rather than removed and added, in words.
const MOVED: usize = 3;

/// The result of comparing the pixels.
pub(crate) struct Aligned<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) registration: &'a Registration,
    pub(crate) regions: &'a [Region],
    /// Pixels of the coarser picture per approved pixel.
    pub(crate) resolution: f64,
}

/// The words that differ.
pub(crate) struct Words {
    pub(crate) changes: Vec<WordChange>,
    /// Share of the approved characters that were found again, from 0 to 1; `None` without approved text.
    pub(crate) found: Option<f64>,
    /// Published lines around the approved picture.
    pub(crate) frame_lines: Vec<usize>,
    /// Approved lines that are too small to be compared by pixels.
    pub(crate) small_lines: usize,
    /// Whether there was more text than is compared.
    pub(crate) is_cut: bool,
}

/// Compares the lines of both sides.
pub(crate) fn words(
    approved: &Side<'_>,
    published: &Side<'_>,
    aligned: Option<&Aligned<'_>>,
) -> Words {
    let lines_a = approved.lines.get(..MAX_LINES).unwrap_or(approved.lines);
    let lines_b = published.lines.get(..MAX_LINES).unwrap_or(published.lines);
    let sizes = [
        (approved.pixels.width(), approved.pixels.height()),
        (published.pixels.width(), published.pixels.height()),
    ];
    let inside = |line: &Line| {
        aligned.is_none_or(|aligned| is_inside(line, &aligned.registration.published))
    };
    let mut text_a = Text::new(lines_a, |_| true);
    let mut text_b = Text::new(lines_b, inside);
    let frame_lines = (0..lines_b.len())
        .filter(|i| lines_b.get(*i).is_some_and(|line| !inside(line)))
        .collect();

    let mut all = 0;
    let mut lost = 0;
    let mut found = Vec::new();
    for group in groups(&mut text_a, &mut text_b, aligned.map(|a| a.mapping)) {
        all += characters(&group.approved);
        let folded =
            |tokens: &[Token]| -> Vec<String> { tokens.iter().map(|t| t.folded.clone()).collect() };
        let (old, new) = (folded(&group.approved), folded(&group.published));
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let old = group.approved.get(op.old_range()).unwrap_or_default();
            let new = group.published.get(op.new_range()).unwrap_or_default();
            lost += characters(old);
            found.extend(by_line(old, new));
        }
    }
    lost -= cancel_moved(&mut found).min(lost);

    let mut changes: Vec<WordChange> = found
        .iter()
        .map(|(old, new)| change(old, new, [lines_a, lines_b], sizes, aligned))
        .collect();
    changes.sort_by_key(|change| {
        change
            .approved_place
            .map_or((1, 0, 0), |place| (0, place.y, place.x))
    });
    let small_lines = aligned.map_or(0, |aligned| {
        lines_a
            .iter()
            .filter(|line| thickness(line) * (aligned.resolution as f32) < THINNEST)
            .count()
    });
    let share = (all > 0).then(|| 1.0 - lost as f64 / all as f64);
    Words {
        changes,
        found: share,
        frame_lines,
        small_lines,
        is_cut: text_a.is_cut || text_b.is_cut,
    }
}

fn characters(tokens: &[Token]) -> usize {
    tokens.iter().map(|t| t.folded.chars().count()).sum()
}

/// Whether most of a published line lies in the rectangle. A line without a place may lie anywhere.
fn is_inside(line: &Line, rect: &Rect) -> bool {
    let Some([left, top, right, bottom]) = bounds(line, (0.0, 1.0)) else {
        return true;
    };
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let within =
        |at: f32, from: u32, length: u32| at >= from as f32 && at <= from as f32 + length as f32;
    within(x, rect.x, rect.width) && within(y, rect.y, rect.height)
}

type Difference = (Vec<Token>, Vec<Token>);

/// Removed or added words, one difference per line, so that each has a place; changed words stay together.
fn by_line(old: &[Token], new: &[Token]) -> Vec<Difference> {
    let split = |tokens: &[Token]| -> Vec<Vec<Token>> {
        tokens
            .chunk_by(|a, b| a.line == b.line)
            .map(<[Token]>::to_vec)
            .collect()
    };
    match (old.is_empty(), new.is_empty()) {
        (false, true) => split(old)
            .into_iter()
            .map(|part| (part, Vec::new()))
            .collect(),
        (true, false) => split(new)
            .into_iter()
            .map(|part| (Vec::new(), part))
            .collect(),
        _ => vec![(old.to_vec(), new.to_vec())],
    }
}

/// Drops words that were removed in one place and added in another, and returns the number of their characters.
fn cancel_moved(found: &mut Vec<Difference>) -> usize {
    let folded =
        |tokens: &[Token]| -> String { tokens.iter().map(|t| t.folded.as_str()).collect() };
    let mut moved = 0;
    let removed: Vec<String> = found
        .iter()
        .filter(|(old, new)| new.is_empty() && old.len() >= MOVED)
        .map(|(old, _)| folded(old))
        .collect();
    for words in removed {
        let added = found
            .iter()
            .position(|(old, new)| old.is_empty() && folded(new) == words);
        let removed = found
            .iter()
            .position(|(old, new)| new.is_empty() && folded(old) == words);
        if let (Some(added), Some(removed)) = (added, removed) {
            found.remove(added.max(removed));
            found.remove(added.min(removed));
            moved += words.chars().count();
        }
    }
    moved
}

fn change(
    old: &[Token],
    new: &[Token],
    lines: [&[Line]; 2],
    sizes: [(u32, u32); 2],
    aligned: Option<&Aligned<'_>>,
) -> WordChange {
    let ([lines_a, lines_b], [size_a, size_b]) = (lines, sizes);
    let (bounds_a, bounds_b) = (around(old, lines_a), around(new, lines_b));
    // Words that are missing in one picture have a place there too, if the pictures are aligned.
    let bounds_a = bounds_a.or_else(|| mapped(bounds_b?, aligned?.mapping, false));
    let bounds_b = bounds_b.or_else(|| mapped(bounds_a?, aligned?.mapping, true));
    let thickness = old
        .iter()
        .filter_map(|t| lines_a.get(t.line))
        .map(|line| (line, 1.0))
        .chain(new.iter().filter_map(|t| lines_b.get(t.line)).map(|line| {
            (
                line,
                aligned.map_or(1.0, |a| 1.0 / a.mapping.scale() as f32),
            )
        }))
        .map(|(line, scale)| thickness(line) * scale)
        .fold(f32::INFINITY, f32::min);
    WordChange {
        kind: match (old.is_empty(), new.is_empty()) {
            (false, true) => WordKind::Removed,
            (true, _) => WordKind::Added,
            _ => WordKind::Changed,
        },
        approved: text(old),
        published: text(new),
        approved_place: bounds_a.map(|bounds| rect(bounds, size_a)),
        published_place: bounds_b
            .filter(|_| !is_cut_off(bounds_a, aligned))
            .map(|bounds| rect(bounds, size_b)),
        evidence: match (aligned, bounds_a) {
            (Some(aligned), Some(bounds)) => evidence(bounds, thickness, size_a, aligned),
            _ => Evidence::TextOnly,
        },
    }
}

/// The bounds of words, over all lines they are in.
fn around(tokens: &[Token], lines: &[Line]) -> Option<[f32; 4]> {
    tokens
        .iter()
        .filter_map(|token| bounds(lines.get(token.line)?, token.span))
        .reduce(|[l, t, r, b], [left, top, right, bottom]| {
            [l.min(left), t.min(top), r.max(right), b.max(bottom)]
        })
}

fn mapped(bounds: [f32; 4], mapping: &Mapping, forwards: bool) -> Option<[f32; 4]> {
    let [left, top, right, bottom] = bounds.map(f64::from);
    let (x, y) = (mapping.x, mapping.y);
    let mapped = match forwards {
        true => [x.at(left), y.at(top), x.at(right), y.at(bottom)],
        false => [x.back(left), y.back(top), x.back(right), y.back(bottom)],
    };
    mapped
        .iter()
        .all(|v| v.is_finite())
        .then(|| mapped.map(|v| v as f32))
}

fn is_cut_off(bounds: Option<[f32; 4]>, aligned: Option<&Aligned<'_>>) -> bool {
    let (Some([left, top, right, bottom]), Some(aligned)) = (bounds, aligned) else {
        return false;
    };
    let seen = &aligned.registration.approved;
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let outside =
        |at: f32, from: u32, length: u32| at < from as f32 || at > from as f32 + length as f32;
    outside(x, seen.x, seen.width) || outside(y, seen.y, seen.height)
}

fn evidence(bounds: [f32; 4], thickness: f32, size: (u32, u32), aligned: &Aligned<'_>) -> Evidence {
    if is_cut_off(Some(bounds), Some(aligned)) {
        return Evidence::CutOff;
    }
    let [left, top, right, bottom] = bounds;
    let near = thickness.min(size.0.max(size.1) as f32) * NEAR;
    let place = rect(
        [
            left - near,
            top - near * 0.2,
            right + near,
            bottom + near * 0.2,
        ],
        size,
    );
    if aligned
        .regions
        .iter()
        .any(|region| region.approved.meets(&place))
    {
        return Evidence::Pixels;
    }
    match thickness * (aligned.resolution as f32) < THINNEST {
        true => Evidence::TextOnly,
        false => Evidence::Misread,
    }
}
