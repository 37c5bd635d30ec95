//! The four requests and the contract's limits, checked before sending.
//!
//! A character is one Unicode scalar value after trimming. Texts are sent untrimmed; trimming is for counting only.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Field, Problem, Unit, Violation},
    image::Image,
};

/// The minimum length of a company or a topic, in characters.
pub const SUBJECT_MIN: u64 = 2;
/// The maximum length of a company or a topic, in characters. The contract's own example is longer, so the user may
/// override it.
pub const SUBJECT_MAX: u64 = 25;
/// The maximum length of a text to audit, in characters.
pub const AUDIT_TEXT_MAX: u64 = 10_000;
/// The maximum length of an utterance, in characters.
pub const UTTERANCE_MAX: u64 = 2_000;
/// The maximum number of turns before the current utterance.
pub const HISTORY_MAX: u64 = 30;

/// A request to one of the four endpoints.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Company Due Diligence Assistant 企业尽调.
    Diligence {
        /// The company name.
        company: String,
        /// Whether to allow more than [`SUBJECT_MAX`] characters.
        allow_long: bool,
    },
    /// Financial Consumer Protection Audit 金融消保审核: a text, an image, or both.
    Audit {
        /// The text to audit; may be empty if there is an image.
        query: String,
        /// The image to audit.
        image: Option<Image>,
    },
    /// Financial Adviser Sparring 理财顾问陪练.
    Sparring {
        /// The current utterance.
        query: String,
        /// The earlier turns, oldest first.
        history: Vec<Turn>,
    },
    /// Financial Regulatory Dynamics Analysis 金融监管动态分析.
    Updates {
        /// The topic.
        query: String,
        /// Whether to allow more than [`SUBJECT_MAX`] characters.
        allow_long: bool,
    },
}

/// An earlier turn of a sparring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who spoke.
    pub role: Role,
    /// The utterance.
    pub content: String,
}

/// The speaker of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The trainee.
    User,
    /// The service.
    Assistant,
}

/// One of the service's four endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Company Due Diligence Assistant.
    Diligence,
    /// Financial Consumer Protection Audit.
    Audit,
    /// Financial Adviser Sparring.
    Sparring,
    /// Financial Regulatory Dynamics Analysis.
    Updates,
}

impl Endpoint {
    /// The URL path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Diligence => "/api/aico-saas/bm/v1/DueDiligenceReport",
            Self::Audit => "/api/aico-saas/bm/v1/ConsumerProtectionAudit",
            Self::Sparring => "/api/aico-saas/bm/v1/FinancialAdviserSparring",
            Self::Updates => "/api/aico-saas/bm/v1/RegulatoryUpdatesTracker",
        }
    }

    /// The type of the event that ends this endpoint's streams. Every other type is progress, including the one that
    /// ends another endpoint's streams.
    #[must_use]
    pub fn last_event(self) -> &'static str {
        match self {
            Self::Diligence | Self::Audit | Self::Updates => "workflow_finished",
            Self::Sparring => "message_finished",
        }
    }
}

impl Request {
    /// The endpoint of this request.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        match self {
            Self::Diligence { .. } => Endpoint::Diligence,
            Self::Audit { .. } => Endpoint::Audit,
            Self::Sparring { .. } => Endpoint::Sparring,
            Self::Updates { .. } => Endpoint::Updates,
        }
    }

    /// Checks the contract's limits. [`crate::Client::call`] does so before sending.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] with the field, the limit and the actual value.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Diligence {
                company,
                allow_long,
            } => subject(Field::Company, company, *allow_long),
            Self::Updates { query, allow_long } => subject(Field::Query, query, *allow_long),
            Self::Audit { query, image } => {
                if let Some(image) = image {
                    image.check()?;
                } else if characters(query) == 0 {
                    return Err(missing(Field::Query));
                }
                at_most(
                    Field::Query,
                    Problem::TooLong,
                    AUDIT_TEXT_MAX,
                    characters(query),
                )
            }
            Self::Sparring { query, history } => {
                if characters(query) == 0 {
                    return Err(missing(Field::Query));
                }
                at_most(
                    Field::Query,
                    Problem::TooLong,
                    UTTERANCE_MAX,
                    characters(query),
                )?;
                at_most(
                    Field::History,
                    Problem::TooMany,
                    HISTORY_MAX,
                    history.len() as u64,
                )
            }
        }
    }
}

