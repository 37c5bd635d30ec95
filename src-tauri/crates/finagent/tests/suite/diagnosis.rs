//! The diagnosis of the network: each fault is found at its step, and the steps after it are skipped.

use std::time::{Duration, SystemTime};

use finagent::{
    ApiKey, Client, ClientBuilder, Error, KeyVerdict, ProxySetting, ProxySource, Timeouts,
    diagnosis::{Facts, Outcome, Progress, Report, Step, Trust},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    proxy_server::Proxy,
    server::{Server, response},
    tls::{Https, https_with, serve, to},
};

const KEY: &str = "secret-key";

async fn diagnosed(client: &Client) -> Vec<Report> {
    let mut reports = Vec::new();
    let mut planned = Vec::new();
    let mut begun = Vec::new();
    client
        .diagnose(&CancellationToken::new(), &mut |progress| match progress {
            Progress::Planned(steps) => planned = steps,
            Progress::Began(step) => begun.push(step),
            Progress::Ended(report) => reports.push(*report),
        })
        .await
        .unwrap();
    assert_eq!(planned, begun);
    assert_eq!(
        planned,
        reports.iter().map(|report| report.step).collect::<Vec<_>>()
    );
    let said = format!("{reports:?}");
    assert!(!said.contains("secret"), "{said}");
    reports
}

fn of(reports: &[Report], step: Step) -> &Report {
    reports.iter().find(|report| report.step == step).unwrap()
}

/// The error of the only step that failed; the steps after it were skipped.
fn failed(reports: &[Report], step: Step) -> &Error {
    let at = reports
        .iter()
        .position(|report| report.step == step)
        .unwrap();
    let (before, rest) = reports.split_at(at);
    for report in before {
        assert!(
            matches!(report.outcome, Outcome::Passed | Outcome::Noted),
            "{report:?}"
        );
    }
    for report in rest.iter().skip(1) {
        assert_eq!(report.outcome, Outcome::Skipped, "{report:?}");
    }
    match &of(reports, step).outcome {
        Outcome::Failed(error) => error,
        other => panic!("{step:?}: {other:?}"),
    }
}

fn with_key(builder: ClientBuilder) -> Client {
    builder
        .key(Some(ApiKey::parse(KEY).unwrap()))
        .build()
        .unwrap()
}

fn dated(by: i64) -> String {
    let now = SystemTime::now();
    let by_seconds = Duration::from_secs(by.unsigned_abs());
    let then = if by < 0 {
        now - by_seconds
    } else {
        now + by_seconds
    };
    format!("date: {}", httpdate(then))
}

fn httpdate(time: SystemTime) -> String {
    ::httpdate::fmt_http_date(time)
}

const REFUSED: &str = r#"{"code":1003,"message":"company"}"#;

/// Answers as the service does: without a key 1001, with one 1003.
fn service(request: &str) -> Vec<u8> {
    let body = if request.to_lowercase().contains("\r\nauthorization:") {
        REFUSED
    } else {
        r#"{"code":1001,"message":"key"}"#
    };
    response(
        200,
        &format!("server: nginx\r\nvia: 1.1 gate\r\n{}", dated(0)),
        body,
    )
}

fn through(proxy: &str, server: &Https) -> ClientBuilder {
    let setting = ProxySetting {
        url: proxy.to_owned(),
        no_proxy: String::new(),
    };
    to("https://service.invalid")
        .proxy(Some(setting))
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
}

