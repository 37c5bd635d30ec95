//! Records: queries, their rows and details in the window, and their state.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CopySource, Problem, SentPart};

/// The assistant of a recorded run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordKind {
    /// The audit of material: a picture, a document or a text.
    Audit,
    /// Company due diligence.
    Diligence,
    /// Regulatory updates.
    Updates,
    /// A line in a sparring conversation.
    Sparring,
    /// The audit of the adviser's lines in a sparring conversation.
    Lines,
}

/// The state of a recorded run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordOutcome {
    /// The run is in progress.
    Running,
    /// The answer is complete.
    Finished,
    /// The run failed.
    Failed,
    /// The person stopped the run.
    Cancelled,
    /// The app ended during the run.
    Interrupted,
}

/// The sort order of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordSort {
    /// Start time.
    Created,
    /// The assistant.
    Kind,
    /// The title.
    Title,
    /// The model.
    Model,
    /// The outcome.
    Outcome,
    /// The duration.
    Elapsed,
    /// Tokens used.
    Tokens,
}

/// The parts of a record to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordScope {
    /// Everywhere; records whose own material contains the terms come first.
    Everywhere,
    /// In title, file names, request and the text in pictures.
    Material,
    /// In the text in pictures.
    Pictures,
    /// In the answer.
    Answer,
}

/// The part of a record that contains a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RecordPlace {
    /// Title, file names or request.
    Asked,
    /// The text in its pictures.
    Picture,
    /// The answer.
    Answer,
}

/// Which records to find, in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordQuery {
    /// Search terms, separated by spaces; a record must contain each of them.
    pub text: String,
    /// The parts of a record to search for the terms.
    pub scope: RecordScope,
    /// Only these kinds; all if empty.
    pub kinds: Vec<RecordKind>,
    /// Only these outcomes; any if empty.
    pub outcomes: Vec<RecordOutcome>,
    /// Only records of the demo service, or only of the real one.
    pub demo: Option<bool>,
    /// Only this model.
    pub model: Option<String>,
    /// Started at this time or later, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub from_ms: Option<i64>,
    /// Started before this time, in milliseconds since 1970.
    #[ts(type = "number | null")]
    pub until_ms: Option<i64>,
    /// The order.
    pub sort: RecordSort,
    /// Reverses the order.
    pub descending: bool,
}

/// The result of a search; later rows are fetched page by page.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsFound {
    /// Identifies this search. A later search replaces it.
    pub search: u32,
    /// The number of records found.
    pub total: u32,
    /// The total number of records.
    pub of: u32,
    /// The models that occur in records.
    pub models: Vec<String>,
    /// The first rows, as many as requested.
    pub rows: Vec<RecordRow>,
}

/// A part of a snippet: matched text, or the text around it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ContextPart {
    /// The text.
    pub text: String,
    /// The text matches a search term.
    pub hit: bool,
}

/// A record in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordRow {
    /// The id of the record in this database.
    #[ts(type = "number")]
    pub id: i64,
    /// The assistant.
    pub kind: RecordKind,
    /// The title shown to people; empty for a picture without a name.
    pub title: String,
    /// The time it started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// Whether the demo service answered.
    pub demo: bool,
    /// The model.
    pub model: String,
    /// The state of the run.
    pub outcome: RecordOutcome,
    /// Duration in milliseconds.
    #[ts(type = "number | null")]
    pub elapsed_ms: Option<u64>,
    /// Tokens used.
    #[ts(type = "number | null")]
    pub tokens: Option<u64>,
    /// The SHA-256 of the picture shown for it: `material://localhost/thumbnail/<sha256>`.
    pub picture: Option<String>,
    /// The snippet around the first match; empty without a search.
    pub context: Vec<ContextPart>,
    /// The source of the snippet; `null` without a search.
    pub place: Option<RecordPlace>,
    /// The number of records of the same material, company or topic, including this one.
    pub versions: u32,
    /// The record is known to be damaged. If not, `records_damaged` checks it.
    pub damaged: bool,
}

/// A material of a record: `material://localhost/record/<sha256>`.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordMaterial {
    /// `received` or `sent`.
    pub role: String,
    /// The file name.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`.
    pub format: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The size in bytes.
    pub bytes: u32,
    /// Whether a web view can show it.
    pub showable: bool,
}

