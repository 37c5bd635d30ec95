//! JSON files for data that survives a restart, in the platform's data folder, readable by the person alone.
//!
//! A file is written atomically. An unreadable one is renamed and reported, never overwritten. The callers define the
//! content.

use std::{
    fs, io,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use platform::{ReadError, read_bounded};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    problem::{io_reason, read_reason},
    wire::Problem,
};
use platform::atomic_write::{Readers, create_file, put_aside, replace_file};

/// The reason why one of the app's own files is unusable.
pub enum Unusable {
    /// The file could not be read.
    Unread(ReadError),
    /// The file does not have the expected format.
    Format,
    /// The file contains invalid values.
    Values,
}

/// Reads a file of at most `limit` bytes; `None` if it does not exist.
///
/// # Errors
/// `kept_unreadable`; the file was renamed then, if possible.
pub fn read_or_set_aside<T: DeserializeOwned>(
    path: &Path,
    limit: u64,
) -> Result<Option<T>, Problem> {
    read_json(path, limit).map_err(|why| unreadable("kept_unreadable", path, &why))
}

/// Like [`read_or_set_aside`], but never renames the file.
///
/// # Errors
/// The reason why it is unusable.
pub fn read_json<T: DeserializeOwned>(path: &Path, limit: u64) -> Result<Option<T>, Unusable> {
    match read_bounded(path, limit) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_| Unusable::Format),
        Err(ReadError::Missing) => Ok(None),
        Err(error) => Err(Unusable::Unread(error)),
    }
}

/// Renames an unusable file of the app, so that it is not overwritten, and returns a problem with this code.
pub fn unreadable(code: &str, path: &Path, why: &Unusable) -> Problem {
    let reason = match why {
        Unusable::Unread(error) => read_reason(error),
        Unusable::Format => "format",
        Unusable::Values => "values",
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = put_aside(path);
    let mut params =
        json!({ "file": file, "reason": reason, "kept": aside.is_some(), "aside": aside });
    if let Unusable::Unread(ReadError::TooLarge { limit, actual }) = why
        && let Some(params) = params.as_object_mut()
    {
        params.insert("limit".to_owned(), json!(limit));
        params.insert("actual".to_owned(), json!(actual));
    }
    Problem::new(code, params)
}

/// Replaces the content of the file by `kept`, which may have at most `limit` bytes.
///
/// # Errors
/// `save_failed`; the file is unchanged then.
pub fn write(path: &Path, kept: &impl Serialize, limit: u64) -> Result<(), Problem> {
    let text = written(path, kept, limit)?;
    replace_file(path, &text, Readers::Owner).map_err(not_saved)
}

/// Writes `kept`, which may have at most `limit` bytes, to a new file. Returns false if the file exists.
///
/// # Errors
/// `save_failed`; there is no new file then.
pub fn write_new(path: &Path, kept: &impl Serialize, limit: u64) -> Result<bool, Problem> {
    let text = written(path, kept, limit)?;
    match create_file(path, &text, Readers::Owner) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(not_saved(error)),
    }
}

/// Serializes `kept`, and creates the folder of the file.
fn written(path: &Path, kept: &impl Serialize, limit: u64) -> Result<Vec<u8>, Problem> {
    let text = serde_json::to_vec(kept).map_err(|_| Problem::internal("what is kept"))?;
    // Never write what could not be read back.
    if text.len() as u64 > limit {
        return Err(not_saved(io::ErrorKind::FileTooLarge.into()));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(not_saved)?;
    }
    Ok(text)
}

/// The problem for a file that could not be written.
pub fn not_saved(error: io::Error) -> Problem {
    Problem::new("save_failed", json!({ "reason": io_reason(&error) }))
}

/// Milliseconds since 1970, by the clock of this machine.
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
        let problem = read_or_set_aside::<Vec<String>>(&path, 100).unwrap_err();
        let aside = "subjects.unreadable-1.json";
        assert_eq!(
            (problem.code.as_str(), &problem.params),
            (
                "kept_unreadable",
                &json!({ "file": "subjects.json", "reason": "format", "kept": true, "aside": aside })
            )
        );
        assert_eq!(read_or_set_aside::<Vec<String>>(&path, 100), Ok(None));
        let aside = folder.path().join(aside);
        assert_eq!(fs::read_to_string(aside).unwrap(), "{ half a");
    }

    #[test]
    fn what_could_not_be_read_again_is_not_written_and_one_that_is_too_large_says_by_how_much() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("subjects.json");
        write(&path, &"12345678", 10).unwrap();
        assert_eq!(
            write(&path, &"123456789", 10).unwrap_err().code,
            "save_failed"
        );
        assert_eq!(
            read_or_set_aside(&path, 10),
            Ok(Some("12345678".to_owned()))
        );
        let problem = read_or_set_aside::<String>(&path, 9).unwrap_err();
        assert_eq!(problem.params["reason"], "too_large");
        assert_eq!(
            (&problem.params["limit"], &problem.params["actual"]),
            (&json!(9), &json!(10))
        );
    }
}
