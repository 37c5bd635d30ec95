//! Answers in both modes: their events, language and pace, and what happens when the client disconnects.

use std::time::Duration;

use super::*;

#[tokio::test]
async fn a_stream_has_step_marks_then_text_and_ends_with_the_whole_answer() {
    let world = World::start().await;
    for (path, draws, last_event) in ENDPOINTS {
        for chinese in [true, false] {
            let response = world.ask(path, chinese, true).await;
            assert_eq!(response.status(), 200);
            assert_eq!(content_type(&response), "text/event-stream;charset=UTF-8");
            let messages = messages(&response.text().await.unwrap());
            let events: Vec<_> = messages
                .iter()
                .map(|message| message["event"].as_str().unwrap())
                .collect();
            assert!(events.contains(&"node_started"), "{events:?}");
            assert_eq!(*events.last().unwrap(), last_event);

            let session = &messages[0]["session_id"];
            for message in &messages {
                assert_eq!(&message["session_id"], session);
                assert!(
                    message["step_id"].is_string()
                        && message["created"].as_i64().unwrap() > 1_600_000_000_000
                );
            }
            for message in messages
                .iter()
                .filter(|message| message["event"] == "node_started")
            {
                assert!(!message["data"]["title"].as_str().unwrap().is_empty());
            }
            let pieces = messages
                .iter()
                .filter_map(|message| message["data"]["text"].as_array());
            let text: String = pieces
                .flatten()
                .map(|piece| piece.as_str().unwrap())
                .collect();
            let data = &messages.last().unwrap()["data"];
            assert_eq!(data["output"].as_str(), Some(text.as_str()));
            assert_eq!(data["svg"].is_string(), draws);
            assert_eq!(data["max_token"], "128000");
            let usage = |field: &str| data["usage"][field].as_u64().unwrap();
            assert_eq!(
                usage("total_tokens"),
                usage("prompt_tokens") + usage("completion_tokens")
            );
            assert!(usage("completion_tokens") > 100, "{data}");
        }
    }
}

#[tokio::test]
async fn both_modes_give_the_same_answer_and_it_opens_with_the_demo_mark() {
    let world = World::start().await;
    for (path, draws, _) in ENDPOINTS {
        for chinese in [true, false] {
            let sync: Value = world.ask(path, chinese, false).await.json().await.unwrap();
            assert_eq!(
                (&sync["code"], &sync["message"]),
                (&json!(0), &json!("success"))
            );
            let result = sync["data"]["result"].as_str().unwrap();
            let mark = if chinese {
                "> **演示结果**"
            } else {
                "> **Demo result.**"
            };
            assert!(result.starts_with(mark), "{result}");
            assert_eq!(sync["data"].get("svg").is_some(), draws);

            let streamed = messages(&world.ask(path, chinese, true).await.text().await.unwrap());
            let data = &streamed.last().unwrap()["data"];
            assert_eq!(
                (&data["output"], &data["svg"]),
                (&sync["data"]["result"], &sync["data"]["svg"])
            );
        }
    }
}

#[tokio::test]
async fn sessions_have_ids_of_their_own() {
    let world = World::start().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let messages = messages(&world.ask(UPDATES, true, true).await.text().await.unwrap());
        ids.push(messages[0]["session_id"].as_str().unwrap().to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn at_the_real_pace_a_stream_starts_at_once_and_takes_seconds() {
    let world = World::with(Settings::default()).await;
    let asked = tokio::time::Instant::now();
    let mut response = world.ask(AUDIT, true, true).await;
    response.chunk().await.unwrap().unwrap();
    assert!(
        asked.elapsed() <= Duration::from_millis(300),
        "{:?}",
        asked.elapsed()
    );
    while response.chunk().await.unwrap().is_some() {}
    let whole = asked.elapsed().as_secs_f64();
    assert!((5.0..=15.0).contains(&whole), "{whole}");
}

#[tokio::test(start_paused = true)]
async fn at_the_real_pace_a_synchronous_answer_takes_its_time_too() {
    let world = World::with(Settings::default()).await;
    let asked = tokio::time::Instant::now();
    assert!(is_answered(world.ask(UPDATES, true, false).await).await);
    let whole = asked.elapsed().as_secs_f64();
    assert!((1.0..=5.0).contains(&whole), "{whole}");
}

#[tokio::test]
async fn a_client_that_goes_away_stops_the_work() {
    let world = World::with(Settings {
        faults: Faults::none().always(demo_service::Fault::Slow),
        ..Settings::default()
    })
    .await;
    let mut under_way = world.service.under_way();
    let mut response = world.ask(DILIGENCE, true, true).await;
    response.chunk().await.unwrap().unwrap();
    assert_eq!(*under_way.borrow_and_update(), 1);
    drop(response);
    under_way.wait_for(|count| *count == 0).await.unwrap();
}

#[tokio::test]
async fn stopping_breaks_off_what_is_running_and_frees_the_port() {
    let world = World::with(Settings {
        faults: Faults::none().always(demo_service::Fault::Slow),
        ..Settings::default()
    })
    .await;
    let mut response = world.ask(DILIGENCE, true, true).await;
    response.chunk().await.unwrap().unwrap();
    let address = world.service.address();
    world.service.stop().await;
    let mut ended = response.chunk().await;
    while let Ok(Some(_)) = ended {
        ended = response.chunk().await;
    }
    assert!(
        ended.is_err(),
        "a stream without its last event must not look finished"
    );
    tokio::net::TcpListener::bind(address).await.unwrap();
}

#[tokio::test]
async fn dropping_the_service_stops_it_as_well() {
    let World { service, client } = World::start().await;
    let (address, mut under_way) = (service.address(), service.under_way());
    drop(service);
    // The routes own the sender of the count, and are dropped with the port.
    while under_way.changed().await.is_ok() {}
    assert!(
        client
            .get(format!("http://{address}/"))
            .send()
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_it() {
    let first = World::start().await;
    let port = first.service.address().port();
    let error = DemoService::start(Settings {
        port,
        ..Settings::default()
    })
    .await
    .unwrap_err();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}
