//! Records: what is asked of them, what of them is shown, how they stand.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CopySource, Problem, SentPart};

/// Which assistant's run is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordKind {
    /// The audit of material.
    Audit,
    /// Company due diligence.
    Diligence,
    /// Regulatory updates.
    Updates,
    /// A line of a sparring.
    Sparring,
    /// The audit of what was said in a sparring.
    Lines,
}

/// How a recorded run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordOutcome {
    /// It goes on.
    Running,
    /// The whole answer is there.
    Finished,
    /// It failed.
    Failed,
    /// The person stopped it.
    Cancelled,
    /// The app ended in the middle of it.
    Interrupted,
}

/// What a list of records is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordSort {
    /// When it was started.
    Created,
    /// Which assistant.
    Kind,
    /// Its title.
    Title,
    /// The model.
    Model,
    /// How it ended.
    Outcome,
    /// How long it took.
    Elapsed,
    /// Tokens used.
    Tokens,
}

/// Where words are looked for in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordScope {
    /// In all of it, records whose own material holds the words before the others.
    Everywhere,
    /// In title, file names, what was asked, and the text in pictures.
    Material,
    /// In the text in pictures.
    Pictures,
    /// In the answer.
    Answer,
}

/// What of a record holds a word that was searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordPlace {
    /// Title, file names, what was asked.
    Asked,
    /// The text in its pictures.
    Picture,
    /// The answer.
    Answer,
}

/// Which records are wanted, in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordQuery {
    /// Words, separated by spaces; a record must hold each of them.
    pub text: String,
    /// Where the words are looked for.
    pub scope: RecordScope,
    /// Of these kinds; of all where empty.
    pub kinds: Vec<RecordKind>,
    /// With these outcomes; with any where empty.
    pub outcomes: Vec<RecordOutcome>,
    /// Of the demo service alone, or of the real one alone.
    pub demo: Option<bool>,
    /// By this model alone.
    pub model: Option<String>,
    /// Started at this time or later, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub from_ms: Option<i64>,
    /// Started before this time, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub until_ms: Option<i64>,
    /// The order.
    pub sort: RecordSort,
    /// The last one first.
    pub descending: bool,
}

/// What a search found; its later rows are fetched page by page.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsFound {
    /// Names this search. A later one takes its place.
    pub search: u32,
    /// How many it found.
    pub total: u32,
    /// How many records there are.
    pub of: u32,
    /// The models that occur.
    pub models: Vec<String>,
    /// As many of its first rows as were asked for.
    pub rows: Vec<RecordRow>,
}

/// A part of a passage: a hit, or what stands around it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ContextPart {
    /// The words.
    pub text: String,
    /// They were searched for.
    pub hit: bool,
}

/// A record in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordRow {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Which assistant.
    pub kind: RecordKind,
    /// What a person calls it; empty for a picture without a name.
    pub title: String,
    /// When it was started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// The demo service answered.
    pub demo: bool,
    /// The model.
    pub model: String,
    /// How it stands.
    pub outcome: RecordOutcome,
    /// How long it took, in milliseconds.
    #[ts(type = "number | null")]
    pub elapsed_ms: Option<u64>,
    /// Tokens used.
    #[ts(type = "number | null")]
    pub tokens: Option<u64>,
    /// The picture that stands for it, by SHA-256: `material://localhost/thumbnail/<it>`.
    pub picture: Option<String>,
    /// Where the first word searched for stands in it; empty without a search.
    pub context: Vec<ContextPart>,
    /// What that place is a part of; `null` without a search.
    pub place: Option<RecordPlace>,
    /// Records of the same material, company or topic, this one included.
    pub versions: u32,
    /// It is known to be damaged. Where it is not, `records_damaged` looks.
    pub damaged: bool,
}

/// A material of a record: `material://localhost/record/<sha256>`.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordMaterial {
    /// `received` or `sent`.
    pub role: String,
    /// Its file's name.
    pub name: String,
    /// Of its bytes.
    pub sha256: String,
    /// `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`.
    pub format: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Its size.
    pub bytes: u32,
    /// A web view can show it.
    pub showable: bool,
}

/// Another record of the same material, company or topic.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordVersion {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// When it was started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// How it stands.
    pub outcome: RecordOutcome,
    /// The demo service answered.
    pub demo: bool,
}

/// Something that was done with a record, as its evidence chain says.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordDeed {
    /// `started`, `ended`, `packaged`, `exported`.
    pub kind: String,
    /// When, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Its number in the chain.
    #[ts(type = "number")]
    pub seq: u64,
}

