//! The built-in packs keep their own promises.

use rules::Packs;

#[test]
fn every_rule_finds_and_passes_its_examples() {
    let failures = Packs::embedded().unwrap().run_examples();
    let told: Vec<String> = failures
        .iter()
        .map(|failure| format!("{}: {}", failure.rule, failure.problem))
        .collect();
    assert!(told.is_empty(), "{} fail:\n{}", told.len(), told.join("\n"));
}
