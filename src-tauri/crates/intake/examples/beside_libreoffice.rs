//! Compares the text of Office files with what LibreOffice shows: which words are missing here, and which only we have.
//!
//! `cargo run -p intake --example beside_libreoffice -- FOLDER WORKDIR` prints a line for each DOCX and PPTX in FOLDER, and the
//! words. WORKDIR keeps what LibreOffice made. Needs `soffice` and `pdftotext`.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use intake::{Fonts, Limits, prepare};
use unicode_normalization::UnicodeNormalization;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, work] = arguments.as_slice() else {
        return Err("usage: beside_libreoffice FOLDER WORKDIR".into());
    };
    let work = Path::new(work);
    fs::create_dir_all(work)?;
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "docx" || ending == "pptx")
        })
        .collect();
    files.sort();
    convert(&files, work)?;
    let mut out = std::io::stdout();
    let (mut whole, mut noted) = (0, 0);
    for file in &files {
        let theirs = shown(file, work).unwrap_or_default();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let prepared = prepare(
            fs::read(file)?.into(),
            &Limits::default(),
            &Fonts::load(),
            |_| None,
            |_| (),
        );
        let (ours, notes) = match prepared {
            Ok(prepared) => {
                let notes = serde_json::to_string(&prepared.plan.notes)?;
                (prepared.text.unwrap_or_default(), notes)
            }
            Err(refusal) => {
                let code = refusal.code();
                // A page without words is nothing to read.
                whole += usize::from(words(&theirs).is_empty());
                writeln!(
                    out,
                    "{name}\trefused: {code}\ttheirs: {}",
                    words(&theirs).len()
                )?;
                continue;
            }
        };
        let missing = not_in(&theirs, &ours);
        let more = not_in(&ours, &theirs);
        whole += usize::from(missing.is_empty() && more.is_empty());
        let differs = !missing.is_empty() || !more.is_empty();
        noted += usize::from(differs && notes != "[]");
        writeln!(out, "{name}\tmissing {missing:?}\tmore {more:?}\t{notes}")?;
    }
    writeln!(
        out,
        "{} files, {whole} alike, {noted} of the others with a note",
        files.len()
    )?;
    Ok(())
}

/// Lets LibreOffice draw all files as PDF.
fn convert(files: &[PathBuf], work: &Path) -> Result<(), Box<dyn Error>> {
    for ending in ["docx", "pptx"] {
        let left = files.iter().filter(|file| !pdf(file, work).exists());
        let left: Vec<&PathBuf> = left
            .filter(|file| file.extension().is_some_and(|own| own == ending))
            .collect();
        if !left.is_empty() {
            // The names of a document and of a presentation may be the same.
            let folder = work.join(ending);
            let mut office = Command::new("soffice");
            office.args(["--headless", "--convert-to", "pdf", "--outdir"]);
            office.arg(folder).args(left).output()?;
        }
    }
    Ok(())
}

fn pdf(file: &Path, work: &Path) -> PathBuf {
    let folder = work.join(file.extension().unwrap_or_default());
    folder
        .join(file.file_name().unwrap_or_default())
        .with_extension("pdf")
}

fn shown(file: &Path, work: &Path) -> Option<String> {
    let text = Command::new("pdftotext")
        .arg("-raw")
        .arg(pdf(file, work))
        .arg("-")
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&text.stdout).into_owned())
}

/// Words of one text that are nowhere in the other, however its lines break.
fn not_in(text: &str, other: &str) -> BTreeSet<String> {
    let other = squeezed(other);
    let found = words(text).into_iter();
    found
        .filter(|word| !other.contains(word.as_str()))
        .collect()
}

/// Words of letters or digits, and pairs of neighbouring Chinese characters.
fn words(text: &str) -> BTreeSet<String> {
    let text: String = text.nfkc().collect();
    let mut found = BTreeSet::new();
    let kept = |c: char| c.is_alphanumeric();
    for piece in text
        .split(|c: char| !kept(c))
        .filter(|piece| !piece.is_empty())
    {
        let characters: Vec<char> = piece.chars().collect();
        if characters.iter().any(|c| *c >= '\u{2E80}') {
            let pairs = characters.windows(2).map(|pair| pair.iter().collect());
            found.extend(pairs);
        } else {
            found.insert(piece.to_lowercase());
        }
    }
    found
}

fn squeezed(text: &str) -> String {
    let text: String = text.nfkc().filter(|c| c.is_alphanumeric()).collect();
    text.to_lowercase()
}
