//! Opinion letters (消保审查意见书) and reports as documents: DOCX, which people edit, and PDF, which they file.
//!
//! A [`Document`](document::Document) is what both formats are written from, so that they say the same.

pub mod document;
