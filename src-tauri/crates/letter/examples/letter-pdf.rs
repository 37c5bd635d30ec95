//! Writes a letter with thirty findings and a picture as PDF, to look at and to measure.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "an example"
)]

#[path = "../tests/pdf/sample.rs"]
mod sample;

use std::sync::Arc;
use std::{env, fs, time::Instant};

use letter::document::Block;
use letter::pdf::{FontFile, Fonts, write};

/// usage: letter-pdf OUTPUT FONT:INDEX ...
fn main() {
    let mut arguments = env::args().skip(1);
    let output = arguments.next().unwrap();
    let files = arguments.map(|font| {
        let (path, index) = font.rsplit_once(':').unwrap();
        FontFile {
            bytes: Arc::new(fs::read(path).unwrap()),
            index: index.parse().unwrap(),
        }
    });
    let fonts = Fonts {
        files: files.collect(),
    };
    let mut document = sample::letter(30);
    document.warning = "演示：以下内容由演示服务生成，不是真实的审查意见。".to_owned();
    let photo = sample::photo(4000, 3000);
    println!("picture: {} bytes", photo.bytes.len());
    document.blocks.push(Block::Picture(photo));
    for round in 1..=2 {
        let started = Instant::now();
        let pdf = write(&document, &fonts).unwrap();
        println!(
            "round {round}: {} bytes, {:.2?}",
            pdf.len(),
            started.elapsed()
        );
        fs::write(&output, pdf).unwrap();
    }
}
