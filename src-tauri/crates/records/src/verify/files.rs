//! The files of a package: checks that they are those listed in the manifest, and no others.

use std::collections::BTreeMap;

use super::{
    Claim, Verdict,
    archive::Entry,
    facts::Told,
    json::{self, Layout},
    limits::TEXT_MAX,
    names,
    statements::Stated,
};
use crate::{facts::Digest, is_uid, package::manifest::Manifest};

/// Files by name, each with its digest if it can be unpacked.
pub(super) struct Files<'a> {
    order: Vec<&'a str>,
    entries: BTreeMap<&'a str, &'a Entry<'a>>,
    digests: BTreeMap<&'a str, Option<Digest>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(entries: &'a [Entry<'a>]) -> Self {
        Self {
            order: entries.iter().map(|entry| entry.name.as_str()).collect(),
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
        self.text_within(name, TEXT_MAX)
    }

    pub(super) fn text_within(&self, name: &str, max: u64) -> Option<String> {
        String::from_utf8(self.bytes(name, max)?).ok()
    }

    /// The bytes of a file; `None` if there is none, or more than `max` of them.
    pub(super) fn bytes(&self, name: &str, max: u64) -> Option<Vec<u8>> {
        self.entries.get(name)?.bytes(max)
    }

    pub(super) fn digest(&self, name: &str) -> Option<&Digest> {
        self.digests.get(name)?.as_ref()
    }
}

/// An untrusted name, escaped and cut for display.
pub(super) fn shown(name: &str) -> String {
    name.escape_debug().take(200).collect()
}

pub(super) fn manifest(files: &Files<'_>, verdict: &mut Verdict) -> Option<Manifest> {
    let manifest: Option<Manifest> = files
        .text(names::MANIFEST)
        .and_then(|text| json::read(&text, Layout::Indented))
        .filter(|manifest: &Manifest| {
            manifest.format == names::FORMAT
                && is_uid(&manifest.record)
                && is_uid(&manifest.database)
        });
    verdict.claim(Claim::ManifestReadable, names::MANIFEST, manifest.is_some());
    let manifest = manifest?;
    verdict.record = manifest.record.clone();
    verdict.title = manifest.title.clone();
    verdict.demo = manifest.demo;
    verdict.database = manifest.database.clone();
    Some(manifest)
}

/// Checks that each listed file is present and matches, and that there is no other file.
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

/// Checks that the manifest lists the files of such a record in order, and that the zip has the same order.
pub(super) fn expected(
    files: &Files<'_>,
    manifest: &Manifest,
    record: &Told,
    statements: &[Stated],
    verdict: &mut Verdict,
) {
    let listed: Vec<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let statements: Vec<_> = statements.iter().map(Stated::contents).collect();
    let contents = names::Contents {
        started: &record.started,
        ended: &record.ended,
        statements: &statements,
    };
    let expected = contents.expected_paths(&listed);
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
    let mut order: Vec<&str> = expected.iter().map(String::as_str).collect();
    order.insert(1, names::MANIFEST);
    order.extend([names::EVENTS, names::ANCHOR]);
    // Missing and unknown files are reported above.
    let known = files.order.iter().filter(|name| order.contains(name));
    let there = order
        .iter()
        .filter(|name| files.entries.contains_key(*name));
    verdict.claim(Claim::ArchiveSound, "zip: order", known.eq(there));
}
