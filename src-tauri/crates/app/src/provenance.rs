//! The provenance of the text to audit: typed, recognized in a picture, or taken from a document.
//!
//! The window tracks every change of the text and sends its sources with it. They are checked here, so that the text of
//! one file is never audited with another file by mistake. The record of the run stores them, to distinguish typed text
//! from recognized text. They are not sent to the service.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::wire::{CopySource, Problem, SourceKind};

/// The field in the request of a record.
const FIELD: &str = "sources";

/// Limit of the number of ranges: more than anybody creates by hand.
const LIMIT: usize = 20_000;

/// Limit of a file name in characters.
const NAME: usize = 255;

/// A range of the text, as the record of a run stores it. docs/evidence.md describes the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first character, from 1.
    from: u32,
    /// The last character.
    to: u32,
    kind: Kind,
    /// The SHA-256 of the file whose text it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    /// The name of that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The text of that file was edited.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    edited: bool,
    /// The file is not the material of the run, and the person chose to use its text anyway.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    kept: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Typed,
    Picture,
    Document,
    Record,
}

/// Checks the sources of a text that is sent with the file of this hash; empty if the window gives none.
///
/// # Errors
/// `copy_of_another` if it contains the text of another file, and the person has not confirmed that; `internal` if the
/// ranges don't cover the text.
pub fn checked(
    copy: &str,
    sources: Vec<CopySource>,
    material: Option<&str>,
) -> Result<Vec<Stretch>, Problem> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let stretches: Vec<_> = sources
        .into_iter()
        .map(|source| stretch(source, material))
        .collect();
    if !covers(copy, &stretches) || !stretches.iter().all(Stretch::is_whole) {
        return Err(Problem::internal("copy_sources"));
    }
    let another = stretches
        .iter()
        .find(|stretch| stretch.is_of_another(material) && !stretch.kept);
    match another {
        Some(stretch) => Err(Problem::new(
            "copy_of_another",
            json!({ "name": stretch.name }),
        )),
        None => Ok(stretches),
    }
}

/// The sources of a text that is all of a document.
pub fn of_document(copy: &str, sha256: &str, name: &str) -> Vec<Stretch> {
    let to = characters(copy);
    if to == 0 {
        return Vec::new();
    }
    vec![Stretch {
        from: 1,
        to,
        kind: Kind::Document,
        sha256: Some(sha256.to_owned()),
        name: Some(shown(name)),
        edited: false,
        kept: false,
    }]
}

/// Writes the sources to the request of a record.
pub fn write(request: &mut Value, sources: &[Stretch]) {
    if let (Value::Object(fields), false) = (request, sources.is_empty())
        && let Ok(sources) = serde_json::to_value(sources)
    {
        fields.insert(FIELD.to_owned(), sources);
    }
}

/// Reads the sources from the request of a record; empty in records of older versions.
pub fn read(request: &Value) -> Vec<CopySource> {
    stretches_of(request)
        .into_iter()
        .map(CopySource::from)
        .collect()
}

/// Like [`read`], as the record stores them.
pub fn stretches_of(request: &Value) -> Vec<Stretch> {
    let sources = request.get(FIELD).cloned();
    sources
        .and_then(|sources| serde_json::from_value(sources).ok())
        .unwrap_or_default()
}

/// Serializes the sources for a draft, together with a hash of the text they belong to.
pub fn kept_with(copy: &str, sources: Vec<CopySource>) -> String {
    let sources: Vec<_> = sources
        .into_iter()
        .map(|source| stretch(source, None))
        .collect();
    json!({ "copy": records::sha256_hex(copy.as_bytes()), FIELD: sources }).to_string()
}

/// The sources stored with a draft; empty if they belong to another text.
pub fn of_draft(copy: &str, kept: &str) -> Vec<CopySource> {
    let Ok(kept) = serde_json::from_str::<Value>(kept) else {
        return Vec::new();
    };
    let hash = kept.get("copy").and_then(Value::as_str);
    let sources = stretches_of(&kept);
    if hash != Some(&records::sha256_hex(copy.as_bytes())) || !covers(copy, &sources) {
        return Vec::new();
    }
    sources.into_iter().map(CopySource::from).collect()
}

