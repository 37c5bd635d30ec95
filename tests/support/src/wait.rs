//! Waiting for a thing instead of for a while.

use std::time::{Duration, Instant};

/// How long anything may take before the test has failed: generous, for a busy machine.
pub const LIMIT: Duration = Duration::from_secs(60);

/// How often to look.
const PACE: Duration = Duration::from_millis(15);

/// Looks until `look` finds something.
///
/// # Panics
/// After [`LIMIT`], naming `what`.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            started.elapsed() < LIMIT,
            "waited {LIMIT:?} in vain for {what}"
        );
        std::thread::sleep(PACE);
    }
}

/// Looks until `look` finds something; `seen` of the last look goes into the message.
///
/// # Panics
/// After [`LIMIT`], naming `what` and what was seen last.
pub async fn until_async<T, S: std::fmt::Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, S>,
) -> T {
    let started = Instant::now();
    loop {
        let seen = match look().await {
            Ok(found) => return found,
            Err(seen) => seen,
        };
        assert!(
            started.elapsed() < LIMIT,
            "waited {LIMIT:?} in vain for {what}; last seen: {seen:?}"
        );
        tokio::time::sleep(PACE).await;
    }
}
