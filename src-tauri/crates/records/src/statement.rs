//! Statements: texts about an ended record that people sign or the app adds.
//!
//! A statement is a text that never changes, with an event of the record in the chain that holds its hash, and the key and
//! the signature of whoever signed it. The app keeps the private keys; this module builds the text, has it signed, and
//! stores nothing that a verifier would refuse.

mod adding;
mod body;
mod reading;
mod reviewed;
mod stamp;
mod steps;
mod text;

pub use adding::{FILE_MAX, FILES_MAX, NewStatement, STATEMENTS_MAX, TEXT_MAX};
pub use body::{
    Approved, Archived, Compared, Comparison, Letter, Region, Returned, Stamped, StatementBody,
    StatementFile, StatementKind,
};
pub use reading::{Registration, Statement};
pub use reviewed::{
    ChecklistResult, Conclusion, Decided, DecidedBasis, Decision, EarlierFinding, EarlierStatus,
    FindingSource, PointResult, Rectification, Reviewed, Severity, Submission,
};
pub use steps::ReviewState;
pub use text::SignedBy;

pub(crate) use body::TOKEN_NAME;
pub(crate) use reading::{Row, data, latest_review, retain_until, rows, state, words};
pub(crate) use stamp::{Flaw, check as check_token};
pub(crate) use steps::{Breach, Steps};
pub(crate) use text::{Chained, Parser, Stored, Text, is_key, parse};
