//! The points of review for each type of material: built in, or a file of the institution's own.

use std::path::Path;

use platform::read_bounded;
use serde::Deserialize;
use serde_json::json;

use crate::wire::{ChecklistPoint, Problem};

const BUILT_IN: &str = include_str!("checklists.toml");
/// Replaces the built-in file if it is in the data folder.
const FILE: &str = "checklists.toml";
/// Limit of the file in bytes.
const BYTES: u64 = 1_000_000;
/// The most points and types in a file.
const LIMIT: usize = 500;

/// The types of material and their points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklists {
    types: Vec<MaterialType>,
    points: Vec<Point>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MaterialType {
    id: String,
    zh: String,
    en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    id: String,
    category: Words,
    point: Words,
    #[serde(default)]
    basis: String,
    /// The ids of types; all if empty.
    #[serde(default)]
    types: Vec<String>,
    /// The point is optional.
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    decisive: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    zh: String,
    en: String,
}

impl Words {
    fn of(&self, english: bool) -> &str {
        if english { &self.en } else { &self.zh }
    }
}

impl Checklists {
    /// The file in the data folder, or the built-in one.
    ///
    /// # Errors
    /// `checklists_unusable` with the reason.
    pub fn load(data: &Path) -> Result<Self, Problem> {
        let path = data.join(FILE);
        if !path.exists() {
            return Self::parse(BUILT_IN);
        }
        let bytes = read_bounded(&path, BYTES).map_err(|error| unusable(&format!("{error:?}")))?;
        let text = String::from_utf8(bytes).map_err(|error| unusable(&error.to_string()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Problem> {
        let read: Self = toml::from_str(text).map_err(|error| unusable(&error.to_string()))?;
        let ids: Vec<_> = read.types.iter().map(|one| one.id.as_str()).collect();
        let unknown = read.points.iter().flat_map(|point| &point.types);
        if let Some(unknown) = unknown.into_iter().find(|id| !ids.contains(&id.as_str())) {
            return Err(unusable(&format!("unknown type {unknown:?}")));
        }
        let mut points: Vec<_> = read.points.iter().map(|point| &point.id).collect();
        points.sort();
        if let Some([twice, _]) = points.array_windows().find(|[one, other]| one == other) {
            return Err(unusable(&format!("two points are called {twice:?}")));
        }
        if read.points.len().max(read.types.len()) > LIMIT {
            return Err(unusable(&format!("more than {LIMIT} entries")));
        }
        Ok(read)
    }

    /// The names of the types.
    pub fn types(&self, english: bool) -> Vec<String> {
        let names = self.types.iter();
        names
            .map(|one| if english { &one.en } else { &one.zh })
            .cloned()
            .collect()
    }

    /// The points for a type, named in either language; those for all types if the name is unknown.
    pub fn points(&self, kind: &str, english: bool) -> Vec<ChecklistPoint> {
        self.of(kind)
            .map(|point| ChecklistPoint {
                id: point.id.clone(),
                category: point.category.of(english).to_owned(),
                point: point.point.of(english).to_owned(),
                basis: point.basis.clone(),
                required: !point.optional,
            })
            .collect()
    }

    /// Whether a material that fails this point is refused.
    pub fn is_decisive(&self, point: &str) -> bool {
        self.points
            .iter()
            .any(|one| one.id == point && one.decisive)
    }

    fn of(&self, kind: &str) -> impl Iterator<Item = &Point> {
        let kind = kind.trim();
        let of_kind = |one: &&MaterialType| one.zh == kind || one.en == kind;
        let id = self.types.iter().find(of_kind).map(|one| &one.id);
        self.points.iter().filter(move |point| {
            point.types.is_empty() || id.is_some_and(|id| point.types.contains(id))
        })
    }
}

fn unusable(reason: &str) -> Problem {
    Problem::new("checklists_unusable", json!({ "reason": reason }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_points_of_its_own_in_both_languages() {
        let lists = Checklists::parse(BUILT_IN).unwrap();
        for (zh, en) in lists.types(false).iter().zip(lists.types(true)) {
            let chinese = lists.points(zh, false);
            let english = lists.points(&en, true);
            assert!(chinese.len() >= 6, "{zh}");
            let ids = |points: &[ChecklistPoint]| -> Vec<String> {
                points.iter().map(|point| point.id.clone()).collect()
            };
            assert_eq!(ids(&chinese), ids(&english), "{zh}");
        }
        let ids = |kind| {
            let points = lists.points(kind, false).into_iter();
            points.map(|point| point.id).collect::<Vec<_>>()
        };
        assert!(ids("格式合同").contains(&"fair".to_owned()));
        assert!(!ids("海报").contains(&"fair".to_owned()));
    }

    #[test]
    fn a_file_of_ones_own_replaces_the_points_and_is_refused_with_its_fault() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let own = "types = [{ id = \"a\", zh = \"甲\", en = \"A\" }]\n[[points]]\nid = \"x\"\ncategory = { zh = \"类\", en = \"C\" }\npoint = { zh = \"点\", en = \"P\" }\n";
        std::fs::write(&file, own).unwrap();
        let lists = Checklists::load(folder.path()).unwrap();
        assert_eq!(lists.types(false), ["甲"]);
        assert_eq!(lists.points("甲", false).len(), 1);
        std::fs::write(
            &file,
            own.replace("id = \"x\"", "id = \"x\"\ntypes = [\"b\"]"),
        )
        .unwrap();
        let problem = Checklists::load(folder.path()).unwrap_err();
        assert_eq!(problem.code, "checklists_unusable");
        assert!(
            problem.params.to_string().contains("unknown type"),
            "{:?}",
            problem.params
        );
    }
}
