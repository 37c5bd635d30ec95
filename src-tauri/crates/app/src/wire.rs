//! What crosses between Rust and the window: requests, events, states, problems.
//!
//! Only plain data lives here, so that the wire can be read in one place and its TypeScript
//! declarations (`ui/js/wire.d.ts`, held to these types by a test through `ts-rs`) can't drift from it.
//! No sentence a person reads is made here: a [`Problem`] is a code with parameters, and `ui/locales`
//! holds the words. Paths, picture bytes and the API key never appear in any of these types.

mod chart;
mod material;
mod ocr;
mod page;
mod queue;
mod records;
mod run;
mod sparring;
mod subject;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::ocr::{LineDirection, PictureText, ReadingEvent, TextLine};
pub use chart::{Chart, ChartOrder, LeftOut, Region};
pub use material::{Material, PageKind, PagePlace, Preparing, Rectangle, SentPart};
pub use page::PageWords;
pub use queue::{Queue, QueueAdded, QueueItem, QueueOrder, QueueRefusal, QueueState, QueueStatus};
pub use records::{
    Advance, AnchorState, CheckFault, CheckReport, ContextPart, DamagedRecord, Drafts, ExportForm,
    Exported, OpenedRecord, RecordDeed, RecordFacts, RecordKind, RecordMaterial, RecordOutcome,
    RecordPlace, RecordQuery, RecordRow, RecordScope, RecordSort, RecordVersion, RecordsBackup,
    RecordsFound, RecordsState, RegisterForm, RegisterWords, Statistics, StatisticsRow,
    UnfinishedRecord,
};
pub use run::{
    AuditRequest, CopySource, Outcome, PartState, RunEvent, RunPart, SourceKind, SubjectRequest,
    TextPiece, Usage,
};
pub use sparring::{
    Conversation, ConversationName, ConversationWords, Line, LinesAuditRequest, Opening, Source,
    SparringRequest, Speaker,
};
pub use subject::{Comparison, Mark, Passage, Row, RowKind, Subject, SubjectKind};

/// Why something did not work: a stable code and what the sentence about it needs.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Problem {
    /// A key under `problem.` in the locale files.
    pub code: String,
    /// Limits, actual values and names for that sentence; an object.
    #[ts(type = "Record<string, unknown>")]
    pub params: serde_json::Value,
    /// What it means for the next request, where it has to do with requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub consequence: Option<Consequence>,
}

/// What a failure means for the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Consequence {
    /// Nothing: another one may work.
    Skip,
    /// The service is busy: the same one may work a little later.
    Hold,
    /// None works until the person changes the key.
    FixKey,
    /// None works until the person changes how the service is reached.
    FixNetwork,
    /// Every one would fail in the same way.
    StopAll,
}

/// Everything the window needs to draw itself for the first time.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The app's version.
    pub version: String,
    /// What the person has chosen.
    pub settings: Settings,
    /// Who answers, and how the key stands.
    pub service: Service,
    /// The material on the desk, if any.
    pub material: Option<Material>,
    /// What the contract allows.
    pub limits: Limits,
    /// Files of the app's own that could not be read: defaults are in force, and the old files were kept aside.
    pub problems: Vec<Problem>,
    /// How the records stand.
    pub records: RecordsState,
    /// Records that a crash had left open; they are closed as interrupted now.
    pub unfinished: Vec<UnfinishedRecord>,
    /// What had been typed.
    pub drafts: Drafts,
}

/// The contract's limits that the window counts against.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Characters (Unicode scalar values, after trimming) of copy that is audited in one piece.
    pub copy_characters: u32,
    /// Characters of copy in all, which is audited in pieces.
    pub copy_total: u32,
    /// Bytes of a picture.
    pub picture_bytes: u32,
    /// Pixels of a picture's longer side.
    pub picture_side: u32,
    /// Bytes of a picture file that is brought; it is made to fit.
    pub file_bytes: u32,
    /// Pixels of a picture that is brought, in all.
    pub file_pixels: u32,
    /// The fewest characters of a company or a topic.
    pub subject_min: u32,
    /// The most characters of a company or a topic, before the person is asked to press once more.
    pub subject_max: u32,
    /// Characters of an utterance.
    pub utterance_characters: u32,
    /// Lines of a conversation that are sent along with an utterance.
    pub history_lines: u32,
    /// The temperature of someone who chose none.
    pub temperature: f32,
}

/// The window's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    /// As the operating system says; Chinese where it says neither.
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

