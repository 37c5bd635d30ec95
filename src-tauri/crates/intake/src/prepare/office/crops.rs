//! Cropped pictures: only the visible rectangle is sent, not the part cut off in the document.

use roxmltree::Node;

use super::xml::{attribute, child};
use crate::prepare::plan::Region;

/// Parts of a picture's width or height in which crops are given.
const WHOLE: i64 = 100_000;

/// What is cut off at each side, in hundred-thousandths of the picture's width or height. Never negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Crop {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

impl Crop {
    /// The crop of a picture in DrawingML, by its `blip`.
    pub(super) fn of_blip(blip: Node<'_, '_>) -> Self {
        let Some(fill) = blip.parent() else {
            return Self::default();
        };
        let source = child(fill, "srcRect").map(sides).unwrap_or_default();
        // Negative sides let the picture stick out of its frame, which cuts it off.
        let frame = child(fill, "stretch").and_then(|stretch| child(stretch, "fillRect"));
        let frame = frame.map(sides).unwrap_or_default();
        let [left, top, right, bottom] = source.map(|side| side.clamp(0, WHOLE));
        let out = frame.map(|side| side.clamp(-100 * WHOLE, 0).saturating_neg());
        let [out_left, out_top, out_right, out_bottom] = out;
        let (left, right) = beyond((left, right), (out_left, out_right));
        let (top, bottom) = beyond((top, bottom), (out_top, out_bottom));
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// The crop of a picture in VML, by its `imagedata`.
    pub(super) fn of_image_data(node: Node<'_, '_>) -> Self {
        let side = |name| attribute(node, name).map_or(0, vml_side).clamp(0, WHOLE);
        Self {
            left: side("cropleft"),
            top: side("croptop"),
            right: side("cropright"),
            bottom: side("cropbottom"),
        }
    }

    /// Whether anything is cut off.
    pub(super) fn cuts(self) -> bool {
        self != Self::default()
    }

    /// The visible region of a picture of this size; `None` if nothing is visible.
    pub(super) fn region(self, (width, height): (u32, u32)) -> Option<Region> {
        let (x, width) = span(width, self.left, self.right)?;
        let (y, height) = span(height, self.top, self.bottom)?;
        Some(Region {
            x,
            y,
            width,
            height,
        })
    }
}

/// Adds to a crop what sticks out of a frame by parts of the frame.
fn beyond((before, after): (i64, i64), (out_before, out_after): (i64, i64)) -> (i64, i64) {
    let shown = WHOLE.saturating_sub(before).saturating_sub(after).max(0);
    let whole = WHOLE.saturating_add(out_before).saturating_add(out_after);
    let share = |out: i64| shown.saturating_mul(out) / whole.max(1);
    (before + share(out_before), after + share(out_after))
}

/// Pixels cropped to the visible part: whole pixels, rounded outwards.
fn span(pixels: u32, before: i64, after: i64) -> Option<(u32, u32)> {
    let first = i64::from(pixels) * before / WHOLE;
    let last = (i64::from(pixels) * (WHOLE - after) + WHOLE - 1) / WHOLE;
    let length = last.checked_sub(first).filter(|length| *length > 0)?;
    Some((u32::try_from(first).ok()?, u32::try_from(length).ok()?))
}

/// Left, top, right and bottom of a rectangle.
fn sides(node: Node<'_, '_>) -> [i64; 4] {
    ["l", "t", "r", "b"].map(|name| attribute(node, name).map_or(0, side))
}

/// Hundred-thousandths, or a percentage with its sign.
fn side(text: &str) -> i64 {
    let text = text.trim();
    match text.strip_suffix('%') {
        Some(percent) => parts(percent, 1_000.0),
        None => text.parse().unwrap_or(0),
    }
}

/// A fraction of 65,536 that ends in "f", a percentage, or a number up to 1.
fn vml_side(text: &str) -> i64 {
    let text = text.trim();
    if let Some(fraction) = text.strip_suffix('f') {
        return parts(fraction, 100_000.0 / 65_536.0);
    }
    match text.strip_suffix('%') {
        Some(percent) => parts(percent, 1_000.0),
        None => parts(text, 100_000.0),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a crop beyond the picture is clamped anyway"
)]
fn parts(number: &str, unit: f64) -> i64 {
    let number: f64 = number.parse().unwrap_or(0.0);
    (number * unit).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crop(fill: &str) -> Crop {
        let xml = format!("<fill><blip/>{fill}</fill>");
        let document = roxmltree::Document::parse(&xml).unwrap();
        Crop::of_blip(child(document.root_element(), "blip").unwrap())
    }

    fn region(fill: &str) -> Option<[u32; 4]> {
        let region = crop(fill).region((200, 100))?;
        Some([region.x, region.y, region.width, region.height])
    }

    #[test]
    fn what_is_visible_is_cut_out() {
        assert_eq!(
            region("<srcRect l='25000' b='50000'/>"),
            Some([50, 0, 150, 50])
        );
        assert_eq!(region("<srcRect t='10%'/>"), Some([0, 10, 200, 90]));
        assert!(!crop("<srcRect/>").cuts());
        // Space around the picture instead of a cut.
        assert!(!crop("<srcRect l='-20000'/>").cuts());
        assert_eq!(region("<srcRect l='60000' r='60000'/>"), None);
        // The picture is twice as wide as its frame.
        let wide = "<stretch><fillRect l='-100000'/></stretch>";
        assert_eq!(region(wide), Some([100, 0, 100, 100]));
    }

    #[test]
    fn older_crops_are_fractions() {
        assert_eq!(vml_side("32768f"), 50_000);
        assert_eq!(vml_side(".25"), 25_000);
        assert_eq!(vml_side("x"), 0);
    }
}