#[tokio::test]
async fn on_a_working_way_every_step_passes_and_the_key_is_sent_only_in_the_last() {
    let server = Server::replying(200, &dated(0), REFUSED).await;
    let reports = diagnosed(&with_key(Client::builder(server.origin()))).await;
    for report in &reports {
        assert_eq!(report.outcome, Outcome::Passed, "{report:?}");
    }
    let steps: Vec<_> = reports.iter().map(|report| report.step).collect();
    use Step::{Answer, Clock, Connect, Key, Proxy, Resolve};
    assert_eq!(steps, [Proxy, Resolve, Connect, Answer, Clock, Key]);
    assert!(matches!(
        of(&reports, Proxy).facts,
        Some(Facts::Proxy {
            proxy: None,
            source: ProxySource::ThisMachine,
            ..
        })
    ));
    let verdict = Some(Facts::Key {
        verdict: KeyVerdict::Accepted,
    });
    assert_eq!(of(&reports, Key).facts, verdict);
    let sent = server.received();
    let keys: Vec<_> = sent
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    // The connection of the third step sends nothing.
    assert_eq!(keys, [None, None, Some(KEY)]);
    assert!(
        sent.last().unwrap().text().contains(r#""company":"""#),
        "it must cost nothing"
    );
}

#[tokio::test]
async fn through_a_proxy_with_a_login_the_certificate_and_who_vouches_for_it_are_told() {
    let server = https_with("service.invalid", service).await;
    let proxy = Proxy::http(server.port, Some("bWU6c2VjcmV0")).await;
    let url = format!("http://me:secret@{}", proxy.address());
    let reports = diagnosed(&with_key(through(&url, &server))).await;
    for report in &reports {
        assert_eq!(report.outcome, Outcome::Passed, "{report:?}");
    }
    let expected = Facts::Proxy {
        proxy: Some(proxy.address()),
        scheme: Some("http".to_owned()),
        source: ProxySource::Setting,
        has_login: true,
    };
    assert_eq!(of(&reports, Step::Proxy).facts, Some(expected));
    let Some(Facts::Tls {
        certificate, trust, ..
    }) = &of(&reports, Step::Tls).facts
    else {
        panic!("{reports:?}");
    };
    assert_eq!(*trust, Trust::Added);
    assert_eq!(certificate.as_ref().unwrap().hosts, ["service.invalid"]);
    let Some(Facts::Answer {
        status,
        server,
        via,
    }) = &of(&reports, Step::Answer).facts
    else {
        panic!("{reports:?}");
    };
    assert_eq!(
        (*status, server.as_deref(), via.as_deref()),
        (Some(200), Some("nginx"), Some("1.1 gate"))
    );
}

#[tokio::test]
async fn a_socks_proxy_leads_to_the_service_and_resolves_its_name() {
    let server = https_with("service.invalid", service).await;
    let proxy = Proxy::socks(server.port).await;
    let url = format!("socks5://me:secret@{}", proxy.address());
    let reports = diagnosed(&with_key(through(&url, &server))).await;
    assert!(
        reports
            .iter()
            .all(|report| report.outcome == Outcome::Passed),
        "{reports:?}"
    );
    assert_eq!(proxy.asked().first().unwrap(), b"service.invalid\x01\xbb");
    let wrong = format!("socks5://me:secrex@{}", proxy.address());
    let reports = diagnosed(&with_key(through(&wrong, &server))).await;
    assert_eq!(
        failed(&reports, Step::Tunnel).params()["reason"],
        "login_rejected"
    );
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_is_asked_for_its_schemes() {
    let server = https_with("service.invalid", service).await;
    let proxy = Proxy::http(server.port, Some("bWU6c2VjcmV0")).await;
    let reports = diagnosed(&with_key(through(
        &format!("http://{}", proxy.address()),
        &server,
    )))
    .await;
    let error = failed(&reports, Step::Tunnel).params();
    assert_eq!(error["reason"], "login");
    assert_eq!(error["schemes"], "Digest, Basic");
    assert_eq!(error["proxy"], proxy.address());
}

#[tokio::test]
async fn a_name_without_an_address_and_a_port_where_nobody_listens_are_told_apart() {
    // `.invalid` never resolves (RFC 2606), so only the DNS query leaves this machine.
    let excepted = ProxySetting {
        url: "http://127.0.0.1:1".into(),
        no_proxy: "service.invalid".into(),
    };
    let reports = diagnosed(&with_key(
        to("https://service.invalid").proxy(Some(excepted)),
    ))
    .await;
    assert_eq!(failed(&reports, Step::Resolve).params()["reason"], "dns");
    assert!(matches!(
        of(&reports, Step::Proxy).facts,
        Some(Facts::Proxy {
            source: ProxySource::SettingException,
            ..
        })
    ));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    drop(listener);
    let reports = diagnosed(&with_key(to(&origin))).await;
    assert_eq!(
        failed(&reports, Step::Connect).params()["reason"],
        "refused"
    );
}

#[tokio::test]
async fn a_certificate_that_is_rejected_is_shown_with_its_fault() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params
        .distinguished_name
        .push(DnType::CommonName, "Inspection CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let leaf = || CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let mut expired = leaf();
    expired.not_before = rcgen::date_time_ymd(2000, 1, 1);
    expired.not_after = rcgen::date_time_ymd(2001, 1, 1);
    let mut authority = leaf();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    for (params, is_trusted, reason) in [
        (leaf(), false, "unknown_issuer"),
        (expired, true, "expired"),
        (authority, true, "authority"),
    ] {
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &ca).unwrap();
        let server = serve(vec![own.der().to_vec()], &key.serialize_der(), ca.pem()).await;
        let mut client = to(&format!("https://localhost:{}", server.port));
        if is_trusted {
            client = client.extra_ca(Some(ca.pem().into_bytes()));
        }
        let reports = diagnosed(&with_key(client)).await;
        assert_eq!(failed(&reports, Step::Tls).params()["reason"], reason);
        let Some(Facts::Tls {
            certificate,
            root,
            trust,
        }) = &of(&reports, Step::Tls).facts
        else {
            panic!("{reports:?}");
        };
        assert_eq!(*trust, Trust::Nobody);
        assert_eq!(root.as_deref(), Some("Inspection CA"));
        assert_eq!(certificate.as_ref().unwrap().issuer, "Inspection CA");
    }
}

#[tokio::test]
async fn a_login_page_of_the_network_is_found_and_gets_no_key() {
    let portal = Server::replying(302, "location: https://login.hotel.example/?a", "").await;
    let reports = diagnosed(&with_key(Client::builder(portal.origin()))).await;
    let error = failed(&reports, Step::Answer);
    assert_eq!(error.params()["host"], "login.hotel.example");
    let page = Server::replying(200, "content-type: text/html", "<html>Log in").await;
    let reports = diagnosed(&with_key(Client::builder(page.origin()))).await;
    assert_eq!(failed(&reports, Step::Answer).code(), "unreadable");
    let blocked = Server::replying(403, "content-type: text/html", "<html>Blocked").await;
    let reports = diagnosed(&with_key(Client::builder(blocked.origin()))).await;
    assert_eq!(failed(&reports, Step::Answer).params()["page"], true);
    for server in [portal, page, blocked] {
        assert!(
            server
                .received()
                .iter()
                .all(|request| request.header("authorization").is_none())
        );
    }
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_more_than_five_minutes_is_noted() {
    for (by, outcome) in [
        (0, Outcome::Passed),
        (290, Outcome::Passed),
        (-3600, Outcome::Noted),
        (86_400, Outcome::Noted),
    ] {
        let server = Server::replying(200, &dated(by), REFUSED).await;
        let reports = diagnosed(&with_key(Client::builder(server.origin()))).await;
        let clock = of(&reports, Step::Clock);
        assert_eq!(clock.outcome, outcome, "{by}");
        let Some(Facts::Clock { ahead }) = clock.facts else {
            panic!("{clock:?}");
        };
        assert!((ahead + by).abs() <= 3, "{ahead} {by}");
        assert_eq!(
            of(&reports, Step::Key).outcome,
            Outcome::Passed,
            "it goes on"
        );
    }
    let undated = Server::replying(200, "", REFUSED).await;
    let reports = diagnosed(&with_key(Client::builder(undated.origin()))).await;
    assert_eq!(of(&reports, Step::Clock).outcome, Outcome::Skipped);
}

#[tokio::test]
async fn without_a_key_the_last_step_is_skipped_and_a_refused_key_is_noted() {
    let server = Server::replying(401, &dated(0), "").await;
    let reports = diagnosed(&Client::builder(server.origin()).build().unwrap()).await;
    assert_eq!(of(&reports, Step::Answer).outcome, Outcome::Passed);
    assert_eq!(of(&reports, Step::Key).outcome, Outcome::Skipped);
    let reports = diagnosed(&with_key(Client::builder(server.origin()))).await;
    let key = of(&reports, Step::Key);
    assert_eq!(key.outcome, Outcome::Noted);
    assert_eq!(
        key.facts,
        Some(Facts::Key {
            verdict: KeyVerdict::Rejected
        })
    );
}

/// A listener that accepts connections and says nothing.
async fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

#[tokio::test]
async fn a_step_that_hears_nothing_ends_after_its_time() {
    let (_listener, address) = silent().await;
    let timeouts = Timeouts {
        connect: Duration::from_millis(100),
        silence: Duration::from_secs(20),
    };
    let client = to(&format!("https://{address}")).timeouts(timeouts);
    let reports = diagnosed(&with_key(client)).await;
    assert_eq!(failed(&reports, Step::Tls).code(), "timeout");
    let setting = ProxySetting {
        url: format!("http://{address}"),
        no_proxy: String::new(),
    };
    let client = to("https://service.invalid")
        .proxy(Some(setting))
        .timeouts(timeouts);
    let reports = diagnosed(&with_key(client)).await;
    assert_eq!(failed(&reports, Step::Tunnel).code(), "timeout");
}

#[tokio::test]
async fn it_is_cancelled_at_once_and_the_step_that_waits_does_not_end() {
    let (_listener, address) = silent().await;
    let client = with_key(to(&format!("https://{address}")));
    let cancel = CancellationToken::new();
    let mut ended = Vec::new();
    let result = client
        .diagnose(&cancel, &mut |progress| match progress {
            Progress::Began(Step::Tls) => cancel.cancel(),
            Progress::Ended(report) => ended.push(report.step),
            _ => {}
        })
        .await;
    assert_eq!(result, Err(Error::Cancelled));
    assert_eq!(ended, [Step::Proxy, Step::Resolve, Step::Connect]);
}

#[tokio::test]
async fn it_can_run_on_any_thread() {
    let server = Server::replying(200, "", REFUSED).await;
    let client = with_key(Client::builder(server.origin()));
    let task = tokio::spawn(async move { diagnosed(&client).await });
    assert_eq!(of(&task.await.unwrap(), Step::Key).outcome, Outcome::Passed);
}
