//! What is derived from complete reports: a comparison, news, a list of headings, a page. The tests parse HTML with the
//! tokenizer of a browser engine, not with this crate's own parser.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod browser;
mod comparison;
mod contents;
mod findings;
mod hostile;
mod news;
mod page;
