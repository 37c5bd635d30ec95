//! Several concurrent runs, as the queue and the assistants write them. Whatever the order in which their answers arrive,
//! each record is complete, opens and exports, even after a crash.

use std::path::Path;

use proptest::{collection::vec, prelude::*};
use records::{Journal, Outcome, Query, Records, verify::verify};
use rusqlite::Connection;

use crate::{
    made::{self, ended, moment, new, open, reopen, with_picture},
    packed::rendered,
};

/// Runs that may be in progress at the same time.
const LANES: usize = 6;

/// Something that happens to one of the runs.
#[derive(Debug, Clone)]
enum Step {
    /// Bytes arrive; starts a run if the lane is free.
    Received(usize, u8),
    /// Everything received is put on disk.
    Flush,
    /// The run ends.
    End(usize),
    /// The run is abandoned.
    Drop(usize),
    /// An ended record is exported.
    Export(prop::sample::Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..LANES, any::<u8>()).prop_map(|(lane, bytes)| Step::Received(lane, bytes)),
        6 => Just(Step::Flush),
        1 => (0..LANES).prop_map(Step::End),
        1 => (0..LANES).prop_map(Step::Drop),
        1 => any::<prop::sample::Index>().prop_map(Step::Export),
    ];
    vec(step, 20..80)
}

/// The runs in progress, each with what it has received.
struct Runs<'r> {
    records: &'r Records,
    lanes: Vec<Option<(Journal, String)>>,
    /// The ended records and their texts.
    ended: Vec<(i64, String)>,
    begun: u32,
}

impl<'r> Runs<'r> {
    fn new(records: &'r Records) -> Self {
        Self {
            records,
            lanes: (0..LANES).map(|_| None).collect(),
            ended: Vec::new(),
            begun: 0,
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Received(lane, bytes) => {
                if self.lanes[*lane].is_none() {
                    let asked =
                        with_picture(new(self.begun), format!("{}", self.begun / 2).as_bytes());
                    self.begun += 1;
                    self.lanes[*lane] = Some((self.records.begin(asked).unwrap(), String::new()));
                }
                let (journal, heard) = self.lanes[*lane].as_mut().unwrap();
                // Some events bring no bytes.
                journal.event("node_started", Some("step"), None);
                let text = "稳".repeat(usize::from(*bytes) * 3);
                journal.bytes(text.as_bytes());
                heard.push_str(&text);
            }
            Step::Flush => self.flush(),
            Step::End(lane) => {
                if let Some((journal, heard)) = self.lanes[*lane].take() {
                    let id = journal.id();
                    journal.end(ended(&heard)).unwrap();
                    self.ended.push((id, heard));
                }
            }
            Step::Drop(lane) => {
                if let Some((journal, heard)) = self.lanes[*lane].take() {
                    self.ended.push((journal.id(), heard));
                }
            }
            Step::Export(which) => {
                // Wait until the writer has closed the abandoned run.
                self.records.is_recording().unwrap();
                if !self.ended.is_empty() {
                    export(self.records, self.ended[which.index(self.ended.len())].0);
                }
            }
        }
    }

    fn flush(&self) {
        if let Some((journal, _)) = self.lanes.iter().flatten().next() {
            journal.flush();
        }
    }
}

/// Exports a record in both formats that the chain notes; the package verifies.
fn export(records: &Records, id: i64) {
    let now = moment(made::START_MS + 86_400_000);
    let package = records.package(id, rendered(), &now).unwrap();
    let verdict = verify(&package.bytes, None);
    assert!(verdict.holds(), "record {id}: {verdict:?}");
    let record = records.record(id).unwrap();
    records
        .note_export(&record, "html", &"ab".repeat(32), &now)
        .unwrap();
}

/// Checks everything; each record opens with its text, exports, and its package verifies.
fn all_hold(records: &Records, texts: &[(i64, String)]) {
    let checked = |records: &Records| {
        let report = records.check(None, &mut |_, _| true).unwrap();
        assert_eq!(report.faults, []);
    };
    checked(records);
    for (id, text) in texts {
        assert_eq!(records.record(*id).unwrap().output, *text);
        assert_eq!(records.raw(*id).unwrap().0, text.as_bytes());
    }
    for id in records.search(&Query::default()).unwrap().ids {
        export(records, id);
    }
    checked(records);
}

/// A copy of a database in use, as a crash leaves it.
fn crashed(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    // An open read transaction keeps SQLite from checkpointing the WAL.
    let reader = Connection::open(folder.join("records.db")).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM record")
        .unwrap();
    for name in ["records.db", "records.db-wal"] {
        std::fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    copy
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn runs_side_by_side_are_whole_whatever_the_order_in_which_their_answers_arrive(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let records = open(folder.path());
        let mut runs = Runs::new(&records);
        for step in &steps {
            runs.take(step);
        }
        runs.flush();
        // Wait until the writer has done everything so far.
        records.is_recording().unwrap();
        // A crash now, while the same runs continue to their end.
        let copy = crashed(folder.path());
        for lane in 0..LANES {
            runs.take(&Step::End(lane));
        }
        all_hold(&records, &runs.ended);

        let (again, unfinished) = reopen(copy.path());
        let texts: Vec<_> = runs
            .ended
            .iter()
            .filter(|(id, _)| again.record(*id).is_ok())
            .cloned()
            .collect();
        for one in &unfinished {
            let ended = again.record(one.id).unwrap().ended.unwrap();
            prop_assert_eq!(ended.outcome, Outcome::Interrupted);
        }
        all_hold(&again, &texts);
    }
}
