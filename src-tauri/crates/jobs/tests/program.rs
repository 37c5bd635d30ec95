//! `finagent-worker` as a program. This test also makes Cargo build the program in `cargo test --workspace`, where the
//! app's own tests expect it next to the app.

use std::process::Command;

use jobs::{BUILD, draw::Draw, table::ReadTable, unpack, unpack::Unpack};
use worker::{Error, Worker};

const PROGRAM: &str = env!("CARGO_BIN_EXE_finagent-worker");
const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";

fn request() -> drawing::DrawRequest {
    drawing::DrawRequest {
        scale: 1.0,
        region: None,
    }
}

#[tokio::test]
async fn the_program_does_the_jobs_of_its_own_build() {
    let worker = Worker::of_file(PROGRAM, BUILD);
    let (drawn, png) = worker.run::<Draw>(&request(), SVG).await.unwrap();
    assert_eq!(drawn.unwrap().pixel_width, 9);
    assert!(png.starts_with(b"\x89PNG"));
    let request = unpack::Request { before: 0 };
    let (batch, _) = worker.run::<Unpack>(&request, b"no archive").await.unwrap();
    assert!(batch.is_err());
    let (read, table) = worker
        .run::<ReadTable>(&(), b"file;title\na.png;A\n")
        .await
        .unwrap();
    assert_eq!(read, Ok(()));
    let table: intake::Table = serde_json::from_slice(&table).unwrap();
    let cells = table.rows.last().map(|row| row.cells.clone());
    assert_eq!(cells.unwrap(), ["a.png", "A"]);
    let (read, _) = worker.run::<ReadTable>(&(), b"%PDF-1.7\n").await.unwrap();
    assert!(read.is_err());
}

#[tokio::test]
async fn it_does_nothing_for_another_build() {
    for other in ["", "0.1.0", "0.1.0-0000000000000000"] {
        let worker = Worker::of_file(PROGRAM, other);
        let answer = worker.run::<Draw>(&request(), SVG).await;
        assert_eq!(answer.unwrap_err(), Error::OtherBuild, "{other}");
    }
}

#[test]
fn started_by_a_person_it_says_whose_it_is() {
    let run = Command::new(PROGRAM).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(run.stderr).unwrap(),
        "finagent-worker is started by FinAgent Desk.\n"
    );
}
