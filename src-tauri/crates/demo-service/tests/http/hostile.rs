//! Malicious and broken requests: foreign hosts, web pages, malformed and huge bodies. None may affect the next
//! request.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

#[tokio::test]
async fn an_unknown_path_is_an_invalid_api_and_so_is_another_method() {
    let world = World::start().await;
    for path in [
        "/",
        "/api/aico-saas/bm/v1/Other",
        "/api/aico-saas/bm/v1/DueDiligenceReport/",
    ] {
        let response = world.json(path, &json!({})).await;
        assert_eq!(response.status(), 404, "{path}");
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["code"], 1005);
        assert!(
            body["message"].as_str().unwrap().contains(UPDATES),
            "{body}"
        );
    }
    let response = world
        .client
        .get(format!("{}{UPDATES}", world.service.origin()))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"POST".parse().unwrap())
    );
    assert_eq!(response.json::<Value>().await.unwrap()["code"], 1005);
}

#[tokio::test]
async fn a_web_page_gets_nothing() {
    let world = World::start().await;
    let topic = json!({"query": "证券"});
    let foreign_host = world
        .post(UPDATES)
        .header("host", "rebound.example")
        .json(&topic)
        .send()
        .await
        .unwrap();
    assert_eq!(foreign_host.status(), 421);
    let page = world
        .post(UPDATES)
        .header("origin", "https://page.example")
        .json(&topic)
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 403);
    assert!(
        page.headers()
            .keys()
            .all(|name| !name.as_str().starts_with("access-control"))
    );
    let answered = world
        .post(UPDATES)
        .header("host", "localhost:80")
        .json(&topic)
        .send()
        .await
        .unwrap();
    assert!(
        answered
            .headers()
            .keys()
            .all(|name| !name.as_str().starts_with("access-control"))
    );
    assert!(is_answered(answered).await);
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let world = World::start().await;
    assert!(world.service.address().ip().is_loopback());
    assert_eq!(
        world.service.origin(),
        format!("http://127.0.0.1:{}", world.service.address().port())
    );
}

#[tokio::test]
async fn malformed_json_is_refused_with_the_place_of_the_error() {
    let world = World::start().await;
    let send = |body: Vec<u8>| {
        world
            .post(UPDATES)
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    for body in [
        &b""[..],
        b"{",
        b"{\"query\": \"\xff\xfe\"}",
        b"nonsense",
        b"{\"query\":\"a\"} trailing",
    ] {
        let (code, message) = refusal(send(body.to_vec()).await.unwrap()).await;
        assert!(code == 1003 && message.contains("line 1"), "{message}");
    }
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    assert_eq!(refusal(send(deep).await.unwrap()).await.0, 1003);
    let (_, message) = refusal(send(b"[1, 2]".to_vec()).await.unwrap()).await;
    assert!(message.contains("object"), "{message}");
}

#[tokio::test]
async fn a_body_of_another_content_type_is_refused() {
    let world = World::start().await;
    let as_text = world
        .post(UPDATES)
        .header("content-type", "text/plain")
        .body("{\"query\":\"证券\"}");
    let (code, message) = refusal(as_text.send().await.unwrap()).await;
    assert!(
        code == 1003 && message.contains("application/json"),
        "{message}"
    );
    let (code, message) = refusal(world.json(AUDIT, &json!({"query": "本产品"})).await).await;
    assert!(
        code == 1003 && message.contains("multipart/form-data"),
        "{message}"
    );
}

#[tokio::test]
async fn malformed_forms_are_refused() {
    let world = World::start().await;
    let send = |body: &str| {
        let content_type = "multipart/form-data; boundary=b";
        world
            .post(AUDIT)
            .header("content-type", content_type)
            .body(body.to_owned())
            .send()
    };
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    for body in [
        "",
        "--b",
        "no boundary at all",
        &part("query", "本产品"),
        "--b\r\n\r\n\r\n--b--",
    ] {
        assert_eq!(refusal(send(body).await.unwrap()).await.0, 1003, "{body}");
    }
    let twice = format!("{}{}--b--\r\n", part("query", "一"), part("query", "二"));
    assert!(
        refusal(send(&twice).await.unwrap())
            .await
            .1
            .contains("more than one part named query")
    );
    let many = format!("{}--b--\r\n", part("x", "y").repeat(17));
    assert!(
        refusal(send(&many).await.unwrap())
            .await
            .1
            .contains("16 parts")
    );
    let unknown = format!("{}{}--b--\r\n", part("x", "y"), part("query", "本产品"));
    assert!(is_answered(send(&unknown).await.unwrap()).await);
}

#[tokio::test]
async fn a_part_that_is_not_utf8_is_refused() {
    let world = World::start().await;
    let form = Form::new().part("query", Part::bytes(vec![0xB1, 0xA3, 0xB1, 0xBE]));
    let (code, message) = refusal(world.form(form).await).await;
    assert!(code == 1003 && message.contains("UTF-8"), "{message}");
}

#[tokio::test]
async fn a_huge_body_is_refused_and_its_sender_gets_to_read_why() {
    let world = World::start().await;
    let (code, message) = refusal(world.form(image_part(vec![0; 20 * 1024 * 1024])).await).await;
    assert!(code == 1003 && message.contains("8388608"), "{message}");
    assert!(is_answered(world.ask(UPDATES, true, false).await).await);
}

#[tokio::test]
async fn bytes_that_are_no_http_do_not_disturb_the_next_request() {
    let world = World::start().await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"POST\r\n\r\n",
        &[0; 2_000],
        &[b'A'; 500_000],
    ] {
        let mut stream = tokio::net::TcpStream::connect(world.service.address())
            .await
            .unwrap();
        // The service may disconnect while the client is sending; only the next request counts.
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    assert!(is_answered(world.ask(UPDATES, true, false).await).await);
}

#[tokio::test]
async fn a_body_that_never_ends_in_full_is_given_up_with_its_connection() {
    let world = World::start().await;
    let mut under_way = world.service.under_way();
    let mut stream = tokio::net::TcpStream::connect(world.service.address())
        .await
        .unwrap();
    let head = format!(
        "POST {UPDATES} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    under_way.wait_for(|count| *count == 1).await.unwrap();
    drop(stream);
    under_way.wait_for(|count| *count == 0).await.unwrap();
}
