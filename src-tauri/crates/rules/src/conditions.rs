//! Where a rule holds: product, audience, medium, institution, place and date.

use crate::context::{Audience, Context, Field, Institution, Medium, Need, Product};
use crate::law::Law;
use crate::pack::{Check, RawRule};

/// Where a rule holds.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) products: Vec<Product>,
    not_products: Vec<Product>,
    audiences: Vec<Audience>,
    media: Vec<Medium>,
    institutions: Vec<Institution>,
    not_institutions: Vec<Institution>,
    places: Vec<String>,
    from: String,
    until: String,
    needs_date: bool,
    needs_picture: bool,
}

/// Whether a rule runs.
#[derive(Debug, PartialEq)]
pub(crate) enum Standing {
    Runs,
    DoesNotApply,
    Lacks(Vec<Need>),
}

impl Conditions {
    pub(crate) fn new(raw: &RawRule, law: Option<&Law>) -> Result<Self, String> {
        let later = |own: &String, law: &str| {
            if own.as_str() > law {
                own.clone()
            } else {
                law.to_owned()
            }
        };
        let in_force = law.map_or("", |law| law.in_force.as_str());
        let until = law.map_or("", |law| law.until.as_str());
        let mut places = raw.places.clone();
        if let Some(law) = law
            && places.is_empty()
            && !law.place.is_empty()
        {
            places.push(law.place.clone());
        }
        Ok(Self {
            products: names(&raw.products, Product::parse, "product")?,
            not_products: names(&raw.not_products, Product::parse, "product")?,
            audiences: names(&raw.audiences, Audience::parse, "audience")?,
            media: names(&raw.media, Medium::parse, "medium")?,
            institutions: names(&raw.institutions, Institution::parse, "institution")?,
            not_institutions: names(&raw.not_institutions, Institution::parse, "institution")?,
            places,
            from: later(&raw.from, in_force),
            until: if raw.until.is_empty() {
                until.to_owned()
            } else {
                raw.until.clone()
            },
            needs_date: matches!(raw.check, Some(Check::ProductAge | Check::AwardAge)),
            needs_picture: matches!(
                raw.check,
                Some(Check::RateSize | Check::NoticeSize | Check::NoticeContrast)
            ),
        })
    }

    /// `assumed` is the date that decides what is in force while none is known.
    pub(crate) fn standing(&self, context: &Context, assumed: &str, picture: bool) -> Standing {
        let date = context.date.value().map_or(assumed, String::as_str);
        if (!self.from.is_empty() && date < self.from.as_str())
            || (!self.until.is_empty() && date >= self.until.as_str())
        {
            return Standing::DoesNotApply;
        }
        let mut lacks = Vec::new();
        let mut applies = true;
        let mut one_of = |wanted: bool, holds: Option<bool>, need: Need| {
            if wanted {
                match holds {
                    Some(holds) => applies &= holds,
                    None => lacks.push(need),
                }
            }
        };
        let product = context.product.value();
        one_of(
            !self.products.is_empty(),
            product.map(|product| self.products.contains(product)),
            Need::Product,
        );
        one_of(
            !self.audiences.is_empty(),
            context
                .audience
                .value()
                .map(|audience| self.audiences.contains(audience)),
            Need::Audience,
        );
        one_of(
            !self.media.is_empty(),
            context
                .medium
                .value()
                .map(|medium| self.media.contains(medium)),
            Need::Medium,
        );
        one_of(
            !self.institutions.is_empty(),
            context
                .institution
                .value()
                .map(|institution| self.institutions.contains(institution)),
            Need::Institution,
        );
        one_of(
            !self.places.is_empty(),
            context
                .place
                .value()
                .map(|place| self.places.iter().any(|wanted| place.contains(wanted))),
            Need::Place,
        );
        one_of(
            self.needs_date,
            context.date.value().map(|_| true),
            Need::Date,
        );
        one_of(self.needs_picture, picture.then_some(true), Need::Picture);
        let excluded = product.is_some_and(|product| self.not_products.contains(product))
            || context
                .institution
                .value()
                .is_some_and(|institution| self.not_institutions.contains(institution));
        if !applies || excluded {
            Standing::DoesNotApply
        } else if lacks.is_empty() {
            Standing::Runs
        } else {
            Standing::Lacks(lacks)
        }
    }

    /// A context in which it holds, for the rule's examples.
    pub(crate) fn example(&self) -> Context {
        fn known<T: Clone>(values: &[T]) -> Field<T> {
            values.first().map_or(Field::Unknown, |value| Field::Known {
                value: value.clone(),
            })
        }
        Context {
            product: known(&self.products),
            audience: known(&self.audiences),
            medium: known(&self.media),
            institution: known(&self.institutions),
            place: known(&self.places),
            date: Field::Unknown,
        }
    }

    /// How narrowly it holds: of two rules about the same words, the narrower one knows better.
    pub(crate) fn narrowness(&self) -> usize {
        usize::from(!self.products.is_empty())
            + usize::from(!self.audiences.is_empty())
            + usize::from(!self.institutions.is_empty())
            + usize::from(!self.places.is_empty())
    }
}

fn names<T>(
    names: &[String],
    parse: impl Fn(&str) -> Option<T>,
    what: &str,
) -> Result<Vec<T>, String> {
    names
        .iter()
        .map(|name| parse(name).ok_or_else(|| format!("“{name}” is no {what}")))
        .collect()
}
