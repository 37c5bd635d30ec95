//! The queue as sent to the window: its status, its files, and the duration of their audits.

use std::{collections::BTreeMap, time::Instant};

use records::Queued;

use super::owner::State;
use crate::{
    file_types::kind_of,
    wire::{self, Problem, QueueItem, QueueStatus},
};

/// The status of the queue.
pub(super) fn status(state: &State, items: &[Queued]) -> QueueStatus {
    use records::QueueState::{Alike, Same, Unsure, Waiting};
    let any = |wanted: &[records::QueueState]| {
        items
            .iter()
            .any(|item| wanted.contains(&item.standing.state))
    };
    let running = any(&[records::QueueState::Running]);
    if items.is_empty() {
        QueueStatus::Empty
    } else if state.interrupted && any(&[Waiting, Unsure]) {
        QueueStatus::Interrupted
    } else if !running && !any(&[Waiting]) {
        QueueStatus::Done
    } else if state.options.is_some() {
        match state.held {
            Some(held) => QueueStatus::Held {
                ms: u32::try_from(held.saturating_duration_since(Instant::now()).as_millis())
                    .unwrap_or(u32::MAX),
            },
            None => QueueStatus::Running,
        }
    } else if running {
        QueueStatus::Pausing {
            by: state.paused_by.clone(),
        }
    } else if items
        .iter()
        .all(|item| matches!(item.standing.state, Waiting | Same | Alike))
    {
        QueueStatus::Ready
    } else {
        QueueStatus::Paused {
            by: state.paused_by.clone(),
        }
    }
}

/// The time in milliseconds during which at least one of these items was being audited, according to the records. Concurrent audits
/// count once, pauses between batches do not count.
pub(super) fn took(items: &[Queued]) -> Option<u64> {
    let mut spans: Vec<(i64, i64)> = items
        .iter()
        .filter_map(|item| {
            let (began, elapsed) = (item.began_ms?, item.standing.elapsed_ms?);
            Some((began, began.saturating_add_unsigned(elapsed)))
        })
        .collect();
    spans.sort_unstable();
    let mut took = 0_u64;
    let mut until = spans.first()?.0;
    for (began, ended) in spans {
        let began = began.max(until);
        took = took.saturating_add(u64::try_from(ended.saturating_sub(began)).unwrap_or(0));
        until = until.max(ended);
    }
    Some(took)
}

/// All files as shown in the window.
pub(super) fn shown(items: &[Queued], state: &State) -> Vec<QueueItem> {
    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    for item in items {
        if item.standing.state != records::QueueState::Same {
            first.entry(&item.sha256).or_insert(item.id);
        }
    }
    items
        .iter()
        .map(|item| shown_item(item, items, state, first.get(item.sha256.as_str()).copied()))
        .collect()
}

/// One file as shown in the window. `first` is the first file with the same bytes that is not marked as a duplicate.
fn shown_item(item: &Queued, items: &[Queued], state: &State, first: Option<i64>) -> QueueItem {
    use records::QueueState::{Alike, Same};
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let standing = &item.standing;
    let settled =
        |other: &&Queued| other.id != item.id && !matches!(other.standing.state, Same | Alike);
    let same_as = match standing.state {
        Same => first,
        Alike => items
            .iter()
            .filter(settled)
            .find(|other| other.looks_like(item))
            .map(|other| other.id),
        _ => None,
    };
    QueueItem {
        id: item.id,
        name: visible_text::strip_invisible(&item.name),
        sha256: item.sha256.clone(),
        format: kind_of(&item.media_type).to_owned(),
        width: item.width,
        height: item.height,
        bytes: count(item.bytes),
        state: standing.state.into(),
        part: state.running.get(&item.id).and_then(|audit| audit.part),
        elapsed_ms: standing.elapsed_ms.map(count),
        record: standing.record,
        problem: standing.problem.as_ref().map(Problem::recorded),
        same_as,
        checked: state.checked.get(&item.id).copied().unwrap_or_default(),
    }
}

/// The files in `ids` as shown in the window, in queue order.
pub(super) fn shown_of(
    ids: &std::collections::BTreeSet<i64>,
    items: &[Queued],
    state: &State,
) -> Vec<QueueItem> {
    let same = records::QueueState::Same;
    items
        .iter()
        .filter(|item| ids.contains(&item.id))
        .map(|item| {
            let first = items
                .iter()
                .find(|other| other.sha256 == item.sha256 && other.standing.state != same);
            shown_item(item, items, state, first.map(|first| first.id))
        })
        .collect()
}

