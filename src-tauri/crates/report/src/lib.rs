//! What the service answers, turned into what people read: Markdown, while it
//! streams in, as HTML blocks that are safe to put into the window.
//!
//! The room exists because an answer is both untrusted and unfinished. Everything
//! that makes it readable and harmless happens here, once a block; the window only
//! places blocks. Network, files, Tauri and the wording of controls stay out.
//!
//! Order of work, one direction:
//! text → (an enclosing fence is taken off) → blocks → HTML → allow-list → [`Patch`].
//!
//! The chart that comes with some answers is drawn by [`flowchart`], in a confined child process.
//!
//! Of a report that is complete, [`compare`] tells what changed since the one before, [`page`] makes one file to keep,
//! and [`plain`] lists the headings. A [`register`] lists runs for a spreadsheet.
//! [`xml`] bounds what a parser of XML may be given.

mod address;
mod blocks;
pub mod compare;
mod enclosure;
pub mod flowchart;
mod html;
mod live;
mod marks;
mod markup;
pub mod page;
pub mod plain;
pub mod register;
mod sanitise;
mod severity;
mod whole;
pub mod xml;

pub use live::{Block, LiveReport, MAX_BLOCKS, MAX_VIEW_BYTES, Patch, SMALL_TAIL_BYTES, Work};
