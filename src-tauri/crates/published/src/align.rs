//! The small shift that remains between two windows.

use crate::blocks::vertex;
use crate::plane::Plane;

/// Windows are searched this far, in grid pixels.
const REACH: i32 = 3;
/// Differences count up to this: an altered place must not pull the rest along.
const LIMIT: u8 = 40;

/// How far `published` must be read off its place to match `approved` best, to a fraction of a pixel. An axis is `None` if
/// the windows have too little in common, or nothing that tells a position along it.
pub(crate) fn shift(approved: &Plane, published: &Plane) -> (Option<f64>, Option<f64>) {
    let cost = |dx: i32, dy: i32| cost(approved, published, dx, dy);
    let start = cost(0, 0);
    let mut best = (start, 0, 0);
    let beside = [cost(-1, 0), cost(1, 0), cost(0, -1), cost(0, 1)];
    if beside.iter().any(|c| *c < start) {
        for dy in -REACH..=REACH {
            for dx in -REACH..=REACH {
                let found = cost(dx, dy);
                if found < best.0 {
                    best = (found, dx, dy);
                }
            }
        }
    }
    let (least, dx, dy) = best;
    let on_edge = dx.abs() == REACH || dy.abs() == REACH;
    if on_edge || least > start * 0.98 && (dx, dy) != (0, 0) {
        return (None, None);
    }
    let part = |at: i32, before: f64, after: f64| {
        let tells = before.max(after) - least > least * 0.1 + 0.5;
        tells.then(|| f64::from(at) + vertex(before, least, after))
    };
    (
        part(dx, cost(dx - 1, dy), cost(dx + 1, dy)),
        part(dy, cost(dx, dy - 1), cost(dx, dy + 1)),
    )
}

/// Mean square of the limited differences, on every second row.
fn cost(a: &Plane, b: &Plane, dx: i32, dy: i32) -> f64 {
    let edge = REACH as usize + 1;
    let (width, height) = (a.width.min(b.width), a.height.min(b.height));
    if width <= 2 * edge || height <= 2 * edge {
        return 0.0;
    }
    let moved = |position: usize, by: i32| position.saturating_add_signed(by as isize);
    let inner = width - 2 * edge;
    let (mut sum, mut count) = (0_u64, 0_u64);
    for y in (edge..height - edge).step_by(2) {
        let row_a = a.row(y).get(edge..edge + inner).unwrap_or_default();
        let from = moved(edge, dx);
        let row_b = b
            .row(moved(y, dy))
            .get(from..from + inner)
            .unwrap_or_default();
        let row: u32 = row_a
            .iter()
            .zip(row_b)
            .map(|(a, b)| {
                let difference = u32::from(a.abs_diff(*b).min(LIMIT));
                difference * difference
            })
            .sum();
        sum += u64::from(row);
        count += inner as u64;
    }
    sum as f64 / count.max(1) as f64
}
