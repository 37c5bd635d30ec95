//! Tests of the queue in memory.

use records::Standing;

use super::*;
use crate::wire::FindingCounts;

fn item(id: i64, state: QueueState) -> Queued {
    Queued {
        id,
        name: String::new(),
        sha256: String::new(),
        media_type: String::new(),
        width: 1,
        height: 1,
        bytes: 1,
        standing: Standing {
            state,
            ..Standing::waiting()
        },
        look: None,
        began_ms: None,
    }
}

fn done() -> QueueChecked {
    QueueChecked::Checked {
        counts: FindingCounts::default(),
    }
}

#[test]
fn files_that_were_not_sent_are_checked_again_after_a_change_of_the_rules() {
    let mut state = State {
        items: Some(vec![
            item(1, QueueState::Waiting),
            item(2, QueueState::Finished),
            item(3, QueueState::Alike),
        ]),
        checked: BTreeMap::from([(1, done()), (2, done()), (3, QueueChecked::Reading)]),
        ..State::default()
    };
    state.recheck();
    assert!(!state.checked.contains_key(&1));
    assert!(state.checked.contains_key(&2), "it was sent");
    // Its check began with the old rules.
    state.checked(3, done());
    assert!(!state.checked.contains_key(&3));
    state.checked(3, done());
    assert!(state.checked.contains_key(&3));
}
