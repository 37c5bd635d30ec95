//! Files of limited size: a full one is renamed, and the oldest is deleted.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The most bytes of a file, besides the line that fills it.
const BYTES: u64 = 1_000_000;
/// How many files are kept.
const FILES: usize = 3;

fn file(folder: &Path, age: usize) -> PathBuf {
    match age {
        0 => folder.join("finagent-desk.log"),
        _ => folder.join(format!("finagent-desk.{age}.log")),
    }
}

/// The files that exist, the oldest first.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let all = (0..FILES).rev().map(|age| file(folder, age));
    all.filter(|path| path.is_file()).collect()
}

/// Appends to the newest file.
pub struct RotatingFile {
    folder: PathBuf,
    open: Option<(File, u64)>,
}

impl RotatingFile {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, open: None }
    }

    fn opened(&mut self) -> io::Result<&mut (File, u64)> {
        if self
            .open
            .as_ref()
            .is_some_and(|(_, length)| *length >= BYTES)
        {
            self.open = None;
            self.rotate()?;
        }
        let open = match self.open.take() {
            Some(open) => open,
            None => self.append()?,
        };
        Ok(self.open.insert(open))
    }

    fn append(&self) -> io::Result<(File, u64)> {
        fs::create_dir_all(&self.folder)?;
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(file(&self.folder, 0))?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }

    fn rotate(&self) -> io::Result<()> {
        for age in (1..FILES).rev() {
            let newer = file(&self.folder, age - 1);
            if newer.is_file() {
                fs::rename(newer, file(&self.folder, age))?;
            }
        }
        Ok(())
    }
}

impl Write for RotatingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (file, length) = self.opened()?;
        let written = file.write(bytes)?;
        *length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_never_outgrows_its_files_and_keeps_the_newest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let line = [b'x'; 10_000];
        for start in 0..5 {
            // As after a restart of the app.
            let mut log = RotatingFile::new(folder.path().to_owned());
            for _ in 0..100 {
                log.write_all(&line).unwrap();
            }
            writeln!(log, "end of start {start}").unwrap();
        }
        let files = files(folder.path());
        assert_eq!(files.len(), FILES);
        let bytes: u64 = files
            .iter()
            .map(|path| path.metadata().unwrap().len())
            .sum();
        assert!(bytes < (FILES as u64) * (BYTES + 20_000), "{bytes}");
        let newest = fs::read_to_string(files.last().unwrap()).unwrap();
        assert!(newest.ends_with("end of start 4\n"));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_person_can_read_the_log() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::new(folder.path().join("logs"));
        log.write_all(b"line").unwrap();
        let mode = files(&folder.path().join("logs"))[0]
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0);
    }
}
