//! How this client treats the points that the contract leaves open.

use finagent::{
    Answer, CallOptions, Client, Error, Field, Image, Note, Origin, Problem, Request, Usage,
};
use tokio_util::sync::CancellationToken;

use crate::{
    ask, ask_sync, quick, run,
    server::{Server, response},
    sync,
};

/// One SSE message.
pub(super) fn message(json: &str) -> String {
    format!("data: {json}\n\n")
}

pub(super) async fn streamed(messages: &[&str]) -> (Answer, crate::Heard) {
    let server = Server::streaming(messages.iter().map(|json| message(json))).await;
    let (result, heard) = ask(&server).await;
    (result.unwrap(), heard)
}

pub(super) async fn send(server: &Server, request: &Request) -> Result<Answer, Error> {
    let client = quick(server).build().unwrap();
    let cancel = CancellationToken::new();
    let result = client
        .call(request, &CallOptions::default(), &cancel, &mut |_| {})
        .await;
    result.map_err(|failure| failure.error)
}

pub(super) const FINISHED: &str =
    "data: {\"event\":\"workflow_finished\",\"data\":{\"output\":\"done\"}}\n\n";

fn picture() -> Image {
    let mut file = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
    file.extend([0, 0, 0, 1, 0, 0, 0, 1]);
    Image::new("海报.png", file).unwrap()
}

#[tokio::test]
async fn open_1_an_image_alone_is_sent_with_an_empty_query() {
    let server = Server::streaming([FINISHED]).await;
    for query in ["", "  \n"] {
        let request = Request::Audit {
            query: query.into(),
            image: Some(picture()),
        };
        assert_eq!(send(&server, &request).await.unwrap().output, "done");
    }
    for received in server.received() {
        let form = received.text();
        assert!(form.contains("name=\"query\"\r\n\r\n\r\n--"), "{form}");
        assert!(
            form.contains("name=\"image\"; filename=\"海报.png\"\r\nContent-Type: image/png"),
            "{form}"
        );
    }
}

