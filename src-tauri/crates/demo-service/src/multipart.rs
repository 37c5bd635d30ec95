//! Parses the audit's multipart form and checks its parts.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart};
use axum::http::request::Parts;
use bytes::Bytes;

use crate::picture::Picture;
use crate::refusal::Refusal;
use crate::request::{MAX_COPY, Request, Task, check_model, check_temperature, within};

/// The most parts of a form, unknown ones included.
const MAX_PARTS: usize = 16;

/// The parts as received.
#[derive(Default)]
struct Form {
    query: Option<Bytes>,
    image: Option<Bytes>,
    stream: Option<Bytes>,
    model: Option<Bytes>,
    temperature: Option<Bytes>,
}

/// Parses and checks the form in `body`, whose size the caller has bounded. Ignores unknown parts.
pub(crate) async fn from_form(parts: Parts, body: Bytes) -> Result<Request, Refusal> {
    let form = Form::read(parts, body).await?;

    let stream = match filled("stream", form.stream.as_ref())? {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            return Err(Refusal::WrongType {
                field: "stream",
                wanted: "the text true or false",
            });
        }
    };
    if let Some(model) = filled("model", form.model.as_ref())? {
        check_model(model)?;
    }
    if let Some(temperature) = filled("temperature", form.temperature.as_ref())? {
        check_temperature(temperature.parse().ok())?;
    }
    let copy = within(
        "query",
        filled("query", form.query.as_ref())?.unwrap_or_default(),
        MAX_COPY,
    )?
    .to_owned();
    // Browsers and curl send an empty file field if there is no image.
    let picture = form
        .image
        .filter(|bytes| !bytes.is_empty())
        .map(|bytes| Picture::examine(&bytes))
        .transpose()?;
    if copy.is_empty() && picture.is_none() {
        return Err(Refusal::NothingToAudit);
    }
    Ok(Request {
        task: Task::Audit { copy, picture },
        stream,
    })
}

impl Form {
    async fn read(parts: Parts, body: Bytes) -> Result<Self, Refusal> {
        let request = axum::extract::Request::from_parts(parts, Body::from(body));
        let mut multipart =
            Multipart::from_request(request, &())
                .await
                .map_err(|_| Refusal::WrongContentType {
                    wanted: "multipart/form-data with a boundary",
                })?;
        let mut form = Self::default();
        let mut seen = 0;
        while let Some(part) = multipart
            .next_field()
            .await
            .map_err(|_| Refusal::MalformedMultipart)?
        {
            seen += 1;
            if seen > MAX_PARTS {
                return Err(Refusal::TooManyParts { most: MAX_PARTS });
            }
            let name = part.name().unwrap_or_default().to_owned();
            let content = part
                .bytes()
                .await
                .map_err(|_| Refusal::MalformedMultipart)?;
            form.put(&name, content)?;
        }
        Ok(form)
    }

    fn put(&mut self, name: &str, content: Bytes) -> Result<(), Refusal> {
        let (field, slot) = match name {
            "query" => ("query", &mut self.query),
            "image" => ("image", &mut self.image),
            "stream" => ("stream", &mut self.stream),
            "model" => ("model", &mut self.model),
            "temperature" => ("temperature", &mut self.temperature),
            _ => return Ok(()),
        };
        match slot.replace(content) {
            None => Ok(()),
            Some(_) => Err(Refusal::RepeatedPart { field }),
        }
    }
}

/// The text of a part, trimmed; `None` if it is empty.
fn filled<'a>(field: &'static str, content: Option<&'a Bytes>) -> Result<Option<&'a str>, Refusal> {
    let Some(content) = content else {
        return Ok(None);
    };
    let text = std::str::from_utf8(content)
        .map_err(|_| Refusal::WrongType {
            field,
            wanted: "UTF-8 text",
        })?
        .trim();
    Ok(Some(text).filter(|text| !text.is_empty()))
}
