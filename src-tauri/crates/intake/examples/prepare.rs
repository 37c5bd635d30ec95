//! Writes the pictures that would be sent of a file, its text and its plan.
//!
//! `cargo run -p intake --example prepare -- FILE OUTDIR [FIRST-LAST …]`, where `FIRST-LAST` are rows of text

use std::error::Error;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use intake::{Fonts, Format, Limits, Shown, prepare};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, folder, rows @ ..] = arguments.as_slice() else {
        return Err("usage: prepare FILE OUTDIR [FIRST-LAST …]".into());
    };
    let rows = rows
        .iter()
        .map(|row| range(row))
        .collect::<Result<Vec<_>, _>>()?;
    let bytes = fs::read(file)?;
    let start = Instant::now();
    let prepared = prepare(
        bytes.into(),
        &Limits::default(),
        &Fonts::load(),
        |shown| (!rows.is_empty()).then(|| seen(&rows, &shown)),
        |_| (),
    )
    .map_err(|refusal| format!("{}: {refusal}", refusal.code()))?;
    let took = start.elapsed();
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    for (number, picture) in (1..).zip(&prepared.pictures) {
        let ending = match picture.format {
            Format::Jpeg => "jpg",
            Format::Png => "png",
        };
        fs::write(folder.join(format!("{number:02}.{ending}")), &picture.bytes)?;
    }
    if let Some(text) = &prepared.text {
        fs::write(folder.join("text.txt"), text)?;
    }
    fs::write(
        folder.join("plan.json"),
        serde_json::to_string_pretty(&prepared.plan)?,
    )?;
    if let Some(text) = &prepared.text {
        fs::write(folder.join("text.txt"), text)?;
    }
    let mut out = std::io::stdout();
    let characters = prepared
        .text
        .as_deref()
        .map_or(0, |text| text.chars().count());
    writeln!(
        out,
        "{} part(s) and {characters} character(s) in {} ms",
        prepared.pictures.len(),
        took.as_millis()
    )?;
    for part in &prepared.plan.parts {
        writeln!(out, "{}", serde_json::to_string(part)?)?;
    }
    writeln!(out, "{}", serde_json::to_string(&prepared.plan.notes)?)?;
    Ok(())
}

/// The rows within the part of the picture that is shown.
fn seen(rows: &[Range<u32>], shown: &Shown) -> Vec<Range<u32>> {
    let place = |row: u32| row.saturating_sub(shown.top).min(shown.height);
    let rows = rows.iter().map(|row| place(row.start)..place(row.end));
    rows.filter(|row| !row.is_empty()).collect()
}

/// Parses a range such as `120-163`.
fn range(text: &str) -> Result<Range<u32>, Box<dyn Error>> {
    let (first, last) = text
        .split_once('-')
        .ok_or("rows of text are written as 120-163")?;
    Ok(first.parse()?..last.parse::<u32>()? + 1)
}
