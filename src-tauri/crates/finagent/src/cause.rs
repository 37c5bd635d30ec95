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
    error::{Error, Flood, NetworkReason, Phase, ProxyReason},
    excerpt::excerpt,
    key::ApiKey,
    transport::{Broken, INTERIM_LIMIT, NoAddress, Stage, Transport, TransportError},
    tunnel::Refusal,
};

/// What is known about the connection that failed.
pub(crate) struct Route<'a> {
    pub(crate) host: &'a str,
    pub(crate) transport: &'a Transport,
    pub(crate) connect_timeout: Duration,
    pub(crate) key: Option<&'a ApiKey>,
}

/// Classifies the error of a request that got no answer.
pub(crate) fn of_broken(broken: &TransportError, route: &Route<'_>) -> Error {
    let error: &(dyn StdError + 'static) = match broken {
        TransportError::Connect(broken) => return of_connection(broken, route),
        TransportError::Send(error) => error,
        TransportError::Request(error) => error.as_ref(),
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
    // With TLS 1.3, a server may reject the connection after the handshake.
    if let Some(tls) = find::<rustls::Error>(error) {
        return of_tls(tls, route.host, route);
    }
    Error::NoNetwork {
        host: route.host.to_owned(),
        reason: reason(error),
    }
}

/// Classifies the error of a connection that did not come about.
pub(crate) fn of_connection(broken: &Broken, route: &Route<'_>) -> Error {
    let error: &(dyn StdError + 'static) = broken.cause.as_ref();
    let proxy = route.transport.way().proxy_name();
    let proxy = proxy.filter(|_| broken.stage != Stage::Tls);
    if let Some(tls) = find::<rustls::Error>(error) {
        let host = match &proxy {
            Some(_) => route.transport.first().0,
            None => route.host,
        };
        return of_tls(tls, host, route);
    }
    let Some(proxy) = proxy else {
        return Error::NoNetwork {
            host: route.host.to_owned(),
            reason: reason(error),
        };
    };
    let refusal = find::<Refusal>(error).cloned();
    let refusal = refusal.unwrap_or_else(|| Refusal::new(proxy_reason(error)));
    Error::Proxy {
        proxy,
        reason: refusal.reason,
        status: refusal.status,
        schemes: refusal.schemes,
        detail: excerpt(&innermost(error).to_string(), route.key),
    }
}

fn of_tls(error: &rustls::Error, host: &str, route: &Route<'_>) -> Error {
    Error::Tls {
        host: host.to_owned(),
        reason: certificate_fault::reason(error),
        detail: excerpt(&error.to_string(), route.key),
    }
}

fn proxy_reason(error: &(dyn StdError + 'static)) -> ProxyReason {
    if find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse) {
        return ProxyReason::Protocol;
    }
    match reason(error) {
        NetworkReason::Dns => ProxyReason::Dns,
        NetworkReason::Refused => ProxyReason::Refused,
        NetworkReason::Unreachable => ProxyReason::Unreachable,
        NetworkReason::Reset => ProxyReason::Reset,
        NetworkReason::Other => ProxyReason::Other,
    }
}

fn reason(error: &(dyn StdError + 'static)) -> NetworkReason {
    if find::<NoAddress>(error).is_some() {
        return NetworkReason::Dns;
    }
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
