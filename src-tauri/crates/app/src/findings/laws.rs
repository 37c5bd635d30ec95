//! Articles of laws that the person compared with the official text: one law file for each, in `rules/laws` of the data folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use platform::{
    ReadError,
    atomic_write::{Readers, replace_file},
    read_bounded,
};
use rules::{Article, CheckedArticle, Language, Law, Packs};
use serde_json::json;

use super::{App, RulePacks, changed, conversion::name, language};
use crate::{
    json_store::not_saved,
    wire::{
        ArticleCheck, ArticleQuote, CitedArticle, CitedLaw, LawArticle, PastedArticle, Problem,
    },
};

/// The most checked articles.
const LIMIT: usize = 100;
/// Limits of texts in characters.
const TEXT: usize = 20_000;
const SOURCE: usize = 500;
const NUMBER: usize = 50;
const BY: usize = 50;
/// Limit of a law file in bytes.
const BYTES: u64 = 2 << 20;

impl RulePacks {
    /// Keeps the official text of an article, which is in force from then on. Rules whose words it does not have stay as they
    /// are. `on` is the day, as YYYY-MM-DD.
    ///
    /// # Errors
    /// `article_incomplete`, `finding_too_long`, `articles_too_many`, `article_unknown` if there is no such law; `save_failed`;
    /// `rules_unusable`. Nothing has changed then.
    fn check_article(&self, pasted: &PastedArticle, on: &str) -> Result<(), Problem> {
        let (number, by) = (one_line(&pasted.article), one_line(&pasted.by));
        let (text, source) = (pasted.text.trim(), one_line(&pasted.source));
        for (name, text, limit) in [
            ("article", number.as_str(), NUMBER),
            ("text", text, TEXT),
            ("source", source.as_str(), SOURCE),
            ("by", by.as_str(), BY),
        ] {
            let actual = text.chars().count();
            if actual == 0 {
                let params = json!({ "field": name });
                return Err(Problem::new("article_incomplete", params));
            }
            if actual > limit {
                let params = json!({ "limit": limit, "actual": actual });
                return Err(Problem::new("finding_too_long", params));
            }
        }
        let packs = self.packs()?;
        let law = packs.laws().get(&pasted.law);
        let law = law.ok_or_else(|| Problem::plain("article_unknown"))?;
        let path = self.file_of(&law.id, &number);
        if !path.exists() && self.checked_files() >= LIMIT {
            return Err(Problem::new("articles_too_many", json!({ "limit": LIMIT })));
        }
        let file = law.with_checked(&CheckedArticle {
            number: &number,
            text,
            source: &source,
            by: &by,
            on,
        });
        self.replace_law(&path, Some(file.as_bytes()))
    }

    /// Removes the text that the person gave for an article.
    ///
    /// # Errors
    /// `save_failed`; `rules_unusable` if an imported pack quotes the text. Nothing has changed then.
    fn forget_article(&self, law: &str, number: &str) -> Result<(), Problem> {
        let path = self.file_of(law, number);
        if path.exists() {
            self.replace_law(&path, None)?;
        }
        Ok(())
    }

    /// All laws, with the articles that rules stand on and those that the person checked.
    ///
    /// # Errors
    /// `rules_unusable`.
    pub fn laws(&self) -> Result<Vec<CitedLaw>, Problem> {
        let packs = self.packs()?;
        let cited = packs.cited();
        let laws = packs.laws().iter().map(|law| {
            let mut numbers: Vec<&str> = law.own.iter().map(|own| own.number.as_str()).collect();
            for (id, number) in &cited {
                if *id == law.id && !number.is_empty() && !numbers.contains(number) {
                    numbers.push(*number);
                }
            }
            let articles = numbers
                .into_iter()
                .filter_map(|number| self.cited_article(&packs, law, number));
            CitedLaw {
                id: law.id.clone(),
                title: law.title.clone(),
                confidence: name(law.confidence),
                articles: articles.collect(),
            }
        });
        Ok(laws.collect())
    }

    fn cited_article(&self, packs: &Packs, law: &Law, number: &str) -> Option<CitedArticle> {
        let article = law.article(number)?;
        let quotes = packs.quotes(&law.id, number);
        let missing = quotes.iter().filter(|quote| !quote.is_in_text).count();
        Some(CitedArticle {
            number: number.to_owned(),
            confidence: name(law.confidence_of(article)),
            checked: article.checked().map(ArticleCheck::from),
            removable: self.is_removable(law, article),
            rules: u32::try_from(quotes.len()).unwrap_or(u32::MAX),
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
        })
    }

