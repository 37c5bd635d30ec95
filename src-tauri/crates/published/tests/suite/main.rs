//! Published pictures compared with approved ones, as users meet them.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed step fails the test"
)]

mod accuracy;
mod alterations;
mod any_input;
mod copies;
mod frames;
mod picture;
mod poster;
mod samples;
mod text;
