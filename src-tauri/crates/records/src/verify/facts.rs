//! What was written down at the start and at the end of the run: it is what the chain names, and everything else is what it
//! says.

use serde_json::Value;

use super::{Claim, Verdict, events::Chain, files::Files, names};
use crate::{
    chain::Event,
    facts::{EndedPart, RECORD_FORMAT, StartedPart},
    package::{manifest::Manifest, readme::DEMO},
};

/// The record of a package.
pub(super) struct Told {
    pub started: StartedPart,
    pub ended: EndedPart,
}

pub(super) fn read(files: &Files<'_>, verdict: &mut Verdict) -> Option<Told> {
    let started = files
        .text(names::STARTED)
        .and_then(|text| serde_json::from_str::<StartedPart>(&text).ok());
    let ended = files
        .text(names::ENDED)
        .and_then(|text| serde_json::from_str::<EndedPart>(&text).ok());
    if started.is_none() {
        verdict.claim(Claim::StartChained, names::STARTED, false);
    }
    if ended.is_none() {
        verdict.claim(Claim::EndChained, names::ENDED, false);
    }
    Some(Told {
        started: started?,
        ended: ended?,
    })
}

pub(super) fn check(
    files: &Files<'_>,
    manifest: &Manifest,
    record: &Told,
    chain: &Chain,
    verdict: &mut Verdict,
) {
    let Told { started, ended } = record;
    let named = |event: Option<&Event>, field: &str, file: &str| {
        let digest = files.digest(file).map(|digest| digest.sha256.clone());
        digest.is_some() && event.and_then(|event| text_of(event, field)) == digest
    };
    let (start, end) = (chain.event("started"), chain.event("ended"));
    let packaged = chain.events.last();
    verdict.claim(
        Claim::ManifestChained,
        names::MANIFEST,
        named(packaged, "manifest", names::MANIFEST),
    );
    verdict.claim(
        Claim::StartChained,
        names::STARTED,
        named(start, "started", names::STARTED),
    );
    verdict.claim(
        Claim::EndChained,
        names::ENDED,
        named(end, "ended", names::ENDED),
    );

    let same = started.format == RECORD_FORMAT
        && started.uid == manifest.record
        && started.kind == manifest.kind
        && started.title == manifest.title
        && started.app == manifest.app
        && started.schema == manifest.schema;
    verdict.claim(Claim::FactsAgree, names::STARTED, same);
    let same = ended.format == RECORD_FORMAT && ended.uid == manifest.record;
    verdict.claim(Claim::FactsAgree, names::ENDED, same);

    let same = start.is_some_and(|event| event.at_ms == started.at.utc_ms);
    verdict.claim(Claim::TimesAgree, names::STARTED, same);
    let outcome = Some(ended.outcome.as_str().to_owned());
    let same =
        end.is_some_and(|event| event.at_ms == ended.at_ms && text_of(event, "outcome") == outcome);
    verdict.claim(Claim::TimesAgree, names::ENDED, same);

    verdict.claim(
        Claim::DemoAgrees,
        names::STARTED,
        started.demo == manifest.demo,
    );
    let noted = files
        .text(names::README)
        .is_some_and(|text| text.contains(DEMO));
    verdict.claim(Claim::DemoAgrees, names::README, noted == manifest.demo);

    let mut answer = vec![
        (names::RAW, &ended.raw),
        (names::HAPPENINGS, &ended.happenings),
        (names::OUTPUT, &ended.output),
    ];
    answer.extend(ended.svg.as_ref().map(|svg| (names::SVG, svg)));
    for (file, digest) in answer {
        verdict.claim(
            Claim::AnswerRecorded,
            file,
            files.digest(file) == Some(digest),
        );
    }
    for part in &started.materials {
        let path = names::material_path(part);
        let same = files
            .digest(&path)
            .is_some_and(|digest| digest.sha256 == part.sha256 && digest.bytes == part.bytes);
        verdict.claim(Claim::MaterialRecorded, path, same);
    }
}

/// A text in the body of an event.
fn text_of(event: &Event, field: &str) -> Option<String> {
    let body: Value = serde_json::from_str(&event.body).ok()?;
    Some(body.get(field)?.as_str()?.to_owned())
}
