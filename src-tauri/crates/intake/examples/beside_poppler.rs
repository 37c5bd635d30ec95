//! Compares the text of PDF files with what poppler draws: which visible words are missing here, and which of ours nobody sees.
//!
//! `cargo run -p intake --example beside_poppler -- FOLDER` prints a line for each PDF that differs, and sums by the part of the
//! names before `--`, and the pages that are drawn otherwise. A word counts as visible if poppler's picture of the page has more than one colour where the word is.
//! `expected.json` in FOLDER says what else a file must or must not have. Needs `pdftotext` and `pdftoppm`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use image::GrayImage;
use intake::{Fonts, Limits, Prepared, Reason, prepare};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// Resolution of poppler's pictures, in dots per inch.
const RESOLUTION: f64 = 100.0;
/// Least difference in grey that a person sees.
const CONTRAST: u8 = 10;
/// Side of the squares of a page whose grey is compared, in points.
const SQUARE: f64 = 6.0;
/// Mean difference of pages that look different, of 255.
const OTHERWISE: f64 = 8.0;
/// Maximum number of pages to compare.
const PAGES: &str = "40";

/// Counts of a group of files.
#[derive(Default)]
struct Sums {
    files: usize,
    with_words: usize,
    alike: usize,
    missing: usize,
    more: usize,
    noted: usize,
    refused: usize,
    /// Files with pages that look different.
    drawn_otherwise: usize,
}

/// Words of a file according to poppler.
#[derive(Default)]
struct Theirs {
    visible: BTreeSet<String>,
    hidden: BTreeSet<String>,
    pages: Vec<GrayImage>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        return Err("usage: beside_poppler FOLDER".into());
    };
    let folder = Path::new(folder);
    let expected = fs::read(folder.join("expected.json")).unwrap_or_default();
    let expected: Value = serde_json::from_slice(&expected).unwrap_or_default();
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "pdf"))
        .collect();
    files.sort();
    let fonts = Fonts::load();
    let mut groups: BTreeMap<String, Sums> = BTreeMap::new();
    let mut out = std::io::stdout();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let group = name.split("--").next().unwrap_or_default().to_owned();
        let sums = groups.entry(group).or_default();
        sums.files += 1;
        let theirs = theirs(file, folder).unwrap_or_default();
        sums.with_words += usize::from(!theirs.visible.is_empty());
        let started = Instant::now();
        let bytes = fs::read(file)?.into();
        let prepared = prepare(bytes, &Limits::default(), &fonts, |_| None, |_| ());
        let took = started.elapsed().as_secs_f64();
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(refusal) => {
                sums.refused += 1;
                let words = theirs.visible.len();
                writeln!(out, "{name}\trefused: {}\ttheirs: {words}", refusal.code())?;
                continue;
            }
        };
        let farthest = farthest(&prepared, &theirs.pages);
        sums.drawn_otherwise += usize::from(farthest > OTHERWISE);
        let text = prepared.text.unwrap_or_default();
        let notes = serde_json::to_string(&prepared.plan.notes)?;
        let mut missing = not_in(&theirs.visible, &text);
        let ours = words(&text);
        let mut more: BTreeSet<String> = ours
            .iter()
            .filter(|word| {
                let visible = theirs.visible.contains(*word) || squeezed_all(&theirs.visible, word);
                !visible && theirs.hidden.contains(*word)
            })
            .cloned()
            .collect();
        let wanted = expected.get(name.as_ref());
        // What the bench itself wrote.
        let is_hidden = |word: &&String| wanted.is_some() && word.starts_with("hide");
        more.extend(ours.iter().filter(is_hidden).cloned());
        let entries = |key: &str| {
            let list = wanted.and_then(|wanted| wanted.get(key)?.as_array().cloned());
            let list = list.unwrap_or_default().into_iter();
            list.filter_map(|entry| Some(entry.as_str()?.to_owned()))
        };
        missing.extend(entries("text").filter(|part| !text.contains(part.as_str())));
        more.extend(entries("not").filter(|part| text.contains(part.as_str())));
        missing.extend(
            entries("notes")
                .filter(|note| !notes.contains(note.as_str()))
                .map(|note| format!("note {note}")),
        );
        let said_missing = [
            "text_incomplete",
            "text_cut",
            "font_missing",
            "scanner_text_left_out",
        ];
        let is_said = |codes: &[&str]| codes.iter().any(|code| notes.contains(code));
        let differs = !missing.is_empty() || !more.is_empty();
        sums.alike += usize::from(!differs);
        let unsaid_missing = !missing.is_empty() && !is_said(&said_missing);
        let unsaid_more = !more.is_empty() && !is_said(&["text_unseen"]);
        sums.missing += usize::from(unsaid_missing);
        sums.more += usize::from(unsaid_more);
        sums.noted += usize::from(differs && !unsaid_missing && !unsaid_more);
        if differs || took > 10.0 {
            writeln!(
                out,
                "{name}\tmissing {missing:?}\tmore {more:?}\t{notes}\t{took:.1} s"
            )?;
        }
    }
    writeln!(
        out,
        "group\tfiles\twith words\talike\tnoted\tmissing\tmore\trefused"
    )?;
    for (group, sums) in &groups {
        writeln!(
            out,
            "{group}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            sums.files,
            sums.with_words,
            sums.alike,
            sums.noted,
            sums.missing,
            sums.more,
            sums.refused,
            sums.drawn_otherwise
        )?;
    }
    Ok(())
}

