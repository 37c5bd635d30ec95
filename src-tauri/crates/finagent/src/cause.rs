//! Classifies a failed connection: network, TLS, proxy or timeout.
//!
//! It looks at the error types in the source chain, never at their messages.

use std::{
    error::Error as StdError,
    io::{self, ErrorKind},
    time::Duration,
};

use crate::{
    certificate_fault,
    error::{Error, Flood, NetworkReason, Phase},
    excerpt::excerpt,
    key::ApiKey,
    transport::{INTERIM_LIMIT, NoAddress, TransportError},
};

/// What is known about the connection that failed.
pub(crate) struct Route<'a> {
    pub(crate) host: &'a str,
    pub(crate) through_proxy: bool,
    pub(crate) connect_timeout: Duration,
    pub(crate) key: Option<&'a ApiKey>,
}

/// Classifies the error of a request that got no answer.
pub(crate) fn of_broken(broken: &TransportError, route: &Route<'_>) -> Error {
    let host = route.host.to_owned();
    let clean = |cause: &dyn StdError| excerpt(&cause.to_string(), route.key);
    let (error, is_connecting): (&(dyn StdError + 'static), bool) = match broken {
        TransportError::Connect(error) => (error.as_ref(), true),
        TransportError::Send(error) => (error, false),
        TransportError::Request(error) => (error.as_ref(), false),
        TransportError::ConnectTimeout => {
            return Error::Timeout {
                phase: Phase::Connect,
                after: route.connect_timeout,
            };
        }
        TransportError::Interim => {
            return Error::Flood {
                what: Flood::Interim,
                limit: INTERIM_LIMIT,
            };
        }
    };
    if let Some(tls) = find::<rustls::Error>(error) {
        return Error::Tls {
            host,
            reason: certificate_fault::reason(tls),
            detail: clean(tls),
        };
    }
    if is_connecting && route.through_proxy {
        return Error::Proxy {
            detail: clean(innermost(error)),
        };
    }
    let reason = if find::<NoAddress>(error).is_some() {
        NetworkReason::Dns
    } else {
        reason(error)
    };
    Error::NoNetwork { host, reason }
}

fn reason(error: &(dyn StdError + 'static)) -> NetworkReason {
    if find::<hyper::Error>(error).is_some_and(hyper::Error::is_incomplete_message) {
        return NetworkReason::Reset;
    }
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => NetworkReason::Refused,
        Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe) => {
            NetworkReason::Reset
        }
        Some(
            ErrorKind::NetworkUnreachable
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::TimedOut,
        ) => NetworkReason::Unreachable,
        // The connection closed during the TLS handshake.
        Some(ErrorKind::UnexpectedEof) => NetworkReason::Reset,
        _ => NetworkReason::Other,
    }
}

fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn innermost<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    causes(error).last().unwrap_or(error)
}

/// The source chain. `io::Error::source` skips the error it wraps, so that one is taken with `get_ref`.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&cause| {
        let io = cause.downcast_ref::<io::Error>();
        let inner = io.and_then(io::Error::get_ref);
        inner
            .map(|inner| inner as &'a (dyn StdError + 'static))
            .or_else(|| cause.source())
    })
}
