//! Unpacks an archive that a user brings instead of many files, one file at a time.
//!
//! A name in an archive never becomes a path; it is only displayed. The caller decides what to do with the files.

use bytes::Bytes;

use crate::archive::{Archive, Entry, Fault};
use crate::encoding;
use crate::prepare::MAX_FILE_BYTES;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum number of files in an archive, including nested archives.
pub const MAX_FILES: u32 = 2_000;

/// Maximum bytes that all files of an archive decompress to, including nested archives.
pub const MAX_UNPACKED_BYTES: u64 = 1_000_000_000;

/// Maximum nesting depth of archives, counting the outermost.
pub const MAX_DEPTH: u32 = 3;

/// Maximum length of a displayed name, in characters.
const MAX_NAME_CHARS: usize = 200;

/// A file in an archive.
#[derive(Debug)]
pub struct Zipped {
    /// Display name with its folders and the archives around it. Not a path: never open a file by it.
    pub name: String,
    /// Bytes of the file, or why they can't be unpacked: [`Refusal::ZipLocked`], [`Refusal::ZipDamaged`],
    /// [`Refusal::ZipMethod`], [`Refusal::ZipTooDeep`], [`Refusal::ZipTooVast`], [`Refusal::ZipTooManyFiles`] or
    /// [`Refusal::TooLarge`].
    pub bytes: Result<Bytes, Refusal>,
}

/// Result of unpacking an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unzipped {
    /// Number of files unpacked successfully.
    pub files: u32,
    /// Number of files refused.
    pub refused: u32,
}

/// Passes each file of a ZIP archive to `take`, sorted by name, with the files of nested archives in their place. Skips
/// folders, links and files that operating systems hide.
///
/// Beside `bytes`, it holds at most one file of [`MAX_FILE_BYTES`] and the archives around it.
///
/// # Errors
/// [`Refusal::TooLarge`] beyond [`MAX_FILE_BYTES`]; [`Refusal::Format`] for anything but a plain archive (a document is not
/// one); [`Refusal::ZipDamaged`] if the directory can't be read; [`Refusal::ZipTooManyFiles`] beyond [`MAX_FILES`];
/// [`Refusal::ZipEmpty`].
pub fn unzip(bytes: &Bytes, mut take: impl FnMut(Zipped)) -> Result<Unzipped, Refusal> {
    let actual = bytes.len() as u64;
    if actual > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES;
        return Err(Refusal::TooLarge { limit, actual });
    }
    let found = Content::of(bytes);
    if found != Content::Zip {
        return Err(Refusal::Format { found });
    }
    let mut opening = Opening {
        take: &mut take,
        unpacked: 0,
        listed: 0,
        done: Unzipped::default(),
    };
    opening.archive(bytes, "", 1)?;
    match opening.done {
        Unzipped {
            files: 0,
            refused: 0,
        } => Err(Refusal::ZipEmpty),
        done => Ok(done),
    }
}

struct Opening<'a> {
    take: &'a mut dyn FnMut(Zipped),
    /// Bytes decompressed so far, including nested archives.
    unpacked: u64,
    /// Entries in all directories opened so far.
    listed: u32,
    done: Unzipped,
}

impl Opening<'_> {
    fn archive(&mut self, bytes: &[u8], within: &str, depth: u32) -> Result<(), Refusal> {
        let damaged = |damage| Refusal::ZipDamaged { damage };
        let archive = Archive::open(bytes).ok_or(damaged(Damage::Truncated))?;
        if archive.is_torn() {
            return Err(damaged(Damage::Structure));
        }
        let files = || {
            let files = archive.entries().filter(|entry| !entry.is_link());
            files.filter_map(|entry| Some((shown(&entry)?, entry)))
        };
        let count = u32::try_from(files().count()).unwrap_or(u32::MAX);
        let (limit, actual) = (MAX_FILES, self.listed.saturating_add(count));
        if actual > limit {
            return Err(Refusal::ZipTooManyFiles { limit, actual });
        }
        self.listed = actual;
        let mut files: Vec<_> = files().collect();
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, entry) in files {
            let name = shortened(&format!("{within}{name}"));
            match self.file(&archive, &entry) {
                Ok(file) if Content::of(&file) == Content::Zip => {
                    let inner = match depth < MAX_DEPTH {
                        true => self.archive(&file, &format!("{name}/"), depth + 1),
                        false => Err(Refusal::ZipTooDeep {
                            limit: MAX_DEPTH,
                            actual: depth + 1,
                        }),
                    };
                    if let Err(refusal) = inner {
                        self.hand_out(name, Err(refusal));
                    }
                }
                file => self.hand_out(name, file),
            }
        }
        Ok(())
    }

    fn file(&mut self, archive: &Archive<'_>, entry: &Entry<'_>) -> Result<Bytes, Refusal> {
        let left = MAX_UNPACKED_BYTES.saturating_sub(self.unpacked);
        let before = self.unpacked;
        let unpacked = archive.unpack(entry, left.min(MAX_FILE_BYTES), &mut self.unpacked);
        unpacked.map(Bytes::from).map_err(|fault| match fault {
            Fault::Locked => Refusal::ZipLocked,
            Fault::Method(method) => Refusal::ZipMethod { method },
            Fault::Damaged(damage) => Refusal::ZipDamaged { damage },
            Fault::Beyond(actual) if actual > MAX_FILE_BYTES => Refusal::TooLarge {
                limit: MAX_FILE_BYTES,
                actual,
            },
            Fault::Beyond(actual) => Refusal::ZipTooVast {
                limit: MAX_UNPACKED_BYTES,
                actual: before.saturating_add(actual),
            },
        })
    }

    fn hand_out(&mut self, name: String, bytes: Result<Bytes, Refusal>) {
        match bytes {
            Ok(_) => self.done.files += 1,
            Err(_) => self.done.refused += 1,
        }
        (self.take)(Zipped { name, bytes });
    }
}

/// Display name of a file; `None` for a folder or a hidden file.
fn shown(entry: &Entry<'_>) -> Option<String> {
    let name = encoding::name(entry.unicode_name.unwrap_or(entry.name)).replace('\\', "/");
    // Check only after decoding: the second byte of a Chinese character may equal a backslash.
    if name.ends_with('/') {
        return None;
    }
    // Invisible characters must not disguise a path component such as `..`.
    let steps = name
        .split('/')
        .map(|step| visible_text::strip_invisible(step).trim().to_owned());
    let steps: Vec<String> = steps
        .filter(|step| !matches!(step.as_str(), "" | "." | ".."))
        .collect();
    let hidden = |step: &String| {
        let system = ["__MACOSX", "Thumbs.db", "desktop.ini"];
        // Office locks an open document by a file that begins with "~$".
        step.starts_with('.')
            || step.starts_with("~$")
            || system.iter().any(|name| step.eq_ignore_ascii_case(name))
    };
    if steps.iter().any(hidden) {
        return None;
    }
    let name = steps.join("/");
    (!name.is_empty()).then_some(name)
}

/// Truncates a long name at its start, since its end says more.
fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= MAX_NAME_CHARS {
        return name.to_owned();
    }
    let end = name.chars().skip(count - MAX_NAME_CHARS + 1);
    std::iter::once('…').chain(end).collect()
}
