//! The limits of one addition to the queue. They apply to all files of the addition together, including those in archives.

use serde_json::json;

use crate::wire::Problem;

/// The maximum number of files in one addition.
pub const FILES: usize = 2_000;
/// The maximum total size of one addition in bytes.
const BYTES: u64 = 4_000_000_000;

/// The remaining capacity.
pub struct Capacity {
    files: usize,
    bytes: u64,
}

impl Default for Capacity {
    fn default() -> Self {
        Self {
            files: FILES,
            bytes: BYTES,
        }
    }
}

impl Capacity {
    /// Checks that a file of this size fits. `actual` is the number of files found, for the error.
    ///
    /// # Errors
    /// `queue_too_many`.
    pub fn holds(&self, bytes: u64, actual: usize) -> Result<(), Problem> {
        if self.files == 0 {
            return Err(too_many(actual));
        }
        if bytes > self.bytes {
            let params = json!({ "limit": BYTES, "unit": "bytes" });
            return Err(Problem::new("queue_too_many", params));
        }
        Ok(())
    }

    /// Subtracts a file of this size.
    pub fn take(&mut self, bytes: u64) {
        self.files = self.files.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

/// The error for too many files.
fn too_many(actual: usize) -> Problem {
    Problem::new(
        "queue_too_many",
        json!({ "limit": FILES, "actual": actual }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_over_everything_that_was_brought() {
        let mut capacity = Capacity::default();
        for _ in 0..FILES {
            capacity.holds(1, 0).unwrap();
            capacity.take(1);
        }
        let refused = capacity.holds(1, 2_001).unwrap_err();
        assert_eq!(refused, too_many(2_001));
    }

    #[test]
    fn so_are_their_bytes() {
        let mut capacity = Capacity::default();
        capacity.take(BYTES - 10);
        capacity.holds(10, 2).unwrap();
        let refused = capacity.holds(11, 2).unwrap_err();
        assert_eq!(refused.params, json!({ "limit": BYTES, "unit": "bytes" }));
    }
}
