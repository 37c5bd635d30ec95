//! Times all packs on a text against one Aho-Corasick pass over the same words and a loop of regular expressions over them.
//!
//! `cargo bench -p rules --bench speed`, or `… -- FILE` for a text of one's own. The automaton is what `AhoCorasick::new` makes of
//! the words, disguised spellings and all; it collects every occurrence, also those that overlap, in the text as it is. It neither
//! folds the text nor looks at what stands around a word.

use std::{
    env,
    error::Error,
    fs,
    hint::black_box,
    io::{self, Write},
    path::Path,
    time::{Duration, Instant},
};

use aho_corasick::{AhoCorasick, Match};
use regex::Regex;
use rules::{Context, Language, Material, Packs, Place};
use serde::Deserialize;

const CHARS: usize = 10_000;
const LINES: usize = 200;
/// On the picture, one line in so many is a violation.
const CLAIM_EVERY: usize = 5;
const TURNS: usize = 101;

#[derive(Deserialize)]
struct File {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    kind: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let since = Instant::now();
    let packs = Packs::embedded()?;
    let words = Packs::words()?;
    writeln!(
        out,
        "{} rules, {} words, loaded in {:.0} ms\n",
        packs.rule_count(),
        words.len(),
        since.elapsed().as_secs_f64() * 1e3
    )?;
    let bare = AhoCorasick::new(&words)?;
    // One expression for each hundred words: more make it slower still.
    let expressions: Vec<Regex> = words
        .chunks(100)
        .map(|words| {
            let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
            Regex::new(&words.join("|"))
        })
        .collect::<Result<_, _>>()?;
    writeln!(
        out,
        "| text | findings | all packs, ms | Aho-Corasick, ms | ratio | expressions, ms |"
    )?;
    writeln!(out, "|{}", " --- |".repeat(6))?;
    for (name, material) in materials()? {
        let context = Context::default();
        let report = packs.check(&material, &context, Language::Chinese);
        let all = median(|| {
            black_box(packs.check(&material, &context, Language::Chinese));
        });
        let pass = median(|| {
            let found = bare.find_overlapping_iter(material.text());
            black_box(found.collect::<Vec<Match>>());
        });
        let regexes = median(|| {
            for expression in &expressions {
                black_box(expression.find_iter(material.text()).count());
            }
        });
        writeln!(
            out,
            "| {name}, {} characters | {} | {:.2} | {:.2} | {:.1} | {:.2} |",
            material.text().chars().count(),
            report.findings.len(),
            ms(all),
            ms(pass),
            all.as_secs_f64() / pass.as_secs_f64(),
            ms(regexes),
        )?;
    }
    Ok(())
}

/// The files that were named, or the labelled sentences.
fn materials() -> Result<Vec<(String, Material)>, Box<dyn Error>> {
    let named: Vec<String> = env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    if !named.is_empty() {
        let read = |file: String| {
            let text = fs::read_to_string(&file)?;
            let material = Material::plain(&cut(&text));
            Ok((file, material))
        };
        return named.into_iter().map(read).collect();
    }
    let (clean, claims) = labelled()?;
    let picture = (0..LINES).filter_map(|line| {
        let text = if line % CLAIM_EVERY == 0 {
            claims.get(line)
        } else {
            clean.get(line)
        }?;
        Some((text.clone(), place(line, text)))
    });
    Ok(vec![
        (
            "clean copy".to_owned(),
            Material::plain(&cut(&clean.join("\n"))),
        ),
        (
            format!("poster of {LINES} lines"),
            Material::from_lines(picture),
        ),
        (
            "nothing but violations".to_owned(),
            Material::plain(&cut(&claims.join("\n"))),
        ),
    ])
}

/// The clean sentences of tests/labelled and the violations.
fn labelled() -> Result<(Vec<String>, Vec<String>), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    let mut files = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    files.sort();
    let (mut clean, mut claims) = (Vec::new(), Vec::new());
    for file in files {
        for sentence in toml::from_str::<File>(&fs::read_to_string(file)?)?.sentence {
            if sentence.kind == "violation" {
                claims.push(sentence.text);
            } else {
                clean.push(sentence.text);
            }
        }
    }
    Ok((clean, claims))
}

fn cut(text: &str) -> String {
    text.chars().cycle().take(CHARS).collect()
}

/// A line below the others, in letters of one size.
fn place(line: usize, text: &str) -> Place {
    let top = line as f32 * 30.0;
    Place {
        left: 0.0,
        top,
        right: 20.0 * text.chars().count() as f32,
        bottom: top + 24.0,
        font_size: 20.0,
        contrast: None,
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..TURNS)
        .map(|_| {
            let since = Instant::now();
            work();
            since.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(TURNS / 2).copied().unwrap_or_default()
}
