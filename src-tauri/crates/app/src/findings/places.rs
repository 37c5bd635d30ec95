//! The text that is checked, and where each stretch of it stands: in the picture or in the copy.

use std::ops::Range;

use rules::{Material, Place};

use crate::stored::{LineDirection, TextLine};

/// The corners of a stretch in pixels of the picture: upper left, upper right, lower right, lower left.
pub type Quad = [[f32; 2]; 4];

/// The lines of a picture and the copy below them, as one material.
pub struct CheckedText {
    material: Material,
    lines: Vec<TextLine>,
    /// The range of each line of the picture in the text.
    ranges: Vec<Range<usize>>,
    copy: Copy,
}

/// The copy at the end of the text.
struct Copy {
    /// Where it begins.
    from: usize,
    /// For each of its bytes, the number of UTF-16 units before it.
    units: Vec<u32>,
}

impl CheckedText {
    pub fn new(lines: Vec<TextLine>, copy: &str) -> Self {
        let placed = lines.iter().map(|line| (line.text.clone(), place(line)));
        let picture = Material::from_lines(placed);
        let mut ranges = Vec::with_capacity(lines.len());
        let mut from = 0;
        for line in &lines {
            ranges.push(from..from + line.text.len());
            from += line.text.len() + 1;
        }
        Self {
            material: picture.with_copy(copy),
            lines,
            ranges,
            copy: Copy {
                from,
                units: units(copy),
            },
        }
    }

    pub fn material(&self) -> &Material {
        &self.material
    }

    /// The parts of a range that stand in the picture, one for each line.
    pub fn in_picture(&self, range: &Range<usize>) -> Vec<Quad> {
        let first = self.ranges.partition_point(|line| line.end <= range.start);
        let lines = self.ranges.iter().zip(&self.lines).skip(first);
        lines
            .take_while(|(line, _)| line.start < range.end)
            .filter_map(|(at, line)| {
                let from = range.start.max(at.start) - at.start;
                let to = range.end.min(at.end) - at.start;
                part(line, from..to)
            })
            .collect()
    }

    /// The part of a range that stands in the copy, as UTF-16 offsets.
    pub fn in_copy(&self, range: &Range<usize>) -> Option<[u32; 2]> {
        let unit = |byte: usize| self.copy.units.get(byte.checked_sub(self.copy.from)?);
        let start = range.start.max(self.copy.from);
        let (start, end) = (*unit(start)?, *unit(range.end)?);
        (start < end).then_some([start, end])
    }
}

/// The number of UTF-16 units before each byte of a text, and before its end.
fn units(text: &str) -> Vec<u32> {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut before = 0;
    for c in text.chars() {
        units.extend(std::iter::repeat_n(before, c.len_utf8()));
        before += if c.len_utf16() == 2 { 2 } else { 1 };
    }
    units.push(before);
    units
}

fn place(line: &TextLine) -> Place {
    let xs = line.quad.map(|[x, _]| x);
    let ys = line.quad.map(|[_, y]| y);
    Place {
        left: xs.into_iter().fold(f32::INFINITY, f32::min),
        top: ys.into_iter().fold(f32::INFINITY, f32::min),
        right: xs.into_iter().fold(f32::NEG_INFINITY, f32::max),
        bottom: ys.into_iter().fold(f32::NEG_INFINITY, f32::max),
        font_size: line.font_size,
        contrast: None,
    }
}

/// The corners of a part of a line, in bytes of its text.
fn part(line: &TextLine, bytes: Range<usize>) -> Option<Quad> {
    let before = line.text.get(..bytes.start)?;
    let until = line.text.get(..bytes.end)?;
    if bytes.is_empty() {
        return None;
    }
    let whole = width(&line.text).max(1.0);
    let (from, to) = (width(before) / whole, width(until) / whole);
    let [upper_left, upper_right, lower_right, lower_left] = line.quad;
    Some(if line.direction == LineDirection::Column {
        // A column reads from its upper edge to its lower one.
        [
            between(upper_left, lower_left, from),
            between(upper_right, lower_right, from),
            between(upper_right, lower_right, to),
            between(upper_left, lower_left, to),
        ]
    } else {
        [
            between(upper_left, upper_right, from),
            between(upper_left, upper_right, to),
            between(lower_left, lower_right, to),
            between(lower_left, lower_right, from),
        ]
    })
}

fn between([x, y]: [f32; 2], [to_x, to_y]: [f32; 2], share: f32) -> [f32; 2] {
    let at = |from: f32, to: f32| ((from + (to - from) * share) * 10.0).round() / 10.0;
    [at(x, to_x), at(y, to_y)]
}

/// The width of a text in a proportional font, in halves of a Chinese character.
fn width(text: &str) -> f32 {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.6,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.6,
        '\0'..='\u{10ff}' => 1.1,
        _ => 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, quad: Quad, direction: LineDirection) -> TextLine {
        TextLine {
            text: text.to_owned(),
            confidence: 0.9,
            quad,
            direction,
            font_size: 20.0,
        }
    }

    const FLAT: Quad = [[100.0, 10.0], [300.0, 10.0], [300.0, 30.0], [100.0, 30.0]];

    #[test]
    fn words_are_placed_within_their_line() {
        let text = CheckedText::new(
            vec![line("保本保息零风险产品很好", FLAT, LineDirection::Along)],
            "",
        );
        // 零风险: characters 4 to 7 of 11.
        let quads = text.in_picture(&(12..21));
        let [[[left, top], [right, _], [_, bottom], _]] = quads.as_slice() else {
            panic!("{quads:?}");
        };
        assert!((left - (100.0 + 200.0 * 4.0 / 11.0)).abs() < 0.2, "{left}");
        assert!(
            (right - (100.0 + 200.0 * 7.0 / 11.0)).abs() < 0.2,
            "{right}"
        );
        assert_eq!((*top, *bottom), (10.0, 30.0));
    }

    #[test]
    fn words_of_a_column_are_placed_below_one_another() {
        let column = [[10.0, 100.0], [30.0, 100.0], [30.0, 180.0], [10.0, 180.0]];
        let text = CheckedText::new(vec![line("稳赚不赔", column, LineDirection::Column)], "");
        let quads = text.in_picture(&(6..12));
        assert_eq!(
            quads,
            [[[10.0, 140.0], [30.0, 140.0], [30.0, 180.0], [10.0, 180.0]]]
        );
    }

    #[test]
    fn words_that_go_on_in_the_next_line_get_a_place_in_each() {
        let below = FLAT.map(|[x, y]| [x, y + 30.0]);
        let lines = vec![
            line("年化收益保", FLAT, LineDirection::Along),
            line("本无忧", below, LineDirection::Along),
        ];
        let text = CheckedText::new(lines, "保本");
        assert_eq!(text.material().text(), "年化收益保\n本无忧\n保本");
        let quads = text.in_picture(&(12..19));
        assert_eq!(quads.len(), 2, "{quads:?}");
        assert_eq!(text.in_copy(&(12..19)), None);
    }

    #[test]
    fn places_in_the_copy_count_utf16_units() {
        let text = CheckedText::new(vec![line("海报", FLAT, LineDirection::Along)], "😀a保本");
        let from = "海报\n😀a".len();
        assert_eq!(text.in_copy(&(from..from + 6)), Some([3, 5]));
        assert!(text.in_picture(&(from..from + 6)).is_empty());
    }
}
