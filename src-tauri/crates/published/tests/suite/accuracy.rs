//! Accuracy over many generated pairs: posters of all kinds, copied in every way, half of them altered.

use image::imageops::FilterType;
use published::{Outcome, compare};

use crate::frames::{chat, screenshot};
use crate::picture::Picture;
use crate::poster::{Poster, Random};
use crate::samples::any;

/// What an app does to a picture.
type Copy = fn(&Picture) -> Picture;
/// What somebody does to a poster before it is published.
type Alteration = fn(&mut Poster, &mut Random);

const COPIES: [(&str, Copy); 10] = [
    ("quality 60", |p| p.jpeg(60)),
    ("half size", |p| p.scaled(0.5, FilterType::Lanczos3)),
    ("half size, quality 60", |p| {
        p.scaled(0.5, FilterType::Triangle).jpeg(60)
    }),
    ("0.87 times, quality 75", |p| {
        p.scaled(0.871, FilterType::Triangle).jpeg(75)
    }),
    ("1.5 times, quality 80", |p| {
        p.scaled(1.5, FilterType::CatmullRom).jpeg(80)
    }),
    ("in a chat, quality 75", |p| chat(p).picture.jpeg(75)),
    ("screenshot, quality 80", |p| screenshot(p).picture.jpeg(80)),
    ("gamma 1.08, quality 70", |p| {
        p.toned(|v| v.powf(1.08)).jpeg(70)
    }),
    ("moved by a pixel, quality 85", |p| {
        p.pasted(p, 1, -1).jpeg(85)
    }),
    ("0.6 times and back, quality 75", |p| {
        p.scaled(0.6, FilterType::Triangle)
            .resized(p.width, p.height, FilterType::Triangle)
            .jpeg(75)
    }),
];

const ALTERATIONS: [(&str, Alteration); 4] = [
    ("digit changed", |poster, random| {
        let text = &mut poster.texts[2 + random.below(5)];
        let mut letters: Vec<char> = text.words.chars().collect();
        let digits: Vec<usize> = (0..letters.len())
            .filter(|i| letters[*i].is_ascii_digit())
            .collect();
        let at = *random.pick(&digits);
        // The digits that look most alike.
        letters[at] = ['8', '7', '3', '8', '9', '6', '5', '1', '9', '8']
            [letters[at].to_digit(10).unwrap() as usize];
        text.words = letters.into_iter().collect();
    }),
    ("line of small print removed", |poster, random| {
        let line = poster.texts.len() - 1 - random.below(3);
        poster.texts.remove(line);
    }),
    ("character changed", |poster, random| {
        let text = &mut poster.texts[2 + random.below(5)];
        let first = text.words.chars().next().unwrap();
        text.words = text.words.replacen(first, "总", 1);
    }),
    ("line added", |poster, _| {
        let mut line = poster.texts.last().unwrap().clone();
        line.y += line.size * 1.7;
        line.words = "名额有限，先到先得".to_owned();
        poster.texts.push(line);
    }),
];

/// `PAIRS=400 cargo test -p published accuracy -- --nocapture` prints what docs/decisions/published.md shows.
#[test]
fn no_copy_is_accused_and_no_alteration_is_missed() {
    let pairs: usize = std::env::var("PAIRS").map_or(40, |pairs| pairs.parse().unwrap());
    let mut wrong = Vec::new();
    for pair in 0..pairs {
        let (name, copy) = COPIES[pair % COPIES.len()];
        let seed = u32::try_from(pair / 2).unwrap();
        let alteration = (pair / COPIES.len() % 2 == 1)
            .then(|| ALTERATIONS[(pair / COPIES.len() / 2 + pair) % ALTERATIONS.len()]);
        let poster = any(seed);
        let mut altered = poster.clone();
        if let Some((_, alter)) = alteration {
            alter(&mut altered, &mut Random::new(seed + 1_000));
        }
        let comparison = compare(&poster.draw().side(&[]), &copy(&altered.draw()).side(&[]));
        // A long poster does not fit on a screen, and what was altered may be cut off.
        let fits = comparison
            .registration
            .as_ref()
            .is_some_and(|r| r.missing.is_empty());
        let is_right = match alteration {
            Some(_) => {
                comparison.outcome == Outcome::Altered
                    || !fits && comparison.outcome == Outcome::Cropped
            }
            None => matches!(
                comparison.outcome,
                Outcome::Same | Outcome::Framed | Outcome::Cropped
            ),
        };
        let what = alteration.map_or("unaltered", |(what, _)| what);
        println!(
            "{name}; {what}; seed {seed}; {:?}; {} regions",
            comparison.outcome,
            comparison.regions.len()
        );
        if !is_right {
            wrong.push(format!(
                "{name}, {what}, seed {seed}: {:?} {:?}",
                comparison.outcome, comparison.regions
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {pairs} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
