//! Turns files that a user brings into pictures that the service accepts.
//!
//! A dropped path and the bytes behind it are both untrusted. A file name proves nothing, a file may be a pipe that never
//! ends, a picture or an archive of ten kilobytes may decompress to gigabytes, and a document is a program for its renderer.
//! Every [`Picture`] that this crate returns is complete and within the limits of the service contract; everything else is a
//! [`Refusal`], which the user interface words. This crate does not send, store or display pictures, and contains no
//! user-facing text.

mod archive;
mod encoding;
mod file;
mod jpeg;
mod jpeg_pixels;
mod location;
mod outline;
mod picture;
mod pixels;
mod png;
mod prepare;
mod preview;
mod recognise;
mod refusal;
mod table;
mod zip;

pub use file::copy_file;
pub use picture::{Format, Limits, Picture, read_bytes};
pub use pixels::png_of_rgba;
pub use prepare::{
    Encoder, Fonts, LeftOut, MAX_FILE_BYTES, MAX_PARTS, MAX_PIXELS, MAX_TEXT_CHARS, Note, PageKind,
    PartPlan, Plan, Prepared, Reason, Region, Shown, Source, Stage, embedded_jpeg, prepare, shown,
};
pub use preview::{Preview, THUMBNAIL_SIDE};
pub use recognise::Content;
pub use refusal::{Damage, Refusal, Unreadable};
pub use table::{
    MAX_TABLE_BYTES, MAX_TABLE_COLUMNS, MAX_TABLE_ROWS, MAX_TABLE_TEXT, Table, TableRefusal,
    TableRow, read_table,
};
pub use zip::{MAX_DEPTH, MAX_FILES, MAX_UNPACKED_BYTES, Unzipped, Zipped, unzip};