#[tokio::test]
async fn open_1_a_service_that_wants_text_with_the_image_is_heard() {
    let server = Server::replying(200, "", r#"{"code":1003,"message":"query is empty"}"#).await;
    let request = Request::Audit {
        query: String::new(),
        image: Some(picture()),
    };
    let error = send(&server, &request).await.unwrap_err();
    assert!(
        matches!(error, Error::Service { code: 1003, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn open_2_a_long_company_name_is_sent_whole_when_the_user_insists_and_never_cut() {
    let server = Server::streaming([FINISHED]).await;
    let published = "Beijing Zhipu Huatong Technology Co., Ltd.";
    let refused = Request::Diligence {
        company: published.into(),
        allow_long: false,
    };
    let Error::InvalidRequest(violation) = send(&server, &refused).await.unwrap_err() else {
        panic!("another error");
    };
    assert_eq!(
        (violation.field, violation.problem),
        (Field::Company, Problem::TooLong)
    );
    assert_eq!((violation.limit, violation.actual), (Some(25), Some(42)));
    assert!(server.received().is_empty(), "it was sent all the same");

    let insisted = Request::Diligence {
        company: published.into(),
        allow_long: true,
    };
    send(&server, &insisted).await.unwrap();
    assert!(
        server
            .request()
            .text()
            .contains(&format!("\"company\":\"{published}\""))
    );
}

#[tokio::test]
async fn open_2_one_character_is_refused_before_sending_also_when_the_user_insists() {
    let server = Server::streaming([FINISHED]).await;
    let request = Request::Updates {
        query: " 券 ".into(),
        allow_long: true,
    };
    assert_eq!(
        send(&server, &request).await.unwrap_err().code(),
        "invalid_request"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn open_3_an_unknown_event_is_progress_and_is_kept_whole() {
    let unknown =
        r#"{"event":"node_started","step_id":"s1","data":{"title":"检索","deep":[{"x":1}]},"y":2}"#;
    let (answer, heard) = streamed(&[
        unknown,
        r#"{"event":"workflow_finished","data":{"output":"o"}}"#,
    ])
    .await;
    assert_eq!(answer.output, "o");
    assert_eq!(heard.names(), ["node_started", "workflow_finished"]);
    assert_eq!(heard.events[0].step_id.as_deref(), Some("s1"));
    assert_eq!(heard.events[0].raw.get(), unknown);
}

#[tokio::test]
async fn open_3_pieces_of_text_are_appended() {
    let (_, heard) = streamed(&[
        r#"{"data":{"text":["审"]}}"#,
        r#"{"data":{"text":["核"]}}"#,
        r#"{"event":"workflow_finished","data":{}}"#,
    ])
    .await;
    assert_eq!(heard.texts, [(0, "审".to_owned()), (3, "审核".to_owned())]);
}

#[tokio::test]
async fn open_3_growing_snapshots_replace_what_was_shown() {
    let (answer, heard) = streamed(&[
        r#"{"data":{"output":"a"}}"#,
        r#"{"data":{"output":"ab"}}"#,
        r#"{"data":{"output":"ab"}}"#,
        r#"{"event":"workflow_finished","data":{"output":"abc"}}"#,
    ])
    .await;
    let shown: Vec<&str> = heard.texts.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(shown, ["a", "ab", "abc"]);
    assert_eq!(answer.output, "abc");
}

#[tokio::test]
async fn open_3_the_last_output_wins_over_all_that_was_shown() {
    let (answer, heard) = streamed(&[
        r#"{"data":{"text":["thinking… "]}}"#,
        r#"{"data":{"text":["more"]}}"#,
        r#"{"event":"workflow_finished","data":{"output":"the report","text":["noise"]}}"#,
    ])
    .await;
    assert_eq!(answer.output, "the report");
    assert_eq!(heard.texts.last().unwrap(), &(2, "the report".to_owned()));
}

#[tokio::test]
async fn open_4_output_and_svg_are_found_flat_and_nested() {
    for last in [
        r#"{"event":"workflow_finished","data":{"output":"o","svg":"<svg/>"}}"#,
        r#"{"event":"workflow_finished","data":{"text":[{"output":"o","svg":"<svg/>"}]}}"#,
        r#"{"event":"workflow_finished","output":"o","svg":"<svg/>"}"#,
    ] {
        let (answer, _) = streamed(&[last]).await;
        assert_eq!(
            (answer.output.as_str(), answer.svg.as_deref()),
            ("o", Some("<svg/>")),
            "{last}"
        );
    }
}

#[tokio::test]
async fn open_4_usage_max_token_and_ids_are_taken_in_every_form() {
    let expected = Usage {
        total_tokens: Some(30),
        prompt_tokens: Some(10),
        completion_tokens: Some(20),
    };
    for last in [
        r#"{"event":"workflow_finished","session_id":"7","data":{"output":"o","max_token":"128000",
            "usage":{"total_tokens":30,"prompt_tokens":10,"completion_tokens":20}}}"#,
        r#"{"event":"workflow_finished","session_id":7,"data":{"output":"o"},"max_token":128000,
            "usage":{"total_tokens":"30","prompt_tokens":"10","completion_tokens":"20"}}"#,
        r#"{"event":"workflow_finished","session_id":7,"data":{"text":[{"output":"o","max_token":128000,
            "usage":{"total_tokens":30,"prompt_tokens":10,"completion_tokens":20}}]}}"#,
    ] {
        let json = last.replace('\n', " ");
        let (answer, heard) = streamed(&[&json]).await;
        assert_eq!(answer.usage, Some(expected), "{last}");
        assert_eq!(heard.usages, [expected]);
        assert_eq!(answer.max_token.as_deref(), Some("128000"), "{last}");
        assert_eq!(answer.session_id.as_deref(), Some("7"), "{last}");
    }
}

