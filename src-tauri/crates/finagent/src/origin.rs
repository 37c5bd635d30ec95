//! The origin of the service: the one host that may receive the key.
//!
//! It is validated once, here, so later code can't be tricked into plain http over a network or into another host.
//! Paths belong to the endpoints ([`crate::Endpoint`]), not to an origin.

use std::{fmt, str::FromStr};

use url::{Host, Url};

use crate::error::{Error, OriginProblem};

/// A validated origin: `https`, or `http` to this machine only (`127.0.0.0/8`, `::1`, `localhost`).
///
/// It has no user name, path or query. The default is the service's published address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    url: Url,
    text: String,
}

impl Origin {
    /// The service's published address.
    pub const PUBLISHED: &'static str = "https://open.bigmodel.cn";

    /// The origin without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host name or address without the port; an IPv6 address is in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(path);
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl Default for Origin {
    #[expect(clippy::expect_used, reason = "a test parses this constant")]
    fn default() -> Self {
        Self::PUBLISHED
            .parse()
            .expect("the published origin is valid")
    }
}

impl FromStr for Origin {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = |problem| Error::BadOrigin { problem };
        let url = Url::parse(text.trim()).map_err(|_| bad(OriginProblem::NotAnAddress))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad(OriginProblem::Scheme));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad(OriginProblem::UserInfo));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(bad(OriginProblem::Path));
        }
        let host = url
            .host_str()
            .ok_or_else(|| bad(OriginProblem::NotAnAddress))?;
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(Error::InsecureOrigin {
                host: host.to_owned(),
            });
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }
}

impl TryFrom<&str> for Origin {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        text.parse()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_published_address() {
        assert_eq!(Origin::default().as_str(), "https://open.bigmodel.cn");
        assert_eq!(Origin::default().host(), "open.bigmodel.cn");
        assert!(!Origin::default().is_loopback());
    }

    #[test]
    fn plain_http_goes_to_this_machine_only() {
        for text in [
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://[::1]:1",
            "http://LOCALHOST/",
        ] {
            assert!(text.parse::<Origin>().unwrap().is_loopback(), "{text}");
        }
        for text in [
            "http://open.bigmodel.cn",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://0.0.0.0",
            "http://[::]",
            "http://10.0.0.1",
            "http://[::ffff:127.0.0.1]",
        ] {
            let error = text.parse::<Origin>().unwrap_err();
            assert_eq!(error.code(), "insecure_origin", "{text}");
        }
    }

    #[test]
    fn anything_but_a_bare_origin_is_refused() {
        for text in [
            "",
            "open.bigmodel.cn",
            "ftp://example.com",
            "file:///etc/passwd",
            "https://",
            "https://a@example.com",
            "https://a:b@example.com",
            "https://example.com/path",
            "https://example.com/?q",
            "https://example.com/#f",
        ] {
            assert_eq!(
                text.parse::<Origin>().unwrap_err().code(),
                "bad_origin",
                "{text}"
            );
        }
    }

    #[test]
    fn it_is_written_without_a_slash_and_keeps_a_port() {
        let origin: Origin = " https://Gateway.Example:8443/ ".parse().unwrap();
        assert_eq!(origin.to_string(), "https://gateway.example:8443");
        assert_eq!(
            origin.join("/a/b").as_str(),
            "https://gateway.example:8443/a/b"
        );
    }
}
