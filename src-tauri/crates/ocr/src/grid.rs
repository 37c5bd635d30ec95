//! Recognises columns whose characters detection has taken for rows or for single letters.
//!
//! Where the characters of vertical text stand far apart, detection joins those of neighbouring columns, or none of them.
//! What counts then is where each character stands: if its neighbours below and above are nearer than those beside it, the
//! text runs down. Only columns side by side are joined, because characters below each other may also be cells of a table.

use std::collections::BTreeSet;

use crate::{Direction, Line, quad::Point};

/// Minimum distance of the characters of a row, relative to the height of its box, which is half as tall again as they are.
const APART: f32 = 1.15;
/// How much further the characters beside one must be than the one below it.
const FURTHER: f32 = 1.1;
/// Maximum distance of the characters of a column, relative to the height of their boxes.
const DOWN: f32 = 2.0;
/// How much distances that should be equal may differ.
const UNEVEN: f32 = 0.25;
/// Minimum number of characters in a column.
const SHORTEST: usize = 3;
/// Maximum distance of columns, relative to the height of a character's box.
const BESIDE: f32 = 3.0;
/// Font size relative to the height of a row's box.
const SIZE: f32 = 0.66;
/// Minimum confidence of a line. What detection finds between characters is read as a stroke, with less.
const SURE: f32 = 0.9;
/// Maximum number of characters looked at; it bounds the time, which grows with their square.
const MOST: usize = 2000;

/// A character that stands alone.
#[derive(Clone, Copy)]
struct Character {
    letter: char,
    /// Index of its line.
    line: usize,
    centre: Point,
    /// Height of its line's box.
    height: f32,
}

impl Character {
    /// Whether both are one character, read in two lines.
    fn is_same(&self, other: &Self) -> bool {
        let (x, y) = (
            self.centre.x - other.centre.x,
            self.centre.y - other.centre.y,
        );
        self.letter == other.letter && x.abs().max(y.abs()) < 0.5 * self.height
    }
}

/// Indexes of the characters of a column, from top to bottom.
type Column = Vec<usize>;

/// The lines, with rows and single letters that are parts of columns replaced by the columns.
pub(crate) fn columns(lines: Vec<Line>) -> Vec<Line> {
    let mut characters: Vec<Character> = Vec::new();
    // The line of each letter, and its character: one that was read in two lines is the same.
    let mut letters: Vec<(usize, usize)> = Vec::new();
    for letter in lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| apart(at, line))
    {
        let same = characters.iter().position(|other| other.is_same(&letter));
        letters.push((letter.line, same.unwrap_or(characters.len())));
        if same.is_none() {
            characters.push(letter);
        }
        if letters.len() > MOST {
            return lines;
        }
    }
    let columns = side_by_side(&characters, down(&characters));
    if columns.is_empty() {
        return lines;
    }
    let gone = gone(&letters, &columns, characters.len());
    let is_gone = |line: usize| gone.contains(&line);
    let mut whole: Vec<Line> = columns
        .iter()
        .filter(|column| {
            let mut own = letters.iter().filter(|(_, at)| column.contains(at));
            own.all(|(line, _)| is_gone(*line))
        })
        .filter_map(|column| whole(column, &characters, &lines))
        .collect();
    let kept = lines.into_iter().enumerate();
    whole.extend(kept.filter(|(at, _)| !is_gone(*at)).map(|(_, line)| line));
    whole
}

/// The lines that go: all their letters stand in columns, of which all lines go.
fn gone(letters: &[(usize, usize)], columns: &[Column], count: usize) -> BTreeSet<usize> {
    let mut column_of = vec![None; count];
    for (number, column) in columns.iter().enumerate() {
        for at in column {
            if let Some(slot) = column_of.get_mut(*at) {
                *slot = Some(number);
            }
        }
    }
    let of = |at: usize| column_of.get(at).copied().flatten();
    let mut gone: BTreeSet<usize> = letters.iter().map(|(line, _)| *line).collect();
    let mut columns: BTreeSet<usize> = (0..columns.len()).collect();
    loop {
        let before = gone.len();
        for (line, at) in letters {
            if !of(*at).is_some_and(|column| columns.contains(&column)) {
                gone.remove(line);
            }
        }
        for (line, at) in letters {
            if let Some(column) = of(*at).filter(|_| !gone.contains(line)) {
                columns.remove(&column);
            }
        }
        if gone.len() == before {
            return gone;
        }
    }
}

