//! Sparring conversations, stored in one file each.
//!
//! A conversation is a list of lines. An edit or a new answer removes the lines from some point on; the lines last
//! removed are kept, so that undo can restore them. A deleted conversation can be restored until the next start.

#[cfg(test)]
mod tests;
mod transcript;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use finagent::{AUDIT_TEXT_MAX, characters};
use serde_json::json;
use transcript::Transcript;
pub use transcript::{LineMark, Said};

use crate::{
    json_store::{Unusable, not_saved, read_or_set_aside, unreadable, write, write_new},
    wire::{Conversation, ConversationName, ConversationWords, Opening, Problem},
};

/// The folder of deleted conversations, until the next start.
const DELETED: &str = "deleted";

/// Limit of a conversation file in bytes: a thousand of the longest answers have fewer.
const BYTES: u64 = 200_000_000;

/// All conversations.
pub struct Conversations {
    folder: PathBuf,
    /// `None` until first used.
    transcripts: Mutex<Option<BTreeMap<u32, Transcript>>>,
}

impl Conversations {
    /// Stores conversations in `folder`. Reads nothing yet.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("conversations"),
            transcripts: Mutex::default(),
        }
    }

    /// The list of conversations, the latest first.
    ///
    /// # Errors
    /// `kept_unreadable`, once: unreadable files are renamed then.
    pub fn names(&self) -> Result<Vec<ConversationName>, Problem> {
        let mut transcripts = self.lock();
        Ok(names(self.loaded(&mut transcripts)?))
    }

    /// A conversation as the window shows it.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub fn open(&self, id: u32) -> Result<Conversation, Problem> {
        // Rendered without holding the lock, so nothing waits for it.
        Ok(self.read(id, Transcript::clone)?.shown(id))
    }

    /// Creates a conversation.
    ///
    /// # Errors
    /// Any error of writing the file.
    pub fn begin(
        &self,
        title: &str,
        scenario: Option<String>,
        opening: Vec<Opening>,
        now: u64,
    ) -> Result<Conversation, Problem> {
        let mut kept = self.lock();
        let transcripts = self.loaded(&mut kept)?;
        let mut taken: BTreeSet<u32> = transcripts.keys().copied().collect();
        taken.extend(ids(&self.folder.join(DELETED)).unwrap_or_default());
        let transcript = Transcript::begin(title, scenario, opening, now);
        let id = loop {
            let id = unused(&taken).ok_or_else(|| Problem::internal("conversation ids"))?;
            if write_new(&self.path(id), &transcript, BYTES)? {
                break id;
            }
            // A file that is not a conversation has this name.
            taken.insert(id);
        };
        let shown = transcript.shown(id);
        transcripts.insert(id, transcript);
        Ok(shown)
    }

    /// Renames a conversation.
    ///
    /// # Errors
    /// `conversation_unknown`; any error of writing the file.
    pub fn rename(&self, id: u32, title: &str) -> Result<Vec<ConversationName>, Problem> {
        self.change(id, |transcript| {
            transcript.rename(title);
            Ok(())
        })?;
        self.names()
    }

    /// Deletes a conversation.
    ///
    /// # Errors
    /// `conversation_unknown`; any file system error.
    pub fn delete(&self, id: u32) -> Result<Vec<ConversationName>, Problem> {
        let mut kept = self.lock();
        let transcripts = self.loaded(&mut kept)?;
        if !transcripts.contains_key(&id) {
            return Err(unknown());
        }
        fs::create_dir_all(self.folder.join(DELETED))
            .and_then(|()| fs::rename(self.path(id), self.deleted_path(id)))
            .map_err(not_saved)?;
        transcripts.remove(&id);
        Ok(names(transcripts))
    }

    /// Restores a deleted conversation.
    ///
    /// # Errors
    /// `conversation_unknown` if it was deleted before the last start; any file system error.
    pub fn restore(&self, id: u32) -> Result<Vec<ConversationName>, Problem> {
        let mut kept = self.lock();
        let transcripts = self.loaded(&mut kept)?;
        let transcript = read_or_set_aside(&self.deleted_path(id), BYTES)?.ok_or_else(unknown)?;
        if fs::symlink_metadata(self.path(id)).is_ok() {
            return Err(not_saved(io::ErrorKind::AlreadyExists.into()));
        }
        fs::rename(self.deleted_path(id), self.path(id)).map_err(not_saved)?;
        transcripts.insert(id, transcript);
        Ok(names(transcripts))
    }

    /// Adds a line of the person. `instead_of` is the first line to replace. Returns the mark that the answer must
    /// follow.
    ///
    /// # Errors
    /// `conversation_unknown`, `line_unknown`; any error of writing the file. Nothing has changed then.
    pub fn say(
        &self,
        id: u32,
        text: &str,
        instead_of: Option<u32>,
        now: u64,
    ) -> Result<LineMark, Problem> {
        self.change(id, |transcript| transcript.say(text, instead_of, now))
    }

    /// The history to send with a line at this position.
    ///
    /// # Errors
    /// `conversation_unknown`, `line_unknown`.
    pub fn history(
        &self,
        id: u32,
        instead_of: Option<u32>,
    ) -> Result<Vec<finagent::Turn>, Problem> {
        self.read(id, |transcript| transcript.history(instead_of))?
    }

    /// Adds the answer of the service to a line. Does nothing if the answer is empty, or if that line was removed
    /// meanwhile. A conversation deleted meanwhile gets the answer too, so that it is complete when restored.
    ///
    /// # Errors
    /// `conversation_unknown`; any error of reading or writing the file. If only that failed, the answer stays in memory
    /// until the app ends.
    pub fn answer(&self, id: u32, to: LineMark, said: Said, now: u64) -> Result<(), Problem> {
        if said.text.trim().is_empty() {
            return Ok(());
        }
        let mut kept = self.lock();
        let transcripts = self.loaded(&mut kept)?;
        if let Some(transcript) = transcripts.get_mut(&id) {
            transcript.answer(to, said, now);
            return write(&self.path(id), transcript, BYTES);
        }
        let path = self.deleted_path(id);
        let mut transcript: Transcript = read_or_set_aside(&path, BYTES)?.ok_or_else(unknown)?;
        transcript.answer(to, said, now);
        write(&path, &transcript, BYTES)
    }

    /// Restores what the last edit or new answer removed, and removes what replaced it. A second undo reverts the first.
    ///
    /// # Errors
    /// `conversation_unknown`; any error of writing the file.
    pub fn undo(&self, id: u32) -> Result<Conversation, Problem> {
        self.change(id, |transcript| {
            transcript.undo();
            Ok(())
        })?;
        self.open(id)
    }

    /// The lines that the person typed in a conversation, in order.
    ///
    /// # Errors
    /// `conversation_unknown`; `lines_none` if there is nothing, `lines_too_long` if it exceeds one audit.
    pub fn typed(&self, id: u32) -> Result<String, Problem> {
        let text = self.read(id, Transcript::typed)?;
        match characters(&text) {
            0 => Err(Problem::plain("lines_none")),
            actual if actual > AUDIT_TEXT_MAX => Err(Problem::new(
                "lines_too_long",
                json!({ "limit": AUDIT_TEXT_MAX, "actual": actual }),
            )),
            _ => Ok(text),
        }
    }

    /// The name of a conversation in the list, and whether the demo service answers in it.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub fn called(&self, id: u32) -> Result<(String, bool), Problem> {
        self.read(id, |transcript| {
            let name = transcript.name(id);
            let title = match name.title.is_empty() {
                true => name.beginning,
                false => name.title,
            };
            (title, transcript.is_demo())
        })
    }

    /// A conversation as Markdown.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub fn markdown(&self, id: u32, words: &ConversationWords) -> Result<String, Problem> {
        Ok(self.read(id, Transcript::clone)?.markdown(words))
    }

    fn read<T>(&self, id: u32, read: impl FnOnce(&Transcript) -> T) -> Result<T, Problem> {
        let mut kept = self.lock();
        let transcripts = self.loaded(&mut kept)?;
        transcripts.get(&id).map(read).ok_or_else(unknown)
    }

    fn change<T>(
        &self,
        id: u32,
        change: impl FnOnce(&mut Transcript) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut kept = self.lock();
        let transcripts = self.loaded(&mut kept)?;
        let transcript = transcripts.get_mut(&id).ok_or_else(unknown)?;
        let mut changed = transcript.clone();
        let outcome = change(&mut changed)?;
        write(&self.path(id), &changed, BYTES)?;
        *transcript = changed;
        Ok(outcome)
    }

    fn loaded<'a>(
        &self,
        kept: &'a mut Option<BTreeMap<u32, Transcript>>,
    ) -> Result<&'a mut BTreeMap<u32, Transcript>, Problem> {
        if kept.is_none() {
            // Conversations deleted before this start can no longer be restored.
            let _ = fs::remove_dir_all(self.folder.join(DELETED));
            let mut transcripts = BTreeMap::new();
            let mut problem = None;
            let found = ids(&self.folder).unwrap_or_else(|error| {
                let why = Unusable::Unread(error.into());
                problem = Some(unreadable("kept_unreadable", &self.folder, &why));
                Vec::new()
            });
            for id in found {
                match read_or_set_aside(&self.path(id), BYTES) {
                    Ok(Some(transcript)) => drop(transcripts.insert(id, transcript)),
                    Ok(None) => {}
                    Err(unreadable) => problem = Some(unreadable),
                }
            }
            *kept = Some(transcripts);
            if let Some(problem) = problem {
                return Err(problem);
            }
        }
        Ok(kept.get_or_insert_default())
    }

    fn path(&self, id: u32) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    fn deleted_path(&self, id: u32) -> PathBuf {
        self.folder.join(DELETED).join(format!("{id}.json"))
    }

    fn lock(&self) -> MutexGuard<'_, Option<BTreeMap<u32, Transcript>>> {
        self.transcripts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown() -> Problem {
    Problem::new("conversation_unknown", json!({}))
}

/// The ids of the conversations in `folder`; none if there is no such folder.
fn ids(folder: &Path) -> io::Result<Vec<u32>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let id = |name: &str| {
        let number = name.strip_suffix(".json")?;
        let id: u32 = number.parse().ok()?;
        // Excludes names such as "+1" and "01", which this app never writes.
        (id.to_string() == number).then_some(id)
    };
    Ok(entries
        .flatten()
        .filter_map(|entry| id(entry.file_name().to_str()?))
        .collect())
}

/// The id after the last one; if that is the largest possible, the first unused one.
fn unused(taken: &BTreeSet<u32>) -> Option<u32> {
    let last = taken.last().copied().unwrap_or(0);
    last.checked_add(1)
        .or_else(|| (1..u32::MAX).find(|id| !taken.contains(id)))
}

fn names(transcripts: &BTreeMap<u32, Transcript>) -> Vec<ConversationName> {
    let mut names: Vec<_> = transcripts
        .iter()
        .map(|(id, transcript)| transcript.name(*id))
        .collect();
    names.sort_by_key(|name| {
        (
            std::cmp::Reverse(name.changed_at),
            std::cmp::Reverse(name.id),
        )
    });
    names
}
