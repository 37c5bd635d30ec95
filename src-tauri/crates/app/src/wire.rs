//! The data exchanged between Rust and the window: requests, events, states, problems.
//!
//! Only plain data is defined here, so that the protocol can be read in one place. A test with `ts-rs` keeps its
//! TypeScript declarations (`ui/js/ipc.d.ts`) identical to these types. No text for people is written here: a [`Problem`]
//! is a code with parameters, and `ui/locales` has the sentences. Paths, picture bytes and the API key never occur in any
//! of these types.

mod chart;
mod diagnosis;
mod findings;
mod laws;
mod material;
mod ocr;
mod own_rules;
mod page;
mod queue;
mod records;
mod review;
mod review_statistics;
mod run;
mod sparring;
mod stability;
mod subject;
mod submission_list;
mod versions;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::ocr::{LineDirection, PictureText, ReadingEvent, TextLine};
pub use chart::{Chart, ChartOrder, LeftOut, Region};
pub use diagnosis::{
    CertificateTrust, DiagnosedKey, DiagnosisEvent, DiagnosisFacts, DiagnosisResult,
    DiagnosisState, DiagnosisStep, ProxySource,
};
pub use findings::{
    AnswerFinding, AnswerFindings, ContextField, Dismissal, Finding, FindingBasis, FindingCounts,
    FindingKind, FindingSeverity, Findings, FindingsDraft, FindingsRequest, Judgement,
    MaterialContext, NotChecked, OwnFinding, PictureChecked, Recheck, RecordCheck, RecordFindings,
    RulePack, UncheckedRules,
};
pub use laws::{ArticleCheck, ArticleQuote, CitedArticle, CitedLaw, LawArticle, PastedArticle};
pub use material::{Material, PageKind, PagePlace, Preparing, Rectangle, SentPart};
pub use own_rules::{
    EffectOnRecord, ImportedPack, OwnExemption, OwnRule, OwnRuleKind, OwnRules, OwnRulesEffect,
    OwnRulesState, OwnRulesTrial,
};
pub use page::PageWords;
pub use queue::{
    Queue, QueueAdded, QueueChecked, QueueItem, QueueOrder, QueueRefusal, QueueState, QueueStatus,
};
pub use records::{
    Advance, AnchorState, CheckFault, CheckReport, ContextPart, DamagedRecord, Drafts, ExportForm,
    Exported, OpenedRecord, RecordEvent, RecordFacts, RecordKind, RecordMaterial, RecordOutcome,
    RecordPlace, RecordQuery, RecordRow, RecordScope, RecordSort, RecordVersion, RecordsBackup,
    RecordsFound, RecordsState, RegisterForm, RegisterWords, Statistics, StatisticsRow,
    UnfinishedRecord,
};
pub use review::{
    ArchivedLetter, CheckResult, ChecklistPoint, Choice, Conclusion, FindingSource, LetterForm,
    LetterTemplate, Missing, PointResult, PublishedOutcome, Rectification, Review, ReviewDecision,
    ReviewDraft, ReviewFinding, ReviewPicture, ReviewRow, ReviewStamp, ReviewState, ReviewStep,
    ReviewStepKind, Signer, StampTrust, StepStamp, Submission, TemplateFault, TemplateFaultKind,
};
pub use review_statistics::{ReviewFigures, ReviewGroup, ReviewReason, ReviewStatistics};
pub use run::{
    AuditRequest, CopySource, Outcome, PartState, RunEvent, RunPart, SourceKind, SubjectRequest,
    TextPiece, Usage,
};
pub use sparring::{
    Conversation, ConversationName, ConversationWords, Line, LinesAuditRequest, Opening, Source,
    SparringRequest, Speaker,
};
pub use stability::{Stability, StabilityFinding, StabilityRun};
pub use subject::{Comparison, Mark, Passage, Row, RowKind, Subject, SubjectKind};
pub use submission_list::{ListRow, ListedSubmission, SubmissionList};
pub use versions::{
    Alignment, ChangeKind, ChangedRegion, ChangedWords, EarlierAnswer, EarlierDismissal,
    EarlierFinding, EarlierReason, EarlierStatus, EarlierVersion, LaterVersion, Likeness,
    PicturesCompared, VersionChoice, VersionsCompared,
};

/// An error: a stable code and the parameters of its message.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Problem {
    /// A key under `problem.` in the locale files.
    pub code: String,
    /// Limits, actual values and names for the message; an object.
    #[ts(type = "Record<string, unknown>")]
    pub params: serde_json::Value,
    /// The consequence for further requests, if the error came from a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub consequence: Option<Consequence>,
}

/// The consequence of a failure for further requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Consequence {
    /// Nothing: other requests may succeed.
    Skip,
    /// The service is busy: the same request may succeed a little later.
    Hold,
    /// No request succeeds until the person changes the key.
    FixKey,
    /// No request succeeds until the person changes the network settings.
    FixNetwork,
    /// Every request would fail in the same way.
    StopAll,
}

