//! Encodes a request as the contract defines it: JSON for three endpoints, a multipart form for the audit.

use reqwest::{
    Body, RequestBuilder,
    multipart::{Form, Part},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    image::Image,
    options::{CallOptions, Mode, Model, Temperature},
    request::{Request, Turn, characters},
};

/// The fields of a request; the endpoint's own come first.
#[derive(Serialize)]
struct Json<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
    #[serde(skip_serializing_if = "<[Turn]>::is_empty")]
    history: &'a [Turn],
    stream: bool,
    model: Model,
    temperature: Temperature,
}

impl Request {
    /// Returns the fields of the request as they are sent, without the key, which is a header. For an image it gives
    /// the name, media type and size instead of the bytes.
    #[must_use]
    pub fn as_sent(&self, options: &CallOptions) -> Value {
        let fields = Json::of(self, options);
        let mut sent = serde_json::to_value(&fields).unwrap_or_default();
        if let (
            Request::Audit {
                image: Some(image), ..
            },
            Some(sent),
        ) = (self, sent.as_object_mut())
        {
            let part = json!({
                "name": image.sent_name(), "type": image.format.mime(), "bytes": image.bytes.len(),
            });
            sent.insert("image".to_owned(), part);
        }
        sent
    }
}

impl<'a> Json<'a> {
    fn of(request: &'a Request, options: &CallOptions) -> Self {
        let mut json = Self {
            company: None,
            query: None,
            history: &[],
            stream: options.mode == Mode::Stream,
            model: options.model,
            temperature: options.temperature,
        };
        match request {
            Request::Audit { query, .. } => json.query = Some(sent_query(query)),
            Request::Diligence { company, .. } => json.company = Some(company),
            Request::Updates { query, .. } => json.query = Some(query),
            Request::Sparring { query, history } => {
                json.query = Some(query);
                json.history = history;
            }
        }
        json
    }
}

/// The contract requires the text of an audit but also allows an image alone. Then the text is sent empty.
fn sent_query(query: &str) -> &str {
    if characters(query) == 0 { "" } else { query }
}

/// Adds the body to the request.
pub(crate) fn attach(
    builder: RequestBuilder,
    request: &Request,
    options: &CallOptions,
) -> reqwest::Result<RequestBuilder> {
    match request {
        Request::Audit { query, image } => {
            Ok(builder.multipart(form(query, image.as_ref(), options)?))
        }
        _ => Ok(builder.json(&Json::of(request, options))),
    }
}

fn form(query: &str, image: Option<&Image>, options: &CallOptions) -> reqwest::Result<Form> {
    let stream = options.mode == Mode::Stream;
    let mut form = Form::new()
        .text("stream", stream.to_string())
        .text("query", sent_query(query).to_owned())
        .text("model", options.model.as_str())
        .text("temperature", options.temperature.to_string());
    if let Some(image) = image {
        let part =
            Part::stream_with_length(Body::from(image.bytes.clone()), image.bytes.len() as u64)
                .file_name(image.sent_name())
                .mime_str(image.format.mime())?;
        form = form.part("image", part);
    }
    Ok(form)
}
