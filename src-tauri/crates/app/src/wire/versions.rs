//! Versions of a submission: the previous version, the status of its findings, and the differences between the two.

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use super::{
    Comparison, Conclusion, FindingSeverity, PublishedOutcome, Rectangle, ReviewPicture,
    ReviewState,
};

/// The status of a finding of the previous version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EarlierStatus {
    /// 已整改
    Resolved,
    /// 仍存在
    Present,
    /// 不再适用
    NotApplicable,
}

/// A person's confirmation of the status of a finding of the previous version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierAnswer {
    /// [`EarlierFinding::number`].
    pub number: u32,
    /// Its status.
    pub status: EarlierStatus,
    /// A remark; required if it no longer applies.
    pub note: String,
}

/// The reason for proposing a status, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EarlierReason {
    /// The same was found again.
    Again,
    /// The same was found again in other words.
    Reworded,
    /// Its words are gone, or the missing content was added.
    Gone,
    /// Its words are still there, but nothing was found in them.
    NotFound,
    /// The text of the picture was not read.
    Unread,
    /// There are no words to look for.
    Wordless,
}

/// A finding of the previous version that stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierFinding {
    /// Its number in that review.
    pub number: u32,
    /// As the reviewer took it to be; `null` if unknown.
    pub severity: Option<FindingSeverity>,
    /// In a few words.
    pub title: String,
    /// The exact words; empty if something was missing.
    pub excerpt: String,
    /// The change that the reviewer asked for; may be empty.
    pub wording: String,
    /// The proposed status; `null` if there is none.
    pub proposed: Option<EarlierStatus>,
    /// The reason.
    pub reason: EarlierReason,
    /// The finding of this review that corresponds to it: [`super::ReviewFinding::id`].
    pub finding: Option<String>,
}

/// A finding that was dismissed in the previous version, and was found again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierDismissal {
    /// [`super::ReviewFinding::id`] in this review.
    pub finding: String,
    /// Its number in the review of the previous version.
    pub number: u32,
    /// The reason for dismissing it then.
    pub reason: String,
}

/// The previous version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierVersion {
    /// The number of its record; `null` if the record is gone or damaged.
    #[ts(type = "number | null")]
    pub record: Option<i64>,
    /// The id of its record in the evidence.
    pub uid: String,
    /// 编号; may be empty.
    pub number: String,
    /// 材料名称; may be empty.
    pub title: String,
    /// The version, from 1; 0 if unknown.
    pub version: u32,
    /// The state of its review.
    pub state: Option<ReviewState>,
    /// The conclusion of its review.
    pub conclusion: Option<Conclusion>,
    /// The copy that was audited.
    pub copy: String,
    /// The picture that was audited.
    pub picture: Option<ReviewPicture>,
    /// The findings that stood.
    pub findings: Vec<EarlierFinding>,
    /// Those that were dismissed and were found again.
    pub dismissed: Vec<EarlierDismissal>,
    /// The findings of this review that the previous version did not have: [`super::ReviewFinding::id`].
    pub fresh: Vec<String>,
}

/// A later version of the same material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LaterVersion {
    /// The number of its record.
    #[ts(type = "number")]
    pub record: i64,
    /// 编号
    pub number: String,
    /// The version.
    pub version: u32,
}

/// The similarity between a review and one that may be its previous version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Likeness {
    /// The number of the submission.
    Number,
    /// The title, or most of it.
    Title,
    /// A picture that looks like it.
    Picture,
    /// Nothing that the app can tell.
    None,
}

/// A signed review that this one may be a corrected version of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionChoice {
    /// The number of its record.
    #[ts(type = "number")]
    pub record: i64,
    /// 编号
    pub number: String,
    /// 材料名称
    pub title: String,
    /// The version, from 1.
    pub version: u32,
    /// The state of its review.
    pub state: ReviewState,
    /// The conclusion of its review.
    pub conclusion: Conclusion,
    /// The time the audit began, in milliseconds since 1970.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The similarity between the two.
    pub likeness: Likeness,
    /// Already has a signed later version.
    pub taken: bool,
}

/// The position of the previous version in the later picture: a point (x, y) is at (`scaleX` × x + `x`, `scaleY` × y + `y`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    /// Later pixels for each earlier one, horizontally.
    pub scale_x: f64,
    /// Later pixels for each earlier one, vertically.
    pub scale_y: f64,
    /// The position of the left edge.
    pub x: f64,
    /// The position of the upper edge.
    pub y: f64,
}

/// The kind of difference in a region or in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// Something else stands there.
    Changed,
    /// Only the previous version has it.
    Removed,
    /// Only the later version has it.
    Added,
    /// The same in another colour.
    Recoloured,
}

/// A region in which the pictures differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangedRegion {
    /// The kind of difference.
    pub kind: ChangeKind,
    /// The position in the picture of the previous version.
    pub earlier: Rectangle,
    /// The position in the later picture.
    pub later: Rectangle,
}

/// Words that differ in the pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangedWords {
    /// The kind of difference.
    pub kind: ChangeKind,
    /// The words before; empty if some were added.
    pub earlier: String,
    /// The words now; empty if some were removed.
    pub later: String,
    /// Their position in the picture of the previous version, or where they would be.
    pub earlier_place: Option<Rectangle>,
    /// Their position in the later picture, or where they would be.
    pub later_place: Option<Rectangle>,
    /// Known from the text only, not from the pixels.
    pub by_text_alone: bool,
}

/// The differences of two pictures.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PicturesCompared {
    /// The later picture, compared with the previous version.
    pub outcome: PublishedOutcome,
    /// The alignment of the pictures; `null` if they can't be aligned.
    pub alignment: Option<Alignment>,
    /// The regions that differ, from top to bottom.
    pub regions: Vec<ChangedRegion>,
    /// Which words differ, in the order of the earlier lines, then the added ones.
    pub words: Vec<ChangedWords>,
    /// The text of a picture was not read, so no words were compared.
    pub unread: bool,
    /// There are more regions or words than are listed.
    pub cut: bool,
}

/// The differences between a version and the previous one.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionsCompared {
    /// The pictures; `null` unless both versions have one.
    pub pictures: Option<PicturesCompared>,
    /// The copies, line by line.
    pub copies: Comparison,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        EarlierStatus::decl(config),
        EarlierAnswer::decl(config),
        EarlierReason::decl(config),
        EarlierFinding::decl(config),
        EarlierDismissal::decl(config),
        EarlierVersion::decl(config),
        LaterVersion::decl(config),
        Likeness::decl(config),
        VersionChoice::decl(config),
        Alignment::decl(config),
        ChangeKind::decl(config),
        ChangedRegion::decl(config),
        ChangedWords::decl(config),
        PicturesCompared::decl(config),
        VersionsCompared::decl(config),
    ]
}