    /// Whether the person checked the article in the window, rather than put a law file into the folder.
    fn is_removable(&self, law: &Law, article: &Article) -> bool {
        article.checked().is_some() && self.file_of(&law.id, &article.number).is_file()
    }

    /// One file per article: its hash in a record stands for this article alone.
    fn file_of(&self, law: &str, number: &str) -> PathBuf {
        let sha256 = records::sha256_hex(format!("{law}\n{number}").as_bytes());
        let mark: String = sha256.chars().take(16).collect();
        self.folder
            .join("laws")
            .join(format!("checked-{mark}.toml"))
    }

    fn checked_files(&self) -> usize {
        let files = fs::read_dir(self.folder.join("laws")).into_iter().flatten();
        files
            .flatten()
            .filter(|file| file.file_name().to_string_lossy().starts_with("checked-"))
            .count()
    }

    /// Writes or removes a law file. If the packs can't be used then, the file is put back as it was.
    fn replace_law(&self, path: &Path, bytes: Option<&[u8]>) -> Result<(), Problem> {
        let before = match read_bounded(path, BYTES) {
            Ok(before) => Some(before),
            Err(ReadError::Missing) => None,
            Err(_) => return Err(not_saved(std::io::ErrorKind::InvalidData.into())),
        };
        let put = |bytes: Option<&[u8]>| match bytes {
            Some(bytes) => {
                fs::create_dir_all(self.folder.join("laws"))?;
                replace_file(path, bytes, Readers::Owner)
            }
            None => fs::remove_file(path),
        };
        put(bytes).map_err(not_saved)?;
        match self.own().and_then(|own| self.compile(&own)) {
            Ok(packs) => self.put(packs),
            Err(problem) => {
                put(before.as_deref()).map_err(not_saved)?;
                return Err(problem);
            }
        }
        Ok(())
    }
}

