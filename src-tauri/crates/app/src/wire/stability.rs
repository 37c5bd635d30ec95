//! The findings of several audits of the same request, to show how far a person can trust a single one.

use serde::Serialize;
use ts_rs::{Config, TS};

use super::FindingSeverity;

/// The audits with the same request as a record, and their findings.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Stability {
    /// The number of audits to compare.
    pub wanted: u32,
    /// The number of requests that each audit sends.
    pub requests: u32,
    /// Whether the demo service answered: its answers follow fixed rules and never differ.
    pub demo: bool,
    /// The audits that finished, the earliest first. Others don't count.
    pub runs: Vec<StabilityRun>,
    /// The findings of the service in all of them, in the order in which they first came.
    pub findings: Vec<StabilityFinding>,
}

/// An audit with the same request.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StabilityRun {
    /// The id of its record.
    #[ts(type = "number")]
    pub record: i64,
    /// Its start, in milliseconds since 1970.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// The offset of the local time from UTC, in minutes.
    pub offset_minutes: i32,
    /// The number of its findings.
    pub findings: u32,
    /// The number of paragraphs, rows and list items in its answer that are no findings and stay text.
    pub unparsed: u32,
}

/// A finding of the service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StabilityFinding {
    /// The finding in a few words, as the first of the audits puts it.
    pub title: String,
    /// The most serious level in any of the audits; `null` if none says.
    pub severity: Option<FindingSeverity>,
    /// Words of the material that the answers quote; may be empty.
    pub excerpt: String,
    /// The law as the first answer names it; may be empty.
    pub basis: String,
    /// The suggestion of the first answer; may be empty.
    pub suggestion: String,
    /// The audits that have it, as places in [`Stability::runs`] from 0, ascending.
    pub runs: Vec<u32>,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        Stability::decl(config),
        StabilityRun::decl(config),
        StabilityFinding::decl(config),
    ]
}
