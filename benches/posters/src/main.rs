//! OCR on posters with known text: compares programs.
//!
//! - `posters make FOLDER` generates them (Chromium, fonts and photographs from Debian) and damages them
//! - `posters compare FOLDER COUNT PROGRAM …` lets `ours`, `tesseract`, `rapidocr` and `rapidocr-full` read them in turn
//! - `posters report FOLDER PROGRAM …` prints the results again
//! - `posters errors FOLDER PART` lists the errors of ours in pictures with PART in their names
#![expect(
    clippy::print_stdout,
    reason = "a command-line program prints its results"
)]

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

mod damage;
mod judge;
mod make;
mod programs;
mod truth;

use judge::Score;
use programs::{Outcome, Program};
use truth::Truth;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", folder] => make::make(Path::new(folder)),
        ["ours"] => programs::ours(),
        ["compare", folder, count, programs @ ..] => {
            compare(Path::new(folder), count.parse()?, programs)
        }
        ["report", folder, programs @ ..] => report(Path::new(folder), programs),
        ["errors", folder, part] => errors(Path::new(folder), part),
        _ => {
            Err("usage: posters make FOLDER | compare FOLDER COUNT PROGRAM … | report FOLDER PROGRAM … | errors FOLDER PART".into())
        }
    }
}

/// A picture and its text.
type Poster = (PathBuf, Vec<Truth>);

/// Pictures of a folder with their texts.
fn posters(folder: &Path, part: &str) -> Result<Vec<Poster>, Box<dyn Error>> {
    let mut posters = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|ending| ending != "json") && name.contains(part) {
            let truth = serde_json::from_slice(&fs::read(path.with_extension("json"))?)?;
            posters.push((path, truth));
        }
    }
    posters.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(posters)
}

/// Kind of a picture by its name: of poster for a clean one, of damage for the others.
fn kind(path: &Path) -> String {
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let (kind, how) = name.split_once('-').unwrap_or((&name, ""));
    let how =
        how.trim_end_matches(|letter: char| letter.is_ascii_digit() && !how.starts_with("jpeg"));
    match how {
        "clean" => format!("clean {kind}"),
        _ if how.starts_with("jpeg") => how.get(..6).unwrap_or(how).to_owned(),
        _ => how.to_owned(),
    }
}

/// Lets the programs read in turn, one picture after another, and keeps the results in `FOLDER/results`; skips pictures that
/// have results. At most `count` pictures, spread over all kinds.
fn compare(folder: &Path, count: usize, names: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut posters = posters(folder, "")?;
    // Far apart in the alphabet, so that the first few cover all kinds.
    let total = posters.len().max(1);
    let mut order: Vec<usize> = (0..posters.len()).collect();
    order.sort_by_key(|number| (number * 89) % total);
    order.truncate(count);
    fs::create_dir_all(folder.join("results"))?;
    let mut programs = Vec::new();
    for number in order {
        let Some((picture, _)) = posters.get_mut(number) else {
            continue;
        };
        for name in names {
            if kept(folder, name)?.contains_key(&file_name(picture)) {
                continue;
            }
            if !programs.iter().any(|(other, _)| other == name) {
                programs.push((*name, Program::start(name, picture)?));
            }
            if let Some((_, program)) = programs.iter_mut().find(|(other, _)| other == name) {
                let outcome = program.read(picture)?;
                let mut file = fs::OpenOptions::new()
                    .create(true)
                    .append(true)
                    .open(results(folder, name))?;
                writeln!(file, "{}", serde_json::to_string(&outcome)?)?;
            }
        }
    }
    report(folder, names)
}

fn results(folder: &Path, program: &str) -> PathBuf {
    folder.join("results").join(format!("{program}.jsonl"))
}

fn kept(folder: &Path, program: &str) -> Result<BTreeMap<String, Outcome>, Box<dyn Error>> {
    let mut outcomes = BTreeMap::new();
    for line in fs::read_to_string(results(folder, program))
        .unwrap_or_default()
        .lines()
    {
        let outcome: Outcome = serde_json::from_str(line)?;
        outcomes.insert(outcome.picture.clone(), outcome);
    }
    Ok(outcomes)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Totals of one program for one kind.
#[derive(Default, Clone, Copy)]
struct Sum {
    score: Score,
    seconds: f64,
    cpu: f64,
    megabytes: f64,
}

/// Prints a table of results for the pictures that all programs have read.
fn report(folder: &Path, names: &[&str]) -> Result<(), Box<dyn Error>> {
    let programs = names
        .iter()
        .map(|name| kept(folder, name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut sums: BTreeMap<String, Vec<Sum>> = BTreeMap::new();
    let mut count = 0;
    for (path, truth) in posters(folder, "")? {
        let outcomes: Option<Vec<&Outcome>> = programs
            .iter()
            .map(|kept| kept.get(&file_name(&path)))
            .collect();
        let Some(outcomes) = outcomes else { continue };
        count += 1;
        let kind = kind(&path);
        let group = if kind.starts_with("clean") {
            "all clean"
        } else {
            "all damaged"
        };
        for key in [kind.as_str(), group, "all"] {
            let row = sums
                .entry(key.to_owned())
                .or_insert_with(|| vec![Sum::default(); names.len()]);
            for (sum, outcome) in row.iter_mut().zip(&outcomes) {
                sum.score.add(judge::judge(&truth, &outcome.heard, false));
                sum.seconds += outcome.seconds;
                sum.cpu += outcome.cpu;
                sum.megabytes = sum.megabytes.max(outcome.megabytes);
            }
        }
    }
    println!("{count} pictures that all of them have read; right, %");
    println!("| kind | letters | {} |", names.join(" | "));
    println!("| --- | --- |{}", " --- |".repeat(names.len()));
    for (kind, row) in &sums {
        let letters = row.first().map_or(0, |sum| sum.score.letters);
        let cells: Vec<String> = row
            .iter()
            .map(|sum| format!("{:.2}", sum.score.accuracy()))
            .collect();
        println!("| {kind} | {letters} | {} |", cells.join(" | "));
    }
    for (number, name) in names.iter().enumerate() {
        for key in ["all clean", "all damaged", "all"] {
            if let Some(sum) = sums.get(key).and_then(|row| row.get(number)) {
                println!(
                    "{name}, {key}: {:.1} s, {:.1} s of processor, {:.0} MB at most, {} letters made up, {} of {} sizes off",
                    sum.seconds,
                    sum.cpu,
                    sum.megabytes,
                    sum.score.made_up,
                    sum.score.missized,
                    sum.score.sized
                );
            }
        }
    }
    Ok(())
}

fn errors(folder: &Path, part: &str) -> Result<(), Box<dyn Error>> {
    let posters = posters(folder, part)?;
    let Some((first, _)) = posters.first() else {
        return Ok(());
    };
    let mut ours = Program::start("ours", first)?;
    for (path, truth) in &posters {
        let outcome = ours.read(path)?;
        println!("{} ({:.1} s)", path.display(), outcome.seconds);
        let score = judge::judge(truth, &outcome.heard, true);
        println!("  {:.2} % of {}", score.accuracy(), score.letters);
    }
    Ok(())
}
