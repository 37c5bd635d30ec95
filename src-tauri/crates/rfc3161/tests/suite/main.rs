//! Time stamps by an authority on this machine: `openssl` makes its certificates and answers.
//!
//! Needs the Debian package openssl.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed step fails the test"
)]

mod algorithms;
mod answers;
mod authority;
mod certificates;
mod changes;