/// Everything the window needs to show itself for the first time.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The app's version.
    pub version: String,
    /// The settings.
    pub settings: Settings,
    /// The service that answers, and the state of the key.
    pub service: Service,
    /// The material chosen, if any.
    pub material: Option<Material>,
    /// The limits of the API contract.
    pub limits: Limits,
    /// Files of the app that could not be read: defaults are in force, and the old files were renamed.
    pub problems: Vec<Problem>,
    /// The state of the records.
    pub records: RecordsState,
    /// Records that a crash had left open; they are now closed as interrupted.
    pub unfinished: Vec<UnfinishedRecord>,
    /// The texts typed before the app last ended.
    pub drafts: Drafts,
    /// The draft about the material and its findings from when the app last ended.
    pub findings_draft: FindingsDraft,
}

/// The limits of the API contract that the window checks.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Characters (Unicode scalar values, after trimming) of a text audited in one request.
    pub copy_characters: u32,
    /// Characters of a text audited in several requests.
    pub copy_total: u32,
    /// Bytes of a picture that is sent.
    pub picture_bytes: u32,
    /// Pixels of the longer side of a picture that is sent.
    pub picture_side: u32,
    /// Bytes of a picture file supplied by the person; larger pictures are scaled or split for sending.
    pub file_bytes: u32,
    /// Pixels in total of a picture supplied by the person.
    pub file_pixels: u32,
    /// The fewest characters of a company or topic.
    pub subject_min: u32,
    /// The most characters of a company or topic that need no confirmation.
    pub subject_max: u32,
    /// Characters of a sparring line.
    pub utterance_characters: u32,
    /// Earlier lines of a conversation that are sent with a new line.
    pub history_lines: u32,
    /// The default temperature.
    pub temperature: f32,
}

/// The window's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    /// As the operating system says; Chinese if that is neither Chinese nor English.
    #[default]
    #[serde(rename = "system")]
    System,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// The window's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the operating system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The language of the window.
    pub language: Language,
    /// The colours of the window.
    pub theme: Theme,
    /// The zoom of the window in percent, 100 to 200.
    pub zoom: u16,
    /// The service: scheme, host and port.
    pub origin: String,
    /// The model to request: `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
    /// Show rarely needed settings, such as the temperature.
    pub advanced: bool,
    /// The width of the material beside its report, in percent of the window; `null` for the default.
    pub material_width: Option<u8>,
    /// The height of the picture above its text, in percent; `null` for the default.
    pub picture_height: Option<u8>,
    /// Request a streamed answer; otherwise the whole answer arrives at once.
    pub stream: bool,
    /// Use the demo service even if there is a key.
    pub prefer_demo: bool,
    /// The proxy address; empty for the proxy of the system.
    pub proxy: String,
    /// Hosts to reach without a proxy, separated by commas.
    pub no_proxy: String,
    /// The file name of a certificate authority (PEM) to trust besides those of the system.
    pub extra_ca_name: Option<String>,
    /// Files of the queue audited at the same time, 1 to 4; set on the queue screen.
    pub queue_at_once: u32,
    /// A second person must approve a review before it is archived.
    #[serde(default)]
    pub review_approval: bool,
    /// The retention period of archived reviews in years, 0 to 100; 0 for none.
    #[serde(default)]
    pub review_retention_years: u16,
    /// The language of letters; that of the window if it is `system`.
    #[serde(default)]
    pub review_letter_language: Language,
    /// The address of the authority that time-stamps archived reviews; empty for no time stamps.
    #[serde(default)]
    pub stamp_authority: String,
    /// The file name of the roots that vouch for that authority, in PEM.
    #[serde(default)]
    pub stamp_roots_name: Option<String>,
}

/// The service that answers the next run.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The configured origin of the real service.
    pub origin: String,
    /// Whether the next run goes to the demo service on this machine.
    pub demo: bool,
    /// The state of the key.
    pub key: KeyState,
}

/// The state of the key. Never contains the key itself.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum KeyState {
    /// The keychain works and has no key for this origin.
    None,
    /// The keychain has a key.
    Stored {
        /// Its last four characters; empty for a short key.
        last4: String,
    },
    /// The keychain is locked, so it is unknown whether there is a key.
    Locked,
    /// There is no keychain; the key stays in memory until the app ends.
    Session {
        /// Its last four characters; empty for a short key.
        last4: String,
    },
    /// There is no keychain, and no key was entered since the app started.
    NoKeychain,
    /// The keychain failed for another reason.
    Failed {
        /// The error.
        problem: Problem,
    },
}

/// The result of testing the key.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "verdict", rename_all = "camelCase")]
pub enum KeyTest {
    /// The service accepts the key.
    Accepted,
    /// The service does not accept the key.
    Rejected,
    /// The service accepts the key but not its user.
    InvalidUser,
    /// The service could not be reached, or gave an unexpected answer.
    Unknown {
        /// The reason.
        problem: Problem,
    },
}

