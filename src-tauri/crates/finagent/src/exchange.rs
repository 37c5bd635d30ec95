//! One attempt over the network: send the request, wait for the head, read the body.
//!
//! Each wait ends immediately on cancellation and times out after a silence.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::{Bytes, BytesMut};
use hyper::{
    StatusCode,
    header::{
        ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName,
        HeaderValue, LOCATION, RETRY_AFTER,
    },
};
use reqwest::RequestBuilder;
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use crate::{
    answer::{Answer, Failure, Partial},
    answer_reader::{AnswerReader, Expectation, FOREIGN_LIMIT},
    body,
    cause::{Route, of_broken},
    content::{self, Fault},
    error::{Error, Flood, Phase},
    excerpt::excerpt,
    key::ApiKey,
    options::{CallOptions, Mode},
    origin::Origin,
    progress::{Observer, Progress},
    redaction::Redactor,
    request::Request,
    retry::parse_retry_after,
    transport::{HttpResponse, Transport, TransportError},
};

/// Time limit for reading the body of an error status, which only explains the status.
const EXPLANATION_TIME: Duration = Duration::from_secs(5);

/// The most chunks of an answer, unless they average [`CHUNK_BYTES`] bytes each. The CPU cost depends on the number of
/// chunks, not of bytes, and a service that sends single bytes would stay within the byte limit for a very long time.
pub const CHUNK_LIMIT: u64 = 100_000;

/// Real messages of a stream are longer.
const CHUNK_BYTES: u64 = 16;