/// How many characters come from where, in Chinese and English, for a document that is read without the app.
pub fn in_words(request: &Value) -> Option<String> {
    // One line for each file and kind, in the order of the text.
    let mut sums: Vec<(Stretch, u32)> = Vec::new();
    for stretch in stretches_of(request) {
        let count = stretch.characters();
        let same = |(other, _): &&mut (Stretch, u32)| {
            other.kind == stretch.kind
                && (stretch.kind == Kind::Typed || other.sha256 == stretch.sha256)
        };
        match sums.iter_mut().find(same) {
            Some((other, sum)) => {
                *sum = sum.saturating_add(count);
                other.edited |= stretch.edited;
            }
            None => sums.push((stretch, count)),
        }
    }
    let told: Vec<_> = sums
        .iter()
        .map(|(stretch, count)| stretch.told(*count))
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}

impl Stretch {
    fn characters(&self) -> u32 {
        self.to.saturating_sub(self.from).saturating_add(1)
    }

    fn is_of_another(&self, material: Option<&str>) -> bool {
        match (&self.sha256, material) {
            (Some(sha256), Some(material)) => sha256 != material,
            _ => false,
        }
    }

    /// Whether it names a file if it must, by a valid hash.
    fn is_whole(&self) -> bool {
        let hash = |sha256: &String| {
            sha256.len() == 64 && sha256.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
        };
        match &self.sha256 {
            Some(sha256) => hash(sha256),
            None => matches!(self.kind, Kind::Typed | Kind::Record),
        }
    }

    fn told(&self, count: u32) -> String {
        let kind = match self.kind {
            Kind::Typed => "人工输入 typed",
            Kind::Picture => "从图片中识别 read in the picture",
            Kind::Document => "取自文件 taken from the document",
            Kind::Record => "取自较早的记录，来源不详 taken from an earlier record, source unknown",
        };
        let mut told = kind.to_owned();
        if self.kind != Kind::Typed {
            let name = self.name.as_deref().unwrap_or_default();
            if !name.is_empty() {
                told.push_str(&format!(" {name}"));
            }
            if let Some(sha256) = &self.sha256 {
                let short: String = sha256.chars().take(12).collect();
                told.push_str(&format!(" (SHA-256 {short}…)"));
            }
        }
        told.push_str(&format!(": {count} 字符 characters"));
        if self.kind != Kind::Typed && self.edited {
            told.push_str("，有人工改动 edited by a person");
        }
        if self.kind != Kind::Typed && self.kept {
            told.push_str("，非本次材料，经人工确认保留 of another file, kept by a person");
        }
        told
    }
}

/// Whether the ranges cover each character of the text, in order.
fn covers(copy: &str, stretches: &[Stretch]) -> bool {
    let mut reached = 0;
    stretches.len() <= LIMIT
        && stretches.iter().all(|stretch| {
            let next = stretch.from == reached + 1 && stretch.to >= stretch.from;
            reached = stretch.to.min(u32::MAX - 1);
            next
        })
        && reached == characters(copy)
}

fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn shown(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control())
        .take(NAME)
        .collect()
}

fn stretch(source: CopySource, material: Option<&str>) -> Stretch {
    let foreign = material.is_none() || source.sha256.as_deref() != material;
    Stretch {
        from: source.from,
        to: source.to,
        kind: source.kind.into(),
        name: source.sha256.is_some().then(|| shown(&source.name)),
        edited: source.edited && source.sha256.is_some(),
        kept: source.kept && foreign && source.sha256.is_some(),
        sha256: source.sha256,
    }
}

impl From<Stretch> for CopySource {
    fn from(stretch: Stretch) -> Self {
        Self {
            from: stretch.from,
            to: stretch.to,
            kind: stretch.kind.into(),
            sha256: stretch.sha256,
            name: stretch.name.unwrap_or_default(),
            edited: stretch.edited,
            kept: stretch.kept,
        }
    }
}

