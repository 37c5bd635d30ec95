//! The offline checks of the files in the queue: the state of each, and the file to check next.

use records::{QueueState, Queued};

use super::State;
use crate::wire::QueueChecked;

impl State {
    pub(super) fn checked(&mut self, id: i64, checked: QueueChecked) {
        if self.outdated.remove(&id) {
            self.checked.remove(&id);
        } else {
            self.checked.insert(id, checked);
        }
        self.changed.insert(id);
    }

    /// Files that were not sent are checked against the rules now in force.
    pub(super) fn recheck(&mut self) {
        let sent = |item: &Queued| {
            use QueueState as S;
            matches!(item.standing.state, S::Running | S::Finished | S::Same)
        };
        let items = self.items.as_deref().unwrap_or_default();
        for item in items.iter().filter(|item| !sent(item)) {
            match self.checked.get(&item.id) {
                Some(QueueChecked::Reading) => {
                    self.outdated.insert(item.id);
                }
                Some(_) => {
                    self.checked.remove(&item.id);
                    self.changed.insert(item.id);
                }
                None => {}
            }
        }
    }

    /// Gives the triage the next file to check, if it waits for one.
    pub(super) fn feed_triage(&mut self) {
        let Some(triage) = self.triage.take() else {
            return;
        };
        // A file that is there twice is checked once.
        let unchecked = |item: &&Queued| {
            item.standing.state != QueueState::Same && !self.checked.contains_key(&item.id)
        };
        let Some(item) = self.items().iter().find(unchecked).cloned() else {
            self.triage = Some(triage);
            return;
        };
        let id = item.id;
        if triage.send(item).is_ok() {
            self.checked.insert(id, QueueChecked::Reading);
            self.changed.insert(id);
        }
    }
}
