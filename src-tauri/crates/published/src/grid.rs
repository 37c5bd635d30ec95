//! The common grid of pixels on which the pictures are compared, tile by tile.

use fast_image_resize::{FilterType, Resizer};

use crate::blocks::overlap;
use crate::comparison::Rect;
use crate::mapping::Mapping;
use crate::plane::{Area, Window, window};
use crate::side::Pixels;

/// Side of a cell, the unit in which differences are collected, in grid pixels.
pub(crate) const CELL: usize = 4;
/// Side of a tile in grid pixels.
const TILE: usize = 48 * CELL;
/// Surroundings of a tile that are needed to compare its edge.
const MARGIN: usize = 4 * CELL;

/// The part that both pictures show, at the resolution of the coarser one: no detail is invented by enlarging.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    approved: Area,
    published: Area,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// A part of the grid that is compared at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tile {
    /// The core, in grid pixels. Its left and top edges are those of cells.
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// Both pictures at a tile and its surroundings.
pub(crate) struct Pair {
    pub(crate) approved: Window,
    pub(crate) published: Window,
    /// Position of the windows, in cells.
    pub(crate) left: usize,
    pub(crate) top: usize,
}

impl Grid {
    pub(crate) fn new(
        mapping: &Mapping,
        approved: &Pixels<'_>,
        published: &Pixels<'_>,
    ) -> Option<Self> {
        let (mut a, mut b) = overlap(mapping, approved, published)?;
        // Edges on whole pixels of the coarser picture, so that it is not resampled.
        let (width, height);
        match mapping.x.scale < 1.0 {
            true => {
                (b.left, b.width, width) = inward(b.left, b.width)?;
                a.left = mapping.x.back(b.left);
                a.width = b.width / mapping.x.scale;
            }
            false => {
                (a.left, a.width, width) = inward(a.left, a.width)?;
                b.left = mapping.x.at(a.left);
                b.width = a.width * mapping.x.scale;
            }
        }
        match mapping.y.scale < 1.0 {
            true => {
                (b.top, b.height, height) = inward(b.top, b.height)?;
                a.top = mapping.y.back(b.top);
                a.height = b.height / mapping.y.scale;
            }
            false => {
                (a.top, a.height, height) = inward(a.top, a.height)?;
                b.top = mapping.y.at(a.top);
                b.height = a.height * mapping.y.scale;
            }
        }
        Some(Self {
            approved: a,
            published: b,
            width,
            height,
        })
    }

