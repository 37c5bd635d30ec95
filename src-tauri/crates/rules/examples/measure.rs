//! Measures the packs on labelled sentences: violations found, clean sentences accused, and how often the product is guessed.
//!
//! `cargo run -p rules --example measure -- FILE.toml...`; a file has the form of tests/labelled. Label the sentences before you run
//! this: the first result is the only one that says how the packs do on text they were not written for.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    io::{self, Write},
};

use rules::{Context, Field, Finding, Kind, Language, Material, Packs, Product, Report};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    product: String,
    kind: String,
}

#[derive(Default)]
struct Tally {
    violations: usize,
    banned: usize,
    found: usize,
    clean: usize,
    accused: usize,
    noted: usize,
    guessed: Guessed,
    blind: Blind,
}

/// How often the product was guessed.
#[derive(Default)]
struct Guessed {
    right: usize,
    wrong: usize,
    unknown: usize,
}

/// What is found and accused while nobody says what the product is.
#[derive(Default)]
struct Blind {
    found: usize,
    accused: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let packs = Packs::embedded()?;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for file in env::args().skip(1) {
        let sentences = toml::from_str::<File>(&fs::read_to_string(&file)?)?.sentence;
        for sentence in &sentences {
            let tally = tallies.entry(sentence.product.clone()).or_default();
            measure(&packs, sentence, tally, &mut out)?;
        }
    }
    table(&tallies, &mut out)?;
    Ok(())
}

fn measure(
    packs: &Packs,
    sentence: &Sentence,
    tally: &mut Tally,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let product = Product::parse(&sentence.product)
        .ok_or_else(|| format!("“{}” is no product", sentence.product))?;
    let known = Context {
        product: Field::Known { value: product },
        ..Context::default()
    };
    let material = Material::plain(&sentence.text);
    let check = |context: &Context| packs.check(&material, context, Language::Chinese);
    let (report, blind) = (check(&known), check(&Context::default()));
    match blind.context.product.value() {
        Some(guess) if *guess == product => tally.guessed.right += 1,
        Some(guess) => {
            tally.guessed.wrong += 1;
            writeln!(out, "guessed {guess}, not {product}: {}", sentence.text)?;
        }
        None => {
            tally.guessed.unknown += 1;
            writeln!(out, "unknown {product}: {}", sentence.text)?;
        }
    }
    if sentence.kind == "violation" {
        tally.violations += 1;
        tally.banned += usize::from(bans(&report).next().is_some());
        tally.found += usize::from(finds(&report));
        tally.blind.found += usize::from(finds(&blind));
        if !finds(&report) {
            writeln!(out, "missed {product}: {}", sentence.text)?;
        }
    } else {
        tally.clean += 1;
        tally.accused += usize::from(bans(&report).next().is_some());
        tally.noted += usize::from(finds(&report));
        tally.blind.accused += usize::from(bans(&blind).next().is_some());
        for finding in &report.findings {
            let what = match finding.kind {
                Kind::Ban => "accused",
                Kind::Advice => continue,
                _ => "noted",
            };
            let (rule, excerpt) = (&finding.rule, &finding.excerpt);
            writeln!(
                out,
                "{what} {product}: {rule} “{excerpt}” in {}",
                sentence.text
            )?;
        }
    }
    Ok(())
}

fn bans(report: &Report) -> impl Iterator<Item = &Finding> {
    report
        .findings
        .iter()
        .filter(|finding| finding.kind == Kind::Ban)
}

fn finds(report: &Report) -> bool {
    report
        .findings
        .iter()
        .any(|finding| finding.kind != Kind::Advice)
}

fn table(tallies: &BTreeMap<String, Tally>, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "\n| product | violations | by a ban | by any | clean | accused | noted | guessed right | wrong | unknown | blind: found | accused |"
    )?;
    writeln!(out, "|{}", " --- |".repeat(12))?;
    let mut total = [0; 11];
    for (product, tally) in tallies {
        let row = [
            tally.violations,
            tally.banned,
            tally.found,
            tally.clean,
            tally.accused,
            tally.noted,
            tally.guessed.right,
            tally.guessed.wrong,
            tally.guessed.unknown,
            tally.blind.found,
            tally.blind.accused,
        ];
        for (sum, value) in total.iter_mut().zip(row) {
            *sum += value;
        }
        line(product, &row, out)?;
    }
    line("all", &total, out)
}

fn line(name: &str, row: &[usize], out: &mut impl Write) -> io::Result<()> {
    write!(out, "| {name} |")?;
    for value in row {
        write!(out, " {value} |")?;
    }
    writeln!(out)
}
