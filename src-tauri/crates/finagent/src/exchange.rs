//! One attempt over the network: send, wait for the head, read the body.
//!
//! Every wait ends at once when the caller cancels, and by itself after a silence.

use std::{
    future::Future,
    time::{Duration, SystemTime},
};

use bytes::{Bytes, BytesMut};
use reqwest::{
    Response, StatusCode,
    header::{
        ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
        RETRY_AFTER,
    },
};
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use crate::{
    answer::{Answer, Failure, Partial},
    body,
    cause::{Route, of_failed_send},
    content::{self, Fault},
    echo::EchoGuard,
    error::{Error, Phase},
    excerpt::excerpt,
    key::ApiKey,
    options::{CallOptions, Mode},
    origin::Origin,
    progress::{Observer, Progress},
    reading::{Expectation, FOREIGN_LIMIT, Reading},
    request::Request,
    retry::parse_retry_after,
};

/// How long a body is waited for that only explains a status that is known already.
const EXPLANATION_TIME: Duration = Duration::from_secs(5);

/// The headers of an answer that whoever keeps evidence wants to know.
const TELLING_HEADERS: [&str; 8] = [
    "content-type",
    "content-length",
    "date",
    "server",
    "via",
    "retry-after",
    "x-request-id",
    "x-trace-id",
];

#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) http: reqwest::Client,
    pub(crate) origin: Origin,
    pub(crate) key: Option<ApiKey>,
    pub(crate) takes_proxy: bool,
    pub(crate) deadlines: Deadlines,
}

#[derive(Clone, Copy)]
pub(crate) struct Deadlines {
    pub(crate) connect: Duration,
    pub(crate) silence: Duration,
}

