//! Other documents that a Word document inserts (`altChunk`): DOCX and plain text are read, all others are only named.

use super::{Office, Reading};
use crate::encoding;
use crate::prepare::MAX_FILE_BYTES;
use crate::prepare::pages::Pages;
use crate::prepare::plan::Note;
use crate::recognise::Content;
use crate::refusal::Refusal;

/// Maximum nesting depth of inserted documents.
const MAX_DEPTH: u32 = 3;

impl Reading<'_> {
    /// Text of an inserted document; `None` if it is not read.
    ///
    /// # Errors
    /// Those of unpacking a part.
    pub(super) fn chunk(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        if !self.package.first_time(name) {
            return Ok(None);
        }
        let Some(file) = self.package.unpacked(name, MAX_FILE_BYTES)? else {
            return Ok(None);
        };
        match Content::of(&file) {
            Content::Docx if self.depth < MAX_DEPTH => {
                let Ok(mut inner) = Office::within(&file, Content::Docx, self.depth + 1) else {
                    return Ok(None);
                };
                for note in inner.notes() {
                    self.note(note);
                }
                if inner.count() > 0 {
                    self.note(Note::PicturesLeftOut);
                }
                Ok(inner.text())
            }
            Content::Text => Ok(encoding::decoded(&file).map(|(_, text)| text)),
            _ => Ok(None),
        }
    }
}
