//! Reading order of the lines of a picture.
//!
//! The picture is cut into blocks recursively: first between rows, then at gutters (an XY-cut). Blocks side by side are
//! either columns of running text, read one after the other, or a table, read row by row; the shape of the lines decides. A
//! header or footer no wider than one column belongs to neither column; its font size and the space around it give it away.

use crate::{Direction, Line, quad::Point};

/// Maximum depth of cuts. What is still side by side then is read row by row. Real pages need three or four.
const DEPTH: usize = 24;
/// Maximum number of lines in a header or footer.
const MARGIN_LINES: usize = 3;
/// Maximum number of letters of a display figure, and of a piece of small print that belongs to it.
const FIGURE_LETTERS: usize = 6;
const PRINT_LETTERS: usize = 8;
/// Coordinates are clamped to this: no picture is larger, and sums of them stay precise enough.
const FAR: f32 = 1e9;

/// A line, or several vertical columns that belong together, in coordinates in which the page is upright.
struct Piece {
    lines: Vec<Line>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Piece {
    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    fn width(&self) -> f32 {
        self.right - self.left
    }

    fn middle(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }

    /// Font size of its letters. The height of a line's box is no measure of it.
    fn size(&self) -> f32 {
        self.lines.first().map_or(0.0, |line| line.font_size)
    }
}

/// Sorts lines into reading order.
pub(crate) fn sort(lines: Vec<Line>) -> Vec<Line> {
    let along = frame(&lines);
    let pieces = lines.into_iter().map(|line| piece(line, along)).collect();
    let mut sorted = Vec::new();
    let pieces = figures_together(columns_together(pieces));
    blocks(pieces, DEPTH, &mut sorted);
    sorted.into_iter().flat_map(|piece| piece.lines).collect()
}

/// The direction in which most of the text runs. On a rotated or slanted page it is not that of the pixel rows.
fn frame(lines: &[Line]) -> Point {
    let mut ways: Vec<(f32, f32)> = Vec::new();
    let mut turned = [0.0; 3];
    let mut upside_down = 0.0;
    let is_column = |line: &&Line| line.direction == Direction::Column;
    if lines.iter().all(|line| is_column(&line)) {
        return beside_columns(lines);
    }
    for line in lines.iter().filter(|line| !is_column(line)) {
        let [from, to, ..] = line.quad;
        let (x, y) = (to.x - from.x, to.y - from.y);
        let quarter = match line.direction {
            Direction::TurnedRight => 1,
            Direction::TurnedLeft => 2,
            _ => 0,
        };
        let length = x.hypot(y);
        if !length.is_finite() {
            continue;
        }
        let y = if quarter == 0 && x < 0.0 {
            upside_down += length;
            -y
        } else {
            y
        };
        if let Some(sum) = turned.get_mut(quarter) {
            *sum += length;
        }
        // The angle of a short line is too imprecise.
        if quarter == 0 && line.text.chars().count() >= 4 {
            ways.push((y / length.max(1.0), length));
        }
    }
    let [upright, right, left] = turned;
    if right > upright && right > left {
        return Point::new(0.0, 1.0);
    }
    if left > upright {
        return Point::new(0.0, -1.0);
    }
    ways.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = ways.iter().map(|(_, length)| length).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let sine = ways
        .iter()
        .find(|(_, length)| {
            sum += length;
            sum >= half
        })
        .map_or(0.0, |(sine, _)| *sine);
    let along = Point::new((1.0 - sine * sine).max(0.0).sqrt(), sine);
    along.times(if upside_down > upright / 2.0 {
        -1.0
    } else {
        1.0
    })
}

/// The direction of lines on a page that only has columns: that of the pixel rows or columns at a right angle to most.
fn beside_columns(lines: &[Line]) -> Point {
    let down = lines.iter().fold(Point::new(0.0, 0.0), |sum, line| {
        let [from, to, ..] = line.quad;
        let (x, y) = (to.x - from.x, to.y - from.y);
        match x.hypot(y).is_finite() {
            true => sum.plus(Point::new(x, y)),
            false => sum,
        }
    });
    if down.x.abs() > down.y.abs() {
        Point::new(0.0, -down.x.signum())
    } else if down.y < 0.0 {
        Point::new(-1.0, 0.0)
    } else {
        Point::new(1.0, 0.0)
    }
}

fn piece(line: Line, along: Point) -> Piece {
    let across = along.turned();
    let mut piece = Piece {
        left: f32::MAX,
        right: f32::MIN,
        top: f32::MAX,
        bottom: f32::MIN,
        lines: Vec::new(),
    };
    for corner in line.quad {
        // Replace NaN by 0, since nothing below may meet a NaN.
        let [x, y] = [corner.x, corner.y].map(|place| {
            if place.is_nan() {
                0.0
            } else {
                place.clamp(-FAR, FAR)
            }
        });
        let corner = Point::new(x, y);
        let (u, v) = (corner.dot(along), corner.dot(across));
        piece.left = piece.left.min(u);
        piece.right = piece.right.max(u);
        piece.top = piece.top.min(v);
        piece.bottom = piece.bottom.max(v);
    }
    piece.lines.push(line);
    piece
}

/// Merges vertical columns that stand side by side into one piece, rightmost first.
fn columns_together(pieces: Vec<Piece>) -> Vec<Piece> {
    let (mut columns, mut pieces): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|piece| {
        piece
            .lines
            .iter()
            .all(|line| line.direction == Direction::Column)
    });
    columns.sort_by(|a, b| b.left.total_cmp(&a.left));
    let mut groups: Vec<Piece> = Vec::new();
    for column in columns {
        let near = groups.iter_mut().find(|group| {
            let shared = group.bottom.min(column.bottom) - group.top.max(column.top);
            group.left - column.right < 1.5 * column.width() && shared > column.height() / 2.0
        });
        match near {
            Some(group) => {
                group.left = group.left.min(column.left);
                group.top = group.top.min(column.top);
                group.bottom = group.bottom.max(column.bottom);
                group.lines.extend(column.lines);
            }
            None => groups.push(column),
        }
    }
    pieces.extend(groups);
    pieces
}

