//! What the rules themselves require must never be accused.

use rules::{Context, Field, Language, Material, Packs, Product};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    sentence: Vec<String>,
}

#[test]
fn sentences_that_rules_require_yield_no_finding_for_any_product() {
    let packs = Packs::embedded().unwrap();
    let file: File = toml::from_str(include_str!("required_sentences.toml")).unwrap();
    let mut found = Vec::new();
    let products = Product::ALL
        .iter()
        .map(|value| Field::Known { value: *value });
    for product in products.chain([Field::Unknown]) {
        for sentence in &file.sentence {
            let context = Context {
                product: product.clone(),
                ..Context::default()
            };
            for finding in packs
                .check(&Material::plain(sentence), &context, Language::Chinese)
                .findings
            {
                found.push(format!("{product:?} {} in {sentence}", finding.rule));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn they_stay_clean_when_small_print_wraps_anywhere() {
    let packs = Packs::embedded().unwrap();
    let file: File = toml::from_str(include_str!("required_sentences.toml")).unwrap();
    let context = Context {
        product: Field::Known {
            value: Product::Fund,
        },
        ..Context::default()
    };
    for sentence in &file.sentence {
        let chars: Vec<char> = sentence.chars().collect();
        for width in 8..24 {
            let lines: Vec<String> = chars
                .chunks(width)
                .map(|line| line.iter().collect())
                .collect();
            let report = packs.check(
                &Material::plain(&lines.join("\n")),
                &context,
                Language::Chinese,
            );
            let rules: Vec<_> = report
                .findings
                .iter()
                .map(|finding| (&finding.rule, &finding.excerpt))
                .collect();
            assert!(
                rules.is_empty(),
                "{width}: {rules:?} in {}",
                lines.join("/")
            );
        }
    }
}