/// Another record of the same material, company or topic.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordVersion {
    /// The id of the record in this database.
    #[ts(type = "number")]
    pub id: i64,
    /// The time it started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// The state of the run.
    pub outcome: RecordOutcome,
    /// Whether the demo service answered.
    pub demo: bool,
}

/// An event of a record in its evidence chain.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordEvent {
    /// `started`, `ended`, `packaged`, `exported`.
    pub kind: String,
    /// In milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The number of the event in the chain.
    #[ts(type = "number")]
    pub seq: u64,
}

/// Everything about a record except its report, which is sent like that of a run.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordFacts {
    /// The id of the record in this database.
    #[ts(type = "number")]
    pub id: i64,
    /// The uid of the record, which packages contain.
    pub uid: String,
    /// The assistant.
    pub kind: RecordKind,
    /// The title shown to people.
    pub title: String,
    /// The time it started, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// The IANA name of the time zone.
    pub zone: String,
    /// The version of the app that wrote it.
    pub app: String,
    /// The service asked: scheme, host and port.
    pub origin: String,
    /// Whether the demo service answered.
    pub demo: bool,
    /// The model.
    pub model: String,
    /// The temperature.
    pub temperature: f32,
    /// Whether the answer was streamed.
    pub streamed: bool,
    /// The fingerprint of the API key used.
    pub key_fingerprint: Option<String>,
    /// The text of the request: the text to audit, the company, the topic or the line.
    pub text: String,
    /// The source of each part of that text; empty if unknown.
    pub sources: Vec<CopySource>,
    /// The number of earlier conversation lines sent with it.
    pub lines_before: u32,
    /// The pictures.
    pub materials: Vec<RecordMaterial>,
    /// How the sent pictures were made, in the order of the `sent` materials; empty in records of older versions, which
    /// sent files unchanged.
    pub sent: Vec<SentPart>,
    /// What happened to all of these, see [`super::Material::notes`].
    pub notes: Vec<String>,
    /// Some parts of the audit have no complete answer.
    pub incomplete: bool,
    /// The state of the run.
    pub outcome: RecordOutcome,
    /// Bytes of the raw answer.
    #[ts(type = "number")]
    pub raw_bytes: u64,
    /// SHA-256 of the raw answer.
    pub raw_sha256: Option<String>,
    /// All versions, the latest first, this one included.
    pub versions: Vec<RecordVersion>,
    /// The events of the record in the chain.
    pub audit_trail: Vec<RecordEvent>,
    /// The number of materials not hashed yet: they are hashed when shown or exported.
    pub unread: u32,
    /// The size in bytes above which materials are not hashed when the record is opened.
    #[ts(type = "number")]
    pub unread_over: u64,
}

/// A damaged record: it differs from the evidence chain. Its content is not shown.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DamagedRecord {
    /// The id of the record in this database.
    #[ts(type = "number")]
    pub id: i64,
    /// The uid as found.
    pub uid: String,
    /// The title as found.
    pub title: String,
    /// The faults found.
    pub faults: Vec<CheckFault>,
    /// The events in the chain for that uid.
    pub audit_trail: Vec<RecordEvent>,
}

/// An opened record. Its report is sent on the channel as that of a run with this number.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenedRecord {
    /// The number of the run, for all commands on a report.
    pub run: u32,
    /// The other facts.
    pub facts: RecordFacts,
}

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportForm {
    /// The evidence package.
    Package,
    /// The report as Markdown.
    Markdown,
    /// The report as one page.
    Html,
    /// The report for Word and WPS.
    Docx,
    /// The report as PDF.
    Pdf,
}

/// The progress of a long task.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Advance {
    /// Steps done.
    pub done: u32,
    /// Steps in total.
    pub of: u32,
}

/// The result of an export.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The name of the file or folder; `null` if the dialog was cancelled.
    pub name: Option<String>,
    /// The number of exported records.
    pub count: u32,
    /// The number of damaged records, which this format can't export since it would not say that they are damaged.
    pub damaged: u32,
    /// The export was stopped before the end; exported files remain.
    pub stopped: bool,
}

/// The format of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RegisterForm {
    /// An Excel workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

