//! Pages that were scanned upside down or on their side.
//!
//! The model reads a line that stands on its head as nonsense of low confidence. If the longest lines of a picture are read
//! that badly, they are read again turned; if that makes sense of them, the whole page is read so. A page whose lines are
//! read with confidence costs nothing more.

use crate::{Direction, Line, crop, quad::OrientedBox};

/// How a page was turned, clockwise, before it became a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Turn {
    /// It is upright.
    #[default]
    None,
    /// By 90°: its lines run down.
    Right,
    /// By 180°: it is upside down.
    Half,
    /// By 270°: its lines run up.
    Left,
}

/// Number of lines read first, to judge how the page lies.
const SAMPLE: usize = 5;
/// Maximum number of columns (48 pixels high) of such a line: about 50 letters.
const SAMPLE_COLUMNS: usize = 2400;
/// Confidence below which a line is unsure. Lines of upright pages have 0.95 and more, on pages upside down 0.8 on average.
const SURE: f32 = 0.9;
/// Minimum mean confidence of the lines of a page that is turned.
const CONFIDENT: f32 = 0.85;
/// How much more confident the readings of a turned page must be.
const SURER: f32 = 0.1;
/// Minimum number of letters, and of lines, for concluding that a page is turned.
const LETTERS: usize = 6;
const LINES: usize = 2;

impl Turn {
    /// Clockwise quarters of a circle, 0 to 3.
    #[must_use]
    pub fn quarters(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Right => 1,
            Self::Half => 2,
            Self::Left => 3,
        }
    }

    /// Whether the lines of the page stand on end.
    pub(crate) fn is_on_side(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

/// The boxes to read first, which are the longest without those that take too long; and the others.
pub(crate) fn sample(boxes: Vec<OrientedBox>) -> (Vec<OrientedBox>, Vec<OrientedBox>) {
    let ratio = |oriented_box: &OrientedBox| {
        let (a, b) = (oriented_box.length, oriented_box.thickness);
        a.max(b) / a.min(b).max(1.0)
    };
    let (mut sample, mut rest): (Vec<_>, Vec<_>) = boxes
        .into_iter()
        .partition(|oriented_box| crop::cost(oriented_box) <= SAMPLE_COLUMNS);
    sample.sort_by(|a, b| ratio(b).total_cmp(&ratio(a)));
    rest.extend(sample.drain(SAMPLE.min(sample.len())..));
    (sample, rest)
}

/// Whether most of these lines are read so badly that the page may be turned.
pub(crate) fn is_unsure(read: &[Option<Line>]) -> bool {
    let sure = read.iter().flatten();
    let sure = sure.filter(|line| line.confidence >= SURE).count();
    read.len() >= LINES && sure * 2 < read.len()
}

/// Whether the lines, read turned, say that the page is.
pub(crate) fn is_surer(turned: &[Option<Line>], before: f32) -> bool {
    let confidence = mean(turned);
    let lines = turned.iter().flatten();
    let letters: usize = lines.clone().map(|line| line.text.chars().count()).sum();
    confidence >= CONFIDENT
        && confidence >= before + SURER
        && letters >= LETTERS
        && lines.count() >= LINES
}

/// Mean confidence, in which a line without text counts as 0.
pub(crate) fn mean(read: &[Option<Line>]) -> f32 {
    let sum: f32 = read.iter().flatten().map(|line| line.confidence).sum();
    sum / read.len().max(1) as f32
}

/// How the page lies if all these lines, read with confidence, are rotated the same way.
pub(crate) fn on_side(read: &[Option<Line>]) -> Turn {
    let lines = || read.iter().flatten();
    let all = |direction| {
        lines().count() == read.len()
            && lines().count() > LINES
            && mean(read) >= CONFIDENT
            && lines().all(|line| line.direction == direction)
    };
    if all(Direction::TurnedRight) {
        Turn::Right
    } else if all(Direction::TurnedLeft) {
        Turn::Left
    } else {
        Turn::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::Point;

    fn line(text: &str, confidence: f32, direction: Direction) -> Option<Line> {
        Some(Line {
            text: text.to_owned(),
            confidence,
            quad: [Point::new(0.0, 0.0); 4],
            direction,
            font_size: 20.0,
            centres: Vec::new(),
        })
    }

    #[test]
    fn lines_read_badly_are_tried_turned_and_lines_read_well_are_not() {
        let good = line("投资有风险", 0.98, Direction::Along);
        let bad = line("采梁热采梁", 0.63, Direction::Along);
        assert!(!is_unsure(&[good.clone(), None, good.clone()]));
        assert!(is_unsure(&[bad.clone(), None, good.clone()]));
        assert!(!is_unsure(&[None]));
        assert!(is_surer(&[good.clone(), good.clone()], 0.6));
        assert!(!is_surer(&[good.clone(), good.clone()], 0.95));
        assert!(!is_surer(&[good, None], 0.0));
        assert!(!is_surer(&[bad.clone(), bad], 0.0));
    }

    #[test]
    fn a_page_lies_on_its_side_only_if_all_its_long_lines_do() {
        let right = line("投资有风险", 0.98, Direction::TurnedRight);
        let along = line("投资有风险", 0.98, Direction::Along);
        assert_eq!(
            on_side(&[right.clone(), right.clone(), right.clone()]),
            Turn::Right
        );
        assert_eq!(on_side(&[right.clone(), right.clone(), along]), Turn::None);
        assert_eq!(on_side(&[right.clone(), right]), Turn::None);
        assert_eq!(on_side(&[]), Turn::None);
    }
}
