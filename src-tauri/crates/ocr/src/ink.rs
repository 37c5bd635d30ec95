//! Measures how tall the letters in a strip are.

use std::ops::Range;

use crate::crop::{HEIGHT, Strip};

/// Rows at the upper and lower edge of a strip that count as background.
const EDGE: usize = 3;
/// The background is estimated anew for each segment of this many columns.
const STRETCH: usize = 48;
/// Rows without ink allowed within a line, as between an i and its dot or between the strokes of 三.
const WITHIN: usize = 4;

/// Amount of ink in each row of a strip: the mean distance from the background, which the edge rows give; from 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ink([f32; HEIGHT]);

impl Ink {
    /// Measures those columns of a strip that hold letters.
    pub(crate) fn of(strip: &Strip, columns: Range<usize>) -> Self {
        Self(profile(strip, columns.start, columns.end))
    }

    /// Height of the rows with more ink than `share` of the blackest rows, relative to the strip's height. `None` if ink
    /// reaches the edge of the strip, as a border or a photograph does.
    pub(crate) fn height(&self, share: f32) -> Option<f32> {
        let mut edges: Vec<f32> = self
            .0
            .iter()
            .take(EDGE)
            .chain(self.0.iter().rev().take(EDGE))
            .copied()
            .collect();
        edges.sort_by(f32::total_cmp);
        let background = edges.iter().take(EDGE).sum::<f32>() / EDGE as f32;
        let mut blackest = self.0;
        blackest.sort_by(|a, b| b.total_cmp(a));
        // A single rule through the line must not count as a row of letters.
        let most = blackest.get(WITHIN).copied().unwrap_or(0.0);
        let least = background + share * (most - background);
        let middle = self
            .0
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map_or(0, |(y, _)| y);
        let above = reach(self.0.iter().take(middle + 1).rev(), least)?;
        let below = reach(self.0.iter().skip(middle), least)?;
        Some((above + below) / HEIGHT as f32)
    }
}

/// How far rows with more ink than `least` extend, interpolated to fractions of a row; `None` if they reach the end.
fn reach<'a>(rows: impl Iterator<Item = &'a f32>, least: f32) -> Option<f32> {
    let mut last: Option<(usize, f32)> = None;
    let mut end = None;
    for (number, &ink) in rows.enumerate() {
        match last {
            _ if ink > least => (last, end) = (Some((number, ink)), None),
            Some((at, before)) if end.is_none() => {
                end = Some(at as f32 + (before - least) / (before - ink).max(f32::MIN_POSITIVE));
            }
            Some((at, _)) if number - at > WITHIN => break,
            _ => {}
        }
    }
    end
}

fn profile(strip: &Strip, from: usize, to: usize) -> [f32; HEIGHT] {
    let mut rows = [0.0; HEIGHT];
    let plane = strip.width * HEIGHT;
    let (from, to) = (from.min(strip.width), to.min(strip.width));
    let value = |channel: usize, x: usize, y: usize| {
        let at = channel * plane + y * strip.width + x;
        strip.planes.get(at).copied().unwrap_or(0.0)
    };
    let mut start = from;
    while start < to {
        let end = (start + STRETCH).min(to);
        let mut ink = [[0.0; HEIGHT]; 3];
        for (channel, ink) in ink.iter_mut().enumerate() {
            let edge = |rows: Range<usize>| {
                let mut values: Vec<f32> = rows
                    .flat_map(|y| (start..end).map(move |x| (x, y)))
                    .map(|(x, y)| value(channel, x, y))
                    .collect();
                values.sort_by(f32::total_cmp);
                values.get(values.len() / 2).copied().unwrap_or(0.0)
            };
            let (above, below) = (edge(0..EDGE), edge(HEIGHT - EDGE..HEIGHT));
            for (y, ink) in ink.iter_mut().enumerate() {
                let part = y as f32 / (HEIGHT - 1) as f32;
                let background = above + (below - above) * part;
                *ink = (start..end)
                    .map(|x| (value(channel, x, y) - background).abs())
                    .sum::<f32>();
            }
        }
        let [blue, green, red] = ink;
        for (row, ((blue, green), red)) in rows.iter_mut().zip(blue.iter().zip(&green).zip(&red)) {
            *row += blue.max(*green).max(*red) / (to - from) as f32;
        }
        start = end;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dark bars over `rows` of a strip whose background darkens from top to bottom.
    fn strip(rows: Range<usize>) -> Strip {
        let width = 160;
        let mut plane: Vec<f32> = (0..HEIGHT)
            .flat_map(|y| vec![0.9 - y as f32 * 0.01; width])
            .collect();
        for y in rows {
            for x in (0..width).filter(|x| x % 8 < 4) {
                plane[y * width + x] = -0.9;
            }
        }
        Strip {
            width,
            length: width as f32,
            planes: plane.repeat(3),
        }
    }

    #[test]
    fn ink_is_measured_over_a_background_that_changes() {
        let ink = Ink::of(&strip(12..36), 0..160);
        for share in [0.1, 0.3] {
            assert!(
                (ink.height(share).unwrap() * HEIGHT as f32 - 24.0).abs() < 1.5,
                "{:?}",
                ink.height(share)
            );
        }
    }

    #[test]
    fn ink_that_reaches_the_edge_of_the_strip_has_no_height() {
        assert_eq!(Ink::of(&strip(12..48), 0..160).height(0.2), None);
        assert_eq!(Ink::of(&strip(0..0), 0..160).height(0.2), None);
    }
}
