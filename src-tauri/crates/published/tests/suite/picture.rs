//! Pictures, and what happens to them on their way to the public.

use image::imageops::{self, FilterType};
use image::{ImageBuffer, Rgb};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use published::{Line, Pixels, Side};

#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

impl Picture {
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Self {
        assert_eq!(rgb.len(), width as usize * height as usize * 3);
        Self { width, height, rgb }
    }

    pub fn filled(width: u32, height: u32, colour: [u8; 3]) -> Self {
        Self::new(
            width,
            height,
            colour.repeat(width as usize * height as usize),
        )
    }

    pub fn side<'a>(&'a self, lines: &'a [Line]) -> Side<'a> {
        Side {
            pixels: Pixels::new(self.width, self.height, &self.rgb).unwrap(),
            lines,
            sha256: None,
        }
    }

    pub fn pixel_mut(&mut self, x: u32, y: u32) -> &mut [u8] {
        let start = (y as usize * self.width as usize + x as usize) * 3;
        &mut self.rgb[start..start + 3]
    }

    fn buffer(&self) -> ImageBuffer<Rgb<u8>, Vec<u8>> {
        ImageBuffer::from_raw(self.width, self.height, self.rgb.clone()).unwrap()
    }

    fn of(buffer: ImageBuffer<Rgb<u8>, Vec<u8>>) -> Self {
        Self::new(buffer.width(), buffer.height(), buffer.into_raw())
    }

    /// Saved as JPEG with 4:2:0 chroma and read again.
    pub fn jpeg(&self, quality: u8) -> Self {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
        encoder
            .encode(
                &self.rgb,
                self.width.try_into().unwrap(),
                self.height.try_into().unwrap(),
                ColorType::Rgb,
            )
            .unwrap();
        Self::of(image::load_from_memory(&bytes).unwrap().to_rgb8())
    }

    pub fn resized(&self, width: u32, height: u32, filter: FilterType) -> Self {
        Self::of(imageops::resize(&self.buffer(), width, height, filter))
    }

    pub fn scaled(&self, scale: f64, filter: FilterType) -> Self {
        let side = |side: u32| (f64::from(side) * scale).round() as u32;
        self.resized(side(self.width), side(self.height), filter)
    }

    pub fn cropped(&self, x: u32, y: u32, width: u32, height: u32) -> Self {
        Self::of(imageops::crop_imm(&self.buffer(), x, y, width, height).to_image())
    }

    /// Pasted with its upper left corner at (x, y).
    pub fn pasted(&self, other: &Self, x: i64, y: i64) -> Self {
        let mut under = self.buffer();
        imageops::replace(&mut under, &other.buffer(), x, y);
        Self::of(under)
    }

    /// Each level mapped by `curve`, from 0 to 1.
    pub fn toned(&self, curve: impl Fn(f64) -> f64) -> Self {
        let map = |v: &u8| {
            (curve(f64::from(*v) / 255.0) * 255.0)
                .round()
                .clamp(0.0, 255.0) as u8
        };
        Self::new(self.width, self.height, self.rgb.iter().map(map).collect())
    }
}
