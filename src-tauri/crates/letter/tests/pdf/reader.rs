//! What a reader of PDF finds in a file.

use std::process::Command;

/// The output of one of poppler's programs for a PDF.
fn asked(program: &str, options: &[&str], pdf: &[u8], to_stdout: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(&path);
    if to_stdout {
        command.arg("-");
    }
    let output = command.output().expect("scripts/debian-packages tests");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The text of each page, in reading order.
pub(crate) fn pages(pdf: &[u8]) -> Vec<String> {
    let text = asked("pdftotext", &["-raw"], pdf, true);
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
    asked("pdfinfo", &["-isodates"], pdf, false)
}

pub(crate) fn fonts(pdf: &[u8]) -> String {
    asked("pdffonts", &[], pdf, false)
}

/// The structure, for people who can't see the page.
pub(crate) fn structure(pdf: &[u8]) -> String {
    asked("pdfinfo", &["-struct"], pdf, false)
}

/// The right end of the widest word, in points.
pub(crate) fn right_end(pdf: &[u8]) -> f64 {
    let words = asked("pdftotext", &["-bbox"], pdf, true);
    let ends = words.split("<word ").skip(1).map(|word| {
        let end = word.split("xMax=\"").nth(1).unwrap();
        end.split('"').next().unwrap().parse::<f64>().unwrap()
    });
    ends.fold(0.0, f64::max)
}
