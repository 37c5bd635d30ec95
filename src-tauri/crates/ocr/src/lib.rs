//! Text in pictures: pixels in, lines out, without a network.
//!
//! The room exists because most of what compliance staff are given is a picture, and a quote in an answer, a rule of the
//! offline check or a search can only be tied to a place in it if the words in it are known. Reading is done by two small
//! neural networks (PP-OCR) that `rten` runs in pure Rust: one finds lines ([`Progress::Found`]), one reads them.
//!
//! What a picture holds is foreign: however large, however crowded, it is read in bounded time and memory (tile by tile,
//! [`Limits`]), and [`Cancel`] ends it at once. Decoding of files, lower priority and a process of its own are the caller's;
//! what the words mean stays out as well.

mod blobs;
mod crop;
mod detect;
mod error;
mod finder;
mod inference;
mod ink;
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
mod size;
mod thousands;

pub use error::{Error, ModelError};
pub use finder::Finder;
pub use inference::Cancel;
pub use line::{Direction, Limits, Line, Page, Progress};
pub use models::Models;
pub use picture::{MAX_PIXELS, Picture};
pub use quad::{Point, Quad};
pub use reader::Reader;
