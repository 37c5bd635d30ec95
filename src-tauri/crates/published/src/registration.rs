//! Finds the approved picture in the published one.

use fast_image_resize::{FilterType, Resizer};

use crate::blocks::{Agreement, agreement, overlap};
use crate::comparison::{Rect, Registration};
use crate::features::{Corner, corners};
use crate::mapping::{Axis, Mapping};
use crate::matching::{corner_matches, line_matches, vote};
use crate::plane::{Area, window};
use crate::side::{Pixels, Side};

/// Pixels of the reduced copy in which corners are searched …
const BASE_PIXELS: f64 = 1_000_000.0;
/// … unless its shorter side would be shorter than this: nothing of a long page would be left …
const BASE_SIDE: f64 = 480.0;
/// … but no more pixels than this.
const MAX_BASE_PIXELS: f64 = 6_000_000.0;
/// The whole pictures are on top of each other if this share of the blocks agrees; nothing else is tried.
const OBVIOUS: f64 = 0.9;
/// A mapping is right if this share of the blocks agrees, and at least this many.
const RIGHT: f64 = 0.3;
const RIGHT_BLOCKS: usize = 10;
/// Whole pictures may differ in their proportions by this factor.
const PROPORTIONS: f64 = 1.1;
/// A narrower strip along an edge counts neither as missing nor as a frame, in pixels of the coarser picture: a fitted edge
/// is off by a pixel or two.
const STRIP: f64 = 4.0;

/// The agreement under the best mapping, if there is one.
pub(crate) fn register(approved: &Side<'_>, published: &Side<'_>) -> Option<Agreement> {
    let (a, b) = (&approved.pixels, &published.pixels);
    let size = (f64::from(a.width()), f64::from(a.height()));

    let whole = whole(a, b).and_then(|mapping| refined(mapping, a, b, 2));
    if let Some(whole) = whole
        && (whole.share() >= OBVIOUS || whole.textured == 0)
    {
        return Some(whole);
    }
    let mut candidates: Vec<Agreement> = whole.into_iter().collect();
    let mut matches = line_matches(approved.lines, published.lines);
    matches.extend(corner_matches(&corners_of(a), &corners_of(b)));
    let voted = vote(matches, size).and_then(|mapping| refined(mapping, a, b, 3));
    candidates.extend(voted);
    candidates
        .into_iter()
        .filter(|c| c.agreeing >= RIGHT_BLOCKS.min(c.textured) && c.share() >= RIGHT)
        .max_by_key(|c| c.agreeing)
        .map(|found| without_bars(found, a, b))
}

/// Leaves out the strips at the top and at the bottom where a longer picture continues, but bars of an app cover it.
fn without_bars(found: Agreement, approved: &Pixels<'_>, published: &Pixels<'_>) -> Agreement {
    let (height, shown) = (f64::from(approved.height()), f64::from(published.height()));
    let (top, bottom) = found.mapping.y.overlap(height, shown);
    let mut rows = found.mapping.rows;
    if top > STRIP {
        rows.0 = top + found.covered.0;
    }
    if bottom < height - STRIP {
        rows.1 = bottom - found.covered.1;
    }
    let mapping = Mapping {
        rows,
        ..found.mapping
    };
    match rows == found.mapping.rows {
        true => found,
        false => agreement(&mapping, approved, published).unwrap_or(found),
    }
}

/// The mapping of the whole picture onto the whole picture.
fn whole(approved: &Pixels<'_>, published: &Pixels<'_>) -> Option<Mapping> {
    let axis = |a: u32, b: u32| Axis {
        scale: f64::from(b) / f64::from(a),
        offset: 0.0,
    };
    let mapping = Mapping::new(
        axis(approved.width(), published.width()),
        axis(approved.height(), published.height()),
    );
    let distortion = mapping.x.scale / mapping.y.scale;
    let alike = (1.0 / PROPORTIONS..=PROPORTIONS).contains(&distortion);
    // Tiny pictures are stretched by rounding alone.
    let tiny = approved
        .width()
        .min(published.width())
        .min(approved.height())
        .min(published.height())
        < 16;
    ((alike || tiny) && mapping.is_usable()).then_some(mapping)
}

