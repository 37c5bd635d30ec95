//! Conversations with the sparring partner, kept between starts: one file each.
//!
//! A conversation is lines in order. An edit or a new answer takes lines away from one on; the last such lines are kept so
//! that they can be brought back. A deleted conversation is put aside until the next start.

mod story;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::json;
pub use story::{Said, Story};

use crate::{
    ipc::{Conversation, ConversationName, ConversationWords, Opening, Problem},
    kept::{not_saved, read_kept, write_kept},
};

/// Where deleted ones lie until the next start.
const DELETED: &str = "deleted";

/// All conversations.
pub struct Conversations {
    folder: PathBuf,
    /// `None` until they are first asked for.
    stories: Mutex<Option<BTreeMap<u32, Story>>>,
}

impl Conversations {
    /// In `folder`. Nothing is read yet.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("conversations"),
            stories: Mutex::default(),
        }
    }

    /// Their names, the latest first.
    ///
    /// # Errors
    /// `kept_unreadable`, once: files that can't be read are put aside then.
    pub fn names(&self) -> Result<Vec<ConversationName>, Problem> {
        let mut stories = self.lock();
        Ok(names(self.loaded(&mut stories)?))
    }

    /// A conversation as the window shows it.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub fn open(&self, id: u32) -> Result<Conversation, Problem> {
        self.read(id, |story| story.shown(id))
    }

    /// Begins a conversation.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn begin(
        &self,
        title: &str,
        scenario: Option<String>,
        opening: Vec<Opening>,
        now: u64,
    ) -> Result<Conversation, Problem> {
        let mut kept = self.lock();
        let stories = self.loaded(&mut kept)?;
        let deleted = ids(&self.folder.join(DELETED)).into_iter().max();
        let last = stories
            .keys()
            .next_back()
            .copied()
            .max(deleted)
            .unwrap_or(0);
        let id = last + 1;
        let story = Story::begin(title, scenario, opening, now);
        write_kept(&self.path(id), &story)?;
        let shown = story.shown(id);
        stories.insert(id, story);
        Ok(shown)
    }

    /// Gives a conversation another name.
    ///
    /// # Errors
    /// `conversation_unknown`; those of writing the file.
    pub fn rename(&self, id: u32, title: &str) -> Result<Vec<ConversationName>, Problem> {
        self.change(id, |story| {
            story.rename(title);
            Ok(())
        })?;
        self.names()
    }

    /// Takes a conversation off the list.
    ///
    /// # Errors
    /// `conversation_unknown`; those of the file system.
    pub fn delete(&self, id: u32) -> Result<Vec<ConversationName>, Problem> {
        let mut kept = self.lock();
        let stories = self.loaded(&mut kept)?;
        if !stories.contains_key(&id) {
            return Err(unknown());
        }
        fs::create_dir_all(self.folder.join(DELETED))
            .and_then(|()| fs::rename(self.path(id), self.deleted_path(id)))
            .map_err(not_saved)?;
        stories.remove(&id);
        Ok(names(stories))
    }

    /// Brings a deleted conversation back.
    ///
    /// # Errors
    /// `conversation_unknown` where it was deleted before the last start; those of the file system.
    pub fn restore(&self, id: u32) -> Result<Vec<ConversationName>, Problem> {
        let mut kept = self.lock();
        let stories = self.loaded(&mut kept)?;
        let story = read_kept(&self.deleted_path(id))?.ok_or_else(unknown)?;
        fs::rename(self.deleted_path(id), self.path(id)).map_err(not_saved)?;
        stories.insert(id, story);
        Ok(names(stories))
    }

    /// Adds a line of the person, in place of `instead_of` and all after it where that is given. Returns the conversation as
    /// it was, for [`Self::unsay`].
    ///
    /// # Errors
    /// `conversation_unknown`, `line_unknown`; those of writing the file. Nothing has changed then.
    pub fn say(
        &self,
        id: u32,
        text: &str,
        instead_of: Option<u32>,
        now: u64,
    ) -> Result<Story, Problem> {
        let before = self.read(id, Story::clone)?;
        self.change(id, |story| story.say(text, instead_of, now))?;
        Ok(before)
    }

    /// Puts a conversation back as it was before something was said that could not be sent.
    ///
    /// # Errors
    /// `conversation_unknown`; those of writing the file.
    pub fn unsay(&self, id: u32, before: Story) -> Result<(), Problem> {
        self.change(id, |story| {
            *story = before;
            Ok(())
        })
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
        self.read(id, |story| story.history(instead_of))?
    }

    /// Adds what the service answered; nothing where it said nothing.
    ///
    /// # Errors
    /// `conversation_unknown` where it was deleted meanwhile; those of writing the file.
    pub fn answer(&self, id: u32, said: Said, now: u64) -> Result<(), Problem> {
        if said.text.trim().is_empty() {
            return Ok(());
        }
        self.change(id, |story| {
            story.answer(said, now);
            Ok(())
        })
    }

    /// Brings back what the last edit or new answer took away, and takes away what came in its place.
    ///
    /// # Errors
    /// `conversation_unknown`; those of writing the file.
    pub fn undo(&self, id: u32) -> Result<Conversation, Problem> {
        self.change(id, |story| {
            story.undo();
            Ok(())
        })?;
        self.open(id)
    }

    /// What the person typed in a conversation, one line after the other.
    ///
    /// # Errors
    /// `conversation_unknown`; `lines_none` where there is nothing.
    pub fn typed(&self, id: u32) -> Result<String, Problem> {
        let text = self.read(id, Story::typed)?;
        if text.is_empty() {
            return Err(Problem::plain("lines_none"));
        }
        Ok(text)
    }

    /// A conversation as Markdown.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub fn markdown(&self, id: u32, words: &ConversationWords) -> Result<String, Problem> {
        self.read(id, |story| story.markdown(words))
    }

    fn read<T>(&self, id: u32, read: impl FnOnce(&Story) -> T) -> Result<T, Problem> {
        let mut kept = self.lock();
        let stories = self.loaded(&mut kept)?;
        stories.get(&id).map(read).ok_or_else(unknown)
    }

    fn change(
        &self,
        id: u32,
        change: impl FnOnce(&mut Story) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut kept = self.lock();
        let stories = self.loaded(&mut kept)?;
        let story = stories.get_mut(&id).ok_or_else(unknown)?;
        let mut changed = story.clone();
        change(&mut changed)?;
        write_kept(&self.path(id), &changed)?;
        *story = changed;
        Ok(())
    }

    fn loaded<'a>(
        &self,
        kept: &'a mut Option<BTreeMap<u32, Story>>,
    ) -> Result<&'a mut BTreeMap<u32, Story>, Problem> {
        if kept.is_none() {
            // What was deleted before this start can't be asked back for any more.
            let _ = fs::remove_dir_all(self.folder.join(DELETED));
            let mut stories = BTreeMap::new();
            let mut problem = None;
            for id in ids(&self.folder) {
                match read_kept(&self.path(id)) {
                    Ok(Some(story)) => drop(stories.insert(id, story)),
                    Ok(None) => {}
                    Err(unreadable) => problem = Some(unreadable),
                }
            }
            *kept = Some(stories);
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

    fn lock(&self) -> MutexGuard<'_, Option<BTreeMap<u32, Story>>> {
        self.stories.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown() -> Problem {
    Problem::new("conversation_unknown", json!({}))
}

/// The numbers of the conversations whose files lie in `folder`.
fn ids(folder: &Path) -> Vec<u32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_suffix(".json")?
                .parse()
                .ok()
        })
        .collect()
}

