//! Retry policy: number of attempts and backoff.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The longest wait between two attempts. If the service asks for more, the call ends with the error, and the user
/// decides when to try again.
pub const WAIT_LIMIT: Duration = Duration::from_secs(60);

/// The number of attempts and the wait between them.
///
/// The default is three attempts, after waits of about one and two seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The total number of attempts, at least 1.
    pub attempts: u32,
    /// The wait after the first failure. It doubles after each further one. Random jitter adds up to the same again, so
    /// that clients do not all retry at once.
    pub first_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_secs(1),
        }
    }
}

impl RetryPolicy {
    /// One attempt only.
    pub const NEVER: Self = Self {
        attempts: 1,
        first_wait: Duration::ZERO,
    };

    pub(crate) fn waits(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(WAIT_LIMIT)
            .with_max_times(self.attempts.saturating_sub(1) as usize)
            .with_jitter()
            .build()
    }
}

/// The wait before the next attempt: at least what the service asks for. `None` if that exceeds [`WAIT_LIMIT`].
pub(crate) fn wait(backoff: Duration, retry_after: Option<Duration>) -> Option<Duration> {
    let asked = retry_after.unwrap_or_default();
    (asked <= WAIT_LIMIT).then(|| backoff.max(asked).min(WAIT_LIMIT))
}

/// Parses a `Retry-After` header: seconds or an HTTP date.
pub(crate) fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(
            value.parse().unwrap_or(u64::from(u32::MAX)),
        ));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for (value, expected) in [
            ("7", Some(7)),
            (" 120 ", Some(120)),
            ("Sun, 09 Sep 2001 01:47:10 GMT", Some(30)),
            ("Sun, 09 Sep 2001 01:00:00 GMT", Some(0)),
            ("99999999999999999999999", Some(u64::from(u32::MAX))),
            ("soon", None),
            ("-5", None),
            ("", None),
        ] {
            assert_eq!(
                parse_retry_after(value, now),
                expected.map(Duration::from_secs),
                "{value:?}"
            );
        }
    }

    #[test]
    fn a_wait_is_never_shorter_than_asked_for_and_there_is_none_over_a_minute() {
        let s = Duration::from_secs;
        assert_eq!(wait(s(2), None), Some(s(2)));
        assert_eq!(wait(s(2), Some(s(9))), Some(s(9)));
        assert_eq!(wait(s(2), Some(s(1))), Some(s(2)));
        assert_eq!(wait(s(90), None), Some(WAIT_LIMIT));
        assert_eq!(wait(s(2), Some(WAIT_LIMIT)), Some(WAIT_LIMIT));
        assert_eq!(wait(s(2), Some(s(61))), None);
    }

    #[test]
    fn waits_grow_and_there_is_one_less_than_attempts() {
        let policy = RetryPolicy::default();
        let waits: Vec<_> = policy.waits().collect();
        assert_eq!(waits.len(), 2);
        assert!((1.0..=2.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
        assert!((2.0..=4.0).contains(&waits[1].as_secs_f64()), "{waits:?}");
        assert_eq!(RetryPolicy::NEVER.waits().count(), 0);
    }
}
