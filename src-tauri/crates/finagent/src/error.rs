//! All errors of this crate.
//!
//! An error carries a stable [code](Error::code) and [parameters](Error::params); the application words the message in
//! the user's language. Text from the service is cleaned and bounded first (see [`crate::excerpt`]), so no parameter
//! contains the key.

mod kinds;

use std::time::Duration;

use serde_json::{Value, json};

use crate::key::KeyFormat;
pub use kinds::{
    CertificateFile, Field, Flood, NetworkReason, OriginProblem, Oversized, Phase, Problem,
    ProxyReason, TlsReason, Unit,
};

/// Why a call, a setting or a request failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks a limit of the contract and was not sent.
    #[error("invalid request: {}: {}", .0.field.as_str(), .0.problem.as_str())]
    InvalidRequest(Violation),
    /// The text is not an API key.
    #[error(transparent)]
    InvalidKey(#[from] KeyFormat),
    /// Plain http to another machine would expose the key on the network.
    #[error("plain http to {host} is refused")]
    InsecureOrigin {
        /// The requested host.
        host: String,
    },
    /// The text is not an origin.
    #[error("not an origin: {}", .problem.as_str())]
    BadOrigin {
        /// Why it is not an origin.
        problem: OriginProblem,
    },
    /// The extra certificate file contains no readable certificate.
    #[error("the extra certificates can't be read: {}", .found.as_str())]
    UnreadableCa {
        /// What the file is instead.
        found: CertificateFile,
    },
    /// The connection failed, or broke before the service answered.
    #[error("no connection to {host}: {}", .reason.as_str())]
    NoNetwork {
        /// The host to be reached.
        host: String,
        /// Why the connection failed.
        reason: NetworkReason,
    },
    /// The host's certificate is not trusted, or TLS failed.
    #[error("no trusted connection to {host}: {detail}")]
    Tls {
        /// The host to be reached.
        host: String,
        /// What is wrong with the certificate or the connection.
        reason: TlsReason,
        /// The TLS library's message.
        detail: String,
    },
    /// The proxy is misconfigured, unreachable, or refuses the connection.
    #[error("the proxy {proxy} failed: {}", .reason.as_str())]
    Proxy {
        /// Host and port of the proxy, without user name and password; empty if its address can't be read.
        proxy: String,
        /// Why there is no connection through it.
        reason: ProxyReason,
        /// The proxy's HTTP status, if it answered with one.
        status: Option<u16>,
        /// The authentication schemes that the proxy offers, separated by commas.
        schemes: String,
        /// The connection library's message.
        detail: String,
    },
    /// A non-2xx status without the service's own error in the body.
    #[error("the service answered with HTTP status {status}")]
    HttpStatus {
        /// The HTTP status.
        status: u16,
        /// Whether the body is a web page: a gateway answered, not the service.
        page: bool,
        /// Size of the request's body in bytes, if known.
        sent: Option<u64>,
        /// The wait that the service asks for, if any.
        retry_after: Option<Duration>,
        /// The beginning of the body.
        excerpt: String,
    },
    /// The service's own error, wherever it appears in an answer.
    #[error("the service reports error {code}: {message}")]
    Service {
        /// 1001–1010 in the contract; any other non-zero number is accepted too.
        code: i64,
        /// The service's message.
        message: String,
        /// The wait that the service asks for, if any.
        retry_after: Option<Duration>,
    },
    /// The service redirects. Redirects are never followed, because the key may go to its origin only.
    #[error("the service redirects (HTTP status {status})")]
    Redirect {
        /// The HTTP status.
        status: u16,
        /// The redirect's target host, if readable.
        host: Option<String>,
    },
    /// The answer ended before its last event.
    #[error("the answer was cut off after {events} events and {bytes} bytes")]
    Interrupted {
        /// Number of events received.
        events: u64,
        /// Number of bytes received.
        bytes: u64,
    },
    /// The answer or one of its events exceeds the size limit.
    #[error("one {} is larger than {limit} bytes", .what.as_str())]
    Oversize {
        /// What exceeds the limit.
        what: Oversized,
        /// The limit in bytes.
        limit: u64,
    },
    /// Connecting or the next byte took too long.
    #[error("timed out after {after:?} ({})", .phase.as_str())]
    Timeout {
        /// Which wait timed out.
        phase: Phase,
        /// The time limit.
        after: Duration,
    },
    /// A 2xx answer whose body is neither an event stream nor the contract's JSON, or whose end holds no text.
    #[error("the answer is unreadable")]
    Unreadable {
        /// The answer's content type.
        content_type: Option<String>,
        /// The beginning of the body, or of a stream's last event.
        excerpt: String,
    },
    /// The answer is compressed, although the request accepts no compression: a gateway changes it.
    #[error("the answer is compressed ({encoding})")]
    Compressed {
        /// The answer's content encoding.
        encoding: String,
    },
    /// The service keeps sending without making progress.
    #[error("more than {limit} {} of the service", what.as_str())]
    Flood {
        /// What it keeps sending.
        what: Flood,
        /// How many are accepted.
        limit: u64,
    },
    /// The caller cancelled the call.
    #[error("cancelled")]
    Cancelled,
}

