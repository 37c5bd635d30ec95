//! Letters too large for detection at the usual scale, such as the figure of a display headline.
//!
//! The model was trained on lines of text; a letter of 300 pixels is a shape to it. In a picture shrunk to a quarter it is a
//! line like any other, and detection takes a sixteenth of the time there.

use crate::{Line, Picture, quad::OrientedBox};

/// How much further the picture is shrunk.
pub(crate) const SHRUNK: f32 = 4.0;
/// Minimum size of a box, in pixels of the detection map at the usual scale; it finds smaller ones well.
const LEAST_SIDE: f32 = 130.0;
/// Confidence from which a line counts as read, and below which a large letter is not kept.
pub(crate) const SURE: f32 = 0.9;
/// How many of 49 sample points of a large box may lie in lines that were read.
const COVERED: usize = 12;

/// Whether a picture has room for a large letter.
pub(crate) fn may_have_any(picture: &Picture<'_>, scale: f32) -> bool {
    picture.width().min(picture.height()) as f32 >= LEAST_SIDE * scale
}

/// The boxes of large letters in which nothing was read so far. `scale` is the number of picture pixels per map pixel.
pub(crate) fn unread(boxes: Vec<OrientedBox>, lines: &[Line], scale: f32) -> Vec<OrientedBox> {
    boxes
        .into_iter()
        .filter(|large| large.length.min(large.thickness) >= LEAST_SIDE * scale)
        .filter(|large| {
            let points = (0..49).map(|number| {
                let part = |step: u8| (f32::from(step) + 0.5) / 7.0 - 0.5;
                large.at(part(number % 7), part(number / 7))
            });
            let covered = points.filter(|point| {
                let mut sure = lines.iter().filter(|line| line.confidence >= SURE);
                sure.any(|line| line.holds(*point))
            });
            covered.count() <= COVERED
        })
        .collect()
}

/// Whether what was read in such a box is text.
pub(crate) fn is_text(line: &Line) -> bool {
    line.confidence >= SURE && line.text.chars().any(char::is_alphanumeric)
}
