//! Packs of one's own: the page that documents them is true, and what is wrong is told with file, line and remedy.

#![expect(clippy::unwrap_used, reason = "a test may panic where its setup fails")]

use std::fs;
use std::path::Path;

use rules::{Context, Field, Kind, Language, Material, Packs, Product, Severity};
use tempfile::TempDir;

const PAGE: &str = include_str!("../../../../docs/rules.md");

/// The TOML blocks of the documentation.
fn blocks() -> Vec<&'static str> {
    PAGE.split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(files: &[(&str, &str)]) -> Result<Packs, String> {
    Packs::load(folder(files).path()).map_err(|error| error.to_string())
}

fn check(packs: &Packs, product: Product, text: &str) -> Vec<(String, Kind, Severity)> {
    let context = Context {
        product: Field::Known { value: product },
        ..Context::default()
    };
    packs
        .check(&Material::plain(text), &context, Language::Chinese)
        .findings
        .into_iter()
        .map(|finding| (finding.rule, finding.kind, finding.severity))
        .collect()
}

#[test]
fn the_pack_and_the_law_of_the_documentation_load_and_their_examples_hold() {
    let blocks = blocks();
    let [pack, exemption, law] = blocks.as_slice() else {
        panic!("{} blocks", blocks.len());
    };
    let pack = format!("{pack}\n{exemption}");
    let packs = load(&[("branch.toml", &pack), ("laws/my-law.toml", law)]).unwrap();
    assert_eq!(packs.run_examples(), []);
    assert!(packs.laws().get("my-law").is_some());
    let found = check(&packs, Product::Fund, "买基金送咖啡券，热线95000");
    assert!(found.contains(&("branch-coffee".to_owned(), Kind::Ban, Severity::Medium)));
    let hotline = |text| {
        check(&packs, Product::Fund, text)
            .iter()
            .any(|(rule, ..)| rule == "branch-hotline")
    };
    assert!(hotline("新品发售"));
    assert!(!hotline("新品发售，客服95000"));
}

#[test]
fn a_pasted_text_raises_the_confidence_of_its_article() {
    let law = r#"
id = "fund-promotion-rule"
title = "公开募集证券投资基金宣传推介材料管理暂行规定"
rank = "normative"
confidence = "A"
[[article]]
number = "第九条"
text = "由使用者粘贴的原文。"
added_by = "示例用户"
added_on = "2026-11-30"
"#;
    let packs = load(&[("laws/own.toml", law)]).unwrap();
    let law = packs.laws().get("fund-promotion-rule").unwrap();
    let article = law.article("第九条").unwrap();
    assert_eq!(law.confidence_of(article), rules::Confidence::A);
    assert_eq!(article.added_by, "示例用户");
    assert!(law.article("第四条").is_some());
}

