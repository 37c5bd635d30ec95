//! Quality of a picture: structural similarity (SSIM) of small squares, 1 if nothing changed.

use std::iter;

use image::RgbImage;

/// Side of a square in pixels.
const SIDE: u32 = 8;
/// Distance of squares; they overlap by half.
const STEP: usize = 4;

/// Similarity of a picture to its source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// Mean over the quarter of squares with most ink, which contains text and other fine detail.
    pub(crate) inked: f64,
    /// Mean over all squares.
    pub(crate) all: f64,
}

/// Mean over red, green and blue, so that chroma subsampling counts as the loss that it is.
pub(crate) fn likeness(source: &RgbImage, made: &RgbImage) -> Option<Likeness> {
    if source.dimensions() != made.dimensions() {
        return None;
    }
    let (width, height) = source.dimensions();
    let columns = (0..=width.checked_sub(SIDE)?).step_by(STEP);
    let places = (0..=height.checked_sub(SIDE)?)
        .step_by(STEP)
        .flat_map(|y| columns.clone().map(move |x| (x, y)));
    let mut squares: Vec<(f64, f64)> = places
        .map(|(x, y)| square(source, made, x, y))
        .collect::<Option<_>>()?;
    squares.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mean = |squares: &[(f64, f64)]| {
        let sum: f64 = squares.iter().map(|(_, likeness)| likeness).sum();
        sum / squares.len() as f64
    };
    Some(Likeness {
        inked: mean(squares.get(..squares.len().div_ceil(4))?),
        all: mean(&squares),
    })
}

/// Amount of ink of a square, as the variance of its values, and its similarity.
fn square(source: &RgbImage, made: &RgbImage, x: u32, y: u32) -> Option<(f64, f64)> {
    let stride = source.width() as usize * 3;
    let mut sums = [Sums::default(); 3];
    for row in y..y + SIDE {
        let start = row as usize * stride + x as usize * 3;
        let parts = start..start + SIDE as usize * 3;
        let pixels = iter::zip(
            source.as_raw().get(parts.clone())?.as_chunks::<3>().0,
            made.as_raw().get(parts)?.as_chunks::<3>().0,
        );
        for (a, b) in pixels {
            for (sums, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
                sums.add(u32::from(*a), u32::from(*b));
            }
        }
    }
    let ink = sums.iter().map(Sums::ink).sum();
    let like: f64 = sums.iter().map(Sums::likeness).sum();
    Some((ink, like / 3.0))
}

/// Sums over the values of two squares: values, squares and products.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    a: u32,
    b: u32,
    aa: u32,
    bb: u32,
    ab: u32,
}

impl Sums {
    const COUNT: f64 = (SIDE * SIDE) as f64;

    fn add(&mut self, a: u32, b: u32) {
        self.a += a;
        self.b += b;
        self.aa += a * a;
        self.bb += b * b;
        self.ab += a * b;
    }

    fn ink(&self) -> f64 {
        covariance(self.a, self.a, self.aa)
    }

    fn likeness(&self) -> f64 {
        // The usual constants for values up to 255; they avoid division by zero in plain squares.
        const LEAST_LIGHT: f64 = (0.01 * 255.0) * (0.01 * 255.0);
        const LEAST_CONTRAST: f64 = (0.03 * 255.0) * (0.03 * 255.0);
        let (a, b) = (
            f64::from(self.a) / Self::COUNT,
            f64::from(self.b) / Self::COUNT,
        );
        let light = (2.0 * a * b + LEAST_LIGHT) / (a * a + b * b + LEAST_LIGHT);
        let both = covariance(self.a, self.b, self.ab);
        let each = covariance(self.a, self.a, self.aa) + covariance(self.b, self.b, self.bb);
        light * (2.0 * both + LEAST_CONTRAST) / (each + LEAST_CONTRAST)
    }
}

fn covariance(a: u32, b: u32, products: u32) -> f64 {
    let means = f64::from(a) / Sums::COUNT * (f64::from(b) / Sums::COUNT);
    f64::from(products) / Sums::COUNT - means
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(shift: u32) -> RgbImage {
        RgbImage::from_fn(64, 32, |x, y| {
            let on = x >= 32 && (x / 2 + y / 2 + shift).is_multiple_of(2);
            image::Rgb([if on { 20 } else { 230 }; 3])
        })
    }

    #[test]
    fn the_same_is_wholly_alike_and_what_is_turned_over_is_not() {
        let same = likeness(&checks(0), &checks(0)).unwrap();
        assert_eq!((same.inked, same.all), (1.0, 1.0));
        let turned = likeness(&checks(0), &checks(1)).unwrap();
        assert!(turned.inked < 0.0, "{turned:?}");
        assert!(turned.all > turned.inked, "half of it is plain: {turned:?}");
    }

    #[test]
    fn other_sizes_are_not_compared() {
        assert_eq!(likeness(&checks(0), &RgbImage::new(64, 31)), None);
    }
}