/// Events outside of a run.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ShellEvent {
    /// Files are dragged over the window.
    DragEntered {
        /// The number of files.
        count: u32,
    },
    /// The files were dragged away.
    DragLeft,
    /// The files were dropped. `Preparing`, then `Material` or `MaterialRefused` follow.
    Dropped,
    /// A picture is being prepared as the material; `null` when that has ended, with the result in another event.
    Preparing {
        /// The progress.
        preparing: Option<Preparing>,
    },
    /// The material changed.
    Material {
        /// The new material.
        material: Material,
    },
    /// A file was rejected; the material stays as it was.
    MaterialRefused {
        /// The file name, without its folder.
        name: String,
        /// The reason.
        problem: Problem,
    },
    /// The queue changed.
    Queue {
        /// The new queue.
        queue: Queue,
    },
    /// The changes of the queue since the previous message.
    QueueChanged {
        /// Files that changed or were added; those that were added follow all others.
        items: Vec<QueueItem>,
        /// The status of the queue.
        status: QueueStatus,
        /// Pictures that are audited at once, 1 to 4.
        at_once: u32,
        /// Milliseconds in which audits of its pictures went on.
        #[ts(type = "number | null")]
        took_ms: Option<u64>,
        /// One more than that of the message before; otherwise one was missed.
        revision: u32,
    },
    /// The app itself failed.
    Faulted {
        /// `app_fault`.
        problem: Problem,
    },
    /// Other rules, or other texts of laws, are in force.
    RulesChanged,
    /// Files are being added to the queue.
    QueueAdding {
        /// Files processed so far.
        done: u32,
        /// Files in total.
        of: u32,
    },
    /// Dropped files were added to the queue.
    QueueAdded {
        /// The result.
        added: QueueAdded,
    },
    /// A picture was dropped on the records: lists the records that contain it or a similar one.
    PictureFound {
        /// The file name, without its folder.
        name: String,
        /// The SHA-256 of the file.
        sha256: String,
        /// Records of the identical file, the latest first.
        same: Vec<RecordRow>,
        /// Records of similar pictures, the latest first.
        alike: Vec<RecordRow>,
    },
    /// What was published is being compared with the material of a review; `null` when that has ended.
    Comparing {
        /// The record of the review.
        #[ts(type = "number")]
        record: i64,
        /// The progress.
        comparing: Option<Preparing>,
    },
    /// The comparison of a dropped picture has ended; the review has one more step unless there is a problem.
    Compared {
        /// The record of the review.
        #[ts(type = "number")]
        record: i64,
        /// The reason why it was not compared.
        problem: Option<Problem>,
    },
    /// A file dropped on the records could not be read.
    PictureNotRead {
        /// The file name, without its folder.
        name: String,
        /// The reason.
        problem: Problem,
    },
    /// The window was asked to close during a run: the person must confirm.
    CloseAsked {
        /// The number of runs that would be lost.
        runs: u32,
    },
}

/// The TypeScript declarations of everything above, for `ui/js/ipc.d.ts`.
pub fn declarations() -> String {
    let config = ts_rs::Config::default();
    let declared = [
        Problem::decl(&config),
        Consequence::decl(&config),
        Start::decl(&config),
        Limits::decl(&config),
        Language::decl(&config),
        Theme::decl(&config),
        Settings::decl(&config),
        Service::decl(&config),
        KeyState::decl(&config),
        KeyTest::decl(&config),
        ShellEvent::decl(&config),
        AuditRequest::decl(&config),
        CopySource::decl(&config),
        SourceKind::decl(&config),
        RunPart::decl(&config),
        PartState::decl(&config),
        TextPiece::decl(&config),
        SubjectRequest::decl(&config),
        Usage::decl(&config),
        Outcome::decl(&config),
        RunEvent::decl(&config),
        SubjectKind::decl(&config),
        Subject::decl(&config),
        Comparison::decl(&config),
        Row::decl(&config),
        RowKind::decl(&config),
        Passage::decl(&config),
        Mark::decl(&config),
        ChartOrder::decl(&config),
        Region::decl(&config),
        Chart::decl(&config),
        LeftOut::decl(&config),
        PageWords::decl(&config),
        ConversationName::decl(&config),
        Conversation::decl(&config),
        Line::decl(&config),
        Speaker::decl(&config),
        Source::decl(&config),
        Opening::decl(&config),
        SparringRequest::decl(&config),
        LinesAuditRequest::decl(&config),
        ConversationWords::decl(&config),
    ];
    let mut text =
        String::from("// Written from src-tauri/crates/app/src/wire.rs; a test holds it there.\n");
    let declared = declared
        .into_iter()
        .chain(diagnosis::declarations(&config))
        .chain(records::declarations(&config))
        .chain(ocr::declarations(&config))
        .chain(material::declarations(&config))
        .chain(findings::declarations(&config))
        .chain(laws::declarations(&config))
        .chain(review::declarations(&config))
        .chain(versions::declarations(&config))
        .chain(stability::declarations(&config))
        .chain(review_statistics::declarations(&config))
        .chain(submission_list::declarations(&config))
        .chain(own_rules::declarations(&config))
        .chain(queue::declarations(&config));
    for declaration in declared {
        text.push_str("\nexport ");
        text.push_str(&declaration);
        text.push('\n');
    }
    text
}
