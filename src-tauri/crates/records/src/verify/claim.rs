//! What is claimed of a package, in both languages.

/// What a package claims. Each is found to hold or not for one file, one event or the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The zip holds files, each once, and nothing else.
    ArchiveSound,
    /// The record was intact when it was written out. Only claimed, and broken, where a package says itself that it was not.
    RecordIntact,
    /// The manifest is one of this format.
    ManifestReadable,
    /// A file is what the manifest says.
    FileUnchanged,
    /// A file that must be there is listed and there.
    FilePresent,
    /// A file belongs into the package.
    FileListed,
    /// A line of the chain is written as this format writes it.
    EventReadable,
    /// An event's hash is the one that the next events hold, and its place in the chain is its number.
    EventLinked,
    /// An event told whole is one of the record.
    EventOfRecord,
    /// The record's events are counted from 1 without a gap, from the start to the packaging.
    EventsComplete,
    /// The events that connect them are exactly those of the shortest way.
    WayExact,
    /// The last event is the anchor.
    AnchorLast,
    /// The chain names this manifest.
    ManifestChained,
    /// The chain names this text of the start.
    StartChained,
    /// The chain names this text of the end.
    EndChained,
    /// Identity, kind, title and versions are the same everywhere.
    FactsAgree,
    /// Times and outcome are the same in the record and in the chain.
    TimesAgree,
    /// A text that was written down of the run is in the form of this format.
    RecordReadable,
    /// The readme is the one that the program writes for this record.
    ReadmeKnown,
    /// It is marked as a demo everywhere, or nowhere.
    DemoAgrees,
    /// A part of the answer is the one that was written down at the end.
    AnswerRecorded,
    /// A material is the one that was written down at the start.
    MaterialRecorded,
    /// The anchor given lies on this chain.
    AnchorGiven,
    /// Packages of one database tell the same chain.
    ChainsAgree,
}

impl Claim {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.words().0
    }

    /// What is claimed, in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        self.words().1
    }

    /// What is claimed, in Chinese.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        self.words().2
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ArchiveSound => (
                "archive_sound",
                "the zip is well formed and holds nothing but its files",
                "压缩包结构完好，除各文件外别无他物",
            ),
            Self::RecordIntact => (
                "record_intact",
                "the record was intact when it was written out; this says itself that it is no evidence package",
                "导出时记录完好；本包自述来自损坏的记录，不是证据包",
            ),
            Self::ManifestReadable => (
                "manifest_readable",
                "the manifest is one of format finagent-evidence-1",
                "清单符合 finagent-evidence-1 格式",
            ),
            Self::FileUnchanged => (
                "file_unchanged",
                "the file has the size and SHA-256 of the manifest",
                "文件大小与 SHA-256 和清单一致",
            ),
            Self::FilePresent => (
                "file_present",
                "the file is listed and there",
                "应有的文件已列入清单并存在",
            ),
            Self::FileListed => (
                "file_listed",
                "the file belongs into this package",
                "文件属于本证据包",
            ),
            Self::EventReadable => (
                "event_readable",
                "the line of the chain is written as the format says",
                "证据链的这一行符合格式",
            ),
            Self::EventLinked => (
                "event_linked",
                "the event's hash is the one that later events hold",
                "事件哈希与后续事件所记一致",
            ),
            Self::EventOfRecord => (
                "event_of_record",
                "the event is one of this record",
                "事件属于本记录",
            ),
            Self::EventsComplete => (
                "events_complete",
                "the record's events are complete, from its start to the packaging",
                "本记录的事件从开始到打包连续无缺",
            ),
            Self::WayExact => (
                "way_exact",
                "the connecting events are those of the shortest way",
                "连接步骤恰为最短路径",
            ),
            Self::AnchorLast => (
                "anchor_last",
                "the last event is the anchor",
                "最后一个事件即锚点",
            ),
            Self::ManifestChained => (
                "manifest_chained",
                "the manifest is the one that the chain names",
                "清单即证据链所记的清单",
            ),
            Self::StartChained => (
                "start_chained",
                "what was written at the start is what the chain names",
                "开始时写下的内容即证据链所记",
            ),
            Self::EndChained => (
                "end_chained",
                "what was written at the end is what the chain names",
                "结束时写下的内容即证据链所记",
            ),
            Self::FactsAgree => (
                "facts_agree",
                "identity, kind, title and versions are the same everywhere",
                "标识、类型、标题与版本处处一致",
            ),
            Self::TimesAgree => (
                "times_agree",
                "times and outcome are those of the chain",
                "时间与结果和证据链一致",
            ),
            Self::RecordReadable => (
                "record_readable",
                "the text is written as the format says",
                "文本的写法符合格式",
            ),
            Self::ReadmeKnown => (
                "readme_known",
                "the readme is the one that the program writes for this record",
                "说明文件与程序为本记录所写的一致",
            ),
            Self::DemoAgrees => (
                "demo_agrees",
                "it is marked as a demo everywhere or nowhere",
                "演示标记处处一致",
            ),
            Self::AnswerRecorded => (
                "answer_recorded",
                "this part of the answer is the one written down at the end",
                "答复的这一部分即结束时所记",
            ),
            Self::MaterialRecorded => (
                "material_recorded",
                "the material is the one written down at the start",
                "材料即开始时所记",
            ),
            Self::AnchorGiven => (
                "anchor_given",
                "the anchor given lies on this chain",
                "所给锚点在此证据链上",
            ),
            Self::ChainsAgree => (
                "chains_agree",
                "packages of one database tell the same chain",
                "同一数据库的证据包记载同一条链",
            ),
        }
    }
}
