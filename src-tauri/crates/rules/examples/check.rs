//! Checks a text, or the lines of a picture as the OCR example prints them, and prints the report as JSON.
//!
//! `cargo run -p rules --example check -- [--product P] [--audience A] [--medium M] [--institution I] [--date YYYY-MM-DD]
//! [--packs DIR] [--lang zh|en] FILE|-`

use std::{
    env,
    error::Error,
    fs,
    io::{self, Read, Write},
    path::PathBuf,
    process::ExitCode,
};

use rules::{
    Audience, Context, Field, Institution, Language, Material, Medium, Packs, Place, Product,
};
use serde_json::{Value, json};

const USAGE: &str = "usage: check [--product P] [--audience A] [--medium M] [--institution I] [--place NAME] \
[--date YYYY-MM-DD] [--packs DIR] [--lang zh|en] FILE|-";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "check: {error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Arguments {
    context: Context,
    packs: Option<PathBuf>,
    language: Language,
    file: Option<String>,
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments = arguments(env::args().skip(1))?;
    let file = arguments.file.ok_or(USAGE)?;
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    }
    let text = String::from_utf8(bytes).map_err(|_| format!("{file} is no UTF-8 text"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let packs = match &arguments.packs {
        Some(folder) => {
            let packs = Packs::load(folder)?;
            report_examples(&packs)?;
            packs
        }
        None => Packs::embedded()?,
    };
    let report = packs.check(&material(text), &arguments.context, arguments.language);
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &json!(report))?;
    writeln!(out)?;
    Ok(())
}

/// Warns about examples that don't hold; the built-in packs hold all of theirs, so only the author's own are reported.
fn report_examples(packs: &Packs) -> io::Result<()> {
    let mut errors = io::stderr().lock();
    for failure in packs.run_examples() {
        let (pack, rule, problem) = (failure.pack, failure.rule, failure.problem);
        writeln!(errors, "check: pack {pack}, rule {rule}: {problem}")?;
    }
    Ok(())
}

fn arguments(given: impl Iterator<Item = String>) -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments::default();
    let mut given = given.peekable();
    while let Some(argument) = given.next() {
        if !argument.starts_with("--") {
            if arguments.file.replace(argument).is_some() {
                return Err(USAGE.into());
            }
            continue;
        }
        let value = given.next().ok_or(USAGE)?;
        let context = &mut arguments.context;
        match argument.as_str() {
            "--product" => context.product = known(&argument, &value, Product::parse)?,
            "--audience" => context.audience = known(&argument, &value, Audience::parse)?,
            "--medium" => context.medium = known(&argument, &value, Medium::parse)?,
            "--institution" => context.institution = known(&argument, &value, Institution::parse)?,
            "--place" => context.place = Field::Known { value },
            "--date" => context.date = known(&argument, &value, date)?,
            "--packs" => arguments.packs = Some(value.into()),
            "--lang" => {
                arguments.language = match value.as_str() {
                    "zh" => Language::Chinese,
                    "en" => Language::English,
                    _ => return Err("--lang takes zh or en".into()),
                }
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok(arguments)
}

fn known<T>(
    option: &str,
    value: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Field<T>, String> {
    parse(value)
        .map(|value| Field::Known { value })
        .ok_or_else(|| format!("“{value}” is not known to {option}; docs/rules.md lists what is"))
}

fn date(text: &str) -> Option<String> {
    let shape: Vec<usize> = text.split('-').map(str::len).collect();
    let digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    (shape == [4, 2, 2] && digits).then(|| text.to_owned())
}

/// The lines of a picture, if the text is the JSON of the OCR example, and copy otherwise.
fn material(text: &str) -> Material {
    let lines = serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|page| page.get("lines")?.as_array().cloned());
    match lines {
        Some(lines) => Material::from_lines(lines.iter().map(|line| {
            let text = line.get("text").and_then(Value::as_str).unwrap_or_default();
            (text.to_owned(), place(line))
        })),
        None => Material::plain(text),
    }
}

fn place(line: &Value) -> Place {
    let number = |value: &Value| value.as_f64().unwrap_or_default() as f32;
    let corners: Vec<(f32, f32)> = line
        .get("quad")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|corner| Some((number(corner.get(0)?), number(corner.get(1)?))))
        .collect();
    let edge = |pick: fn(f32, f32) -> f32, values: &dyn Fn(&(f32, f32)) -> f32| {
        corners.iter().map(values).reduce(pick).unwrap_or_default()
    };
    let top = edge(f32::min, &|corner| corner.1);
    let bottom = edge(f32::max, &|corner| corner.1);
    Place {
        left: edge(f32::min, &|corner| corner.0),
        top,
        right: edge(f32::max, &|corner| corner.0),
        bottom,
        font_size: line
            .get("font_size")
            .and_then(Value::as_f64)
            .map_or(bottom - top, |size| size as f32),
        contrast: line
            .get("contrast")
            .and_then(Value::as_f64)
            .map(|contrast| contrast as f32),
    }
}
