//! Files that are written whole or not at all.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

/// Who may read a file that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The person alone: mode 0600 where files have modes.
    Owner,
    /// Whoever may read the files that this person makes elsewhere; a file that is replaced keeps its permissions.
    AsUsual,
}

/// Writes `bytes` beside `path` and swaps them in, so that `path` is at every moment the old file or the new one. A
/// link stays a link: the file it leads to is replaced.
///
/// # Errors
/// Those of the file system; the old file is then untouched.
pub fn replace_file(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let old = fs::canonicalize(path).ok();
    let path = old.as_deref().unwrap_or(path);
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut new = match readers {
        Readers::Owner => Builder::new().tempfile_in(folder)?,
        Readers::AsUsual => shared_file(folder)?,
    };
    if readers == Readers::AsUsual
        && let Ok(old) = fs::metadata(path)
    {
        new.as_file().set_permissions(old.permissions())?;
    }
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    new.persist(path)?;
    Ok(())
}

/// Gives a file that can't be read a name of its own beside its old one, so that nothing overwrites it; whether that worked.
pub fn put_aside(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    (1..1_000)
        .map(|n| path.with_file_name(format!("{stem}.unreadable-{n}.{extension}")))
        .find(|aside| !aside.exists())
        .is_some_and(|aside| fs::rename(path, aside).is_ok())
}

/// A new file with the permissions that the person's settings leave of "everybody may read and write".
#[cfg(unix)]
fn shared_file(folder: &Path) -> io::Result<NamedTempFile> {
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    Builder::new().permissions(everybody).tempfile_in(folder)
}

/// Elsewhere a new file takes its permissions from its folder.
#[cfg(not(unix))]
fn shared_file(folder: &Path) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> Option<u32> {
        Some(fs::metadata(path).ok()?.permissions().mode() & 0o777)
    }

    #[test]
    fn a_private_file_is_for_its_owner_and_a_replaced_one_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let private = folder.path().join("private");
        replace_file(&private, b"1", Readers::Owner).unwrap();
        assert_eq!(mode(&private), Some(0o600));
        let shared = folder.path().join("shared");
        fs::write(&shared, "old").unwrap();
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o664)).unwrap();
        replace_file(&shared, b"new", Readers::AsUsual).unwrap();
        assert_eq!(mode(&shared), Some(0o664));
        assert_eq!(fs::read(&shared).unwrap(), b"new");
    }

    #[test]
    fn a_name_as_long_as_a_file_system_allows_can_be_written_and_a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let long = folder.path().join(format!("{}.md", "审".repeat(84)));
        replace_file(&long, b"report", Readers::AsUsual).unwrap();
        let link = folder.path().join("link");
        symlink(&long, &link).unwrap();
        replace_file(&link, b"again", Readers::AsUsual).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&long).unwrap(), b"again");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            2,
            "nothing is left behind"
        );
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("folder/file");
        assert!(replace_file(&file, b"x", Readers::AsUsual).is_err());
    }
}
