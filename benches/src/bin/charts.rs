//! SVG to PNG: the confined child process against `rsvg-convert` and headless Chromium, with one process per chart, as a
//! user would wait for it.
//!
//! Usage: `charts PATH-OF-FINAGENT-WORKER SVG ...`
//!
//! Our renderer is measured twice: in a child of this program, as `svg2png` runs it, and in a child of `finagent-worker`, as
//! the app runs it.
//!
//! Warm: programs and fonts are in the file cache; the median of several runs. Cold: the first run after clearing the cache,
//! which needs root and is otherwise omitted.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark prints its results, and a failed step fails it"
)]

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use drawing::DrawRequest;
use jobs::draw::Draw;
use tempfile::TempDir;
use worker::Worker;

/// Runs of the two that take milliseconds.
const QUICK: usize = 15;
/// Runs of Chromium, which takes a second.
const SLOW: usize = 3;

/// Renders one chart.
type Drawing<'a> = &'a dyn Fn(&Path);

fn time(draw: Drawing<'_>, svg: &Path) -> Duration {
    let start = Instant::now();
    draw(svg);
    start.elapsed()
}

fn median(draw: Drawing<'_>, svg: &Path, runs: usize) -> Duration {
    draw(svg);
    let mut times: Vec<_> = (0..runs).map(|_| time(draw, svg)).collect();
    times.sort();
    times[times.len() / 2]
}

/// Clears the file cache; returns whether that succeeded.
fn empty_cache() -> bool {
    Command::new("sync").status().is_ok() && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

fn cold(draw: Drawing<'_>, svg: &Path) -> Option<Duration> {
    empty_cache().then(|| time(draw, svg))
}

fn succeed(command: &mut Command) {
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn main() -> ExitCode {
    if let Some(code) = jobs::serve() {
        return code;
    }
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let app = Worker::of_file(arguments.next().unwrap(), jobs::BUILD);
    let charts: Vec<PathBuf> = arguments.collect();
    let folder = TempDir::new().unwrap();
    let png = folder.path().join("chart.png");
    let profile = folder.path().join("profile");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let worker = Worker::of_this_program(jobs::BUILD).unwrap();

    let draw = |worker: &Worker, svg: &Path| {
        let order = DrawRequest {
            scale: 1.0,
            region: None,
        };
        let source = std::fs::read(svg).unwrap();
        let (drawn, bytes) = runtime
            .block_on(worker.run::<Draw>(&order, source.as_slice()))
            .unwrap();
        drawn.unwrap();
        std::fs::write(&png, bytes).unwrap();
    };
    let ours = |svg: &Path| draw(&worker, svg);
    let in_app = |svg: &Path| draw(&app, svg);
    let rsvg = |svg: &Path| {
        succeed(
            Command::new("rsvg-convert")
                .arg("--output")
                .arg(&png)
                .arg(svg),
        )
    };
    let chromium = |svg: &Path| {
        succeed(
            Command::new("chromium")
                .args([
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                ])
                .args([
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ])
                .arg(format!("--user-data-dir={}", profile.display()))
                .arg(format!("--screenshot={}", png.display()))
                .arg(format!(
                    "file://{}",
                    std::fs::canonicalize(svg).unwrap().display()
                )),
        );
    };

    println!(
        "| chart | ours, ms | in the app, ms | rsvg-convert, ms | Chromium, ms | ours ÷ rsvg-convert | ours ÷ Chromium | cold, ms: ours / rsvg-convert / Chromium |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let (mut before_rsvg, mut before_chromium) = (0, 0);
    for svg in &charts {
        let first = [&ours as Drawing<'_>, &rsvg, &chromium].map(|draw| {
            cold(draw, svg).map_or("–".to_owned(), |time| format!("{:.0}", ms(time)))
        });
        let [a, inside, b, c] = [
            median(&ours, svg, QUICK),
            median(&in_app, svg, QUICK),
            median(&rsvg, svg, QUICK),
            median(&chromium, svg, SLOW),
        ]
        .map(ms);
        before_rsvg += usize::from(a < b);
        before_chromium += usize::from(a * 5.0 <= c);
        println!(
            "| {} | {a:.1} | {inside:.1} | {b:.1} | {c:.0} | {:.2} | {:.3} | {} |",
            svg.file_stem().unwrap().to_string_lossy(),
            a / b,
            a / c,
            first.join(" / ")
        );
    }
    println!(
        "\nFaster than rsvg-convert on {before_rsvg} of {} charts, at least 5 times faster than Chromium on {before_chromium}.",
        charts.len()
    );
    ExitCode::SUCCESS
}
