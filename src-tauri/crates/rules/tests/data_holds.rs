//! Laws and packs as data: excerpts word for word, ids and dates in order.

#![expect(clippy::unwrap_used, reason = "a test may panic where its setup fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rules::{Context, Field, Kind, Language, Material, Packs, Product};
use toml::{Table, Value};

fn files(folder: &str) -> Vec<(PathBuf, Table)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .map(|path| {
            let table = fs::read_to_string(&path).unwrap().parse().unwrap();
            (path, table)
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn rules() -> Vec<Table> {
    files("packs")
        .into_iter()
        .flat_map(|(_, pack)| {
            pack.get("rule")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        })
        .map(|rule| rule.as_table().unwrap().clone())
        .collect()
}

#[test]
fn every_excerpt_stands_byte_for_byte_in_the_law_data() {
    let laws = files("laws");
    let mut quoted = 0;
    for rule in rules() {
        let Some(basis) = rule.get("basis").and_then(Value::as_table) else {
            continue;
        };
        let (id, number, excerpt) = (
            text(basis, "law"),
            text(basis, "article"),
            text(basis, "excerpt"),
        );
        let law = laws
            .iter()
            .find(|(_, law)| text(law, "id") == id)
            .unwrap_or_else(|| panic!("{}: no law {id}", text(&rule, "id")));
        if number.is_empty() {
            assert!(excerpt.is_empty(), "{}", text(&rule, "id"));
            continue;
        }
        let article = law
            .1
            .get("article")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_table)
            .find(|article| text(article, "number") == number)
            .unwrap_or_else(|| panic!("{}: no {number} in {id}", text(&rule, "id")));
        assert!(!excerpt.is_empty(), "{}", text(&rule, "id"));
        assert!(
            text(article, "text").contains(excerpt),
            "{}",
            text(&rule, "id")
        );
        quoted += 1;
    }
    assert!(quoted > 50, "{quoted}");
}

#[test]
fn no_finding_shows_an_article_of_a_law_that_was_not_read() {
    let packs = Packs::embedded().unwrap();
    let material =
        Material::plain("爆款理财，手慢无\n大学生专享，秒批贷款5000元\n保本保息，最后3天");
    for product in Product::ALL {
        let context = Context {
            product: Field::Known { value: *product },
            ..Context::default()
        };
        for finding in packs.check(&material, &context, Language::Chinese).findings {
            let Some(basis) = finding.basis else {
                assert_eq!(finding.kind, Kind::Advice, "{}", finding.rule);
                continue;
            };
            assert_eq!(
                basis.article.is_some(),
                basis.text.is_some(),
                "{}",
                finding.rule
            );
            if !basis.confidence.may_be_quoted() {
                assert_eq!(basis.article, None, "{}", finding.rule);
            }
        }
    }
}

#[test]
fn rule_ids_are_unique_and_begin_with_their_pack() {
    let mut seen = BTreeSet::new();
    for (path, pack) in files("packs") {
        for rule in pack
            .get("rule")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let id = text(rule.as_table().unwrap(), "id");
            assert!(seen.insert(id.to_owned()), "{id} twice");
            assert!(
                id.starts_with(&format!("{}-", text(&pack, "id"))),
                "{id} in {}",
                path.display()
            );
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn every_rule_says_what_to_do_and_has_an_english_title() {
    for rule in rules() {
        for key in ["title", "title_en", "suggestion", "topic"] {
            assert!(
                !text(&rule, key).is_empty(),
                "{} lacks {key}",
                text(&rule, "id")
            );
        }
    }
}
