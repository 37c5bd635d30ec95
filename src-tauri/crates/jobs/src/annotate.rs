//! Frames the findings in a picture, for a letter.

use std::{fmt::Write, time::Duration};

use image::{ExtendedColorType, ImageBuffer, Rgb, codecs::jpeg::JpegEncoder, imageops};
use intake::Fonts;
use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

/// Width of the pictures in pixels: sharp on A4 paper.
const WIDTH: u32 = 1_400;
/// A picture at most this many times as tall as wide stays whole: it is legible on one page.
const WHOLE: f32 = 1.8;
/// The height of each part of a longer one, as a share of its width.
const PART: f32 = 1.3;
/// The maximum number of pictures of one file; the rest of the file is left out.
const MAX_PICTURES: u32 = 30;
/// The most frames.
const MAX_FRAMES: usize = 2_000;
const QUALITY: u8 = 82;

/// Frames findings in a picture. Input bytes: a file. Output bytes: the JPEG pictures one after another, empty if the answer
/// is a refusal.
pub struct Annotate;

/// What to frame.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// The findings.
    pub marks: Vec<Mark>,
}

/// A finding in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Its number.
    pub number: u32,
    /// Its severity, which gives it its colour.
    pub level: Level,
    /// Corners of its words in pixels of the picture as shown.
    pub quads: Vec<[[f32; 2]; 4]>,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// Red.
    High,
    /// Amber.
    Medium,
    /// Blue.
    Low,
}

/// A part of the picture, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size of its JPEG in bytes.
    pub bytes: usize,
}

/// The reason why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The file can't be shown as a picture.
    Undecodable,
    /// The frames can't be drawn.
    Undrawable,
}

impl Job for Annotate {
    const NAME: &'static str = "annotate";
    const LIMITS: Limits = Limits {
        // Enough to decode the largest file and to copy its pixels.
        memory: 3 << 30,
        cpu: Duration::from_secs(120),
        deadline: Duration::from_secs(180),
        input: intake::MAX_FILE_BYTES as usize,
        output: 64 << 20,
        // A decoder of JPEG works in several.
        threads: true,
    };
    type Request = Request;
    type Answer = Result<Vec<Slice>, Refusal>;
    type Word = ();
    type Tools = Fonts;

    fn prepare(_: &Request) -> Fonts {
        Fonts::load()
    }

    fn work(
        fonts: Fonts,
        request: Request,
        bytes: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Self::Answer, Vec<u8>) {
        match annotated(&fonts, &request.marks, bytes) {
            Ok((slices, jpegs)) => (Ok(slices), jpegs),
            Err(refusal) => (Err(refusal), Vec::new()),
        }
    }
}

fn annotated(
    fonts: &Fonts,
    marks: &[Mark],
    bytes: Vec<u8>,
) -> Result<(Vec<Slice>, Vec<u8>), Refusal> {
    let shown = intake::shown(&bytes, fonts).map_err(|_| Refusal::Undecodable)?;
    drop(bytes);
    let (width, height) = (shown.width, shown.height);
    let picture: ImageBuffer<Rgb<u8>, _> =
        ImageBuffer::from_raw(width, height, shown.rgb).ok_or(Refusal::Undecodable)?;
    let scale = (WIDTH as f32 / width.max(1) as f32).min(1.0);
    let small_width = ((width as f32 * scale) as u32).max(1);
    // The height of a slice in pixels of the original.
    let step = if height as f32 <= width as f32 * WHOLE {
        height.max(1)
    } else {
        ((small_width as f32 * PART / scale) as u32).max(1)
    };
    let (mut slices, mut jpegs) = (Vec::new(), Vec::new());
    for number in 0..height.div_ceil(step).min(MAX_PICTURES) {
        let top = number * step;
        let rows = step.min(height - top);
        let small_height = ((rows as f32 * scale) as u32).max(1);
        let part = imageops::crop_imm(&picture, 0, top, width, rows);
        // Averages whole areas, which keeps small print legible.
        let mut part = imageops::thumbnail(&*part, small_width, small_height).into_raw();
        let svg = frames(marks, top as f32, scale, small_width, small_height);
        drawing::overlay(fonts, &svg, small_width, small_height, &mut part)
            .map_err(|_| Refusal::Undrawable)?;
        let before = jpegs.len();
        JpegEncoder::new_with_quality(&mut jpegs, QUALITY)
            .encode(&part, small_width, small_height, ExtendedColorType::Rgb8)
            .map_err(|_| Refusal::Undrawable)?;
        slices.push(Slice {
            width: small_width,
            height: small_height,
            bytes: jpegs.len() - before,
        });
    }
    Ok((slices, jpegs))
}

