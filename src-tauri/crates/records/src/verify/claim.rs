//! The claims about a package, in both languages.

/// A claim about a package. Each holds or not for one file, one event or the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The zip contains files, each once, and nothing else.
    ArchiveSound,
    /// The record was intact when exported. Claimed, as broken, only if a package itself says that it was not.
    RecordIntact,
    /// The manifest has this format.
    ManifestReadable,
    /// A file matches the manifest.
    FileUnchanged,
    /// A required file is listed and present.
    FilePresent,
    /// A file belongs in the package.
    FileListed,
    /// A line of the chain is written in this format.
    EventReadable,
    /// The following events contain the hash of an event, and its position in the chain is its number.
    EventLinked,
    /// An event given in full belongs to the record.
    EventOfRecord,
    /// The events of the record are numbered from 1 without a gap, from the start to the packaging.
    EventsComplete,
    /// The connecting events are exactly those of the shortest path.
    WayExact,
    /// The last event is the anchor.
    AnchorLast,
    /// The chain contains the hash of this manifest.
    ManifestChained,
    /// The chain contains the hash of this text of the start.
    StartChained,
    /// The chain contains the hash of this text of the end.
    EndChained,
    /// Uid, kind, title and versions are the same everywhere.
    FactsAgree,
    /// Times and outcome are the same in the record and in the chain.
    TimesAgree,
    /// A text stored about the run has this format.
    RecordReadable,
    /// The readme is the one that the program writes for this record.
    ReadmeKnown,
    /// The package is marked as a demo everywhere, or nowhere.
    DemoAgrees,
    /// A part of the answer is the one stored at the end.
    AnswerRecorded,
    /// A material is the one stored at the start.
    MaterialRecorded,
    /// The findings of the offline check quote the copy.
    CheckQuotes,
    /// The chain contains the hash of this statement.
    StatementChained,
    /// A statement is signed by the signer it names, or needs no signature and has none.
    StatementSigned,
    /// A statement follows from the state of the review.
    StatementInOrder,
    /// A statement names the latest statements before it.
    StatementRefers,
    /// A key has one name, and the approver is not the reviewer.
    SignersAgree,
    /// The findings in a statement quote the copy.
    StatementQuotes,
    /// A file of a statement is the one that it names.
    StatementFileRecorded,
    /// The file of a time stamp is an RFC 3161 token and nothing else.
    StampReadable,
    /// A time stamp is of the archive that its statement names.
    StampOfArchive,
    /// A time stamp carries the signature of an authority for time stamps.
    StampSigned,
    /// A time stamp confirms the time that its statement says.
    StampTimeAgrees,
    /// One of the given roots vouches for the authority of a time stamp.
    StampTrusted,
    /// The given anchor lies on this chain.
    AnchorGiven,
    /// Packages of one database contain the same chain.
    ChainsAgree,
}

impl Claim {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.words().0
    }

    /// The claim in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        self.words().1
    }

    /// The claim in Chinese.
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
            Self::CheckQuotes => (
                "check_quotes",
                "the findings of the offline check quote the copy where they say so",
                "离线检查所标位置的文字与文案一致",
            ),
            Self::StatementChained => (
                "statement_chained",
                "the statement is the one that the chain names",
                "声明即证据链所记的声明",
            ),
            Self::StatementSigned => (
                "statement_signed",
                "the statement carries the signature of the signer it names, or needs none and has none",
                "声明由其所列签名人签署；无须签名的声明没有签名",
            ),
            Self::StatementInOrder => (
                "statement_in_order",
                "the statement follows from the steps before it",
                "审查步骤的先后符合规定",
            ),
            Self::StatementRefers => (
                "statement_refers",
                "the statement refers to the latest ones before it",
                "声明所引用的是此前最近的声明",
            ),
            Self::SignersAgree => (
                "signers_agree",
                "each key has one name, and nobody approves what they reviewed",
                "同一公钥只对应一个签名人，且复核人不是审查人本人",
            ),
            Self::StatementQuotes => (
                "statement_quotes",
                "the findings of the statement quote the copy where they say so",
                "声明中意见所标位置的文字与文案一致",
            ),
            Self::StatementFileRecorded => (
                "statement_file_recorded",
                "the file is the one that the statement names",
                "附件即声明所记的文件",
            ),
            Self::StampReadable => (
                "stamp_readable",
                "the time stamp is an RFC 3161 token, whole and alone",
                "时间戳是完整的 RFC 3161 令牌",
            ),
            Self::StampOfArchive => (
                "stamp_of_archive",
                "the time stamp is of this archive, not of another",
                "时间戳盖在本归档之上，不是别的归档的",
            ),
            Self::StampSigned => (
                "stamp_signed",
                "the time stamp carries the signature of the authority it names, whose certificate is for time stamps",
                "时间戳由其所列机构签名，证书用途为时间戳",
            ),
            Self::StampTimeAgrees => (
                "stamp_time_agrees",
                "the time stamp confirms the time in its statement",
                "时间戳证明的时间与声明一致",
            ),
            Self::StampTrusted => (
                "stamp_trusted",
                "a root given vouches for the authority of the time stamp",
                "所给根证书为时间戳机构作证",
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
