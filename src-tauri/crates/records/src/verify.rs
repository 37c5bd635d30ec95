//! Verifying an evidence package with nothing but the package, as `finagent-verify` does: every claim it makes is looked at,
//! and named where it does not hold.
//!
//! A package is hostile until it is verified: nothing of it is executed or written, no size it states is believed, and what
//! does not fit the format exactly is a claim that does not hold.

mod claim;
mod events;
mod facts;
mod files;
mod json;
pub mod limits;
mod telling;

use std::collections::BTreeMap;

use crate::{
    chain::{Anchor, Hash},
    hex,
    package::{archive, damaged, manifest as names},
};
pub use claim::Claim;

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Holds,
    /// It does not.
    Broken,
    /// This package can't tell. It counts as not held.
    Untold,
}

/// A claim about one file or event, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is claimed.
    pub claim: Claim,
    /// Of which file or event, such as `answer/raw.bin` or `event 12`; a foreign name is escaped and cut.
    pub about: String,
    /// How it stands.
    pub standing: Standing,
}

/// What verifying a package found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The record's identity, as the manifest gives it; empty where it can't be read.
    pub record: String,
    /// What a person calls it; foreign text.
    pub title: String,
    /// The demo service answered.
    pub demo: bool,
    /// The database, as the manifest gives it.
    pub database: String,
    /// The package's anchor.
    pub anchor: Option<Anchor>,
    /// Every claim that was looked at.
    pub findings: Vec<Finding>,
    /// Hashes of the chain that the package tells.
    known: BTreeMap<u64, Hash>,
}

impl Verdict {
    /// Whether everything was looked at and holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        let held = |finding: &Finding| finding.standing == Standing::Holds;
        !self.findings.is_empty() && self.findings.iter().all(held)
    }

    /// The claims that do not hold.
    pub fn broken(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.standing != Standing::Holds)
    }

    fn claim(&mut self, claim: Claim, about: impl Into<String>, holds: bool) {
        let standing = if holds {
            Standing::Holds
        } else {
            Standing::Broken
        };
        self.find(claim, about, standing);
    }

    fn find(&mut self, claim: Claim, about: impl Into<String>, standing: Standing) {
        self.findings.push(Finding {
            claim,
            about: about.into(),
            standing,
        });
    }
}

/// Verifies a package; against an anchor from another export, or noted elsewhere, where there is one. It never fails: what
/// can't be read is a claim that does not hold.
#[must_use]
pub fn verify(package: &[u8], anchor: Option<&Anchor>) -> Verdict {
    let mut verdict = Verdict::default();
    // An end before the end leaves a broken claim behind.
    let _ = look(package, anchor, &mut verdict);
    verdict
}

fn look(package: &[u8], anchor: Option<&Anchor>, verdict: &mut Verdict) -> Option<()> {
    if !limits::within(package.len(), limits::PACKAGE_MAX) {
        verdict.claim(Claim::ArchiveSound, "zip", false);
        return None;
    }
    let entries = match archive::entries(package) {
        Ok(entries) => entries,
        Err(flaw) => {
            verdict.claim(
                Claim::ArchiveSound,
                format!("{}: {}", flaw.about, flaw.what),
                false,
            );
            return None;
        }
    };
    verdict.claim(Claim::ArchiveSound, "zip", true);
    if let Some(faults) = damaged::faults_of(&entries) {
        verdict.claim(Claim::RecordIntact, faults, false);
        return None;
    }
    for entry in entries.iter().filter(|entry| !entry.is_plain()) {
        verdict.claim(Claim::ArchiveSound, files::shown(&entry.name), false);
    }
    let files = files::Files::new(&entries);
    let manifest = files::manifest(&files, verdict)?;
    files::unchanged(&files, &manifest, verdict);
    let chain = events::read(&files, &manifest, verdict)?;
    events::check(&chain, &manifest, verdict);
    let record = facts::read(&files, verdict)?;
    files::expected(&files, &manifest, &record, verdict);
    facts::check(&files, &manifest, &record, &chain, verdict);
    if let Some(anchor) = anchor {
        given(anchor, verdict);
    }
    Some(())
}

fn given(anchor: &Anchor, verdict: &mut Verdict) {
    let standing = match verdict.known.get(&anchor.seq) {
        None => Standing::Untold,
        Some(hash) if hex(hash) == anchor.hash => Standing::Holds,
        Some(_) => Standing::Broken,
    };
    verdict.find(
        Claim::AnchorGiven,
        format!("event {}", anchor.seq),
        standing,
    );
}

/// Compares the chains that packages of one database tell, and notes in each what does not agree with one before it.
pub fn compare(verdicts: &mut [Verdict]) {
    for at in 1..verdicts.len() {
        let (before, rest) = verdicts.split_at_mut(at);
        let Some(verdict) = rest.first_mut() else {
            return;
        };
        for other in before
            .iter()
            .filter(|other| other.database == verdict.database && !other.known.is_empty())
        {
            let differs = verdict
                .known
                .iter()
                .find(|(seq, hash)| other.known.get(seq).is_some_and(|known| known != *hash));
            let (about, holds) = match differs {
                Some((seq, _)) => (format!("event {seq}, {}", other.record), false),
                None => (other.record.clone(), true),
            };
            verdict.findings.push(Finding {
                claim: Claim::ChainsAgree,
                about: files::shown(&about),
                standing: if holds {
                    Standing::Holds
                } else {
                    Standing::Broken
                },
            });
        }
    }
}