/// Response headers worth keeping as evidence.
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
    pub(crate) transport: Arc<Transport>,
    /// Builds requests; never sends any.
    pub(crate) writer: reqwest::Client,
    pub(crate) origin: Origin,
    pub(crate) key: Option<ApiKey>,
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
            if let Some(encoding) = self.compression(&response) {
                return Err(Error::Compressed { encoding }.into());
            }
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
    ) -> Result<HttpResponse, Error> {
        let accept = match options.mode {
            Mode::Stream => "text/event-stream, application/json;q=0.5",
            Mode::Sync => "application/json, text/event-stream;q=0.5",
        };
        let mut builder = self
            .writer
            .post(self.origin.join(request.endpoint().path()))
            .header(ACCEPT, accept)
            // No compression: the raw bytes are kept as evidence, and a decompression bomb is impossible.
            .header(ACCEPT_ENCODING, "identity");
        // A parsed key is visible ASCII, so it is always a valid header value.
        if let Some(Ok(mut value)) = self
            .key
            .as_ref()
            .map(|key| HeaderValue::from_str(key.expose()))
        {
            value.set_sensitive(true);
            builder = builder.header(AUTHORIZATION, value);
        }
        let route = self.route();
        let name = |broken: TransportError| of_broken(&broken, &route);
        let request = body::attach(builder, request, options)
            .and_then(RequestBuilder::build)
            .map_err(|error| name(TransportError::Request(error.into())))?;
        let sending = self.transport.send(request);
        self.within_silence(sending, cancel).await?.map_err(name)
    }

    pub(crate) fn route(&self) -> Route<'_> {
        Route {
            host: self.origin.host(),
            transport: &self.transport,
            connect_timeout: self.deadlines.connect,
            key: self.key.as_ref(),
        }
    }

    /// The encoding of an answer that is compressed although the request accepts no compression.
    fn compression(&self, response: &HttpResponse) -> Option<String> {
        let encoding = self.header(response, CONTENT_ENCODING)?;
        let encoding = excerpt(&encoding, self.key.as_ref());
        let is_plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
        (!is_plain).then_some(encoding)
    }

    async fn read_answer(
        &self,
        mut response: HttpResponse,
        expected: Expectation<'_>,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Result<Answer, Failure> {
        let content_type = expected.content_type.as_deref();
        let mut guard = Redactor::new(self.key.as_ref(), expected.endpoint, content_type);
        let mut reading = AnswerReader::new(expected);
        let (mut chunks, mut bytes) = (0, 0);
        let result = loop {
            if chunks > CHUNK_LIMIT && bytes / chunks < CHUNK_BYTES {
                break Err(Error::Flood {
                    what: Flood::Chunks,
                    limit: CHUNK_LIMIT,
                });
            }
            let came = self.within_silence(response.chunk(), cancel).await;
            if let Ok(Ok(Some(chunk))) = &came {
                chunks += 1;
                bytes += chunk.len() as u64;
            }
            let broken = match came {
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
            // The bytes before a connection broke may be a complete answer, or hold the service's error.
            break match (reading.end(on), broken) {
                (Err(Error::Interrupted { .. } | Error::Unreadable { .. }), Some(broken)) => {
                    Err(broken)
                }
                (result, _) => result,
            };
        };
        // Pass on every byte received, however the call ends, because the caller may keep evidence.
        let unread = guard.rest();
        if !unread.is_empty() {
            on(Progress::Bytes(&unread));
        }
        let unread = unread.len() as u64;
        match result {
            Ok(mut answer) => {
                answer.bytes += unread;
                Ok(answer)
            }
            Err(error) => {
                let mut partial = reading.partial();
                partial.bytes += unread;
                Err(Failure { error, partial })
            }
        }
    }

    /// Turns an error status into an error with the beginning of its body.
    async fn read_refusal(
        &self,
        mut response: HttpResponse,
        cancel: &CancellationToken,
        on: Observer<'_>,
    ) -> Failure {
        let status = response.status().as_u16();
        let sent = response.sent();
        let content_type = self.header(&response, CONTENT_TYPE);
        let is_compressed = self.compression(&response).is_some();
        let now = SystemTime::now();
        let retry_after = self
            .header(&response, RETRY_AFTER)
            .and_then(|value| parse_retry_after(&value, now));
        let mut body = BytesMut::new();
        let mut guard = Redactor::of_whole(self.key.as_ref());
        let mut take = |chunk: Bytes| {
            if !chunk.is_empty() {
                on(Progress::Bytes(&chunk));
            }
            body.extend_from_slice(&chunk);
        };
        let reading = async {
            let mut came = 0;
            while let Ok(Some(chunk)) = self.within_silence(response.chunk(), cancel).await? {
                came += chunk.len();
                take(guard.pass(chunk));
                if came >= FOREIGN_LIMIT {
                    break;
                }
            }
            Ok::<(), Error>(())
        };
        // The status is what counts. If the body ends early, use what has arrived.
        let read = tokio::time::timeout(EXPLANATION_TIME, reading).await;
        take(guard.rest());
        let bytes = body.len() as u64;
        if let Ok(Err(Error::Cancelled)) = read {
            let partial = Partial {
                bytes,
                ..Partial::default()
            };
            return Failure {
                error: Error::Cancelled,
                partial,
            };
        }
        body.truncate(FOREIGN_LIMIT);
        let error = match fault(&body.freeze()) {
            Ok(fault) => Error::Service {
                code: fault.code,
                message: excerpt(&fault.message, self.key.as_ref()),
                retry_after,
            },
            Err(text) => Error::HttpStatus {
                status,
                page: content_type.as_deref().is_some_and(is_page),
                sent,
                retry_after,
                excerpt: if is_compressed {
                    String::new()
                } else {
                    excerpt(&text, self.key.as_ref())
                },
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

    fn telling_headers(&self, response: &HttpResponse) -> Vec<(String, String)> {
        let headers = response.headers();
        TELLING_HEADERS
            .into_iter()
            .filter_map(|name| {
                let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned();
                Some((name.to_owned(), excerpt(&value, self.key.as_ref())))
            })
            .collect()
    }

    fn header(&self, response: &HttpResponse, name: HeaderName) -> Option<String> {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    /// Awaits `work` until it is done, the caller cancels, or the silence limit passes.
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

/// Whether a content type is that of a web page.
pub(crate) fn is_page(content_type: &str) -> bool {
    let kind = content_type.trim_start().to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// Reports the bytes to the observer before reading them.
fn take(
    reading: &mut AnswerReader<'_>,
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

/// The service's own error in a body, else the body's text.
fn fault(body: &Bytes) -> Result<Fault, String> {
    let text = String::from_utf8_lossy(body);
    serde_json::from_str::<&RawValue>(text.trim_start_matches('\u{FEFF}'))
        .ok()
        .and_then(|document| content::read_document(document).1)
        .ok_or_else(|| text.into_owned())
}
