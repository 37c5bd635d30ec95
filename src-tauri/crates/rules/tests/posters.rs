//! What a reviewer would note on whole posters, with nothing said about them.

use std::{fs, path::Path};

use rules::{Context, Language, Material, Packs, Product};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    poster: Vec<Poster>,
}

#[derive(Deserialize)]
struct Poster {
    text: String,
    product: String,
    /// For each thing a reviewer would note, the rules or topics that say it.
    notes: Vec<Vec<String>>,
}

#[test]
fn most_of_what_a_reviewer_would_note_on_a_poster_is_found() {
    let packs = Packs::embedded().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/posters.toml");
    let posters = toml::from_str::<File>(&fs::read_to_string(file).unwrap())
        .unwrap()
        .poster;
    let (mut notes, mut found, mut misread) = (0, 0, 0);
    for poster in &posters {
        let report = packs.check(
            &Material::plain(&poster.text),
            &Context::default(),
            Language::Chinese,
        );
        let first = poster.text.lines().next().unwrap();
        let product = Product::parse(&poster.product).unwrap();
        if report.context.product.value() != Some(&product) {
            println!("product {:?}: {first}", report.context.product);
            misread += 1;
        }
        for note in &poster.notes {
            let says = report
                .findings
                .iter()
                .any(|finding| note.contains(&finding.rule) || note.contains(&finding.topic));
            notes += 1;
            found += usize::from(says);
            if !says {
                println!("not noted: {} on {first}", note.join(" or "));
            }
        }
    }
    println!("{found} of {notes} notes on {} posters", posters.len());
    assert_eq!(misread, 0, "posters whose product is not recognised");
    assert!(found as f64 >= 0.8 * notes as f64, "{found} of {notes}");
}