/// A field that breaks a limit of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Violation {
    /// The field.
    pub field: Field,
    /// How it breaks the limit.
    pub problem: Problem,
    /// The limit, if there is one.
    pub limit: Option<u64>,
    /// The actual value, in the limit's unit.
    pub actual: Option<u64>,
    /// The unit of `limit` and `actual`.
    pub unit: Option<Unit>,
}

impl Error {
    /// Returns the error's stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidKey(_) => "invalid_key",
            Self::InsecureOrigin { .. } => "insecure_origin",
            Self::BadOrigin { .. } => "bad_origin",
            Self::UnreadableCa { .. } => "ca_unreadable",
            Self::NoNetwork { .. } => "no_network",
            Self::Tls { .. } => "tls",
            Self::Proxy { .. } => "proxy",
            Self::HttpStatus { .. } => "http_status",
            Self::Service { .. } => "service",
            Self::Redirect { .. } => "redirect",
            Self::Interrupted { .. } => "interrupted",
            Self::Oversize { .. } => "oversize",
            Self::Flood { .. } => "flood",
            Self::Timeout { .. } => "timeout",
            Self::Unreadable { .. } => "unreadable",
            Self::Compressed { .. } => "compressed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns the parameters of the error's message, as a JSON object.
    #[must_use]
    pub fn params(&self) -> Value {
        match self {
            Self::InvalidRequest(violation) => json!({
                "field": violation.field.as_str(),
                "problem": violation.problem.as_str(),
                "limit": violation.limit,
                "actual": violation.actual,
                "unit": violation.unit.map(Unit::as_str),
            }),
            Self::InvalidKey(problem) => json!({ "problem": problem.as_str() }),
            Self::InsecureOrigin { host } => json!({ "host": host }),
            Self::BadOrigin { problem } => json!({ "problem": problem.as_str() }),
            Self::NoNetwork { host, reason } => json!({ "host": host, "reason": reason.as_str() }),
            Self::Tls {
                host,
                reason,
                detail,
            } => json!({
                "host": host, "reason": reason.as_str(), "detail": detail,
            }),
            Self::Proxy {
                proxy,
                reason,
                status,
                schemes,
                detail,
            } => json!({
                "proxy": proxy, "reason": reason.as_str(), "status": status, "schemes": schemes, "detail": detail,
            }),
            Self::HttpStatus {
                status,
                page,
                sent,
                retry_after,
                excerpt,
            } => {
                let mut params = json!({
                    "status": status, "retry_after": seconds(*retry_after), "excerpt": excerpt,
                });
                // Only where they change the advice: a recorded problem of another status keeps its form.
                match status {
                    401 | 403 if *page => insert(&mut params, "page", json!(true)),
                    413 => insert(&mut params, "sent", json!(sent)),
                    _ => {}
                }
                params
            }
            Self::Service {
                code,
                message,
                retry_after,
            } => json!({
                "service_code": code, "message": message, "retry_after": seconds(*retry_after),
            }),
            Self::Redirect { status, host } => json!({ "status": status, "host": host }),
            Self::Interrupted { events, bytes } => json!({ "events": events, "bytes": bytes }),
            Self::Oversize { what, limit } => json!({ "what": what.as_str(), "limit": limit }),
            Self::Flood { what, limit } => json!({ "what": what.as_str(), "limit": limit }),
            Self::Timeout { phase, after } => json!({
                "phase": phase.as_str(), "seconds": after.as_secs_f64(),
            }),
            Self::Unreadable {
                content_type,
                excerpt,
            } => json!({
                "content_type": content_type, "excerpt": excerpt,
            }),
            Self::UnreadableCa { found } => json!({ "found": found.as_str() }),
            Self::Compressed { encoding } => json!({ "encoding": encoding }),
            Self::Cancelled => json!({}),
        }
    }

    /// Whether the service rejects the key: 1001, and HTTP 401 and 403, which mean the same to a user. A web page with
    /// such a status is that of a gateway, which knows nothing of the key.
    #[must_use]
    pub fn is_key_refused(&self) -> bool {
        matches!(
            self,
            Self::Service { code: 1001, .. }
                | Self::HttpStatus {
                    status: 401 | 403,
                    page: false,
                    ..
                }
        )
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::HttpStatus { retry_after, .. } | Self::Service { retry_after, .. } => {
                *retry_after
            }
            _ => None,
        }
    }
}

fn insert(params: &mut Value, name: &str, value: Value) {
    if let Some(params) = params.as_object_mut() {
        params.insert(name.to_owned(), value);
    }
}

fn seconds(duration: Option<Duration>) -> Option<u64> {
    duration.map(|duration| duration.as_secs())
}
