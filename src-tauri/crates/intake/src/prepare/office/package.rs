//! Parts of a document by name, and the relationships between them.

use std::collections::{HashMap, HashSet};

use super::xml;
use crate::archive::{Archive, Entry, Fault};
use crate::encoding;
use crate::prepare::MAX_FILE_BYTES;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum number of parts of a document.
const MAX_PARTS: u32 = 10_000;
/// Maximum number of relationships of a part.
const MAX_RELATIONS: usize = 20_000;
/// Maximum bytes that all parts decompress to.
const MAX_UNPACKED: u64 = 1_000_000_000;
/// Maximum bytes of one XML part, whose tree takes many times as much.
const MAX_XML: u64 = 64_000_000;

/// An open package.
pub(super) struct Package<'a> {
    archive: Archive<'a>,
    content: Content,
    /// By lowercase name, since part names are case-insensitive.
    parts: HashMap<String, Entry<'a>>,
    read: HashSet<String>,
    spent: u64,
}

/// A relationship from one part to another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// Last segment of its type, such as `image`.
    pub(super) kind: String,
    /// Name of the target part; anything if the target is external.
    pub(super) target: String,
    /// Whether the target is external, on disk or on the web.
    pub(super) outside: bool,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], content: Content) -> Result<Self, Refusal> {
        let found = content;
        let damage = Damage::Truncated;
        let archive = Archive::open(bytes).ok_or(Refusal::DocumentDamaged { found, damage })?;
        let count = u32::try_from(archive.entries().count()).unwrap_or(u32::MAX);
        if count > MAX_PARTS {
            return Err(Refusal::ZipTooManyFiles {
                limit: MAX_PARTS,
                actual: count,
            });
        }
        let mut parts = HashMap::new();
        for entry in archive.entries() {
            let name = normal(&encoding::name(entry.name));
            parts.entry(name).or_insert(entry);
        }
        Ok(Self {
            archive,
            content,
            parts,
            read: HashSet::new(),
            spent: 0,
        })
    }

    pub(super) fn damaged(&self, damage: Damage) -> Refusal {
        let found = self.content;
        Refusal::DocumentDamaged { found, damage }
    }

    /// Marks a part as read; returns whether it was not read before.
    pub(super) fn first_time(&mut self, name: &str) -> bool {
        self.read.insert(name.to_owned())
    }

    /// Name of the main part, from which all others are reached.
    pub(super) fn main(&mut self, usual: &str) -> Result<String, Refusal> {
        let relations = self.relations("")?;
        let main = relations
            .into_iter()
            .find(|relation| relation.kind == "officeDocument" && !relation.outside);
        Ok(main.map_or_else(|| usual.to_owned(), |relation| relation.target))
    }

    /// Reads a part as text; `None` if it does not exist.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.unpacked(name, MAX_XML)? else {
            return Ok(None);
        };
        let decoded = encoding::decoded(&bytes);
        let (_, text) = decoded.ok_or_else(|| self.damaged(Damage::Structure))?;
        Ok(Some(text))
    }

    /// Unpacks a part again.
    pub(super) fn again(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let entry = self.parts.get(name);
        let entry = entry.ok_or_else(|| self.damaged(Damage::Structure))?;
        let file = self.archive.unpack(entry, MAX_FILE_BYTES, &mut 0);
        file.map_err(|_| self.damaged(Damage::Structure))
    }

    /// Unpacks a part; `None` if it does not exist.
    ///
    /// # Errors
    /// [`Refusal::DocumentTooVast`] if it, or all parts together, have too many bytes.
    pub(super) fn unpacked(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(entry) = self.parts.get(name) else {
            return Ok(None);
        };
        let left = MAX_UNPACKED.saturating_sub(self.spent);
        let before = self.spent;
        let unpacked = self.archive.unpack(entry, left.min(most), &mut self.spent);
        unpacked.map(Some).map_err(|fault| match fault {
            Fault::Beyond(actual) if actual > most => Refusal::DocumentTooVast {
                limit: most,
                actual,
            },
            Fault::Beyond(actual) => Refusal::DocumentTooVast {
                limit: MAX_UNPACKED,
                actual: before.saturating_add(actual),
            },
            Fault::Damaged(damage) => self.damaged(damage),
            Fault::Locked | Fault::Method(_) => self.damaged(Damage::Structure),
        })
    }

    /// Relationships of a part in listed order; those of the package if `name` is empty.
    pub(super) fn relations(&mut self, name: &str) -> Result<Vec<Relation>, Refusal> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let list = normal(&format!("{folder}/_rels/{file}.rels"));
        let Some(text) = self.xml(&list)? else {
            return Ok(Vec::new());
        };
        let document = xml::parse(&text).ok_or_else(|| self.damaged(Damage::Structure))?;
        let relations = document.root_element().children().filter_map(|node| {
            let kind = node.attribute("Type")?;
            let target = node.attribute("Target")?;
            let from = match target.starts_with(['/', '\\']) {
                true => "",
                false => folder,
            };
            Some(Relation {
                id: node.attribute("Id")?.to_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: normal(&format!("{from}/{target}")),
                outside: node.attribute("TargetMode") == Some("External"),
            })
        });
        Ok(relations.take(MAX_RELATIONS).collect())
    }
}

/// Normalises a part name: lowercase, `..` resolved, no leading slash.
fn normal(name: &str) -> String {
    let mut steps = Vec::new();
    for step in name.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/").to_lowercase()
}
