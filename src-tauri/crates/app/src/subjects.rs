//! Companies and topics of earlier reports: suggested again, and kept if the person pins them.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    json_store::{read_or_set_aside, write},
    stored::{Subject, SubjectKind},
    wire::Problem,
};

/// Recent subjects of a kind, without pinned ones.
const RECENT: usize = 20;
/// Pinned subjects of a kind.
const PINNED: usize = 200;
/// Limit of a stored name in characters. A person may insist on a longer subject, but it is not listed.
const NAME: usize = 200;

/// Limit of the file in bytes: several times the size of full lists with the longest names.
const BYTES: u64 = 4_000_000;

type Lists = BTreeMap<SubjectKind, Vec<Subject>>;

/// The subjects and their file.
pub struct Subjects {
    path: PathBuf,
    /// `None` until first used.
    lists: Mutex<Option<Lists>>,
}

impl Subjects {
    /// Uses the file in `folder`. Reads nothing yet.
    pub fn new(folder: &std::path::Path) -> Self {
        Self {
            path: folder.join("subjects.json"),
            lists: Mutex::default(),
        }
    }

    /// The subjects of a kind: pinned ones first, then the latest.
    ///
    /// # Errors
    /// `kept_unreadable`, once: the file is renamed then, and the list starts empty.
    pub fn list(&self, kind: SubjectKind) -> Result<Vec<Subject>, Problem> {
        let mut lists = self.lock();
        Ok(sorted(self.loaded(&mut lists)?, kind))
    }

    /// Adds `name`, or updates its time.
    ///
    /// # Errors
    /// Any error of reading or writing the file.
    pub fn note(&self, kind: SubjectKind, name: &str, now: u64) -> Result<(), Problem> {
        self.change(kind, |subjects| {
            let name = name.trim();
            let pinned = subjects.iter().any(|old| old.name == name && old.pinned);
            subjects.retain(|old| old.name != name);
            subjects.insert(
                0,
                Subject {
                    name: name.to_owned(),
                    pinned,
                    asked_at: now,
                },
            );
        })
        .map(drop)
    }

    /// Pins or unpins a subject.
    ///
    /// # Errors
    /// Any error of reading or writing the file.
    pub fn pin(
        &self,
        kind: SubjectKind,
        name: &str,
        pinned: bool,
    ) -> Result<Vec<Subject>, Problem> {
        self.change(kind, |subjects| {
            let name = name.trim();
            match subjects.iter_mut().find(|old| old.name == name) {
                Some(subject) => subject.pinned = pinned,
                None => subjects.push(Subject {
                    name: name.to_owned(),
                    pinned,
                    asked_at: 0,
                }),
            }
        })
    }

    /// Removes a subject.
    ///
    /// # Errors
    /// Any error of reading or writing the file.
    pub fn forget(&self, kind: SubjectKind, name: &str) -> Result<Vec<Subject>, Problem> {
        self.change(kind, |subjects| subjects.retain(|old| old.name != name))
    }

    fn change(
        &self,
        kind: SubjectKind,
        change: impl FnOnce(&mut Vec<Subject>),
    ) -> Result<Vec<Subject>, Problem> {
        let mut kept = self.lock();
        let mut lists = self.loaded(&mut kept)?.clone();
        let subjects = lists.entry(kind).or_default();
        change(subjects);
        subjects.retain(|subject| (1..=NAME).contains(&subject.name.chars().count()));
        for (pinned, most) in [(true, PINNED), (false, RECENT)] {
            let mut room = most;
            subjects.retain(|subject| {
                let fits = subject.pinned != pinned || room > 0;
                room = room.saturating_sub(usize::from(subject.pinned == pinned));
                fits
            });
        }
        write(&self.path, &lists, BYTES)?;
        let list = sorted(&lists, kind);
        *kept = Some(lists);
        Ok(list)
    }

    fn loaded<'a>(&self, lists: &'a mut Option<Lists>) -> Result<&'a Lists, Problem> {
        if lists.is_none() {
            let read = read_or_set_aside(&self.path, BYTES);
            *lists = Some(read.as_ref().ok().cloned().flatten().unwrap_or_default());
            read?;
        }
        Ok(lists.get_or_insert_default())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Lists>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn sorted(lists: &Lists, kind: SubjectKind) -> Vec<Subject> {
    let mut list = lists.get(&kind).cloned().unwrap_or_default();
    list.sort_by_key(|subject| (!subject.pinned, std::cmp::Reverse(subject.asked_at)));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[Subject]) -> Vec<&str> {
        list.iter().map(|subject| subject.name.as_str()).collect()
    }

    #[test]
    fn what_was_asked_about_is_offered_again_after_a_restart_pinned_first() {
        let folder = tempfile::tempdir().unwrap();
        let kind = SubjectKind::Topic;
        let subjects = Subjects::new(folder.path());
        for (at, name) in [
            (1, "理财销售"),
            (2, " 反洗钱 "),
            (3, "理财销售"),
            (4, "基金"),
        ] {
            subjects.note(kind, name, at).unwrap();
        }
        subjects.pin(kind, "反洗钱", true).unwrap();
        let again = Subjects::new(folder.path());
        assert_eq!(
            names(&again.list(kind).unwrap()),
            ["反洗钱", "基金", "理财销售"]
        );
        assert!(again.list(SubjectKind::Company).unwrap().is_empty());
        assert_eq!(
            names(&again.forget(kind, "基金").unwrap()),
            ["反洗钱", "理财销售"]
        );
    }

    #[test]
    fn older_ones_make_room_and_pinned_ones_never_do() {
        let folder = tempfile::tempdir().unwrap();
        let subjects = Subjects::new(folder.path());
        let kind = SubjectKind::Company;
        subjects.note(kind, "示例公司", 0).unwrap();
        subjects.pin(kind, "示例公司", true).unwrap();
        for n in 1..=30 {
            subjects.note(kind, &format!("公司{n}"), n).unwrap();
        }
        let list = subjects.list(kind).unwrap();
        assert_eq!(list.len(), RECENT + 1);
        assert_eq!(names(&list)[..2], ["示例公司", "公司30"]);
    }

    #[test]
    fn what_is_no_name_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let subjects = Subjects::new(folder.path());
        let kind = SubjectKind::Topic;
        subjects.note(kind, &"长".repeat(NAME + 1), 1).unwrap();
        subjects.note(kind, &"长".repeat(NAME), 2).unwrap();
        let list = subjects.pin(kind, " \n", true).unwrap();
        assert_eq!(names(&list), ["长".repeat(NAME)]);
    }
}
