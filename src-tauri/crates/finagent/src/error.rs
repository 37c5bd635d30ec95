//! Everything that can go wrong, told apart.
//!
//! An error carries a stable [code](Error::code) and its [parameters](Error::params); the sentence for a
//! person is written elsewhere, in that person's language. What came from the service is cleaned
//! and bounded before it gets in here (see [`crate::excerpt`]), so no parameter holds the key.

use std::time::Duration;

use serde_json::{Value, json};

use crate::key::KeyFormat;

/// Why a call, a setting or a request was not possible.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks one of the contract's limits and was not sent.
    #[error("the request's {} is not acceptable: {}", .0.field.as_str(), .0.problem.as_str())]
    InvalidRequest(Violation),
    /// The text is not an API key.
    #[error(transparent)]
    InvalidKey(#[from] KeyFormat),
    /// Plain http to another machine would show the key to the network.
    #[error("plain http to {host} is refused")]
    InsecureOrigin {
        /// The host that was asked for.
        host: String,
    },
    /// The text is not an origin.
    #[error("not an origin: {}", .problem.as_str())]
    BadOrigin {
        /// What is wrong with it.
        problem: OriginProblem,
    },
    /// The extra certificate file holds no readable certificate.
    #[error("the extra certificates can't be read")]
    UnreadableCa,
    /// No connection, or one that broke before the service answered.
    #[error("no connection to {host}: {}", .reason.as_str())]
    NoNetwork {
        /// The host that was to be reached.
        host: String,
        /// Where it failed.
        reason: NetworkReason,
    },
    /// The host's certificate or its TLS is not acceptable.
    #[error("no trusted connection to {host}: {detail}")]
    Tls {
        /// The host that was to be reached.
        host: String,
        /// The TLS library's words.
        detail: String,
    },
    /// The proxy is set wrongly, can't be reached or refuses.
    #[error("the proxy failed: {detail}")]
    Proxy {
        /// The connection library's words.
        detail: String,
    },
    /// A status that is not 2xx, without the service's own error in the body.
    #[error("the service answered with HTTP status {status}")]
    HttpStatus {
        /// The status.
        status: u16,
        /// How long the service asks to wait, if it does.
        retry_after: Option<Duration>,
        /// The beginning of the body.
        excerpt: String,
    },
    /// The service's own error, wherever in an answer it stood.
    #[error("the service reports error {code}: {message}")]
    Service {
        /// 1001–1010 by the contract; any other number but 0 is taken as well.
        code: i64,
        /// The service's words.
        message: String,
        /// How long the service asks to wait, if it does.
        retry_after: Option<Duration>,
    },
    /// The service points to another address. None is followed: the key goes to its origin only.
    #[error("the service redirects (HTTP status {status})")]
    Redirect {
        /// The status.
        status: u16,
        /// The host it points to, if that is readable.
        host: Option<String>,
    },
    /// The answer ended before its last event.
    #[error("the answer was cut off after {events} events and {bytes} bytes")]
    Interrupted {
        /// Events that had arrived.
        events: u64,
        /// Bytes that had arrived.
        bytes: u64,
    },
    /// The answer is larger than this client takes.
    #[error("one {} is larger than {limit} bytes", .what.as_str())]
    Oversize {
        /// What is too large.
        what: Oversized,
        /// The limit in bytes.
        limit: u64,
    },
    /// Nothing happened for too long.
    #[error("timed out after {after:?} ({})", .phase.as_str())]
    Timeout {
        /// What was waited for.
        phase: Phase,
        /// How long.
        after: Duration,
    },
    /// A 2xx whose body is neither a stream of events nor the contract's JSON, or whose end holds no
    /// text.
    #[error("the answer can't be understood")]
    Unreadable {
        /// The content type that came with it.
        content_type: Option<String>,
        /// The beginning of the body, or of a stream's last event.
        excerpt: String,
    },
    /// The service sends on and on and says nothing.
    #[error("more than {limit} {} of the service", what.as_str())]
    Flood {
        /// What it sends.
        what: Flood,
        /// How many of them are taken.
        limit: u64,
    },
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// A field that breaks a limit of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Violation {
    /// The field, by its name in the contract.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
    /// The limit, where there is one.
    pub limit: Option<u64>,
    /// What was given, measured as the limit is.
    pub actual: Option<u64>,
    /// What the two numbers count.
    pub unit: Option<Unit>,
}

