//! How much is taken in at once, counted over everything that was brought together, with what lies in archives.

use serde_json::json;

use crate::wire::Problem;

/// Files that are taken in at once.
pub const FILES: usize = 2_000;
/// Bytes that are taken in at once.
const BYTES: u64 = 4_000_000_000;

/// What there is still room for.
pub struct Room {
    files: usize,
    bytes: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            files: FILES,
            bytes: BYTES,
        }
    }
}

impl Room {
    /// Whether there is room for a file of so many bytes; `actual` are the files that are known of.
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

    /// A file of so many bytes was looked at.
    pub fn take(&mut self, bytes: u64) {
        self.files = self.files.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

/// More files than there is room for.
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
        let mut room = Room::default();
        for _ in 0..FILES {
            room.holds(1, 0).unwrap();
            room.take(1);
        }
        let refused = room.holds(1, 2_001).unwrap_err();
        assert_eq!(refused, too_many(2_001));
    }

    #[test]
    fn so_are_their_bytes() {
        let mut room = Room::default();
        room.take(BYTES - 10);
        room.holds(10, 2).unwrap();
        let refused = room.holds(11, 2).unwrap_err();
        assert_eq!(refused.params, json!({ "limit": BYTES, "unit": "bytes" }));
    }
}
