//! Drops letters that two lines share.
//!
//! The box of a large figure reaches into the small print beside it, and a letter there would be read in both.

use crate::{
    Direction, Line,
    quad::{Point, Quad},
};

/// The smaller line is at most this tall, relative to the larger one.
const SMALLER: f32 = 0.75;
/// How far the smaller line may reach beyond the larger one's height, relative to its own.
const BEYOND: f32 = 0.35;

/// Cuts the letters off the ends of each line that stand in a smaller line beside it.
pub(crate) fn without(mut lines: Vec<Line>) -> Vec<Line> {
    let smaller: Vec<(Quad, String)> = lines
        .iter()
        .filter(|line| line.direction != Direction::Column)
        .map(|line| (line.quad, line.text.clone()))
        .collect();
    for line in &mut lines {
        let is_figure = line.direction != Direction::Column
            && line.text.chars().any(|letter| letter.is_ascii_digit());
        if !is_figure || line.text.chars().count() != line.centres.len() {
            continue;
        }
        for (quad, text) in &smaller {
            cut(line, quad, text);
        }
    }
    lines
}

/// Cuts the first or last letters off a line if they stand in the other one and belong to its text.
fn cut(line: &mut Line, other: &Quad, text: &str) {
    let [a, b, _, d] = line.quad;
    let (Some((along, length)), Some((across, height))) = (unit(a, b), unit(a, d)) else {
        return;
    };
    let range = |axis: Point| {
        let places = other.map(|corner| corner.plus(a.times(-1.0)).dot(axis));
        let from = places.iter().copied().fold(f32::MAX, f32::min);
        (from, places.iter().copied().fold(f32::MIN, f32::max))
    };
    let ((left, right), (top, bottom)) = (range(along), range(across));
    let own = bottom - top;
    if own > SMALLER * height || top < -BEYOND * own || bottom > height + BEYOND * own {
        return;
    }
    let shared =
        |letter: char, centre: f32| (left..=right).contains(&centre) && text.contains(letter);
    let letters: Vec<(char, f32)> = line
        .text
        .chars()
        .zip(line.centres.iter().copied())
        .collect();
    let is_shared = |(letter, centre): &&(char, f32)| shared(*letter, *centre);
    let before = letters.iter().take_while(is_shared).count();
    let after = letters.iter().rev().take_while(is_shared).count();
    if before + after == 0 || before + after >= letters.len() {
        return;
    }
    let from = if before > 0 {
        right.clamp(0.0, length)
    } else {
        0.0
    };
    let to = if after > 0 {
        left.clamp(from, length)
    } else {
        length
    };
    let kept = letters
        .get(before..letters.len() - after)
        .unwrap_or_default();
    line.text = kept.iter().map(|(letter, _)| *letter).collect();
    line.centres = kept.iter().map(|(_, centre)| centre - from).collect();
    let [_, _, c, d] = line.quad;
    let place = |corner: Point, by: f32| corner.plus(along.times(by));
    line.quad = [
        place(a, from),
        place(b, to - length),
        place(c, to - length),
        place(d, from),
    ];
}

/// Unit vector from one point to the other, and their distance.
fn unit(from: Point, to: Point) -> Option<(Point, f32)> {
    let way = to.plus(from.times(-1.0));
    let length = way.dot(way).sqrt();
    (length > 0.0 && length.is_finite()).then(|| (way.times(1.0 / length), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, centres: &[f32], [left, top, right, bottom]: [f32; 4]) -> Line {
        Line {
            text: text.to_owned(),
            confidence: 0.97,
            quad: [(left, top), (right, top), (right, bottom), (left, bottom)]
                .map(|(x, y)| Point::new(x, y)),
            direction: Direction::Along,
            font_size: bottom - top,
            centres: centres.to_vec(),
        }
    }

    #[test]
    fn small_letters_beside_a_large_figure_stay_in_their_own_line_alone() {
        let figure = line("第7名", &[12.0, 130.0, 262.0], [111.0, 119.0, 384.0, 488.0]);
        let before = line("第", &[46.0], [43.0, 376.0, 136.0, 476.0]);
        let after = line("名", &[43.0], [358.0, 380.0, 444.0, 472.0]);
        let lines = without(vec![figure, before.clone(), after.clone()]);
        assert_eq!(lines[0].text, "7");
        assert_eq!(lines[0].quad[0], Point::new(136.0, 119.0));
        assert_eq!(lines[0].quad[2], Point::new(358.0, 488.0));
        assert_eq!(lines[1..], [before, after]);
    }

    #[test]
    fn lines_of_one_size_and_other_letters_stay_whole() {
        let figure = line("50元", &[40.0, 120.0, 200.0], [0.0, 0.0, 240.0, 100.0]);
        let beside = line("元起", &[20.0, 100.0], [190.0, 4.0, 380.0, 96.0]);
        let other = line("起", &[20.0], [190.0, 50.0, 260.0, 90.0]);
        let lines = vec![figure, beside, other];
        assert_eq!(without(lines.clone()), lines);
    }
}
