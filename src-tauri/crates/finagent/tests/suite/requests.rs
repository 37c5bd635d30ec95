//! What each endpoint's request looks like on the wire.

use finagent::{CallOptions, Image, Mode, Model, Request, Role, Temperature, Turn};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    quick,
    server::{Received, Server},
};

async fn sent(request: &Request, options: &CallOptions) -> Received {
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let client = quick(&server).build().unwrap();
    client
        .call(request, options, &CancellationToken::new(), &mut |_| {})
        .await
        .unwrap();
    server.request()
}

fn body(request: &Received) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

#[tokio::test]
async fn a_due_diligence_is_the_published_example() {
    let company = "Beijing Zhipu Huatong Technology Co., Ltd.".to_owned();
    let request = Request::Diligence {
        company: company.clone(),
        allow_long: true,
    };
    let sent = sent(&request, &CallOptions::default()).await;
    assert!(
        sent.head
            .starts_with("POST /api/aico-saas/bm/v1/DueDiligenceReport HTTP/1.1\r\n")
    );
    assert_eq!(sent.header("content-type"), Some("application/json"));
    let expected =
        json!({"company": company, "stream": true, "model": "4-Plus", "temperature": 0.5});
    assert_eq!(body(&sent), expected);
}

#[tokio::test]
async fn a_sparring_is_the_published_example() {
    let turn = |role, content: &str| Turn {
        role,
        content: content.into(),
    };
    let history = vec![
        turn(Role::User, "Hello"),
        turn(Role::Assistant, "Hello, what can I do for you?"),
        turn(Role::User, "I have some savings"),
        turn(Role::Assistant, "How much risk do you accept?"),
    ];
    let query = "A great wealth management product".to_owned();
    let request = Request::Sparring {
        query: query.clone(),
        history,
    };
    let sent = sent(&request, &CallOptions::default()).await;
    assert!(
        sent.head
            .starts_with("POST /api/aico-saas/bm/v1/FinancialAdviserSparring ")
    );
    let body = body(&sent);
    assert_eq!(body["query"], query);
    assert_eq!(body["history"].as_array().unwrap().len(), 4);
    assert_eq!(
        body["history"][1],
        json!({"role": "assistant", "content": "Hello, what can I do for you?"})
    );
}

#[tokio::test]
async fn updates_are_the_published_example_with_the_chosen_options() {
    let request = Request::Updates {
        query: "Securities".into(),
        allow_long: false,
    };
    let options = CallOptions {
        mode: Mode::Sync,
        model: Model::Air4,
        temperature: Temperature::new(0.7).unwrap(),
    };
    let sent = sent(&request, &options).await;
    assert!(
        sent.head
            .starts_with("POST /api/aico-saas/bm/v1/RegulatoryUpdatesTracker ")
    );
    assert_eq!(
        sent.text(),
        r#"{"query":"Securities","stream":false,"model":"4-Air","temperature":0.7}"#
    );
}

#[tokio::test]
async fn an_audit_is_the_published_example_as_a_form() {
    let file = [&b"\xFF\xD8\xFF\xC0\0\x11\x08\0\x09\0\x09"[..], &[7; 5000]].concat();
    let query = "No credit check, low interest, high limit, same-day loan, loan with collateral";
    let image = Image::new("/home/someone/poster \"1\".jpg", file.clone()).unwrap();
    let request = Request::Audit {
        query: query.into(),
        image: Some(image),
    };
    let sent = sent(&request, &CallOptions::default()).await;
    assert!(
        sent.head
            .starts_with("POST /api/aico-saas/bm/v1/ConsumerProtectionAudit ")
    );
    let content_type = sent.header("content-type").unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let part = |headers: &str, content: &[u8]| {
        [
            format!("--{boundary}\r\nContent-Disposition: form-data; {headers}\r\n\r\n").as_bytes(),
            content,
            b"\r\n",
        ]
        .concat()
    };
    let expected = [
        part("name=\"stream\"", b"true"),
        part("name=\"query\"", query.as_bytes()),
        part("name=\"model\"", b"4-Plus"),
        part("name=\"temperature\"", b"0.5"),
        part(
            "name=\"image\"; filename=\"poster 1.jpg\"\r\nContent-Type: image/jpeg",
            &file,
        ),
        format!("--{boundary}--\r\n").into_bytes(),
    ]
    .concat();
    assert_eq!(sent.body, expected);
}

#[tokio::test]
async fn a_text_is_sent_as_it_was_typed() {
    let request = Request::Audit {
        query: " 保本\n稳赚 ".into(),
        image: None,
    };
    let sent = sent(&request, &CallOptions::default()).await;
    assert!(
        sent.text()
            .contains("name=\"query\"\r\n\r\n 保本\n稳赚 \r\n--")
    );
    assert!(!sent.text().contains("name=\"image\""));
}

#[tokio::test]
async fn a_compressed_answer_is_not_asked_for() {
    let request = Request::Updates {
        query: "Securities".into(),
        allow_long: false,
    };
    let sent = sent(&request, &CallOptions::default()).await;
    assert_eq!(sent.header("accept-encoding"), Some("identity"));
}
