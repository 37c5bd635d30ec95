//! Downscaling.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{InnerPixel, U16, U16x3};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use super::raster::Raster;

/// Scales an upright picture by `scale` (less than 1) with a Lanczos3 filter in linear light, which keeps thin bright text
/// on a dark background bright. Takes twice the picture's bytes in addition.
pub(crate) fn shrunk(raster: &Raster, scale: f64) -> Option<Raster> {
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).clamp(1, side);
    let (width, height) = (side(raster.width), side(raster.height));
    let linear = linear();
    let light = |byte: u8| linear.get(usize::from(byte)).copied().unwrap_or_default();
    // A table of all possible values, instead of a search for each of millions of pixels.
    let values: Vec<u8> = (0..=u16::MAX)
        .map(|light| encoded(light, &linear))
        .collect();
    let value = |light: u16| values.get(usize::from(light)).copied().unwrap_or_default();
    let data = match raster.channels {
        1 => {
            let pixels = raster.data.iter().map(|byte| U16::new(light(*byte)));
            let small = resized(raster, pixels.collect(), width, height)?;
            small.iter().map(|pixel| value(pixel.0)).collect()
        }
        _ => {
            let pixels = raster.data.chunks_exact(3).map(|pixel| match *pixel {
                [red, green, blue] => U16x3::new([red, green, blue].map(light)),
                _ => U16x3::default(),
            });
            let small = resized(raster, pixels.collect(), width, height)?;
            small.iter().flat_map(|pixel| pixel.0.map(value)).collect()
        }
    };
    Some(Raster::upright(width, height, raster.channels, data))
}

fn resized<P: PixelTrait + InnerPixel>(
    raster: &Raster,
    pixels: Vec<P>,
    width: u32,
    height: u32,
) -> Option<Vec<P>> {
    let from = TypedImageRef::new(raster.width, raster.height, &pixels).ok()?;
    let mut to = TypedImage::<P>::new(width, height);
    let filter = ResizeAlg::Convolution(FilterType::Lanczos3);
    let options = ResizeOptions::new().resize_alg(filter).use_alpha(false);
    Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
    Some(to.pixels().to_vec())
}

/// Linear light, 0 to 65,535, of each of the 256 sRGB values.
fn linear() -> Vec<u16> {
    let light = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    (0..=255_u8)
        .map(|value| (light(value) * 65_535.0).round() as u16)
        .collect()
}

/// The sRGB value nearest in linear light.
fn encoded(light: u16, linear: &[u16]) -> u8 {
    let above = linear.partition_point(|value| *value < light);
    let at = |index: usize| {
        linear
            .get(index)
            .map_or(u16::MAX, |value| value.abs_diff(light))
    };
    let nearest = match above.checked_sub(1) {
        Some(below) if at(below) <= at(above) => below,
        _ => above,
    };
    u8::try_from(nearest).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_colour_stays_exactly_that_colour() {
        for value in 0..=255 {
            let raster = Raster::upright(9, 9, 1, vec![value; 81]);
            assert_eq!(shrunk(&raster, 0.5).unwrap().data, [value; 25]);
        }
        let raster = Raster::upright(8, 4, 3, [200, 30, 77].repeat(32));
        let small = shrunk(&raster, 0.25).unwrap();
        assert_eq!((small.width, small.height), (2, 1));
        assert_eq!(small.data, [200, 30, 77, 200, 30, 77]);
    }

    #[test]
    fn half_black_and_half_white_give_half_the_light() {
        let checks: Vec<u8> = (0..64 * 64)
            .map(|n| if (n + n / 64) % 2 == 0 { 255 } else { 0 })
            .collect();
        let small = shrunk(&Raster::upright(64, 64, 1, checks), 0.25).unwrap();
        let middle = small.data[8 * 16 + 8];
        assert!((185..=191).contains(&middle), "{middle}");
    }
}
