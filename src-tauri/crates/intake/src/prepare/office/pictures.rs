//! Pictures of a document: each once, in order of appearance, if it is readable and larger than an icon.

use std::collections::HashSet;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::crops::Crop;
use super::package::{Package, Relation};
use crate::prepare::MAX_FILE_BYTES;
use crate::prepare::load::{MAX_PIXELS, Opened};
use crate::prepare::plan::Note;
use crate::prepare::single::look;
use crate::recognise::Content;

/// Minimum longer side, in pixels; anything smaller is an icon or a bullet.
const LEAST_SIDE: u32 = 64;

/// Collects the pictures to send.
#[derive(Default)]
pub(super) struct Pictures {
    kept: Vec<(String, Crop)>,
    seen: HashSet<(String, Crop)>,
    hashes: HashSet<([u8; 32], Crop)>,
    /// Pixels to decode for pictures that are cropped.
    cropped: u64,
    notes: Vec<Note>,
}

impl Pictures {
    /// Adds the target of a relationship if it is a readable picture that is not included yet. An unreadable picture never
    /// makes the document fail: it is left out with a note.
    pub(super) fn take(
        &mut self,
        package: &mut Package<'_>,
        relation: Option<&Relation>,
        crop: Crop,
    ) {
        let note = match relation {
            None => Some(Note::PicturesLeftOut),
            Some(relation) if relation.outside => Some(Note::PicturesLinked),
            Some(relation) => match self.seen.insert((relation.target.clone(), crop)) {
                true => self.judge(package, &relation.target, crop),
                false => None,
            },
        };
        let note = note.filter(|note| !self.notes.contains(note));
        self.notes.extend(note);
    }

    /// Names of the pictures kept with their crops, and notes about the others.
    pub(super) fn kept(self) -> (Vec<(String, Crop)>, Vec<Note>) {
        (self.kept, self.notes)
    }

    /// Keeps the picture, or returns the reason for leaving it out.
    fn judge(&mut self, package: &mut Package<'_>, name: &str, crop: Crop) -> Option<Note> {
        let Ok(Some(file)) = package.unpacked(name, MAX_FILE_BYTES) else {
            return Some(Note::PicturesLeftOut);
        };
        let Some((width, height)) = size(&file) else {
            return Some(Note::PicturesLeftOut);
        };
        let visible = crop.region((width, height));
        let longer = visible.map_or(0, |region| region.width.max(region.height));
        if longer < LEAST_SIDE {
            return Some(Note::PicturesSmall);
        }
        if crop.cuts() {
            // Each is decoded for itself.
            let pixels = u64::from(width) * u64::from(height);
            self.cropped = self.cropped.saturating_add(pixels);
            if self.cropped > MAX_PIXELS {
                return Some(Note::PicturesLeftOut);
            }
        }
        if self.hashes.insert((Sha256::digest(&file).into(), crop)) {
            self.kept.push((name.to_owned(), crop));
        }
        crop.cuts().then_some(Note::PicturesCropped)
    }
}

/// Width and height according to the header; `None` if it is not a readable picture.
fn size(file: &[u8]) -> Option<(u32, u32)> {
    let content = Content::of(file);
    let (file, _, outline) = look(Bytes::copy_from_slice(file), content).ok()?;
    let opened = Opened::read(&file, content, outline.as_ref()).ok()?;
    Some(opened.shown())
}
