//! What the service answers, turned into what people read: Markdown, while it
//! streams in, as HTML blocks that are safe to put into the window.
//!
//! The room exists because an answer is both untrusted and unfinished. Everything
//! that makes it readable and harmless happens here, once a block; the window only
//! places blocks. Network, files, Tauri and the wording of controls stay out.
//!
//! Order of work, one direction:
//! text → (an enclosing fence is taken off) → blocks → HTML → allow-list → [`Patch`].

mod address;
mod blocks;
mod enclosure;
mod html;
mod live;
mod marks;
mod sanitise;

pub use live::{Block, LiveReport, MAX_BLOCKS, MAX_VIEW_BYTES, Patch, SMALL_TAIL_BYTES, Work};
