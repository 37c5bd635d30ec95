//! What was published against what was approved, on five cases: ours against ImageMagick's `compare`.
//!
//! Usage: `published PATH-OF-FINAGENT-WORKER`
//!
//! *Ours* is the confined child as the app runs it, without OCR: the pictures alone decide. `compare` is a process of its own; it needs two
//! pictures of the same size, so the published one is scaled to that of the approved one first, which counts. It says how many pixels
//! differ by more than a tenth, and leaves it to the reader what that means.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark prints its results, and a failed step fails it"
)]

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use jobs::compare::{Compare, Request};
use published::{Comparison, Outcome};
use tempfile::TempDir;
use worker::Worker;

const RUNS: usize = 5;
/// Width and height of the approved picture in pixels.
const SIZE: (u32, u32) = (2_480, 3_508);

fn median(mut work: impl FnMut()) -> f64 {
    work();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}");
}

/// A poster with this rate.
fn poster(folder: &Path, name: &str, rate: &str) -> PathBuf {
    let (svg, png) = (folder.join("poster.svg"), folder.join(name));
    let mut text = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#b5121b"/><stop offset="1" stop-color="#f2a33a"/></linearGradient></defs><rect width="1240" height="1754" fill="url(#g)"/><g fill="#fff" font-family="Noto Sans CJK SC">"##,
    );
    let lines = [
        (200, 60, "示例银行理财产品"),
        (400, 110, "稳盈示例 1 号"),
        (560, 70, "业绩比较基准（年化）"),
        (740, 130, rate),
        (900, 50, "期限 180 天 · 起购金额 1 万元"),
        (1_600, 28, "理财非存款，产品有风险，投资须谨慎。"),
    ];
    for (baseline, size, words) in lines {
        write!(
            text,
            r#"<text x="100" y="{baseline}" font-size="{size}">{words}</text>"#
        )
        .unwrap();
    }
    text.push_str("</g></svg>");
    fs::write(&svg, text).unwrap();
    run(Command::new("rsvg-convert")
        .args(["--width", &SIZE.0.to_string(), "--output"])
        .args([&png, &svg]));
    png
}

fn converted(from: &Path, to: PathBuf, options: &[&str]) -> PathBuf {
    run(Command::new("convert").arg(from).args(options).arg(&to));
    to
}

/// The number of pixels that differ by more than a tenth, as `compare` says it.
fn differing(approved: &Path, published: &Path, scaled: &Path) -> String {
    let size = format!("{}x{}!", SIZE.0, SIZE.1);
    run(Command::new("convert")
        .arg(published)
        .args(["-resize", &size])
        .arg(scaled));
    let output = Command::new("compare")
        .args(["-metric", "AE", "-fuzz", "10%"])
        .args([approved, scaled])
        .arg("null:")
        .output()
        .unwrap();
    // It ends with 1 where the pictures differ.
    assert!(matches!(output.status.code(), Some(0 | 1)));
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn main() {
    let program = std::env::args_os().nth(1).map(PathBuf::from).unwrap();
    let worker = Worker::of_file(program, jobs::BUILD);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let approved = poster(folder.path(), "approved.png", "3.20%");
    let same = path("same.png");
    fs::copy(&approved, &same).unwrap();
    let cases = [
        ("identical", same, Outcome::Identical),
        (
            "saved again at quality 60",
            converted(&approved, path("quality.jpg"), &["-quality", "60"]),
            Outcome::Same,
        ),
        (
            "half the size",
            converted(&approved, path("half.png"), &["-resize", "50%"]),
            Outcome::Same,
        ),
        (
            "a phone's screenshot",
            converted(
                &approved,
                path("phone.png"),
                &[
                    "-resize",
                    "1080x",
                    "-background",
                    "#f2f3f5",
                    "-gravity",
                    "center",
                    "-extent",
                    "1080x2340",
                ],
            ),
            Outcome::Framed,
        ),
        (
            "one digit changed",
            poster(folder.path(), "digit.png", "3.80%"),
            Outcome::Altered,
        ),
    ];
    println!(
        "| published | ours says | regions | ours, ms | ImageMagick, ms | ours ÷ ImageMagick | pixels that `compare` counts |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let mut right = 0;
    for (name, file, expected) in &cases {
        let mut said: Option<Comparison> = None;
        let ours = median(|| {
            let mut input = fs::read(&approved).unwrap();
            let request = Request {
                approved_bytes: input.len(),
                approved: Vec::new(),
                published: Vec::new(),
            };
            input.extend(fs::read(file).unwrap());
            let (answer, _) = runtime
                .block_on(worker.run::<Compare>(&request, input))
                .unwrap();
            said = Some(answer.unwrap());
        });
        let said = said.unwrap();
        let mut counted = String::new();
        let theirs = median(|| counted = differing(&approved, file, &path("scaled.png")));
        right += usize::from(said.outcome == *expected);
        println!(
            "| {name} | {:?} | {} | {ours:.0} | {theirs:.0} | {:.2} | {counted} |",
            said.outcome,
            said.regions.len(),
            ours / theirs
        );
    }
    println!(
        "\n*Ours* is right on {right} of {} cases, on a picture of {} × {} pixels.",
        cases.len(),
        SIZE.0,
        SIZE.1
    );
}