    pub(crate) fn tiles(&self) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for top in (0..self.height).step_by(TILE) {
            for left in (0..self.width).step_by(TILE) {
                tiles.push(Tile {
                    left,
                    top,
                    right: (left + TILE).min(self.width),
                    bottom: (top + TILE).min(self.height),
                });
            }
        }
        tiles
    }

    /// Grid pixels per approved pixel.
    pub(crate) fn resolution(&self) -> f64 {
        (self.width as f64 / self.approved.width).min(self.height as f64 / self.approved.height)
    }

    /// Both pictures at a tile, with the published one read `shift` grid pixels off its place. Parts that would lie outside
    /// of it are left out.
    pub(crate) fn pair(
        &self,
        resizer: &mut Resizer,
        tile: &Tile,
        shift: (f64, f64),
        pixels: (&Pixels<'_>, &Pixels<'_>),
    ) -> Option<Pair> {
        let (approved, published) = pixels;
        let across = (
            self.approved.width / self.width as f64,
            self.published.width / self.width as f64,
        );
        let down = (
            self.approved.height / self.height as f64,
            self.published.height / self.height as f64,
        );
        let span_x = tile.left.saturating_sub(MARGIN)..(tile.right + MARGIN).min(self.width);
        let span_y = tile.top.saturating_sub(MARGIN)..(tile.bottom + MARGIN).min(self.height);
        let span_x = inside(
            span_x,
            self.published.left / across.1 + shift.0,
            f64::from(published.width()) / across.1,
        );
        let span_y = inside(
            span_y,
            self.published.top / down.1 + shift.1,
            f64::from(published.height()) / down.1,
        );
        if span_x.is_empty() || span_y.is_empty() {
            return None;
        }
        let (width, height) = (span_x.len(), span_y.len());
        let (x, y) = (span_x.start as f64, span_y.start as f64);
        let area_a = Area {
            left: self.approved.left + x * across.0,
            top: self.approved.top + y * down.0,
            width: width as f64 * across.0,
            height: height as f64 * down.0,
        };
        let area_b = Area {
            left: self.published.left + (x + shift.0) * across.1,
            top: self.published.top + (y + shift.1) * down.1,
            width: width as f64 * across.1,
            height: height as f64 * down.1,
        };
        Some(Pair {
            approved: window(
                resizer,
                approved,
                area_a,
                width,
                height,
                FilterType::CatmullRom,
            )?,
            published: window(
                resizer,
                published,
                area_b,
                width,
                height,
                FilterType::CatmullRom,
            )?,
            left: span_x.start / CELL,
            top: span_y.start / CELL,
        })
    }

    /// The positions of the centre of a tile in both pictures, if the published one is found `shift` grid pixels off.
    pub(crate) fn centres(&self, tile: &Tile, shift: (f64, f64)) -> [(f64, f64); 2] {
        let x = (tile.left + tile.right) as f64 / 2.0;
        let y = (tile.top + tile.bottom) as f64 / 2.0;
        let on = |area: &Area, dx: f64, dy: f64| {
            (
                area.left + (x + dx) * area.width / self.width as f64,
                area.top + (y + dy) * area.height / self.height as f64,
            )
        };
        let [a, b] = [
            on(&self.approved, 0.0, 0.0),
            on(&self.published, shift.0, shift.1),
        ];
        [(a.0, b.0), (a.1, b.1)]
    }

    /// A rectangle of cells (left, top, right, bottom; the last two exclusive) in both pictures: approved, published.
    pub(crate) fn rects(&self, cells: [usize; 4], sizes: [(u32, u32); 2]) -> [Rect; 2] {
        let [left, top, right, bottom] = cells.map(|c| (c * CELL) as f64);
        let rect = |area: &Area, size: (u32, u32)| {
            let across = area.width / self.width as f64;
            let down = area.height / self.height as f64;
            let range = |from: f64, to: f64, side: u32| {
                let start = from.floor().clamp(0.0, f64::from(side) - 1.0);
                let end = to.ceil().clamp(start + 1.0, f64::from(side));
                (start as u32, (end - start) as u32)
            };
            let (x, width) = range(
                area.left + left * across,
                area.left + right.min(self.width as f64) * across,
                size.0,
            );
            let (y, height) = range(
                area.top + top * down,
                area.top + bottom.min(self.height as f64) * down,
                size.1,
            );
            Rect {
                x,
                y,
                width,
                height,
            }
        };
        let [approved, published] = sizes;
        [
            rect(&self.approved, approved),
            rect(&self.published, published),
        ]
    }
}

impl Tile {
    /// The core in cells: left, top, right, bottom.
    pub(crate) fn cells(&self) -> [usize; 4] {
        [
            self.left / CELL,
            self.top / CELL,
            self.right.div_ceil(CELL),
            self.bottom.div_ceil(CELL),
        ]
    }
}

/// The whole pixels inside a range: start, length, length.
fn inward(from: f64, length: f64) -> Option<(f64, f64, usize)> {
    let start = (from - 0.05).ceil().max(0.0);
    let end = (from + length + 0.05).floor();
    (end - start >= 1.0).then_some((start, end - start, (end - start) as usize))
}

/// The part of `span` that lies in 0 to `side` after adding `offset`. It starts at a cell.
fn inside(span: std::ops::Range<usize>, offset: f64, side: f64) -> std::ops::Range<usize> {
    let start = span.start as f64;
    let end = span.end as f64;
    // A twentieth of a pixel is rounding; `window` moves the area.
    let first = (-offset - 0.05).ceil().max(start) as usize;
    let last = (side - offset + 0.05).floor().min(end).max(0.0) as usize;
    first.div_ceil(CELL) * CELL..last
}
