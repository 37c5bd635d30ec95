//! What a reader of PDF finds in a file.

use std::io::Write;
use std::process::{Command, Stdio};

/// The output of one of poppler's programs for a PDF.
fn asked(program: &str, options: &[&str], pdf: &[u8]) -> String {
    let mut reader = Command::new(program)
        .args(options)
        .arg("-")
        // Only this one has to be told where its output goes.
        .args((program == "pdftotext").then_some("-"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("scripts/debian-packages tests");
    // Each of them reads the whole file before it writes.
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text of each page, in reading order.
pub(crate) fn pages(pdf: &[u8]) -> Vec<String> {
    let text = asked("pdftotext", &["-raw"], pdf);
    let mut pages: Vec<_> = text.split('\u{c}').map(str::to_owned).collect();
    assert_eq!(
        pages.pop().as_deref(),
        Some(""),
        "a page ends with a form feed"
    );
    pages
}

/// The text of all pages without any white space.
pub(crate) fn letters(pdf: &[u8]) -> String {
    pages(pdf).concat().split_whitespace().collect()
}

pub(crate) fn info(pdf: &[u8]) -> String {
    asked("pdfinfo", &["-isodates"], pdf)
}

/// The file says that it is PDF/A-2a, which Typst has checked.
pub(crate) fn assert_archivable(pdf: &[u8]) {
    let metadata = asked("pdfinfo", &["-meta"], pdf);
    for claim in ["<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
        assert!(metadata.contains(claim), "{metadata}");
    }
}

pub(crate) fn fonts(pdf: &[u8]) -> String {
    asked("pdffonts", &[], pdf)
}

/// The structure, for people who can't see the page.
pub(crate) fn structure(pdf: &[u8]) -> String {
    asked("pdfinfo", &["-struct"], pdf)
}

/// The right end of the widest word, in points.
pub(crate) fn right_end(pdf: &[u8]) -> f64 {
    let words = asked("pdftotext", &["-bbox"], pdf);
    let ends = words.split("<word ").skip(1).map(|word| {
        let end = word.split("xMax=\"").nth(1).unwrap();
        end.split('"').next().unwrap().parse::<f64>().unwrap()
    });
    ends.fold(0.0, f64::max)
}