fn names(stories: &BTreeMap<u32, Story>) -> Vec<ConversationName> {
    let mut names: Vec<_> = stories.iter().map(|(id, story)| story.name(*id)).collect();
    names.sort_by_key(|name| {
        (
            std::cmp::Reverse(name.changed_at),
            std::cmp::Reverse(name.id),
        )
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ipc::{Source, Speaker};

    fn said(text: &str) -> Said {
        Said {
            text: text.to_owned(),
            source: Source::Demo,
            incomplete: false,
        }
    }

    fn lines(conversation: &Conversation) -> Vec<&str> {
        conversation
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect()
    }

    #[test]
    fn a_conversation_is_there_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let conversations = Conversations::new(folder.path());
        let opening = vec![Opening {
            speaker: Speaker::Partner,
            text: "这个产品保本吗？".to_owned(),
        }];
        let id = conversations
            .begin("", Some("retired".to_owned()), opening, 1)
            .unwrap()
            .id;
        conversations.say(id, "不保本。", None, 2).unwrap();
        conversations.answer(id, said("**那**风险呢？"), 3).unwrap();
        conversations.answer(id, said(" \n"), 4).unwrap();
        conversations.rename(id, "退休夫妇").unwrap();
        let again = Conversations::new(folder.path());
        let shown = again.open(id).unwrap();
        assert_eq!(
            lines(&shown),
            ["这个产品保本吗？", "不保本。", "**那**风险呢？"]
        );
        assert!(
            shown.lines[2]
                .blocks
                .concat()
                .contains("<strong>那</strong>")
        );
        let names = again.names().unwrap();
        assert_eq!(
            (names[0].title.as_str(), names[0].beginning.as_str()),
            ("退休夫妇", "不保本。")
        );
        assert_eq!((names[0].lines, names[0].changed_at), (3, 3));
    }

    #[test]
    fn what_is_said_instead_takes_the_rest_away_and_undo_brings_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let conversations = Conversations::new(folder.path());
        let id = conversations.begin("", None, vec![], 1).unwrap().id;
        for (at, (text, answer)) in [("甲", "乙"), ("丙", "丁")].into_iter().enumerate() {
            conversations.say(id, text, None, at as u64).unwrap();
            conversations.answer(id, said(answer), at as u64).unwrap();
        }
        conversations.say(id, "改", Some(2), 9).unwrap();
        conversations.answer(id, said("新"), 9).unwrap();
        let shown = conversations.open(id).unwrap();
        assert_eq!(lines(&shown), ["甲", "乙", "改", "新"]);
        assert!(shown.can_undo);
        let shown = conversations.undo(id).unwrap();
        assert_eq!(lines(&shown), ["甲", "乙", "丙", "丁"]);
        let refused = conversations.say(id, "x", Some(7), 9).unwrap_err();
        assert_eq!(refused.code, "line_unknown");
    }

    #[test]
    fn the_last_30_lines_are_sent_along() {
        let folder = tempfile::tempdir().unwrap();
        let conversations = Conversations::new(folder.path());
        let id = conversations.begin("", None, vec![], 1).unwrap().id;
        for n in 0..20 {
            conversations.say(id, &format!("问{n}"), None, n).unwrap();
            conversations
                .answer(id, said(&format!("答{n}")), n)
                .unwrap();
        }
        let history = conversations.history(id, None).unwrap();
        assert_eq!(history.len(), 30);
        assert_eq!(history[0].content, "问5");
        assert_eq!(history[29].content, "答19");
        let history = conversations.history(id, Some(2)).unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!(conversations.typed(id).unwrap().lines().count(), 20);
    }

    #[test]
    fn a_deleted_conversation_can_be_brought_back_until_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let conversations = Conversations::new(folder.path());
        let first = conversations.begin("一", None, vec![], 1).unwrap().id;
        conversations.begin("二", None, vec![], 2).unwrap();
        let left = conversations.delete(first).unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(
            conversations.open(first).unwrap_err().code,
            "conversation_unknown"
        );
        assert_eq!(conversations.restore(first).unwrap().len(), 2);
        conversations.delete(first).unwrap();
        let again = Conversations::new(folder.path());
        assert_eq!(again.names().unwrap().len(), 1);
        assert_eq!(
            again.restore(first).unwrap_err().code,
            "conversation_unknown"
        );
    }
}
