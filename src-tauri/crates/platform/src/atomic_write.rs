//! Atomic file writes.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Only the owner: mode 0600 on Unix.
    Owner,
    /// As the umask allows; a replaced file keeps its permissions.
    AsUsual,
}

/// Atomically replaces `path` with `bytes`, through a temporary file in the same folder. A symbolic link remains: its
/// target is replaced.
///
/// # Errors
/// I/O errors; the old file is then unchanged.
pub fn replace_file(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    replace_file_by(path, readers, |file| file.write_all(bytes))?
}

/// Like [`replace_file`], with what `write` writes. The inner result is that of `write`.
///
/// # Errors
/// I/O errors; the old file is then unchanged, and also if `write` fails.
pub fn replace_file_by<T, E>(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut fs::File) -> Result<T, E>,
) -> io::Result<Result<T, E>> {
    let old = fs::canonicalize(path).ok();
    let path = old.as_deref().unwrap_or(path);
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut new = new_file(folder, readers)?;
    if readers == Readers::AsUsual
        && let Ok(old) = fs::metadata(path)
    {
        new.as_file().set_permissions(old.permissions())?;
    }
    let written = match write(new.as_file_mut()) {
        Ok(written) => written,
        Err(error) => return Ok(Err(error)),
    };
    new.as_file().sync_all()?;
    new.persist(path)?;
    Ok(Ok(written))
}

/// Atomically creates a new file.
///
/// # Errors
/// I/O errors, including [`io::ErrorKind::AlreadyExists`]; an existing file is unchanged.
pub fn create_file(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut new = new_file(folder, readers)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    new.persist_noclobber(path)?;
    Ok(())
}

/// Renames an unreadable file, in the same folder, so that nothing overwrites it. Returns the new name, or `None` if
/// renaming failed.
pub fn put_aside(path: &Path) -> Option<String> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = match path.extension() {
        Some(extension) => format!(".{}", extension.to_string_lossy()),
        None => String::new(),
    };
    let name = (1..=u32::MAX)
        .map(|n| format!("{stem}.unreadable-{n}{ending}"))
        // Dangling symbolic links occupy a name, too.
        .find(|name| fs::symlink_metadata(path.with_file_name(name)).is_err())?;
    fs::rename(path, path.with_file_name(&name)).ok()?;
    Some(name)
}

fn new_file(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    match readers {
        Readers::Owner => Builder::new().tempfile_in(folder),
        Readers::AsUsual => shared_file(folder),
    }
}

/// Creates a file with mode 0666 less the umask.
#[cfg(unix)]
fn shared_file(folder: &Path) -> io::Result<NamedTempFile> {
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    Builder::new().permissions(everybody).tempfile_in(folder)
}

/// On other systems a new file inherits its folder's permissions.
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
    fn a_file_is_never_created_over_another_one_nor_put_aside_over_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("1.json");
        create_file(&file, b"first", Readers::Owner).unwrap();
        let again = create_file(&file, b"second", Readers::Owner).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        symlink("nowhere", folder.path().join("1.unreadable-1.json")).unwrap();
        assert_eq!(put_aside(&file).as_deref(), Some("1.unreadable-2.json"));
        let aside = folder.path().join("1.unreadable-2.json");
        assert_eq!(fs::read(&aside).unwrap(), b"first");
        assert_eq!(mode(&aside), Some(0o600));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("folder/file");
        assert!(replace_file(&file, b"x", Readers::AsUsual).is_err());
    }
}
