//! Recall and false alarms on sentences labelled by hand.

#![expect(clippy::unwrap_used, reason = "a test may panic where its setup fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rules::{Context, Field, Kind, Language, Material, Packs, Product};
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
    topic: String,
}

#[derive(Default)]
struct Tally {
    violations: usize,
    found: usize,
    clean: usize,
    accused: usize,
}

fn sentences() -> Vec<Sentence> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/more_sentences.toml"));
    files
        .iter()
        .flat_map(|file| {
            let text = fs::read_to_string(file).unwrap();
            toml::from_str::<File>(&text).unwrap().sentence
        })
        .collect()
}

#[test]
fn most_violations_are_found_and_few_clean_sentences_accused() {
    let packs = Packs::embedded().unwrap();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut total = Tally::default();
    for sentence in sentences() {
        let product = Product::parse(&sentence.product).unwrap();
        let context = Context {
            product: Field::Known { value: product },
            ..Context::default()
        };
        let report = packs.check(
            &Material::plain(&sentence.text),
            &context,
            Language::Chinese,
        );
        let tally = tallies.entry(sentence.product.clone()).or_default();
        if sentence.kind == "violation" {
            let found = report
                .findings
                .iter()
                .any(|finding| finding.kind != Kind::Advice);
            tally.violations += 1;
            total.violations += 1;
            tally.found += usize::from(found);
            total.found += usize::from(found);
            if !found {
                println!(
                    "missed  {} [{}] {}",
                    sentence.product, sentence.topic, sentence.text
                );
            }
        } else {
            let accused: Vec<_> = report
                .findings
                .iter()
                .filter(|finding| finding.kind == Kind::Ban)
                .collect();
            tally.clean += 1;
            total.clean += 1;
            tally.accused += usize::from(!accused.is_empty());
            total.accused += usize::from(!accused.is_empty());
            for finding in accused {
                println!(
                    "accused {} {} “{}” in {}",
                    sentence.product, finding.rule, finding.excerpt, sentence.text
                );
            }
        }
    }
    println!("product        violations  found   clean  accused");
    for (product, tally) in &tallies {
        println!(
            "{product:<14} {:>10} {:>6} {:>7} {:>8}",
            tally.violations, tally.found, tally.clean, tally.accused
        );
    }
    let recall = total.found as f64 / total.violations as f64;
    let alarms = total.accused as f64 / total.clean as f64;
    println!(
        "{} sentences; recall {:.1} %, false alarms {:.1} %",
        total.violations + total.clean,
        recall * 100.0,
        alarms * 100.0
    );
    assert!(total.violations + total.clean >= 300);
    assert!(recall >= 0.9, "recall {recall:.3}");
    assert!(alarms <= 0.02, "false alarms {alarms:.3}");
}

#[test]
fn the_product_is_guessed_from_most_sentences_and_rarely_wrongly() {
    let packs = Packs::embedded().unwrap();
    let (mut right, mut wrong, mut unknown) = (0, 0, 0);
    for sentence in sentences() {
        let report = packs.check(
            &Material::plain(&sentence.text),
            &Context::default(),
            Language::Chinese,
        );
        match report.context.product.value() {
            Some(guess) if guess.name() == sentence.product => right += 1,
            Some(_) => wrong += 1,
            None => unknown += 1,
        }
    }
    let all = right + wrong + unknown;
    println!("{all} sentences: {right} right, {wrong} wrong, {unknown} unknown");
    assert!(right * 100 >= all * 58, "{right} of {all} right");
    assert!(wrong * 100 <= all * 10, "{wrong} of {all} wrong");
}