/// All that is known of a record beside its report, which arrives as a run does.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordFacts {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its identity, which packages carry.
    pub uid: String,
    /// Which assistant.
    pub kind: RecordKind,
    /// What a person calls it.
    pub title: String,
    /// When it was started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// The zone of that clock.
    pub zone: String,
    /// The version of the app that wrote it.
    pub app: String,
    /// Who was asked.
    pub origin: String,
    /// The demo service answered.
    pub demo: bool,
    /// The model.
    pub model: String,
    /// The temperature.
    pub temperature: f32,
    /// The answer was streamed.
    pub streamed: bool,
    /// Which key was used, without telling it.
    pub key_fingerprint: Option<String>,
    /// The text that was asked with: copy, company, topic, utterance.
    pub text: String,
    /// Where each part of that text comes from; empty where that was not written down.
    pub sources: Vec<CopySource>,
    /// Lines of the conversation that went along.
    pub lines_before: u32,
    /// Its pictures.
    pub materials: Vec<RecordMaterial>,
    /// How what was sent of the picture came about, in the order of the materials that are `sent`; empty in records of older
    /// versions, which sent files as they came.
    pub sent: Vec<SentPart>,
    /// What happened to all of these alike, as [`super::Material::notes`].
    pub notes: Vec<String>,
    /// It was asked for in parts of which some have no whole answer.
    pub incomplete: bool,
    /// How it stands.
    pub outcome: RecordOutcome,
    /// Bytes of the raw answer.
    #[ts(type = "number")]
    pub raw_bytes: u64,
    /// SHA-256 of the raw answer.
    pub raw_sha256: Option<String>,
    /// All versions, the latest first, this one included.
    pub versions: Vec<RecordVersion>,
    /// What the chain says of it.
    pub deeds: Vec<RecordDeed>,
    /// Materials whose bytes were not compared with their hashes: that is done when they are shown or written out.
    pub unread: u32,
    /// That is so where they have more bytes than these.
    #[ts(type = "number")]
    pub unread_over: u64,
}

/// A record that is not what was written down of it: of its content nothing is shown.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DamagedRecord {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its identity, as it was found.
    pub uid: String,
    /// Its title, as it was found.
    pub title: String,
    /// What does not hold.
    pub faults: Vec<CheckFault>,
    /// What the chain says under that identity.
    pub deeds: Vec<RecordDeed>,
}

/// A record that was opened. Its report arrives on the channel as that of a run, which has this number.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenedRecord {
    /// The run's number, for everything that can be done with a report.
    pub run: u32,
    /// The rest.
    pub facts: RecordFacts,
}

/// What records are written out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportForm {
    /// The evidence package.
    Package,
    /// The report as Markdown.
    Markdown,
    /// The report as one page.
    Html,
}

/// How far something long has come.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Advance {
    /// Done so far.
    pub done: u32,
    /// In all.
    pub of: u32,
}

/// What became of writing records out.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The file's or folder's name; `null`: the dialog was dismissed.
    pub name: Option<String>,
    /// How many were written.
    pub count: u32,
    /// How many were not, since they are damaged and that form would not say so.
    pub damaged: u32,
    /// It was stopped before the end; what was written stays.
    pub stopped: bool,
}

/// What a register is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RegisterForm {
    /// An Excel workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

/// The words of a register, from the locale in use.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RegisterWords {
    /// The sheet's name and the workbook's title.
    pub title: String,
    /// The columns' heads, in this order: number, started, local zone, assistant, title, outcome, demo or real, model, took
    /// (seconds), tokens, service, material's SHA-256, record's identity.
    pub columns: Vec<String>,
    /// The assistants' names, in the order of `RecordKind`.
    pub kinds: Vec<String>,
    /// The outcomes' names, in the order of `RecordOutcome`.
    pub outcomes: Vec<String>,
    /// In the column "demo or real", for the demo service and for the real one.
    pub services: Vec<String>,
    /// Above the table where one of the rows is a demo.
    pub demo_notice: String,
    /// In place of the title and the outcome of a damaged record.
    pub damaged: String,
    /// Above the table where one of the rows is a damaged record.
    pub damaged_notice: String,
}

