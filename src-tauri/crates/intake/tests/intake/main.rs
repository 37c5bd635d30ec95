//! Tests of the public API: paths and bytes in, pictures or refusals out.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod common;
mod documents;
mod drawings;
mod files;
mod hostile;
mod hostile_packages;
mod location;
mod office;
mod packages;
mod pages;
mod pdf_pictures;
mod pictures;
mod prepare;
mod preparing;
mod shown;
mod slides;
mod sparse;
mod strips;
mod texts;
mod zip;
