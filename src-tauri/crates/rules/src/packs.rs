//! Packs and laws, loaded and ready to check with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::context::Product;
use crate::disguise;
use crate::error::{LoadError, Wrong};
use crate::guess::Guesses;
use crate::law::Laws;
use crate::matcher::Matcher;
use crate::pack::{self, RawPack, RawRule};
use crate::pattern::{Patterns, Vocabulary};
use crate::report::{Language, PackVersion};
use crate::rule::{self, KnownGroups, Rule, Words};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Packs with their laws, compiled.
#[derive(Debug)]
pub struct Packs {
    pub(crate) packs: Vec<Pack>,
    pub(crate) laws: Laws,
    pub(crate) rules: Vec<Rule>,
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) groups: KnownGroups,
    pub(crate) guesses: Guesses,
    pub(crate) matcher: Matcher,
    pub(crate) versions: Arc<[PackVersion]>,
    /// The latest day on which a pack's laws were looked up.
    pub(crate) checked: String,
}

/// One pack, without its rules.
#[derive(Debug)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// Its title in Chinese.
    pub title: String,
    /// Its title in English.
    pub title_en: String,
    /// Its version.
    pub version: String,
    /// Where it holds, as in CN.
    pub market: String,
    /// The day its laws were looked up.
    pub checked: String,
    /// Whether it is one's own.
    pub own: bool,
    /// The name of its file.
    pub file: String,
}

#[derive(Debug)]
pub(crate) struct Exemption {
    pub(crate) patterns: Patterns,
    pub(crate) topics: Vec<String>,
    pub(crate) names: bool,
    pub(crate) products: Vec<Product>,
}

/// A file before it is read.
struct Source {
    file: String,
    text: String,
    own: bool,
}

/// How much a folder of packs may hold.
const MAX_FILES: usize = 200;
const MAX_FILE_BYTES: u64 = 2 << 20;

impl Packs {
    /// The packs that are built in.
    pub fn embedded() -> Result<Self, LoadError> {
        let (laws, packs) = built_in();
        Self::compile(&laws, &packs)
    }

    /// The built-in packs and those in a folder of one's own: packs in `folder/*.toml`, laws in `folder/laws/*.toml`.
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        Self::load_with(Some(folder), &[])
    }

    /// Like [`Self::load`], with further packs of one's own, each with the file name that errors give.
    pub fn load_with(folder: Option<&Path>, more: &[(&str, &str)]) -> Result<Self, LoadError> {
        let (mut laws, mut packs) = built_in();
        if let Some(folder) = folder {
            let own_laws = folder.join("laws");
            if own_laws.is_dir() {
                laws.extend(read_folder(&own_laws)?);
            }
            packs.extend(read_folder(folder)?);
        }
        packs.extend(more.iter().map(|(file, text)| Source {
            file: (*file).to_owned(),
            text: (*text).to_owned(),
            own: true,
        }));
        Self::compile(&laws, &packs)
    }

    /// The laws, for showing an article in full.
    pub const fn laws(&self) -> &Laws {
        &self.laws
    }

    /// The packs that were loaded.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The title of a rule.
    pub fn title(&self, rule: &str, language: Language) -> Option<&str> {
        let rule = self.rules.iter().find(|known| known.id == rule)?;
        let words = rule.words.get(Words::index(language))?;
        Some(&words.title)
    }

    /// How many rules there are.
    pub fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// The words that the packs look for, for measuring.
    pub fn words() -> Result<Vec<String>, LoadError> {
        let (laws, packs) = built_in();
        let mut compiler = Compiler::default();
        compiler.compile(&laws, &packs)?;
        Ok(compiler.vocabulary.words)
    }

    fn compile(laws: &[Source], packs: &[Source]) -> Result<Self, LoadError> {
        let mut compiler = Compiler::default();
        compiler.compile(laws, packs)?;
        compiler.finish()
    }
}

fn built_in() -> (Vec<Source>, Vec<Source>) {
    let sources = |files: &[(&str, &str)]| {
        files
            .iter()
            .map(|(file, text)| Source {
                file: (*file).to_owned(),
                text: (*text).to_owned(),
                own: false,
            })
            .collect()
    };
    (sources(embedded::LAWS), sources(embedded::PACKS))
}

fn read_folder(folder: &Path) -> Result<Vec<Source>, LoadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| LoadError::Read { path, source }
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
            && path.is_file()
        {
            paths.push(path);
        }
        if paths.len() > MAX_FILES {
            return Err(LoadError::Content {
                file: folder.display().to_string(),
                line: 1,
                problem: format!("the folder has more than {MAX_FILES} packs; remove some"),
                place: None,
            });
        }
    }
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let size = fs::metadata(&path).map_err(failed(&path))?.len();
        if size > MAX_FILE_BYTES {
            return Err(LoadError::Content {
                file,
                line: 1,
                problem: format!(
                    "the file is larger than {} MB; split it",
                    MAX_FILE_BYTES >> 20
                ),
                place: None,
            });
        }
        let text = fs::read_to_string(&path).map_err(failed(&path))?;
        sources.push(Source {
            file,
            text,
            own: true,
        });
    }
    Ok(sources)
}

fn sha256_hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[derive(Default)]
struct Compiler {
    laws: Laws,
    vocabulary: Vocabulary,
    packs: Vec<Pack>,
    rules: Vec<Rule>,
    exemptions: Vec<Exemption>,
    versions: Vec<PackVersion>,
}

