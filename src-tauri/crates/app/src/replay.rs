//! Converts a record to the types of the window: its facts, its steps, its row in a list.

use intake::Plan;
use records::{
    Kind, MATERIAL_BYTES, Outcome, Part, Place, Query, Record, Records, Role, Scope, Sort,
};
use serde_json::Value;

use crate::{
    file_types::kind_of,
    provenance,
    record_document::asked,
    request::answers,
    staging::{can_show, notes, sent_parts},
    step::Step,
    wire::{
        CheckFault, ContextPart, DamagedRecord, Problem, RecordEvent, RecordFacts, RecordKind,
        RecordMaterial, RecordOutcome, RecordPlace, RecordQuery, RecordRow, RecordScope,
        RecordSort, RecordVersion, Statistics, StatisticsRow,
    },
};

/// The number of other records on the same subject listed with a record.
const VERSIONS: usize = 100;

/// Everything about a record except its report.
pub fn facts(records: &Records, record: &Record) -> Result<RecordFacts, Problem> {
    let started = &record.started;
    let lines = started.request.get("history").and_then(Value::as_array);
    let plan = started.preparation.clone();
    let plan: Option<Plan> = plan.and_then(|plan| serde_json::from_value(plan).ok());
    let in_pages = plan
        .as_ref()
        .is_some_and(|plan| plan.source.page_kind.is_some());
    let materials = started.materials.iter().map(|part| RecordMaterial {
        role: part.role.as_str().to_owned(),
        name: visible_text::strip_invisible(&part.name),
        sha256: part.sha256.clone(),
        format: format(part).to_owned(),
        width: part.width,
        height: part.height,
        bytes: u32::try_from(part.bytes).unwrap_or(u32::MAX),
        showable: can_show(format(part), (part.width, part.height), part.bytes)
            && !(in_pages && part.role == Role::Received),
    });
    let versions = records.versions(record.id, VERSIONS)?;
    let versions = records
        .rows(&versions, &Query::default())?
        .into_iter()
        .map(|row| RecordVersion {
            id: row.id,
            created_ms: row.created_ms,
            offset_minutes: row.offset_minutes,
            outcome: row.outcome.into(),
            demo: row.demo,
        });
    let raw = record.ended.as_ref().map(|ended| &ended.raw);
    Ok(RecordFacts {
        id: record.id,
        uid: started.uid.clone(),
        kind: started.kind.into(),
        title: visible_text::strip_invisible(&started.title),
        created_ms: started.at.utc_ms,
        offset_minutes: started.at.offset_minutes,
        zone: started.at.zone.clone(),
        app: started.app.clone(),
        origin: started.origin.clone(),
        demo: started.demo,
        model: started.model.clone(),
        temperature: started.temperature.parse().unwrap_or_default(),
        streamed: started.mode == "stream",
        key_fingerprint: started.key_fingerprint.clone(),
        text: asked(record).to_owned(),
        sources: provenance::read(&started.request),
        lines_before: u32::try_from(lines.map_or(0, Vec::len)).unwrap_or(u32::MAX),
        materials: materials.collect(),
        sent: plan.as_ref().map(sent_parts).unwrap_or_default(),
        notes: plan.as_ref().map(notes).unwrap_or_default(),
        incomplete: answers(record)
            .iter()
            .any(|answer| !answer.outcome.is_whole()),
        outcome: record.ended.as_ref().map(|ended| ended.outcome).into(),
        raw_bytes: raw.map_or(0, |raw| raw.bytes),
        raw_sha256: raw.map(|raw| raw.sha256.clone()),
        versions: versions.collect(),
        audit_trail: audit_trail(records, record.id)?,
        unread: u32::try_from(record.unread.len()).unwrap_or(u32::MAX),
        unread_over: MATERIAL_BYTES,
    })
}

/// The faults of a record, and its events in the chain.
pub fn damage(
    records: &Records,
    damaged: records::DamagedRecord,
) -> Result<DamagedRecord, Problem> {
    Ok(DamagedRecord {
        audit_trail: audit_trail(records, damaged.id)?,
        id: damaged.id,
        uid: damaged.uid,
        title: damaged.title,
        faults: damaged.faults.into_iter().map(CheckFault::from).collect(),
    })
}

