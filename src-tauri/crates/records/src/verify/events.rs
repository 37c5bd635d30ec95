//! The part of the chain in a package: every line links to the next, from the first event of the record to the anchor.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Claim, Verdict,
    files::Files,
    json::{self, Layout},
    limits::{LINES_MAX, within},
    names, statements,
};
use crate::{
    chain::{Anchor, Event, Hash, skip_of},
    facts::Outcome,
    hex,
    package::{
        manifest::{Manifest, PackageAnchor},
        way::{Line, way},
    },
    statement::StatementKind,
    unhex,
};

/// The chain in a package.
pub(super) struct Chain {
    /// The lines with their hashes.
    lines: Vec<(Line, Hash)>,
    /// The events of the record, in order.
    pub events: Vec<Event>,
    anchor: PackageAnchor,
}

impl Chain {
    /// The first event of a kind.
    pub(super) fn event(&self, kind: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.kind == kind)
    }
}

pub(super) fn read(files: &Files<'_>, manifest: &Manifest, verdict: &mut Verdict) -> Option<Chain> {
    let anchor: Option<PackageAnchor> = files
        .text(names::ANCHOR)
        .and_then(|text| json::read(&text, Layout::Compact));
    verdict.claim(Claim::EventReadable, names::ANCHOR, anchor.is_some());
    let anchor = anchor?;
    verdict.anchor = Some(Anchor {
        seq: anchor.seq,
        hash: anchor.hash.clone(),
    });
    verdict.claim(
        Claim::FactsAgree,
        names::ANCHOR,
        anchor.database == manifest.database,
    );
    let text = files
        .text(names::EVENTS)
        .filter(|text| text.ends_with('\n') && within(text.lines().count(), LINES_MAX));
    let Some(text) = text else {
        verdict.claim(Claim::EventReadable, names::EVENTS, false);
        return None;
    };
    let mut lines = Vec::new();
    for (at, text) in text.split_terminator('\n').enumerate() {
        let read = line(text);
        if read.is_none() {
            verdict.claim(
                Claim::EventReadable,
                format!("{} line {}", names::EVENTS, at + 1),
                false,
            );
        }
        lines.push(read?);
    }
    verdict.claim(Claim::EventReadable, names::EVENTS, true);
    let events = lines.iter().filter_map(|(line, _)| line.event()).collect();
    Some(Chain {
        lines,
        events,
        anchor,
    })
}

fn line(text: &str) -> Option<(Line, Hash)> {
    let line: Line = json::read(text, Layout::Compact)?;
    let hash = line.hash()?;
    Some((line, hash))
}

/// Whether the body is an object with the fields of an event of its kind.
fn has_its_body(event: &Event) -> bool {
    if StatementKind::of(&event.kind).is_some() {
        return statements::has_its_body(event);
    }
    let Some(body) = json::object(&event.body) else {
        return false;
    };
    let is_hash = |value: &Value| value.as_str().and_then(unhex).is_some();
    let fields: Vec<(&str, &Value)> = body
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    match (event.kind.as_str(), fields.as_slice()) {
        ("started", [("started", hash)]) | ("packaged", [("manifest", hash)]) => is_hash(hash),
        ("ended", [("ended", hash), ("outcome", outcome)]) => {
            is_hash(hash) && outcome.as_str().and_then(Outcome::of).is_some()
        }
        ("exported", [("form", form), ("file", hash)]) => form.is_string() && is_hash(hash),
        (kind, _) => !matches!(kind, "started" | "packaged" | "ended" | "exported"),
    }
}

pub(super) fn check(chain: &Chain, manifest: &Manifest, verdict: &mut Verdict) {
    links(chain, verdict);
    for event in &chain.events {
        let about = format!("event {}", event.seq);
        verdict.claim(Claim::EventReadable, about.as_str(), has_its_body(event));
        verdict.claim(Claim::EventOfRecord, about, event.record == manifest.record);
    }
    let counted = chain
        .events
        .iter()
        .zip(1..)
        .all(|(event, nth)| event.nth == nth);
    let kinds: Vec<&str> = chain
        .events
        .iter()
        .map(|event| event.kind.as_str())
        .collect();
    let once = |kind: &str| kinds.iter().filter(|other| **other == kind).count() == 1;
    let whole = kinds.first() == Some(&"started")
        && kinds.last() == Some(&"packaged")
        && once("started")
        && once("ended");
    verdict.claim(Claim::EventsComplete, names::EVENTS, counted && whole);
    let own: Vec<u64> = chain.events.iter().map(|event| event.seq).collect();
    let told: Vec<u64> = chain.lines.iter().map(|(line, _)| line.seq()).collect();
    // Check the order first: [`way`] needs ascending numbers.
    let exact = told.is_sorted_by(|a, b| a < b) && way(&own) == told;
    verdict.claim(Claim::WayExact, names::EVENTS, exact);
    let last = chain
        .lines
        .last()
        .map(|(line, hash)| (line.seq(), hex(hash)));
    let anchor = (chain.anchor.seq, chain.anchor.hash.clone());
    verdict.claim(Claim::AnchorLast, names::ANCHOR, last == Some(anchor));
}

/// Checks that all links to a line agree on its hash, and that the next line links to it.
fn links(chain: &Chain, verdict: &mut Verdict) {
    for (line, hash) in &chain.lines {
        verdict.known.insert(line.seq(), *hash);
    }
    let told: BTreeSet<u64> = verdict.known.keys().copied().collect();
    let mut broken = BTreeSet::new();
    let mut rest = chain.lines.iter().peekable();
    while let Some((line, hash)) = rest.next() {
        let seq = line.seq();
        let (before, skip) = line.links().unwrap_or_default();
        let mut holds = seq > 0 && verdict.known.get(&seq) == Some(hash);
        for (other, linked) in [(seq.saturating_sub(1), before), (skip_of(seq), skip)] {
            // Nothing precedes the first event; zeros stand for it.
            holds &= other > 0 || linked == [0; 32];
            let known = verdict.known.entry(other).or_insert(linked);
            if *known != linked {
                // If that event is given, the fault is its own: it differs from what was linked.
                broken.insert(if told.contains(&other) { other } else { seq });
            }
        }
        if let Some((next, _)) = rest.peek() {
            let next = next.seq();
            holds &= next > seq && (seq == next - 1 || seq == skip_of(next));
        }
        if !holds {
            broken.insert(seq);
        }
    }
    for (line, _) in &chain.lines {
        let seq = line.seq();
        let about = format!("event {seq}");
        verdict.claim(Claim::EventLinked, about, !broken.contains(&seq));
    }
}
