//! Injected faults look the way clients must handle them, and occur as often as requested.

use demo_service::Fault;

use super::*;

/// Reads until the body ends or breaks. Returns the text and whether it broke.
async fn read_all(mut response: Response) -> (String, bool) {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            ended => return (String::from_utf8(bytes).unwrap(), ended.is_err()),
        }
    }
}

#[tokio::test]
async fn a_service_error_comes_as_json_although_a_stream_was_asked_for_and_then_a_retry_succeeds() {
    let world = World::failing(Faults::none().first(2, Fault::ServiceError { code: 1006 })).await;
    for stream in [true, false] {
        let (code, message) = refusal(world.ask(UPDATES, true, stream).await).await;
        assert_eq!(
            (code, message.as_str()),
            (1006, "large model service error")
        );
    }
    assert!(is_answered(world.ask(UPDATES, true, true).await).await);
}

#[tokio::test]
async fn an_error_in_mid_stream_is_the_last_message_and_the_stream_ends_in_order() {
    let world = World::failing(Faults::none().always(Fault::ErrorMidStream {
        code: 1007,
        after: 9,
    }))
    .await;
    let (body, broken) = read_all(world.ask(AUDIT, true, true).await).await;
    let messages = messages(&body);
    assert!(!broken && messages.len() == 10, "{body}");
    assert_eq!(
        messages[9],
        json!({"code": 1007, "message": "workflow internal error"})
    );
    assert_eq!(refusal(world.ask(AUDIT, true, false).await).await.0, 1007);
}

#[tokio::test]
async fn a_cut_stream_has_the_events_before_the_cut_and_breaks() {
    for after in [0, 1, 7, 40] {
        let world = World::failing(Faults::none().always(Fault::Cut { after })).await;
        let (body, broken) = read_all(world.ask(DILIGENCE, true, true).await).await;
        assert!(broken, "{after}");
        assert_eq!(messages(&body).len(), after);
    }
}

#[tokio::test]
async fn a_cut_synchronous_answer_is_half_a_json() {
    let world = World::failing(Faults::none().always(Fault::Cut { after: 3 })).await;
    let (body, broken) = read_all(world.ask(DILIGENCE, false, false).await).await;
    assert!(broken && body.starts_with("{\"code\":0"), "{body}");
    assert!(serde_json::from_str::<Value>(&body).is_err(), "{body}");
}

#[tokio::test]
async fn a_gateway_error_is_a_page_of_html() {
    let world = World::failing(Faults::none().always(Fault::Http { status: 502 })).await;
    let response = world.ask(UPDATES, true, true).await;
    assert_eq!(response.status(), 502);
    assert!(content_type(&response).starts_with("text/html"));
    assert!(response.text().await.unwrap().contains("502 Bad Gateway"));
}

#[tokio::test]
async fn too_many_requests_says_when_to_come_back_and_then_all_is_well() {
    let world = World::failing(Faults::none().and("retry-after:2".parse().unwrap())).await;
    let response = world.ask(UPDATES, true, true).await;
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["retry-after"]
        ),
        (429, &"2".parse().unwrap())
    );
    assert!(is_answered(world.ask(UPDATES, true, true).await).await);
}

#[tokio::test]
async fn a_redirect_points_where_it_was_told_to() {
    let to = "https://elsewhere.example/taken".to_owned();
    let world = World::failing(Faults::none().always(Fault::Redirect { to: to.clone() })).await;
    let response = world.ask(UPDATES, true, true).await;
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["location"].to_str().unwrap()
        ),
        (307, to.as_str())
    );
}

#[tokio::test]
async fn silence_takes_the_request_and_leaves_when_the_client_does() {
    let world = World::failing(Faults::none().always(Fault::Silence)).await;
    let mut under_way = world.service.under_way();
    let asking = world.ask(UPDATES, true, true);
    tokio::select! {
        response = asking => panic!("silence answered {response:?}"),
        taken = async { under_way.wait_for(|count| *count == 1).await.map(|_| ()) } => taken.unwrap(),
    }
    under_way.wait_for(|count| *count == 0).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_slow_stream_keeps_a_second_between_events() {
    let world = World::failing(Faults::none().always(Fault::Slow)).await;
    let mut response = world.ask(AUDIT, true, true).await;
    let mut last = tokio::time::Instant::now();
    response.chunk().await.unwrap().unwrap();
    for _ in 0..4 {
        last += std::time::Duration::from_secs(1);
        let chunk = response.chunk().await.unwrap().unwrap();
        assert_eq!(messages(std::str::from_utf8(&chunk).unwrap()).len(), 1);
        assert!(
            last.elapsed() >= std::time::Duration::from_millis(900),
            "{:?}",
            last.elapsed()
        );
    }
}

#[tokio::test]
async fn a_long_report_has_the_events_and_the_size_asked_for() {
    let world = World::failing(Faults::none().always(Fault::Long {
        events: 5_000,
        kilobytes: 200,
    }))
    .await;
    let body = world.ask(AUDIT, true, true).await.text().await.unwrap();
    let messages = messages(&body);
    assert_eq!(
        messages
            .iter()
            .filter(|message| message["event"] == "message")
            .count(),
        5_000
    );
    let output = messages.last().unwrap()["data"]["output"].as_str().unwrap();
    assert!(
        (200 * 1024..203 * 1024).contains(&output.len()),
        "{}",
        output.len()
    );
    assert!(output.starts_with("> **演示结果**"));
}
