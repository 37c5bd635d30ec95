//! The facts stored at the start and at the end of the run: checks that the chain contains their hashes, and that
//! everything else agrees with them.

use serde_json::Value;

use super::{
    Claim, Verdict,
    events::Chain,
    files::Files,
    json::{self, Layout},
    limits::FILE_MAX,
    names,
};
use crate::{
    chain::Event,
    facts::{EndedPart, Part, RECORD_FORMAT, Role, StartedPart},
    package::{
        manifest::Manifest,
        readme::{DEMO, is_readme},
    },
    statement::StatementKind,
};

/// The record in a package.
pub(super) struct Told {
    pub started: StartedPart,
    pub ended: EndedPart,
}

pub(super) fn read(files: &Files<'_>, verdict: &mut Verdict) -> Option<Told> {
    let started: Option<StartedPart> = files
        .text(names::STARTED)
        .and_then(|text| json::read(&text, Layout::Compact))
        .filter(|started: &StartedPart| {
            started.request.is_object() && is_object_or_none(started.preparation.as_ref())
        });
    let ended: Option<EndedPart> = files
        .text(names::ENDED)
        .and_then(|text| json::read(&text, Layout::Compact))
        .filter(|ended: &EndedPart| {
            let mut problems = ended.answers.iter().map(|answer| answer.problem.as_ref());
            is_object_or_none(ended.problem.as_ref()) && problems.all(is_object_or_none)
        });
    let happenings = files
        .text_within(names::HAPPENINGS, FILE_MAX)
        .is_some_and(|text| are_happenings(&text));
    verdict.claim(Claim::RecordReadable, names::STARTED, started.is_some());
    verdict.claim(Claim::RecordReadable, names::ENDED, ended.is_some());
    verdict.claim(Claim::RecordReadable, names::HAPPENINGS, happenings);
    Some(Told {
        started: started?,
        ended: ended?,
    })
}

fn is_object_or_none(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_object)
}

/// Whether each line is an object that begins with the milliseconds since the start.
fn are_happenings(text: &str) -> bool {
    let is_happening = |line: &str| {
        let happening = json::object(line);
        let first = happening.as_ref().and_then(|fields| fields.iter().next());
        first.is_some_and(|(name, value)| name == "ms" && value.is_u64())
    };
    (text.is_empty() || text.ends_with('\n')) && text.split_terminator('\n').all(is_happening)
}

/// Whether the materials of each role are numbered 1, 2, 3 …
fn are_counted(materials: &[Part]) -> bool {
    [Role::Received, Role::Sent].into_iter().all(|role| {
        let of_role = materials.iter().filter(|part| part.role == role);
        of_role.zip(1..).all(|(part, place)| part.place == place)
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
        && started.schema == manifest.schema
        && are_counted(&started.materials);
    verdict.claim(Claim::FactsAgree, names::STARTED, same);
    if let Some(check) = &started.check {
        let copy = started.request.get("query").and_then(Value::as_str);
        let quotes = check.quotes(copy.unwrap_or_default());
        verdict.claim(Claim::CheckQuotes, names::STARTED, quotes);
    }
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
    let readme = files.text(names::README).unwrap_or_default();
    let noted = readme.contains(DEMO);
    verdict.claim(Claim::DemoAgrees, names::README, noted == manifest.demo);
    let reviewed = chain
        .events
        .iter()
        .any(|event| StatementKind::of(&event.kind).is_some());
    let known = is_readme(&readme, &manifest.record, manifest.demo, reviewed);
    verdict.claim(Claim::ReadmeKnown, names::README, known);

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
    let listed: Vec<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    for part in &started.materials {
        let path = names::listed_path(&names::material_start(part), &part.name, &listed);
        let same = files
            .digest(&path)
            .is_some_and(|digest| digest.sha256 == part.sha256 && digest.bytes == part.bytes);
        verdict.claim(Claim::MaterialRecorded, path, same);
    }
}

/// A text field in the body of an event.
fn text_of(event: &Event, field: &str) -> Option<String> {
    let body: Value = serde_json::from_str(&event.body).ok()?;
    Some(body.get(field)?.as_str()?.to_owned())
}
