//! Compares a published picture with the approved one.

use std::time::Duration;

use intake::Fonts;
use published::{Comparison, Line, Pixels, Point, Side};
use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

use crate::ocr::TextLine;

/// Compares two pictures. Input bytes: the approved file, then the published one. Output bytes: none.
pub struct Compare;

/// What was read in the two pictures, and where the second file begins.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// Bytes of the approved file.
    pub approved_bytes: usize,
    /// Lines of the approved picture; empty if it was not read.
    pub approved: Vec<TextLine>,
    /// Lines of the published picture; empty if it was not read.
    pub published: Vec<TextLine>,
}

/// Why the pictures can't be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The approved file can't be shown as a picture.
    Approved,
    /// The published file can't be shown as a picture, or is too large.
    Published,
}

impl Job for Compare {
    const NAME: &'static str = "compare";
    const LIMITS: Limits = Limits {
        // Enough to decode the largest file while the pixels of the other one are in memory.
        memory: 4 << 30,
        cpu: Duration::from_secs(300),
        deadline: Duration::from_secs(300),
        input: 2 * intake::MAX_FILE_BYTES as usize,
        output: 0,
        // A decoder of JPEG works in several.
        threads: true,
    };
    type Request = Request;
    type Answer = Result<Comparison, Refusal>;
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
        (compared(&fonts, &request, &bytes), Vec::new())
    }
}

fn compared(fonts: &Fonts, request: &Request, bytes: &[u8]) -> Result<Comparison, Refusal> {
    let (approved, published) = bytes
        .split_at_checked(request.approved_bytes)
        .ok_or(Refusal::Approved)?;
    let approved = intake::shown(approved, fonts).map_err(|_| Refusal::Approved)?;
    let published = intake::shown(published, fonts).map_err(|_| Refusal::Published)?;
    let [approved_lines, published_lines] =
        [&request.approved, &request.published].map(|lines| lines.iter().map(line).collect());
    let approved_lines: Vec<Line> = approved_lines;
    let published_lines: Vec<Line> = published_lines;
    let approved = Side {
        pixels: Pixels::new(approved.width, approved.height, &approved.rgb)
            .map_err(|_| Refusal::Approved)?,
        lines: &approved_lines,
        sha256: None,
    };
    let published = Side {
        pixels: Pixels::new(published.width, published.height, &published.rgb)
            .map_err(|_| Refusal::Published)?,
        lines: &published_lines,
        sha256: None,
    };
    Ok(published::compare(&approved, &published))
}

fn line(line: &TextLine) -> Line {
    Line {
        text: line.text.clone(),
        quad: line.quad.map(|[x, y]| Point { x, y }),
        confidence: line.confidence,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, Rgb, RgbImage};
    use published::Outcome;

    use super::*;

    fn png(picture: &RgbImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn compare(approved: &[u8], published: &[u8]) -> Result<Comparison, Refusal> {
        let request = Request {
            approved_bytes: approved.len(),
            approved: Vec::new(),
            published: Vec::new(),
        };
        compared(&Fonts::load(), &request, &[approved, published].concat())
    }

    #[test]
    fn the_two_files_of_an_input_are_told_apart_and_compared() {
        let mut picture = RgbImage::from_pixel(400, 300, Rgb([255, 255, 255]));
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            if (x / 25 + y / 25) % 3 == 0 {
                *pixel = Rgb([20, 40, 160]);
            }
        }
        let same = compare(&png(&picture), &png(&picture)).unwrap();
        assert_eq!(same.outcome, Outcome::Identical);
        let other = RgbImage::from_fn(300, 400, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, 7]));
        let other = compare(&png(&picture), &png(&other)).unwrap();
        assert_eq!(other.outcome, Outcome::Other);
    }

    #[test]
    fn a_file_that_is_no_picture_is_named() {
        let picture = png(&RgbImage::from_pixel(40, 30, Rgb([9, 9, 9])));
        assert_eq!(compare(b"no", &picture).unwrap_err(), Refusal::Approved);
        assert_eq!(compare(&picture, b"no").unwrap_err(), Refusal::Published);
    }
}
