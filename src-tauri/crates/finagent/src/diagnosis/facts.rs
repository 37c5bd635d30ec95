//! What the steps of a diagnosis find out.

use std::net::IpAddr;

use crate::{certificate::Certificate, client::KeyVerdict, proxy::ProxySource};

/// What a step found out. All text of others is bounded and without control characters.
#[derive(Debug, Clone, PartialEq)]
pub enum Facts {
    /// Which proxy is in effect.
    Proxy {
        /// Host and port, without user name and password; `None` for a direct connection.
        proxy: Option<String>,
        /// Its kind: `http`, `https` or `socks5`.
        scheme: Option<String>,
        /// Who chose it, or chose none.
        source: ProxySource,
        /// Whether there are a user name and a password for it.
        has_login: bool,
    },
    /// The addresses of a host.
    Addresses {
        /// The proxy's or the service's host.
        host: String,
        /// At most the first four.
        addresses: Vec<IpAddr>,
        /// How many there are.
        count: usize,
    },
    /// A TCP connection.
    Connected {
        /// Address and port at the other end.
        to: String,
    },
    /// The certificate of the service.
    Tls {
        /// What it says; `None` if the host showed none that can be read.
        certificate: Option<Certificate>,
        /// The authority at the end of its chain, as far as the host showed it.
        root: Option<String>,
        /// Who vouches for it.
        trust: Trust,
    },
    /// An answer without the key.
    Answer {
        /// The HTTP status.
        status: Option<u16>,
        /// What the software that answered calls itself.
        server: Option<String>,
        /// The gateways on the way, as they say.
        via: Option<String>,
    },
    /// The clocks.
    Clock {
        /// Seconds by which this machine's clock is ahead; negative if it is behind.
        ahead: i64,
    },
    /// The service's verdict on the key.
    Key {
        /// The verdict.
        verdict: KeyVerdict,
    },
}

/// Who vouches for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// A root of the system.
    System,
    /// Only a certificate that was added.
    Added,
    /// Nobody.
    Nobody,
}
