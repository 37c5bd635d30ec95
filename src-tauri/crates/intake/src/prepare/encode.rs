//! Encodes pixels: lossless PNG in the smallest colour type, or JPEG without chroma subsampling.

use std::collections::HashMap;

use jpeg_encoder::{ColorType, SamplingFactor};
use png::{BitDepth, Compression, Filter};

use super::plan::Encoder;
use super::raster::Raster;

/// Maximum side that JPEG can represent.
const MAX_JPEG_SIDE: u32 = 65_500;

/// PNG compression effort. `Thorough` takes five to ten times as long as `Quick`. Even more effort doubles the time again
/// for hardly any gain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    Quick,
    Thorough,
}

/// JPEG at `quality` with optimised Huffman tables, which save a tenth at the same pixels. Progressive, at the cost of a few
/// bytes: in baseline mode this encoder writes one scan per colour, and a decoder has been seen to get those colours wrong.
pub(crate) fn jpeg(raster: &Raster, quality: u8) -> Option<Vec<u8>> {
    let side = |side: u32| u16::try_from(side.min(MAX_JPEG_SIDE)).ok();
    if raster.width.max(raster.height) > MAX_JPEG_SIDE {
        return None;
    }
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    // With chroma subsampling, red letters on white lose their edges.
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let colours = match raster.channels {
        1 => ColorType::Luma,
        _ => ColorType::Rgb,
    };
    let (width, height) = (side(raster.width)?, side(raster.height)?);
    encoder.encode(&raster.data, width, height, colours).ok()?;
    Some(bytes)
}

/// Pixels in the representation that a PNG stores.
pub(crate) struct Pixels {
    width: u32,
    height: u32,
    color: png::ColorType,
    depth: BitDepth,
    palette: Vec<u8>,
    data: Vec<u8>,
    pub(crate) encoder: Encoder,
}

impl Pixels {
    /// Uses the fewest bits that represent all colours.
    pub(crate) fn smallest(raster: &Raster) -> Self {
        Self::indexed(raster).unwrap_or_else(|| Self::plain(raster))
    }

    /// Uses the same colour type as `encoder`, if possible.
    pub(crate) fn alike(raster: &Raster, encoder: Encoder) -> Self {
        match encoder {
            Encoder::PngPalette => Self::smallest(raster),
            _ => Self::plain(raster),
        }
    }

    fn plain(raster: &Raster) -> Self {
        let (color, encoder) = match raster.channels {
            1 => (png::ColorType::Grayscale, Encoder::PngGrey),
            _ => (png::ColorType::Rgb, Encoder::Png),
        };
        Self {
            width: raster.width,
            height: raster.height,
            color,
            depth: BitDepth::Eight,
            palette: Vec::new(),
            data: raster.data.clone(),
            encoder,
        }
    }

    /// With a palette; `None` for more than 256 colours, or for greys that need no palette.
    fn indexed(raster: &Raster) -> Option<Self> {
        let (indices, palette) = indices(raster)?;
        let (depth, bits) = match palette.len() / 3 {
            ..=2 => (BitDepth::One, 1),
            3..=4 => (BitDepth::Two, 2),
            5..=16 => (BitDepth::Four, 4),
            _ if raster.channels == 1 => return None,
            _ => (BitDepth::Eight, 8),
        };
        let data = match bits {
            8 => indices,
            _ => packed(&indices, raster.width as usize, bits),
        };
        Some(Self {
            width: raster.width,
            height: raster.height,
            color: png::ColorType::Indexed,
            depth,
            palette,
            data,
            encoder: Encoder::PngPalette,
        })
    }

    /// Encodes the file. `None` only if memory can't be allocated.
    pub(crate) fn png(&self, effort: Effort) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(self.color);
        encoder.set_depth(self.depth);
        encoder.set_compression(match effort {
            Effort::Quick => Compression::Fast,
            Effort::Thorough => Compression::Balanced,
        });
        if self.color == png::ColorType::Indexed {
            encoder.set_palette(self.palette.as_slice());
            // Neighbouring palette indices are not similar colours.
            encoder.set_filter(Filter::NoFilter);
        } else {
            encoder.set_filter(Filter::Adaptive);
        }
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.data).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}

/// A palette index for each pixel, and the palette, three bytes per colour.
fn indices(raster: &Raster) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut known: HashMap<[u8; 3], u8> = HashMap::new();
    let mut palette = Vec::new();
    let mut indices = Vec::with_capacity(raster.width as usize * raster.height as usize);
    let mut last = None;
    for pixel in raster.data.chunks_exact(raster.channels) {
        let colour = match *pixel {
            [grey] => [grey; 3],
            [red, green, blue] => [red, green, blue],
            _ => return None,
        };
        // Posters have long runs of one colour.
        let index = match last {
            Some((same, index)) if same == colour => index,
            _ => {
                let next = u8::try_from(known.len()).ok();
                match known.get(&colour) {
                    Some(index) => *index,
                    None => {
                        let index = next?;
                        known.insert(colour, index);
                        palette.extend(colour);
                        index
                    }
                }
            }
        };
        last = Some((colour, index));
        indices.push(index);
    }
    Some((indices, palette))
}

/// Packs several indices into a byte; each row starts with a new byte.
fn packed(indices: &[u8], width: usize, bits: usize) -> Vec<u8> {
    let in_byte = 8 / bits;
    let byte = |numbers: &[u8]| {
        let joined = numbers
            .iter()
            .fold(0, |sum: u8, number| sum << bits | number);
        joined << (bits * (in_byte - numbers.len()))
    };
    indices
        .chunks(width)
        .flat_map(|row| row.chunks(in_byte).map(byte))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_take_few_bits_and_come_back_exactly() {
        for (colours, depth) in [(2, 1), (4, 2), (13, 4), (200, 8)] {
            let (width, height) = (37, 11);
            let data: Vec<u8> = (0..width * height)
                .flat_map(|n| [(n % colours) as u8, 9, 200])
                .collect();
            let raster = Raster::upright(width, height, 3, data.clone());
            let pixels = Pixels::smallest(&raster);
            assert!(pixels.encoder == Encoder::PngPalette);
            assert_eq!(pixels.depth as u8, depth);
            for effort in [Effort::Quick, Effort::Thorough] {
                let png = pixels.png(effort).unwrap();
                let back = image::load_from_memory(&png).unwrap();
                assert_eq!(back.into_rgb8().into_raw(), data);
            }
        }
    }

    #[test]
    fn many_colours_and_greys_come_back_exactly() {
        let data: Vec<u8> = (0..300_u32)
            .flat_map(|n| [n as u8, (n / 2) as u8, 1])
            .collect();
        let raster = Raster::upright(300, 1, 3, data.clone());
        let png = Pixels::smallest(&raster).png(Effort::Quick).unwrap();
        assert_eq!(
            image::load_from_memory(&png)
                .unwrap()
                .into_rgb8()
                .into_raw(),
            data
        );

        let greys: Vec<u8> = (0..200).collect();
        let raster = Raster::upright(200, 1, 1, greys.clone());
        let pixels = Pixels::smallest(&raster);
        assert!(pixels.encoder == Encoder::PngGrey);
        let png = pixels.png(Effort::Thorough).unwrap();
        assert_eq!(
            image::load_from_memory(&png)
                .unwrap()
                .into_luma8()
                .into_raw(),
            greys
        );
    }
}