/// Gives an enum without data the stable names it has on the wire and in tests.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// The stable name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

named!(
    /// A field of a request.
    Field {
        /// The company of a due diligence.
        Company = "company",
        /// The text to audit, the utterance or the topic.
        Query = "query",
        /// The picture of an audit.
        Image = "image",
        /// The turns before the current utterance.
        History = "history",
        /// The model's name.
        Model = "model",
        /// The sampling temperature.
        Temperature = "temperature",
    }
);

named!(
    /// What is wrong with a field.
    Problem {
        /// Fewer than the least.
        TooShort = "too_short",
        /// More characters than the most.
        TooLong = "too_long",
        /// More records than the most.
        TooMany = "too_many",
        /// More bytes than the most.
        TooLarge = "too_large",
        /// Wider or higher than the most.
        TooManyPixels = "too_many_pixels",
        /// Needed and not there.
        Missing = "missing",
        /// Not what it should be.
        WrongFormat = "wrong_format",
        /// A number outside its range.
        OutOfRange = "out_of_range",
    }
);

named!(
    /// What a limit counts.
    Unit {
        /// Unicode scalar values after trimming.
        Characters = "characters",
        /// Bytes.
        Bytes = "bytes",
        /// Records of a history.
        Records = "records",
        /// Pixels of the longer side.
        Pixels = "pixels",
    }
);

named!(
    /// Why a text is no origin.
    OriginProblem {
        /// It can't be read as an address.
        NotAnAddress = "not_an_address",
        /// Its scheme is neither https nor http.
        Scheme = "scheme",
        /// It holds a user name or a password.
        UserInfo = "user_info",
        /// It has a path, a query or a fragment.
        Path = "path",
    }
);

named!(
    /// Where reaching a host failed.
    NetworkReason {
        /// Its name has no address.
        Dns = "dns",
        /// It refuses the connection.
        Refused = "refused",
        /// There is no way to it.
        Unreachable = "unreachable",
        /// It dropped the connection before answering; it may have got the request.
        Reset = "reset",
        /// Something else.
        Other = "other",
    }
);

named!(
    /// What was too large.
    Oversized {
        /// One event of a stream.
        Event = "event",
        /// The answer as a whole.
        Answer = "answer",
    }
);

named!(
    /// What came too often.
    Flood {
        /// Pieces of a few bytes.
        Chunks = "chunks",
        /// Interim responses (HTTP 1xx).
        Interim = "interim",
    }
);

named!(
    /// What was waited for in vain.
    Phase {
        /// A connection.
        Connect = "connect",
        /// The next byte.
        Silence = "silence",
    }
);

impl Error {
    /// The stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidKey(_) => "invalid_key",
            Self::InsecureOrigin { .. } => "insecure_origin",
            Self::BadOrigin { .. } => "bad_origin",
            Self::UnreadableCa => "ca_unreadable",
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
            Self::Cancelled => "cancelled",
        }
    }

    /// What a sentence about the error needs, as a JSON object.
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
            Self::Tls { host, detail } => json!({ "host": host, "detail": detail }),
            Self::Proxy { detail } => json!({ "detail": detail }),
            Self::HttpStatus {
                status,
                retry_after,
                excerpt,
            } => json!({
                "status": status, "retry_after": seconds(*retry_after), "excerpt": excerpt,
            }),
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
            Self::UnreadableCa | Self::Cancelled => json!({}),
        }
    }

    /// Whether the service refuses the key: 1001, and HTTP 401 and 403, which mean the same to a user.
    #[must_use]
    pub fn is_key_refused(&self) -> bool {
        matches!(
            self,
            Self::Service { code: 1001, .. }
                | Self::HttpStatus {
                    status: 401 | 403,
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

fn seconds(duration: Option<Duration>) -> Option<u64> {
    duration.map(|duration| duration.as_secs())
}
