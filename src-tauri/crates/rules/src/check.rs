//! Runs the rules on a material.

use std::cell::OnceCell;
use std::sync::Arc;

use bumpalo::Bump;

use crate::conditions::Standing;
use crate::context::Context;
use crate::exemptions::Exemptions;
use crate::fold::{Folded, Stretches};
use crate::language::is_cleared;
use crate::material::Material;
use crate::numbers::{self, Input};
use crate::pack::Scope;
use crate::packs::Packs;
use crate::pattern::Patterns;
use crate::report::{Language, NotChecked, Report};
use crate::rule::{Body, Find, Needed, Rule};
use crate::scan::Scan;
use crate::span::Span;
use crate::strongest::strongest;

/// A place that a rule found; no span where something is missing.
#[derive(Debug)]
pub(crate) struct Hit<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) order: usize,
    pub(crate) span: Option<Span>,
    pub(crate) detail: Option<[String; 2]>,
}

impl Packs {
    /// Checks a material. What `said` leaves unknown is guessed.
    pub fn check(&self, material: &Material, said: &Context, language: Language) -> Report {
        let folded = Folded::new(material);
        let arena = Bump::new();
        let scan = self.matcher.scan(&folded, &arena);
        let context = self.guesses.complete(said, &scan, material);
        let check = Checking {
            packs: self,
            material,
            scan: &scan,
            context: &context,
            exempt: Exemptions::new(self, &scan, &context),
        };
        let (hits, not_checked) = check.run();
        let findings = check.findings(strongest(hits, &self.packs), language);
        Report {
            findings,
            not_checked,
            context,
            packs: Arc::clone(&self.versions),
        }
    }

    /// Whether one rule finds something, whatever the others find.
    pub(crate) fn rule_finds(&self, rule: &Rule, material: &Material, said: &Context) -> bool {
        let folded = Folded::new(material);
        let arena = Bump::new();
        let scan = self.matcher.scan(&folded, &arena);
        let context = self.guesses.complete(said, &scan, material);
        let standing = rule
            .conditions
            .standing(&context, &self.checked, material.is_picture());
        if standing != Standing::Runs {
            return false;
        }
        let check = Checking {
            packs: self,
            material,
            scan: &scan,
            context: &context,
            exempt: Exemptions::new(self, &scan, &context),
        };
        let mut hits = Vec::new();
        check.rule(0, rule, &mut Vec::new(), &mut hits);
        !hits.is_empty()
    }
}

/// What a rule looks for around its finds, found once and only where there is a find.
struct Around {
    not_in: OnceCell<Vec<Span>>,
    with: OnceCell<Vec<Span>>,
    without: OnceCell<Vec<Span>>,
}

pub(crate) struct Checking<'a> {
    pub(crate) packs: &'a Packs,
    pub(crate) material: &'a Material,
    pub(crate) scan: &'a Scan<'a>,
    context: &'a Context,
    exempt: Exemptions<'a>,
}

impl<'a> Checking<'a> {
    fn run(&self) -> (Vec<Hit<'a>>, Vec<NotChecked>) {
        let (mut places, mut hits, mut not_checked) = (Vec::new(), Vec::new(), Vec::new());
        let picture = self.material.is_picture();
        for (order, rule) in self.packs.rules.iter().enumerate() {
            match rule
                .conditions
                .standing(self.context, &self.packs.checked, picture)
            {
                Standing::Runs => self.rule(order, rule, &mut places, &mut hits),
                Standing::Lacks(needs) => not_checked.push(NotChecked {
                    rule: rule.id.clone(),
                    needs,
                }),
                Standing::DoesNotApply => {}
            }
        }
        (hits, not_checked)
    }

