//! The four kinds of work on hostile bytes, as jobs of a confined child process (`worker`).
//!
//! Each module is one job: its order, its answer, what it says meanwhile, and its limits. What a job answers is foreign to whoever
//! asked, and is checked there. Tauri, the types that cross to the window and the records stay out.

pub mod draw;
pub mod ocr;
pub mod prepare;
pub mod unpack;

use worker::{Entry, entry};

/// All of them, for [`worker::serve`].
pub const ALL: [Entry; 4] = [
    entry::<draw::Draw>(),
    entry::<ocr::Read>(),
    entry::<prepare::Prepare>(),
    entry::<unpack::Unpack>(),
];
