//! A request as the contract wants it on the wire: JSON for three endpoints, a multipart form for the
//! audit.

use reqwest::{
    Body, RequestBuilder,
    multipart::{Form, Part},
};
use serde::Serialize;

use crate::{
    image::Image,
    options::{CallOptions, Mode, Model, Temperature},
    request::{Request, Turn, characters},
};

/// The fields that all JSON requests have, after the endpoint's own.
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

/// Puts the request into the builder.
pub(crate) fn attach(
    builder: RequestBuilder,
    request: &Request,
    options: &CallOptions,
) -> reqwest::Result<RequestBuilder> {
    let mut json = Json {
        company: None,
        query: None,
        history: &[],
        stream: options.mode == Mode::Stream,
        model: options.model,
        temperature: options.temperature,
    };
    match request {
        Request::Audit { query, image } => {
            return Ok(builder.multipart(form(query, image.as_ref(), options)?));
        }
        Request::Diligence { company, .. } => json.company = Some(company),
        Request::Updates { query, .. } => json.query = Some(query),
        Request::Sparring { query, history } => {
            json.query = Some(query);
            json.history = history;
        }
    }
    Ok(builder.json(&json))
}

fn form(query: &str, image: Option<&Image>, options: &CallOptions) -> reqwest::Result<Form> {
    let stream = options.mode == Mode::Stream;
    // The contract calls `query` required and allows an image alone: then it is sent, empty.
    let query = if characters(query) == 0 { "" } else { query };
    let mut form = Form::new()
        .text("stream", stream.to_string())
        .text("query", query.to_owned())
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
