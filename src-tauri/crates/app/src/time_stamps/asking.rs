//! The request to an authority: one POST with a limit on time and size.

use std::{error::Error as StdError, time::Duration};

use finagent::ProxySetting;
use reqwest::{
    Certificate, Client, NoProxy, Proxy, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
    redirect,
};
use serde_json::json;

use super::Address;
use crate::wire::Problem;

/// The limit for the whole request, connecting included.
const TIME_LIMIT: Duration = Duration::from_secs(15);
/// The most bytes of an answer. Those of public authorities have 2 to 10 kB.
const ANSWER_LIMIT: usize = 100_000;
/// The maximum number of characters of the reason for a failed connection.
const DETAIL: usize = 200;

/// The network settings: the same as for the service.
pub struct Network {
    /// The proxy of the settings; `None` for the system's.
    pub proxy: Option<ProxySetting>,
    /// Certificates in PEM to trust besides the system's, for TLS.
    pub extra_ca: Option<Vec<u8>>,
}

/// Sends a request to an authority and returns its answer. Redirects are not followed, nothing is retried, and there are
/// no cookies.
///
/// # Errors
/// `stamp_timeout`, `stamp_unreachable`, `stamp_status` if the answer is an error page, `stamp_too_large`; `proxy` and
/// `ca_unreadable` for unusable settings.
pub async fn ask(address: &Address, network: Network, query: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let client = client(address, network)?;
    let asking = async {
        let response = client
            .post(address.url())
            .header(CONTENT_TYPE, "application/timestamp-query")
            .header(ACCEPT, "application/timestamp-reply")
            .body(query)
            .send()
            .await
            .map_err(|error| unreachable(address, &error))?;
        read(address, response).await
    };
    let timed_out = |_| {
        let params = json!({ "host": address.host(), "seconds": TIME_LIMIT.as_secs() });
        Problem::new("stamp_timeout", params)
    };
    let answered = tokio::time::timeout(TIME_LIMIT, asking).await;
    answered.map_err(timed_out)?
}

async fn read(address: &Address, mut response: Response) -> Result<Vec<u8>, Problem> {
    if response.status() != StatusCode::OK {
        let params = json!({ "host": address.host(), "status": response.status().as_u16() });
        return Err(Problem::new("stamp_status", params));
    }
    let mut answer = Vec::new();
    let lost = |error| unreachable(address, &error);
    while let Some(bytes) = response.chunk().await.map_err(lost)? {
        if answer.len() + bytes.len() > ANSWER_LIMIT {
            let params = json!({ "host": address.host(), "limit": ANSWER_LIMIT });
            return Err(Problem::new("stamp_too_large", params));
        }
        answer.extend_from_slice(&bytes);
    }
    Ok(answer)
}

fn client(address: &Address, network: Network) -> Result<Client, Problem> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false);
    if address.is_loopback() {
        builder = builder.no_proxy();
    } else if let Some(setting) = network.proxy {
        // As for the service, a SOCKS5 proxy resolves the names.
        let url = setting.url.trim().replacen("socks5://", "socks5h://", 1);
        let proxy = Proxy::all(url).map_err(|_| Problem::plain("proxy"))?;
        builder = builder.proxy(proxy.no_proxy(NoProxy::from_string(&setting.no_proxy)));
    }
    if let Some(pem) = network.extra_ca {
        let unusable = |_| Problem::plain("ca_unreadable");
        let certificates = Certificate::from_pem_bundle(&pem).map_err(unusable)?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder
        .build()
        .map_err(|error| unreachable(address, &error))
}

