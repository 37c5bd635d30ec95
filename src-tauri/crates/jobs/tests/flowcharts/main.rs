//! Flowcharts rendered in the sandboxed child as the app does, and the `svg2png` example.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed step fails the test, and the outcome of each chart is printed"
)]

mod hostile;
mod kin;
mod program;

use std::path::{Path, PathBuf};
use std::time::Instant;

use drawing::{Answer, DrawRequest};
use jobs::draw::Draw;
use worker::Worker;

/// Cargo builds the examples along with the tests, unless only one test target is selected.
fn program() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.push("examples/svg2png");
    assert!(path.is_file(), "cargo build -p jobs --example svg2png");
    path
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../drawing/tests/fixtures")
}

/// Runs one job in a new child. Returns the result and the duration in seconds.
async fn draw(svg: &[u8], scale: f32) -> (Result<(Answer, Vec<u8>), worker::Error>, f64) {
    let request = DrawRequest {
        scale,
        region: None,
    };
    let started = Instant::now();
    let worker = Worker::of_file(env!("CARGO_BIN_EXE_finagent-worker"), jobs::BUILD);
    let outcome = worker.run::<Draw>(&request, svg).await;
    (outcome, started.elapsed().as_secs_f64())
}
