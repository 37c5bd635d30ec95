//! Differing cells, joined to regions.

use fast_image_resize::{FilterType, Resizer};

use crate::align::shift;
use crate::calibration::worth_moving;
use crate::cells::Cells;
use crate::comparison::{Rect, Region, RegionKind};
use crate::difference::{CellDifference, Sensitivity, comparable, differences};
use crate::grid::{CELL, Grid};
use crate::plane::{Area, window};
use crate::side::Pixels;

/// The most regions listed.
pub const MAX_REGIONS: usize = 500;

/// Within 12 × 12 grid pixels, differing pixels must add up to this much, each as a share of the local contrast. Copies stay
/// below 0.7; a changed digit in a font of 20 pixels gives 8 or more.
const STRENGTH: f32 = 1.8;
/// … or this many of the nine cells there must differ in colour.
const COLOURED: usize = 4;
/// Differing cells this far apart belong to one region: letters of a line with a comma between them, but not the lines of a
/// paragraph.
const REACH_X: usize = 9;
const REACH_Y: usize = 2;
/// Width of such an edge in cells.
const EDGE: usize = 2;
/// A region is empty in one picture if it has less than this share of the other's contrast there.
const EMPTY: f32 = 0.3;
/// Side to which a region is reduced for inspection.
const LOOK: u32 = 160;

/// A region in cells: left, top, right, bottom (the last two exclusive).
struct Component {
    cells: [usize; 4],
    count: usize,
    in_luma: usize,
}

/// The regions in which the pictures differ, from top to bottom, and how many were left out. Small ones are left out first.
pub(crate) fn regions(
    grid: &Grid,
    how: &Sensitivity,
    pixels: (&Pixels<'_>, &Pixels<'_>),
) -> (Vec<Region>, usize) {
    let mut components = components(&significant(&differing(grid, how, pixels)));
    components.retain(|component| !is_edge(component, grid));
    let left_out = components.len().saturating_sub(MAX_REGIONS);
    components.sort_by_key(|c| std::cmp::Reverse(c.count));
    components.truncate(MAX_REGIONS);
    components.sort_by_key(|c| {
        let [left, top, ..] = c.cells;
        (top, left)
    });
    let mut resizer = Resizer::new();
    let (a, b) = pixels;
    let sizes = [(a.width(), a.height()), (b.width(), b.height())];
    let regions = components
        .iter()
        .map(|component| {
            let [approved, published] = grid.rects(component.cells, sizes);
            let kind = match component.in_luma * 8 < component.count {
                true => RegionKind::Recoloured,
                false => kind(&mut resizer, (a, &approved), (b, &published)),
            };
            Region {
                approved,
                published,
                kind,
                approved_lines: Vec::new(),
                published_lines: Vec::new(),
            }
        })
        .collect();
    (regions, left_out)
}

/// Compares all tiles, each at the shift at which it fits best.
fn differing(
    grid: &Grid,
    how: &Sensitivity,
    pixels: (&Pixels<'_>, &Pixels<'_>),
) -> Cells<CellDifference> {
    let mut resizer = Resizer::new();
    let mut all: Cells<CellDifference> = Cells::of_window(grid.width, grid.height);
    for tile in grid.tiles() {
        let Some(mut pair) = grid.pair(&mut resizer, &tile, (0.0, 0.0), pixels) else {
            continue;
        };
        if pair.approved.rgb == pair.published.rgb {
            continue;
        }
        let [a, b] = comparable(&pair, &how.tone, 0);
        if let Some(by) = worth_moving(shift(&a, &b))
            && let Some(moved) = grid.pair(&mut resizer, &tile, by, pixels)
        {
            pair = moved;
        }
        let found = differences(&pair, how);
        let [left, top, right, bottom] = tile.cells();
        for y in top.max(pair.top)..bottom.min(pair.top + found.height) {
            for x in left.max(pair.left)..right.min(pair.left + found.width) {
                if let Some(cell) = all.at_mut(x, y) {
                    *cell = found.at(x - pair.left, y - pair.top);
                }
            }
        }
    }
    all
}

/// The cells with a difference that is not alone.
fn significant(all: &Cells<CellDifference>) -> Cells<Option<CellDifference>> {
    let mut kept: Cells<Option<CellDifference>> = Cells::new(all.width, all.height);
    for y in 0..all.height {
        for x in 0..all.width {
            let cell = all.at(x, y);
            if cell.pixels == 0 && !cell.colour {
                continue;
            }
            let strength: f32 = all.around(x, y).map(|c| c.strength).sum();
            let coloured = all.around(x, y).filter(|c| c.colour).count();
            if (strength >= STRENGTH || coloured >= COLOURED)
                && let Some(kept) = kept.at_mut(x, y)
            {
                *kept = Some(cell);
            }
        }
    }
    kept
}

fn components(cells: &Cells<Option<CellDifference>>) -> Vec<Component> {
    let mut seen: Cells<bool> = Cells::new(cells.width, cells.height);
    let mut components = Vec::new();
    let mut open = Vec::new();
    for start in 0..cells.values.len() {
        let (x, y) = (start % cells.width, start / cells.width);
        if cells.at(x, y).is_none() || seen.at(x, y) {
            continue;
        }
        let mut component = Component {
            cells: [x, y, x + 1, y + 1],
            count: 0,
            in_luma: 0,
        };
        open.push((x, y));
        if let Some(seen) = seen.at_mut(x, y) {
            *seen = true;
        }
        while let Some((x, y)) = open.pop() {
            let [left, top, right, bottom] = component.cells;
            component.cells = [left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)];
            component.count += 1;
            component.in_luma += usize::from(cells.at(x, y).is_some_and(|c| c.pixels > 0));
            for ny in y.saturating_sub(REACH_Y)..(y + REACH_Y + 1).min(cells.height) {
                for nx in x.saturating_sub(REACH_X)..(x + REACH_X + 1).min(cells.width) {
                    if cells.at(nx, ny).is_some()
                        && let Some(seen) = seen.at_mut(nx, ny)
                        && !*seen
                    {
                        *seen = true;
                        open.push((nx, ny));
                    }
                }
            }
        }
        components.push(component);
    }
    components
}

/// Whether a region is nothing but an edge of the common part, which is blurred with whatever surrounds it.
fn is_edge(component: &Component, grid: &Grid) -> bool {
    let [left, top, right, bottom] = component.cells;
    let along = |from: usize, to: usize, side: usize| {
        let cells = side.div_ceil(CELL);
        cells > 8 * EDGE && (to <= EDGE || from + EDGE >= cells)
    };
    along(left, right, grid.width) || along(top, bottom, grid.height)
}

fn kind(
    resizer: &mut Resizer,
    approved: (&Pixels<'_>, &Rect),
    published: (&Pixels<'_>, &Rect),
) -> RegionKind {
    let mut spread = |(pixels, rect): (&Pixels<'_>, &Rect)| {
        let area = Area {
            left: f64::from(rect.x),
            top: f64::from(rect.y),
            width: f64::from(rect.width),
            height: f64::from(rect.height),
        };
        let (width, height) = (
            rect.width.min(LOOK) as usize,
            rect.height.min(LOOK) as usize,
        );
        let look = window(resizer, pixels, area, width, height, FilterType::Bilinear);
        look.map_or(0.0, |look| look.luma().spread())
    };
    let (before, after) = (spread(approved), spread(published));
    match () {
        () if after < before * EMPTY => RegionKind::Removed,
        () if before < after * EMPTY => RegionKind::Added,
        () => RegionKind::Changed,
    }
}
