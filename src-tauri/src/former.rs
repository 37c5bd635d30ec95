//! The last finished report on each company and topic, so that the next one can be laid beside it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    ipc::{Problem, SubjectKind},
    kept::{read_kept, write_kept},
};

/// Who reported on what.
pub struct ReportKey<'a> {
    /// Of which kind the subject is.
    pub kind: SubjectKind,
    /// The company or topic.
    pub subject: &'a str,
    /// The service's origin; `None` for the demo service, whose port changes.
    pub origin: Option<&'a str>,
}

/// A report that was finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerReport {
    /// When it was finished, in milliseconds since 1970.
    pub at: u64,
    /// Its Markdown.
    pub markdown: String,
}

/// The reports, one file each.
#[derive(Clone)]
pub struct FormerReports {
    folder: PathBuf,
}

impl FormerReports {
    /// In `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("reports"),
        }
    }

    /// Puts `report` in the place of the one before it, and returns that.
    ///
    /// # Errors
    /// Those of reading and writing the file. A report before this one that can't be read was put aside.
    pub fn replace(
        &self,
        key: &ReportKey<'_>,
        report: &FormerReport,
    ) -> Result<Option<FormerReport>, Problem> {
        let path = self.folder.join(format!("{}.json", key.digest()));
        let before = read_kept(&path);
        write_kept(&path, report)?;
        before
    }
}

impl ReportKey<'_> {
    /// A file's name may not hold what a subject may.
    fn digest(&self) -> String {
        let words = serde_json::json!([self.kind, self.subject.trim(), self.origin]);
        let digest = Sha256::digest(words.to_string().as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_the_one_before_it_of_the_same_subject_and_service() {
        let folder = tempfile::tempdir().unwrap();
        let reports = FormerReports::new(folder.path());
        let key = |subject, origin| ReportKey {
            kind: SubjectKind::Company,
            subject,
            origin,
        };
        let report = |at, text: &str| FormerReport {
            at,
            markdown: text.to_owned(),
        };
        let replace = |key: ReportKey<'_>, report: FormerReport| {
            reports
                .replace(&key, &report)
                .unwrap()
                .map(|old| old.markdown)
        };
        assert_eq!(replace(key("甲/../乙", None), report(1, "一")), None);
        assert_eq!(
            replace(key("甲/../乙", Some("https://a.example")), report(2, "二")),
            None
        );
        assert_eq!(replace(key("丙", None), report(3, "三")), None);
        assert_eq!(
            replace(key(" 甲/../乙 ", None), report(4, "四")),
            Some("一".to_owned())
        );
        assert_eq!(
            replace(key("甲/../乙", None), report(5, "五")),
            Some("四".to_owned())
        );
    }
}
