//! Joins boxes that belong to one line.
//!
//! The detection model sometimes splits a line where its letters stand far apart: a large headline at its dot, a column of
//! letter-spaced characters at any of them.

use crate::quad::{OrientedBox, Point};

/// A box at least this many times as tall as wide may be a column with further parts above or below it.
const COLUMN: f32 = 2.2;
/// Maximum gap between the parts of a column, relative to its width.
const COLUMN_GAP: f32 = 0.8;
/// Maximum gap between the words beside a dot, relative to their height.
const DOT_GAP: f32 = 1.2;
/// Maximum size of a dot relative to the height of the words beside it. Their boxes are half as tall again as the letters.
const DOT: f32 = 0.42;
/// Minimum overlap of the parts of a line, relative to their height.
const OVERLAP: f32 = 0.05;

/// Upright bounds of a box.
#[derive(Clone, Copy)]
struct Bounds {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Bounds {
    fn of(oriented_box: &OrientedBox) -> Self {
        let quad = oriented_box.quad();
        let least = |of: fn(&Point) -> f32| quad.iter().map(of).fold(f32::MAX, f32::min);
        let most = |of: fn(&Point) -> f32| quad.iter().map(of).fold(f32::MIN, f32::max);
        Self {
            left: least(|point| point.x),
            right: most(|point| point.x),
            top: least(|point| point.y),
            bottom: most(|point| point.y),
        }
    }
}

/// The boxes, with those that are parts of one line joined.
pub(crate) fn joined(boxes: Vec<OrientedBox>) -> Vec<OrientedBox> {
    dots(parts(
        parts(boxes, |box_| Bounds::of(box_).top, is_column),
        |box_| Bounds::of(box_).left,
        is_row,
    ))
}

/// Joins each box to the first one before it, in the order of `place`, that continues in it.
fn parts(
    mut boxes: Vec<OrientedBox>,
    place: impl Fn(&OrientedBox) -> f32,
    continues: impl Fn(&OrientedBox, &OrientedBox) -> bool,
) -> Vec<OrientedBox> {
    boxes.sort_by(|a, b| place(a).total_cmp(&place(b)));
    let mut whole: Vec<OrientedBox> = Vec::with_capacity(boxes.len());
    for oriented_box in boxes {
        match whole
            .iter_mut()
            .find(|other| continues(other, &oriented_box))
        {
            Some(other) => *other = around(other, &oriented_box),
            None => whole.push(oriented_box),
        }
    }
    whole
}

/// Whether a column continues below.
fn is_column(upper: &OrientedBox, lower: &OrientedBox) -> bool {
    let (a, b) = (Bounds::of(upper), Bounds::of(lower));
    let (width, other) = (a.right - a.left, b.right - b.left);
    let wide = width.max(other);
    let tall =
        |bounds: &Bounds| (bounds.bottom - bounds.top) / (bounds.right - bounds.left).max(1.0);
    let gap = b.top - a.bottom;
    (tall(&a) >= COLUMN || tall(&b) >= COLUMN)
        && tall(&a).min(tall(&b)) > 0.75
        && wide < 1.4 * width.min(other)
        && (a.left + a.right - b.left - b.right).abs() < 0.4 * wide
        && gap < COLUMN_GAP * wide
        && gap > -wide
        && b.bottom > a.bottom
}

/// Whether two boxes at the same height overlap, as parts of one line do.
fn is_row(left: &OrientedBox, right: &OrientedBox) -> bool {
    let (gap, height) = (gap(left, right), left.thickness.max(right.thickness));
    is_same_height(left, right) && gap < -OVERLAP * height && gap > -height
}

/// Joins the words on both sides of a dot with it.
fn dots(mut boxes: Vec<OrientedBox>) -> Vec<OrientedBox> {
    let mut at = 0;
    while let Some(dot) = boxes.get(at).copied() {
        match beside(&boxes, &dot) {
            Some((left, right, line)) => {
                let mut number = 0;
                boxes.retain(|_| {
                    number += 1;
                    ![at, left, right].contains(&(number - 1))
                });
                boxes.push(line);
                // Those removed may all have stood before this place.
                at = at.saturating_sub(2);
            }
            None => at += 1,
        }
    }
    boxes
}

/// The words on both sides of a dot, and the line that they are part of.
fn beside(boxes: &[OrientedBox], dot: &OrientedBox) -> Option<(usize, usize, OrientedBox)> {
    let side = dot.length.max(dot.thickness);
    if side > 1.5 * dot.length.min(dot.thickness) {
        return None;
    }
    let words = || {
        boxes.iter().enumerate().filter(|(_, word)| {
            let from = dot.centre.plus(word.centre.times(-1.0));
            is_along(word)
                && side < DOT * word.thickness
                && from.dot(word.along.turned()).abs() < 0.2 * word.thickness
        })
    };
    let near = |word: &OrientedBox| word.thickness * DOT_GAP - side;
    let left = words().find(|(_, word)| {
        let gap = gap(word, dot);
        gap > -0.3 * word.thickness && gap < near(word) && word.centre.x < dot.centre.x
    });
    let right = words().find(|(_, word)| {
        let gap = gap(dot, word);
        gap > -0.3 * word.thickness && gap < near(word) && word.centre.x > dot.centre.x
    });
    let ((left, one), (right, other)) = left.zip(right)?;
    let between = gap(one, other);
    let is_line = is_same_height(one, other) && between < DOT_GAP * one.thickness;
    (left != right && is_line).then(|| (left, right, around(&around(one, other), dot)))
}

/// Whether a box runs along the rows of the picture, as a line of several letters does.
fn is_along(oriented_box: &OrientedBox) -> bool {
    oriented_box.length > oriented_box.thickness && oriented_box.along.x.abs() > 0.9
}

/// Whether two boxes are as tall as each other and stand at the same height.
fn is_same_height(one: &OrientedBox, other: &OrientedBox) -> bool {
    let (tall, low) = (
        one.thickness.max(other.thickness),
        one.thickness.min(other.thickness),
    );
    let from = other.centre.plus(one.centre.times(-1.0));
    is_along(one)
        && is_along(other)
        && tall < 1.35 * low
        && from.dot(one.along.turned()).abs() < 0.15 * tall
}

fn gap(left: &OrientedBox, right: &OrientedBox) -> f32 {
    Bounds::of(right).left - Bounds::of(left).right
}

/// The smallest box around two, at the angle of the longer one.
fn around(one: &OrientedBox, other: &OrientedBox) -> OrientedBox {
    let side = |oriented_box: &OrientedBox| oriented_box.length.max(oriented_box.thickness);
    let along = if side(one) >= side(other) {
        one.along
    } else {
        other.along
    };
    let across = along.turned();
    let corners = one.quad().into_iter().chain(other.quad());
    let mut bounds = [f32::MAX, f32::MIN, f32::MAX, f32::MIN];
    for corner in corners {
        let (u, v) = (corner.dot(along), corner.dot(across));
        bounds = [
            bounds[0].min(u),
            bounds[1].max(u),
            bounds[2].min(v),
            bounds[3].max(v),
        ];
    }
    let [left, right, top, bottom] = bounds;
    OrientedBox {
        centre: along
            .times((left + right) / 2.0)
            .plus(across.times((top + bottom) / 2.0)),
        along,
        length: right - left,
        thickness: bottom - top,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upright([left, top, right, bottom]: [f32; 4]) -> OrientedBox {
        OrientedBox {
            centre: Point::new((left + right) / 2.0, (top + bottom) / 2.0),
            along: Point::new(1.0, 0.0),
            length: right - left,
            thickness: bottom - top,
        }
    }

    fn bounds(boxes: &[[f32; 4]]) -> Vec<[f32; 4]> {
        let boxes = boxes.iter().copied().map(upright).collect();
        let mut joined: Vec<[f32; 4]> = joined(boxes)
            .iter()
            .map(Bounds::of)
            .map(|of| [of.left, of.top, of.right, of.bottom])
            .collect();
        joined.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        joined
    }

    #[test]
    fn the_words_beside_a_dot_become_one_line() {
        let (left, dot, right) = (
            [35.0, 43.0, 254.0, 167.0],
            [275.0, 92.0, 306.0, 119.0],
            [324.0, 42.0, 542.0, 168.0],
        );
        assert_eq!(bounds(&[right, dot, left]), [[35.0, 42.0, 542.0, 168.0]]);
        // A bullet before a line, and a dot between lines of different sizes.
        assert_eq!(bounds(&[dot, right]), [dot, right]);
        let small = [324.0, 80.0, 542.0, 130.0];
        assert_eq!(bounds(&[left, dot, small]), [left, dot, small]);
        assert_eq!(bounds(&[left, right]), [left, right]);
    }

    #[test]
    fn the_parts_of_a_column_become_one_and_its_neighbours_stay() {
        let columns = [
            [378.0, 559.0, 423.0, 608.0],
            [369.0, 581.0, 431.0, 936.0],
            [375.0, 905.0, 423.0, 1007.0],
            [487.0, 616.0, 552.0, 935.0],
        ];
        assert_eq!(
            bounds(&columns),
            [[369.0, 559.0, 431.0, 1007.0], [487.0, 616.0, 552.0, 935.0]]
        );
    }

    #[test]
    fn figures_below_each_other_are_not_a_column() {
        let figures = [
            [10.0, 0.0, 24.0, 26.0],
            [8.0, 40.0, 27.0, 66.0],
            [8.0, 80.0, 27.0, 106.0],
        ];
        assert_eq!(bounds(&figures).len(), 3);
    }
}