#[test]
fn what_is_wrong_is_told_with_file_line_and_remedy() {
    let head = "id = \"own\"\ntitle = \"x\"\nversion = \"1\"\nchecked = \"2026-11-30\"\n";
    let rule = |body: &str| {
        format!(
            "{head}[[rule]]\nid = \"own-1\"\nkind = \"ban\"\ntopic = \"t\"\ntitle = \"x\"\n{body}"
        )
    };
    for (text, parts) in [
        ("id = 3".to_owned(), vec!["own.toml, line 1"]),
        (format!("{head}colour = 1"), vec!["line 5", "colour"]),
        (
            rule("match = [\"<nobody>\"]"),
            vec!["line 5", "own-1", "no word group", "define it"],
        ),
        (rule("match = [\"a\"]\nneed = [\"b\"]"), vec!["exactly one"]),
        (rule("match = [\"a~b\"]"), vec!["how much room"]),
        (
            rule("match = [\"a\"]\nproducts = [\"gold\"]"),
            vec!["gold", "product"],
        ),
        (
            rule("match = [\"a\"]\nbasis = { law = \"nobody\" }"),
            vec!["no law", "laws/nobody.toml"],
        ),
        (
            rule(
                "match = [\"a\"]\nbasis = { law = \"ad-law\", article = \"第九条\", excerpt = \"最美\" }",
            ),
            vec!["not word for word"],
        ),
        (
            rule(
                "match = [\"a\"]\nseverity = \"high\"\nbasis = { law = \"marketing-notice-316\" }",
            ),
            vec!["only be lower"],
        ),
        (
            rule("match = [\"a\"]"),
            vec!["own-1", "must give its `severity`"],
        ),
        (
            rule("match = [\"a\"]\nfrom = \"soon\""),
            vec!["from", "2026-11-30"],
        ),
        (
            format!("{head}[groups]\na = [\"<b>\"]\nb = [\"<a>\"]"),
            vec!["does not exist, or itself"],
        ),
        (
            head.replace("\"own\"", "\"zh-core\""),
            vec!["another pack has the id"],
        ),
    ] {
        let problem = load(&[("own.toml", &text)]).unwrap_err();
        for part in parts {
            assert!(problem.contains(part), "{part} not in: {problem}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_rule_is_told_with_its_id_and_key() {
    let head = "id = \"own\"\ntitle = \"x\"\nversion = \"1\"\nchecked = \"2026-11-30\"\n";
    let rule = "id = \"own-1\"\nkind = \"ban\"\ntopic = \"t\"\ntitle = \"x\"\nseverity = \"low\"\n";
    for (body, field) in [
        (format!("[[rule]]\n{rule}match = [\"(a\"]"), Some("match")),
        (
            format!("[[rule]]\n{rule}match = [\"a\"]\nexempt = [\"b~c\"]"),
            Some("exempt"),
        ),
        (
            format!("[[rule]]\n{rule}need = [\"a\"]\nwhen = [\"<nobody>\"]"),
            Some("when"),
        ),
        (format!("[[rule]]\n{rule}"), None),
        (
            "[[exemption]]\nid = \"own-1\"\nmatch = [\"#\"]".to_owned(),
            Some("match"),
        ),
    ] {
        let text = format!("{head}{body}");
        let error = Packs::load_with(None, &[("own", &text)]).unwrap_err();
        let rules::LoadError::Content { place, .. } = error else {
            panic!("{error}");
        };
        let place = place.unwrap();
        assert_eq!(
            (place.rule.as_str(), place.field),
            ("own-1", field),
            "{body}"
        );
    }
}

#[test]
fn a_law_with_a_date_in_another_form_is_refused_instead_of_never_being_in_force() {
    for date in ["2026/03/01", "2026年3月1日", "2026-3-1"] {
        let law = format!(
            "id = \"my-law\"\ntitle = \"示例办法\"\nrank = \"guidance\"\nconfidence = \"A\"\nin_force = \"{date}\""
        );
        let problem = load(&[("laws/my-law.toml", &law)]).unwrap_err();
        for part in ["my-law.toml, line 5", "in_force", date, "2026-11-30"] {
            assert!(problem.contains(part), "{part} not in: {problem}");
        }
    }
}

#[test]
fn a_retired_id_is_refused() {
    let text = "id = \"own\"\ntitle = \"x\"\nversion = \"1\"\nchecked = \"2026-11-30\"\nretired = [\"own-1\"]\n\
        [[rule]]\nid = \"own-1\"\nkind = \"ban\"\ntopic = \"t\"\ntitle = \"x\"\nmatch = [\"a\"]";
    let problem = load(&[("own.toml", text)]).unwrap_err();
    assert!(problem.contains("retired"), "{problem}");
}

#[test]
fn a_pack_too_large_is_refused_before_it_is_read() {
    let large = "#".repeat(3 << 20);
    let problem = load(&[("large.toml", &large)]).unwrap_err();
    assert!(problem.contains("larger than 2 MB"), "{problem}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let problem = Packs::load(Path::new("/nowhere/packs"))
        .unwrap_err()
        .to_string();
    assert!(problem.contains("/nowhere/packs"), "{problem}");
}

/// A copy of an article of a built-in law, checked by a person.
fn checked(packs: &Packs, law: &str, number: &str, text: &str) -> String {
    let article = rules::CheckedArticle {
        number,
        text,
        source: "https://example.com/law",
        by: "张示例",
        on: "2026-11-30",
    };
    packs.laws().get(law).unwrap().with_checked(&article)
}

const LAW: &str = "fund-sales-measures";
const ARTICLE: &str = "第二十四条";

/// The built-in rules that quote the article, and their words.
fn quoted(packs: &Packs) -> Vec<rules::Quote> {
    let quotes = packs.quotes(LAW, ARTICLE);
    assert!(quotes.len() > 1, "{quotes:?}");
    quotes
}

/// The basis of the findings of a rule in its first example.
fn basis_of(packs: &Packs, rule: &str) -> rules::Basis {
    let files: String = fs::read_dir("packs")
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let parsed = files
        .split("[[rule]]")
        .find(|text| text.contains(&format!("id = \"{rule}\"")));
    let hit = parsed.unwrap().split("hit = [").nth(1).unwrap();
    let example = hit.split('"').nth(1).unwrap();
    let context = Context {
        product: Field::Known {
            value: Product::Fund,
        },
        ..Context::default()
    };
    let report = packs.check(&Material::plain(example), &context, Language::Chinese);
    let mut found = report.findings.into_iter().filter(|one| one.rule == rule);
    found.next().unwrap().basis.unwrap()
}

#[test]
fn a_checked_article_raises_only_the_rules_whose_words_it_has() {
    let built_in = Packs::embedded().unwrap();
    let quotes = quoted(&built_in);
    let (kept, lost) = (quotes.first().unwrap(), quotes.last().unwrap());
    let text = format!("第二十四条 \"原文\"\\：\t{}\u{7f}\r\n完", kept.excerpt);
    let law = checked(&built_in, LAW, ARTICLE, &text);
    let packs = load(&[("laws/checked.toml", &law)]).unwrap();

    let shown = packs.laws().get(LAW).unwrap().article(ARTICLE).unwrap();
    assert_eq!(shown.text, text, "byte for byte");
    let now = basis_of(&packs, &kept.rule);
    assert_eq!(now.confidence, rules::Confidence::A);
    assert_eq!(now.note, None);
    assert_eq!(now.text.as_deref(), Some(kept.excerpt.as_str()));
    let by = now.checked.unwrap();
    assert_eq!((by.by.as_str(), by.on.as_str()), ("张示例", "2026-11-30"));

    let before = basis_of(&built_in, &lost.rule);
    assert_eq!(basis_of(&packs, &lost.rule), before);
    assert_eq!(before.confidence, rules::Confidence::B);
    let missing: Vec<_> = quoted(&packs)
        .into_iter()
        .filter(|one| !one.is_in_text)
        .collect();
    assert!(missing.iter().any(|one| one.rule == lost.rule));
    assert!(missing.iter().all(|one| one.rule != kept.rule));
}

#[test]
fn the_law_behind_a_finding_is_named_with_the_hash_of_the_copy_that_was_quoted() {
    let built_in = Packs::embedded().unwrap();
    let rule = quoted(&built_in).remove(0);
    let law = checked(&built_in, LAW, ARTICLE, &rule.excerpt);
    let packs = load(&[("laws/checked.toml", &law)]).unwrap();
    let report = packs.check(
        &Material::plain("x"),
        &Context::default(),
        Language::Chinese,
    );
    let of_law = report
        .packs
        .iter()
        .filter(|pack| pack.id == format!("law:{LAW}"));
    let hashes: Vec<_> = of_law.map(|pack| pack.sha256.clone()).collect();
    assert_eq!(hashes.len(), 2, "the built-in law, and the copy");
    let (before, now) = (
        basis_of(&built_in, &rule.rule),
        basis_of(&packs, &rule.rule),
    );
    assert_eq!(hashes, [before.file_sha256, now.file_sha256]);
}
