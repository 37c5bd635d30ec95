//! Tests of the public API: paths and bytes in, pictures or refusals out.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod chart_texts;
mod common;
mod crops;
mod documents;
mod drawings;
mod embedded;
mod files;
mod forms;
mod formulas;
mod hidden;
mod hostile;
mod hostile_packages;
mod location;
mod moving;
mod numbering;
mod office;
mod packages;
mod pages;
mod pdf_forms;
mod pdf_pictures;
mod pdf_raised;
mod pdf_unseen;
mod pictures;
mod pillow;
mod prepare;
mod preparing;
mod producers;
mod raised;
mod reading;
mod shown;
mod slides;
mod sparse;
mod strips;
mod texts;
mod zip;
