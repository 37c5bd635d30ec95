//! When an answer is complete, and when it only seems to be.

use finagent::{Error, Note, Request};

use crate::{
    ask, ask_sync,
    contract::{FINISHED, message, send, streamed},
    server::Server,
};

#[tokio::test]
async fn a_stream_that_ends_without_its_last_event_is_incomplete() {
    let server =
        Server::streaming([message(r#"{"event":"x","data":{"output":"all of it?"}}"#)]).await;
    let (result, heard) = ask(&server).await;
    let failure = result.unwrap_err();
    let bytes = heard.bytes.len() as u64;
    assert_eq!(failure.error, Error::Interrupted { events: 1, bytes });
    assert_eq!(failure.partial.text, "all of it?");
}

#[tokio::test]
async fn only_an_endpoints_own_last_event_ends_its_answer_and_nothing_is_waited_for_after_it() {
    let workflow = ["message_finished", "workflow_finished"];
    let sparring = ["workflow_finished", "message_finished"];
    let subject = || "Securities".to_owned();
    let requests = [
        (
            Request::Diligence {
                company: subject(),
                allow_long: false,
            },
            workflow,
        ),
        (
            Request::Audit {
                query: subject(),
                image: None,
            },
            workflow,
        ),
        (
            Request::Sparring {
                query: subject(),
                history: Vec::new(),
            },
            sparring,
        ),
        (
            Request::Updates {
                query: subject(),
                allow_long: false,
            },
            workflow,
        ),
    ];
    for (request, [other, own]) in requests {
        let events = message(&format!(
            r#"{{"event":"{other}","data":{{"output":"a step"}}}}"#
        )) + &message(&format!(r#"{{"event":"{own}","data":{{"output":"o"}}}}"#));
        let server = Server::start(move |mut exchange, _| {
            let events = events.clone();
            async move {
                let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
                exchange.send(head.to_owned() + &events).await.unwrap();
                exchange.hold().await;
            }
        })
        .await;
        let answer = send(&server, &request).await.unwrap();
        assert_eq!((answer.output.as_str(), answer.events), ("o", 2), "{own}");

        let alone = message(&format!(
            r#"{{"event":"{other}","data":{{"output":"a step"}}}}"#
        ));
        let server = Server::streaming([alone]).await;
        let error = send(&server, &request).await.unwrap_err();
        assert!(
            matches!(error, Error::Interrupted { events: 1, .. }),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_code_without_a_message_is_a_field_of_an_event_like_any_other() {
    let (answer, heard) = streamed(&[
        r#"{"code":200,"event":"node_started"}"#,
        r#"{"code":"1007","message":{"id":1},"data":{"text":["a"]}}"#,
        r#"{"code":200,"event":"workflow_finished","data":{"output":"o"}}"#,
    ])
    .await;
    assert_eq!((answer.output.as_str(), answer.events), ("o", 3));
    assert_eq!(
        heard.names(),
        ["node_started", "message", "workflow_finished"]
    );
}

#[tokio::test]
async fn a_last_event_that_is_no_json_object_is_no_answer_and_what_came_before_is_kept() {
    let text = message(r#"{"data":{"text":["half"]}}"#);
    for data in ["done", "\"done\"", "[1]", r#"{"data":{"output":"cut sho"#] {
        let last = format!("event: workflow_finished\ndata: {data}");
        let server = Server::streaming([&text, &last, "\n\n"]).await;
        let failure = ask(&server).await.0.unwrap_err();
        assert_eq!(failure.error.code(), "unreadable", "{data}");
        assert_eq!(failure.partial.text, "half");

        let server = Server::streaming([&text, &last]).await;
        let failure = ask(&server).await.0.unwrap_err();
        assert_eq!(failure.error.code(), "interrupted", "{data}");
        assert_eq!(failure.partial.text, "half");
    }
}

#[tokio::test]
async fn a_last_event_without_its_blank_line_is_taken_if_its_json_is_whole() {
    let whole = FINISHED.trim_end();
    for body in [
        whole.to_owned(),
        format!("{whole}\n"),
        format!("event: x\r\n{whole}\r"),
        "event: workflow_finished\ndata: {\"data\":{\"output\":\"done\"}}".to_owned(),
    ] {
        let server = Server::streaming([&body]).await;
        let answer = ask(&server).await.0.unwrap();
        assert_eq!(
            (answer.output.as_str(), answer.notes),
            ("done", vec![Note::UnterminatedLastEvent])
        );
    }
    let server = Server::streaming([whole.strip_suffix('}').unwrap()]).await;
    assert_eq!(
        ask(&server).await.0.unwrap_err().error.code(),
        "interrupted"
    );
}

#[tokio::test]
async fn a_finished_answer_without_any_result_is_not_taken_for_a_report() {
    for body in [
        r#"{"code":0,"message":"ok"}"#,
        "{}",
        r#"{"code":0,"data":{"result":7}}"#,
        r#"{"code":0,"data":{"result":"","svg":"<svg/>"}}"#,
        r#"{"code":0,"data":{"result":" \n"}}"#,
    ] {
        let server = Server::replying(200, "content-type: application/json", body).await;
        assert_eq!(
            ask_sync(&server).await.0.unwrap_err().error.code(),
            "unreadable",
            "{body}"
        );
    }
    let step = message(r#"{"event":"node_started"}"#);
    for last in [
        r#"{"event":"workflow_finished"}"#,
        r#"{"event":"workflow_finished","data":{"output":"","text":[]}}"#,
        r#"{"event":"workflow_finished","data":{"output":" \n","svg":"<svg/>"}}"#,
    ] {
        let server = Server::streaming([&step, &message(last)]).await;
        let failure = ask(&server).await.0.unwrap_err();
        assert_eq!(failure.error.code(), "unreadable", "{last}");
        assert_eq!(failure.error.params()["excerpt"], last);
        assert_eq!(failure.partial.events, 2);
    }

    // A blank output does not erase streamed text.
    let (answer, _) = streamed(&[
        r#"{"data":{"text":["the report"]}}"#,
        r#"{"event":"workflow_finished","data":{"output":" "}}"#,
    ])
    .await;
    assert_eq!(answer.output.trim_end(), "the report");
}
