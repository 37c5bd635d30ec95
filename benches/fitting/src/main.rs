//! Fits pictures of many kinds into 5 MB, with our program and others.
//!
//! - `fitting make FOLDER` generates ten pictures (Chromium, fonts and photographs from Debian)
//! - `fitting compare FOLDER PATH-OF-PREPARE ROUNDS` fits each with `intake`'s example `prepare`, ImageMagick, libvips and
//!   Pillow in turn, and prints cost and quality
//!
//! `intake` alone decides what is sent and why.
#![expect(
    clippy::print_stdout,
    reason = "a command-line program prints its results"
)]

use std::{error::Error, path::Path};

mod compare;
mod judge;
mod make;
mod programs;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", folder] => make::make(Path::new(folder)),
        ["compare", folder, prepare, rounds] => {
            compare::compare(Path::new(folder), Path::new(prepare), rounds.parse()?)
        }
        _ => Err("usage: fitting make FOLDER | compare FOLDER PATH-OF-PREPARE ROUNDS".into()),
    }
}
