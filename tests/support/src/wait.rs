//! Waits for conditions instead of fixed times.

use std::time::{Duration, Instant};

/// The time after which a test fails; generous, for a busy machine.
pub const LIMIT: Duration = Duration::from_secs(60);

/// The time between two checks.
const PACE: Duration = Duration::from_millis(15);

/// Calls `look` until it returns something.
///
/// # Panics
/// After [`LIMIT`], with `what`.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            started.elapsed() < LIMIT,
            "timed out after {LIMIT:?}: {what}"
        );
        std::thread::sleep(PACE);
    }
}

/// Calls `look` until it succeeds. The last error goes into the message.
///
/// # Panics
/// After [`LIMIT`], with `what` and the last error. Also if `look` itself does not return.
pub async fn until_async<T, S: std::fmt::Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, S>,
) -> T {
    let mut last_seen = None;
    let found = tokio::time::timeout(LIMIT, async {
        loop {
            match look().await {
                Ok(found) => return found,
                Err(seen) => last_seen = Some(seen),
            }
            tokio::time::sleep(PACE).await;
        }
    });
    let Ok(found) = found.await else {
        panic!("timed out after {LIMIT:?}: {what}; last seen: {last_seen:?}");
    };
    found
}
