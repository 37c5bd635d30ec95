//! Small squares of a window: their colour and contrast.

use crate::grid::CELL;
use crate::plane::{Plane, Window};

/// Mean luma and colour differences (Y, Cb, Cr) of a cell.
pub(crate) type Colour = [u8; 3];

/// One value per cell of a window.
pub(crate) struct Cells<T> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<T>,
}

impl<T: Copy + Default> Cells<T> {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            values: vec![T::default(); width * height],
        }
    }

    pub(crate) fn of_window(width: usize, height: usize) -> Self {
        Self::new(width.div_ceil(CELL), height.div_ceil(CELL))
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> T {
        self.values
            .get(y * self.width + x)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn at_mut(&mut self, x: usize, y: usize) -> Option<&mut T> {
        self.values.get_mut(y * self.width + x)
    }

    pub(crate) fn row_mut(&mut self, y: usize) -> &mut [T] {
        self.values
            .get_mut(y * self.width..(y + 1) * self.width)
            .unwrap_or_default()
    }

    /// The values of the cell and its neighbours, at most nine.
    pub(crate) fn around(&self, x: usize, y: usize) -> impl Iterator<Item = T> {
        let rows = y.saturating_sub(1)..(y + 2).min(self.height);
        let columns = x.saturating_sub(1)..(x + 2).min(self.width);
        rows.flat_map(move |y| {
            let range = y * self.width + columns.start..y * self.width + columns.end;
            self.values.get(range).unwrap_or_default().iter().copied()
        })
    }
}

/// The mean colour of each cell.
pub(crate) fn colours(window: &Window) -> Cells<Colour> {
    let mut sums: Cells<[u32; 4]> = Cells::of_window(window.width, window.height);
    for (y, row) in window.rgb.chunks_exact(window.width * 3).enumerate() {
        let cells = sums.row_mut(y / CELL);
        for (cell, pixels) in cells.iter_mut().zip(row.chunks(CELL * 3)) {
            let [red, green, blue, count] = cell;
            for [r, g, b] in pixels.as_chunks::<3>().0 {
                *red += u32::from(*r);
                *green += u32::from(*g);
                *blue += u32::from(*b);
                *count += 1;
            }
        }
    }
    let values = sums
        .values
        .iter()
        .map(|&[r, g, b, count]| {
            let mean = |sum: u32| sum as f32 / count.max(1) as f32;
            let (r, g, b) = (mean(r), mean(g), mean(b));
            let y = 0.299 * r + 0.587 * g + 0.114 * b;
            [y, 128.0 + (b - y) * 0.564, 128.0 + (r - y) * 0.713]
                .map(|v| v.round().clamp(0.0, 255.0) as u8)
        })
        .collect();
    Cells {
        width: sums.width,
        height: sums.height,
        values,
    }
}

/// The darkest and the brightest level of each cell, given those around each pixel.
pub(crate) fn extremes(darkest: [&Plane; 2], brightest: [&Plane; 2]) -> Cells<(u8, u8)> {
    let [first, _] = darkest;
    let mut cells: Cells<(u8, u8)> = Cells::of_window(first.width, first.height);
    cells.values.fill((u8::MAX, 0));
    for plane in darkest {
        for (y, row) in plane.rows().enumerate() {
            for (cell, pixels) in cells.row_mut(y / CELL).iter_mut().zip(row.chunks(CELL)) {
                cell.0 = pixels.iter().copied().fold(cell.0, u8::min);
            }
        }
    }
    for plane in brightest {
        for (y, row) in plane.rows().enumerate() {
            for (cell, pixels) in cells.row_mut(y / CELL).iter_mut().zip(row.chunks(CELL)) {
                cell.1 = pixels.iter().copied().fold(cell.1, u8::max);
            }
        }
    }
    cells
}
