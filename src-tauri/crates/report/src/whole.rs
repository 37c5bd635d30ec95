//! Renders a complete report at once, with blocks numbered as [`LiveReport`] numbers them.

use crate::live::{Block, LiveReport};

/// The blocks of `markdown`, and whether the view of it is truncated.
pub(crate) fn blocks(markdown: &str) -> (Vec<Block>, bool) {
    let mut report = LiveReport::new();
    report.set_text(0, markdown);
    let blocks = report.finish().map_or_else(Vec::new, |patch| patch.blocks);
    (blocks, report.is_cut())
}
