//! Ground truth: text and positions on a poster.

use serde::{Deserialize, Serialize};

/// A line of a poster.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Truth {
    pub(crate) text: String,
    /// Font size in pixels.
    pub(crate) size: f32,
    /// Direction: `along`, `right`, `left` or `column`.
    pub(crate) way: String,
    /// Its corners, in order.
    pub(crate) quad: [[f32; 2]; 4],
}

/// A line as the HTML page reports it: left, top, right, bottom.
#[derive(Deserialize)]
pub(crate) struct Boxed {
    text: String,
    size: f32,
    way: String,
    #[serde(rename = "box")]
    sides: [f32; 4],
}

impl From<Boxed> for Truth {
    fn from(line: Boxed) -> Self {
        let [left, top, right, bottom] = line.sides;
        Self {
            text: line.text,
            size: line.size,
            way: line.way,
            quad: [[left, top], [right, top], [right, bottom], [left, bottom]],
        }
    }
}

impl Truth {
    /// Whether a point lies in the line.
    pub(crate) fn holds(&self, [x, y]: [f32; 2]) -> bool {
        let [a, b, c, d] = self.quad;
        [(a, b), (b, c), (c, d), (d, a)]
            .iter()
            .all(|([x0, y0], [x1, y1])| (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0.0)
    }
}
