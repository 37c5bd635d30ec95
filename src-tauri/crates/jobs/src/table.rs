//! Reads a table that a user brings.

use std::time::Duration;

use intake::{MAX_TABLE_BYTES, MAX_TABLE_TEXT, TableRefusal, read_table};
use worker::{Job, Limits};

/// Reads a table. Input bytes: a CSV file or a workbook. Output bytes: the [`intake::Table`] as JSON, empty if the answer
/// is a refusal.
pub struct ReadTable;

impl Job for ReadTable {
    const NAME: &'static str = "read_table";
    const LIMITS: Limits = Limits {
        // The tree of the largest sheet that is read takes some 20 times its 64 MB.
        memory: 2 << 30,
        cpu: Duration::from_secs(30),
        deadline: Duration::from_secs(30),
        input: MAX_TABLE_BYTES,
        // JSON may write a character of a cell in six bytes.
        output: 6 * MAX_TABLE_TEXT + (4 << 20),
        threads: false,
    };
    type Request = ();
    type Answer = Result<(), TableRefusal>;
    type Word = ();
    type Tools = ();

    fn prepare((): &()) {}

    fn work((): (), (): (), bytes: Vec<u8>, _: &mut dyn FnMut(())) -> (Self::Answer, Vec<u8>) {
        match read_table(&bytes) {
            // A table always has a form in JSON.
            Ok(table) => (Ok(()), serde_json::to_vec(&table).unwrap_or_default()),
            Err(refusal) => (Err(refusal), Vec::new()),
        }
    }
}