/// What the person has chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The window's language.
    pub language: Language,
    /// The window's colours.
    pub theme: Theme,
    /// The window's zoom in percent, 100 to 200.
    pub zoom: u16,
    /// Where the service is: scheme, host and port.
    pub origin: String,
    /// The model to ask for: `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
    /// Show the choices that are seldom needed, such as the temperature.
    pub advanced: bool,
    /// How much of the window's width the material takes beside its report, in percent; none: as much as is usual.
    pub material_width: Option<u8>,
    /// How much of the height the picture takes above its copy, in percent; none: as much as is usual.
    pub picture_height: Option<u8>,
    /// Ask for a streamed answer; otherwise the whole answer comes at once.
    pub stream: bool,
    /// Use the demo service although there is a key.
    pub prefer_demo: bool,
    /// Proxy address; empty: as the system says.
    pub proxy: String,
    /// Hosts that are reached directly, separated by commas.
    pub no_proxy: String,
    /// A certificate authority to trust besides the system's, as PEM; the file's name only.
    pub extra_ca_name: Option<String>,
    /// Files of the queue that are audited at once, 1 to 4; changed on the queue's screen alone.
    pub queue_at_once: u32,
}

/// Who answers the next run.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The configured origin of the real service.
    pub origin: String,
    /// The next run goes to the demo service on this machine.
    pub demo: bool,
    /// How the key stands.
    pub key: KeyState,
}

/// How the key stands. The key itself never comes here.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum KeyState {
    /// The keychain works and holds none for this origin.
    None,
    /// The keychain holds one.
    Stored {
        /// Its last four characters; empty for a short key.
        last4: String,
    },
    /// The keychain is locked: whether there is a key can't be known.
    Locked,
    /// There is no keychain; a key is held in memory until the app ends.
    Session {
        /// Its last four characters; empty for a short key.
        last4: String,
    },
    /// There is no keychain, and no key was entered since the app started.
    NoKeychain,
    /// The keychain failed otherwise.
    Failed {
        /// What went wrong.
        problem: Problem,
    },
}

/// What a test of the key found.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "verdict", rename_all = "camelCase")]
pub enum KeyTest {
    /// The service knows the key.
    Accepted,
    /// The service does not accept the key.
    Rejected,
    /// The service knows the key but not its user.
    InvalidUser,
    /// The service could not be asked, or answered something else.
    Unknown {
        /// Why.
        problem: Problem,
    },
}

/// What happens outside a run, told to the window as it happens.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ShellEvent {
    /// Files are held over the window.
    DragEntered {
        /// How many.
        count: u32,
    },
    /// They left again.
    DragLeft,
    /// They were let go; `Preparing`, and then a `Material` or `MaterialRefused` follow.
    Dropped,
    /// A picture is being prepared for the desk; `null`: no longer, and what came of it follows or was told.
    Preparing {
        /// How far it is.
        preparing: Option<Preparing>,
    },
    /// The material on the desk is now this.
    Material {
        /// It.
        material: Material,
    },
    /// A file was not accepted; what lay on the desk still does.
    MaterialRefused {
        /// The file's name, without its folder.
        name: String,
        /// Why.
        problem: Problem,
    },
    /// The queue is not what it was.
    Queue {
        /// It.
        queue: Queue,
    },
    /// What changed in the queue since the message before.
    QueueChanged {
        /// Files that changed or were added; those that were added follow all others.
        items: Vec<QueueItem>,
        /// What the queue does, or waits for.
        status: QueueStatus,
        /// Pictures that are audited at once, 1 to 4.
        at_once: u32,
        /// Milliseconds in which audits of its pictures went on.
        #[ts(type = "number | null")]
        took_ms: Option<u64>,
        /// One more than that of the message before; otherwise one was missed.
        revision: u32,
    },
    /// Files are being taken into the queue.
    QueueAdding {
        /// So many were looked at.
        done: u32,
        /// Of so many.
        of: u32,
    },
    /// Files that were dropped were taken into the queue.
    QueueAdded {
        /// Which.
        added: QueueAdded,
    },
    /// A picture was dropped on the records: which of them are about it.
    PictureFound {
        /// The file's name, without its folder.
        name: String,
        /// Of its bytes.
        sha256: String,
        /// Records of this very file, the latest first.
        same: Vec<RecordRow>,
        /// Records of pictures that look like it, the latest first.
        alike: Vec<RecordRow>,
    },
    /// A file dropped on the records could not be looked for.
    PictureNotRead {
        /// The file's name, without its folder.
        name: String,
        /// Why.
        problem: Problem,
    },
    /// The window was asked to close while something runs: the person must say whether to.
    CloseAsked {
        /// How many runs would be lost.
        runs: u32,
    },
}

/// The TypeScript declarations of everything above, as `ui/js/wire.d.ts` holds them.
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
        .chain(records::declarations(&config))
        .chain(ocr::declarations(&config))
        .chain(material::declarations(&config))
        .chain(queue::declarations(&config));
    for declaration in declared {
        text.push_str("\nexport ");
        text.push_str(&declaration);
        text.push('\n');
    }
    text
}
