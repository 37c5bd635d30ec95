//! The contents of a package: the manifest, and the names of the files.

use serde::{Deserialize, Serialize};

use crate::{
    facts::{Digest, EndedPart, Kind, Part, StartedPart},
    statement::StatementKind,
};

/// The format of [`Manifest`] and of the package.
pub(crate) const FORMAT: &str = "finagent-evidence-1";

pub(crate) const README: &str = "README.txt";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const STARTED: &str = "record/started.json";
pub(crate) const ENDED: &str = "record/ended.json";
pub(crate) const HAPPENINGS: &str = "record/happenings.jsonl";
pub(crate) const RAW: &str = "answer/raw.bin";
pub(crate) const OUTPUT: &str = "answer/output.md";
pub(crate) const SVG: &str = "answer/flowchart.svg";
pub(crate) const REPORT_MARKDOWN: &str = "report/report.md";
pub(crate) const REPORT_HTML: &str = "report/report.html";
pub(crate) const REPORT_PNG: &str = "report/flowchart.png";
pub(crate) const EVENTS: &str = "chain/events.jsonl";
pub(crate) const ANCHOR: &str = "chain/anchor.json";

/// Characters kept of the name of a material or a letter: the last ones, to preserve the extension.
const NAME_MAX: usize = 60;

/// The text of `manifest.json`. The chain contains its SHA-256, and thereby that of every file it lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub format: String,
    /// The uid of the record.
    pub record: String,
    pub kind: Kind,
    pub title: String,
    pub demo: bool,
    /// The version of the app that wrote the record.
    pub app: String,
    /// The database format version in which it was written.
    pub schema: u32,
    /// The id of the database that the chain belongs to.
    pub database: String,
    pub files: Vec<Listed>,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Listed {
    pub path: String,
    #[serde(flatten)]
    pub digest: Digest,
}

/// The text of `chain/anchor.json`: the last event of the record, to be compared with anchors kept elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PackageAnchor {
    pub database: String,
    pub seq: u64,
    pub hash: String,
}

/// The facts that decide which files the manifest of a record lists.
pub(crate) struct Contents<'a> {
    pub started: &'a StartedPart,
    pub ended: &'a EndedPart,
    /// The statements in their order: the kind, and the names of the files.
    pub statements: &'a [(StatementKind, Vec<String>)],
}

impl Contents<'_> {
    /// The paths that the manifest lists, in order; `drawn` includes the drawn flowchart.
    pub(crate) fn paths(&self, drawn: bool) -> Vec<String> {
        self.paths_by(drawn, &path_of)
    }

    /// The paths for a list that was read: it decides whether there is a drawn flowchart, and how files are named.
    pub(crate) fn expected_paths(&self, listed: &[&str]) -> Vec<String> {
        let drawn = self.ended.svg.is_some() && listed.contains(&REPORT_PNG);
        self.paths_by(drawn, &|start, name| listed_path(start, name, listed))
    }

    fn paths_by(&self, drawn: bool, path: &dyn Fn(&str, &str) -> String) -> Vec<String> {
        let mut paths = [README, STARTED, ENDED, HAPPENINGS, RAW, OUTPUT]
            .map(str::to_owned)
            .to_vec();
        if self.ended.svg.is_some() {
            paths.push(SVG.to_owned());
        }
        let materials = self.started.materials.iter();
        paths.extend(materials.map(|part| path(&material_start(part), &part.name)));
        paths.extend([REPORT_MARKDOWN, REPORT_HTML].map(str::to_owned));
        if drawn {
            paths.push(REPORT_PNG.to_owned());
        }
        for ((kind, files), number) in self.statements.iter().zip(1..) {
            paths.push(statement_path(number, *kind));
            for (name, place) in files.iter().zip(1..) {
                paths.push(path(&statement_file_start(number, place), name));
            }
        }
        paths
    }
}

/// The path of the text of a statement, by its number among those of the record, from 1.
pub(crate) fn statement_path(number: usize, kind: StatementKind) -> String {
    format!("review/{number:02}-{}.json", kind.as_str())
}

/// The start of the path of a file of a statement, which is unique to it.
pub(crate) fn statement_file_start(number: usize, place: usize) -> String {
    format!("review/{number:02}-{place}-")
}

/// The start of the path of a material, which is unique to it.
pub(crate) fn material_start(part: &Part) -> String {
    format!("materials/{}-{}-", part.role.as_str(), part.place)
}

/// The path of a file with this start and name in a package.
pub(crate) fn path_of(start: &str, name: &str) -> String {
    start.to_owned() + &safe_name(name)
}

/// The path of a file in a package that lists these. Which characters are letters depends on the Unicode version of the
/// program that packed it, so a character beyond ASCII may appear as itself or as `_`.
pub(crate) fn listed_path(start: &str, name: &str, listed: &[&str]) -> String {
    let safe: Vec<char> = safe_name_by(name, |c| !c.is_ascii()).chars().collect();
    let same = |path: &&&str| {
        path.strip_prefix(start).is_some_and(|found| {
            let found: Vec<char> = found.chars().collect();
            let pairs = found.iter().zip(&safe);
            found.len() == safe.len()
                && pairs
                    .into_iter()
                    .all(|(found, c)| found == c || *found == '_' && !c.is_ascii())
        })
    };
    listed
        .iter()
        .find(same)
        .map_or_else(|| path_of(start, name), |path| (*path).to_owned())
}

/// Makes a file name that is safe on every system: letters, digits, `.`, `-` and `_`.
pub(crate) fn safe_name(name: &str) -> String {
    safe_name_by(name, char::is_alphanumeric)
}

fn safe_name_by(name: &str, is_letter: impl Fn(char) -> bool) -> String {
    let skipped = name.chars().count().saturating_sub(NAME_MAX);
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || is_letter(c) || matches!(c, '.' | '-') {
            c
        } else {
            '_'
        }
    };
    let mut name: String = name.chars().skip(skipped).map(safe).collect();
    // Windows drops a dot at the end.
    if name.is_empty() || name.ends_with('.') {
        name.pop();
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_letters_and_its_ending_and_nothing_that_leads_elsewhere() {
        assert_eq!(safe_name("端午 海报(终稿).png"), "端午_海报_终稿_.png");
        assert_eq!(safe_name("../../etc/passwd"), ".._.._etc_passwd");
        assert_eq!(safe_name("a\u{202e}gnp.exe\0"), "a_gnp.exe_");
        assert_eq!(safe_name(""), "_");
        assert_eq!(safe_name("..."), ".._");
        let long = format!("{}.png", "长".repeat(300));
        assert_eq!(safe_name(&long).chars().count(), NAME_MAX);
        assert!(safe_name(&long).ends_with("长.png"));
    }
}
