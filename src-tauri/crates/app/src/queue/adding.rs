//! Adds files and folders to the queue. Each file is read, prepared once to check that it can be audited, and stored.

use std::{
    fs, mem,
    path::{Path, PathBuf},
    sync::Arc,
};

use records::Material;
use serde_json::Value;
use spool::Spool;

use super::{
    Request,
    capacity::{Capacity, FILES},
};
use crate::{
    App,
    file_types::{ENDINGS, PACKED, UNREAD},
    material::read,
    preparation::time_limits::TimeLimit,
    recording::material,
    staging::Staged,
    wire::{Problem, QueueAdded, QueueRefusal, ShellEvent},
};
use platform::shown_name;

/// The maximum depth of nested folders.
const DEPTH: u32 = 8;
/// The search for files stops after this many.
const COUNTED: usize = 50_000;

/// Adds files and the contents of folders to the queue, and reports progress to the window. Returns the number of added files and the
/// refused ones.
pub async fn add(app: &Arc<App>, paths: Vec<PathBuf>) -> QueueAdded {
    if paths.is_empty() {
        return QueueAdded {
            added: 0,
            refused: Vec::new(),
        };
    }
    let stop = {
        let queue = &app.queue;
        let mut adding = queue.adding();
        adding.slow = Vec::new();
        adding.stop.clone()
    };
    let listener = &app.window;
    listener.tell(ShellEvent::QueueAdding { done: 0, of: 0 });
    let looked = tokio::task::spawn_blocking(move || files_in(&paths));
    let files = tokio::select! {
        () = stop.cancelled() => Vec::new(),
        files = looked => files.unwrap_or_default(),
    };
    let mut taking = Taking::begin(app, files.len(), TimeLimit::None);
    for path in &files {
        if taking.full {
            break;
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            () = taking.path(path) => {}
        }
    }
    taking.end()
}

/// Adds the files that exceeded the time limit, this time without one.
pub async fn add_slow(app: &Arc<App>) -> QueueAdded {
    let (slow, stop) = {
        let queue = &app.queue;
        let mut adding = queue.adding();
        (mem::take(&mut adding.slow), adding.stop.clone())
    };
    let mut taking = Taking::begin(app, slow.len(), TimeLimit::Waiting);
    for (name, file) in slow {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            () = taking.file(name, file) => {}
        }
    }
    taking.end()
}

/// An addition in progress.
struct Taking<'a> {
    app: &'a Arc<App>,
    done: u32,
    /// Includes the files of an archive once it is open.
    of: u32,
    /// All files found, including those beyond the limit.
    known: usize,
    capacity: Capacity,
    time_limit: TimeLimit,
    /// A file exceeded the limits, so no further file is added.
    full: bool,
    added: QueueAdded,
}

impl<'a> Taking<'a> {
    fn begin(app: &'a Arc<App>, files: usize, time_limit: TimeLimit) -> Self {
        Self {
            app,
            done: 0,
            of: count(files.min(FILES)),
            known: files,
            capacity: Capacity::default(),
            time_limit,
            full: false,
            added: QueueAdded {
                added: 0,
                refused: Vec::new(),
            },
        }
    }

    fn end(self) -> QueueAdded {
        let (app, of) = (self.app, self.of);
        let listener = &app.window;
        listener.tell(ShellEvent::QueueAdding { done: of, of });
        self.added
    }

    async fn path(&mut self, path: &Path) {
        // Avoids copying a file that the limits exclude.
        if !self.has_room(0) {
            return;
        }
        let name = shown_name(path);
        match read(self.app, path).await {
            Ok(file) => self.file(name, file).await,
            Err(problem) => self.taken(name, 0, Err(problem)),
        }
    }

    /// Adds one file, or the contents of an archive.
    async fn file(&mut self, name: String, file: Spool) {
        if !self.has_room(file.len()) {
            return;
        }
        self.tell();
        let taken = self.take_in(&name, &file).await;
        match taken {
            Err(problem) if is_archive(&problem) => {
                // The contents of an archive count instead of the archive.
                self.known = self.known.saturating_sub(1);
                if let Err(problem) = self.archive(&file).await {
                    self.capacity.take(0);
                    self.added.refused.push(QueueRefusal { name, problem });
                }
                self.done += 1;
            }
            taken => self.taken(name, file.len(), taken),
        }
    }

