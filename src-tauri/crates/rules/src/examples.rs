//! The examples that every rule carries: texts it must find something in, and texts it must leave alone.

use crate::context::{Field, Product};
use crate::material::{Material, Place};
use crate::packs::Packs;
use crate::rule::Rule;

/// How many examples of each kind a rule needs.
const NEEDED: usize = 3;

/// An example that does not hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// Id of the rule.
    pub rule: String,
    /// Id of its pack.
    pub pack: String,
    /// What does not hold.
    pub problem: String,
}

impl Packs {
    /// Runs the examples of all rules.
    pub fn run_examples(&self) -> Vec<Failure> {
        let mut failures = Vec::new();
        for rule in &self.rules {
            let mut fail = |problem: String| {
                failures.push(Failure {
                    rule: rule.id.clone(),
                    pack: self
                        .packs
                        .get(rule.pack)
                        .map(|pack| pack.id.clone())
                        .unwrap_or_default(),
                    problem,
                });
            };
            if rule.hit.len() < NEEDED || rule.pass.len() < NEEDED {
                fail(format!(
                    "needs {NEEDED} texts in `hit` and in `pass`, has {} and {}",
                    rule.hit.len(),
                    rule.pass.len()
                ));
            }
            for (texts, wanted) in [(&rule.hit, true), (&rule.pass, false)] {
                for text in texts {
                    if self.finds(rule, text) != wanted {
                        let verb = if wanted { "must find" } else { "must not find" };
                        fail(format!("{verb} anything in “{text}”"));
                    }
                }
            }
        }
        failures
    }

    fn finds(&self, rule: &Rule, text: &str) -> bool {
        let product = Product::parse(&rule.example_product)
            .or_else(|| rule.conditions.products.first().copied());
        let mut context = rule.conditions.example();
        if let Some(value) = product {
            context.product = Field::Known { value };
        }
        if !rule.example_date.is_empty() {
            context.date = Field::Known {
                value: rule.example_date.clone(),
            };
        }
        self.rule_finds(rule, &example_material(text), &context)
    }
}

/// Copy, or a picture if its lines start with the size of their letters, as in `[48]保本保息`; a contrast may follow, as in
/// `[12,1.5]`.
fn example_material(text: &str) -> Material {
    let lines: Option<Vec<_>> = text.lines().map(sized_line).collect();
    let Some(lines) = lines.filter(|lines| !lines.is_empty()) else {
        return Material::plain(text);
    };
    let mut top = 0.0;
    Material::from_lines(lines.into_iter().map(|(size, contrast, text)| {
        let place = Place {
            left: 0.0,
            top,
            right: size * text.chars().count() as f32,
            bottom: top + size,
            font_size: size,
            contrast,
        };
        top += size * 1.5;
        (text, place)
    }))
}

fn sized_line(line: &str) -> Option<(f32, Option<f32>, String)> {
    let (inside, text) = line.strip_prefix('[')?.split_once(']')?;
    let (size, contrast) = match inside.split_once(',') {
        Some((size, contrast)) => (size, Some(contrast.parse().ok()?)),
        None => (inside, None),
    };
    Some((size.parse().ok()?, contrast, text.to_owned()))
}
