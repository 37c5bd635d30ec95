//! The laws, as data: articles word for word, with their source and how surely the wording is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{LoadError, parse};
use crate::pack::is_date;

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
}

impl Law {
    /// How surely the words of `article` are known.
    pub fn confidence_of(&self, article: &Article) -> Confidence {
        article.confidence.unwrap_or(self.confidence)
    }

    /// The article of this number.
    pub fn article(&self, number: &str) -> Option<&Article> {
        self.articles
            .iter()
            .find(|article| article.number == number)
    }

    /// Whether it is in force on `date` (YYYY-MM-DD, which sorts as text).
    pub fn is_in_force(&self, date: &str) -> bool {
        (self.in_force.is_empty() || self.in_force.as_str() <= date)
            && (self.until.is_empty() || date < self.until.as_str())
    }
}

/// All laws by id.
#[derive(Clone, Debug, Default)]
pub struct Laws {
    laws: BTreeMap<String, Law>,
}

impl Laws {
    /// Adds the law in `text`. A law that is there already gets the articles of the new one: that is how a user's own copy of
    /// an official text takes the place of a paraphrase.
    pub(crate) fn add(&mut self, file: &str, text: &str) -> Result<(), LoadError> {
        let law: Law = parse(file, text)?;
        for (name, date) in [("in_force", &law.in_force), ("until", &law.until)] {
            // Dates are compared as text, so another form would silently put the law out of force.
            if !date.is_empty() && !is_date(date) {
                let at = text.find(name).unwrap_or_default();
                let problem = format!("`{name}` must be a date as in 2026-11-30, not “{date}”");
                return Err(LoadError::at(file, text, at, problem));
            }
        }
        let Some(known) = self.laws.get_mut(&law.id) else {
            self.laws.insert(law.id.clone(), law);
            return Ok(());
        };
        for mut article in law.articles {
            article.confidence = Some(article.confidence.unwrap_or(law.confidence));
            match known
                .articles
                .iter_mut()
                .find(|old| old.number == article.number)
            {
                Some(old) => *old = article,
                None => known.articles.push(article),
            }
        }
        Ok(())
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