impl Connection {
    pub(crate) async fn exchange(
        &self,
        request: &Request,
        options: &CallOptions,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Result<Answer, Failure> {
        let response = self.send(request, options, cancel).await?;
        let status = response.status();
        on(Progress::Connected {
            status: status.as_u16(),
            headers: &self.telling_headers(&response),
        });
        if status.is_success() {
            let expected = Expectation {
                endpoint: request.endpoint(),
                mode: options.mode,
                content_type: self.header(&response, CONTENT_TYPE),
                key: self.key.as_ref(),
            };
            self.read_answer(response, expected, cancel, on).await
        } else if let Some(location) = response
            .headers()
            .get(LOCATION)
            .filter(|_| status.is_redirection())
        {
            Err(self.redirect(status, location).into())
        } else {
            Err(self.read_refusal(response, cancel, on).await)
        }
    }

    async fn send(
        &self,
        request: &Request,
        options: &CallOptions,
        cancel: &CancellationToken,
    ) -> Result<Response, Error> {
        let accept = match options.mode {
            Mode::Stream => "text/event-stream, application/json;q=0.5",
            Mode::Sync => "application/json, text/event-stream;q=0.5",
        };
        let mut builder = self
            .http
            .post(self.origin.join(request.endpoint().path()))
            .header(ACCEPT, accept)
            // The bytes are kept as evidence, as they are; and a small body that unpacks to a huge one
            // is no danger.
            .header(ACCEPT_ENCODING, "identity");
        // A key that was parsed is visible ASCII, which any header takes.
        if let Some(Ok(mut value)) = self
            .key
            .as_ref()
            .map(|key| HeaderValue::from_str(key.expose()))
        {
            value.set_sensitive(true);
            builder = builder.header(AUTHORIZATION, value);
        }
        let route = Route {
            host: self.origin.host(),
            through_proxy: self.takes_proxy,
            connect_timeout: self.deadlines.connect,
            key: self.key.as_ref(),
        };
        let name = |error: reqwest::Error| of_failed_send(&error, &route);
        let sending = body::attach(builder, request, options)
            .map_err(name)?
            .send();
        self.within_silence(sending, cancel).await?.map_err(name)
    }

    async fn read_answer(
        &self,
        mut response: Response,
        expected: Expectation<'_>,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Result<Answer, Failure> {
        let mut reading = Reading::new(expected);
        let mut guard = EchoGuard::new(self.key.as_ref());
        let result = loop {
            let broken = match self.within_silence(response.chunk(), cancel).await {
                Ok(Ok(Some(chunk))) => match take(&mut reading, guard.pass(chunk), cancel, on) {
                    Ok(None) => continue,
                    Ok(Some(answer)) => break Ok(answer),
                    Err(error) => break Err(error),
                },
                Ok(Ok(None)) => None,
                Ok(Err(_)) => Some(reading.interrupted()),
                Err(Error::Cancelled) => break Err(Error::Cancelled),
                Err(error) => Some(error),
            };
            match take(&mut reading, guard.rest(), cancel, on) {
                Ok(None) => {}
                Ok(Some(answer)) => break Ok(answer),
                Err(error) => break Err(error),
            }
            // What came before a connection broke may be a whole answer, or say what went wrong.
            break match (reading.end(on), broken) {
                (Err(Error::Interrupted { .. } | Error::Unreadable { .. }), Some(broken)) => {
                    Err(broken)
                }
                (result, _) => result,
            };
        };
        result.map_err(|error| Failure {
            error,
            partial: reading.partial(),
        })
    }

    /// Names a status that is no success, with the beginning of the body that explains it.
    async fn read_refusal(
        &self,
        mut response: Response,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Failure {
        let status = response.status().as_u16();
        let now = SystemTime::now();
        let retry_after = self
            .header(&response, RETRY_AFTER)
            .and_then(|value| parse_retry_after(&value, now));
        let mut body = BytesMut::new();
        let mut guard = EchoGuard::new(self.key.as_ref());
        let mut take = |chunk: Bytes| {
            on(Progress::Bytes(&chunk));
            body.extend_from_slice(&chunk);
            body.len()
        };
        let reading = async {
            while let Ok(Some(chunk)) = self.within_silence(response.chunk(), cancel).await? {
                if take(guard.pass(chunk)) >= FOREIGN_LIMIT {
                    break;
                }
            }
            take(guard.rest());
            Ok::<(), Error>(())
        };
        // The status is what counts: whatever else ends the body, what came of it is enough.
        if let Ok(Err(Error::Cancelled)) = tokio::time::timeout(EXPLANATION_TIME, reading).await {
            return Error::Cancelled.into();
        }
        let bytes = body.len() as u64;
        body.truncate(FOREIGN_LIMIT);
        let error = match fault(&body.freeze()) {
            Ok(fault) => Error::Service {
                code: fault.code,
                message: excerpt(&fault.message, self.key.as_ref()),
                retry_after,
            },
            Err(text) => Error::HttpStatus {
                status,
                retry_after,
                excerpt: excerpt(&text, self.key.as_ref()),
            },
        };
        Failure {
            error,
            partial: Partial {
                bytes,
                ..Partial::default()
            },
        }
    }

    fn redirect(&self, status: StatusCode, location: &HeaderValue) -> Error {
        let target = String::from_utf8_lossy(location.as_bytes()).into_owned();
        let target = self.origin.join("/").join(&target).ok();
        let host = target.as_ref().and_then(|target| target.host_str());
        Error::Redirect {
            status: status.as_u16(),
            host: host.map(|host| excerpt(host, self.key.as_ref())),
        }
    }

    fn telling_headers(&self, response: &Response) -> Vec<(String, String)> {
        let headers = response.headers();
        TELLING_HEADERS
            .into_iter()
            .filter_map(|name| {
                let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned();
                Some((name.to_owned(), excerpt(&value, self.key.as_ref())))
            })
            .collect()
    }

    fn header(&self, response: &Response, name: HeaderName) -> Option<String> {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    /// Waits for one thing: until it comes, the caller cancels, or nothing has come for too long.
    async fn within_silence<T>(
        &self,
        work: impl Future<Output = T>,
        cancel: &CancellationToken,
    ) -> Result<T, Error> {
        let after = self.deadlines.silence;
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(Error::Cancelled),
            done = tokio::time::timeout(after, work) => {
                done.map_err(|_| Error::Timeout { phase: Phase::Silence, after })
            }
        }
    }
}

/// Shows bytes to whoever listens, then reads them.
fn take(
    reading: &mut Reading<'_>,
    bytes: Bytes,
    cancel: &CancellationToken,
    on: Observer<'_>,
) -> Result<Option<Answer>, Error> {
    if bytes.is_empty() {
        return Ok(None);
    }
    on(Progress::Bytes(&bytes));
    reading.push(bytes, cancel, on)
}

/// The service's own error in a body, or the body's text.
fn fault(body: &Bytes) -> Result<Fault, String> {
    let text = String::from_utf8_lossy(body);
    serde_json::from_str::<&RawValue>(text.trim_start_matches('\u{FEFF}'))
        .ok()
        .and_then(|document| content::read_document(document).1)
        .ok_or_else(|| text.into_owned())
}
