//! Cuts a line out of the picture and rectifies it for the recognition model.

use crate::{picture::Picture, quad::OrientedBox, resize::signed};

/// Height of every strip, in pixels.
pub(crate) const HEIGHT: usize = 48;
/// Strip widths are multiples of this; the model works in steps of 8 pixels.
const STEP: usize = 16;
/// Maximum width of a strip, about 100 letters; a longer line is squeezed.
const MAX_WIDTH: usize = 4800;

/// Margin added to the length of a line, both ends together, as a share of its thickness: the recognition model loses
/// letters that begin at the very edge.
const MARGIN: f32 = 0.3;

/// A box taller than this many times its width is a rotated line or a column.
const TALL: f32 = 1.5;

/// A line, 48 pixels high: planes of blue, green and red.
#[derive(Debug, Clone)]
pub(crate) struct Strip {
    pub(crate) width: usize,
    /// The length it covers from left to right, in pixels of the picture.
    pub(crate) length: f32,
    pub(crate) planes: Vec<f32>,
}

/// The box with a margin at both ends.
fn longer(oriented_box: &OrientedBox) -> OrientedBox {
    OrientedBox {
        length: oriented_box.length + MARGIN * oriented_box.thickness,
        ..*oriented_box
    }
}

/// Width of the strip of a box, in columns.
fn width(oriented_box: &OrientedBox) -> usize {
    let oriented_box = longer(oriented_box);
    let width =
        (oriented_box.length / oriented_box.thickness.max(1.0) * HEIGHT as f32).ceil() as usize;
    width.clamp(STEP, MAX_WIDTH).next_multiple_of(STEP)
}

/// Columns the model has to read for a box: those of all three views if the box stands on end.
pub(crate) fn cost(oriented_box: &OrientedBox) -> usize {
    if is_tall(oriented_box) {
        width(&oriented_box.turned(1)) * 3
    } else {
        width(oriented_box)
    }
}

/// Whether a box is a rotated line or a column.
pub(crate) fn is_tall(oriented_box: &OrientedBox) -> bool {
    oriented_box.thickness > oriented_box.length * TALL
}

pub(crate) fn strip(picture: &Picture<'_>, oriented_box: &OrientedBox) -> Strip {
    let (width, oriented_box) = (width(oriented_box), longer(oriented_box));
    let mut strip = Strip::blank(width, oriented_box.length);
    strip.paint(picture, &oriented_box, 0, width);
    strip
}

/// Cuts a column into `count` equal letters and lays them side by side. `oriented_box` is the column, turned so that it runs
/// along.
pub(crate) fn letters(picture: &Picture<'_>, oriented_box: &OrientedBox, count: usize) -> Strip {
    let count = count.clamp(1, MAX_WIDTH / HEIGHT);
    let mut strip = Strip::blank((count * HEIGHT).next_multiple_of(STEP), oriented_box.length);
    let upright = oriented_box.turned(3);
    for number in 0..count {
        let from_centre = (number as f32 + 0.5) / count as f32 - 0.5;
        let letter = OrientedBox {
            centre: oriented_box.at(from_centre, 0.0),
            thickness: oriented_box.length / count as f32,
            ..upright
        };
        strip.paint(picture, &letter, number * HEIGHT, HEIGHT);
    }
    strip
}

impl Strip {
    fn blank(width: usize, length: f32) -> Self {
        Self {
            width,
            length,
            planes: vec![0.0; 3 * width * HEIGHT],
        }
    }

    /// The same strip zoomed in: the middle `part` of its height, at its full length.
    pub(crate) fn nearer(&self, part: f32) -> Self {
        let width = (self.width as f32 / part) as usize;
        let width = width.clamp(STEP, MAX_WIDTH).next_multiple_of(STEP);
        let mut strip = Self::blank(width, self.length);
        let planes = self.planes.chunks_exact(self.width * HEIGHT);
        for (from, to) in planes.zip(strip.planes.chunks_exact_mut(width * HEIGHT)) {
            for (y, row) in to.chunks_exact_mut(width).enumerate() {
                let middle = (HEIGHT as f32 - 1.0) / 2.0;
                let down = middle + (y as f32 - middle) * part;
                for (x, value) in row.iter_mut().enumerate() {
                    let across = (x as f32 + 0.5) * self.width as f32 / width as f32 - 0.5;
                    *value = between(from, self.width, across, down);
                }
            }
        }
        strip
    }

