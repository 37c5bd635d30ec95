//! A borrowed buffer of pixels to read.

use crate::Error;

/// Maximum size of a picture, in pixels: 900 MB of RGB.
pub const MAX_PIXELS: u64 = 300_000_000;

/// An opaque picture: 3 bytes per pixel in the order R, G, B, rows from top to bottom without padding.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    width: usize,
    height: usize,
    rgb: &'a [u8],
}

impl std::fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

impl<'a> Picture<'a> {
    /// Borrows a buffer of `width` × `height` pixels.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if a side is 0, [`Error::TooLarge`] above [`MAX_PIXELS`], [`Error::Length`] if `rgb` does not hold
    /// three bytes for each pixel.
    pub fn new(width: u32, height: u32, rgb: &'a [u8]) -> Result<Self, Error> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(Error::Empty);
        }
        if pixels > MAX_PIXELS {
            return Err(Error::TooLarge { pixels });
        }
        if rgb.len() as u64 != pixels * 3 {
            return Err(Error::Length {
                expected: pixels * 3,
                found: rgb.len() as u64,
            });
        }
        Ok(Self {
            width: width as usize,
            height: height as usize,
            rgb,
        })
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Bytes of row `y`; empty below the picture.
    pub(crate) fn row(&self, y: usize) -> &'a [u8] {
        let start = y.saturating_mul(self.width * 3);
        self.rgb.get(start..start + self.width * 3).unwrap_or(&[])
    }

    /// Colour at (`x`, `y`); outside the picture, that of the nearest pixel.
    fn pixel(&self, x: isize, y: isize) -> [f32; 3] {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        match self.row(y).get(x * 3..x * 3 + 3) {
            Some(&[r, g, b]) => [f32::from(r), f32::from(g), f32::from(b)],
            _ => [0.0; 3],
        }
    }

    /// Bilinear interpolation between pixels, 0 to 255. The centre of a pixel is at its index plus 0.5.
    pub(crate) fn between(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let corners = [
            (self.pixel(left, top), (1.0 - across) * (1.0 - down)),
            (self.pixel(left + 1, top), across * (1.0 - down)),
            (self.pixel(left, top + 1), (1.0 - across) * down),
            (self.pixel(left + 1, top + 1), across * down),
        ];
        let mut colour = [0.0; 3];
        for (corner, weight) in corners {
            for (sum, part) in colour.iter_mut().zip(corner) {
                *sum += part * weight;
            }
        }
        colour
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_whose_bytes_do_not_fill_it_is_refused() {
        assert!(matches!(
            Picture::new(2, 2, &[0; 11]),
            Err(Error::Length {
                expected: 12,
                found: 11
            })
        ));
        assert!(matches!(Picture::new(0, 2, &[]), Err(Error::Empty)));
        assert!(matches!(
            Picture::new(u32::MAX, u32::MAX, &[]),
            Err(Error::TooLarge { .. })
        ));
    }

    #[test]
    fn halfway_between_two_pixels_is_half_of_each() {
        let picture = Picture::new(2, 1, &[0, 0, 0, 200, 100, 50]).unwrap();
        assert_eq!(picture.between(1.0, 0.5), [100.0, 50.0, 25.0]);
        assert_eq!(picture.between(-9.0, 0.5), [0.0, 0.0, 0.0]);
        assert_eq!(picture.between(9.0, 9.0), [200.0, 100.0, 50.0]);
    }
}
