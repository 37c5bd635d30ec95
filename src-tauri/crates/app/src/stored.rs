//! Formats on disk and inside of records. Any change needs a new version and a reader for the old one: the tests contain
//! golden files of every format. The types for the window are in [`crate::wire`], and may change freely.

mod conversation;
mod conversion;
mod judgement;
mod own_rules;
mod part_label;
mod picture_text;
mod review;
mod settings;
mod subjects;
mod submission_list;

pub use conversation::{Source, Speaker};
pub use judgement::{DismissalDraft, JudgementDraft, OwnFindingDraft};
pub use own_rules::{OwnExemption, OwnRule, OwnRules};
pub use part_label::{PageKind, PagePlace, PartLabel, Rectangle, TextSpan};
pub use picture_text::{LineDirection, PictureText, TextLine};
pub use review::{Decision, EarlierAnswer, PointAnswer, Rectification, ReviewDraft, Submission};
pub use settings::{Language, Settings, Theme};
pub use subjects::{Subject, SubjectKind};
pub use submission_list::{ListedSubmission, ListedSubmissions};
