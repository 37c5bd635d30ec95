//! Searches for a secret in everything that a program left behind: in compressed streams, ZIP archives and SQLite databases, behind
//! escapes, in any case, and split over the strings of an answer.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use rusqlite::{Connection, types::ValueRef};
use serde_json::Value;

/// All files in a folder and its subfolders.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = fs::symlink_metadata(&path).unwrap();
        if kind.is_dir() {
            found.extend(files(&path));
        } else if kind.is_file() {
            found.push(path);
        }
    }
    found
}

/// The location of `secret` in a file, if present.
pub fn in_file(path: &Path, secret: &str) -> Option<String> {
    let bytes = fs::read(path).unwrap_or_default();
    let found = if bytes.starts_with(b"SQLite format 3\0") {
        in_database(path, secret)
    } else {
        None
    };
    let found = found.or_else(|| in_bytes(&bytes, secret));
    found.map(|place| format!("{}: {place}", path.display()))
}

/// The location of `secret` in arbitrary bytes, if present.
pub fn in_bytes(bytes: &[u8], secret: &str) -> Option<String> {
    if let Some(spelling) = in_text(&String::from_utf8_lossy(bytes), secret) {
        return Some(spelling.to_owned());
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let mut inside = Vec::new();
            entry.read_to_end(&mut inside).unwrap();
            let name = entry.name().unwrap().into_owned();
            drop(entry);
            if let Some(place) = in_bytes(&inside, secret) {
                return Some(format!("{name}: {place}"));
            }
        }
        return None;
    }
    for inflated in [
        inflated(GzDecoder::new(bytes)),
        inflated(ZlibDecoder::new(bytes)),
        inflated(DeflateDecoder::new(bytes)),
    ] {
        // Other data inflates to a few bytes of noise at most.
        if let Some(spelling) = in_text(&String::from_utf8_lossy(&inflated), secret) {
            return Some(format!("inflated, {spelling}"));
        }
    }
    None
}

/// Inflates as much as possible, because the app flushes its streams without ending them.
fn inflated(mut stream: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    bytes
}

/// Searches each value of each table, and the concatenated values of each column.
fn in_database(path: &Path, secret: &str) -> Option<String> {
    // Searches a copy including the WAL, so that the original does not change.
    let folder = tempfile::tempdir().unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    for end in ["", "-wal"] {
        let from = path.with_file_name(format!("{name}{end}"));
        if from.exists() {
            fs::copy(from, folder.path().join(format!("{name}{end}"))).unwrap();
        }
    }
    let database = Connection::open(folder.path().join(name)).unwrap();
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let tables: Vec<String> = tables.map(Result::unwrap).collect();
    assert!(!tables.is_empty(), "{} has no tables", path.display());
    for table in tables {
        // Skips virtual tables that can't be scanned. Their data is in other tables.
        let Ok(mut rows) = database.prepare(&format!("SELECT * FROM \"{table}\"")) else {
            continue;
        };
        let columns: Vec<String> = rows.column_names().map(str::to_owned).collect();
        let mut joined: BTreeMap<(usize, String), Vec<u8>> = BTreeMap::new();
        let mut rows = rows.query([]).unwrap();
        while let Ok(Some(row)) = rows.next() {
            let first = match row.get_ref(0).unwrap() {
                ValueRef::Integer(number) => number.to_string(),
                _ => String::new(),
            };
            for (index, column) in columns.iter().enumerate() {
                let bytes = match row.get_ref(index).unwrap() {
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
                    _ => continue,
                };
                if let Some(place) = in_bytes(bytes, secret) {
                    return Some(format!("{table}.{column}: {place}"));
                }
                let whole = joined.entry((index, first.clone())).or_default();
                whole.extend_from_slice(bytes);
            }
        }
        for ((index, _), whole) in joined {
            if let Some(place) = in_bytes(&whole, secret) {
                return Some(format!(
                    "{table}.{}, joined: {place}",
                    columns.get(index).unwrap()
                ));
            }
        }
    }
    None
}

