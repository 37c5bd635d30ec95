//! Turns the service's answers into what users read: Markdown, rendered while it streams in, as sanitised HTML blocks for
//! the window.
//!
//! An answer is both untrusted and incomplete. Everything that makes it readable and safe happens here, once per block; the
//! window only inserts blocks. This crate does no networking or file access, does not depend on Tauri, and neither words
//! controls nor draws charts.
//!
//! The pipeline runs in one direction: text → without an enclosing fence → blocks → HTML → allow-list → [`Patch`].
//!
//! For complete reports, [`compare`] finds what changed since the previous one, [`page`] produces a self-contained HTML
//! file, [`document`] gives plain
//! blocks for other formats, [`plain`] lists the headings, and [`findings`] reads what an audit's answer says about the material. [`register`]
//! exports a list of runs as a spreadsheet.

mod address;
mod blocks;
pub mod compare;
pub mod copied;
pub mod document;
mod enclosure;
pub mod findings;
mod html;
mod list_numbers;
mod live;
mod marks;
mod markup;
pub mod page;
pub mod plain;
pub mod register;
mod sanitise;
mod severity;
pub mod table;
mod whole;

pub use live::{Block, LiveReport, MAX_BLOCKS, MAX_VIEW_BYTES, Patch, SMALL_TAIL_BYTES, Work};
pub use severity::Severity;
