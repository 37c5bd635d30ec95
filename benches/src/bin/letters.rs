//! A letter of thirty findings with a picture of 12 megapixels: DOCX against pandoc, PDF against LibreOffice.
//!
//! Usage: `letters PATH-OF-FINAGENT-WORKER`
//!
//! The picture is framed and made smaller once, as for both forms of a letter in the app; each form then takes its own time. pandoc writes
//! the same letter from the Markdown that it reads from our DOCX, and LibreOffice converts our DOCX to PDF. Every program runs as a
//! process of its own, but our DOCX is written by the app itself. Warm: the median of several runs after one that is not counted.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark prints its results, and a failed step fails it"
)]

#[path = "../../../src-tauri/crates/letter/tests/suite/sample.rs"]
mod sample;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use jobs::{
    annotate::{Annotate, Level, Mark, Request},
    typeset::{Typeset, packed},
};
use letter::{
    document::{Language, Picture},
    docx,
    model::Letter,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use worker::Worker;

const FINDINGS: u32 = 30;
/// Width and height of the picture in pixels.
const SIZE: (u32, u32) = (4_000, 3_000);
const RUNS: usize = 5;

/// Which limits a letter must keep: seconds, megabytes, and its time as a share of LibreOffice's.
const GOALS: (f64, f64, f64) = (2.0, 3.0, 1.0 / 3.0);

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
    times[times.len() / 2].as_secs_f64()
}

fn run(command: &mut Command) {
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}");
}

fn installed(program: &str) -> bool {
    let version = Command::new(program).arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// The frames of the findings, spread over the picture.
fn marks() -> Vec<Mark> {
    let (across, left, top) = (5, 120.0, 80.0);
    (0..FINDINGS)
        .map(|at| {
            let x = left + 760.0 * f64::from(at % across) as f32;
            let y = top + 480.0 * f64::from(at / across) as f32;
            Mark {
                number: at + 1,
                level: [Level::High, Level::Medium, Level::Low][at as usize % 3],
                quads: vec![[
                    [x, y],
                    [x + 600.0, y],
                    [x + 600.0, y + 120.0],
                    [x, y + 120.0],
                ]],
            }
        })
        .collect()
}

fn annotated(runtime: &Runtime, worker: &Worker, picture: &[u8]) -> Vec<Picture> {
    let request = Request { marks: marks() };
    let (answer, jpegs) = runtime
        .block_on(worker.run::<Annotate>(&request, picture))
        .unwrap();
    let mut rest = jpegs.as_slice();
    let slices = answer.unwrap().into_iter();
    slices
        .map(|slice| {
            let (jpeg, more) = rest.split_at(slice.bytes);
            rest = more;
            Picture {
                bytes: jpeg.to_vec(),
                width: slice.width,
                height: slice.height,
                description: "送审材料及问题标注".to_owned(),
                caption: String::new(),
            }
        })
        .collect()
}

fn megabytes(path: &Path) -> f64 {
    fs::metadata(path).unwrap().len() as f64 / 1e6
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
    let (docx_file, pdf_file) = (path("letter.docx"), path("letter.pdf"));

    let photo = path("photo.jpg");
    run(Command::new("convert")
        .args(["-seed", "1", "-size", &format!("{}x{}", SIZE.0, SIZE.1)])
        .args(["plasma:fractal", "-quality", "92"])
        .arg(&photo));
    let picture = fs::read(&photo).unwrap();
    let mut pictures = Vec::new();
    let framing = median(|| pictures = annotated(&runtime, &worker, &picture));
    let letter = Letter {
        pictures,
        ..sample::letter(FINDINGS)
    };
    let document = || letter.document(Language::Chinese);
    let our_docx = median(|| fs::write(&docx_file, docx::write(&document()).unwrap()).unwrap());
    let our_pdf = median(|| {
        let (request, input) = packed(document()).unwrap();
        let (answer, pdf) = runtime
            .block_on(worker.run::<Typeset>(&request, input))
            .unwrap();
        answer.unwrap();
        fs::write(&pdf_file, pdf).unwrap();
    });

    let office = median(|| {
        run(Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                path("profile").display()
            ))
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .args([&path("office"), &docx_file]));
    });
    let office_file = path("office").join("letter.pdf");
    let pandoc = installed("pandoc").then(|| {
        let (markdown, written) = (path("letter.md"), path("pandoc.docx"));
        run(Command::new("pandoc")
            .arg(format!("--extract-media={}", path("media").display()))
            .arg("--output")
            .args([&markdown, &docx_file]));
        let time = median(|| {
            run(Command::new("pandoc")
                .arg("--output")
                .args([&written, &markdown]));
        });
        (time, megabytes(&written))
    });

    let (our_docx_size, our_pdf_size) = (megabytes(&docx_file), megabytes(&pdf_file));
    let office_size = megabytes(&office_file);
    println!(
        "{FINDINGS} findings, a picture of {} × {} pixels; framing it takes {framing:.2} s, once for both forms.\n",
        SIZE.0, SIZE.1
    );
    println!("| form | ours, s | theirs, s | ours ÷ theirs | MB: ours / theirs |");
    println!("| --- | --- | --- | --- | --- |");
    match pandoc {
        Some((time, size)) => println!(
            "| DOCX, against pandoc | {our_docx:.3} | {time:.3} | {:.3} | {our_docx_size:.2} / {size:.2} |",
            our_docx / time
        ),
        None => println!(
            "| DOCX, pandoc is not installed | {our_docx:.3} | – | – | {our_docx_size:.2} / – |"
        ),
    }
    println!(
        "| PDF, against LibreOffice | {our_pdf:.3} | {office:.3} | {:.3} | {our_pdf_size:.2} / {office_size:.2} |",
        our_pdf / office
    );
    let (seconds, size, share) = GOALS;
    let said = |holds: bool| if holds { "reached" } else { "missed" };
    println!(
        "\nBelow {seconds} s with framing: DOCX {}, PDF {}. At most {size} MB: DOCX {}, PDF {}. At most a third of LibreOffice's time: {}.",
        said(framing + our_docx < seconds),
        said(framing + our_pdf < seconds),
        said(our_docx_size <= size),
        said(our_pdf_size <= size),
        said(our_pdf / office <= share),
    );
}
