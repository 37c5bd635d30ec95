//! A point in time: UTC, with the local offset and time zone.

use serde::{Deserialize, Serialize};

/// A point in time with its local zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamp {
    /// Milliseconds since 1970, UTC.
    pub utc_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// The IANA name of the time zone if known, such as `Asia/Shanghai`.
    pub zone: String,
}

impl Timestamp {
    /// A time in UTC, without a time zone name.
    #[must_use]
    pub fn utc(utc_ms: i64) -> Self {
        Self {
            utc_ms,
            offset_minutes: 0,
            zone: "UTC".to_owned(),
        }
    }
}
