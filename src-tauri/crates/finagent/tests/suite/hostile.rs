//! A misbehaving service: each case ends in its own error with a partial answer, or does no harm.

use std::{io::Write, time::Duration};

use finagent::{
    ANSWER_LIMIT, ApiKey, CHUNK_LIMIT, CallOptions, Error, Flood, INTERIM_LIMIT, Note, Oversized,
    Phase, Timeouts, sse::EVENT_LIMIT,
};

use tokio_util::sync::CancellationToken;

use crate::{
    ask, ask_sync, question, quick, run,
    server::{STREAM_HEAD, Server, chunk, response},
};

const FINISHED: &str =
    "data: {\"event\":\"workflow_finished\",\"data\":{\"output\":\"审核 done\"}}\r\n\r\n";

#[tokio::test]
async fn chunks_cut_inside_a_character_and_inside_a_line_end_do_no_harm() {
    let body = format!("data: {{\"data\":{{\"text\":[\"金融\"]}}}}\r\n\r\n{FINISHED}");
    for size in [1, 2, 3, 5, 7] {
        let server = Server::streaming(body.as_bytes().chunks(size)).await;
        let (result, heard) = ask(&server).await;
        assert_eq!(result.unwrap().output, "审核 done", "chunks of {size}");
        assert_eq!(heard.texts[0].1, "金融");
        // The raw bytes are reported unchanged; the client does not wait for the last line feed.
        assert!(body.as_bytes().starts_with(&heard.bytes));
        assert!(heard.bytes.len() + 1 >= body.len());
    }
}

#[tokio::test]
async fn carriage_returns_alone_a_bom_comments_and_pings_do_no_harm() {
    let carriage_returns = FINISHED.replace('\n', "");
    for body in [
        carriage_returns.clone(),
        format!("\u{FEFF}{FINISHED}"),
        format!("\u{FEFF}\n: hello\n\n: ping\r\revent: ping\n\n{FINISHED}"),
        format!(": ping\n\nretry: 5\n\nid: 1\n\nevent: ping\ndata\n\n{carriage_returns}"),
    ] {
        let server = Server::streaming(body.as_bytes().chunks(4)).await;
        let (result, _) = ask(&server).await;
        assert_eq!(result.unwrap().output, "审核 done", "{body:?}");
    }
}

#[tokio::test]
async fn bytes_that_are_not_utf_8_are_replaced_and_noted() {
    let body = [&b"data: \xFF\n\n"[..], FINISHED.as_bytes()].concat();
    let server = Server::streaming([body]).await;
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap().notes, [Note::InvalidUtf8Replaced]);
    assert_eq!(heard.events[0].raw.get(), "\"\u{FFFD}\"");
}

#[tokio::test]
async fn a_stream_cut_at_any_byte_is_interrupted_and_keeps_what_arrived() {
    cut_everywhere(FINISHED).await;
}

#[tokio::test]
async fn a_stream_whose_last_event_is_named_before_its_data_is_interrupted_at_any_byte_too() {
    cut_everywhere(
        "event: workflow_finished\r\ndata: {\"data\":{\"output\":\"审核 done\"}}\r\n\r\n",
    )
    .await;
}

async fn cut_everywhere(last: &str) {
    let first = "data: {\"data\":{\"text\":[\"金融\"]}}\r\n\r\n";
    let body = format!("{first}{last}");
    let whole = body.trim_end().len();
    for cut in 1..body.len() {
        let (arrives, _) = body.as_bytes().split_at(cut);
        let server = Server::cutting_after(arrives).await;
        let (result, heard) = ask(&server).await;
        assert_eq!(heard.bytes, arrives, "cut after {cut}");
        assert_eq!(heard.attempts.len(), 1, "cut after {cut}");
        if cut >= whole {
            let answer = result.unwrap();
            assert_eq!(answer.output, "审核 done", "cut after {cut}");
            continue;
        }
        let failure = result.unwrap_err();
        // The first line ending of the blank line already ends the event.
        let arrived = cut >= first.len() - 1;
        let expected = Error::Interrupted {
            events: u64::from(arrived),
            bytes: cut as u64,
        };
        assert_eq!(failure.error, expected, "cut after {cut}");
        assert_eq!(failure.partial.text, if arrived { "金融" } else { "" });
    }
}

