//! A queue of pictures in the real window against the demo service: overhead beyond the audits themselves, and memory.
//!
//! Usage: `queue PATH-OF-THE-APP [PICTURES]`
//!
//! The baseline is `curl` sending the same files to the same service, one after the other.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its results, and a failed step fails it"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use benches::{chance::Chance, window};
use demo_service::{DemoService, Pace, Settings};
use image::{Rgb, RgbImage};
use window_harness::{App, Desktop, Keyring};

/// Number of memory measurements.
const STEPS: usize = 4;
const KEY: &str = "a-key-of-the-benchmark";

/// A unique picture of the size of a phone screen, about a megabyte.
fn picture(number: u64) -> RgbImage {
    const SQUARE: u32 = 36;
    let mut chance = Chance::new(number ^ 0x9e37);
    let shades: Vec<u8> = (0..(1080 / SQUARE) * (1920 / SQUARE))
        .map(|_| (chance.draw() >> 8) as u8 | 15)
        .collect();
    RgbImage::from_fn(1080, 1920, |x, y| {
        let square = y / SQUARE * (1080 / SQUARE) + x / SQUARE;
        let shade = shades.get(square as usize).copied().unwrap_or_default();
        let grain = chance.draw() as u8 & 7;
        Rgb([shade, shade ^ grain, 90 | grain])
    })
}

fn folder_of(folder: &Path, count: usize) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let made = (0..count).map(|number| {
        let file = folder.join(format!("海报-{number:03}.png"));
        picture(number as u64).save(&file).unwrap();
        file
    });
    made.collect()
}

/// Seconds for auditing all files.
fn by_curl(files: &[PathBuf], origin: &str) -> f64 {
    let began = Instant::now();
    for file in files {
        let sent = Command::new("curl")
            .args(["-sSN", "-H", &format!("authorization: {KEY}")])
            .args(["-F", "stream=true", "-F", "query="])
            .args(["-F", &format!("image=@{}", file.display())])
            .arg(format!(
                "{origin}/api/aico-saas/bm/v1/ConsumerProtectionAudit"
            ))
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let answer = String::from_utf8_lossy(&sent.stdout);
        assert!(answer.contains("workflow_finished"), "{answer}");
    }
    began.elapsed().as_secs_f64()
}

/// Waits until at least `count` rows have the state that the window words as `words`.
async fn reached(app: &App<'_>, words: &str, count: usize) {
    app.wait_for_script(&format!(
        "Number((document.querySelector('#screen-queue').textContent.match(/{words}/) ?? [])[1] ?? 0) >= {count}"
    ))
    .await;
}

/// Resident memory of a process in megabytes.
fn resident(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes: f64 = line
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap();
    kilobytes / 1_000.0
}

/// The web view's process, a child of the app.
fn page_of(app: u32) -> u32 {
    let found = Command::new("pgrep")
        .args(["-P", &app.to_string(), "WebKitWeb"])
        .output()
        .unwrap();
    let found = String::from_utf8(found.stdout).unwrap();
    found.lines().next().unwrap().trim().parse().unwrap()
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let binary = fs::canonicalize(arguments.next().unwrap()).unwrap();
    let count: usize = arguments.next().map_or(200, |count| count.parse().unwrap());
    let settings = Settings {
        pace: Pace::Instant,
        key: Some(KEY.to_owned()),
        ..Settings::default()
    };
    let service = DemoService::start(settings).await.unwrap();
    let desktop = Desktop::new(&binary, Keyring::Unlocked);
    let folder = desktop.home().path("files/posters");
    let files = folder_of(&folder, count);
    let bytes: u64 = files
        .iter()
        .map(|file| fs::metadata(file).unwrap().len())
        .sum();
    let origin = service.origin();
    let curl = tokio::task::spawn_blocking(move || by_curl(&files, &origin));
    let curl = curl.await.unwrap();

    let app = window::open(&desktop, &service.origin(), KEY).await;
    let began = Instant::now();
    app.drop_files(&[&folder], "#material").await;
    for step in 1..=STEPS {
        reached(&app, r"(\d+) 份等待", count * step / STEPS).await;
    }
    let laid = began.elapsed().as_secs_f64();
    let (process, page) = (app.pid(), page_of(app.pid()));
    let mut memory = vec![(0, resident(process), resident(page))];
    let began = Instant::now();
    app.click("#queue-run").await;
    for step in 1..=STEPS {
        let done = count * step / STEPS;
        reached(&app, r"已完成 (\d+)", done).await;
        memory.push((done, resident(process), resident(page)));
    }
    let ours = began.elapsed().as_secs_f64();
    app.quit();

    let each = |seconds: f64| seconds * 1_000.0 / count as f64;
    println!(
        "{count} pictures, {:.1} MB on average",
        bytes as f64 / 1e6 / count as f64
    );
    println!(
        "laid into the queue in {:.0} ms each; audited in {:.0} ms each, by curl in {:.0} ms each ({:.1} times), so {:.0} ms beside the audit itself",
        each(laid),
        each(ours),
        each(curl),
        ours / curl,
        each(ours - curl)
    );
    println!("| audited | the app, MB | its web view, MB |");
    println!("| --- | --- | --- |");
    for (done, app, page) in memory {
        println!("| {done} | {app:.0} | {page:.0} |");
    }
}