fn refined(mapping: Mapping, a: &Pixels<'_>, b: &Pixels<'_>, rounds: usize) -> Option<Agreement> {
    let mut best = agreement(&mapping, a, b)?;
    for _ in 1..rounds {
        let Some(next) = agreement(&best.mapping, a, b) else {
            break;
        };
        if next.agreeing < best.agreeing {
            break;
        }
        best = next;
    }
    Some(best)
}

fn corners_of(pixels: &Pixels<'_>) -> Vec<Corner> {
    let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
    let to = |pixels: f64| (pixels / (width * height)).sqrt();
    let wide = (BASE_SIDE / width.min(height)).min(to(MAX_BASE_PIXELS));
    let reduce = to(BASE_PIXELS).max(wide).min(1.0);
    let side = |side: f64| ((side * reduce).round() as usize).max(1);
    let area = Area {
        left: 0.0,
        top: 0.0,
        width,
        height,
    };
    let base = window(
        &mut Resizer::new(),
        pixels,
        area,
        side(width),
        side(height),
        FilterType::Bilinear,
    );
    base.map(|base| corners(&base.luma(), 1.0 / reduce))
        .unwrap_or_default()
}

/// Describes a mapping for the user.
pub(crate) fn describe(
    mapping: &Mapping,
    approved: &Pixels<'_>,
    published: &Pixels<'_>,
) -> Option<Registration> {
    let (area_a, area_b) = overlap(mapping, approved, published)?;
    let (width, height) = (approved.width(), approved.height());
    let seen = snapped(
        area_a,
        width,
        height,
        (1.0 / mapping.x.scale, 1.0 / mapping.y.scale),
    );
    let shown = snapped(area_b, published.width(), published.height(), (1.0, 1.0));

    let (right, bottom) = (seen.x + seen.width, seen.y + seen.height);
    let missing = [
        Rect {
            x: 0,
            y: 0,
            width,
            height: seen.y,
        },
        Rect {
            x: 0,
            y: bottom,
            width,
            height: height.saturating_sub(bottom),
        },
        Rect {
            x: 0,
            y: seen.y,
            width: seen.x,
            height: seen.height,
        },
        Rect {
            x: right,
            y: seen.y,
            width: width.saturating_sub(right),
            height: seen.height,
        },
    ];
    Some(Registration {
        scale_x: mapping.x.scale,
        scale_y: mapping.y.scale,
        offset_x: mapping.x.offset,
        offset_y: mapping.y.offset,
        approved: seen,
        published: shown,
        missing: missing
            .into_iter()
            .filter(|r| r.width > 0 && r.height > 0)
            .collect(),
        framed: shown.width < published.width() || shown.height < published.height(),
    })
}

/// The area in whole pixels. Edges close to those of the picture become those of the picture. `pixel` is the size of a pixel
/// of the other picture.
fn snapped(area: Area, width: u32, height: u32, pixel: (f64, f64)) -> Rect {
    let (left, right) = snapped_range(area.left, area.width, width, pixel.0);
    let (top, bottom) = snapped_range(area.top, area.height, height, pixel.1);
    Rect {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
    }
}

fn snapped_range(from: f64, length: f64, side: u32, pixel: f64) -> (u32, u32) {
    let full = f64::from(side);
    let near = STRIP * pixel.max(1.0);
    let start = match from < near {
        true => 0.0,
        false => from.round(),
    };
    let end = match from + length > full - near {
        true => full,
        false => (from + length).round(),
    };
    let start = start.min(full - 1.0);
    (start as u32, end.clamp(start + 1.0, full) as u32)
}
