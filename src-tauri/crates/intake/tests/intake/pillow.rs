//! Files of many kinds, made by Pillow, against what Pillow reads. `benches/reading/run` does the same with more files and
//! more programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::RgbImage;
use intake::{Note, shown};

use crate::common::FONTS;
use crate::preparing::try_prepare;

/// Decodes a picture as Pillow writes it: `P6`, width and height, 255, and the pixels.
fn ppm(bytes: &[u8]) -> RgbImage {
    let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
    let size = lines.nth(1).and_then(|size| std::str::from_utf8(size).ok());
    let (width, height) = size.and_then(|size| size.split_once(' ')).unwrap();
    let data = lines.nth(1).unwrap().to_vec();
    RgbImage::from_raw(width.parse().unwrap(), height.parse().unwrap(), data).unwrap()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false if path.extension().is_some_and(|kind| kind == "ppm") => {}
            false => found.push(path),
        }
    }
}

#[test]
fn pictures_are_seen_as_pillow_reads_them_or_a_note_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let make = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../benches/reading/make.py");
    // Debian's Pillow belongs to Debian's Python.
    let output = Command::new("/usr/bin/python3")
        .args([make.as_path(), folder.path(), Path::new("--few")])
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "is python3-pil installed? {complaint}"
    );
    let mut found = Vec::new();
    files(folder.path(), &mut found);
    let (mut same, mut refused) = (0, 0);
    for file in found {
        let (name, bytes) = (file.display(), fs::read(&file).unwrap());
        let Ok(wanted) = fs::read(format!("{name}.1.ppm")) else {
            continue;
        };
        let wanted = ppm(&wanted);
        let prepared = match try_prepare(&bytes) {
            Ok(prepared) => prepared,
            Err(refusal) => {
                assert_eq!(refusal.code(), "picture_undecodable", "{name}");
                refused += 1;
                continue;
            }
        };
        let shown = shown(&bytes, &FONTS).unwrap();
        assert_eq!((shown.width, shown.height), wanted.dimensions(), "{name}");
        let pairs = shown.rgb.iter().zip(wanted.as_raw());
        let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = sum as f64 / wanted.as_raw().len() as f64;
        let notes = &prepared.plan.notes;
        let is_said = [Note::InksGuessed, Note::ProfileConverted]
            .iter()
            .any(|note| notes.contains(note));
        assert!(
            mean <= 2.0 || is_said && mean < 5.0,
            "{name}: {mean}, {notes:?}"
        );
        same += 1;
    }
    assert!(same > 150 && refused < 40, "{same} read, {refused} refused");
}
