//! Times all packs on a text against one Aho-Corasick pass over the same words and a loop of regular expressions over them.
//!
//! `cargo run --profile bench -p rules --example speed -- FILE...`; each file is repeated or cut to 10,000 characters, and as a
//! picture of 200 lines.

use std::{
    env,
    error::Error,
    fs,
    hint::black_box,
    io::{self, Write},
    time::{Duration, Instant},
};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;
use rules::{Context, Language, Material, Packs, Place};

const CHARS: usize = 10_000;
const LINES: usize = 200;
const TURNS: usize = 51;

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
    let bare = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(&words)?;
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
        "| text | all packs, ms | Aho-Corasick, ms | ratio | expressions, ms |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for file in env::args().skip(1) {
        let source = fs::read_to_string(&file)?;
        let text: String = source.chars().cycle().take(CHARS).collect();
        let picture = Material::from_lines(source.lines().cycle().take(LINES).enumerate().map(
            |(nth, line)| {
                let top = nth as f32 * 30.0;
                let place = Place {
                    left: 0.0,
                    top,
                    right: 20.0 * line.chars().count() as f32,
                    bottom: top + 24.0,
                    font_size: 20.0,
                    contrast: None,
                };
                (line.to_owned(), place)
            },
        ));
        for (name, material) in [("copy", Material::plain(&text)), ("picture", picture)] {
            let context = Context::default();
            let all = median(|| {
                black_box(packs.check(&material, &context, Language::Chinese));
            });
            let pass = median(|| {
                black_box(bare.find_overlapping_iter(material.text()).count());
            });
            let regexes = median(|| {
                for expression in &expressions {
                    black_box(expression.find_iter(material.text()).count());
                }
            });
            writeln!(
                out,
                "| {name}, {} characters | {:.2} | {:.2} | {:.1} | {:.2} |",
                material.text().chars().count(),
                ms(all),
                ms(pass),
                all.as_secs_f64() / pass.as_secs_f64(),
                ms(regexes),
            )?;
        }
    }
    Ok(())
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
