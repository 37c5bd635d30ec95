//! Simulates what happens to a poster between the designer's screen and compliance staff.

use std::{error::Error, fs::File, io::BufWriter, path::Path};

use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder, imageops};

use crate::truth::Truth;

/// A kind of damage.
pub(crate) struct Damage {
    pub(crate) name: &'static str,
    /// JPEG quality; PNG if `None`.
    quality: Option<u8>,
}

/// All kinds of damage.
pub(crate) const ALL: [Damage; 7] = [
    Damage {
        name: "jpeg60",
        quality: Some(60),
    },
    Damage {
        name: "jpeg30",
        quality: Some(30),
    },
    Damage {
        name: "half",
        quality: None,
    },
    Damage {
        name: "blur",
        quality: None,
    },
    Damage {
        name: "noise",
        quality: None,
    },
    Damage {
        name: "slant",
        quality: None,
    },
    Damage {
        name: "phone",
        quality: Some(75),
    },
];

/// The damaged picture, and the new positions of its lines.
pub(crate) fn apply(how: &Damage, pixels: &RgbImage, lines: &[Truth]) -> (RgbImage, Vec<Truth>) {
    let (width, height) = pixels.dimensions();
    match how.name {
        "half" => (
            imageops::resize(
                pixels,
                width / 2,
                height / 2,
                imageops::FilterType::Triangle,
            ),
            moved(lines, 0.5, |[x, y]| [x / 2.0, y / 2.0]),
        ),
        "blur" => (imageops::blur(pixels, 1.2), lines.to_vec()),
        "noise" => (noise(pixels), lines.to_vec()),
        "slant" => {
            let (sine, cosine) = 3.0_f32.to_radians().sin_cos();
            let (x0, y0) = (width as f32 / 2.0, height as f32 / 2.0);
            let forth = move |[x, y]: [f32; 2]| {
                [
                    x0 + (x - x0) * cosine - (y - y0) * sine,
                    y0 + (x - x0) * sine + (y - y0) * cosine,
                ]
            };
            let back = move |[x, y]: [f32; 2]| {
                [
                    x0 + (x - x0) * cosine + (y - y0) * sine,
                    y0 - (x - x0) * sine + (y - y0) * cosine,
                ]
            };
            (warped(pixels, back, |_| 1.0), moved(lines, 1.0, forth))
        }
        "phone" => {
            // A page seen from below and from the left: x' = (x + s·y) / w, y' = y / w with w = 1 + p·x + q·y.
            let (s, p, q) = (0.04, 0.06 / width as f32, 0.10 / height as f32);
            let zoom = 1.14;
            let forth = move |[x, y]: [f32; 2]| {
                let w = (1.0 + p * x + q * y) / zoom;
                [(x + s * y) / w * 0.9, y / w * 0.96]
            };
            let back = move |[u, v]: [f32; 2]| {
                let (a, b) = (u / 0.9 / zoom, v / 0.96 / zoom);
                // (x + s·y) = a·(1 + p·x + q·y); y = b·(1 + p·x + q·y)
                let x_of_w = |w: f32| (a - s * b) * w;
                let w = 1.0 / (1.0 - p * (a - s * b) - q * b);
                [x_of_w(w), b * w]
            };
            let (w, h) = (width as f32, height as f32);
            let light = move |[x, y]: [f32; 2]| {
                0.62 + 0.4 * (1.0 - ((x / w - 0.7).powi(2) + (y / h - 0.3).powi(2)))
            };
            let picture = imageops::blur(&warped(pixels, back, light), 0.8);
            (noise_of(&picture, 5.0), moved(lines, 1.0, forth))
        }
        _ => (pixels.clone(), lines.to_vec()),
    }
}

/// Saves the picture as `path` with the extension of its format.
pub(crate) fn save(picture: &RgbImage, how: &Damage, path: &Path) -> Result<(), Box<dyn Error>> {
    match how.quality {
        None => picture.save(path.with_extension("png"))?,
        Some(quality) => {
            let file = BufWriter::new(File::create(path.with_extension("jpg"))?);
            JpegEncoder::new_with_quality(file, quality).encode_image(picture)?;
        }
    }
    Ok(())
}

fn moved(lines: &[Truth], scale: f32, to: impl Fn([f32; 2]) -> [f32; 2]) -> Vec<Truth> {
    let moved = |line: &Truth| Truth {
        quad: line.quad.map(&to),
        size: line.size * scale,
        ..line.clone()
    };
    lines.iter().map(moved).collect()
}

/// Takes each pixel from where `back` says; a table-top grey outside the page.
fn warped(
    pixels: &RgbImage,
    back: impl Fn([f32; 2]) -> [f32; 2],
    light: impl Fn([f32; 2]) -> f32,
) -> RgbImage {
    let (width, height) = pixels.dimensions();
    RgbImage::from_fn(width, height, |x, y| {
        let here = [x as f32 + 0.5, y as f32 + 0.5];
        let [u, v] = back(here);
        let colour = imageops::interpolate_bilinear(pixels, u - 0.5, v - 0.5)
            .unwrap_or(Rgb([120, 112, 104]));
        colour
            .0
            .map(|value| (f32::from(value) * light(here)).clamp(0.0, 255.0) as u8)
            .into()
    })
}

fn noise(pixels: &RgbImage) -> RgbImage {
    noise_of(pixels, 18.0)
}

/// Adds deterministic noise with a standard deviation of `strength`.
fn noise_of(pixels: &RgbImage, strength: f32) -> RgbImage {
    let mut state = 12345_u32;
    let mut even = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 16_777_216.0 - 0.5
    };
    let mut picture = pixels.clone();
    for value in picture.as_flat_samples_mut().samples {
        // The sum of four uniform numbers is nearly normal, with a standard deviation of 0.577.
        let sum: f32 = (0..4).map(|_| even()).sum();
        *value = (f32::from(*value) + sum / 0.577 * strength).clamp(0.0, 255.0) as u8;
    }
    picture
}