/// Merges each display figure and the small print beside it into one piece, as in 第7名 with a large 7.
fn figures_together(pieces: Vec<Piece>) -> Vec<Piece> {
    let letters = |piece: &Piece| match piece.lines.as_slice() {
        [line] if line.direction != Direction::Column => Some(line.text.chars().count()),
        _ => None,
    };
    let (figures, mut pieces): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|piece| {
        letters(piece).is_some_and(|count| count <= FIGURE_LETTERS)
            && piece
                .lines
                .iter()
                .any(|line| line.text.contains(|c: char| c.is_ascii_digit()))
    });
    let mut together = Vec::new();
    for mut figure in figures {
        let (mut row, rest): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|print| {
            let gap = (print.left - figure.right).max(figure.left - print.right);
            letters(print).is_some_and(|count| count <= PRINT_LETTERS)
                && print.height() < 0.6 * figure.height()
                && print.top > figure.top
                && print.bottom < figure.bottom + 0.3 * print.height()
                && gap < 0.5 * print.height()
        });
        pieces = rest;
        let own = figure.left;
        row.sort_by(|a, b| a.top.total_cmp(&b.top));
        let (before, after): (Vec<_>, Vec<_>) = row.into_iter().partition(|print| print.left < own);
        let figures = std::mem::take(&mut figure.lines);
        for print in before.iter().chain(&after) {
            figure.left = figure.left.min(print.left);
            figure.right = figure.right.max(print.right);
            figure.bottom = figure.bottom.max(print.bottom);
        }
        figure.lines = before.into_iter().flat_map(|print| print.lines).collect();
        figure.lines.extend(figures);
        figure
            .lines
            .extend(after.into_iter().flat_map(|print| print.lines));
        together.push(figure);
    }
    together.extend(pieces);
    together
}

