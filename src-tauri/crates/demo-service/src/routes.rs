//! Maps an HTTP request to a response: endpoint, key check, body limit, injected faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request as HttpRequest, State};
use axum::http::{HeaderMap, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use tokio::sync::watch;

use crate::answer::answer;
use crate::endpoint::Endpoint;
use crate::faults::{Changes, Due, Schedule};
use crate::gate::only_local_programs;
use crate::refusal::Refusal;
use crate::reply::{self, Session, UnderWay};
use crate::request::{self, Request};
use crate::settings::{Pace, Settings};
use crate::{long, multipart, script};

/// The largest accepted body, enough for an image and a text with their multipart framing.
const MAX_BODY: usize = 8 * 1024 * 1024;
/// The most bytes read and discarded beyond that, so that a client that is still sending can read the error.
const MAX_DISCARDED: usize = 64 * 1024 * 1024;
/// Time limit for receiving a body.
const BODY_TIME: Duration = Duration::from_secs(60);

/// State shared by all requests of a running service.
pub(crate) struct Shared {
    pace: Pace,
    key: Option<String>,
    faults: Schedule,
    started: i64,
    sessions: AtomicU64,
    under_way: watch::Sender<usize>,
}

impl Shared {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            pace: settings.pace,
            key: settings.key,
            faults: Schedule::new(settings.faults),
            started: reply::now(),
            sessions: AtomicU64::new(0),
            under_way: watch::Sender::new(0),
        }
    }

    pub(crate) fn under_way(&self) -> watch::Receiver<usize> {
        self.under_way.subscribe()
    }

    fn session(&self) -> Session {
        Session::new(
            self.started,
            self.sessions.fetch_add(1, Ordering::Relaxed) + 1,
        )
    }

    fn check_key(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(key) = &self.key else { return Ok(()) };
        let sent = headers
            .get(header::AUTHORIZATION)
            .map(|value| value.as_bytes());
        if sent == Some(key.as_bytes()) {
            Ok(())
        } else {
            Err(Refusal::WrongKey)
        }
    }
}

/// The contract's routes, and errors for everything else.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let refuse_method = || async { Refusal::WrongMethod };
    let mut router = Router::new();
    for endpoint in Endpoint::ALL {
        let handler = move |State(shared): State<Arc<Shared>>, request: HttpRequest| async move {
            handle(endpoint, &shared, request)
                .await
                .unwrap_or_else(IntoResponse::into_response)
        };
        router = router.route(endpoint.path(), post(handler).fallback(refuse_method));
    }
    router
        .fallback(|| async { Refusal::UnknownPath })
        // `read` bounds the body. axum's default limit of 2 MB would reject allowed images.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(only_local_programs))
        .with_state(shared)
}

/// The order matters: a gateway would answer (a fault) before the service checks the key, and the key is checked before
/// the fields.
async fn handle(
    endpoint: Endpoint,
    shared: &Shared,
    request: HttpRequest,
) -> Result<Response, Refusal> {
    let under_way = UnderWay::new(&shared.under_way);
    let (parts, body) = request.into_parts();
    let body = tokio::time::timeout(BODY_TIME, read(body))
        .await
        .map_err(|_| Refusal::BodyIncomplete)??;
    let changes = match shared.faults.next() {
        Due::Instead(fault) => return Ok(reply::instead(fault).await),
        Due::Changes(changes) => changes,
    };
    shared.check_key(&parts.headers)?;
    let request = match endpoint {
        Endpoint::Audit => multipart::from_form(parts, body).await?,
        Endpoint::Diligence => request::from_json(&parts.headers, &body, request::diligence)?,
        Endpoint::Sparring => request::from_json(&parts.headers, &body, request::sparring)?,
        Endpoint::Updates => request::from_json(&parts.headers, &body, request::updates)?,
    };
    Ok(respond(endpoint, shared, &request, changes, under_way).await)
}

async fn respond(
    endpoint: Endpoint,
    shared: &Shared,
    request: &Request,
    changes: Changes,
    under_way: UnderWay,
) -> Response {
    let mut answer = answer(request);
    if let Some(length) = changes.long {
        let output = long::report(&answer.output, length.kilobytes);
        answer = answer.with_output(output);
    }
    if request.stream {
        let beats = script::script(endpoint, answer, shared.pace, changes);
        reply::streaming(shared.session(), beats, under_way)
    } else {
        reply::synchronous(&answer, script::synchronous_wait(shared.pace), changes).await
    }
}

/// Reads a body to its end, keeping no more than the limit.
async fn read(body: Body) -> Result<Bytes, Refusal> {
    let mut chunks = body.into_data_stream();
    let mut kept = BytesMut::new();
    let mut total = 0_usize;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::BodyIncomplete)?;
        total = total.saturating_add(chunk.len());
        if total <= MAX_BODY {
            kept.extend_from_slice(&chunk);
        } else if total > MAX_DISCARDED {
            break;
        }
    }
    if total > MAX_BODY {
        Err(Refusal::BodyTooLarge { most: MAX_BODY })
    } else {
        Ok(kept.freeze())
    }
}