/// The characters of a level line of Chinese if each of them stands alone.
fn apart(number: usize, line: &Line) -> Vec<Character> {
    let [a, b, _, d] = line.quad;
    let height = d.y - a.y;
    let count = line.centres.len();
    let is_level = line.direction == Direction::Along
        && (b.y - a.y).abs() < UNEVEN * height
        && (d.x - a.x).abs() < UNEVEN * height
        && b.x > a.x
        && line.confidence >= SURE;
    let is_chinese = |letter: char| matches!(letter, '\u{4e00}'..='\u{9fff}');
    let is_apart = line.centres.windows(2).all(|pair| match pair {
        [left, right] => right - left > APART * height,
        _ => true,
    });
    if !is_level || !is_apart || line.text.chars().count() != count {
        return Vec::new();
    }
    if !line.text.chars().all(is_chinese) {
        return Vec::new();
    }
    let alone = count == 1;
    line.text
        .chars()
        .zip(&line.centres)
        .map(|(letter, centre)| Character {
            letter,
            line: number,
            centre: Point::new(
                if alone {
                    (a.x + b.x) / 2.0
                } else {
                    a.x + centre
                },
                (a.y + d.y) / 2.0,
            ),
            height,
        })
        .collect()
}

/// Chains of characters, each of which is nearer to the next one than to those beside it.
fn down(characters: &[Character]) -> Vec<Column> {
    let beside = |one: &Character| {
        let level = characters.iter().filter(|other| {
            (other.centre.y - one.centre.y).abs() < 0.5 * one.height
                && (other.centre.x - one.centre.x).abs() > 0.5 * one.height
        });
        level
            .map(|other| (other.centre.x - one.centre.x).abs())
            .fold(f32::MAX, f32::min)
    };
    let below = |one: &Character| {
        let aligned = characters.iter().enumerate().filter(|(_, other)| {
            (other.centre.x - one.centre.x).abs() < 0.3 * one.height
                && other.centre.y - one.centre.y > 0.5 * one.height
        });
        let next = aligned.min_by(|a, b| a.1.centre.y.total_cmp(&b.1.centre.y));
        next.filter(|(_, other)| {
            let far = other.centre.y - one.centre.y;
            far < DOWN * one.height.max(other.height)
                && far * FURTHER < beside(one).min(beside(other))
        })
    };
    let next: Vec<Option<usize>> = characters
        .iter()
        .map(|one| below(one).map(|(number, _)| number))
        .collect();
    let mut columns = Vec::new();
    let is_first = |number: &usize| !next.contains(&Some(*number));
    for first in (0..characters.len()).filter(is_first) {
        let mut column = vec![first];
        let mut at = first;
        while let Some(Some(number)) = next.get(at).copied() {
            column.push(number);
            at = number;
        }
        if column.len() >= SHORTEST && is_even(&column, characters) {
            columns.push(column);
        }
    }
    columns
}

/// Whether the characters of a column are all as far from each other.
fn is_even(column: &Column, characters: &[Character]) -> bool {
    let places: Vec<f32> = column
        .iter()
        .filter_map(|at| characters.get(*at))
        .map(|character| character.centre.y)
        .collect();
    let ends = places.first().zip(places.last());
    let usual = ends.map_or(0.0, |(first, last)| last - first) / (places.len() - 1) as f32;
    places.windows(2).all(|pair| match pair {
        [one, other] => (other - one - usual).abs() < UNEVEN * usual,
        _ => true,
    })
}

/// The columns that begin at the same height as another one beside them.
fn side_by_side(characters: &[Character], columns: Vec<Column>) -> Vec<Column> {
    let first = |column: &Column| column.first().and_then(|at| characters.get(*at)).copied();
    let tops: Vec<Option<Character>> = columns.iter().map(first).collect();
    let is_beside = |one: &Character, other: &Character| {
        let (right, down) = (other.centre.x - one.centre.x, other.centre.y - one.centre.y);
        down.abs() < 0.5 * one.height
            && (0.5..BESIDE).contains(&(right.abs() / one.height.max(1.0)))
    };
    columns
        .into_iter()
        .filter(|column| {
            first(column)
                .is_some_and(|top| tops.iter().flatten().any(|other| is_beside(&top, other)))
        })
        .collect()
}

