//! What the service answers, turned into what people read: Markdown, while it
//! streams in, as HTML blocks that are safe to put into the window.
//!
//! The room exists because an answer is both untrusted and unfinished. Everything
//! that makes it readable and harmless happens here, once a block; the window only
//! places blocks. Network, files, Tauri, the wording of controls and the drawing of charts stay out.
//!
//! Order of work, one direction:
//! text → (an enclosing fence is taken off) → blocks → HTML → allow-list → [`Patch`].
//!
//! Of a report that is complete, [`compare`] tells what changed since the one before, [`page`] makes one file to keep,
//! and [`plain`] lists the headings. A [`register`] lists runs for a spreadsheet.

mod address;
mod blocks;
pub mod compare;
mod enclosure;
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

pub use live::{Block, LiveReport, MAX_BLOCKS, MAX_VIEW_BYTES, Patch, SMALL_TAIL_BYTES, Work};
