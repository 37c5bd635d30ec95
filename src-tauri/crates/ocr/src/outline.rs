//! The smallest rectangle around a component, at any angle.

use crate::{
    blobs::Blob,
    quad::{OrientedBox, Point},
};

/// Corners of the component's convex hull, in order.
fn hull(blob: &Blob) -> Vec<Point> {
    // Rows are in order, so one sweep from top to bottom gives each side of the hull.
    let mut left: Vec<Point> = Vec::new();
    let mut right: Vec<Point> = Vec::new();
    for (y, &(start, end)) in (blob.top..)
        .zip(&blob.rows)
        .filter(|(_, (start, end))| start < end)
    {
        for y in [y as f32, (y + 1) as f32] {
            sweep(&mut left, Point::new(start as f32, y), 1.0);
            sweep(&mut right, Point::new(end as f32, y), -1.0);
        }
    }
    left.reverse();
    right.extend(left);
    right
}

/// Adds a point to one side of the hull and removes points at which that side is no longer convex.
fn sweep(side: &mut Vec<Point>, point: Point, sense: f32) {
    while let [.., before, last] = side.as_slice() {
        let turn =
            (last.x - before.x) * (point.y - before.y) - (last.y - before.y) * (point.x - before.x);
        if turn * sense < 0.0 {
            break;
        }
        side.pop();
    }
    side.push(point);
}

/// The smallest rectangle around a component, oriented as an upright line; `None` for a component without rows.
pub(crate) fn smallest(blob: &Blob) -> Option<OrientedBox> {
    let hull = hull(blob);
    let next = hull.iter().cycle().skip(1);
    let mut best: Option<(f32, OrientedBox)> = None;
    for (from, to) in hull.iter().zip(next) {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let edge = dx.hypot(dy);
        if edge == 0.0 {
            continue;
        }
        let along = Point::new(dx / edge, dy / edge);
        let across = along.turned();
        let mut bounds = [f32::MAX, f32::MIN, f32::MAX, f32::MIN];
        for corner in &hull {
            let (u, v) = (corner.dot(along), corner.dot(across));
            bounds = [
                bounds[0].min(u),
                bounds[1].max(u),
                bounds[2].min(v),
                bounds[3].max(v),
            ];
        }
        let [left, right, top, bottom] = bounds;
        let (length, thickness) = (right - left, bottom - top);
        if best.is_none_or(|(area, _)| length * thickness < area) {
            let centre = along
                .times((left + right) / 2.0)
                .plus(across.times((top + bottom) / 2.0));
            let oriented_box = OrientedBox {
                centre,
                along,
                length,
                thickness,
            };
            best = Some((length * thickness, oriented_box));
        }
    }
    best.map(|(_, oriented_box)| oriented_box.upright())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(top: usize, rows: &[(u32, u32)]) -> Blob {
        Blob {
            top,
            rows: rows.to_vec(),
            ..Blob::default()
        }
    }

    #[test]
    fn a_bar_is_its_own_rectangle() {
        let oriented_box = smallest(&blob(3, &[(2, 12), (2, 12)])).unwrap();
        assert_eq!(oriented_box.centre, Point::new(7.0, 4.0));
        assert_eq!((oriented_box.length, oriented_box.thickness), (10.0, 2.0));
        assert_eq!(oriented_box.along, Point::new(1.0, 0.0));
    }

    #[test]
    fn a_slanted_bar_has_a_slanted_rectangle() {
        let rows: Vec<(u32, u32)> = (0..40).map(|y| (y * 10, y * 10 + 60)).collect();
        let oriented_box = smallest(&blob(0, &rows)).unwrap();
        assert!(
            (oriented_box.along.y / oriented_box.along.x - 0.1).abs() < 0.01,
            "{oriented_box:?}"
        );
        assert!(
            oriented_box.length > 440.0 && oriented_box.thickness < 10.0,
            "{oriented_box:?}"
        );
    }

    #[test]
    fn a_spot_without_rows_has_none() {
        assert!(smallest(&blob(0, &[])).is_none());
    }
}