    async fn archive(&mut self, archive: &Spool) -> Result<(), Problem> {
        let mut before = 0;
        loop {
            let preparation = &self.app.preparation;
            let (files, more) = preparation.unpack(archive, before).await?;
            if files.is_empty() {
                return Ok(());
            }
            before += files.len();
            self.of += count(files.len());
            self.known += files.len();
            for (name, file) in files {
                let bytes = file.as_ref().map_or(0, Spool::len);
                if !self.has_room(bytes) {
                    return Ok(());
                }
                self.tell();
                let taken = match file {
                    Ok(file) => self.take_in(&name, &file).await,
                    Err(problem) => Err(problem),
                };
                self.taken(name, bytes, taken);
            }
            if !more {
                return Ok(());
            }
        }
    }

    async fn take_in(&self, name: &str, file: &Spool) -> Result<(), Problem> {
        let preparation = &self.app.preparation;
        let prepared = preparation.prepare(file, self.time_limit, drop).await;
        if prepared.as_ref().is_err_and(is_slow) {
            let kept = (name.to_owned(), file.clone());
            self.app.queue.adding().slow.push(kept);
        }
        let prepared = prepared?;
        let name = name.to_owned();
        let staged = Staged::new(0, name.clone(), file.clone(), prepared, Vec::new());
        let kept: Material = material(&staged);
        let added = self
            .app
            .with_records(move |_, records| Ok(records.queue_add(&name, kept)?));
        self.app.queue.send(Request::Added(added.await?));
        Ok(())
    }

    /// Whether a file of this size stays within the limits. If not, adds a refusal.
    fn has_room(&mut self, bytes: u64) -> bool {
        let Err(problem) = self.capacity.holds(bytes, self.known) else {
            return true;
        };
        self.full = true;
        let name = String::new();
        // The window shows only the first of many refusals.
        let refused = &mut self.added.refused;
        refused.insert(0, QueueRefusal { name, problem });
        false
    }

    fn tell(&self) {
        let (done, of) = (self.done, self.of);
        let listener = &self.app.window;
        listener.tell(ShellEvent::QueueAdding { done, of });
    }

    fn taken(&mut self, name: String, bytes: u64, taken: Result<(), Problem>) {
        self.done += 1;
        self.capacity.take(bytes);
        match taken {
            Ok(()) => self.added.added += 1,
            Err(problem) => self.added.refused.push(QueueRefusal { name, problem }),
        }
    }
}

/// Whether the preparation of a file exceeded the time limit.
fn is_slow(problem: &Problem) -> bool {
    problem.code == "preparing_slow"
}

/// Whether a file can't be prepared because it is an archive.
pub fn is_archive(problem: &Problem) -> bool {
    let found = problem.params.get("found").and_then(Value::as_str);
    problem.code == "picture_format" && found == Some(PACKED)
}

/// The files themselves, and the files in folders whose names have an extension of material, sorted by name. Links in folders are not
/// followed because they may form a cycle.
fn files_in(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            material_in(path, DEPTH, &mut found);
        } else if paths.len() == 1 || !is_lock(path) {
            found.push(path.clone());
        }
    }
    found
}

/// Whether a file in a folder is hidden.
fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || is_lock(path)
}

/// Whether it is the file by which Office locks a document that is open; it contains a user name only.
fn is_lock(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with("~$")
}

fn material_in(folder: &Path, depth: u32, found: &mut Vec<PathBuf>) {
    let Some(depth) = depth.checked_sub(1).filter(|_| found.len() < COUNTED) else {
        return;
    };
    // An unreadable folder counts as empty.
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        match entry.file_type() {
            _ if is_passed_over(&path) => {}
            Ok(kind) if kind.is_dir() => material_in(&path, depth, found),
            Ok(kind) if kind.is_file() && has_ending(&path) => found.push(path),
            _ => {}
        }
    }
}

fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        let ending = ending.to_string_lossy().to_lowercase();
        let ending = ending.as_str();
        ENDINGS.contains(&ending) || UNREAD.contains(&ending) || ending == PACKED
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_but_not_read_is_not_passed_over_in_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.HEIC", "b.doc", "c.xlsx", "d.odp", "e.exe", "f", "g.ofd"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let found = files_in(&[folder.path().to_owned()]);
        let found = found.iter().filter_map(|path| path.file_name());
        assert!(found.eq(["a.HEIC", "b.doc", "c.xlsx", "d.odp", "g.ofd"]));
    }

    #[test]
    fn a_folder_gives_its_pictures_by_name_and_nothing_hidden() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/c")).unwrap();
        for name in [
            "z.PNG",
            "a.webp",
            ".hidden.png",
            "~$z.docx",
            "notes.log",
            "b/c/m.tiff",
        ] {
            fs::write(at(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), at("b/round")).unwrap();
        let found = files_in(&[folder.path().to_owned(), at("notes.log"), at("~$z.docx")]);
        assert_eq!(
            found,
            [at("a.webp"), at("b/c/m.tiff"), at("z.PNG"), at("notes.log")]
        );
    }
}