impl Compiler {
    fn compile(&mut self, laws: &[Source], packs: &[Source]) -> Result<(), LoadError> {
        for law in laws {
            let sha256 = sha256_hex(&law.text);
            let id = self.laws.add(&law.file, &law.text, &sha256)?;
            self.versions.push(PackVersion {
                id: format!("law:{id}"),
                version: String::new(),
                sha256,
            });
        }
        let mut raw = Vec::new();
        for source in packs {
            raw.push((source, pack::read(&source.file, &source.text)?));
        }
        self.groups(&raw)?;
        let mut ids = BTreeMap::new();
        let retired: BTreeSet<String> = raw
            .iter()
            .flat_map(|(_, pack)| pack.retired.iter().cloned())
            .collect();
        for (source, pack) in raw {
            self.pack(source, pack, &mut ids, &retired)?;
        }
        Ok(())
    }

    /// Word groups may use each other in any order, and so may packs.
    fn groups(&mut self, packs: &[(&Source, RawPack)]) -> Result<(), LoadError> {
        let mut waiting: Vec<_> = packs
            .iter()
            .flat_map(|(source, pack)| {
                pack.groups
                    .iter()
                    .map(move |(name, words)| (*source, pack, name, words))
            })
            .collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut later = Vec::new();
            for (source, pack, name, words) in waiting {
                let missing = words.get_ref().iter().any(|entry| {
                    entry
                        .strip_prefix('<')
                        .and_then(|rest| rest.strip_suffix('>'))
                        .is_some_and(|other| !self.vocabulary.has_group(other))
                });
                if missing {
                    later.push((source, pack, name, words));
                    continue;
                }
                let mut entries = words.get_ref().clone();
                if pack.disguised.contains(name) {
                    let more = disguise::variants(&entries, &pack.disguise);
                    entries.extend(more);
                }
                self.vocabulary.define(name, &entries).map_err(|problem| {
                    LoadError::at(&source.file, &source.text, words.span().start, problem)
                })?;
            }
            if later.len() == before
                && let Some((source, _, name, words)) = later.first()
            {
                return Err(LoadError::at(
                    &source.file,
                    &source.text,
                    words.span().start,
                    format!("the word group “{name}” uses a group that does not exist, or itself"),
                ));
            }
            waiting = later;
        }
        Ok(())
    }

    fn pack(
        &mut self,
        source: &Source,
        raw: RawPack,
        ids: &mut BTreeMap<String, String>,
        retired: &BTreeSet<String>,
    ) -> Result<(), LoadError> {
        let fail = |offset: usize, problem: String| {
            LoadError::at(&source.file, &source.text, offset, problem)
        };
        let at = raw.id.span().start;
        let id = raw.id.into_inner();
        if self.packs.iter().any(|pack| pack.id == id) {
            return Err(fail(
                at,
                format!("another pack has the id “{id}”; choose another"),
            ));
        }
        for exemption in raw.exemptions {
            let at = exemption.span().start;
            let exemption = exemption.into_inner();
            let named = |problem: String| {
                let wrong = Wrong::about("match")(problem);
                wrong.of_rule(&exemption.id, &source.file, &source.text, at)
            };
            self.exemptions.push(Exemption {
                patterns: rule::patterns(&mut self.vocabulary, &exemption.patterns)
                    .map_err(named)?,
                topics: exemption.topics.clone(),
                names: exemption.names,
                products: exemption
                    .products
                    .iter()
                    .filter_map(|name| Product::parse(name))
                    .collect(),
            });
        }
        for rule in raw.rules {
            let at = rule.span().start;
            let rule: RawRule = rule.into_inner();
            let name = rule.id.clone();
            if let Some(other) = ids.insert(name.clone(), id.clone()) {
                return Err(fail(
                    at,
                    format!("the pack “{other}” has a rule “{name}” already; choose another id"),
                ));
            }
            if retired.contains(&name) {
                return Err(fail(
                    at,
                    format!("the id “{name}” is retired and can't be used again; choose another"),
                ));
            }
            let rule = rule::compile(rule, self.packs.len(), &self.laws, &mut self.vocabulary)
                .map_err(|wrong| wrong.of_rule(&name, &source.file, &source.text, at))?;
            self.rules.push(rule);
        }
        self.versions.push(PackVersion {
            id: id.clone(),
            version: raw.version.clone(),
            sha256: sha256_hex(&source.text),
        });
        self.packs.push(Pack {
            id,
            title: raw.title,
            title_en: raw.title_en,
            version: raw.version,
            market: raw.market,
            checked: raw.checked,
            own: source.own,
            file: source.file.clone(),
        });
        Ok(())
    }

    fn finish(mut self) -> Result<Packs, LoadError> {
        let groups = KnownGroups::new(&mut self.vocabulary);
        let guesses = Guesses::new(&mut self.vocabulary);
        let matcher = Matcher::new(&self.vocabulary);
        let checked = self
            .packs
            .iter()
            .map(|pack| pack.checked.clone())
            .max()
            .unwrap_or_default();
        Ok(Packs {
            packs: self.packs,
            laws: self.laws,
            rules: self.rules,
            exemptions: self.exemptions,
            groups,
            guesses,
            matcher,
            versions: self.versions.into(),
            checked,
        })
    }
}
