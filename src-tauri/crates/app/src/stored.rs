//! Formats on disk, and inside records. They change only with a new version beside a reader of the old one: golden files of
//! every format are in the tests. What crosses to the window is in [`crate::wire`], and free to change.

mod conversation;
mod conversion;
mod part_label;
mod picture_text;
mod settings;
mod subjects;

pub use conversation::{Source, Speaker};
pub use part_label::{PageKind, PagePlace, PartLabel, Rectangle, TextSpan};
pub use picture_text::{LineDirection, PictureText, TextLine};
pub use settings::{Language, Settings, Theme};
pub use subjects::{Subject, SubjectKind};