/// Separates rows that do not overlap, from top to bottom, and joins consecutive rows that share a gutter into one block.
fn blocks(mut pieces: Vec<Piece>, depth: usize, sorted: &mut Vec<Piece>) {
    pieces.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut block: Vec<Piece> = Vec::new();
    for oriented_box in slabs(pieces) {
        let gutter = gutter(block.iter().chain(&oriented_box));
        if gutter.is_none() && !block.is_empty() {
            side_by_side(std::mem::take(&mut block), depth, sorted);
        }
        block.extend(oriented_box);
    }
    side_by_side(block, depth, sorted);
}

/// Cuts between pieces, with some tolerance: boxes are expanded, so those of neighbouring lines may overlap slightly.
fn slabs(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut slabs: Vec<Vec<Piece>> = Vec::new();
    let mut bottom = f32::MIN;
    for piece in pieces {
        let slack = piece.height() * 0.25;
        if piece.top + slack >= bottom || slabs.is_empty() {
            slabs.push(Vec::new());
        }
        bottom = bottom.max(piece.bottom - slack);
        if let Some(oriented_box) = slabs.last_mut() {
            oriented_box.push(piece);
        }
    }
    slabs
}

/// The middle of the widest vertical gap that no piece enters, has pieces on both sides and is wide enough to separate
/// columns.
fn gutter<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Option<f32> {
    let mut sides: Vec<(f32, f32, f32)> = pieces
        .map(|piece| (piece.left, piece.right, piece.height()))
        .collect();
    sides.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut heights: Vec<f32> = sides.iter().map(|(.., height)| *height).collect();
    heights.sort_by(f32::total_cmp);
    let height = heights.get(heights.len() / 2).copied().unwrap_or(0.0);
    let mut reached = sides.first()?.1;
    let mut best: Option<(f32, f32)> = None;
    for (left, right, _) in sides {
        let gap = left - reached;
        if gap > height * 0.4 && best.is_none_or(|(widest, _)| gap > widest) {
            best = Some((gap, reached + gap / 2.0));
        }
        reached = reached.max(right);
    }
    best.map(|(_, at)| at)
}

fn side_by_side(pieces: Vec<Piece>, depth: usize, sorted: &mut Vec<Piece>) {
    let Some(at) = gutter(pieces.iter()).filter(|_| depth > 0) else {
        return rows(pieces, sorted);
    };
    let (head, pieces, foot) = margins(pieces, at);
    if !head.is_empty() || !foot.is_empty() {
        blocks(head, depth - 1, sorted);
        blocks(pieces, depth - 1, sorted);
        return blocks(foot, depth - 1, sorted);
    }
    let (left, right): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|piece| piece.left < at);
    if left.is_empty()
        || right.is_empty()
        || paired(&left, &right) && !(running(&left) && running(&right))
    {
        rows(left.into_iter().chain(right).collect(), sorted);
    } else {
        blocks(left, depth - 1, sorted);
        blocks(right, depth - 1, sorted);
    }
}

/// Splits off headers and footers: pieces above and below two columns separated at `at` that belong to neither of them,
/// though they are no wider than one.
fn margins(mut pieces: Vec<Piece>, at: f32) -> (Vec<Piece>, Vec<Piece>, Vec<Piece>) {
    pieces.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut slabs = slabs(pieces);
    let foot = margin(slabs.iter().rev(), at);
    let foot: Vec<Piece> = slabs
        .split_off(slabs.len() - foot)
        .into_iter()
        .flatten()
        .collect();
    let head = margin(slabs.iter(), at);
    let rest = slabs.split_off(head).into_iter().flatten().collect();
    (slabs.into_iter().flatten().collect(), rest, foot)
}

