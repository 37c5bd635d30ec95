//! The crate on a scripted store.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod limits_and_memory;
mod scripted;
mod signing;
