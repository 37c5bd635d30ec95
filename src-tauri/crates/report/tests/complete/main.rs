//! What is made of reports that are complete: a comparison, what is new, a list of headings, a page.
//! HTML is read back with the tokenizer of a browser engine, not with the crate's own reading of it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't read what it made has failed"
)]

mod browser;
mod comparison;
mod contents;
mod hostile;
mod news;
mod page;