/// The frames with their numbers, as an SVG of one slice.
fn frames(marks: &[Mark], top: f32, scale: f32, width: u32, height: u32) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" fill=\"none\">"
    );
    let line = (width as f32 / 350.0).max(1.5);
    let radius = (width as f32 / 70.0).max(8.0);
    for mark in marks.iter().take(MAX_FRAMES) {
        let colour = match mark.level {
            Level::High => "#b3261e",
            Level::Medium => "#9a6700",
            Level::Low => "#1a5fb4",
        };
        for (quad, first) in mark
            .quads
            .iter()
            .zip([true].into_iter().chain(std::iter::repeat(false)))
        {
            let corners = quad.map(|[x, y]| [x * scale, (y - top) * scale]);
            if corners.iter().flatten().any(|place| !place.is_finite()) {
                continue;
            }
            let (xs, ys) = (corners.map(|[x, _]| x), corners.map(|[_, y]| y));
            let least = |all: [f32; 4]| all.into_iter().fold(f32::INFINITY, f32::min);
            let most = |all: [f32; 4]| all.into_iter().fold(f32::NEG_INFINITY, f32::max);
            if most(ys) < 0.0 || least(ys) > height as f32 {
                continue;
            }
            let points: String = corners
                .iter()
                .map(|[x, y]| format!("{x:.1},{y:.1} "))
                .collect();
            // White around the colour, so that the frame shows on any picture.
            for (stroke, width) in [("#fff", line * 2.0), (colour, line)] {
                let _ = write!(
                    svg,
                    "<polygon points=\"{points}\" stroke=\"{stroke}\" stroke-width=\"{width:.1}\"/>"
                );
            }
            if first {
                // Outside of the words: above their right end, within the picture.
                let within = |place: f32, side: u32| {
                    let margin = radius + line;
                    place.min(side as f32 - margin).max(margin)
                };
                let (x, y) = (within(most(xs), width), within(least(ys) - radius, height));
                let _ = write!(
                    svg,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\" stroke=\"#fff\" stroke-width=\"{line:.1}\"/>\
                     <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#fff\">{}</text>",
                    y + radius * 0.38,
                    radius * 1.05,
                    mark.number
                );
            }
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage};

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let picture = RgbImage::from_pixel(width, height, Rgb([255, 255, 255]));
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn mark(number: u32, [left, top, right, bottom]: [f32; 4]) -> Mark {
        Mark {
            number,
            level: Level::High,
            quads: vec![[[left, top], [right, top], [right, bottom], [left, bottom]]],
        }
    }

    fn pictures(slices: &[Slice], jpegs: &[u8]) -> Vec<RgbImage> {
        let mut rest = jpegs;
        let mut all = Vec::new();
        for slice in slices {
            let (jpeg, more) = rest.split_at(slice.bytes);
            let picture = image::load_from_memory(jpeg).unwrap().into_rgb8();
            assert_eq!(picture.dimensions(), (slice.width, slice.height));
            all.push(picture);
            rest = more;
        }
        assert!(rest.is_empty());
        all
    }

    /// The rows and columns with red pixels.
    fn red(picture: &RgbImage) -> Vec<(u32, u32)> {
        let is_red = |pixel: &Rgb<u8>| pixel.0[0] > 120 && pixel.0[1] < 90 && pixel.0[2] < 90;
        let found = picture
            .enumerate_pixels()
            .filter(|(_, _, pixel)| is_red(pixel));
        found.map(|(x, y, _)| (x, y)).collect()
    }

    #[test]
    fn a_frame_surrounds_its_words_at_half_the_size() {
        let marks = [mark(3, [400.0, 600.0, 1_600.0, 800.0])];
        let (slices, jpegs) = annotated(&Fonts::load(), &marks, png(2_800, 1_400)).unwrap();
        let pictures = pictures(&slices, &jpegs);
        let [picture] = pictures.as_slice() else {
            panic!("{slices:?}");
        };
        assert_eq!(picture.dimensions(), (1_400, 700));
        let red = red(picture);
        for corner in [(200, 300), (800, 400)] {
            let near = |&(x, y): &(u32, u32)| x.abs_diff(corner.0) < 6 && y.abs_diff(corner.1) < 6;
            assert!(red.iter().any(near), "{corner:?}");
        }
        let inside = |&(x, y): &(u32, u32)| (220..740).contains(&x) && (310..390).contains(&y);
        assert!(!red.iter().any(inside), "the frame covers the words");
    }

    #[test]
    fn a_poster_stays_whole() {
        let (slices, _) = annotated(&Fonts::load(), &[], png(1_240, 1_754)).unwrap();
        let sizes: Vec<_> = slices.iter().map(|one| (one.width, one.height)).collect();
        assert_eq!(sizes, [(1_240, 1_754)]);
    }

    #[test]
    fn a_long_picture_is_cut_for_pages_and_each_part_has_its_frames() {
        let marks = [
            mark(1, [10.0, 50.0, 300.0, 90.0]),
            mark(2, [10.0, 2_900.0, 300.0, 2_950.0]),
        ];
        let (slices, jpegs) = annotated(&Fonts::load(), &marks, png(400, 3_000)).unwrap();
        let pictures = pictures(&slices, &jpegs);
        let total: u32 = slices.iter().map(|slice| slice.height).sum();
        assert_eq!(total, 3_000);
        assert_eq!(pictures.len(), 6);
        let marked: Vec<_> = pictures.iter().map(|one| !red(one).is_empty()).collect();
        assert_eq!(marked, [true, false, false, false, false, true]);
    }

    #[test]
    fn marks_far_outside_and_rubbish_do_no_harm() {
        let marks = [
            mark(1, [f32::NAN, f32::INFINITY, 0.0, 1.0]),
            mark(u32::MAX, [-1e30, -1e30, 1e30, 1e30]),
        ];
        assert!(annotated(&Fonts::load(), &marks, png(30, 1)).is_ok());
        let refused = annotated(&Fonts::load(), &[], b"no picture".to_vec());
        assert_eq!(refused.unwrap_err(), Refusal::Undecodable);
    }
}
