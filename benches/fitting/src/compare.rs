//! Runs programs alternately on each picture and prints tables of the results.

use std::{error::Error, fs, path::Path};

use crate::{
    judge::{Likeness, likeness},
    make,
    programs::{self, LIMIT, Program, Took},
};

/// Result of one program for one picture.
struct Outcome {
    took: Took,
    bytes: u64,
    how: String,
    likeness: Likeness,
}

/// Results for one picture.
struct Row {
    what: &'static str,
    size: String,
    outcomes: Vec<Outcome>,
    /// Similarity of ImageMagick's result at the size of ours, if ours is a single JPEG.
    in_as_many: Option<Likeness>,
}

/// Programs alternate, so that other load on the machine slows all of them alike.
pub(crate) fn compare(folder: &Path, prepare: &Path, rounds: usize) -> Result<(), Box<dyn Error>> {
    let scratch = folder.join("out");
    fs::create_dir_all(&scratch)?;
    let mut rows = Vec::new();
    for (name, what) in make::ALL {
        let picture = folder.join(name);
        let mut took: Vec<Vec<Took>> = vec![Vec::new(); programs::ALL.len()];
        for _ in 0..rounds.max(1) {
            for (program, took) in programs::ALL.into_iter().zip(&mut took) {
                took.push(program.run(prepare, &picture, &scratch, LIMIT)?);
            }
        }
        let mut outcomes = Vec::new();
        let mut size = String::new();
        for (program, took) in programs::ALL.into_iter().zip(took) {
            let source = program.source(&picture, &scratch)?;
            size = format!("{} × {}", source.width(), source.height());
            let made = program.made(&scratch)?;
            let likeness = likeness(&source, &made.pixels)
                .ok_or_else(|| format!("{} changed the size of {name}", program.name()))?;
            outcomes.push(Outcome {
                took: median(&took),
                bytes: made.bytes,
                how: made.how,
                likeness,
            });
        }
        let bytes = fs::metadata(&picture)?.len() as f64 / 1e6;
        let size = format!("{size}, {bytes:.1} MB");
        let in_as_many = match outcomes.first() {
            Some(ours) if ours.how.starts_with("JPEG") => {
                let other = Program::ImageMagick;
                other.run(prepare, &picture, &scratch, ours.bytes)?;
                let source = other.source(&picture, &scratch)?;
                likeness(&source, &other.made(&scratch)?.pixels)
            }
            _ => None,
        };
        rows.push(Row {
            what,
            size,
            outcomes,
            in_as_many,
        });
    }
    print(&rows);
    Ok(())
}

/// The median of each measure.
fn median(took: &[Took]) -> Took {
    let middle = |of: fn(&Took) -> f64| {
        let mut values: Vec<f64> = took.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Took {
        seconds: middle(|took| took.seconds),
        cpu: middle(|took| took.cpu),
        megabytes: middle(|took| took.megabytes),
    }
}

fn print(rows: &[Row]) {
    let names = programs::ALL.map(Program::name).join(" / ");
    println!("| picture | size | seconds: {names} | ours ÷ ImageMagick |");
    println!("| --- | --- | --- | --- |");
    for row in rows {
        let [ours, other, ..] = row.outcomes.as_slice() else {
            continue;
        };
        println!(
            "| {} | {} | {} | {:.2} |",
            row.what,
            row.size,
            row.cells(|one| format!("{:.2}", one.took.seconds)),
            ours.took.seconds / other.took.seconds
        );
    }
    println!(
        "\n| picture | ours sends | MB: {names} | likeness where there is most ink | everywhere | where there is most ink, ImageMagick in as many bytes as ours |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for row in rows {
        let how = row.outcomes.first().map_or("", |ours| &ours.how);
        let in_as_many = row.in_as_many.map_or("–".to_owned(), |likeness| {
            format!("{:.4}", likeness.inked)
        });
        println!(
            "| {} | {how} | {} | {} | {} | {in_as_many} |",
            row.what,
            row.cells(|one| format!("{:.2}", one.bytes as f64 / 1e6)),
            row.cells(|one| format!("{:.4}", one.likeness.inked)),
            row.cells(|one| format!("{:.4}", one.likeness.all)),
        );
    }
    println!("\n| picture | processor, s: {names} | most memory, MB |");
    println!("| --- | --- | --- |");
    for row in rows {
        println!(
            "| {} | {} | {} |",
            row.what,
            row.cells(|one| format!("{:.2}", one.took.cpu)),
            row.cells(|one| format!("{:.0}", one.took.megabytes)),
        );
    }
    for (number, program) in programs::ALL.iter().enumerate().skip(1) {
        let against = |count: fn(&Outcome, &Outcome) -> bool| {
            let pairs = rows
                .iter()
                .filter_map(|row| row.outcomes.first().zip(row.outcomes.get(number)));
            pairs.filter(|(ours, theirs)| count(ours, theirs)).count()
        };
        println!(
            "\nAgainst {}, of {}: faster {}, as like or more where there is most ink {}, both {}.",
            program.name(),
            rows.len(),
            against(faster),
            against(as_like),
            against(|ours, theirs| faster(ours, theirs) && as_like(ours, theirs))
        );
    }
}

fn faster(ours: &Outcome, theirs: &Outcome) -> bool {
    ours.took.seconds < theirs.took.seconds
}

/// Compares the digits that the table shows.
fn as_like(ours: &Outcome, theirs: &Outcome) -> bool {
    let shown = |one: &Outcome| (one.likeness.inked * 1e4).round();
    shown(ours) >= shown(theirs)
}

impl Row {
    fn cells(&self, cell: impl Fn(&Outcome) -> String) -> String {
        let cells: Vec<String> = self.outcomes.iter().map(cell).collect();
        cells.join(" / ")
    }
}
