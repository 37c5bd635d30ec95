//! `compare FOLDER`: prepares the pictures that `benches/reading/make.py` has made in a folder and compares what is sent, and
//! what OCR sees, with what Pillow reads. Prints a table and every file that differs.
#![expect(
    clippy::print_stdout,
    reason = "a command-line program prints its result"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use image::RgbImage;
use intake::{Fonts, Limits, Note, Prepared, prepare, shown};

/// Maximum mean difference of pixels, of 255.
const CLOSE: f64 = 2.0;

/// How many files of a kind ended how.
#[derive(Default)]
struct Count {
    files: u32,
    same: u32,
    noted: u32,
    refused: u32,
    differing: u32,
    /// Files that Pillow can't read, and of those the ones that are read here.
    unread: u32,
    read_here: u32,
    worst: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: compare FOLDER")?;
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files)?;
    files.sort();
    let fonts = Fonts::load();
    let mut kinds: BTreeMap<String, Count> = BTreeMap::new();
    for file in files {
        let kind = file.parent().and_then(Path::file_name);
        let kind = kind.map(|kind| kind.to_string_lossy().into_owned());
        let count = kinds.entry(kind.unwrap_or_default()).or_default();
        look(&file, &fonts, count)?;
    }
    println!(
        "\n| kind | files | same | noted | refused | differ | Pillow can't | of those read | worst mean |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (kind, count) in &kinds {
        println!(
            "| {kind} | {} | {} | {} | {} | {} | {} | {} | {:.2} |",
            count.files,
            count.same,
            count.noted,
            count.refused,
            count.differing,
            count.unread,
            count.read_here,
            count.worst
        );
    }
    let files: u32 = kinds.values().map(|count| count.files).sum();
    let differing: u32 = kinds.values().map(|count| count.differing).sum();
    println!("\n{files} files, {differing} differ");
    Ok(())
}

fn look(file: &Path, fonts: &Fonts, count: &mut Count) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(file)?;
    let name = file.display();
    count.files += 1;
    let wanted: Vec<RgbImage> = (1..)
        .map_while(|page| fs::read(format!("{name}.{page}.ppm")).ok())
        .filter_map(|page| ppm(&page))
        .collect();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        let prepared = prepare(
            bytes.clone().into(),
            &Limits::default(),
            fonts,
            |_| None,
            |_| (),
        );
        prepared.map(|prepared| (prepared, shown(&bytes, fonts)))
    }));
    let Ok(outcome) = outcome else {
        count.differing += 1;
        println!("PANIC {name}");
        return Ok(());
    };
    if wanted.is_empty() {
        count.unread += 1;
        count.read_here += u32::from(outcome.is_ok());
        return Ok(());
    }
    let (prepared, shown) = match outcome {
        Ok((prepared, Ok(shown))) => (prepared, shown),
        Ok((prepared, Err(_))) => {
            // Sent as it is, unread: print-shop JPEG that only the service may decode.
            println!("unread {name}: {:?}", prepared.plan.notes);
            count.refused += 1;
            return Ok(());
        }
        Err(refusal) => {
            println!("refused {name}: {refusal}");
            count.refused += 1;
            return Ok(());
        }
    };
    let sent = difference(&pages(&prepared, fonts)?, &wanted);
    let seen = RgbImage::from_raw(shown.width, shown.height, shown.rgb).ok_or("not the size")?;
    let seen = if wanted.len() == 1 {
        difference(&[seen], &wanted)
    } else {
        0.0
    };
    let worst = sent.max(seen);
    let noted = prepared.plan.notes.iter().any(|note| {
        matches!(
            note,
            Note::ProfileUnusable
                | Note::InksGuessed
                | Note::ProfileConverted
                | Note::EightBits
                | Note::AlphaOnGrey
        )
    });
    if worst <= CLOSE {
        count.same += 1;
        count.worst = count.worst.max(worst);
    } else if noted {
        count.noted += 1;
        println!("noted {name}: {worst:.2}, {:?}", prepared.plan.notes);
    } else {
        count.differing += 1;
        println!(
            "DIFFERS {name}: sent {sent:.2}, seen {seen:.2}, {:?}",
            prepared.plan.notes
        );
    }
    Ok(())
}

/// The pictures sent, upright as a program shows them that reads the orientation.
fn pages(prepared: &Prepared, fonts: &Fonts) -> Result<Vec<RgbImage>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for (picture, part) in prepared.pictures.iter().zip(&prepared.plan.parts) {
        // What is sent as it is has the pixels of the file; what was encoded here is decoded by the library.
        let decoded = if part.reasons.is_empty() {
            let shown = shown(&picture.bytes, fonts).map_err(|refusal| refusal.to_string())?;
            RgbImage::from_raw(shown.width, shown.height, shown.rgb).ok_or("not the size")?
        } else {
            image::load_from_memory(&picture.bytes)?.into_rgb8()
        };
        pages.push(decoded);
    }
    Ok(pages)
}

/// Decodes a picture as Pillow writes it: `P6`, width and height, 255, and the pixels.
fn ppm(bytes: &[u8]) -> Option<RgbImage> {
    let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
    let (_, size, _, pixels) = (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
    let (width, height) = std::str::from_utf8(size).ok()?.split_once(' ')?;
    RgbImage::from_raw(width.parse().ok()?, height.parse().ok()?, pixels.to_vec())
}

/// Mean difference of the page that differs most; infinite if sizes or numbers differ.
fn difference(got: &[RgbImage], wanted: &[RgbImage]) -> f64 {
    if got.len() != wanted.len() {
        return f64::INFINITY;
    }
    let of = |(got, wanted): (&RgbImage, &RgbImage)| {
        if got.dimensions() != wanted.dimensions() {
            return f64::INFINITY;
        }
        let pairs = got.as_raw().iter().zip(wanted.as_raw());
        let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum as f64 / (got.as_raw().len().max(1)) as f64
    };
    got.iter().zip(wanted).map(of).fold(0.0, f64::max)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|kind| kind != "ppm") {
            files.push(path);
        }
    }
    Ok(())
}