impl From<records::QueueState> for wire::QueueState {
    fn from(state: records::QueueState) -> Self {
        use records::QueueState as Kept;
        match state {
            Kept::Waiting => Self::Waiting,
            Kept::Running => Self::Running,
            Kept::Finished => Self::Finished,
            Kept::Failed => Self::Failed,
            Kept::Stopped => Self::Stopped,
            Kept::Unsure => Self::Unsure,
            Kept::Same => Self::Same,
            Kept::Alike => Self::Alike,
        }
    }
}

#[cfg(test)]
mod tests {
    use finagent::CallOptions;
    use records::{QueueState, Standing};

    use super::*;

    fn item((began_ms, elapsed_ms): (Option<i64>, Option<u64>)) -> Queued {
        Queued {
            id: 1,
            name: String::new(),
            sha256: String::new(),
            media_type: String::new(),
            width: 1,
            height: 1,
            bytes: 1,
            standing: Standing {
                state: QueueState::Finished,
                elapsed_ms,
                ..Standing::waiting()
            },
            look: None,
            began_ms,
        }
    }

    fn took_of(spans: &[(Option<i64>, Option<u64>)]) -> Option<u64> {
        took(&spans.iter().copied().map(item).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_audited_at_once_takes_its_time_once_and_a_pause_takes_none() {
        assert_eq!(took_of(&[]), None);
        assert_eq!(took_of(&[(None, Some(5)), (Some(1), None)]), None);
        let four = [(Some(1_000), Some(10_000)); 4];
        assert_eq!(took_of(&four), Some(10_000));
        // Out of order, one nested, two overlapping, and one on another day.
        let spans = [
            (5_000, 2_000),
            (0, 4_000),
            (1_000, 500),
            (6_000, 3_000),
            (90_000_000, 7_000),
        ];
        let spans = spans.map(|(began, elapsed)| (Some(began), Some(elapsed)));
        assert_eq!(took_of(&spans), Some(4_000 + 4_000 + 7_000));
        assert_eq!(took_of(&[(Some(i64::MAX), Some(u64::MAX))]), Some(0));
    }

    #[test]
    fn what_the_queue_does_follows_from_its_files_and_from_what_was_asked_of_it() {
        use QueueState::{Failed, Finished, Running, Same, Waiting};
        let of = |states: &[QueueState]| -> Vec<Queued> {
            let stands = |&state| {
                let mut item = item((None, None));
                item.standing.state = state;
                item
            };
            states.iter().map(stands).collect()
        };
        let idle = State::default;
        let going = || State {
            options: Some(CallOptions::default()),
            ..State::default()
        };
        let problem = Problem::plain("no_network");
        let paused = || State {
            paused_by: Some(problem.clone()),
            ..State::default()
        };
        let by = || Some(problem.clone());
        for (state, states, expected) in [
            (idle(), vec![], QueueStatus::Empty),
            (idle(), vec![Waiting, Same], QueueStatus::Ready),
            (going(), vec![Waiting, Finished], QueueStatus::Running),
            (going(), vec![Failed, Finished, Same], QueueStatus::Done),
            (
                idle(),
                vec![Finished, Waiting],
                QueueStatus::Paused { by: None },
            ),
            (
                idle(),
                vec![Running, Waiting],
                QueueStatus::Pausing { by: None },
            ),
            (
                paused(),
                vec![Failed, Waiting],
                QueueStatus::Paused { by: by() },
            ),
            (
                paused(),
                vec![Failed, Running],
                QueueStatus::Pausing { by: by() },
            ),
        ] {
            assert_eq!(status(&state, &of(&states)), expected, "{states:?}");
        }
        let interrupted = || State {
            interrupted: true,
            ..State::default()
        };
        assert_eq!(
            status(&interrupted(), &of(&[Waiting])),
            QueueStatus::Interrupted
        );
        assert_eq!(
            status(&interrupted(), &of(&[Finished])),
            QueueStatus::Done,
            "no file is left to resume"
        );
        let held = State {
            held: Some(Instant::now() + std::time::Duration::from_secs(20)),
            ..going()
        };
        let told = status(&held, &of(&[Waiting]));
        assert!(
            matches!(told, QueueStatus::Held { ms } if ms > 0),
            "{told:?}"
        );
    }
}