/// How many rows, from the outermost inwards, are a header or footer. Such rows lie on one side only; the innermost of them
/// differs in font size from the column beside it, or is further from that column than the column's own lines are from each
/// other.
fn margin<'a>(slabs: impl Iterator<Item = &'a Vec<Piece>>, at: f32) -> usize {
    let slabs: Vec<&Vec<Piece>> = slabs.collect();
    let alone = slabs
        .iter()
        .take_while(|oriented_box| {
            let left = oriented_box.iter().filter(|piece| piece.left < at).count();
            left == 0 || left == oriented_box.len()
        })
        .count();
    let mut best = 0;
    let mut lines = 0;
    for number in 1..=alone.min(slabs.len().saturating_sub(1)) {
        let (outer, inner) = slabs.split_at(number);
        let Some(edge) = outer.last().and_then(|oriented_box| oriented_box.first()) else {
            break;
        };
        lines += outer.last().map_or(0, |oriented_box| oriented_box.len());
        if lines > MARGIN_LINES {
            break;
        }
        let mut column: Vec<&Piece> = inner
            .iter()
            .flat_map(|oriented_box| oriented_box.iter())
            .filter(|piece| (piece.left < at) == (edge.left < at))
            .collect();
        column.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
        if column.len() < 3 {
            break;
        }
        let apart = |a: &Piece, b: &Piece| (a.top - b.bottom).max(b.top - a.bottom);
        let widest = column
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(apart(a, b)),
                _ => None,
            })
            .fold(0.0, f32::max);
        let nearest = column
            .iter()
            .map(|piece| apart(piece, edge))
            .fold(f32::MAX, f32::min);
        let mut sizes: Vec<f32> = column.iter().map(|piece| piece.size()).collect();
        sizes.sort_by(f32::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
        let other_size = edge.size() < 0.84 * size || edge.size() > 1.2 * size;
        let far = nearest > 1.3 * widest + 0.3 * edge.height();
        if (other_size && nearest > 0.9 * widest) || far {
            best = number;
        }
    }
    best
}

/// Whether most lines on the shorter side have a line at the same height on the other side.
fn paired(left: &[Piece], right: &[Piece]) -> bool {
    let (few, many) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    let paired = few
        .iter()
        .filter(|piece| {
            many.iter().any(|other| {
                (piece.middle() - other.middle()).abs() < 0.4 * piece.height().min(other.height())
            })
        })
        .count();
    paired * 10 >= few.len() * 7
}

/// Whether most lines are long and fill their column: running text rather than table cells.
fn running(pieces: &[Piece]) -> bool {
    let width = pieces
        .iter()
        .map(|piece| piece.right)
        .fold(f32::MIN, f32::max)
        - pieces
            .iter()
            .map(|piece| piece.left)
            .fold(f32::MAX, f32::min);
    let full = pieces
        .iter()
        .filter(|piece| piece.width() >= 0.8 * width && piece.width() >= 7.0 * piece.height())
        .count();
    pieces.len() >= 3 && full * 2 >= pieces.len()
}

