//! What a failure means for the next request. This is the only failure policy: single runs, audits in parts, the queue
//! and the window all use it.

use serde_json::Value;

use crate::{
    error::{Error, NetworkReason},
    exchange,
};

/// What a failure means for the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// The fault lies in this request or its answer; another request may succeed.
    Skip,
    /// The service is busy: the same request may succeed a little later.
    Hold,
    /// The service rejects the key and therefore every request, until the user changes the key.
    FixKey,
    /// No request reaches the service until the user changes the network settings.
    FixNetwork,
    /// Every request would fail in the same way.
    StopAll,
}

impl Error {
    /// Returns what this error means for the next request.
    #[must_use]
    pub fn consequence(&self) -> Consequence {
        consequence(self.code(), &self.params()).unwrap_or(Consequence::StopAll)
    }

    /// Whether the same request may be retried automatically: after a busy service (1006–1010, HTTP 429 and 502–504),
    /// and after a refused connection, over which nothing can have been sent.
    ///
    /// Timeouts and broken connections do not qualify: the service may have received the request and be working on it,
    /// and an audit costs tokens.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let refused = matches!(
            self,
            Self::NoNetwork {
                reason: NetworkReason::Refused,
                ..
            }
        );
        refused || self.consequence() == Consequence::Hold
    }
}

/// Returns what an error with this [code](Error::code) and these [parameters](Error::params) means for the next
/// request. Also works for a recorded error. `None` if the code is not one of this crate's.
#[must_use]
pub fn consequence(code: &str, params: &Value) -> Option<Consequence> {
    use Consequence::{FixKey, FixNetwork, Hold, Skip, StopAll};
    let number = |name: &str| params.get(name).and_then(Value::as_i64);
    Some(match code {
        "invalid_request" | "interrupted" | "oversize" | "flood" | "cancelled" => Skip,
        // A captive portal answers every request with its login page, never with a report.
        "unreadable" if is_page(params) => FixNetwork,
        "unreadable" => Skip,
        "timeout" if params.get("phase").and_then(Value::as_str) == Some("connect") => FixNetwork,
        "timeout" => Skip,
        "service" => match number("service_code") {
            Some(1001 | 1002) => FixKey,
            // Wrong text or image.
            Some(1003 | 1004) => Skip,
            Some(1005) => FixNetwork,
            Some(1006..=1010) => Hold,
            _ => StopAll,
        },
        "http_status" => match number("status") {
            // A gateway on the way refuses, not the service.
            Some(401 | 403) if params.get("page").and_then(Value::as_bool) == Some(true) => {
                FixNetwork
            }
            // The same, for gateways that answer as a proxy or as a captive portal do.
            Some(407 | 511) => FixNetwork,
            Some(401 | 403) => FixKey,
            Some(400 | 413 | 422 | 500) => Skip,
            Some(429 | 502..=504) => Hold,
            _ => StopAll,
        },
        "invalid_key" => FixKey,
        "no_network" | "tls" | "proxy" | "redirect" | "bad_origin" | "insecure_origin"
        | "ca_unreadable" | "compressed" => FixNetwork,
        _ => return None,
    })
}

fn is_page(params: &Value) -> bool {
    let content_type = params.get("content_type").and_then(Value::as_str);
    content_type.is_some_and(exchange::is_page)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::error::Phase;

    fn service(code: i64) -> Error {
        Error::Service {
            code,
            message: String::new(),
            retry_after: None,
        }
    }

    fn status(status: u16) -> Error {
        Error::HttpStatus {
            status,
            page: false,
            sent: None,
            retry_after: None,
            excerpt: String::new(),
        }
    }

    fn page(status: u16) -> Error {
        Error::HttpStatus {
            status,
            page: true,
            sent: None,
            retry_after: None,
            excerpt: String::new(),
        }
    }

    #[test]
    fn a_failure_of_one_request_leaves_the_others_and_one_of_the_way_stops_them() {
        use Consequence::{FixKey, FixNetwork, Hold, Skip, StopAll};
        let timeout = |phase| Error::Timeout {
            phase,
            after: Duration::from_secs(10),
        };
        let unreadable = |content_type: Option<&str>| Error::Unreadable {
            content_type: content_type.map(str::to_owned),
            excerpt: String::new(),
        };
        let cases = [
            (service(1001), FixKey),
            (service(1002), FixKey),
            (service(1003), Skip),
            (service(1004), Skip),
            (service(1005), FixNetwork),
            (service(1006), Hold),
            (service(1010), Hold),
            (service(1011), StopAll),
            (service(-1), StopAll),
            (status(401), FixKey),
            (page(403), FixNetwork),
            (status(407), FixNetwork),
            (status(511), FixNetwork),
            (page(502), Hold),
            (
                Error::Compressed {
                    encoding: "gzip".to_owned(),
                },
                FixNetwork,
            ),
            (status(413), Skip),
            (status(500), Skip),
            (status(429), Hold),
            (status(503), Hold),
            (status(404), StopAll),
            (timeout(Phase::Connect), FixNetwork),
            (timeout(Phase::Silence), Skip),
            (unreadable(Some("Text/HTML; charset=utf-8")), FixNetwork),
            (unreadable(Some("application/json")), Skip),
            (unreadable(None), Skip),
            (
                Error::Interrupted {
                    events: 1,
                    bytes: 1,
                },
                Skip,
            ),
            (
                Error::UnreadableCa {
                    found: crate::CertificateFile::Empty,
                },
                FixNetwork,
            ),
        ];
        for (error, expected) in cases {
            assert_eq!(error.consequence(), expected, "{error:?}");
            let recorded = consequence(error.code(), &error.params());
            assert_eq!(recorded, Some(expected), "the same once recorded");
        }
        assert_eq!(consequence("save_failed", &Value::Null), None);
    }
}
