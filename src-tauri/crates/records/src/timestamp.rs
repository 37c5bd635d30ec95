//! A point in time as it was on the wall of the person who pressed: UTC, and how far the local clock was from it.

use serde::{Deserialize, Serialize};

/// A point in time with its local zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamp {
    /// Milliseconds since 1970, UTC.
    pub utc_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// The zone's IANA name where it is known, such as `Asia/Shanghai`.
    pub zone: String,
}

impl Timestamp {
    /// Without a zone of its own.
    #[must_use]
    pub fn utc(utc_ms: i64) -> Self {
        Self {
            utc_ms,
            offset_minutes: 0,
            zone: "UTC".to_owned(),
        }
    }
}
