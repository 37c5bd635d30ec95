//! Pictures of many kinds made to fit into 5 MB, by ours and by others.
//!
//! `fitting make FOLDER` makes ten of them (Chromium, fonts and photographs from Debian);
//! `fitting compare FOLDER PATH-OF-PREPARE ROUNDS` has `intake`'s example `prepare`, ImageMagick, libvips and Pillow fit each in
//! turn, and prints what it took and what is left of the picture. What is sent and why is `intake`'s business alone.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

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
