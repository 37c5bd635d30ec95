//! Checks financial marketing material offline: texts with their places and a context in, findings with the law behind them out.
//!
//! Rules and laws are data ([`Packs`]), built in and from a folder of one's own; docs/rules.md describes the format. The crate
//! opens no window and no connection and asks no clock: what day it is, the context says.

mod check;
mod conditions;
mod context;
mod disguise;
mod error;
mod examples;
mod exemptions;
mod figures;
mod findings;
mod fold;
mod guess;
mod language;
mod law;
mod layout;
mod matcher;
mod material;
mod numbers;
mod pack;
mod packs;
mod pattern;
mod quotes;
mod report;
mod rule;
mod scan;
mod search;
mod span;
mod strongest;
mod trie;

pub use context::{Audience, Context, Field, Institution, Medium, Need, Product};
pub use error::{LoadError, Place as RulePlace};
pub use examples::Failure;
pub use law::{Article, CheckedArticle, Confidence, Law, Laws, Rank};
pub use material::{Material, Place};
pub use packs::{Pack, Packs};
pub use quotes::Quote;
pub use report::{
    Basis, Checked, Finding, Kind, Language, NotChecked, PackVersion, Report, Severity,
};
