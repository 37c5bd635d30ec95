//! The programs that read: ours, Tesseract, RapidOCR.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use reading::{Cancel, Limits, Models, Picture, Reader};
use serde_json::{Value, json};

use crate::judge::Heard;

/// What a program made of one picture.
pub(crate) struct Outcome {
    pub(crate) heard: Vec<Heard>,
    pub(crate) seconds: f64,
}

/// All pictures read by one program, in one process where it is a library.
pub(crate) struct Run {
    pub(crate) outcomes: Vec<Outcome>,
    /// The most memory of it, in MB.
    pub(crate) megabytes: f64,
}

/// Runs `program` on the pictures: `ours`, `tesseract`, `rapidocr` or `rapidocr-full`.
pub(crate) fn run(program: &str, pictures: &[PathBuf]) -> Result<Run, Box<dyn Error>> {
    let lines = match program {
        "tesseract" => return tesseract(pictures),
        "ours" => Command::new(std::env::current_exe()?)
            .arg("ours")
            .args(pictures)
            .output()?,
        _ => {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("rapid.py");
            let python = std::env::var_os("RAPIDOCR_PYTHON").unwrap_or_else(|| "python3".into());
            Command::new(python)
                .arg(script)
                .arg(program)
                .args(pictures)
                .output()?
        }
    };
    if !lines.status.success() {
        return Err(format!("{program}: {}", String::from_utf8_lossy(&lines.stderr)).into());
    }
    let mut run = Run {
        outcomes: Vec::new(),
        megabytes: 0.0,
    };
    for line in String::from_utf8(lines.stdout)?
        .lines()
        .filter(|line| line.starts_with('{'))
    {
        let value: Value = serde_json::from_str(line)?;
        run.megabytes = run.megabytes.max(
            value
                .get("megabytes")
                .unwrap_or(&Value::Null)
                .as_f64()
                .unwrap_or(0.0),
        );
        run.outcomes.push(Outcome {
            heard: value
                .get("lines")
                .unwrap_or(&Value::Null)
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or(&[])
                .iter()
                .filter_map(heard)
                .collect(),
            seconds: value
                .get("seconds")
                .unwrap_or(&Value::Null)
                .as_f64()
                .unwrap_or(0.0),
        });
    }
    Ok(run)
}

fn heard(line: &Value) -> Option<Heard> {
    Some(Heard {
        text: line
            .get("text")
            .unwrap_or(&Value::Null)
            .as_str()?
            .to_owned(),
        quad: serde_json::from_value(line.get("quad").unwrap_or(&Value::Null).clone()).ok()?,
        font_size: line
            .get("font_size")
            .unwrap_or(&Value::Null)
            .as_f64()
            .unwrap_or(0.0) as f32,
    })
}

/// The other end of `run("ours", …)`: a JSON line for each picture.
pub(crate) fn ours(pictures: &[String]) -> Result<(), Box<dyn Error>> {
    let folder = std::env::var_os("READING_MODELS").unwrap_or_else(|| "target/models".into());
    let reader = Reader::new(&Models::find(folder)?)?;
    for path in pictures {
        let pixels = image::open(path)?.into_rgb8();
        let since = Instant::now();
        let picture = Picture::new(pixels.width(), pixels.height(), pixels.as_raw())?;
        let page = reader.read(&picture, &Limits::default(), &Cancel::new(), |_| {})?;
        let seconds = since.elapsed().as_secs_f64();
        let lines: Vec<_> = page
            .lines
            .iter()
            .map(|line| json!({"text": line.text, "quad": line.quad.map(|p| [p.x, p.y]), "font_size": line.font_size}))
            .collect();
        println!(
            "{}",
            json!({"lines": lines, "seconds": seconds, "megabytes": peak()})
        );
    }
    Ok(())
}

/// The most memory that this process had, in MB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// Tesseract as a person would start it, once a picture; sparse text (11) does better on posters than a page (3).
fn tesseract(pictures: &[PathBuf]) -> Result<Run, Box<dyn Error>> {
    let mut outcomes = Vec::new();
    for picture in pictures {
        let since = Instant::now();
        let output = Command::new("tesseract")
            .arg(picture)
            .args(["stdout", "-l", "chi_sim+eng", "--psm", "11", "tsv"])
            .output()?;
        let seconds = since.elapsed().as_secs_f64();
        let heard = String::from_utf8_lossy(&output.stdout)
            .lines()
            .skip(1)
            .filter_map(word)
            .collect();
        outcomes.push(Outcome { heard, seconds });
    }
    Ok(Run {
        outcomes,
        megabytes: 0.0,
    })
}

fn word(row: &str) -> Option<Heard> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [_, _, _, _, _, _, left, top, width, height, _, text] = cells.as_slice() else {
        return None;
    };
    let number = |cell: &str| cell.parse::<f32>().ok();
    let (left, top, width, height) = (number(left)?, number(top)?, number(width)?, number(height)?);
    let (right, bottom) = (left + width, top + height);
    (!text.trim().is_empty()).then(|| Heard {
        text: (*text).to_owned(),
        quad: [[left, top], [right, top], [right, bottom], [left, bottom]],
        font_size: 0.0,
    })
}
