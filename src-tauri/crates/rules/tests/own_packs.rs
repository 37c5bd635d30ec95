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
