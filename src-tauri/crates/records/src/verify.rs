//! Verifies an evidence package without any other data, as `finagent-verify` does: checks every claim it makes, and
//! reports those that do not hold.
//!
//! A package is untrusted input until it is verified. Nothing in it is executed or written to disk, no size it states is
//! trusted, and a claim does not hold if its data does not follow the format exactly.

mod claim;
mod events;
mod facts;
mod files;
mod json;
pub mod limits;
mod stamps;
mod statements;
mod telling;

use std::collections::BTreeMap;

use crate::{
    chain::{Anchor, Hash},
    hex,
    package::{archive, damaged, manifest as names},
};
pub use claim::Claim;

/// The result of checking a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The claim holds.
    Holds,
    /// The claim does not hold.
    Broken,
    /// This package can't decide it. Counts as not held.
    Untold,
}

/// A claim about one file or event, with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The claim.
    pub claim: Claim,
    /// The file or event, such as `answer/raw.bin` or `event 12`; an untrusted name is escaped and cut.
    pub about: String,
    /// The result.
    pub standing: Standing,
}

/// A person whose signature a package holds, as its statements say. Only a comparison with the key that is known
/// elsewhere proves who it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SignerShown {
    /// The public key, 64 hexadecimal digits.
    pub key: String,
    /// The name; untrusted text.
    pub name: String,
    /// The staff number; untrusted text.
    pub staff: String,
}

/// A time stamp in a package whose token was read. Without a root, anybody may have made it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StampShown {
    /// The file of the statement.
    pub about: String,
    /// The name in the authority's certificate; untrusted text.
    pub authority: String,
    /// The address that was asked, as the statement says; untrusted text.
    pub address: String,
    /// The time it confirms, in milliseconds since 1970, UTC.
    pub time_ms: i64,
    /// Whether one of the given roots vouches for the authority; `None` if no roots were given.
    pub trusted: Option<bool>,
}

/// The result of verifying a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The uid of the record, from the manifest; empty if it can't be read.
    pub record: String,
    /// The title shown to people; untrusted text.
    pub title: String,
    /// Whether the demo service answered.
    pub demo: bool,
    /// The id of the database, from the manifest.
    pub database: String,
    /// The package's anchor.
    pub anchor: Option<Anchor>,
    /// The signers of its statements, by key.
    pub signers: Vec<SignerShown>,
    /// Its time stamps, in their order.
    pub stamps: Vec<StampShown>,
    /// Every claim checked.
    pub findings: Vec<Finding>,
    /// The hashes of the chain that the package contains, by event number.
    known: BTreeMap<u64, Hash>,
}

impl Verdict {
    /// Whether everything was checked and holds.
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

/// Verifies a package, and compares it with an anchor from another export or from elsewhere, if there is one. Never
/// fails: unreadable data is a claim that does not hold.
#[must_use]
pub fn verify(package: &[u8], anchor: Option<&Anchor>) -> Verdict {
    verify_with_roots(package, anchor, None)
}

/// Verifies a package like [`verify`], and also claims that one of `roots` vouches for the authority of each time stamp.
/// The roots are certificates in DER, as [`stamp_roots`] returns them.
#[must_use]
pub fn verify_with_roots(
    package: &[u8],
    anchor: Option<&Anchor>,
    roots: Option<&[Vec<u8>]>,
) -> Verdict {
    let mut verdict = Verdict::default();
    // Stopping early leaves a broken claim behind.
    let _ = look(package, anchor, roots, &mut verdict);
    verdict
}

/// Reads the roots of time stamp authorities from a file in PEM, or one in DER; `None` if it holds none that can be used.
#[must_use]
pub fn stamp_roots(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    rfc3161::roots(file).ok()
}

fn look(
    package: &[u8],
    anchor: Option<&Anchor>,
    roots: Option<&[Vec<u8>]>,
    verdict: &mut Verdict,
) -> Option<()> {
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
    let statements = statements::read(&files, &chain, verdict);
    files::expected(&files, &manifest, &record, &statements, verdict);
    facts::check(&files, &manifest, &record, &chain, verdict);
    statements::check(&files, &manifest, &record, &chain, &statements, verdict);
    stamps::check(&files, &manifest, &statements, roots, verdict);
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

/// Compares the chains and the signers in packages of one database, and reports in each what differs from an earlier one.
pub fn compare(verdicts: &mut [Verdict]) {
    for at in 1..verdicts.len() {
        let (before, rest) = verdicts.split_at_mut(at);
        let Some(verdict) = rest.first_mut() else {
            return;
        };
        let database = verdict.database.clone();
        for other in before
            .iter()
            .filter(|other| other.database == database && !other.known.is_empty())
        {
            let differs = verdict
                .known
                .iter()
                .find(|(seq, hash)| other.known.get(seq).is_some_and(|known| known != *hash));
            let (about, holds) = match differs {
                Some((seq, _)) => (format!("event {seq}, {}", other.record), false),
                None => (other.record.clone(), true),
            };
            verdict.claim(Claim::ChainsAgree, files::shown(&about), holds);
            let renamed = |signer: &SignerShown| {
                let mut known = other.signers.iter().filter(|known| known.key == signer.key);
                known.any(|known| known != signer)
            };
            let agree = !verdict.signers.iter().any(renamed);
            if !(verdict.signers.is_empty() || other.signers.is_empty()) {
                verdict.claim(Claim::SignersAgree, files::shown(&other.record), agree);
            }
        }
    }
}