/// Row by row, each row from left to right.
fn rows(mut pieces: Vec<Piece>, sorted: &mut Vec<Piece>) {
    pieces.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    let mut row: Vec<Piece> = Vec::new();
    for piece in pieces {
        let same = row.last().is_none_or(|last| {
            piece.middle() - last.middle() < 0.5 * piece.height().min(last.height())
        });
        if !same {
            row.sort_by(|a, b| a.left.total_cmp(&b.left));
            sorted.append(&mut row);
        }
        row.push(piece);
    }
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    sorted.append(&mut row);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str, left: f32, top: f32, width: f32, height: f32) -> Line {
        let (right, bottom) = (left + width, top + height);
        Line {
            text: text.into(),
            confidence: 1.0,
            quad: [(left, top), (right, top), (right, bottom), (left, bottom)]
                .map(|(x, y)| Point::new(x, y)),
            direction: Direction::Along,
            font_size: height,
            centres: Vec::new(),
        }
    }

    fn texts(lines: Vec<Line>) -> String {
        let texts: Vec<String> = sort(lines).into_iter().map(|line| line.text).collect();
        texts.join(" ")
    }

    #[test]
    fn two_columns_of_a_leaflet_are_read_one_after_the_other() {
        let mut lines = vec![
            line("title", 50.0, 0.0, 500.0, 60.0),
            line("foot", 40.0, 400.0, 520.0, 20.0),
        ];
        for row in 0..4 {
            let y = 100.0 + row as f32 * 34.0;
            lines.push(line(&format!("right{row}"), 330.0, y, 240.0, 24.0));
            lines.push(line(
                &format!("left{row}"),
                40.0,
                y + 1.0,
                if row == 3 { 90.0 } else { 240.0 },
                24.0,
            ));
        }
        assert_eq!(
            texts(lines),
            "title left0 left1 left2 left3 right0 right1 right2 right3 foot"
        );
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let mut lines = vec![line("title", 0.0, 0.0, 400.0, 50.0)];
        for row in 0..3 {
            let y = 100.0 + row as f32 * 50.0;
            for (column, width) in [70.0, 110.0, 60.0].into_iter().enumerate() {
                lines.push(line(
                    &format!("{row}.{column}"),
                    column as f32 * 160.0,
                    y,
                    width,
                    24.0,
                ));
            }
        }
        lines.reverse();
        assert_eq!(texts(lines), "title 0.0 0.1 0.2 1.0 1.1 1.2 2.0 2.1 2.2");
    }

    #[test]
    fn small_print_beside_a_large_figure_is_read_in_one_row_with_it() {
        let lines = vec![
            line("above", 40.0, 0.0, 300.0, 60.0),
            line("7", 136.0, 119.0, 222.0, 369.0),
            line("名", 358.0, 380.0, 86.0, 92.0),
            line("第", 43.0, 376.0, 93.0, 100.0),
            line("below", 40.0, 500.0, 300.0, 60.0),
        ];
        assert_eq!(texts(lines), "above 第 7 名 below");
    }

    #[test]
    fn a_page_that_is_upside_down_is_read_from_its_own_top() {
        let turned = |text: &str, left: f32, top: f32| {
            let mut line = line(text, left, top, 120.0, 20.0);
            let [a, b, c, d] = line.quad;
            line.quad = [c, d, a, b];
            line
        };
        let lines = vec![
            turned("left2", 600.0, 0.0),
            turned("right1", 0.0, 40.0),
            turned("left1", 600.0, 40.0),
            turned("right2", 0.0, 0.0),
        ];
        assert_eq!(texts(lines), "left1 right1 left2 right2");
    }

    #[test]
    fn columns_of_a_page_on_its_side_are_read_from_its_own_right() {
        // On a page rotated clockwise columns run to the left, and the first one is the lowest.
        let turned = |text: &str, top: f32| {
            let mut line = line(text, 0.0, top, 300.0, 30.0);
            let [_, b, c, d] = line.quad;
            line.quad = [c, d, line.quad[0], b];
            line.direction = Direction::Column;
            line
        };
        let lines = vec![
            turned("second", 50.0),
            turned("third", 0.0),
            turned("first", 100.0),
        ];
        assert_eq!(texts(lines), "first second third");
    }

    #[test]
    fn vertical_columns_are_read_from_the_right() {
        let mut lines: Vec<Line> = ["third", "second", "first"]
            .into_iter()
            .enumerate()
            .map(|(number, text)| Line {
                direction: Direction::Column,
                ..line(text, number as f32 * 50.0, 0.0, 30.0, 300.0)
            })
            .collect();
        lines.push(line("below", 0.0, 330.0, 140.0, 20.0));
        assert_eq!(texts(lines), "first second third below");
    }

    #[test]
    fn a_page_turned_by_a_quarter_is_read_as_it_stands() {
        // On a page rotated clockwise the first line is the rightmost.
        let turned = |text: &str, left: f32| Line {
            direction: Direction::TurnedRight,
            quad: [
                (left + 20.0, 0.0),
                (left + 20.0, 200.0),
                (left, 200.0),
                (left, 0.0),
            ]
            .map(|(x, y)| Point::new(x, y)),
            ..line(text, 0.0, 0.0, 1.0, 1.0)
        };
        assert_eq!(
            texts(vec![
                turned("two", 50.0),
                turned("one", 100.0),
                turned("three", 0.0)
            ]),
            "one two three"
        );
    }

    #[test]
    fn rows_of_a_slanted_page_stay_together() {
        let slanted = |text: &str, left: f32, top: f32| {
            let mut line = line(text, left, top, 120.0, 20.0);
            line.quad = line
                .quad
                .map(|point| Point::new(point.x, point.y + point.x * 0.06));
            line
        };
        let lines = vec![
            slanted("right2", 600.0, 30.0),
            slanted("left2", 0.0, 30.0),
            slanted("right1", 600.0, 0.0),
            slanted("left1", 0.0, 0.0),
        ];
        assert_eq!(texts(lines), "left1 right1 left2 right2");
    }

    #[test]
    fn a_head_and_a_foot_no_wider_than_a_column_belong_to_neither_column() {
        let mut lines = vec![
            line("foot", 40.0, 260.0, 240.0, 16.0),
            line("head", 330.0, 40.0, 200.0, 40.0),
        ];
        for row in 0..4 {
            let y = 100.0 + row as f32 * 34.0;
            lines.push(line(&format!("right{row}"), 330.0, y, 240.0, 24.0));
            lines.push(line(&format!("left{row}"), 40.0, y + 1.0, 240.0, 24.0));
        }
        assert_eq!(
            texts(lines),
            "head left0 left1 left2 left3 right0 right1 right2 right3 foot"
        );
    }

    #[test]
    fn a_column_that_is_longer_than_its_neighbour_is_read_to_its_end() {
        let mut lines = Vec::new();
        for row in 0..7 {
            let y = 100.0 + row as f32 * 34.0;
            lines.push(line(&format!("left{row}"), 40.0, y + 1.0, 240.0, 24.0));
            if row < 4 {
                lines.push(line(&format!("right{row}"), 330.0, y, 240.0, 24.0));
            }
        }
        assert_eq!(
            texts(lines),
            "left0 left1 left2 left3 left4 left5 left6 right0 right1 right2 right3"
        );
    }

    #[test]
    fn a_headline_a_table_and_a_foot_are_read_from_top_to_bottom() {
        let mut lines = vec![
            line("foot", 0.0, 300.0, 150.0, 18.0),
            line("headline", 0.0, 0.0, 200.0, 60.0),
        ];
        for row in 0..4 {
            let y = 100.0 + row as f32 * 45.0;
            lines.push(line(&format!("{row}.1"), 260.0, y, 70.0, 24.0));
            lines.push(line(&format!("{row}.0"), 0.0, y, 110.0, 24.0));
        }
        assert_eq!(
            texts(lines),
            "headline 0.0 0.1 1.0 1.1 2.0 2.1 3.0 3.1 foot"
        );
    }

    #[test]
    fn a_staircase_of_many_lines_is_sorted_without_going_deep() {
        let lines: Vec<Line> = (0..2000)
            .map(|step| {
                let step = step as f32;
                line("step", step * step, step * 10.0, 20.0, 24.0)
            })
            .collect();
        assert_eq!(sort(lines).len(), 2000);
    }

    fn any_place() -> impl Strategy<Value = f32> {
        prop_oneof![
            8 => -50.0..2000.0_f32,
            2 => (0..40_u8).prop_map(|step| f32::from(step) * 25.0),
            1 => prop::num::f32::ANY,
        ]
    }

    fn any_line() -> impl Strategy<Value = Line> {
        let quad = prop_oneof![
            (any_place(), any_place(), any_place(), any_place())
                .prop_map(|(left, top, width, height)| line("", left, top, width, height).quad),
            prop::array::uniform4((any_place(), any_place()).prop_map(|(x, y)| Point::new(x, y))),
        ];
        let direction = prop_oneof![
            4 => Just(Direction::Along),
            1 => Just(Direction::Column),
            1 => Just(Direction::TurnedLeft),
            1 => Just(Direction::TurnedRight),
        ];
        (quad, direction, any_place()).prop_map(|(quad, direction, font_size)| Line {
            quad,
            direction,
            font_size,
            ..line("", 0.0, 0.0, 1.0, 1.0)
        })
    }

    proptest! {
        #[test]
        fn sorting_keeps_every_line_once_wherever_it_stands(
            mut lines in prop::collection::vec(any_line(), 0..80),
        ) {
            for (number, line) in lines.iter_mut().enumerate() {
                line.text = format!("line {number}");
            }
            let mut numbers: Vec<usize> = sort(lines.clone())
                .iter()
                .map(|line| line.text.trim_start_matches("line ").parse().unwrap())
                .collect();
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (0..lines.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_sorted_into_nothing() {
        assert!(sort(Vec::new()).is_empty());
    }
}
