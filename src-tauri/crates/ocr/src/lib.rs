//! Offline OCR: takes pixels, returns lines of text with their positions.
//!
//! Most of what compliance staff are given is images. A quote in an answer, a rule of the offline check or a search hit can
//! only point to a place in an image if its text is known. Two small neural networks (PP-OCR), run by `rten` in pure Rust,
//! do the work: one detects lines ([`Progress::Found`]), one recognises their text.
//!
//! Images come from outside and are untrusted. However large or crowded an image is, time and memory are bounded (tiles,
//! [`Limits`]), and [`Cancel`] stops within milliseconds. The caller decodes files, lowers the priority and provides the
//! separate process; what the text means is not this crate's concern.

mod blobs;
mod crop;
mod detect;
mod error;
mod finder;
mod grid;
mod inference;
mod ink;
mod join;
mod large;
mod line;
mod models;
mod nested;
mod order;
mod outline;
mod picture;
mod quad;
mod reader;
mod recognise;
mod resize;
mod shared;
mod size;
mod thousands;
mod turn;
mod view;

pub use error::{Error, ModelError};
pub use finder::Finder;
pub use inference::Cancel;
pub use line::{Direction, Limits, Line, Page, Progress};
pub use models::Models;
pub use picture::{MAX_PIXELS, Picture};
pub use quad::{Point, Quad};
pub use reader::Reader;
pub use turn::Turn;