impl From<SourceKind> for Kind {
    fn from(kind: SourceKind) -> Self {
        match kind {
            SourceKind::Typed => Self::Typed,
            SourceKind::Picture => Self::Picture,
            SourceKind::Document => Self::Document,
            SourceKind::Record => Self::Record,
        }
    }
}

impl From<Kind> for SourceKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Typed => Self::Typed,
            Kind::Picture => Self::Picture,
            Kind::Document => Self::Document,
            Kind::Record => Self::Record,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    fn source(from: u32, to: u32, kind: SourceKind, sha256: Option<&str>) -> CopySource {
        CopySource {
            from,
            to,
            kind,
            sha256: sha256.map(str::to_owned),
            name: sha256.map(|_| "海报A.jpg".to_owned()).unwrap_or_default(),
            edited: false,
            kept: false,
        }
    }

    #[test]
    fn the_text_of_another_file_is_refused_unless_it_was_kept() {
        let copy = "自己写的保本";
        let mut sources = vec![
            source(1, 4, SourceKind::Typed, None),
            source(5, 6, SourceKind::Picture, Some(A)),
        ];
        let own = checked(copy, sources.clone(), Some(A)).unwrap();
        assert_eq!(own.len(), 2);
        // Without a file there is none to mix it up with.
        assert!(checked(copy, sources.clone(), None).is_ok());
        let refused = checked(copy, sources.clone(), Some(B)).unwrap_err();
        assert_eq!(refused.code, "copy_of_another");
        assert_eq!(refused.params["name"], "海报A.jpg");
        // Also for text typed into it.
        sources[1].kind = SourceKind::Typed;
        assert!(checked(copy, sources.clone(), Some(B)).is_err());
        sources[1].kept = true;
        assert!(checked(copy, sources, Some(B)).unwrap()[1].kept);
    }

    #[test]
    fn sources_that_do_not_cover_the_copy_are_refused() {
        let typed = |from, to| source(from, to, SourceKind::Typed, None);
        for wrong in [
            vec![typed(1, 1)],
            vec![typed(0, 2)],
            vec![typed(1, 3)],
            vec![typed(2, 2), typed(1, 1)],
            vec![typed(1, 1), typed(1, 2)],
            vec![typed(1, u32::MAX), typed(0, 2)],
            vec![source(1, 2, SourceKind::Picture, None)],
            vec![source(1, 2, SourceKind::Picture, Some("../etc"))],
        ] {
            let refused = checked("保本", wrong, None).unwrap_err();
            assert_eq!(refused.code, "internal");
        }
    }

    #[test]
    fn the_sources_of_a_draft_are_those_of_its_very_text() {
        let sources = vec![source(1, 2, SourceKind::Picture, Some(A))];
        let kept = kept_with("保本", sources.clone());
        assert_eq!(of_draft("保本", &kept), sources);
        assert!(of_draft("保息", &kept).is_empty());
        assert!(of_draft("保本", "{").is_empty());
        assert!(of_draft("保本", "").is_empty());
    }

    #[test]
    fn a_record_says_how_many_characters_come_from_where() {
        let mut edited = source(3, 6, SourceKind::Picture, Some(A));
        edited.edited = true;
        let sources = vec![
            source(1, 2, SourceKind::Typed, None),
            edited,
            source(7, 7, SourceKind::Typed, Some(A)),
            source(8, 9, SourceKind::Picture, Some(A)),
        ];
        let sources = checked("一二三四五六七八九", sources, Some(A)).unwrap();
        let mut request = json!({ "query": "一二三四五六七八九" });
        write(&mut request, &sources);
        let told = in_words(&request).unwrap();
        assert!(told.contains("人工输入 typed: 3 字符"), "{told}");
        assert!(
            told.contains("海报A.jpg (SHA-256 aaaaaaaaaaaa…): 6 字符"),
            "{told}"
        );
        assert!(told.contains("有人工改动"), "{told}");
        assert_eq!(read(&request).len(), 4);
        assert_eq!(in_words(&json!({ "query": "早先的记录" })), None);
    }
}
