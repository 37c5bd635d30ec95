//! The files of a package: those that the manifest lists, as it lists them, and no others.

use std::collections::BTreeMap;

use super::{Claim, Verdict, archive::Entry, facts::Told, names};
use crate::{facts::Digest, package::manifest::Manifest};

/// Bytes of a text that is read whole: manifest, chain, what was written at start and end.
const TEXT_MAX: u64 = 16_000_000;

/// Files by name, each with its digest where it can be unpacked.
pub(super) struct Files<'a> {
    entries: BTreeMap<&'a str, &'a Entry<'a>>,
    digests: BTreeMap<&'a str, Option<Digest>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(entries: &'a [Entry<'a>]) -> Self {
        Self {
            entries: entries
                .iter()
                .map(|entry| (entry.name.as_str(), entry))
                .collect(),
            digests: entries
                .iter()
                .map(|entry| (entry.name.as_str(), entry.digest()))
                .collect(),
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.entries.get(name)?.bytes(TEXT_MAX)?).ok()
    }

    pub(super) fn digest(&self, name: &str) -> Option<&Digest> {
        self.digests.get(name)?.as_ref()
    }
}

/// A foreign name, as it may be shown.
pub(super) fn shown(name: &str) -> String {
    name.escape_debug().take(200).collect()
}

pub(super) fn manifest(files: &Files<'_>, verdict: &mut Verdict) -> Option<Manifest> {
    let manifest: Option<Manifest> = files
        .text(names::MANIFEST)
        .and_then(|text| serde_json::from_str(&text).ok())
        .filter(|manifest: &Manifest| manifest.format == names::FORMAT);
    verdict.claim(Claim::ManifestReadable, names::MANIFEST, manifest.is_some());
    let manifest = manifest?;
    verdict.record = manifest.record.clone();
    verdict.title = manifest.title.clone();
    verdict.demo = manifest.demo;
    verdict.database = manifest.database.clone();
    Some(manifest)
}

/// Each listed file is there as it is listed, and no other file is.
pub(super) fn unchanged(files: &Files<'_>, manifest: &Manifest, verdict: &mut Verdict) {
    for listed in &manifest.files {
        let about = shown(&listed.path);
        if files.entries.contains_key(listed.path.as_str()) {
            let same = files.digest(&listed.path) == Some(&listed.digest);
            verdict.claim(Claim::FileUnchanged, about, same);
        } else {
            verdict.claim(Claim::FilePresent, about, false);
        }
    }
    for name in files.entries.keys() {
        let unlisted = [names::MANIFEST, names::EVENTS, names::ANCHOR].contains(name);
        if !unlisted && !manifest.files.iter().any(|listed| listed.path == *name) {
            verdict.claim(Claim::FileListed, shown(name), false);
        }
    }
}

/// The manifest lists what a package of such a record has, in that order.
pub(super) fn expected(manifest: &Manifest, record: &Told, verdict: &mut Verdict) {
    let listed: Vec<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let drawn = listed.contains(&names::REPORT_PNG);
    let expected = names::listed_paths(&record.started, &record.ended, drawn);
    for path in &expected {
        if !listed.contains(&path.as_str()) {
            verdict.claim(Claim::FilePresent, shown(path), false);
        }
    }
    for path in &listed {
        if !expected.iter().any(|other| other == path) {
            verdict.claim(Claim::FileListed, shown(path), false);
        }
    }
    verdict.claim(Claim::FilePresent, names::MANIFEST, listed == expected);
}
