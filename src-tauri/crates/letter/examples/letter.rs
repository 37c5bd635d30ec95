//! Writes a letter of example data, or the default template, as DOCX.
//!
//! usage: cargo run -p letter --example letter -- OUT.docx [--english] [--draft] [--template | --with TEMPLATE.docx]
//! [--findings COUNT | --second]

#[path = "../tests/suite/sample.rs"]
mod sample;
#[path = "../tests/suite/second.rs"]
mod second;

use std::{error::Error, fs, path::PathBuf};

use letter::{document::Language, docx, model::State};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut out, mut with, mut findings) = (None, None, 4);
    let (mut language, mut template) = (Language::Chinese, false);
    let (mut draft, mut is_second) = (false, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--english" => language = Language::English,
            "--draft" => draft = true,
            "--second" => is_second = true,
            "--template" => template = true,
            "--with" => with = arguments.next(),
            "--findings" => findings = arguments.next().unwrap_or_default().parse()?,
            _ => out = Some(PathBuf::from(argument)),
        }
    }
    let mut letter = match is_second {
        true => second::letter(),
        false => sample::letter(findings),
    };
    if draft {
        (letter.state, letter.demo) = (State::Draft, true);
        letter.steps.clear();
    }
    let bytes = match with {
        _ if template => docx::template(language)?,
        Some(path) => docx::fill(&fs::read(path)?, &letter, language)?,
        None => docx::write(&letter.document(language))?,
    };
    fs::write(out.ok_or("usage: letter OUT.docx")?, bytes)?;
    Ok(())
}
