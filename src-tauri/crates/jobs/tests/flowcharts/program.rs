//! The `svg2png` example as a program: its file, its messages, its exit codes.

use std::path::Path;
use std::process::{Command, Output};

use super::{fixtures, program};

fn svg2png(input: &Path, output: &Path, rest: &[&str]) -> Output {
    Command::new(program())
        .arg(input)
        .arg(output)
        .args(rest)
        .output()
        .unwrap()
}

/// Width and height in the PNG header.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png.get(at..at + 4).unwrap().try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_chart_becomes_a_picture_of_the_size_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.png");
    let input = fixtures().join("hostile/ok.svg");
    for (scale, expected) in [("1", (640, 320)), ("2", (1280, 640)), ("0.5", (320, 160))] {
        let run = svg2png(&input, &out, &["--scale", scale]);
        assert!(run.status.success() && run.stderr.is_empty(), "{run:?}");
        assert_eq!(size(&std::fs::read(&out).unwrap()), expected);
    }
}

#[test]
fn a_refusal_is_one_line_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.png");
    for name in ["xxe.svg", "use10_6.svg", "secret.png", "missing.svg"] {
        let run = svg2png(&fixtures().join("hostile").join(name), &out, &[]);
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{name}: {said}");
        assert!(
            said.starts_with("svg2png: ") && said.lines().count() == 1,
            "{name}: {said}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_was_there_stays_when_a_chart_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.png");
    std::fs::write(&out, "before").unwrap();
    svg2png(&fixtures().join("hostile/laughs.svg"), &out, &[]);
    assert_eq!(std::fs::read(&out).unwrap(), b"before");
}

#[test]
fn a_wrong_call_says_how_it_is_called() {
    for scale in ["0", "-1", "NaN", "wide"] {
        let run = svg2png(Path::new("a"), Path::new("b"), &["--scale", scale]);
        assert_eq!(run.status.code(), Some(2), "{scale}");
        assert!(
            String::from_utf8(run.stderr)
                .unwrap()
                .contains("usage: svg2png")
        );
    }
}
