//! Compares a published picture with the approved one (上线比对): the same picture, a copy of it, or an altered one.
//!
//! Material changes on its way to the public: an app compresses and scales it, a phone's screenshot frames it, and somebody
//! may change a rate or drop the small print. [`compare`] finds the approved picture in the published one, compares the two
//! pixel by pixel and word by word, and says what differs. It computes on decoded pictures and on lines that OCR has found;
//! it reads no files and no clock. The same input always gives the same result.
//!
//! Steps: find the approved picture (`registration`: whole on whole, else corners and lines that vote for a mapping) →
//! sample both on a common grid at the resolution of the coarser picture (`grid`) → measure what copying changes: position, tone,
//! sharpness, noise (`calibration`) → find differences beyond that (`difference`, `regions`) → compare words (`words`), which
//! the regions confirm or not → the verdict.
//!
//! Time grows with the number of pixels: about half a second of processor time for two pictures of 12 megapixels, 2.5 seconds
//! to find a screenshot in a page of 32 megapixels. Besides the pictures themselves it takes less than 100 MB at
//! [`MAX_PIXELS`].

mod align;
mod blocks;
mod calibration;
mod cells;
mod comparison;
mod difference;
mod features;
mod grid;
mod mapping;
mod matching;
mod pairing;
mod plane;
mod regions;
mod registration;
mod side;
mod tokens;
mod tone;
mod verdict;
mod words;

pub use comparison::{
    Comparison, Evidence, Note, Outcome, Rect, Region, RegionKind, Registration, WordChange,
    WordKind,
};
pub use regions::MAX_REGIONS;
pub use side::{Error, Line, MAX_PIXELS, Pixels, Point, Side};
pub use verdict::compare;
pub use words::{MAX_LINES, MAX_WORDS};