    /// Samples the box into `width` columns from `left` on.
    fn paint(
        &mut self,
        picture: &Picture<'_>,
        oriented_box: &OrientedBox,
        left: usize,
        width: usize,
    ) {
        // Where the picture has a higher resolution than the strip, take one sample per picture pixel, or thin strokes are
        // lost.
        let fine = |size: f32, count: usize| ((size / count as f32).ceil() as usize).clamp(1, 8);
        let (across, down) = (
            fine(oriented_box.length, width),
            fine(oriented_box.thickness, HEIGHT),
        );
        let share = 1.0 / (across * down) as f32;
        let plane = self.width * HEIGHT;
        for y in 0..HEIGHT {
            for x in 0..width {
                let mut colour = [0.0; 3];
                for sub in 0..across * down {
                    let u = (x as f32 + ((sub % across) as f32 + 0.5) / across as f32)
                        / width as f32
                        - 0.5;
                    let v = (y as f32 + ((sub / across) as f32 + 0.5) / down as f32)
                        / HEIGHT as f32
                        - 0.5;
                    let point = oriented_box.at(u, v);
                    for (sum, value) in colour.iter_mut().zip(picture.between(point.x, point.y)) {
                        *sum += value * share;
                    }
                }
                let at = y * self.width + left + x;
                let [red, green, blue] = colour.map(signed);
                for (channel, value) in [blue, green, red].into_iter().enumerate() {
                    if let Some(slot) = self.planes.get_mut(channel * plane + at) {
                        *slot = value;
                    }
                }
            }
        }
    }
}

/// Bilinear interpolation in a plane; a point outside takes the nearest value.
fn between(plane: &[f32], width: usize, x: f32, y: f32) -> f32 {
    let (x, y) = (
        x.clamp(0.0, (width - 1) as f32),
        y.clamp(0.0, (HEIGHT - 1) as f32),
    );
    let at = |x: usize, y: usize| {
        let at = y.min(HEIGHT - 1) * width + x.min(width - 1);
        plane.get(at).copied().unwrap_or(0.0)
    };
    let (left, top) = (x as usize, y as usize);
    let (across, down) = (x.fract(), y.fract());
    let above = at(left, top) * (1.0 - across) + at(left + 1, top) * across;
    let below = at(left, top + 1) * (1.0 - across) + at(left + 1, top + 1) * across;
    above * (1.0 - down) + below * down
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::Point;

    #[test]
    fn a_line_keeps_its_proportions_and_a_hostile_one_is_squeezed() {
        let picture = Picture::new(1, 1, &[255; 3]).unwrap();
        let mut oriented_box = OrientedBox {
            centre: Point::new(0.5, 0.5),
            along: Point::new(1.0, 0.0),
            length: 200.0,
            thickness: 20.0,
        };
        // 480 plus the margin, rounded up to a multiple of 16.
        assert_eq!(strip(&picture, &oriented_box).width, 496);
        oriented_box.length = 1e9;
        assert_eq!(strip(&picture, &oriented_box).width, MAX_WIDTH);
        assert_eq!(strip(&picture, &oriented_box).planes.first(), Some(&1.0));
    }

    #[test]
    fn the_letters_of_a_column_come_to_lie_side_by_side() {
        // A column of two letters: the upper one red, the lower one blue.
        let picture = Picture::new(1, 2, &[255, 0, 0, 0, 0, 255]).unwrap();
        let column = OrientedBox {
            centre: Point::new(0.5, 1.0),
            along: Point::new(1.0, 0.0),
            length: 1.0,
            thickness: 2.0,
        };
        let strip = letters(&picture, &column.turned(1), 2);
        assert_eq!(strip.width, 96);
        let middle = 24 * strip.width;
        let red = &strip.planes[2 * strip.width * HEIGHT + middle..][..96];
        assert!(red[5] > 0.9 && red[90] < -0.9, "{red:?}");
    }

    #[test]
    fn from_nearer_the_middle_fills_the_strip_and_the_length_stays() {
        // A black picture with a white bar slightly wider than the middle half of its height.
        let rgb: Vec<u8> = (0..48)
            .flat_map(|y| [if (11..37).contains(&y) { 255 } else { 0 }; 48 * 3])
            .collect();
        let picture = Picture::new(48, 48, &rgb).unwrap();
        let oriented_box = OrientedBox {
            centre: Point::new(24.0, 24.0),
            along: Point::new(1.0, 0.0),
            length: 48.0,
            thickness: 48.0,
        };
        let far = strip(&picture, &oriented_box);
        let near = far.nearer(0.5);
        assert_eq!((near.width, near.length), (far.width * 2, far.length));
        assert!(near.planes.iter().all(|value| *value > 0.9));
        assert!(far.planes.iter().any(|value| *value < -0.9));
    }
}