#[tokio::test]
async fn open_4_a_synchronous_answer_has_its_result_in_data_or_at_the_top() {
    for body in [
        r#"{"code":0,"message":"ok","data":{"svg":"<svg/>","result":"r"}}"#,
        r#"{"code":0,"message":"ok","svg":"<svg/>","result":"r"}"#,
        r#"{"code":"0","data":{"result":"r"},"svg":"<svg/>","extra":[1]}"#,
    ] {
        let server = Server::replying(200, "content-type: application/json", body).await;
        let (answer, heard) = ask_sync(&server).await;
        let answer = answer.unwrap();
        assert_eq!(
            (answer.output.as_str(), answer.svg.as_deref()),
            ("r", Some("<svg/>")),
            "{body}"
        );
        assert_eq!(answer.notes, []);
        assert_eq!(heard.bytes, body.as_bytes());
    }
}

#[tokio::test]
async fn open_5_a_status_with_the_services_error_is_that_error() {
    for code in 1001..=1010 {
        let body = format!(r#"{{"code":{code},"message":"why"}}"#);
        let server = Server::replying(400, "content-type: text/html", &body).await;
        let (result, heard) = ask(&server).await;
        let failure = result.unwrap_err();
        assert_eq!(failure.error.code(), "service");
        assert_eq!(failure.error.params()["service_code"], code);
        assert_eq!(failure.error.params()["message"], "why");
        let attempts = if code >= 1006 { 3 } else { 1 };
        assert_eq!(heard.attempts.len(), attempts, "{code}");
    }
}

#[tokio::test]
async fn open_5_a_status_without_the_services_error_is_told_with_the_beginning_of_its_body() {
    let server = Server::replying(418, "", "I'm a \u{7} teapot").await;
    let (result, _) = ask(&server).await;
    let sent = server.request().body.len();
    let expected = Error::HttpStatus {
        status: 418,
        page: false,
        sent: Some(sent as u64),
        retry_after: None,
        excerpt: "I'm a  teapot".into(),
    };
    assert_eq!(result.unwrap_err().error, expected);
}

#[tokio::test]
async fn open_5_the_services_error_is_recognised_in_a_2xx_whatever_its_content_type() {
    let body = "\u{FEFF} {\"code\":1004,\"message\":\"敏感\"}";
    for content_type in ["application/json", "text/event-stream", "text/html", ""] {
        let server = Server::replying(200, &format!("content-type: {content_type}"), body).await;
        let (result, _) = ask(&server).await;
        let error = result.unwrap_err().error;
        assert!(
            matches!(&error, Error::Service { code: 1004, message, .. } if message == "敏感"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn open_5_an_error_in_the_middle_of_a_stream_keeps_what_had_arrived() {
    let server = Server::streaming([
        message(
            r#"{"session_id":"s","data":{"text":["half a report"],"usage":{"total_tokens":5}}}"#,
        ),
        message(r#"{"code":1007,"message":"workflow failed"}"#),
        message(r#"{"event":"workflow_finished","data":{"output":"never read"}}"#),
    ])
    .await;
    let (result, heard) = ask(&server).await;
    let failure = result.unwrap_err();
    assert!(matches!(failure.error, Error::Service { code: 1007, .. }));
    assert_eq!(failure.partial.text, "half a report");
    assert_eq!(failure.partial.session_id.as_deref(), Some("s"));
    assert_eq!(failure.partial.usage.unwrap().total_tokens, Some(5));
    assert_eq!(
        heard.attempts.len(),
        1,
        "an answer that had begun is never asked for twice"
    );
}

#[tokio::test]
async fn open_5_done_ends_a_stream_quietly() {
    let server = Server::streaming([
        "data: {\"data\":{\"text\":[\"a\"]}}\n\n",
        "data: [DONE]\n\n",
        FINISHED,
    ])
    .await;
    let (result, heard) = ask(&server).await;
    let failure = result.unwrap_err();
    assert!(
        matches!(failure.error, Error::Interrupted { events: 1, .. }),
        "{failure:?}"
    );
    assert_eq!(failure.partial.text, "a");
    assert_eq!(heard.names(), ["message"], "[DONE] is no event");

    let server = Server::streaming([FINISHED, "data: [DONE]\n\n"]).await;
    assert_eq!(ask(&server).await.0.unwrap().output, "done");
}

#[tokio::test]
async fn open_6_the_name_of_an_event_is_the_jsons_then_the_lines() {
    let server = Server::streaming([
        "event: line\ndata: {\"event\":\"json\"}\n\n",
        "event: line\ndata: {\"event\":\"\"}\n\n",
        "event: line\ndata: {\"event\":7}\n\n",
        "data: {}\n\n",
        "event: workflow_finished\ndata: {\"event\":\"node_finished\"}\n\n",
        "event: workflow_finished\ndata: {\"data\":{\"output\":\"o\"}}\n\n",
    ])
    .await;
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap().output, "o");
    assert_eq!(
        heard.names(),
        [
            "json",
            "line",
            "line",
            "message",
            "node_finished",
            "workflow_finished"
        ]
    );
}

#[tokio::test]
async fn open_7_and_8_a_picture_over_6000_pixels_or_5_000_000_bytes_is_not_sent() {
    let server = Server::streaming([FINISHED]).await;
    let mut wide = picture();
    wide.bytes = [&wide.bytes[..16], &[0, 0, 0x17, 0x71, 0, 0, 0, 1]]
        .concat()
        .into();
    let mut heavy = picture();
    heavy.bytes = [
        &heavy.bytes[..],
        &vec![0; 5_000_000 - heavy.bytes.len() + 1],
    ]
    .concat()
    .into();
    for (image, problem, limit, actual) in [
        (wide, Problem::TooManyPixels, 6_000, 6_001),
        (heavy, Problem::TooLarge, 5_000_000, 5_000_001),
    ] {
        let request = Request::Audit {
            query: "text".into(),
            image: Some(image),
        };
        let Error::InvalidRequest(violation) = send(&server, &request).await.unwrap_err() else {
            panic!("another error");
        };
        assert_eq!(
            (violation.field, violation.problem),
            (Field::Image, problem)
        );
        assert_eq!(
            (violation.limit, violation.actual),
            (Some(limit), Some(actual))
        );
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn open_9_http_401_and_403_mean_that_the_key_is_refused() {
    for status in [401, 403] {
        let server = Server::replying(status, "", "").await;
        let (result, heard) = ask(&server).await;
        let error = result.unwrap_err().error;
        assert!(error.is_key_refused() && !error.is_retryable(), "{error:?}");
        assert_eq!(heard.attempts.len(), 1);
    }
    for status in [429, 502, 503, 504] {
        let server = Server::replying(status, "", "").await;
        assert_eq!(ask(&server).await.1.attempts.len(), 3, "{status}");
    }
    for status in [400, 404, 500, 501] {
        let server = Server::replying(status, "", "").await;
        assert_eq!(ask(&server).await.1.attempts.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_answer_in_the_other_mode_than_asked_for_is_taken_and_noted() {
    let json = Server::replying(200, "", r#"{"code":0,"data":{"result":"r"}}"#).await;
    let (answer, _) = ask(&json).await;
    assert_eq!(answer.unwrap().notes, [Note::AnsweredAtOnce]);

    let stream = Server::streaming([FINISHED]).await;
    let (answer, _) = ask_sync(&stream).await;
    assert_eq!(answer.unwrap().notes, [Note::AnsweredAsStream]);
}

#[tokio::test]
async fn the_key_goes_out_as_it_is_and_not_at_all_when_there_is_none() {
    let server = Server::raw(response(200, "", r#"{"result":"r"}"#)).await;
    let key = finagent::ApiKey::parse("Bearer secret.KEY-1234").unwrap();
    let client = quick(&server).key(Some(key)).build().unwrap();
    run(&client, &sync()).await.0.unwrap();
    ask_sync(&server).await.0.unwrap();
    let received = server.received();
    assert_eq!(received[0].header("authorization"), Some("secret.KEY-1234"));
    assert_eq!(received[1].header("authorization"), None);
}

#[test]
fn nothing_is_sent_to_plain_http_over_a_network() {
    assert_eq!(
        "http://open.bigmodel.cn"
            .parse::<Origin>()
            .unwrap_err()
            .code(),
        "insecure_origin"
    );
    assert!(Client::builder(Origin::default()).build().is_ok());
}