/// The line that a column is.
fn whole(column: &Column, characters: &[Character], lines: &[Line]) -> Option<Line> {
    let members: Vec<&Character> = column.iter().filter_map(|at| characters.get(*at)).collect();
    let (first, last) = members.first().zip(members.last())?;
    let count = members.len() as f32;
    let mean =
        |of: &dyn Fn(&Character) -> f32| members.iter().map(|one| of(one)).sum::<f32>() / count;
    let (middle, height) = (mean(&|one| one.centre.x), mean(&|one| one.height));
    let (left, right) = (middle - height / 2.0, middle + height / 2.0);
    let (top, bottom) = (first.centre.y - height / 2.0, last.centre.y + height / 2.0);
    Some(Line {
        text: members.iter().map(|one| one.letter).collect(),
        confidence: mean(&|one| lines.get(one.line).map_or(0.0, |line| line.confidence)),
        quad: [(right, top), (right, bottom), (left, bottom), (left, top)]
            .map(|(x, y)| Point::new(x, y)),
        direction: Direction::Column,
        font_size: height * SIZE,
        centres: members.iter().map(|one| one.centre.y - top).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of characters `apart` from each other, in a box 60 pixels tall.
    fn row(text: &str, left: f32, middle: f32, apart: f32) -> Line {
        let count = text.chars().count() as f32;
        let right = left + apart * (count - 1.0) + 60.0;
        Line {
            text: text.to_owned(),
            confidence: 0.98,
            quad: [(left, -30.0), (right, -30.0), (right, 30.0), (left, 30.0)]
                .map(|(x, y)| Point::new(x, middle + y)),
            direction: Direction::Along,
            font_size: 40.0,
            centres: (0..text.chars().count())
                .map(|number| 30.0 + apart * number as f32)
                .collect(),
        }
    }

    fn rows(down: f32, apart: f32) -> Vec<Line> {
        ["养每稳", "老日健", "年计增", "金息值"]
            .iter()
            .enumerate()
            .map(|(number, text)| row(text, 80.0, 100.0 + down * number as f32, apart))
            .collect()
    }

    fn texts(lines: Vec<Line>) -> Vec<String> {
        let mut texts: Vec<String> = columns(lines).into_iter().map(|line| line.text).collect();
        texts.sort();
        texts
    }

    #[test]
    fn rows_closer_than_their_characters_are_columns() {
        assert_eq!(
            texts(rows(80.0, 100.0)),
            ["养老年金", "每日计息", "稳健增值"]
        );
        let first = columns(rows(80.0, 100.0));
        let first = first.iter().find(|line| line.text == "养老年金").unwrap();
        assert_eq!(first.direction, Direction::Column);
        assert_eq!(first.quad[0], Point::new(140.0, 70.0));
        assert_eq!(first.quad[2], Point::new(80.0, 370.0));
        // Further apart than their characters, and characters as close as in any line.
        assert_eq!(texts(rows(95.0, 100.0)).len(), 4);
        assert_eq!(texts(rows(30.0, 40.0)).len(), 4);
        assert_eq!(
            texts(rows(80.0, 100.0).into_iter().take(2).collect()).len(),
            2
        );
    }

    #[test]
    fn single_letters_belong_to_the_columns_that_they_stand_in() {
        let mut lines = rows(80.0, 100.0);
        lines.remove(1);
        for (number, letter) in ["老", "日", "健"].iter().enumerate() {
            lines.push(row(letter, 80.0 + 100.0 * number as f32, 180.0, 0.0));
        }
        let stroke = Line {
            confidence: 0.8,
            ..row("一", 80.0, 140.0, 0.0)
        };
        let kept = columns(lines.iter().cloned().chain([stroke]).collect());
        assert_eq!(kept.len(), 4);
        // A character that detection found twice.
        lines.push(row("老", 84.0, 182.0, 0.0));
        assert_eq!(texts(lines), ["养老年金", "每日计息", "稳健增值"]);
    }

    #[test]
    fn single_letters_in_one_column_of_a_table_and_rows_out_of_line_stay() {
        let cells = ["高", "中", "低", "高"].iter().enumerate();
        let cells: Vec<Line> = cells
            .map(|(number, letter)| row(letter, 80.0, 80.0 * number as f32, 0.0))
            .collect();
        assert_eq!(texts(cells).len(), 4);
        let mut lines = rows(80.0, 100.0);
        lines[1].quad = lines[1]
            .quad
            .map(|point| Point::new(point.x + 40.0, point.y));
        assert_eq!(texts(lines).len(), 4);
    }
}
