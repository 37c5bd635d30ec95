//! The laws, as data: articles word for word, with their source and how surely the wording is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{LoadError, parse};
use crate::pack::is_date;
use crate::report::Checked;

/// What a law ranks as. The severity of a rule follows from it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// 法律
    Law,
    /// 行政法规
    Regulation,
    /// 部门规章
    DepartmentRule,
    /// 规范性文件
    Normative,
    /// 地方性法规
    Local,
    /// 自律规则
    SelfRegulation,
    /// 执法指南、征求意见稿、惯例
    Guidance,
}

/// How surely the wording of an article is known.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Confidence {
    /// Read word for word in an official text or in two copies that agree.
    A,
    /// Read word for word in one copy only; shown with 「原文待复核」.
    B,
    /// Known only in part or as a paraphrase: no article is shown.
    C,
    /// Not read: no article is shown.
    D,
}

impl Confidence {
    /// Whether the article and its words may be shown.
    pub const fn may_be_quoted(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
}

/// One law, regulation, rule or notice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Stable.
    pub id: String,
    /// In full, without 《》.
    pub title: String,
    /// As people call it.
    #[serde(default)]
    pub short: String,
    /// In English, where a rule shows it.
    #[serde(default)]
    pub title_en: String,
    /// Decides the severity of rules.
    pub rank: Rank,
    /// Who issued it.
    #[serde(default)]
    pub issuer: String,
    /// 文号
    #[serde(default)]
    pub number: String,
    /// Date of the text.
    #[serde(default)]
    pub version: String,
    /// First day in force, as YYYY-MM-DD.
    #[serde(default)]
    pub in_force: String,
    /// First day no longer in force.
    #[serde(default)]
    pub until: String,
    /// Where a local rule holds.
    #[serde(default)]
    pub place: String,
    /// Of its articles, where they say nothing else.
    pub confidence: Confidence,
    /// Address of the text.
    #[serde(default)]
    pub source: String,
    /// How the text was read.
    #[serde(default)]
    pub source_note: String,
    /// Its articles, as far as they were read.
    #[serde(default, rename = "article")]
    pub articles: Vec<Article>,
    /// Articles of this built-in law from files of the user's own. Each is shown instead of the built-in one.
    #[serde(skip)]
    pub own: Vec<Article>,
    /// SHA-256 of its file, in hex.
    #[serde(skip)]
    pub file_sha256: String,
}

/// One article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// 第九条
    pub number: String,
    /// Word for word, paragraphs on lines of their own.
    pub text: String,
    /// Where it differs from the law's.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Where it differs from the law's.
    #[serde(default)]
    pub source: String,
    /// Who added the text, where a user did.
    #[serde(default)]
    pub added_by: String,
    /// When a user added it.
    #[serde(default)]
    pub added_on: String,
    /// SHA-256 of the file that it stands in, in hex.
    #[serde(skip)]
    pub file_sha256: String,
}

/// The text of an article that a person compared with the official one.
#[derive(Clone, Copy, Debug)]
pub struct CheckedArticle<'a> {
    /// As in 第九条.
    pub number: &'a str,
    /// Word for word.
    pub text: &'a str,
    /// The address of the text, or the document's number.
    pub source: &'a str,
    /// Who compared it.
    pub by: &'a str,
    /// The day, as YYYY-MM-DD.
    pub on: &'a str,
}

impl Article {
    /// Who compared it with the official text, where a user did.
    pub fn checked(&self) -> Option<Checked> {
        (!self.added_by.is_empty()).then(|| Checked {
            by: self.added_by.clone(),
            on: self.added_on.clone(),
        })
    }
}

impl Law {
    /// How surely the words of `article` are known.
    pub fn confidence_of(&self, article: &Article) -> Confidence {
        article.confidence.unwrap_or(self.confidence)
    }

    /// The article of this number: the user's own copy, if there is one.
    pub fn article(&self, number: &str) -> Option<&Article> {
        self.copies(number).next()
    }

    /// The copy of an article that a rule quotes: the user's own if it has these words, otherwise the built-in one if that has
    /// them.
    pub(crate) fn quoted(&self, number: &str, excerpt: &str) -> Option<&Article> {
        self.copies(number)
            .find(|article| article.text.contains(excerpt))
    }

    fn copies(&self, number: &str) -> impl Iterator<Item = &Article> {
        self.own
            .iter()
            .chain(&self.articles)
            .filter(move |article| article.number == number)
    }

    /// A law file with one article that a person compared with the official text. Put into a folder of laws, it raises the
    /// confidence of the article to A.
    pub fn with_checked(&self, article: &CheckedArticle<'_>) -> String {
        let rank = serde_json::to_value(self.rank).unwrap_or_default();
        let rank = rank.as_str().unwrap_or_default();
        [
            entry("id", &self.id),
            entry("title", &self.title),
            entry("rank", rank),
            entry("confidence", "A"),
            "\n[[article]]\n".to_owned(),
            entry("number", article.number),
            entry("text", article.text),
            entry("source", article.source),
            entry("added_by", article.by),
            entry("added_on", article.on),
        ]
        .concat()
    }

    /// Whether it is in force on `date` (YYYY-MM-DD, which sorts as text).
    pub fn is_in_force(&self, date: &str) -> bool {
        (self.in_force.is_empty() || self.in_force.as_str() <= date)
            && (self.until.is_empty() || date < self.until.as_str())
    }
}

/// A line of TOML. A JSON string is a TOML string as well, except for U+007F.
fn entry(name: &str, text: &str) -> String {
    let text = serde_json::Value::from(text).to_string();
    format!("{name} = {}\n", text.replace('\u{7f}', "\\u007f"))
}

/// All laws by id.
#[derive(Clone, Debug, Default)]
pub struct Laws {
    laws: BTreeMap<String, Law>,
}

impl Laws {
    /// Adds the law in `text`, and returns its id. A law that is there already gets the articles of the new one beside its own:
    /// that is how a user's own copy of an official text takes the place of a paraphrase.
    pub(crate) fn add(
        &mut self,
        file: &str,
        text: &str,
        sha256: &str,
    ) -> Result<String, LoadError> {
        let mut law: Law = parse(file, text)?;
        sha256.clone_into(&mut law.file_sha256);
        for article in &mut law.articles {
            sha256.clone_into(&mut article.file_sha256);
        }
        for (name, date) in [("in_force", &law.in_force), ("until", &law.until)] {
            // Dates are compared as text, so another form would silently put the law out of force.
            if !date.is_empty() && !is_date(date) {
                let at = text.find(name).unwrap_or_default();
                let problem = format!("`{name}` must be a date as in 2026-11-30, not “{date}”");
                return Err(LoadError::at(file, text, at, problem));
            }
        }
        let id = law.id.clone();
        let Some(known) = self.laws.get_mut(&law.id) else {
            self.laws.insert(law.id.clone(), law);
            return Ok(id);
        };
        for mut article in law.articles {
            article.confidence = Some(article.confidence.unwrap_or(law.confidence));
            if article.source.is_empty() {
                article.source.clone_from(&law.source);
            }
            known.own.retain(|old| old.number != article.number);
            known.own.push(article);
        }
        Ok(id)
    }

    /// The law of this id.
    pub fn get(&self, id: &str) -> Option<&Law> {
        self.laws.get(id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Law> {
        self.laws.values()
    }
}
