//! Scales a window of the picture down for detection.

use crate::picture::Picture;

/// A window of the scaled picture, in pixels of that picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Window {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// The window as planes of blue, green and red from −1 to 1, as the models were trained. `scale` is the number of picture
/// pixels per pixel of the window. Outside the picture its edge is repeated.
pub(crate) fn planes(picture: &Picture<'_>, scale: f32, window: Window) -> Vec<f32> {
    let plane = window.width * window.height;
    let mut planes = vec![0.0; plane * 3];
    let (blue, rest) = planes.split_at_mut(plane);
    let (green, red) = rest.split_at_mut(plane);
    let rows = red
        .chunks_exact_mut(window.width)
        .zip(green.chunks_exact_mut(window.width))
        .zip(blue.chunks_exact_mut(window.width));
    let mut means = Means::new(picture, scale, window);
    for (y, ((red, green), blue)) in (window.y..).zip(rows) {
        if scale < 1.0 {
            let down = (y as f32 + 0.5) * scale;
            for (x, ((red, green), blue)) in (window.x..).zip(red.iter_mut().zip(green).zip(blue)) {
                let colour = picture.between((x as f32 + 0.5) * scale, down);
                [*red, *green, *blue] = colour.map(signed);
            }
        } else {
            means.take(y);
            for (x, ((red, green), blue)) in (window.x..).zip(red.iter_mut().zip(green).zip(blue)) {
                [*red, *green, *blue] = means.of(x).map(signed);
            }
        }
    }
    planes
}

/// Maps a channel from 0 … 255 to −1 … 1.
pub(crate) fn signed(value: f32) -> f32 {
    value / 127.5 - 1.0
}

/// Box filter: means over `scale` × `scale` pixels, one row at a time.
struct Means<'a> {
    picture: &'a Picture<'a>,
    scale: f32,
    /// First column of the picture that any mean covers.
    first: usize,
    sums: Vec<f32>,
}

impl<'a> Means<'a> {
    fn new(picture: &'a Picture<'a>, scale: f32, window: Window) -> Self {
        let first = ((window.x as f32 * scale) as usize).min(picture.width() - 1);
        let end =
            (((window.x + window.width) as f32 * scale).ceil() as usize + 1).min(picture.width());
        Self {
            picture,
            scale,
            first,
            sums: vec![0.0; end.saturating_sub(first).max(1) * 3],
        }
    }

    /// Sums the picture rows that make up row `y`.
    fn take(&mut self, y: usize) {
        self.sums.fill(0.0);
        for (row, weight) in parts(y, self.scale, self.picture.height()) {
            let row = self.picture.row(row).get(self.first * 3..).unwrap_or(&[]);
            for (sum, value) in self.sums.iter_mut().zip(row) {
                *sum += f32::from(*value) * weight;
            }
        }
    }

    /// Mean at column `x` of the row taken last: red, green, blue.
    fn of(&self, x: usize) -> [f32; 3] {
        let mut colour = [0.0; 3];
        for (column, weight) in parts(x, self.scale, self.picture.width()) {
            let at = column.saturating_sub(self.first) * 3;
            for (sum, value) in colour
                .iter_mut()
                .zip(self.sums.get(at..at + 3).unwrap_or(&[]))
            {
                *sum += value * weight;
            }
        }
        colour
    }
}

/// Which of `count` pixels make up pixel `at` at this `scale`, and their weights; the weights sum to 1.
fn parts(at: usize, scale: f32, count: usize) -> impl Iterator<Item = (usize, f32)> {
    let last = count.saturating_sub(1);
    // f64, because f32 can't represent pixel positions in a very tall picture exactly.
    let scale = f64::from(scale);
    let start = (at as f64 * scale).min(last as f64);
    let end = ((at + 1) as f64 * scale)
        .min(count as f64)
        .max(start + 1e-3);
    let first = start as usize;
    let past = (end.ceil() as usize).clamp(first + 1, last.max(first) + 1);
    (first..past).map(move |pixel| {
        let covered = (end.min((pixel + 1) as f64) - start.max(pixel as f64)).max(0.0);
        (pixel, (covered / (end - start)) as f32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_every_pixel_weigh_one_together() {
        for scale in [1.0_f32, 1.5, 2.0, 3.37] {
            for at in 0..40 {
                let weight: f32 = parts(at, scale, 50).map(|(_, weight)| weight).sum();
                assert!((weight - 1.0).abs() < 1e-4, "{at} at {scale}: {weight}");
            }
        }
    }

    #[test]
    fn a_window_is_the_mean_of_what_it_covers_and_repeats_the_edge() {
        let rgb = [[0; 6], [255; 6], [0; 6], [255; 6]].concat();
        let picture = Picture::new(4, 2, &rgb).unwrap();
        let window = Window {
            x: 0,
            y: 0,
            width: 3,
            height: 2,
        };
        let planes = planes(&picture, 2.0, window);
        assert_eq!(planes.get(0..3).unwrap(), [-1.0, 1.0, 1.0]);
        assert_eq!(planes.get(3..6).unwrap(), [-1.0, 1.0, 1.0]);
    }
}
