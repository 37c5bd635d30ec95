//! Selects the proxy of a connection: the configured one, else the system's; none for this machine.

use std::fmt;

use hyper::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use crate::{
    error::{Error, ProxyReason},
    origin::Origin,
};

/// The variables that name the proxy of an https origin, in the order in which they count.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// A user-defined proxy that replaces the system's.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxySetting {
    /// `http://`, `https://` or `socks5://`, host and port; may include a user name and a password.
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

/// Who decides whether a connection takes a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxySource {
    /// The origin is this machine, which is never reached through a proxy.
    ThisMachine,
    /// The setting.
    Setting,
    /// The setting's list of hosts without a proxy.
    SettingException,
    /// This environment variable.
    Environment(&'static str),
    /// This environment variable, which lists hosts without a proxy.
    EnvironmentException(&'static str),
    /// The operating system.
    System,
    /// Nothing names a proxy.
    Nothing,
}

/// How an origin is reached. Not `Debug`: a proxy URL may contain a password.
pub(crate) struct Way {
    pub(crate) proxy: Option<Box<Intercept>>,
    pub(crate) source: ProxySource,
}

impl Way {
    pub(crate) fn to(origin: &Origin, setting: Option<&ProxySetting>) -> Result<Self, Error> {
        if origin.is_loopback() {
            return Ok(Self {
                proxy: None,
                source: ProxySource::ThisMachine,
            });
        }
        let Some(setting) = setting else {
            let proxy = intercepted(&Matcher::from_system(), origin);
            let variable = |name: &str| std::env::var(name).ok();
            let source = system_source(origin, proxy.as_deref(), &variable);
            return Ok(Self { proxy, source });
        };
        let url = checked(&setting.url)?;
        let proxy = intercepted(&matcher(url.as_str(), &setting.no_proxy), origin);
        let source = match proxy {
            Some(_) => ProxySource::Setting,
            None => ProxySource::SettingException,
        };
        Ok(Self { proxy, source })
    }

    /// Host and port of the proxy, without user name and password.
    pub(crate) fn proxy_name(&self) -> Option<String> {
        let proxy = self.proxy.as_ref()?;
        Some(proxy.uri().authority()?.as_str().to_owned())
    }
}

fn checked(setting: &str) -> Result<Url, Error> {
    let bad = |reason| Error::Proxy {
        proxy: String::new(),
        reason,
        status: None,
        schemes: String::new(),
        detail: "not the address of an http or SOCKS5 proxy".to_owned(),
    };
    let url = Url::parse(setting.trim()).map_err(|_| bad(ProxyReason::Address))?;
    let path = url.path().to_ascii_lowercase();
    if path.ends_with(".pac") || path.ends_with("wpad.dat") {
        return Err(bad(ProxyReason::Pac));
    }
    match url.scheme() {
        _ if !url.has_host() => Err(bad(ProxyReason::Address)),
        "http" | "https" | "socks5" | "socks5h" => Ok(url),
        "socks" | "socks4" | "socks4a" => Err(bad(ProxyReason::Scheme)),
        _ => Err(bad(ProxyReason::Address)),
    }
}

fn matcher(url: &str, no_proxy: &str) -> Matcher {
    Matcher::builder().all(url).no(no_proxy).build()
}

fn intercepted(matcher: &Matcher, origin: &Origin) -> Option<Box<Intercept>> {
    let to: Uri = origin.as_str().parse().ok()?;
    matcher.intercept(&to).map(Box::new)
}

/// Finds out who chose `proxy`, which the system's matcher has returned without saying why.
fn system_source(
    origin: &Origin,
    proxy: Option<&Intercept>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> ProxySource {
    let set = |names: [&'static str; 2]| {
        let mut set = names.into_iter();
        set.find_map(|name| Some((name, variable(name)?)))
    };
    let named = VARIABLES
        .into_iter()
        .filter_map(set)
        .find_map(|(name, url)| {
            let proxy = intercepted(&matcher(&url, ""), origin)?;
            Some((name, proxy))
        });
    match (proxy, named) {
        (Some(proxy), Some((name, found))) if found.uri() == proxy.uri() => {
            ProxySource::Environment(name)
        }
        (Some(_), _) => ProxySource::System,
        (None, Some(_)) => set(EXCEPTIONS).map_or(ProxySource::System, |(name, _)| {
            ProxySource::EnvironmentException(name)
        }),
        (None, None) => ProxySource::Nothing,
    }
}

#[cfg(test)]
mod tests;