/// The encoding of `secret` in a text, if present.
pub fn in_text(text: &str, secret: &str) -> Option<&'static str> {
    let secret = secret.to_lowercase();
    let text = text.to_lowercase();
    if text.contains(&secret) {
        return Some("as it is");
    }
    let unescaped = decoded(&text);
    if unescaped.contains(&secret) {
        return Some("escaped");
    }
    let bare = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
    };
    if bare(&unescaped).contains(&bare(&secret))
        || bare(&without_tags(&unescaped)).contains(&bare(&secret))
    {
        return Some("with marks in between");
    }
    decoded(&answers(&text))
        .contains(&secret)
        .then_some("in pieces")
}

/// Decodes character references, percent escapes and JSON escapes, twice, because JSON may contain HTML.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        for byte in (0x21..0x7F_u8).filter(|byte| !byte.is_ascii_uppercase()) {
            let is = char::from(byte).to_string();
            let mut spellings = vec![
                format!("\\u{byte:04x}"),
                format!("&#{byte};"),
                format!("&#x{byte:x};"),
                format!("%{byte:02x}"),
            ];
            let upper = byte.to_ascii_uppercase();
            spellings.extend([
                format!("\\u{upper:04x}"),
                format!("&#{upper};"),
                format!("&#x{upper:x};"),
                format!("%{upper:02x}"),
            ]);
            for spelling in spellings {
                if text.contains(&spelling) {
                    text = text.replace(&spelling, &is);
                }
            }
        }
    }
    text
}

fn without_tags(text: &str) -> String {
    let mut is_inside = false;
    let outside = |c: &char| {
        let was_inside = is_inside;
        is_inside = match c {
            '<' => true,
            '>' => false,
            _ => is_inside,
        };
        !was_inside && !is_inside
    };
    text.chars().filter(outside).collect()
}

/// The strings of all JSON in a text, concatenated by field name.
fn answers(text: &str) -> String {
    fn walk(value: &Value, name: &str, found: &mut BTreeMap<String, String>) {
        match value {
            Value::String(text) => found.entry(name.to_owned()).or_default().push_str(text),
            Value::Array(items) => items.iter().for_each(|item| walk(item, name, found)),
            Value::Object(members) => {
                for (name, value) in members {
                    walk(value, name, found);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let json = line.strip_prefix("data:").unwrap_or(line);
        if let Ok(value) = serde_json::from_str(json) {
            walk(&value, "", &mut found);
        }
    }
    found.into_values().collect::<Vec<_>>().join("\n")
}

#[test]
fn a_secret_is_found_however_it_is_packed() {
    use std::io::Write;

    let secret = "abcd1234.EFGH5678";
    let mut deflated =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    deflated
        .write_all(secret.to_uppercase().as_bytes())
        .unwrap();
    deflated.flush().unwrap();
    let deflated = deflated.get_ref().clone();
    assert!(in_bytes(&deflated, secret).is_some());
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("a", zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(&deflated).unwrap();
    assert!(in_bytes(&archive.finish().unwrap().into_inner(), secret).is_some());

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let database = Connection::open(&path).unwrap();
    database
        .execute_batch("CREATE TABLE a (record INTEGER, piece BLOB)")
        .unwrap();
    for piece in deflated.chunks(5) {
        database
            .execute("INSERT INTO a VALUES (1, ?1)", [piece])
            .unwrap();
    }
    drop(database);
    assert!(in_file(&path, secret).is_some());

    for text in [
        "ABCD1234.efgh5678",
        "\\u0061bcd1234.\\u0045FGH5678",
        "&#97;bcd1234&#x2E;EFGH5678",
        "%61bcd1234%2eEFGH5678",
        "abcd<tspan>1234\\.</tspan>**EFGH**5678",
        "data: {\"text\":[\"abcd12\"]}\n\ndata: {\"text\":[\"34.EFGH5678\"]}\n\n",
    ] {
        assert!(in_text(text, secret).is_some(), "{text}");
    }
    assert!(in_text("abcd1234 EFGH567", secret).is_none());
}
