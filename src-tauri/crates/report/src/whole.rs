//! A report that is complete: all its blocks at once, numbered as [`LiveReport`] numbers them.

use crate::live::{Block, LiveReport};

/// The blocks of `markdown`, and whether it goes on beyond what is rendered.
pub(crate) fn blocks(markdown: &str) -> (Vec<Block>, bool) {
    let mut report = LiveReport::new();
    report.set_text(0, markdown);
    let blocks = report.finish().map_or_else(Vec::new, |patch| patch.blocks);
    (blocks, report.is_cut())
}
