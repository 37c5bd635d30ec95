//! Opinion letters (消保审查意见书) and reports as documents: DOCX, which people edit, and PDF, which they file.
//!
//! A [`Letter`](model::Letter) holds the content of an opinion letter. A [`Document`](document::Document) is the source from
//! which both formats are written, so that they say the same.

pub mod document;
pub mod docx;
mod fields;
pub mod model;
mod outcome;
#[cfg(feature = "pdf")]
pub mod pdf;
mod sections;
mod skeleton;
mod words;