/// No connection, or one that ended before its time. The innermost cause has the words of the system or of TLS.
fn unreachable(address: &Address, error: &reqwest::Error) -> Problem {
    let mut cause: &dyn StdError = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let detail: String = visible_text::strip_invisible(&cause.to_string())
        .chars()
        .take(DETAIL)
        .collect();
    let params = json!({ "host": address.host(), "detail": detail });
    Problem::new("stamp_unreachable", params)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::time_stamps::authority::{Server, ok, page};

    fn direct() -> Network {
        Network {
            proxy: None,
            extra_ca: None,
        }
    }

    async fn asked(address: &str, network: Network) -> Result<Vec<u8>, Problem> {
        let address = Address::parse(address).unwrap();
        ask(&address, network, b"query".to_vec()).await
    }

    async fn code(server: &Server) -> String {
        asked(&server.address, direct()).await.unwrap_err().code
    }

    #[tokio::test]
    async fn a_request_is_one_post_without_cookies_and_its_answer_is_returned() {
        let server = Server::new(|_| ok(b"answer")).await;
        assert_eq!(asked(&server.address, direct()).await.unwrap(), b"answer");
        let requests = server.asked();
        let [(head, body)] = requests.as_slice() else {
            panic!("{requests:?}");
        };
        assert!(head.starts_with("POST / HTTP/1.1\r\n"), "{head}");
        let head = head.to_lowercase();
        assert!(head.contains("content-type: application/timestamp-query\r\n"));
        for header in ["cookie", "authorization", "referer"] {
            assert!(!head.contains(&format!("{header}:")), "{head}");
        }
        assert_eq!(body, b"query");
    }

    #[tokio::test]
    async fn an_error_page_and_a_redirect_are_told_and_the_redirect_is_not_followed() {
        let broken = Server::new(|_| page("500 Oh no", "", b"sorry")).await;
        let refused = asked(&broken.address, direct()).await.unwrap_err();
        assert_eq!(
            (refused.code.as_str(), &refused.params["status"]),
            ("stamp_status", &json!(500))
        );
        let elsewhere = Server::new(|_| ok(b"answer")).await;
        let location = format!("location: {}\r\n", elsewhere.address);
        let redirect = Server::new(move |_| page("307 Temporary Redirect", &location, b"")).await;
        assert_eq!(code(&redirect).await, "stamp_status");
        assert_eq!(elsewhere.asked(), []);
        assert_eq!(redirect.asked().len(), 1, "it is not asked again");
    }

    #[tokio::test]
    async fn an_answer_over_the_limit_is_not_read_whatever_it_says_of_its_length() {
        let large = Server::new(|_| ok(&vec![0; ANSWER_LIMIT + 1])).await;
        assert_eq!(code(&large).await, "stamp_too_large");
        let unsaid = Server::new(|_| {
            let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
            [head, vec![0; 10 * ANSWER_LIMIT]].concat()
        });
        assert_eq!(code(&unsaid.await).await, "stamp_too_large");
        let full = Server::new(|_| ok(&vec![7; ANSWER_LIMIT])).await;
        assert_eq!(
            asked(&full.address, direct()).await.unwrap().len(),
            ANSWER_LIMIT
        );
    }

    #[tokio::test]
    async fn nobody_there_is_told_with_the_words_of_the_system() {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("http://127.0.0.1:{port}/");
        let refused = asked(&address, direct()).await.unwrap_err();
        assert_eq!(refused.code, "stamp_unreachable");
        assert_eq!(refused.params["host"], "127.0.0.1");
        assert_ne!(refused.params["detail"], "");
        let cut =
            Server::new(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf".to_vec()).await;
        assert_eq!(code(&cut).await, "stamp_unreachable");
    }

    #[tokio::test(start_paused = true)]
    async fn an_authority_that_says_nothing_is_given_up_in_the_end() {
        let silent = Server::new(|_| Vec::new()).await;
        let refused = asked(&silent.address, direct()).await.unwrap_err();
        assert_eq!(
            (refused.code.as_str(), &refused.params["seconds"]),
            ("stamp_timeout", &json!(15))
        );
    }

    #[tokio::test]
    async fn the_proxy_of_the_settings_is_asked_except_for_the_hosts_without_one() {
        let proxy = Server::new(|_| ok(b"through the proxy")).await;
        let through = |no_proxy: &str| Network {
            proxy: Some(ProxySetting {
                url: proxy.address.clone(),
                no_proxy: no_proxy.to_owned(),
            }),
            extra_ca: None,
        };
        let answer = asked("http://tsa.invalid/stamp", through(""))
            .await
            .unwrap();
        assert_eq!(answer, b"through the proxy");
        let head = proxy.asked().remove(0).0;
        assert!(
            head.starts_with("POST http://tsa.invalid/stamp HTTP/1.1"),
            "{head}"
        );
        let here = Server::new(|_| ok(b"direct")).await;
        assert_eq!(asked(&here.address, through("")).await.unwrap(), b"direct");
        assert_eq!(proxy.asked().len(), 1);
        let damaged = Network {
            proxy: None,
            extra_ca: Some(
                b"-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n".to_vec(),
            ),
        };
        let refused = asked("https://tsa.invalid/", damaged).await.unwrap_err();
        assert!(["ca_unreadable", "stamp_unreachable"].contains(&refused.code.as_str()));
    }
}
