//! Golden files for every format that the app stores on disk.
//!
//! Version 0.1.0 wrote each file under `fixtures/`. A test opens the file, checks its contents, and then makes the app write the same
//! data again: the result must have the same fields in the same order. Users' files can't be changed, so these files never change
//! either. A changed format gets a new version and a new file, and the old file stays.
//!
//! To write a missing golden file, run the test with `GOLDEN_FILES=write`. Existing files are never overwritten.

mod conversations;
mod database;
mod files;
mod folder;
mod runs;

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use records::{DraftMaterial, Material, Opening, Records, Timestamp, sha256_hex};
use serde_json::Value;

/// The maximum length of a text in a golden file. Longer texts are replaced by length and hash.
const LONGEST: usize = 300;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ipc/fixtures")
        .join(name)
}

/// Compares a text with the golden file of this name, byte for byte.
fn same_text(name: &str, found: &str) {
    let path = fixture(name);
    if !path.exists() && env::var("GOLDEN_FILES").is_ok_and(|what| what == "write") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let differing = golden.lines().zip(found.lines()).find(|(a, b)| a != b);
    assert!(
        golden == found,
        "{name} has {} lines, the app wrote {}; the first difference: {differing:#?}",
        golden.lines().count(),
        found.lines().count(),
    );
}

/// Removes what is not stored of the queue: its revision, and the offline check of each file.
fn stored_part(mut queue: Value) -> Value {
    let revision = queue.as_object_mut().unwrap().remove("revision");
    assert!(revision.is_some_and(|revision| revision.is_u64()));
    for item in queue["items"].as_array_mut().unwrap() {
        let checked = item.as_object_mut().unwrap().remove("checked");
        assert!(checked.is_some_and(|checked| checked["state"].is_string()));
    }
    queue
}

/// Compares a JSON value with the golden file of this name: same fields, same order, same values. Only the values of the fields in
/// `varying` may differ. The last parts of its path name such a field, and `*` stands for any field or index: `at.utc_ms`,
/// `materials.*.sha256`.
fn same_json(name: &str, found: &Value, varying: &[&str]) {
    let mut text = serde_json::to_string_pretty(&masked(found, varying, "")).unwrap();
    text.push('\n');
    same_text(name, &text);
}

/// The same for a stored JSON text, which must be one line without spaces.
fn same_stored(name: &str, stored: &str, varying: &[&str]) {
    let value: Value = serde_json::from_str(stored).unwrap();
    assert_eq!(stored, value.to_string(), "{name} is not compact JSON");
    same_json(name, &value, varying);
}

/// Replaces each varying value by its type.
fn masked(value: &Value, varying: &[&str], path: &str) -> Value {
    let below = |name: &str, value: &Value| masked(value, varying, &format!("{path}.{name}"));
    let varies = varying.iter().any(|field| is_at(path, field));
    match value {
        Value::Number(_) if varies => "<number>".into(),
        Value::String(_) if varies => "<text>".into(),
        Value::String(text) if text.chars().count() > LONGEST => {
            let count = text.chars().count();
            format!(
                "<{count} characters, SHA-256 {}>",
                sha256_hex(text.as_bytes())
            )
            .into()
        }
        Value::Array(values) => {
            let places = (0..).zip(values);
            places
                .map(|(place, value): (u32, _)| below(&place.to_string(), value))
                .collect()
        }
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), below(name, value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn is_at(path: &str, field: &str) -> bool {
    let mut path = path.rsplit('.');
    field
        .rsplit('.')
        .all(|part| path.next().is_some_and(|own| part == "*" || part == own))
}

/// Opens the records of an app that is not running.
fn records_in(folder: &Path) -> Records {
    let opening = Opening {
        folder: &folder.join("data/records"),
        now: Timestamp::utc(0),
        read_back: Arc::new(|_, _| unreachable!("no run is open")),
        head_moved: Box::new(|_| ()),
    };
    Records::open(opening).unwrap().0
}

/// A file under `fixtures/materials` as material.
fn material(file: &str) -> Material {
    let bytes = fs::read(fixture("materials").join(file)).unwrap();
    let (media_type, (width, height)) = match file {
        "picture.png" => ("image/png", (240, 160)),
        "words.png" => ("image/png", (360, 120)),
        "long.png" => ("image/png", (120, 6_500)),
        "frames.gif" => ("image/gif", (64, 120)),
        "pages.pdf" => ("application/pdf", (417, 1136)),
        "leaflet.docx" => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (240, 344),
        ),
        other => panic!("{other}"),
    };
    Material {
        sha256: sha256_hex(&bytes),
        media_type: media_type.to_owned(),
        width,
        height,
        look: None,
        thumbnail: None,
        data: bytes.into(),
    }
}

/// Stores a file as the draft of an earlier start, so that the app loads it at its start.
fn lay_ready(folder: &Path, file: &str) {
    let records = records_in(folder);
    let draft = DraftMaterial {
        name: file.to_owned(),
        material: material(file),
    };
    records.keep_draft_material("audit", Some(draft)).unwrap();
    records.close();
}
