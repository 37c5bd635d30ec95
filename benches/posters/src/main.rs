//! Posters whose text is known, and who reads them best.
//!
//! `posters make FOLDER` draws them (Chromium, fonts and photographs from Debian) and damages them;
//! `posters compare FOLDER PROGRAM …` has `ours`, `tesseract`, `rapidocr` and `rapidocr-full` read them;
//! `posters errors FOLDER PART` lists what ours got wrong in pictures whose name has PART in it.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

mod damage;
mod judge;
mod make;
mod programs;
mod truth;

use judge::Score;
use truth::Truth;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", folder] => make::make(Path::new(folder)),
        ["ours", ..] => programs::ours(arguments.get(1..).unwrap_or(&[])),
        ["compare", folder, programs @ ..] => compare(Path::new(folder), programs),
        ["errors", folder, part] => errors(Path::new(folder), part),
        _ => {
            Err("usage: posters make FOLDER | compare FOLDER PROGRAM … | errors FOLDER PART".into())
        }
    }
}

/// A picture, and what it says.
type Poster = (PathBuf, Vec<Truth>);

/// The pictures of a folder, with the text they bear.
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

/// The kind of a picture by its name: the poster's for a clean one, the damage for the others.
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

fn compare(folder: &Path, programs: &[&str]) -> Result<(), Box<dyn Error>> {
    let posters = posters(folder, "")?;
    let pictures: Vec<PathBuf> = posters.iter().map(|(path, _)| path.clone()).collect();
    for program in programs {
        let run = programs::run(program, &pictures)?;
        let mut kinds: BTreeMap<String, (Score, f64)> = BTreeMap::new();
        for ((path, truth), outcome) in posters.iter().zip(&run.outcomes) {
            let score = judge::judge(truth, &outcome.heard, false);
            let clean = kind(path).starts_with("clean");
            for name in [
                kind(path),
                if clean {
                    "= clean".into()
                } else {
                    "= damaged".into()
                },
                "= all".into(),
            ] {
                let entry = kinds.entry(name).or_default();
                entry.0.add(score);
                entry.1 += outcome.seconds;
            }
        }
        println!(
            "{program}: {} pictures, {:.0} MB at most",
            run.outcomes.len(),
            run.megabytes
        );
        println!("| kind | letters | right, % | made up | seconds | sizes off |");
        println!("| --- | --- | --- | --- | --- | --- |");
        for (kind, (score, seconds)) in kinds {
            println!(
                "| {kind} | {} | {:.2} | {} | {seconds:.1} | {} of {} |",
                score.letters,
                score.accuracy(),
                score.made_up,
                score.missized,
                score.sized
            );
        }
    }
    Ok(())
}

fn errors(folder: &Path, part: &str) -> Result<(), Box<dyn Error>> {
    let posters = posters(folder, part)?;
    let pictures: Vec<PathBuf> = posters.iter().map(|(path, _)| path.clone()).collect();
    let run = programs::run("ours", &pictures)?;
    for ((path, truth), outcome) in posters.iter().zip(&run.outcomes) {
        println!("{} ({:.1} s)", path.display(), outcome.seconds);
        let score = judge::judge(truth, &outcome.heard, true);
        println!("  {:.2} % of {}", score.accuracy(), score.letters);
    }
    Ok(())
}
