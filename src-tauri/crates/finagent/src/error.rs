//! All errors of this crate.
//!
//! An error carries a stable [code](Error::code) and [parameters](Error::params); the application words the message in
//! the user's language. Text from the service is cleaned and bounded first (see [`crate::excerpt`]), so no parameter
//! contains the key.

use std::time::Duration;

use serde_json::{Value, json};

use crate::key::KeyFormat;

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
    #[error("the proxy failed: {detail}")]
    Proxy {
        /// The connection library's message.
        detail: String,
    },
    /// A non-2xx status without the service's own error in the body.
    #[error("the service answered with HTTP status {status}")]
    HttpStatus {
        /// The HTTP status.
        status: u16,
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

/// Defines an enum without data together with its stable names, used in stored data and tests.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Returns the stable name.
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
        /// The company name of a due diligence.
        Company = "company",
        /// The text to audit, the utterance or the topic.
        Query = "query",
        /// The image of an audit.
        Image = "image",
        /// The turns before the current utterance.
        History = "history",
        /// The model name.
        Model = "model",
        /// The sampling temperature.
        Temperature = "temperature",
    }
);

named!(
    /// How a field breaks a limit.
    Problem {
        /// Below the minimum length.
        TooShort = "too_short",
        /// Too many characters.
        TooLong = "too_long",
        /// Too many records.
        TooMany = "too_many",
        /// Too many bytes.
        TooLarge = "too_large",
        /// Too wide or too high.
        TooManyPixels = "too_many_pixels",
        /// A required field is missing.
        Missing = "missing",
        /// Not in the required format.
        WrongFormat = "wrong_format",
        /// A number out of range.
        OutOfRange = "out_of_range",
    }
);

named!(
    /// The unit of a limit.
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
    /// Why a text is not an origin.
    OriginProblem {
        /// It is not a URL.
        NotAnAddress = "not_an_address",
        /// Its scheme is neither https nor http.
        Scheme = "scheme",
        /// It contains a user name or a password.
        UserInfo = "user_info",
        /// It has a path, a query or a fragment.
        Path = "path",
    }
);

named!(
    /// Why a host could not be reached.
    NetworkReason {
        /// DNS found no address for the host.
        Dns = "dns",
        /// The host refused the connection.
        Refused = "refused",
        /// There is no route to the host.
        Unreachable = "unreachable",
        /// The connection broke before an answer; the host may have received the request.
        Reset = "reset",
        /// Any other reason.
        Other = "other",
    }
);

named!(
    /// What exceeded its size limit.
    Oversized {
        /// One event of a stream.
        Event = "event",
        /// The whole answer.
        Answer = "answer",
    }
);

named!(
    /// What a file is that should contain certificates.
    CertificateFile {
        /// Without content.
        Empty = "empty",
        /// A private key.
        PrivateKey = "private_key",
        /// A key store with a password (PFX, PKCS#12).
        Pkcs12 = "pkcs12",
        /// A request for a certificate (CSR).
        Request = "request",
        /// A certificate that can't be read.
        Damaged = "damaged",
        /// Anything else.
        Other = "other",
    }
);

named!(
    /// What is wrong with the certificate of a host, or with the connection.
    TlsReason {
        /// Nobody who is trusted issued it.
        UnknownIssuer = "unknown_issuer",
        /// It has expired.
        Expired = "expired",
        /// It is not valid yet.
        NotYetValid = "not_yet_valid",
        /// It is for other hosts.
        WrongHost = "wrong_host",
        /// It names no host in the extension for that (SAN).
        NoHost = "no_host",
        /// It is that of an authority (`CA:TRUE`), not of a server.
        Authority = "authority",
        /// Its issuer's certificate is not that of an authority (no `CA:TRUE`).
        IssuerNoAuthority = "issuer_no_authority",
        /// A certificate has version 1 or 2 of X.509.
        Version = "version",
        /// A certificate has a critical extension that is not supported.
        CriticalExtension = "critical_extension",
        /// A certificate is for another purpose than TLS servers.
        Purpose = "purpose",
        /// A certificate is signed with an algorithm that is not accepted, such as SHA-1.
        Algorithm = "algorithm",
        /// A signature is wrong.
        Signature = "signature",
        /// It was revoked.
        Revoked = "revoked",
        /// It was rejected for another reason.
        Rejected = "rejected",
        /// TLS failed before or after the check of the certificate.
        Handshake = "handshake",
    }
);

named!(
    /// What the service sent too many of.
    Flood {
        /// Chunks of only a few bytes.
        Chunks = "chunks",
        /// Interim responses (HTTP 1xx).
        Interim = "interim",
    }
);

named!(
    /// The wait that timed out.
    Phase {
        /// Waiting for a connection.
        Connect = "connect",
        /// Waiting for the next byte.
        Silence = "silence",
    }
);

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
            Self::UnreadableCa { found } => json!({ "found": found.as_str() }),
            Self::Cancelled => json!({}),
        }
    }

    /// Whether the service rejects the key: 1001, and HTTP 401 and 403, which mean the same to a user.
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