/// Without line breaks and invisible characters, which have no place in a name.
fn one_line(text: &str) -> String {
    let words = visible_text::strip_invisible(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps the official text of an article, which is in force from then on.
///
/// # Errors
/// Those of [`RulePacks::check_article`].
pub fn check_article(app: &App, pasted: &PastedArticle) -> Result<(), Problem> {
    let today = jiff::Zoned::now().date().to_string();
    app.rule_packs.check_article(pasted, &today)?;
    changed(app);
    Ok(())
}

/// Removes the text that the person gave for an article.
///
/// # Errors
/// Those of [`RulePacks::forget_article`].
pub fn forget_article(app: &App, law: &str, number: &str) -> Result<(), Problem> {
    app.rule_packs.forget_article(law, number)?;
    changed(app);
    Ok(())
}

/// An article of a law in full, with the rules that quote it.
///
/// # Errors
/// `rules_unusable`; `article_unknown` if there is no such article, or its words are not known exactly.
pub fn article(app: &App, law: &str, number: &str, english: bool) -> Result<LawArticle, Problem> {
    let packs = app.rule_packs.packs()?;
    let found = packs.laws().get(law).and_then(|law| {
        let article = law.article(number)?;
        law.confidence_of(article).may_be_quoted().then(|| {
            app.rule_packs
                .shown(&packs, law, article, language(english))
        })
    });
    found.ok_or_else(|| Problem::plain("article_unknown"))
}

impl RulePacks {
    fn shown(&self, packs: &Packs, law: &Law, article: &Article, language: Language) -> LawArticle {
        let source = if article.source.is_empty() {
            &law.source
        } else {
            &article.source
        };
        let quotes = packs.quotes(&law.id, &article.number).into_iter();
        LawArticle {
            law: law.title.clone(),
            article: article.number.clone(),
            text: article.text.clone(),
            source: source.clone(),
            effective: (!law.in_force.is_empty()).then(|| law.in_force.clone()),
            confidence: name(law.confidence_of(article)),
            checked: article.checked().map(ArticleCheck::from),
            removable: self.is_removable(law, article),
            quotes: quotes
                .map(|quote| ArticleQuote {
                    title: packs
                        .title(&quote.rule, language)
                        .unwrap_or(&quote.rule)
                        .to_owned(),
                    excerpt: quote.excerpt,
                    is_in_text: quote.is_in_text,
                })
                .collect(),
        }
    }
}

impl From<rules::Checked> for ArticleCheck {
    fn from(checked: rules::Checked) -> Self {
        Self {
            by: checked.by,
            on: checked.on,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rules::{Context, Field, Product};

    use super::*;
    use crate::{
        findings::Check,
        wire::{Finding, Judgement},
    };

    const LAW: &str = "wealth-sales-measures";
    const ARTICLE: &str = "第二十五条";
    const COPY: &str = "本理财产品和存款一样安全，预期收益率4%";

    fn check(packs: &RulePacks) -> Check {
        let context = Context {
            product: Field::Known {
                value: Product::Wealth,
            },
            ..Context::default()
        };
        Check::new(
            packs.packs().unwrap(),
            None,
            COPY,
            &context,
            Language::Chinese,
        )
    }

    /// The findings that stand on the article.
    fn found(packs: &RulePacks) -> Vec<Finding> {
        let findings = check(packs)
            .findings(Language::Chinese)
            .findings
            .into_iter();
        let basis = |one: &Finding| {
            let basis = one.basis.clone()?;
            Some((basis.law_id, basis.article?))
        };
        findings
            .filter(|one| basis(one) == Some((LAW.to_owned(), ARTICLE.to_owned())))
            .collect()
    }

    fn pasted(text: &str) -> PastedArticle {
        PastedArticle {
            law: LAW.to_owned(),
            article: format!(" {ARTICLE}\n"),
            text: text.to_owned(),
            source: "中国银行保险监督管理委员会令2021年第4号".to_owned(),
            by: "张\u{200b}示例 ".to_owned(),
        }
    }

    fn words(finding: &Finding) -> String {
        finding.basis.clone().unwrap().text.unwrap()
    }

    #[test]
    fn a_checked_text_stands_behind_the_rules_that_quote_it_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let packs = RulePacks::new(folder.path());
        let before = found(&packs);
        let quoted = words(before.first().unwrap());
        assert!(before.iter().any(|one| words(one) != quoted), "{before:?}");
        let text = format!("第二十五条　其他文字；\n{quoted}；\n“引号”");
        packs
            .check_article(&pasted(&format!("\n {text}\n")), "2026-11-30")
            .unwrap();

        // A new start.
        let packs = RulePacks::new(folder.path());
        for one in found(&packs) {
            let basis = one.basis.clone().unwrap();
            if words(&one) == quoted {
                assert_eq!(basis.confidence, "A");
                assert_eq!(basis.note, None);
                let checked = basis.checked.unwrap();
                assert_eq!(
                    (checked.by.as_str(), checked.on.as_str()),
                    ("张示例", "2026-11-30")
                );
            } else {
                assert_eq!(basis.confidence, "B", "its words are not in the text");
                assert_eq!(basis.checked, None);
            }
        }
        let loaded = packs.packs().unwrap();
        let law = loaded.laws().get(LAW).unwrap();
        let shown = packs.shown(
            &loaded,
            law,
            law.article(ARTICLE).unwrap(),
            Language::Chinese,
        );
        assert_eq!(shown.text, text);
        assert!(shown.removable);
        let in_text = |wanted| {
            shown
                .quotes
                .iter()
                .filter(|one| one.is_in_text == wanted)
                .count()
        };
        assert!(in_text(true) > 0 && in_text(false) > 0);
        let laws = packs.laws().unwrap();
        let listed = laws.iter().find(|law| law.id == LAW).unwrap();
        let listed = listed
            .articles
            .iter()
            .find(|one| one.number == ARTICLE)
            .unwrap();
        assert_eq!(listed.missing as usize, in_text(false));

        packs.forget_article(LAW, ARTICLE).unwrap();
        assert_eq!(found(&packs), before);
    }

    #[test]
    fn the_record_names_the_copy_of_the_law_and_who_checked_it() {
        let folder = tempfile::tempdir().unwrap();
        let packs = RulePacks::new(folder.path());
        let quoted = words(found(&packs).first().unwrap());
        packs.check_article(&pasted(&quoted), "2026-11-30").unwrap();
        let recorded = check(&packs).recorded(COPY, &Judgement::default());
        let file = fs::read(packs.file_of(LAW, ARTICLE)).unwrap();
        let sha256 = records::sha256_hex(&file);
        let of_law = recorded
            .packs
            .iter()
            .filter(|pack| pack.id == format!("law:{LAW}"));
        let hashes: Vec<_> = of_law.map(|pack| &pack.sha256).collect();
        assert!(hashes.contains(&&sha256), "{hashes:?}");
        assert_eq!(hashes.len(), 2, "other rules quote the built-in text");
        let bases = recorded
            .findings
            .iter()
            .filter_map(|one| one.basis.as_ref());
        let confidences: Vec<_> = bases
            .filter(|basis| basis.text.as_ref() == Some(&quoted))
            .map(|basis| basis.confidence.as_str())
            .collect();
        assert!(!confidences.is_empty());
        assert!(
            confidences
                .iter()
                .all(|one| *one == "A（张示例 2026-11-30 核对）")
        );
    }

    #[test]
    fn the_file_of_an_article_is_a_law_file_as_rule_authors_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let packs = RulePacks::new(folder.path());
        packs
            .check_article(&pasted("第一款\n第二款“甲”\\"), "2026-11-30")
            .unwrap();
        let file = fs::read_to_string(packs.file_of(LAW, ARTICLE)).unwrap();
        assert_eq!(
            file,
            r#"id = "wealth-sales-measures"
title = "理财公司理财产品销售管理暂行办法"
rank = "department-rule"
confidence = "A"

[[article]]
number = "第二十五条"
text = "第一款\n第二款“甲”\\"
source = "中国银行保险监督管理委员会令2021年第4号"
added_by = "张示例"
added_on = "2026-11-30"
"#
        );
    }

    #[test]
    fn what_is_missing_or_too_long_is_refused_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let packs = RulePacks::new(folder.path());
        let refused = |pasted: PastedArticle| {
            let problem = packs.check_article(&pasted, "2026-11-30").unwrap_err();
            (problem.code, problem.params)
        };
        let (code, params) = refused(pasted(" \n"));
        assert_eq!(
            (code.as_str(), params),
            ("article_incomplete", json!({ "field": "text" }))
        );
        let unnamed = PastedArticle {
            by: "\u{200b}".to_owned(),
            ..pasted("x")
        };
        assert_eq!(refused(unnamed).1, json!({ "field": "by" }));
        let (code, params) = refused(pasted(&"长".repeat(TEXT + 1)));
        assert_eq!(code.as_str(), "finding_too_long");
        assert_eq!(params, json!({ "limit": TEXT, "actual": TEXT + 1 }));
        let unknown = PastedArticle {
            law: "nobody".to_owned(),
            ..pasted("x")
        };
        assert_eq!(refused(unknown).0, "article_unknown");
        assert!(!folder.path().join("rules").exists());
    }

    #[test]
    fn a_text_that_an_imported_pack_quotes_is_not_removed_from_under_it() {
        let folder = tempfile::tempdir().unwrap();
        let packs = RulePacks::new(&folder.path().join("data"));
        packs
            .check_article(&pasted("独有的原文"), "2026-11-30")
            .unwrap();
        let pack = folder.path().join("branch.toml");
        let rule = format!(
            "id = \"branch\"\ntitle = \"x\"\nversion = \"1\"\nchecked = \"2026-11-30\"\n[[rule]]\nid = \"branch-1\"\nkind = \"ban\"\n\
             topic = \"t\"\ntitle = \"x\"\nmatch = [\"蓝鲸\"]\nbasis = {{ law = \"{LAW}\", article = \"{ARTICLE}\", excerpt = \"独有\" }}"
        );
        fs::write(&pack, rule).unwrap();
        packs.import(&pack).unwrap();
        let problem = packs.forget_article(LAW, ARTICLE).unwrap_err();
        assert_eq!(problem.code, "rules_unusable");
        assert!(packs.file_of(LAW, ARTICLE).is_file());
        let loaded: Arc<Packs> = packs.packs().unwrap();
        assert!(
            loaded
                .laws()
                .get(LAW)
                .unwrap()
                .article(ARTICLE)
                .unwrap()
                .text
                .contains("独有")
        );
    }
}
