//! Selects the proxy of a connection: the configured one, else the system's; none for this machine.

use std::fmt;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use crate::{error::Error, origin::Origin};

/// A user-defined proxy that replaces the system's.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxySetting {
    /// `http://` or `https://`, host and port; may include a user name and a password.
    pub url: String,
    /// Comma-separated hosts to reach directly, as in `NO_PROXY`.
    pub no_proxy: String,
}

/// Hides the URL, which may contain a password.
impl fmt::Debug for ProxySetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxySetting")
            .field("no_proxy", &self.no_proxy)
            .finish_non_exhaustive()
    }
}

/// How an origin is reached. Not `Debug`: a proxy URL may contain a password.
pub(crate) enum Way {
    Direct,
    Proxy(Box<Intercept>),
}

impl Way {
    pub(crate) fn to(origin: &Origin, setting: Option<&ProxySetting>) -> Result<Self, Error> {
        if origin.is_loopback() {
            return Ok(Self::Direct);
        }
        let Some(setting) = setting else {
            return Ok(Self::by(&Matcher::from_system(), origin));
        };
        let bad = || Error::Proxy {
            detail: "not the address of an http proxy".to_owned(),
        };
        let url = Url::parse(setting.url.trim()).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(bad());
        }
        let matcher = Matcher::builder()
            .all(url.as_str())
            .no(setting.no_proxy.as_str())
            .build();
        Ok(Self::by(&matcher, origin))
    }

    fn by(matcher: &Matcher, origin: &Origin) -> Self {
        let to = origin.as_str().parse().ok();
        match to.and_then(|to| matcher.intercept(&to)) {
            Some(proxy) => Self::Proxy(Box::new(proxy)),
            None => Self::Direct,
        }
    }

    pub(crate) fn takes_proxy(&self) -> bool {
        matches!(self, Self::Proxy(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(origin: &str, url: &str, no_proxy: &str) -> Result<Way, Error> {
        let setting = ProxySetting {
            url: url.into(),
            no_proxy: no_proxy.into(),
        };
        Way::to(&origin.parse().unwrap(), Some(&setting))
    }

    #[test]
    fn the_proxy_is_taken_except_to_this_machine_and_to_the_excepted_hosts() {
        assert!(
            way("https://a.example", "http://proxy:3128", "")
                .unwrap()
                .takes_proxy()
        );
        assert!(
            way("https://a.example", "http://proxy:3128", "b.example")
                .unwrap()
                .takes_proxy()
        );
        assert!(
            !way("https://a.example", "http://proxy:3128", "x, a.example")
                .unwrap()
                .takes_proxy()
        );
        assert!(
            !way("https://a.b.example", "http://proxy:3128", ".b.example")
                .unwrap()
                .takes_proxy()
        );
        assert!(
            !way("http://127.0.0.1:9", "http://proxy:3128", "")
                .unwrap()
                .takes_proxy()
        );
        assert!(
            !way("https://localhost", "http://proxy:3128", "")
                .unwrap()
                .takes_proxy()
        );
    }

    #[test]
    fn what_is_no_http_proxy_is_refused_and_a_password_is_not_shown() {
        for url in [
            "",
            "proxy:3128",
            "socks5://proxy:1",
            "http://",
            "ftp://proxy",
        ] {
            assert_eq!(
                way("https://a.example", url, "").err().unwrap().code(),
                "proxy",
                "{url}"
            );
        }
        let setting = ProxySetting {
            url: "http://me:secret@proxy".into(),
            no_proxy: String::new(),
        };
        assert!(!format!("{setting:?}").contains("secret"));
        let builder = crate::Client::builder(Origin::default()).proxy(Some(setting));
        assert!(!format!("{builder:?}").contains("secret"));
    }
}
