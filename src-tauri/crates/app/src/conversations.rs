//! Conversations with the sparring partner, kept between starts: one file each.
//!
//! A conversation is lines in order. An edit or a new answer takes lines away from one on; the last such lines are kept so
//! that they can be brought back. A deleted conversation is put aside until the next start.

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

/// Where deleted ones lie until the next start.
const DELETED: &str = "deleted";

/// Bytes of a conversation, read and written: a thousand of the longest answers have fewer.
const BYTES: u64 = 200_000_000;

/// All conversations.
pub struct Conversations {
    folder: PathBuf,
    /// `None` until they are first asked for.
    transcripts: Mutex<Option<BTreeMap<u32, Transcript>>>,
}

impl Conversations {
    /// In `folder`. Nothing is read yet.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("conversations"),
            transcripts: Mutex::default(),
        }
    }

    /// Their names, the latest first.
    ///
    /// # Errors
    /// `kept_unreadable`, once: files that can't be read are put aside then.
    pub fn names(&self) -> Result<Vec<ConversationName>, Problem> {
        let mut transcripts = self.lock();
        Ok(names(self.loaded(&mut transcripts)?))
    }

    /// A conversation as the window shows it.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub fn open(&self, id: u32) -> Result<Conversation, Problem> {
        // Rendered outside the lock: nobody waits for that.
        Ok(self.read(id, Transcript::clone)?.shown(id))
    }

    /// Begins a conversation.
    ///
    /// # Errors
    /// Any write error the file.
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
            // A file that is no conversation has this name.
            taken.insert(id);
        };
        let shown = transcript.shown(id);
        transcripts.insert(id, transcript);
        Ok(shown)
    }

    /// Gives a conversation another name.
    ///
    /// # Errors
    /// `conversation_unknown`; any write error the file.
    pub fn rename(&self, id: u32, title: &str) -> Result<Vec<ConversationName>, Problem> {
        self.change(id, |transcript| {
            transcript.rename(title);
            Ok(())
        })?;
        self.names()
    }

    /// Takes a conversation off the list.
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

    /// Brings a deleted conversation back.
    ///
    /// # Errors
    /// `conversation_unknown` where it was deleted before the last start; any file system error.
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

    /// Adds a line of the person, in place of `instead_of` and all after it where that is given. Returns what its answer
    /// is to follow.
    ///
    /// # Errors
    /// `conversation_unknown`, `line_unknown`; any write error the file. Nothing has changed then.
    pub fn say(
        &self,
        id: u32,
        text: &str,
        instead_of: Option<u32>,
        now: u64,
    ) -> Result<LineMark, Problem> {
        self.change(id, |transcript| transcript.say(text, instead_of, now))
    }

    /// What is sent along with a line that would stand there.
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

    /// Adds what the service answered to a line; nothing where it said nothing, or where that line was taken away
    /// meanwhile. A conversation that was deleted meanwhile gets it as well, so that it is whole when it is brought back.
    ///
    /// # Errors
    /// `conversation_unknown`; any read or write error the file. Where only that failed, the answer is there until the
    /// app ends.
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

    /// Brings back what the last edit or new answer took away, and takes away what came in its place: undone once more, that
    /// is there again.
    ///
    /// # Errors
    /// `conversation_unknown`; any write error the file.
    pub fn undo(&self, id: u32) -> Result<Conversation, Problem> {
        self.change(id, |transcript| {
            transcript.undo();
            Ok(())
        })?;
        self.open(id)
    }

    /// What the person typed in a conversation, one line after the other.
    ///
    /// # Errors
    /// `conversation_unknown`; `lines_none` where there is nothing, `lines_too_long` where it is more than one audit takes.
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

    /// What a conversation is called in the list, and whether the demo service speaks in it.
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
            // What was deleted before this start can't be asked back for any more.
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

/// The numbers of the conversations whose files lie in `folder`; none where there is no folder.
fn ids(folder: &Path) -> io::Result<Vec<u32>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let id = |name: &str| {
        let number = name.strip_suffix(".json")?;
        let id: u32 = number.parse().ok()?;
        // Such as "+1" and "01": not the name that is written.
        (id.to_string() == number).then_some(id)
    };
    Ok(entries
        .flatten()
        .filter_map(|entry| id(entry.file_name().to_str()?))
        .collect())
}

/// The number after the last one, or where that is the last of all, the first that is not taken.
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
