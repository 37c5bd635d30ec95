//! Programs that read documents and share no code with the writer.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

/// What python-docx reads in a document.
pub fn python_docx(document: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder, "letter.docx", document);
    let output = python("read.py", &[&path]);
    serde_json::from_str(output.trim()).unwrap()
}

/// All text that python-docx reads in the body, by paragraph and cell.
pub fn texts(read: &Value) -> Vec<String> {
    let mut texts = Vec::new();
    for block in read["body"].as_array().unwrap() {
        match block.get("table") {
            Some(rows) => {
                let cells = rows.as_array().unwrap().iter();
                let cells = cells.flat_map(|row| row.as_array().unwrap());
                texts.extend(cells.map(|cell| cell.as_str().unwrap().to_owned()));
            }
            None => texts.push(block["text"].as_str().unwrap().to_owned()),
        }
    }
    texts
}

/// A template as edited with `edit.py`.
pub fn edited(template: &[u8], logo: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let source = saved(&folder, "source.docx", template);
    let logo = saved(&folder, "logo.png", logo);
    let target = folder.path().join("edited.docx");
    python("edit.py", &[&source, &target, &logo]);
    std::fs::read(target).unwrap()
}

/// A template that Word wrote, with these paragraphs.
pub fn made_by_word(paragraphs: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("made.docx");
    let paragraphs = paragraphs.iter().map(Path::new);
    let arguments: Vec<_> = std::iter::once(target.as_path())
        .chain(paragraphs)
        .collect();
    python("make.py", &arguments);
    std::fs::read(target).unwrap()
}

fn python(script: &str, arguments: &[&Path]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite")
        .join(script);
    // The system's Python, for which the system's packages are.
    let output = Command::new("/usr/bin/python3")
        .env("PYTHONIOENCODING", "utf-8")
        .arg("-B")
        .arg(script)
        .args(arguments)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// A document as LibreOffice saves it in another format, such as `pdf` or `docx`.
pub fn libre_office(document: &[u8], format: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let source = saved(&folder, "source.docx", document);
    let out = folder.path().join("out");
    let profile = folder.path().join("profile");
    let output = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(&out)
        .arg(source)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    std::fs::read(out.join(format!("source.{format}"))).unwrap()
}

/// The text of each page of a PDF, without spaces.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder, "letter.pdf", pdf);
    let output = Command::new("pdftotext")
        .arg(path)
        .arg("-")
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    let pages = pages.map(|page| page.chars().filter(|c| !c.is_whitespace()).collect());
    pages.collect()
}

fn saved(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