    /// `places` is room that all rules share.
    fn rule<'r>(
        &self,
        order: usize,
        rule: &'r Rule,
        places: &mut Vec<Span>,
        hits: &mut Vec<Hit<'r>>,
    ) {
        let own = OnceCell::new();
        let free = |span: &Span| {
            let exempt: &Vec<Span> = own.get_or_init(|| {
                let mut places = Vec::new();
                for pattern in rule.exempt.iter() {
                    self.scan.find(pattern, &mut places);
                }
                places
            });
            !exempt.iter().any(|exempt| exempt.overlaps(*span))
                && !self.exempt.clear(*span, &rule.topic)
        };
        let hit = |span: Option<Span>, detail| Hit {
            rule,
            order,
            span,
            detail,
        };
        match &rule.body {
            Body::Find(find) => {
                self.add_places(&find.patterns, places);
                let around = Around {
                    not_in: OnceCell::new(),
                    with: OnceCell::new(),
                    without: OnceCell::new(),
                };
                hits.extend(
                    places
                        .drain(..)
                        .filter(free)
                        .filter(|span| self.stands(find, &around, *span))
                        .map(|span| hit(Some(span), None)),
                );
            }
            Body::Need(needed) => {
                if let Some(trigger) = self.missing(needed, &free) {
                    hits.push(hit(trigger, None));
                }
            }
            Body::Check(check, params) => {
                let input = Input {
                    scan: self.scan,
                    material: self.material,
                    context: self.context,
                    groups: &self.packs.groups,
                    params,
                };
                hits.extend(
                    numbers::run(*check, &input)
                        .into_iter()
                        .filter(|problem| free(&problem.span))
                        .map(|problem| hit(Some(problem.span), Some(problem.detail))),
                );
            }
        }
    }

    fn places(&self, patterns: &Patterns) -> Vec<Span> {
        let mut places = Vec::new();
        self.add_places(patterns, &mut places);
        places
    }

    fn add_places(&self, patterns: &Patterns, places: &mut Vec<Span>) {
        for pattern in patterns.iter() {
            self.scan.find(pattern, places);
        }
        for place in places {
            // A pattern may end with a number; its sign belongs to it.
            let last = self.scan.folded.char(place.end.saturating_sub(1));
            if last.is_some_and(|c| c.is_ascii_digit())
                && self.scan.folded.char(place.end) == Some('%')
            {
                place.end += 1;
            }
        }
    }

    /// The places by start.
    fn sorted(&self, patterns: &Patterns) -> Vec<Span> {
        let mut places = self.places(patterns);
        places.sort_unstable();
        places
    }

    /// Whether what a pattern found counts in its surroundings.
    fn stands(&self, find: &Find, around: &Around, span: Span) -> bool {
        let folded = self.scan.folded;
        let after = |word: &Vec<char>| {
            span.start
                .checked_sub(word.len())
                .is_some_and(|start| folded.slice(start, span.start) == word.as_slice())
        };
        let before =
            |word: &Vec<char>| folded.slice(span.end, span.end + word.len()) == word.as_slice();
        if find.not_after.iter().any(after) || find.not_before.iter().any(before) {
            return false;
        }
        if find.less_than.is_some() || find.more_than.is_some() {
            let number = self
                .scan
                .numbers
                .iter()
                .rfind(|number| span.covers(number.span));
            let out = number.is_some_and(|number| {
                find.less_than.is_some_and(|limit| number.value < limit)
                    || find.more_than.is_some_and(|limit| number.value > limit)
            });
            if !out {
                return false;
            }
        }
        let has = |places: &[Span], scope: Scope| {
            let (start, end) = self.stretch(scope, span);
            let first = places.partition_point(|place| place.start < start);
            places
                .get(first..)
                .unwrap_or_default()
                .iter()
                .take_while(|place| place.start < end)
                .any(|place| place.end <= end)
        };
        let with = || self.sorted(&find.with);
        if !find.with.is_empty() && !has(around.with.get_or_init(with), find.with_in) {
            return false;
        }
        let without = || self.sorted(&find.without);
        if !find.without.is_empty() && has(around.without.get_or_init(without), find.without_in) {
            return false;
        }
        let not_in = || self.sorted(&find.not_in);
        let is_larger = || {
            let larger = around.not_in.get_or_init(not_in);
            overlapping(larger, span).next().is_some()
        };
        !is_cleared(self.scan, &self.packs.groups, &find.unless, span)
            && (find.not_in.is_empty() || !is_larger())
    }

    /// What asks for the missing words (nothing, if the rule always asks for them); none if they are there.
    fn missing(&self, needed: &Needed, free: &dyn Fn(&Span) -> bool) -> Option<Option<Span>> {
        let triggers = self.sorted(&needed.when);
        if triggers.is_empty() && !needed.when.is_empty() {
            return None;
        }
        let everything = (0, self.scan.folded.len());
        let need = OnceCell::new();
        let there = |(start, end): (usize, usize)| {
            need.get_or_init(|| self.places(&needed.need))
                .iter()
                .any(|place: &Span| place.start >= start && place.end <= end)
        };
        if self
            .scan
            .find_in(&needed.without, everything.0, everything.1)
            .is_some()
        {
            return None;
        }
        if needed.when.is_empty() {
            let silent = self.material.text().trim().is_empty();
            return (!silent && !there(everything)).then_some(None);
        }
        if needed.together == Scope::Material && there(everything) {
            return None;
        }
        let all = [
            crate::pack::Test::Denied,
            crate::pack::Test::Warned,
            crate::pack::Test::Asked,
            crate::pack::Test::Quoted,
        ];
        triggers
            .into_iter()
            .filter(free)
            .filter(|span| !is_cleared(self.scan, &self.packs.groups, &all, *span))
            .find(|span| {
                needed.together == Scope::Material || !there(self.stretch(needed.together, *span))
            })
            .map(Some)
    }

    fn stretch(&self, scope: Scope, span: Span) -> (usize, usize) {
        let folded = self.scan.folded;
        let over = |of: &Stretches| of.over(span.start, span.end);
        match scope {
            Scope::Clause => over(&folded.clauses),
            Scope::Sentence => over(&folded.sentences),
            Scope::Block => over(&folded.blocks),
            Scope::Near => {
                let (start, end) = over(&folded.blocks);
                let last = folded.len().saturating_sub(1);
                (
                    folded.blocks.around(start.saturating_sub(1)).0,
                    folded.blocks.around(end.min(last)).1,
                )
            }
            Scope::Material => (0, folded.len()),
        }
    }
}

/// The longest place that a pattern can find: as many parts and as much room as a pattern may have.
const LONGEST: usize = 4_000;

/// Those of the places, sorted by start, that overlap a span.
fn overlapping(places: &[Span], span: Span) -> impl Iterator<Item = &Span> {
    let first = places.partition_point(|place| place.start + LONGEST < span.start);
    let places = places.get(first..).unwrap_or_default();
    let last = places.partition_point(|place| place.start < span.end);
    let places = places.get(..last).unwrap_or_default();
    places
        .iter()
        .rev()
        .filter(move |place| place.overlaps(span))
}