/// Something that does not hold.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckFault {
    /// A key under `check.fault.` in the locale files.
    pub code: String,
    /// The record it is about, by number and title, where there is one.
    #[ts(type = "number | null")]
    pub record: Option<i64>,
    /// Its title, or its identity where it is gone.
    pub title: String,
    /// The event of the chain it is about.
    #[ts(type = "number | null")]
    pub seq: Option<u64>,
    /// Which column, or SQLite's own words; may be empty.
    pub detail: String,
}

/// What stands against the anchor that is kept outside of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnchorState {
    /// The chain holds it.
    Holds,
    /// The chain is shorter, or another one.
    Broken,
    /// There is none yet.
    None,
    /// There is no keychain, or it can't be read.
    Unavailable,
}

/// What a check of all records found.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Events of the chain.
    #[ts(type = "number")]
    pub events: u64,
    /// The chain's last hash.
    pub head: String,
    /// Records checked.
    pub records: u32,
    /// Materials checked.
    pub materials: u32,
    /// The anchor.
    pub anchor: AnchorState,
    /// When backups took the place of the database, in milliseconds since 1970, UTC: an anchor from before is accepted then.
    #[ts(type = "number[]")]
    pub restored_at: Vec<i64>,
    /// What does not hold; at most 200 are listed.
    pub faults: Vec<CheckFault>,
    /// How many there are.
    pub fault_count: u32,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u32,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// Runs of one month, kind and outcome.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsRow {
    /// Such as `2026-09`, by the local clock of each record.
    pub month: String,
    /// Which assistant.
    pub kind: RecordKind,
    /// How they stand.
    pub outcome: RecordOutcome,
    /// How many.
    pub count: u32,
    /// Of them, by the demo service.
    pub demo: u32,
    /// Tokens used, as far as the service says.
    #[ts(type = "number")]
    pub tokens: u64,
}

/// How many runs there were.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// By month, assistant and outcome.
    pub rows: Vec<StatisticsRow>,
    /// Damaged records, which are not counted.
    pub damaged: u32,
    /// Records that are counted and were not looked at yet: whoever asks again gets further.
    pub unchecked: u32,
}

/// A backup of the records.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsBackup {
    /// Names it.
    pub name: String,
    /// When it was made, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// `daily` or `migration`.
    pub reason: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// How the records stand.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsState {
    /// Why they can't be used; `null` where they can.
    pub problem: Option<Problem>,
    /// Where they lie, to be read by the person; no command takes a path.
    pub folder: String,
    /// They lie where the person chose.
    pub chosen: bool,
    /// How many there are.
    pub count: u32,
    /// Size of the database in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Backups, the latest first.
    pub backups: Vec<RecordsBackup>,
}

/// A record that was open when the app ended last.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UnfinishedRecord {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Which assistant.
    pub kind: RecordKind,
    /// What a person calls it.
    pub title: String,
}

/// Texts that stood in the window when the app ended last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Drafts {
    /// The copy to audit.
    pub audit: String,
    /// Where each part of the copy comes from; empty where that is not known.
    pub audit_sources: Vec<CopySource>,
    /// The company's name.
    pub diligence: String,
    /// The topic.
    pub updates: String,
}

/// The declarations of all these.
pub(super) fn declarations(config: &ts_rs::Config) -> Vec<String> {
    vec![
        RecordKind::decl(config),
        RecordOutcome::decl(config),
        RecordSort::decl(config),
        RecordScope::decl(config),
        RecordPlace::decl(config),
        RecordQuery::decl(config),
        RecordsFound::decl(config),
        ContextPart::decl(config),
        RecordRow::decl(config),
        RecordMaterial::decl(config),
        RecordVersion::decl(config),
        RecordDeed::decl(config),
        RecordFacts::decl(config),
        DamagedRecord::decl(config),
        OpenedRecord::decl(config),
        ExportForm::decl(config),
        Advance::decl(config),
        Exported::decl(config),
        RegisterForm::decl(config),
        RegisterWords::decl(config),
        CheckFault::decl(config),
        AnchorState::decl(config),
        CheckReport::decl(config),
        StatisticsRow::decl(config),
        Statistics::decl(config),
        RecordsBackup::decl(config),
        RecordsState::decl(config),
        UnfinishedRecord::decl(config),
        Drafts::decl(config),
    ]
}

impl From<records::check::Fault> for CheckFault {
    fn from(fault: records::check::Fault) -> Self {
        Self {
            code: fault.code.to_owned(),
            record: fault.record,
            title: visible_text::strip_invisible(&fault.title),
            seq: fault.seq,
            detail: fault.detail,
        }
    }
}
