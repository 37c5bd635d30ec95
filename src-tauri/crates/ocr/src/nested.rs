//! Drops lines that lie within another.
//!
//! The detection model sometimes reports part of a large letter, or half of a line, in addition to the whole line. Its text
//! is then a duplicate or nonsense.

use crate::{Line, quad::Point};

/// How many of 25 sample points of a line must lie within the other.
const LIMIT: usize = 18;

/// Drops each line that lies mostly within one of higher confidence.
pub(crate) fn without(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if !kept.iter().any(|surer| is_within(&line, surer)) {
            kept.push(line);
        }
    }
    kept
}

fn is_within(line: &Line, other: &Line) -> bool {
    let [a, b, _, d] = line.quad;
    let point = |along: usize, across: usize| {
        let part = |step: usize| (step as f32 + 0.5) / 5.0;
        let (along, across) = (part(along), part(across));
        Point::new(
            a.x + (b.x - a.x) * along + (d.x - a.x) * across,
            a.y + (b.y - a.y) * along + (d.y - a.y) * across,
        )
    };
    (0..25)
        .filter(|number| other.holds(point(number % 5, number / 5)))
        .count()
        >= LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;

    fn line(text: &str, confidence: f32, [left, top, right, bottom]: [f32; 4]) -> Line {
        Line {
            text: text.to_owned(),
            confidence,
            quad: [(left, top), (right, top), (right, bottom), (left, bottom)]
                .map(|(x, y)| Point::new(x, y)),
            direction: Direction::Along,
            font_size: 20.0,
            centres: Vec::new(),
        }
    }

    fn kept(lines: Vec<Line>) -> Vec<String> {
        without(lines).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_part_of_a_line_is_left_out_and_its_neighbours_stay() {
        let whole = || line("本产品为非保本", 0.98, [0.0, 0.0, 200.0, 40.0]);
        let part = line("1TJJ", 0.6, [20.0, 22.0, 90.0, 42.0]);
        let below = line("浮动收益", 0.6, [0.0, 34.0, 200.0, 70.0]);
        assert_eq!(
            kept(vec![part, whole(), below]),
            ["本产品为非保本", "浮动收益"]
        );
    }

    #[test]
    fn a_sure_line_within_a_doubtful_one_stays_beside_it() {
        let around = line("口口", 0.55, [0.0, 0.0, 300.0, 200.0]);
        let sure = line("投资有风险", 0.97, [50.0, 50.0, 200.0, 90.0]);
        assert_eq!(kept(vec![around, sure]), ["投资有风险", "口口"]);
    }
}
