//! Which paths can be read, and the refusals for the others.

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use image::ImageFormat;
use intake::{MAX_FILE_BYTES, Refusal, Unreadable, copy_file};
use tempfile::{TempDir, tempdir};

use crate::common;

fn read(path: &Path) -> Result<Bytes, Refusal> {
    let folder = tempdir().unwrap();
    let copy = copy_file(path, MAX_FILE_BYTES, folder.path())?;
    Ok(copy.bytes().unwrap())
}

fn written(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[test]
fn a_file_is_read_byte_for_byte_whatever_its_name_says() {
    let bytes = common::picture(ImageFormat::Jpeg, 20, 10);
    let (_folder, path) = written("海报.docx", &bytes);
    assert_eq!(read(&path).unwrap(), bytes);
}

#[test]
fn a_large_file_is_copied_whole_and_what_is_written_into_it_later_does_not_count() {
    let bytes = vec![7; 5_000_000];
    let (folder, path) = written("a.tiff", &bytes);
    let copy = copy_file(&path, MAX_FILE_BYTES, folder.path()).unwrap();
    fs::write(&path, b"another one").unwrap();
    assert!(copy.bytes().unwrap() == bytes);
}

#[test]
fn an_empty_file_is_empty() {
    let (_folder, path) = written("a.png", b"");
    assert_eq!(read(&path).unwrap_err(), Refusal::Empty);
}

#[test]
fn a_huge_file_is_refused_by_its_size_without_being_read() {
    let (_folder, path) = written("a.png", b"");
    let tebibyte = 1 << 40;
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(tebibyte)
        .unwrap();
    let refusal = read(&path).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::TooLarge {
            limit: MAX_FILE_BYTES,
            actual: tebibyte
        }
    );
}

#[test]
fn a_folder_and_a_missing_file_are_told_apart() {
    let folder = tempdir().unwrap();
    let refusal = read(folder.path()).unwrap_err();
    assert_eq!(refusal.code(), "file_unreadable");
    assert_eq!(
        refusal.params(),
        serde_json::json!({ "reason": "is_folder" })
    );
    let refusal = read(&folder.path().join("gone.png")).unwrap_err();
    assert_eq!(
        (refusal.code(), refusal.params()),
        ("file_missing", serde_json::json!({}))
    );
    let (_folder, path) = written("a.png", b"a");
    assert_eq!(read(&path.join("b.png")).unwrap_err(), Refusal::FileMissing);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    const NOT_A_FILE: Refusal = Refusal::FileUnreadable {
        reason: Unreadable::NotAFile,
    };

    #[test]
    fn a_pipe_a_socket_and_a_device_are_refused_at_once() {
        let folder = tempdir().unwrap();
        let pipe = folder.path().join("pipe.png");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(read(&pipe).unwrap_err(), NOT_A_FILE);

        let socket = folder.path().join("socket.png");
        let _listener = UnixListener::bind(&socket).unwrap();
        assert_eq!(read(&socket).unwrap_err(), NOT_A_FILE);

        assert_eq!(read(Path::new("/dev/zero")).unwrap_err(), NOT_A_FILE);
    }

    #[test]
    fn links_are_followed_to_what_they_point_at() {
        let (folder, path) = written("a.png", &common::picture(ImageFormat::Png, 20, 10));
        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        assert_eq!(read(&link).unwrap(), fs::read(&path).unwrap());
        let dangling = folder.path().join("dangling");
        symlink(folder.path().join("gone"), &dangling).unwrap();
        assert_eq!(read(&dangling).unwrap_err(), Refusal::FileMissing);
        let circle = folder.path().join("circle");
        symlink(&circle, &circle).unwrap();
        assert_eq!(read(&circle).unwrap_err().code(), "file_unreadable");
    }

    #[test]
    fn a_file_without_permission_says_so() {
        let (_folder, path) = written("a.png", &common::picture(ImageFormat::Png, 20, 10));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::File::open(&path).is_ok() {
            return; // root may read everything
        }
        let reason = Unreadable::Permission;
        assert_eq!(read(&path).unwrap_err(), Refusal::FileUnreadable { reason });
    }
}
