//! Sends answers and injected faults: streams at their pace, synchronous JSON, and deliberate failures.

use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::watch;

use crate::answer::Answer;
use crate::faults::{Changes, Instead};
use crate::script::{Act, BEFORE_CUT, Beat};
use crate::wire::{Abnormal, Message, Synchronous, SynchronousData};

/// One call of an endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    /// Milliseconds since 1970.
    pub(crate) created: i64,
}

impl Session {
    /// Creates session `number` of the service started at `started`.
    pub(crate) fn new(started: i64, number: u64) -> Self {
        Self {
            id: format!("demo-{started}-{number}"),
            created: now(),
        }
    }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Counts an answer in progress while it lives. It is owned by the response body, so the count also drops when hyper
/// drops the body because the client disconnected.
pub(crate) struct UnderWay(watch::Sender<usize>);

impl UnderWay {
    pub(crate) fn new(count: &watch::Sender<usize>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(count.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// Streams `beats`. Dropping the response stops the work; hyper does so when the client disconnects.
pub(crate) fn streaming(session: Session, beats: Vec<Beat>, under_way: UnderWay) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, Body::from_stream(play(session, beats, under_way))).into_response()
}

fn play(
    session: Session,
    beats: Vec<Beat>,
    under_way: UnderWay,
) -> impl Stream<Item = io::Result<Bytes>> {
    let state = (beats.into_iter(), session, under_way);
    stream::unfold(state, |(mut beats, session, under_way)| async {
        let beat = beats.next()?;
        if !beat.after.is_zero() {
            tokio::time::sleep(beat.after).await;
        }
        let sent = perform(&session, beat.act);
        Some((sent, (beats, session, under_way)))
    })
}

/// The bytes of one act, or an error that makes hyper break the connection.
fn perform(session: &Session, act: Act) -> io::Result<Bytes> {
    let json = match act {
        Act::Say { event, step, data } => {
            let step_id = format!("{}-{step}", session.id);
            let message = Message {
                event,
                session_id: &session.id,
                step_id: &step_id,
                created: session.created,
                data: &data,
            };
            serde_json::to_string(&message)?
        }
        Act::Fail { code } => serde_json::to_string(&Abnormal {
            code,
            message: meaning(code),
        })?,
        Act::Cut => return Err(io::ErrorKind::ConnectionAborted.into()),
    };
    Ok(Bytes::from(format!("data: {json}\n\n")))
}

/// Sends a synchronous answer after `wait`.
pub(crate) async fn synchronous(answer: &Answer, wait: Duration, changes: Changes) -> Response {
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    if let Some((code, _)) = changes.error {
        return abnormal(code);
    }
    let data = SynchronousData {
        result: &answer.output,
        svg: answer.svg.as_deref(),
    };
    let whole = Synchronous {
        code: 0,
        message: "success",
        data,
    };
    if changes.cut.is_none() {
        return Json(whole).into_response();
    }
    let Ok(mut bytes) = serde_json::to_vec(&whole) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    bytes.truncate(bytes.len() / 2);
    let half = stream::once(async { Ok(Bytes::from(bytes)) });
    let cut = stream::once(async {
        tokio::time::sleep(BEFORE_CUT).await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    (
        [(header::CONTENT_TYPE, "application/json")],
        Body::from_stream(half.chain(cut)),
    )
        .into_response()
}

/// Sends what a fault puts in place of the answer.
pub(crate) async fn instead(fault: Instead) -> Response {
    match fault {
        Instead::ServiceError { code } => abnormal(code),
        Instead::Http { status } => {
            page(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        }
        Instead::RetryAfter { seconds } => (
            [(header::RETRY_AFTER, seconds.to_string())],
            page(StatusCode::TOO_MANY_REQUESTS),
        )
            .into_response(),
        Instead::Redirect { to } => {
            ([(header::LOCATION, to)], StatusCode::TEMPORARY_REDIRECT).into_response()
        }
        Instead::Silence => std::future::pending().await,
    }
}

fn abnormal(code: i32) -> Response {
    Json(Abnormal {
        code,
        message: meaning(code),
    })
    .into_response()
}

/// An HTML error page as a gateway sends it.
fn page(status: StatusCode) -> Response {
    let page = format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n</body>\r\n</html>\r\n"
    );
    (status, Html(page)).into_response()
}

/// The meaning of an error code in the contract.
const fn meaning(code: i32) -> &'static str {
    match code {
        1001 => "authentication failed",
        1002 => "invalid user",
        1003 => "request parameter error",
        1004 => "sensitive input",
        1005 => "invalid API",
        1006 => "large model service error",
        1007 => "workflow internal error",
        1008 => "deep thinking internal error",
        1009 => "database error",
        1010 => "service internal error",
        _ => "unknown error",
    }
}
