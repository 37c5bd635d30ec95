//! JSON files of what stays between two starts of the app, in the platform's data folder, readable by the person alone.
//!
//! Written whole or not at all; one that can't be read is put aside and said so, never overwritten. What the files
//! hold is the business of those who keep them.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    ipc::Problem,
    problem::io_reason,
    whole_file::{Readers, put_aside, replace_file},
};

/// Bytes of a file, read and written: an answer of 32 MB has fewer, however much of it JSON escapes.
const BYTES: u64 = 200_000_000;

/// What the file holds; `None` where there is none.
///
/// # Errors
/// `kept_unreadable`; the file was then put aside, if that was possible.
pub fn read_kept<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Problem> {
    let reason = match read(path) {
        Ok(None) => return Ok(None),
        Ok(Some(bytes)) => match serde_json::from_slice(&bytes) {
            Ok(kept) => return Ok(Some(kept)),
            Err(_) => "format",
        },
        Err(error) => io_reason(&error),
    };
    let kept = put_aside(path);
    Err(Problem::new(
        "kept_unreadable",
        json!({ "reason": reason, "kept": kept }),
    ))
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(BYTES).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Writes `kept` in place of what the file held.
///
/// # Errors
/// `save_failed`; the file then holds what it held.
pub fn write_kept(path: &Path, kept: &impl Serialize) -> Result<(), Problem> {
    let text = serde_json::to_vec(kept).map_err(|_| Problem::internal("what is kept"))?;
    if text.len() as u64 >= BYTES {
        return Err(not_saved(io::ErrorKind::FileTooLarge.into()));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(not_saved)?;
    }
    replace_file(path, &text, Readers::Owner).map_err(not_saved)
}

/// That a file could not be written, and why.
pub fn not_saved(error: io::Error) -> Problem {
    Problem::new("save_failed", json!({ "reason": io_reason(&error) }))
}

/// Milliseconds since 1970, by this machine's clock.
pub fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| u64::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_can_not_be_read_is_put_aside_and_said_so_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("subjects.json");
        fs::write(&path, "{ half a").unwrap();
        let problem = read_kept::<Vec<String>>(&path).unwrap_err();
        assert_eq!(
            (problem.code.as_str(), &problem.params),
            (
                "kept_unreadable",
                &json!({ "reason": "format", "kept": true })
            )
        );
        assert_eq!(read_kept::<Vec<String>>(&path), Ok(None));
        let aside = folder.path().join("subjects.unreadable-1.json");
        assert_eq!(fs::read_to_string(aside).unwrap(), "{ half a");
    }
}
