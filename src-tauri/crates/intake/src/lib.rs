//! What a person brings, turned into what the service accepts.
//!
//! The room exists because a dropped path and the bytes behind it are both untrusted: a name says
//! nothing, a file may be a pipe that never ends, a picture or an archive of ten kilobytes may
//! unpack to gigabytes, and a document is a program for whoever draws it. Whatever leaves this room
//! as a [`Picture`] is whole and within the contract's limits; everything else is a [`Refusal`] that
//! the window can put into words. Sending, keeping and showing pictures stay out, and so does every
//! sentence.

mod archive;
mod encoding;
mod file;
mod jpeg;
mod location;
mod outline;
mod picture;
mod pixels;
mod png;
mod prepare;
mod preview;
mod recognise;
mod refusal;
mod zip;

pub use file::copy_file;
pub use picture::{Format, Limits, Picture, read_bytes};
pub use pixels::png_of_rgba;
pub use prepare::{
    Encoder, Fonts, LeftOut, MAX_FILE_BYTES, MAX_PARTS, MAX_PIXELS, MAX_TEXT_CHARS, Note, PageKind,
    PartPlan, Plan, Prepared, Reason, Region, Shown, Source, Stage, prepare, shown,
};
pub use preview::{Preview, THUMBNAIL_SIDE};
pub use recognise::Content;
pub use refusal::{Damage, Refusal, Unreadable};
pub use zip::{MAX_DEPTH, MAX_FILES, MAX_UNPACKED_BYTES, Unzipped, Zipped, unzip};
