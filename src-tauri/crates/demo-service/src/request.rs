//! A validated request, and the validation of the JSON endpoints.

use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::picture::Picture;
use crate::refusal::Refusal;

/// The maximum length of a text to audit, in characters.
pub(crate) const MAX_COPY: usize = 10_000;
/// The maximum length of a sparring utterance, in characters.
pub(crate) const MAX_UTTERANCE: usize = 2_000;
/// The maximum number of history records.
pub(crate) const MAX_HISTORY: usize = 30;
/// The minimum length of a company name or a topic, in characters.
pub(crate) const LEAST_NAME: usize = 2;
/// The published limit is 25, but the published example has 42 characters, so that limit is not enforced. This larger
/// one only keeps the answers' layout intact.
pub(crate) const MAX_NAME: usize = 100;

/// A validated request with its options.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) task: Task,
    /// Whether to stream; the contract gives no default, so it is false.
    pub(crate) stream: bool,
}

/// The inputs of one endpoint, trimmed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Task {
    Diligence {
        company: String,
    },
    Audit {
        copy: String,
        picture: Option<Picture>,
    },
    Sparring {
        utterance: String,
        history: Vec<Turn>,
    },
    Updates {
        topic: String,
    },
}

/// One record of a sparring history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) role: Role,
    pub(crate) content: String,
}

/// The speaker of a turn; the user is the adviser in training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    User,
    Assistant,
}

/// The fields of a JSON body.
pub(crate) type Fields = Map<String, Value>;

/// Parses and validates a JSON body: the common fields here, the endpoint's own with `task`.
pub(crate) fn from_json(
    headers: &HeaderMap,
    body: &[u8],
    task: fn(&Fields) -> Result<Task, Refusal>,
) -> Result<Request, Refusal> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::WrongContentType {
            wanted: "application/json",
        });
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| Refusal::MalformedJson {
        line: error.line(),
        column: error.column(),
    })?;
    let Value::Object(fields) = value else {
        return Err(Refusal::NotAnObject);
    };

    let stream = match given(&fields, "stream") {
        None => false,
        Some(value) => value.as_bool().ok_or(Refusal::WrongType {
            field: "stream",
            wanted: "true or false",
        })?,
    };
    if let Some(model) = text(&fields, "model")? {
        check_model(model)?;
    }
    if let Some(temperature) = given(&fields, "temperature") {
        check_temperature(temperature.as_f64())?;
    }
    Ok(Request {
        task: task(&fields)?,
        stream,
    })
}

/// Parses the fields of endpoint 1.
pub(crate) fn diligence(fields: &Fields) -> Result<Task, Refusal> {
    Ok(Task::Diligence {
        company: name(fields, "company")?,
    })
}

/// Parses the fields of endpoint 3.
pub(crate) fn sparring(fields: &Fields) -> Result<Task, Refusal> {
    let utterance = within("query", required(fields, "query")?, MAX_UTTERANCE)?.to_owned();
    Ok(Task::Sparring {
        utterance,
        history: history(fields)?,
    })
}

/// Parses the fields of endpoint 4.
pub(crate) fn updates(fields: &Fields) -> Result<Task, Refusal> {
    Ok(Task::Updates {
        topic: name(fields, "query")?,
    })
}

/// Checks that `value` has at most `most` characters.
pub(crate) fn within<'a>(
    field: &'static str,
    value: &'a str,
    most: usize,
) -> Result<&'a str, Refusal> {
    let actual = value.chars().count();
    if actual > most {
        Err(Refusal::TooLong {
            field,
            most,
            actual,
        })
    } else {
        Ok(value)
    }
}

/// Accepts only the published models.
pub(crate) fn check_model(model: &str) -> Result<(), Refusal> {
    if matches!(model, "4-Plus" | "4-Air") {
        Ok(())
    } else {
        Err(Refusal::UnknownModel)
    }
}

/// Accepts only 0.0 to 1.0; `None` means not a number.
pub(crate) fn check_temperature(temperature: Option<f64>) -> Result<(), Refusal> {
    match temperature {
        Some(value) if (0.0..=1.0).contains(&value) => Ok(()),
        _ => Err(Refusal::TemperatureRange),
    }
}

/// The field's value unless it is missing or null.
fn given<'a>(fields: &'a Fields, field: &str) -> Option<&'a Value> {
    fields.get(field).filter(|value| !value.is_null())
}

fn text<'a>(fields: &'a Fields, field: &'static str) -> Result<Option<&'a str>, Refusal> {
    given(fields, field)
        .map(|value| {
            value.as_str().ok_or(Refusal::WrongType {
                field,
                wanted: "a string",
            })
        })
        .transpose()
}

fn required<'a>(fields: &'a Fields, field: &'static str) -> Result<&'a str, Refusal> {
    let value = text(fields, field)?.map(str::trim).unwrap_or_default();
    if value.is_empty() {
        Err(Refusal::Missing { field })
    } else {
        Ok(value)
    }
}

fn name(fields: &Fields, field: &'static str) -> Result<String, Refusal> {
    let value = within(field, required(fields, field)?, MAX_NAME)?;
    let actual = value.chars().count();
    if actual < LEAST_NAME {
        return Err(Refusal::TooShort {
            field,
            least: LEAST_NAME,
            actual,
        });
    }
    Ok(value.to_owned())
}

fn history(fields: &Fields) -> Result<Vec<Turn>, Refusal> {
    let Some(value) = given(fields, "history") else {
        return Ok(Vec::new());
    };
    let records = value.as_array().ok_or(Refusal::WrongType {
        field: "history",
        wanted: "an array",
    })?;
    if records.len() > MAX_HISTORY {
        return Err(Refusal::HistoryTooLong {
            most: MAX_HISTORY,
            actual: records.len(),
        });
    }
    records
        .iter()
        .zip(1..)
        .map(|(record, number)| turn(record, number))
        .collect()
}

fn turn(record: &Value, number: usize) -> Result<Turn, Refusal> {
    let wrong = |wanted| Refusal::HistoryRecord { number, wanted };
    let role = match record.get("role").and_then(Value::as_str) {
        Some("user") => Role::User,
        Some("assistant") => Role::Assistant,
        _ => return Err(wrong("role must be \"user\" or \"assistant\"")),
    };
    let content = record
        .get("content")
        .and_then(Value::as_str)
        .ok_or(wrong("content must be a string"))?;
    Ok(Turn {
        role,
        content: content.to_owned(),
    })
}
