//! The content of statements. docs/evidence.md describes the fields; they are stored in the order of their declaration.

use serde::{Deserialize, Serialize};

use super::reviewed::{Conclusion, Reviewed};
use crate::{
    facts::StartedPart,
    offline_check::{OfflineCheck, quotes},
};

/// The kind of statement; its event in the chain has the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// The material was checked again against the rule packs of that day. Unsigned.
    Checked,
    /// A person reviewed the material. Signed.
    Reviewed,
    /// Another person approved the review. Signed.
    Approved,
    /// The review was sent back and is open again. Signed.
    Returned,
    /// The review was closed with its letters. Signed.
    Archived,
    /// A time stamp authority confirmed when the review was archived. Unsigned.
    Stamped,
    /// A published picture was compared with the material. Signed or not.
    Compared,
}

impl StatementKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Checked,
        Self::Reviewed,
        Self::Approved,
        Self::Returned,
        Self::Archived,
        Self::Stamped,
        Self::Compared,
    ];

    /// The name in the database, in the chain and in packages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Archived => "archived",
            Self::Stamped => "stamped",
            Self::Compared => "compared",
        }
    }

    /// Parses [`Self::as_str`].
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The content of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum StatementBody {
    /// The findings of the rules, checked again.
    Checked(OfflineCheck),
    /// A review.
    Reviewed(Box<Reviewed>),
    /// An approval.
    Approved(Approved),
    /// A return.
    Returned(Returned),
    /// The closing of a review.
    Archived(Archived),
    /// A time stamp.
    Stamped(Stamped),
    /// A comparison.
    Compared(Compared),
}

/// The approval of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    /// The SHA-256 of the text of the review.
    pub reviewed: String,
    /// The conclusion of that review.
    pub conclusion: Conclusion,
    /// The opinion of the approver; may be empty.
    pub opinion: String,
}

/// The return of a review, which is open again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// The SHA-256 of the text of the review.
    pub reviewed: String,
    /// The reason.
    pub reason: String,
}

/// The closing of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archived {
    /// The SHA-256 of the text of the review.
    pub reviewed: String,
    /// The SHA-256 of the text of its approval, if it was approved.
    pub approved: Option<String>,
    /// The letters, which are files of the statement in this order.
    pub letters: Vec<Letter>,
    /// Until when it has to be kept, `YYYY-MM-DD`, or empty.
    pub retain_until: String,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// The file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The size in bytes.
    pub bytes: u64,
}

/// A time stamp on an archived review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamped {
    /// The SHA-256 of the text of the closing.
    pub archived: String,
    /// The SHA-256 of the RFC 3161 token, which is the file of the statement.
    pub token: String,
    /// The address of the time stamp authority.
    pub authority: String,
    /// The time it confirms, in milliseconds since 1970, UTC.
    pub time_ms: i64,
}

/// The comparison of a published picture with the material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// The SHA-256 of the text of the closing; `None` if the review is not archived.
    pub archived: Option<String>,
    /// The SHA-256 of the picture that was published.
    pub picture: String,
    /// Its file name.
    pub name: String,
    /// The result.
    pub outcome: Comparison,
    /// The differences, in words.
    pub findings: Vec<String>,
    /// The regions that differ, in pixels of the material as it is shown.
    pub regions: Vec<Region>,
}

/// The result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The file is the material, byte for byte.
    Identical,
    /// The same picture.
    SamePicture,
    /// A part is cut off.
    Cropped,
    /// Something is around it.
    Framed,
    /// Altered.
    Altered,
    /// Another picture.
    Other,
}

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The left edge.
    pub x: u32,
    /// The upper edge.
    pub y: u32,
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// A file that a statement names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementFile {
    /// The file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// The SHA-256 of the bytes.
    pub sha256: String,
    /// The size in bytes, if the statement gives it.
    pub bytes: Option<u64>,
}

/// The name of the file of a time stamp.
pub(crate) const TOKEN_NAME: &str = "token.tsr";

impl StatementBody {
    /// The kind of the statement.
    #[must_use]
    pub fn kind(&self) -> StatementKind {
        match self {
            Self::Checked(_) => StatementKind::Checked,
            Self::Reviewed(_) => StatementKind::Reviewed,
            Self::Approved(_) => StatementKind::Approved,
            Self::Returned(_) => StatementKind::Returned,
            Self::Archived(_) => StatementKind::Archived,
            Self::Stamped(_) => StatementKind::Stamped,
            Self::Compared(_) => StatementKind::Compared,
        }
    }

    /// The files that it names, in order.
    #[must_use]
    pub fn files(&self) -> Vec<StatementFile> {
        match self {
            Self::Archived(archived) => archived
                .letters
                .iter()
                .map(|letter| StatementFile {
                    name: letter.name.clone(),
                    media_type: letter.media_type.clone(),
                    sha256: letter.sha256.clone(),
                    bytes: Some(letter.bytes),
                })
                .collect(),
            Self::Stamped(stamped) => vec![StatementFile {
                name: TOKEN_NAME.to_owned(),
                media_type: "application/timestamp-reply".to_owned(),
                sha256: stamped.token.clone(),
                bytes: None,
            }],
            _ => Vec::new(),
        }
    }

    /// Whether each place in the copy holds words of its finding's excerpt.
    pub(crate) fn quotes(&self, started: &StartedPart) -> bool {
        let copy = started.request.get("query").and_then(|copy| copy.as_str());
        let copy = copy.unwrap_or_default();
        match self {
            Self::Checked(check) => check.quotes(copy),
            Self::Reviewed(reviewed) => quotes(
                copy,
                reviewed
                    .findings
                    .iter()
                    .map(|finding| (finding.excerpt.as_str(), finding.copy.as_slice())),
            ),
            _ => true,
        }
    }

    /// Whether hashes, identities and numbers have the form that docs/evidence.md requires.
    pub(crate) fn is_well_formed(&self) -> bool {
        let is_hash = |text: &str| crate::unhex(text).is_some();
        match self {
            Self::Checked(_) | Self::Approved(_) | Self::Returned(_) => true,
            Self::Reviewed(reviewed) => {
                let numbers = reviewed.findings.iter().map(|finding| finding.number);
                reviewed.version > 0
                    && reviewed.previous.as_deref().is_none_or(crate::is_uid)
                    && numbers.eq((1..).take(reviewed.findings.len()))
                    && reviewed.names_earlier()
            }
            Self::Archived(archived) => archived.letters.iter().all(|file| is_hash(&file.sha256)),
            Self::Stamped(stamped) => is_hash(&stamped.token),
            Self::Compared(compared) => is_hash(&compared.picture),
        }
    }

    /// The texts that a search looks through: the submission, the findings with the decisions on them, and the opinions.
    pub(crate) fn words(&self) -> Vec<&str> {
        match self {
            Self::Checked(check) => check.words().collect(),
            Self::Reviewed(reviewed) => reviewed.words(),
            Self::Approved(approved) => vec![&approved.opinion],
            Self::Returned(returned) => vec![&returned.reason],
            Self::Archived(_) | Self::Stamped(_) => Vec::new(),
            Self::Compared(compared) => std::iter::once(&compared.name)
                .chain(&compared.findings)
                .map(String::as_str)
                .collect(),
        }
    }
}