/// The number of characters as the contract counts them.
#[must_use]
pub fn characters(text: &str) -> u64 {
    text.trim().chars().count() as u64
}

fn missing(field: Field) -> Error {
    Error::InvalidRequest(Violation {
        field,
        problem: Problem::Missing,
        limit: None,
        actual: None,
        unit: None,
    })
}

fn subject(field: Field, text: &str, allow_long: bool) -> Result<(), Error> {
    let actual = characters(text);
    if actual == 0 {
        return Err(missing(field));
    }
    if actual < SUBJECT_MIN {
        return Err(Error::InvalidRequest(Violation {
            field,
            problem: Problem::TooShort,
            limit: Some(SUBJECT_MIN),
            actual: Some(actual),
            unit: Some(Unit::Characters),
        }));
    }
    if allow_long {
        return Ok(());
    }
    at_most(field, Problem::TooLong, SUBJECT_MAX, actual)
}

pub(crate) fn at_most(
    field: Field,
    problem: Problem,
    limit: u64,
    actual: u64,
) -> Result<(), Error> {
    if actual <= limit {
        return Ok(());
    }
    let unit = match problem {
        Problem::TooLong => Some(Unit::Characters),
        Problem::TooMany => Some(Unit::Records),
        Problem::TooLarge => Some(Unit::Bytes),
        Problem::TooManyPixels => Some(Unit::Pixels),
        _ => None,
    };
    Err(Error::InvalidRequest(Violation {
        field,
        problem,
        limit: Some(limit),
        actual: Some(actual),
        unit,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(request: &Request) -> Option<(Field, Problem, Option<u64>, Option<u64>)> {
        match request.check() {
            Ok(()) => None,
            Err(Error::InvalidRequest(v)) => Some((v.field, v.problem, v.limit, v.actual)),
            Err(other) => panic!("{other}"),
        }
    }

    fn diligence(company: &str, allow_long: bool) -> Request {
        Request::Diligence {
            company: company.into(),
            allow_long,
        }
    }

    fn audit(query: String) -> Request {
        Request::Audit { query, image: None }
    }

    fn sparring(query: String, turns: usize) -> Request {
        let turn = Turn {
            role: Role::User,
            content: "hello".into(),
        };
        Request::Sparring {
            query,
            history: vec![turn; turns],
        }
    }

    #[test]
    fn a_subject_has_2_to_25_characters_and_more_only_when_the_user_insists() {
        assert_eq!(
            problem(&diligence("  ", false)),
            Some((Field::Company, Problem::Missing, None, None))
        );
        assert_eq!(
            problem(&diligence(" 金 ", true)),
            Some((Field::Company, Problem::TooShort, Some(2), Some(1)))
        );
        assert_eq!(problem(&diligence("金融", false)), None);
        assert_eq!(problem(&diligence(&"融".repeat(25), false)), None);
        assert_eq!(
            problem(&diligence(&"融".repeat(26), false)),
            Some((Field::Company, Problem::TooLong, Some(25), Some(26)))
        );
        assert_eq!(problem(&diligence(&"融".repeat(26), true)), None);
        let updates = Request::Updates {
            query: "😀".repeat(26),
            allow_long: false,
        };
        assert_eq!(
            problem(&updates),
            Some((Field::Query, Problem::TooLong, Some(25), Some(26)))
        );
    }

    #[test]
    fn an_audit_needs_a_text_or_a_picture_and_at_most_10_000_characters() {
        assert_eq!(
            problem(&audit(" \n".into())),
            Some((Field::Query, Problem::Missing, None, None))
        );
        assert_eq!(
            problem(&audit(format!(" {} \n", "融".repeat(10_000)))),
            None
        );
        assert_eq!(
            problem(&audit("融".repeat(10_001))),
            Some((Field::Query, Problem::TooLong, Some(10_000), Some(10_001)))
        );
    }

    #[test]
    fn a_sparring_has_at_most_2_000_characters_and_30_turns() {
        assert_eq!(problem(&sparring("融".repeat(2_000), 30)), None);
        assert_eq!(
            problem(&sparring("融".repeat(2_001), 0)),
            Some((Field::Query, Problem::TooLong, Some(2_000), Some(2_001)))
        );
        assert_eq!(
            problem(&sparring("hello".into(), 31)),
            Some((Field::History, Problem::TooMany, Some(30), Some(31)))
        );
        assert_eq!(
            problem(&sparring(" ".into(), 1)),
            Some((Field::Query, Problem::Missing, None, None))
        );
    }
}