/// The texts in a register, in the current language.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RegisterWords {
    /// The name of the sheet and the title of the workbook.
    pub title: String,
    /// The column headings, in this order: number, started, local time zone, assistant, title, outcome, demo or real,
    /// model, duration (seconds), tokens, service, SHA-256 of the material, uid of the record.
    pub columns: Vec<String>,
    /// The names of the assistants, in the order of `RecordKind`.
    pub kinds: Vec<String>,
    /// The names of the outcomes, in the order of `RecordOutcome`.
    pub outcomes: Vec<String>,
    /// The values of the column "demo or real": for the demo service and for the real one.
    pub services: Vec<String>,
    /// The notice above a table with a demo.
    pub demo_notice: String,
    /// Replaces the title and the outcome of a damaged record.
    pub damaged: String,
    /// The notice above a table with a damaged record.
    pub damaged_notice: String,
}

/// A fault found by a check.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckFault {
    /// A key under `check.fault.` in the locale files.
    pub code: String,
    /// The id of the record affected, if any.
    #[ts(type = "number | null")]
    pub record: Option<i64>,
    /// The title of the record, or its uid if it is gone.
    pub title: String,
    /// The event of the chain affected.
    #[ts(type = "number | null")]
    pub seq: Option<u64>,
    /// The column affected, or SQLite's own message; may be empty.
    pub detail: String,
}

/// The result of comparing the chain with the anchor kept outside the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnchorState {
    /// The chain contains it.
    Holds,
    /// The chain is shorter, or a different one.
    Broken,
    /// There is no anchor yet.
    None,
    /// There is no keychain, or it can't be read.
    Unavailable,
}

/// The result of a check of all records.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Events of the chain.
    #[ts(type = "number")]
    pub events: u64,
    /// The last hash of the chain.
    pub head: String,
    /// Records checked.
    pub records: u32,
    /// Materials checked.
    pub materials: u32,
    /// The result of comparing the anchor with the chain.
    pub anchor: AnchorState,
    /// When backups replaced the database, in milliseconds since 1970, UTC: an anchor from before may be accepted then.
    #[ts(type = "number[]")]
    pub restored_at: Vec<i64>,
    /// The faults found; at most 200 are listed.
    pub faults: Vec<CheckFault>,
    /// The number of faults, including those not listed.
    pub fault_count: u32,
    /// Duration in milliseconds.
    pub elapsed_ms: u32,
    /// The check was stopped before the end.
    pub stopped: bool,
}

/// The runs of one month, kind and outcome.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsRow {
    /// Such as `2026-09`, by the local clock of each record.
    pub month: String,
    /// The assistant.
    pub kind: RecordKind,
    /// The state of the runs.
    pub outcome: RecordOutcome,
    /// The number of runs.
    pub count: u32,
    /// The number of them that the demo service answered.
    pub demo: u32,
    /// Tokens used, as far as the service reports them.
    #[ts(type = "number")]
    pub tokens: u64,
}

/// The counts.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// By month, assistant and outcome.
    pub rows: Vec<StatisticsRow>,
    /// Damaged records, which `rows` does not include.
    pub damaged: u32,
    /// Records in `rows` that were not checked yet; repeated requests make progress.
    pub unchecked: u32,
}

/// A backup of the records.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsBackup {
    /// Identifies the backup.
    pub name: String,
    /// The time it was made, in milliseconds since 1970, UTC.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// `daily` or `migration`.
    pub reason: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// The state of the records.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsState {
    /// The reason why they are unusable; `null` if they are usable.
    pub problem: Option<Problem>,
    /// Their folder, for display only; no command takes a path.
    pub folder: String,
    /// Whether the person chose the folder.
    pub chosen: bool,
    /// The number of records.
    pub count: u32,
    /// Size of the database in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The backups, the latest first.
    pub backups: Vec<RecordsBackup>,
}

/// A record that was open when the app last ended.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UnfinishedRecord {
    /// The id of the record in this database.
    #[ts(type = "number")]
    pub id: i64,
    /// The assistant.
    pub kind: RecordKind,
    /// The title shown to people.
    pub title: String,
}

/// The texts in the window when the app last ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Drafts {
    /// The text to audit.
    pub audit: String,
    /// The source of each part of that text; empty if unknown.
    pub audit_sources: Vec<CopySource>,
    /// The company's name.
    pub diligence: String,
    /// The topic.
    pub updates: String,
}

/// The TypeScript declarations of these types.
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
        RecordEvent::decl(config),
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