#[tokio::test]
async fn an_answer_at_once_that_is_cut_at_any_byte_is_interrupted() {
    let body = r#"{"code":0,"data":{"result":"金融"}}"#;
    for cut in 1..body.len() {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        let server = Server::raw([head.as_bytes(), &body.as_bytes()[..cut]].concat()).await;
        let failure = ask_sync(&server).await.0.unwrap_err();
        assert_eq!(
            failure.error,
            Error::Interrupted {
                events: 0,
                bytes: cut as u64
            }
        );
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_interrupted() {
    for headers in [
        "content-type: text/event-stream",
        "content-type: application/json",
        "",
    ] {
        let server = Server::replying(200, headers, "").await;
        let failure = ask(&server).await.0.unwrap_err();
        assert_eq!(
            failure.error,
            Error::Interrupted {
                events: 0,
                bytes: 0
            }
        );
    }
}

/// An event of exactly this many bytes on the wire.
fn event_of(size: usize) -> Vec<u8> {
    let mut event = b"data: {\"data\":{\"text\":[\"".to_vec();
    let end = b"\"]}}\n\n";
    event.resize(size - end.len(), b'x');
    event.write_all(end).unwrap();
    event
}

#[tokio::test]
async fn an_event_of_8_mb_passes_and_one_byte_more_ends_the_answer() {
    let first = b"data: {\"data\":{\"text\":[\"before\"]}}\n\n".to_vec();
    let server = Server::streaming([first.clone(), event_of(8_000_000), FINISHED.into()]).await;
    assert_eq!(ask(&server).await.0.unwrap().events, 3);

    let server = Server::streaming([first, event_of(8_000_001), FINISHED.into()]).await;
    let failure = ask(&server).await.0.unwrap_err();
    let expected = Error::Oversize {
        what: Oversized::Event,
        limit: EVENT_LIMIT as u64,
    };
    assert_eq!(failure.error, expected);
    assert_eq!(failure.partial.text, "before");
}

/// A server that repeats a piece until the client disconnects.
async fn endless(head: &'static str, piece: Vec<u8>) -> Server {
    Server::start(move |mut exchange, _| {
        let piece = chunk(&piece);
        async move {
            exchange.send(head).await.unwrap();
            while exchange.send(&piece).await.is_ok() {}
        }
    })
    .await
}

#[tokio::test]
async fn an_endless_stream_ends_at_32_mb_and_keeps_what_arrived() {
    let message = |text: &str| format!("data: {{\"data\":{{\"text\":[\"{text}\"]}}}}\n\n");
    // A text that repeats all earlier text would count as a snapshot, so alternate between two texts.
    let piece = message("a") + &message(&"融".repeat(20_000));
    let server = endless(STREAM_HEAD, piece.into_bytes()).await;
    let client = quick(&server).build().unwrap();
    let cancel = CancellationToken::new();
    let options = CallOptions::default();
    let result = client
        .call(&question(), &options, &cancel, &mut |_| {})
        .await;
    let failure = result.unwrap_err();
    let expected = Error::Oversize {
        what: Oversized::Answer,
        limit: ANSWER_LIMIT as u64,
    };
    assert_eq!(failure.error, expected);
    assert!(
        failure.partial.text.len() > 31_000_000,
        "{}",
        failure.partial.text.len()
    );
}

#[tokio::test]
async fn an_endless_line_and_endless_comments_end_at_8_mb() {
    for piece in ["data: x", ": ping", ": ping\n\n", "event", "\r\n"] {
        let server = endless(STREAM_HEAD, piece.repeat(20_000).into_bytes()).await;
        let failure = ask(&server).await.0.unwrap_err();
        let expected = Error::Oversize {
            what: Oversized::Event,
            limit: EVENT_LIMIT as u64,
        };
        assert_eq!(failure.error, expected, "{piece:?}");
        assert!(failure.partial.bytes < 9_000_000);
    }
}

#[tokio::test]
async fn an_endless_answer_at_once_ends_at_32_mb_and_an_endless_page_at_64_kib() {
    const HEAD: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = endless(HEAD, "{\"result\":\"".repeat(10_000).into_bytes()).await;
    let failure = ask_sync(&server).await.0.unwrap_err();
    let expected = Error::Oversize {
        what: Oversized::Answer,
        limit: ANSWER_LIMIT as u64,
    };
    assert_eq!(failure.error, expected);

    let server = endless(HEAD, "<p>".repeat(1000).into_bytes()).await;
    let failure = ask(&server).await.0.unwrap_err();
    assert_eq!(failure.error.code(), "unreadable");
    assert!(failure.partial.bytes < 80_000);

    const BAD: &str = "HTTP/1.1 500 X\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = endless(BAD, "<p>".repeat(1000).into_bytes()).await;
    let failure = ask(&server).await.0.unwrap_err();
    assert_eq!(failure.error.params()["status"], 500);
    assert!(failure.partial.bytes < 80_000);
}

#[tokio::test]
async fn the_page_that_comes_with_a_status_is_waited_for_no_longer_than_5_seconds() {
    let server = Server::start(|mut exchange, _| async move {
        let begun = "HTTP/1.1 500 X\r\ncontent-length: 9\r\n\r\nhalf";
        exchange.send(begun).await.unwrap();
        exchange.hold().await;
    })
    .await;
    let client = quick(&server).build().unwrap();
    let (cancel, options) = (CancellationToken::new(), CallOptions::default());
    let mut paused = None;
    let result = client
        .call(&question(), &options, &cancel, &mut |progress| {
            if let finagent::Progress::Bytes(_) = progress {
                // Nothing more arrives from here on, so paused time advances by itself.
                tokio::time::pause();
                paused = Some(tokio::time::Instant::now());
            }
        })
        .await;
    let failure = result.unwrap_err();
    assert_eq!(failure.error.params()["status"], 500);
    assert_eq!(failure.error.params()["excerpt"], "half");
    let waited = paused.unwrap().elapsed();
    assert!((4.0..=5.1).contains(&waited.as_secs_f64()), "{waited:?}");
}

#[tokio::test]
async fn an_html_502_is_told_as_such() {
    let page = "<html>\n<h1>502 Bad Gateway</h1></html>";
    let server = Server::replying(502, "content-type: text/html", page).await;
    let error = ask(&server).await.0.unwrap_err().error;
    assert_eq!(error.code(), "http_status");
    assert_eq!(error.params()["status"], 502);
    assert_eq!(
        error.params()["excerpt"],
        "<html> <h1>502 Bad Gateway</h1></html>"
    );
}

#[tokio::test]
async fn a_2xx_that_is_neither_a_stream_nor_json_is_unreadable() {
    let page = "<html>Please log in to the guest network</html>";
    let server = Server::replying(200, "content-type: text/html; charset=utf-8", page).await;
    let error = ask(&server).await.0.unwrap_err().error;
    let expected = Error::Unreadable {
        content_type: Some("text/html; charset=utf-8".into()),
        excerpt: page.into(),
    };
    assert_eq!(error, expected);
    for body in [
        "[1]",
        "\"text\"",
        "null",
        "datum",
        "{\"result\":\"r\"} and more",
        "{nonsense}",
    ] {
        let server = Server::replying(200, "content-type: application/json", body).await;
        assert_eq!(
            ask_sync(&server).await.0.unwrap_err().error.code(),
            "unreadable",
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_stream_under_another_content_type_is_read() {
    for headers in [
        "content-type: text/plain",
        "content-type: application/json",
        "",
    ] {
        let server = Server::replying(200, headers, FINISHED).await;
        assert_eq!(ask(&server).await.0.unwrap().output, "审核 done");
    }
}

#[tokio::test]
async fn a_service_that_accepts_and_says_nothing_times_out_with_what_had_arrived() {
    let begun = format!("{STREAM_HEAD}7\r\ndata: {{\r\n");
    let event = String::from_utf8(chunk("data: {\"data\":{\"text\":[\"a\"]}}\n\n")).unwrap();
    for (reply, text) in [
        (String::new(), ""),
        (begun, ""),
        (STREAM_HEAD.to_owned() + &event, "a"),
    ] {
        let server = Server::start(move |mut exchange, _| {
            let reply = reply.clone();
            async move {
                exchange.send(reply).await.unwrap();
                exchange.hold().await;
            }
        })
        .await;
        let silence = Duration::from_millis(500);
        let timeouts = Timeouts {
            silence,
            ..Timeouts::default()
        };
        let client = quick(&server).timeouts(timeouts).build().unwrap();
        let (result, heard) = run(&client, &CallOptions::default()).await;
        let failure = result.unwrap_err();
        assert_eq!(
            failure.error,
            Error::Timeout {
                phase: Phase::Silence,
                after: silence
            }
        );
        assert_eq!(failure.partial.text, text);
        assert_eq!(
            heard.attempts.len(),
            1,
            "an audit may be under way: it is not asked for twice"
        );
    }
}

#[tokio::test]
async fn a_whole_answer_counts_although_the_connection_never_ends() {
    for body in [
        "{\"result\":\"r\"}".to_owned(),
        FINISHED.trim_end().replace("审核 done", "r"),
    ] {
        let server = Server::start(move |mut exchange, _| {
            let body = body.clone();
            async move {
                exchange
                    .send([STREAM_HEAD.as_bytes(), &chunk(body)].concat())
                    .await
                    .unwrap();
                exchange.hold().await;
            }
        })
        .await;
        let timeouts = Timeouts {
            silence: Duration::from_secs(1),
            ..Timeouts::default()
        };
        let client = quick(&server).timeouts(timeouts).build().unwrap();
        assert_eq!(
            run(&client, &CallOptions::default())
                .await
                .0
                .unwrap()
                .output,
            "r"
        );
    }
}

#[tokio::test]
async fn what_is_no_http_is_no_answer() {
    let server = Server::raw("SSH-2.0-OpenSSH_9.2\r\n").await;
    let error = ask(&server).await.0.unwrap_err().error;
    assert_eq!(
        (error.code(), &error.params()["reason"]),
        ("no_network", &"other".into())
    );
}

#[tokio::test]
async fn a_key_that_the_service_repeats_shows_in_no_error() {
    let secret = "sk-0123456789.ABCdef";
    let json = format!(r#"{{"code":1001,"message":"bad key {secret}"}}"#);
    let event = format!("data: {json}\n\n");
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let escaped: String = secret
        .bytes()
        .map(|byte| format!("\\u{byte:04x}"))
        .collect();
    for reply in [
        response(200, "", json.replace(secret, &escaped)),
        response(400, "", json.replace(secret, &escaped)),
        response(
            503,
            &format!("server: {percent}\r\nvia: {}", secret.to_uppercase()),
            &percent,
        ),
        response(302, &format!("location: https://{percent}.example/"), ""),
        response(401, "", &json),
        response(200, "content-type: text/event-stream", &event),
        response(200, "", &json),
        response(500, "", format!("<html>{secret}</html>")),
        response(200, &format!("content-type: {secret}"), secret),
        response(302, &format!("location: https://{secret}.example/"), ""),
        response(
            302,
            &format!("location: https://evil.example/?key={secret}"),
            "",
        ),
    ] {
        let shown = String::from_utf8_lossy(&reply).into_owned();
        let server = Server::raw(reply).await;
        let client = quick(&server)
            .key(Some(ApiKey::parse(secret).unwrap()))
            .build()
            .unwrap();
        let (result, heard) = run(&client, &CallOptions::default()).await;
        let error = result.unwrap_err().error;
        let all = format!(
            "{error} {error:?} {} {client:?} {:?} {:?} {}",
            error.params(),
            heard.retries,
            heard.headers,
            String::from_utf8_lossy(&heard.bytes)
        );
        let all = all.to_lowercase();
        for spelled in [&percent, &escaped] {
            assert!(!all.contains(&spelled.to_lowercase()), "{shown}: {all}");
        }
        assert!(!all.contains(&secret.to_lowercase()), "{shown}: {all}");
    }
}

#[tokio::test]
async fn a_key_that_the_service_repeats_in_an_answer_is_seen_by_nobody() {
    let secret = "sk-0123456789.ABCdef";
    let last = r#"{"event":"workflow_finished","data":{"output":"key: SECRET!"}}"#;
    let body = format!(": {secret}\n\ndata: {last}\n\n").replace("SECRET", secret);
    for size in [1, 7, 1000] {
        let server = Server::streaming(body.as_bytes().chunks(size)).await;
        let client = quick(&server)
            .key(Some(ApiKey::parse(secret).unwrap()))
            .build()
            .unwrap();
        let (result, heard) = run(&client, &CallOptions::default()).await;
        let hidden = "*".repeat(secret.len());
        assert_eq!(result.unwrap().output, format!("key: {hidden}!"));
        let bytes = String::from_utf8(heard.bytes).unwrap();
        assert_eq!(bytes.trim_end(), body.replace(secret, &hidden).trim_end());
    }
}

#[tokio::test]
async fn what_waits_for_the_rest_of_the_key_is_told_however_the_answer_ends() {
    let secret = "sk-0123456789.ABCdef";
    let (begun, _) = secret.split_at(10);
    let half = format!("data: {{\"data\":{{\"text\":[\"a {begun}\"]}}}}\n\n");
    let key = || Some(ApiKey::parse(secret).unwrap());
    for cut in [false, true] {
        let server = if cut {
            Server::cutting_after(half.as_bytes()).await
        } else {
            Server::streaming([&half]).await
        };
        let client = quick(&server).key(key()).build().unwrap();
        let (result, heard) = run(&client, &CallOptions::default()).await;
        assert_eq!(String::from_utf8(heard.bytes).unwrap(), half);
        let failure = result.unwrap_err();
        assert_eq!(failure.partial.text, format!("a {begun}"));
        assert_eq!(
            (failure.partial.events, failure.partial.bytes),
            (1, half.len() as u64)
        );
    }

    let (sent, waits) = tokio::sync::oneshot::channel();
    let sent = std::sync::Mutex::new(Some(sent));
    let reply = [
        STREAM_HEAD.as_bytes(),
        &chunk(FINISHED.replace("workflow_finished", "message")),
        &chunk(&half),
    ]
    .concat();
    let server = Server::start(move |mut exchange, _| {
        let (reply, sent) = (reply.clone(), sent.lock().unwrap().take());
        async move {
            exchange.send(reply).await.unwrap();
            sent.unwrap().send(()).unwrap();
            exchange.hold().await;
        }
    })
    .await;
    let client = quick(&server).key(key()).build().unwrap();
    let cancel = CancellationToken::new();
    let mut bytes = Vec::new();
    let mut note = |progress: finagent::Progress<'_>| {
        if let finagent::Progress::Bytes(more) = progress {
            bytes.extend_from_slice(more);
        }
    };
    let question = question();
    let options = CallOptions::default();
    let call = client.call(&question, &options, &cancel, &mut note);
    let cancelled = async {
        waits.await.unwrap();
        // The client has the first event by now, or never gets the second: both are correct.
        cancel.cancel();
    };
    let (result, ()) = tokio::join!(call, cancelled);
    assert_eq!(result.unwrap_err().error, Error::Cancelled);
    let whole = FINISHED.replace("workflow_finished", "message") + &half;
    assert!(whole.as_bytes().starts_with(&bytes));
}

#[tokio::test]
async fn interim_responses_without_end_are_a_flood_and_a_few_do_no_harm() {
    const INTERIM: &str = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";
    let server = Server::start(|mut exchange, _| async move {
        while exchange.send(INTERIM.repeat(100)).await.is_ok() {}
    })
    .await;
    let (result, heard) = ask(&server).await;
    let flood = Error::Flood {
        what: Flood::Interim,
        limit: INTERIM_LIMIT,
    };
    assert_eq!(result.unwrap_err().error, flood);
    assert_eq!(
        heard.attempts.len(),
        1,
        "an audit may be under way: it is not asked for twice"
    );

    let few = INTERIM.repeat(usize::try_from(INTERIM_LIMIT).unwrap());
    let answer = response(200, "", r#"{"result":"r"}"#);
    let server = Server::raw([few.as_bytes(), &answer].concat()).await;
    assert_eq!(ask_sync(&server).await.0.unwrap().output, "r");
}

#[tokio::test]
async fn chunks_of_a_byte_without_end_are_a_flood_and_what_arrived_is_kept() {
    let event = "data: {\"data\":{\"text\":[\"金融\"]}}\n\n";
    let begun = [STREAM_HEAD.as_bytes(), &chunk(event)].concat();
    let server = Server::start(move |mut exchange, _| {
        let begun = begun.clone();
        async move {
            exchange.send(begun).await.unwrap();
            while exchange.send(chunk(":").repeat(1000)).await.is_ok() {}
        }
    })
    .await;
    let (result, heard) = ask(&server).await;
    let failure = result.unwrap_err();
    let flood = Error::Flood {
        what: Flood::Chunks,
        limit: CHUNK_LIMIT,
    };
    assert_eq!(failure.error, flood);
    assert_eq!(failure.partial.text, "金融");
    assert_eq!(failure.partial.bytes, heard.bytes.len() as u64);
}

#[tokio::test]
async fn many_short_events_and_pings_are_no_flood() {
    let count = usize::try_from(CHUNK_LIMIT).unwrap() + 1000;
    let event = chunk("data: {\"step_id\":1}\n\n");
    let ping = chunk(": ping\n\n");
    let body = [event.repeat(count), ping.repeat(1000), chunk(FINISHED)].concat();
    let server = Server::raw([STREAM_HEAD.as_bytes(), &body].concat()).await;
    assert_eq!(ask(&server).await.0.unwrap().events, count as u64 + 1);
}

#[tokio::test]
async fn nested_and_huge_json_harms_nothing() {
    let deep = format!(
        "data: {}{}\n\n",
        "{\"data\":[".repeat(50_000),
        "]}".repeat(50_000)
    );
    let many = format!(
        "data: {{\"data\":{{\"text\":[{}\"a\"]}}}}\n\n",
        "{},\"\",[],".repeat(150_000)
    );
    let server = Server::streaming([deep, many, FINISHED.to_owned()]).await;
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap().events, 3);
    assert_eq!(heard.texts[0].1, "a");
}