fn audit_trail(records: &Records, id: i64) -> Result<Vec<RecordEvent>, Problem> {
    let audit_trail = records
        .audit_trail(id)?
        .into_iter()
        .map(|event| RecordEvent {
            kind: event.kind,
            at_ms: event.at_ms,
            seq: event.seq,
        });
    Ok(audit_trail.collect())
}

fn format(part: &Part) -> &str {
    kind_of(&part.media_type)
}

/// The steps of a run with the milliseconds from its start, from the happenings of its record.
pub fn steps(happenings: &[u8]) -> Vec<(Step, u64)> {
    let text = String::from_utf8_lossy(happenings);
    text.lines()
        .filter_map(|line| {
            let line: Value = serde_json::from_str(line).ok()?;
            let field = |name: &str| line.get(name)?.as_str().map(str::to_owned);
            let step = Step {
                name: field("event")?,
                id: field("step"),
                title: field("title"),
            };
            Some((step, line.get("ms")?.as_u64()?))
        })
        .collect()
}

impl From<records::Row> for RecordRow {
    fn from(row: records::Row) -> Self {
        let context = row.context.into_iter().map(|part| ContextPart {
            text: part.text,
            hit: part.hit,
        });
        Self {
            context: context.collect(),
            place: row.place.map(RecordPlace::from),
            id: row.id,
            kind: row.kind.into(),
            title: visible_text::strip_invisible(&row.title),
            created_ms: row.created_ms,
            offset_minutes: row.offset_minutes,
            demo: row.demo,
            model: row.model,
            outcome: row.outcome.into(),
            elapsed_ms: row.elapsed_ms,
            tokens: row.tokens,
            picture: row.picture,
            versions: row.versions,
            damaged: row.damaged,
        }
    }
}

impl From<records::Statistics> for Statistics {
    fn from(counted: records::Statistics) -> Self {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            rows: counted.rows.into_iter().map(StatisticsRow::from).collect(),
            damaged: count(counted.damaged),
            unchecked: count(counted.unchecked),
        }
    }
}

impl From<records::StatisticsRow> for StatisticsRow {
    fn from(row: records::StatisticsRow) -> Self {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            month: row.month,
            kind: row.kind.into(),
            outcome: row.outcome.into(),
            count: count(row.count),
            demo: count(row.demo),
            tokens: row.tokens,
        }
    }
}

impl From<RecordQuery> for Query {
    fn from(query: RecordQuery) -> Self {
        Self {
            text: query.text,
            scope: match query.scope {
                RecordScope::Everywhere => Scope::Everywhere,
                RecordScope::Material => Scope::Material,
                RecordScope::Pictures => Scope::Pictures,
                RecordScope::Answer => Scope::Answer,
            },
            kinds: query.kinds.into_iter().map(Kind::from).collect(),
            outcomes: query.outcomes.into_iter().map(outcome).collect(),
            demo: query.demo,
            model: query.model,
            from_ms: query.from_ms,
            until_ms: query.until_ms,
            sort: match query.sort {
                RecordSort::Created => Sort::Created,
                RecordSort::Kind => Sort::Kind,
                RecordSort::Title => Sort::Title,
                RecordSort::Model => Sort::Model,
                RecordSort::Outcome => Sort::Outcome,
                RecordSort::Elapsed => Sort::Elapsed,
                RecordSort::Tokens => Sort::Tokens,
            },
            descending: query.descending,
        }
    }
}

impl From<Place> for RecordPlace {
    fn from(place: Place) -> Self {
        match place {
            Place::Asked => Self::Asked,
            Place::Picture => Self::Picture,
            Place::Answer => Self::Answer,
        }
    }
}

impl From<RecordKind> for Kind {
    fn from(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Audit => Self::Audit,
            RecordKind::Diligence => Self::Diligence,
            RecordKind::Updates => Self::Updates,
            RecordKind::Sparring => Self::Sparring,
            RecordKind::Lines => Self::Lines,
        }
    }
}

fn outcome(wanted: RecordOutcome) -> Option<Outcome> {
    match wanted {
        RecordOutcome::Running => None,
        RecordOutcome::Finished => Some(Outcome::Finished),
        RecordOutcome::Failed => Some(Outcome::Failed),
        RecordOutcome::Cancelled => Some(Outcome::Cancelled),
        RecordOutcome::Interrupted => Some(Outcome::Interrupted),
    }
}
