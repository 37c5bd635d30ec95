//! Asks a proxy for a connection to the service: HTTP CONNECT or SOCKS5.

use std::fmt;

use hyper::{
    Method, Request, StatusCode, Uri,
    client::conn::http1,
    header::{HOST, HeaderMap, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, USER_AGENT},
};
use hyper_util::{client::proxy::matcher::Intercept, rt::TokioIo};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    error::ProxyReason,
    excerpt::{cut, visible},
    socks,
    transport::{BoxError, NAME, Stream},
};

/// The most characters of the list of schemes.
const SCHEMES: usize = 100;

/// Why a proxy gives no connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: ProxyReason,
    pub(crate) status: Option<u16>,
    /// The authentication schemes that it offers, separated by commas.
    pub(crate) schemes: String,
}

impl Refusal {
    pub(crate) fn new(reason: ProxyReason) -> Self {
        Self {
            reason,
            status: None,
            schemes: String::new(),
        }
    }

    fn of_status(status: StatusCode, headers: &HeaderMap, is_login_sent: bool) -> Self {
        let schemes = schemes(headers);
        let offers_basic = schemes.iter().any(|one| one.eq_ignore_ascii_case("basic"));
        let reason = match status.as_u16() {
            407 if !schemes.is_empty() && !offers_basic => ProxyReason::LoginScheme,
            // tinyproxy answers a wrong password with 401.
            401 | 407 if is_login_sent => ProxyReason::LoginRejected,
            407 => ProxyReason::Login,
            403 | 405 => ProxyReason::Forbidden,
            502..=504 => ProxyReason::NoWay,
            _ => ProxyReason::Status,
        };
        Self {
            reason,
            status: Some(status.as_u16()),
            schemes: cut(&schemes.join(", "), SCHEMES),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the proxy gives no connection")?;
        if let Some(status) = self.status {
            write!(f, " (HTTP {status})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// The authentication schemes in the challenges of a proxy: the first word of each.
fn schemes(headers: &HeaderMap) -> Vec<String> {
    let mut schemes: Vec<String> = Vec::new();
    for challenge in headers.get_all(PROXY_AUTHENTICATE) {
        let challenge = visible(&String::from_utf8_lossy(challenge.as_bytes()));
        // A comma in quotes belongs to a value.
        let unquoted = challenge.split('"').step_by(2).collect::<String>();
        for part in unquoted.split(',') {
            // Further parameters of a challenge follow a comma too, as `name=value`.
            let word = part.split_whitespace().next().unwrap_or_default();
            let is_scheme = !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if is_scheme && !schemes.iter().any(|known| known == word) {
                schemes.push(word.to_owned());
            }
        }
    }
    schemes
}

/// Asks the proxy at the other end of `stream` for a connection to `to`.
///
/// # Errors
/// [`Refusal`]; the error of the connection.
pub(crate) async fn open(
    mut stream: Stream,
    proxy: &Intercept,
    to: &Uri,
) -> Result<Stream, BoxError> {
    let host = to.host().ok_or("no host")?;
    let port = to.port_u16().unwrap_or(443);
    if proxy
        .uri()
        .scheme_str()
        .is_some_and(|scheme| scheme.starts_with("socks"))
    {
        if !matches!(proxy.uri().scheme_str(), Some("socks5" | "socks5h")) {
            return Err(Refusal::new(ProxyReason::Scheme).into());
        }
        socks::connect(&mut stream, host, port, proxy.raw_auth()).await?;
        return Ok(stream);
    }
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let driven = tokio::spawn(async move { _ = connection.with_upgrades().await });
    let _driven = AbortOnDropHandle::new(driven);
    let authority = format!("{host}:{port}");
    let mut request = Request::builder()
        .method(Method::CONNECT)
        .uri(authority.as_str())
        .header(HOST, authority.as_str())
        .header(USER_AGENT, NAME);
    let login = proxy.basic_auth();
    if let Some(login) = login {
        request = request.header(PROXY_AUTHORIZATION, login);
    }
    let request = request.body(reqwest::Body::default())?;
    let response = sender.send_request(request).await?;
    if response.status() != StatusCode::OK {
        let refusal = Refusal::of_status(response.status(), response.headers(), login.is_some());
        return Err(refusal.into());
    }
    let upgraded = hyper::upgrade::on(response).await?;
    Ok(Box::new(TokioIo::new(upgraded)))
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn the_schemes_that_a_proxy_offers_are_listed_once_without_their_parameters() {
        let mut headers = HeaderMap::new();
        for challenge in [
            "Basic realm=\"a, b\", charset=\"UTF-8\"",
            "Digest realm=\"a\", nonce=\"b==\", Negotiate",
            "NTLM",
            "NTLM",
        ] {
            headers.append(PROXY_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        let refusal = |status| Refusal::of_status(status, &headers, false);
        let required = refusal(StatusCode::PROXY_AUTHENTICATION_REQUIRED);
        assert_eq!(required.reason, ProxyReason::Login);
        assert_eq!(required.schemes, "Basic, Digest, Negotiate, NTLM");
        assert_eq!(
            refusal(StatusCode::FORBIDDEN).reason,
            ProxyReason::Forbidden
        );
        assert_eq!(refusal(StatusCode::BAD_GATEWAY).reason, ProxyReason::NoWay);
        assert_eq!(refusal(StatusCode::NOT_FOUND).reason, ProxyReason::Status);
        headers.remove(PROXY_AUTHENTICATE);
        headers.append(PROXY_AUTHENTICATE, HeaderValue::from_static("NTLM"));
        let refusal = Refusal::of_status(StatusCode::PROXY_AUTHENTICATION_REQUIRED, &headers, true);
        assert_eq!(refusal.reason, ProxyReason::LoginScheme);
    }
}