/// The words of a file and whether they can be seen.
fn theirs(file: &Path, folder: &Path) -> Result<Theirs, Box<dyn Error>> {
    let work = folder.join("pages");
    let _none_yet = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    let boxes = Command::new("pdftotext")
        .args(["-bbox", "-cropbox", "-l", PAGES])
        .arg(file)
        .arg("-")
        .output()?;
    let resolution = RESOLUTION.to_string();
    Command::new("pdftoppm")
        .args(["-gray", "-cropbox", "-l", PAGES, "-r", &resolution])
        .arg(file)
        .arg(work.join("p"))
        .output()?;
    let mut pictures: Vec<PathBuf> = fs::read_dir(&work)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    pictures.sort();
    let pages: Vec<GrayImage> = pictures
        .iter()
        .filter_map(|path| Some(image::open(path).ok()?.into_luma8()))
        .collect();
    let mut rest = pages.iter();
    let mut page: Option<&GrayImage> = None;
    let mut theirs = Theirs::default();
    for line in String::from_utf8_lossy(&boxes.stdout).lines() {
        let line = line.trim();
        if line.starts_with("<page ") {
            page = rest.next();
        }
        let Some(word) = line
            .strip_prefix("<word ")
            .and_then(|line| line.strip_suffix("</word>"))
        else {
            continue;
        };
        let Some((place, word)) = word.split_once('>') else {
            continue;
        };
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&apos;", "'"),
        ];
        let word = entities
            .iter()
            .fold(word.to_owned(), |word, (from, to)| word.replace(from, to))
            .replace("&amp;", "&");
        let side = |name: &str| -> f64 {
            let value = place.split_once(&format!("{name}=\""));
            let value = value.and_then(|(_, rest)| rest.split_once('"')?.0.parse().ok());
            value.unwrap_or_default()
        };
        let place = [side("xMin"), side("yMin"), side("xMax"), side("yMax")];
        let is_seen = page.is_some_and(|page| is_seen(page, place));
        match is_seen {
            true => theirs.visible.extend(words(&word)),
            false => theirs.hidden.extend(words(&word)),
        }
    }
    theirs.pages = pages;
    Ok(theirs)
}

/// The largest mean difference of a page that is sent whole from poppler's picture of it.
fn farthest(prepared: &Prepared, pages: &[GrayImage]) -> f64 {
    let source = &prepared.plan.source;
    let parts = prepared.pictures.iter().zip(&prepared.plan.parts);
    let differences = parts.filter_map(|(picture, part)| {
        let number = usize::try_from(part.page.unwrap_or(1))
            .ok()?
            .checked_sub(1)?;
        let (theirs, place) = (pages.get(number)?, source.pages.get(number)?);
        if part.region != *place || part.reasons.contains(&Reason::Context) {
            return None;
        }
        let side = |pixels: u32| ((f64::from(pixels) * 72.0 / RESOLUTION / SQUARE) as u32).max(1);
        let (width, height) = (side(theirs.width()), side(theirs.height()));
        let small = |page: &GrayImage| {
            image::imageops::resize(page, width, height, image::imageops::FilterType::Triangle)
        };
        let ours = image::load_from_memory(&picture.bytes).ok()?.into_luma8();
        let (ours, theirs) = (small(&ours), small(theirs));
        let pairs = ours.pixels().zip(theirs.pixels());
        let sum: f64 = pairs.map(|(a, b)| f64::from(a.0[0].abs_diff(b.0[0]))).sum();
        Some(sum / f64::from(width * height))
    });
    differences.fold(0.0, f64::max)
}

/// Whether a part of a page, in points, has more than one colour.
fn is_seen(page: &GrayImage, place: [f64; 4]) -> bool {
    let [left, top, right, bottom] = place.map(|side| side * RESOLUTION / 72.0);
    let rows = top.max(0.0) as u32..(bottom.max(0.0) as u32).min(page.height());
    let (mut least, mut most) = (u8::MAX, 0);
    for y in rows {
        for x in left.max(0.0) as u32..(right.max(0.0) as u32).min(page.width()) {
            let [grey] = page.get_pixel(x, y).0;
            least = least.min(grey);
            most = most.max(grey);
        }
    }
    most.saturating_sub(least) >= CONTRAST
}

fn squeezed_all(visible: &BTreeSet<String>, word: &str) -> bool {
    visible.iter().any(|known| known.contains(word))
}

/// Words that are nowhere in a text, however its lines break.
fn not_in(words: &BTreeSet<String>, text: &str) -> BTreeSet<String> {
    let text: String = text.nfkc().filter(|c| c.is_alphanumeric()).collect();
    let text = text.to_lowercase();
    let words = words.iter().filter(|word| !text.contains(word.as_str()));
    words.cloned().collect()
}

/// Words of letters or digits, and pairs of neighbouring Chinese characters.
fn words(text: &str) -> BTreeSet<String> {
    let text: String = text.nfkc().collect();
    let mut found = BTreeSet::new();
    for piece in text.split(|c: char| !c.is_alphanumeric()) {
        let characters: Vec<char> = piece.chars().collect();
        if characters.iter().any(|c| *c >= '\u{2E80}') {
            let pairs = characters.windows(2).map(|pair| pair.iter().collect());
            found.extend(pairs);
        } else if !piece.is_empty() {
            found.insert(piece.to_lowercase());
        }
    }
    found
}
