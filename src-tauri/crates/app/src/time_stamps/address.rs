//! The address of an authority, as the person types it.

use std::{fmt, net::IpAddr};

use reqwest::Url;
use serde_json::json;

use crate::wire::Problem;

/// The longest address, in bytes. It becomes part of the evidence.
const LONGEST: usize = 500;

/// The address of an authority: `https`, or plain `http`, which most public authorities use. Only a hash is sent, and the
/// answer is signed, so that nobody in between can forge a stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Parses an address.
    ///
    /// # Errors
    /// `stamp_address` with the problem: `form`, `scheme`, `password` (it would become part of the evidence), `long`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let bad = |problem: &str| Problem::new("stamp_address", json!({ "problem": problem }));
        let url = Url::parse(text.trim()).map_err(|_| bad("form"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(bad("scheme"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("password"));
        }
        if !url.has_host() || url.fragment().is_some() {
            return Err(bad("form"));
        }
        if url.as_str().len() > LONGEST {
            return Err(bad("long"));
        }
        Ok(Self(url))
    }

    /// The host, for messages.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether the host is this machine, which no proxy reaches.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host().trim_matches(['[', ']']);
        let is_loopback = |address: IpAddr| address.is_loopback();
        host == "localhost" || host.parse().is_ok_and(is_loopback)
    }

    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_taken_and_others_are_refused_with_the_reason() {
        for (text, kept) in [
            (
                " https://tsa.example/stamp?p=1 ",
                "https://tsa.example/stamp?p=1",
            ),
            ("http://tsa.example", "http://tsa.example/"),
            ("http://127.0.0.1:318", "http://127.0.0.1:318/"),
        ] {
            assert_eq!(Address::parse(text).unwrap().to_string(), kept);
        }
        let long = format!("https://tsa.example/{}", "a".repeat(500));
        for (text, problem) in [
            ("tsa.example", "form"),
            ("https://", "form"),
            ("https://tsa.example/#x", "form"),
            ("ftp://tsa.example", "scheme"),
            ("file:///etc/passwd", "scheme"),
            ("https://me:secret@tsa.example", "password"),
            ("https://me@tsa.example", "password"),
            (&long, "long"),
        ] {
            let refused = Address::parse(text).unwrap_err();
            let (code, params) = (refused.code, refused.params);
            assert_eq!(
                (code.as_str(), &params["problem"]),
                ("stamp_address", &json!(problem)),
                "{text}"
            );
        }
    }

    #[test]
    fn only_this_machine_is_reached_without_a_proxy() {
        let here = |text: &str| Address::parse(text).unwrap().is_loopback();
        assert!(here("http://127.0.0.1:1") && here("http://[::1]") && here("https://localhost"));
        assert!(!here("http://tsa.example") && !here("http://localhost.example"));
    }
}
