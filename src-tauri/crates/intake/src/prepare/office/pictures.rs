//! The pictures of a document: each one once, in the order in which they appear, if they can be read and are worth it.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::package::{Package, Relation};
use crate::prepare::MAX_FILE_BYTES;
use crate::prepare::load::Opened;
use crate::prepare::plan::Note;
use crate::prepare::single::look;
use crate::recognise::Content;

/// Pixels of the longer side from which a picture is more than an icon or a bullet.
const LEAST_SIDE: u32 = 64;

/// The pictures that are sent, while they are gathered.
#[derive(Default)]
pub(super) struct Pictures {
    kept: Vec<String>,
    seen: HashSet<String>,
    hashes: HashSet<[u8; 32]>,
    notes: Vec<Note>,
}

impl Pictures {
    /// Takes what a relation leads to, if it is a picture that is read and was not taken yet. None of them makes the
    /// document fail: it is left out with a note.
    pub(super) fn take(&mut self, package: &mut Package<'_>, relation: Option<&Relation>) {
        let note = match relation {
            None => Some(Note::PicturesLeftOut),
            Some(relation) if relation.outside => Some(Note::PicturesLinked),
            Some(relation) => match self.seen.insert(relation.target.clone()) {
                true => self.judge(package, &relation.target),
                false => None,
            },
        };
        let note = note.filter(|note| !self.notes.contains(note));
        self.notes.extend(note);
    }

    /// The names of those kept, and what is to be said of the others.
    pub(super) fn kept(self) -> (Vec<String>, Vec<Note>) {
        (self.kept, self.notes)
    }

    /// Keeps it, or says why not.
    fn judge(&mut self, package: &mut Package<'_>, name: &str) -> Option<Note> {
        let Ok(Some(file)) = package.unpacked(name, MAX_FILE_BYTES) else {
            return Some(Note::PicturesLeftOut);
        };
        let Some((width, height)) = size(&file) else {
            return Some(Note::PicturesLeftOut);
        };
        if width.max(height) < LEAST_SIDE {
            return Some(Note::PicturesSmall);
        }
        if self.hashes.insert(Sha256::digest(&file).into()) {
            self.kept.push(name.to_owned());
        }
        None
    }
}

/// Pixels across and down, by the header; `None` where it is no picture that is read.
fn size(file: &[u8]) -> Option<(u32, u32)> {
    let content = Content::of(file);
    let (_, outline) = look(file, content).ok()?;
    let opened = Opened::read(file, content, outline.as_ref()).ok()?;
    Some(opened.shown())
}
