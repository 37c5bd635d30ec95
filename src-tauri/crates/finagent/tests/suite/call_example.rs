//! The `call` example as a program: its output, its exit codes and its memory limit.

use std::{path::PathBuf, process::Stdio};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::server::{STREAM_HEAD, Server, chunk};

const EVENT: &str = "data: {\"event\":\"node\",\n\ndata: {\"event\":\"node\",\ndata: \"data\":{\"text\":[\"金融\"]},\"x\":1}\n\n";
const FINISHED: &str = "event: workflow_finished\ndata: {\"data\":{\"output\":\"o\",\"svg\":\"<svg/>\",\"usage\":{\"total_tokens\":3}}}\n\n";

/// Cargo builds the examples along with the tests, unless only one test target is selected.
fn program() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.push("examples/call");
    assert!(path.is_file(), "cargo build -p finagent --example call");
    path
}

fn call(server: &Server, words: &[&str]) -> Command {
    let mut command = Command::new(program());
    command
        .args(words)
        .args(["--base-url", server.origin().as_str()])
        .env_remove("FINAGENT_API_KEY")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

async fn lines(mut command: Command) -> (Vec<Value>, i32, String) {
    let output = command.output().await.unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (
        lines,
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[tokio::test]
async fn every_event_is_a_line_and_the_outcome_is_the_last() {
    let server = Server::streaming([EVENT, FINISHED]).await;
    let mut command = call(
        &server,
        &[
            "updates",
            "--query",
            "Securities",
            "--model",
            "4-Air",
            "--temperature",
            "0.2",
        ],
    );
    command.env("FINAGENT_API_KEY", " \"Bearer secret-key\" ");
    let (lines, code, _) = lines(command).await;
    assert_eq!(
        lines[0],
        serde_json::json!({"event": "message", "data": "{\"event\":\"node\","})
    );
    assert_eq!(
        lines[1],
        serde_json::json!({"event": "node", "data": {"text": ["金融"]}, "x": 1})
    );
    assert_eq!(lines[2]["event"], "workflow_finished");
    assert_eq!(lines[3]["outcome"], "finished");
    assert_eq!(lines[3]["output"], "o");
    assert_eq!(lines[3]["svg"], "<svg/>");
    assert_eq!(lines[3]["usage"]["total_tokens"], 3);
    assert_eq!((lines.len(), code), (4, 0));
    let request = server.request();
    assert_eq!(request.header("authorization"), Some("secret-key"));
    assert!(
        request
            .text()
            .contains("\"model\":\"4-Air\",\"temperature\":0.2")
    );
}

#[tokio::test]
async fn an_event_is_printed_while_the_answer_goes_on() {
    let server = Server::start(|mut exchange, _| async move {
        exchange
            .send([STREAM_HEAD.as_bytes(), &chunk("data: {}\n\n")].concat())
            .await
            .unwrap();
        exchange.hold().await;
    })
    .await;
    let mut child = call(&server, &["sparring", "--query", "hi"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(
        lines.next_line().await.unwrap().unwrap(),
        r#"{"event":"message"}"#
    );

    let id = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .await
            .unwrap()
            .success()
    );
    let last: Value = serde_json::from_str(&lines.next_line().await.unwrap().unwrap()).unwrap();
    assert_eq!(
        (&last["outcome"], &last["code"]),
        (&"failed".into(), &"cancelled".into())
    );
    assert_eq!(last["partial"]["events"], 1);
    assert_eq!(child.wait().await.unwrap().code(), Some(1));
}

#[tokio::test]
async fn a_failure_has_its_code_its_parameters_and_what_had_arrived() {
    let server = Server::streaming([
        "data: {\"data\":{\"text\":[\"half\"]}}\n\n",
        "data: {\"code\":1004,\"message\":\"m\"}\n\n",
    ])
    .await;
    let (lines, code, _) = lines(call(&server, &["audit", "--text", "copy"])).await;
    let last = lines.last().unwrap();
    assert_eq!(
        (&last["outcome"], &last["code"]),
        (&"failed".into(), &"service".into())
    );
    assert_eq!(last["params"]["service_code"], 1004);
    assert_eq!(last["partial"]["text"], "half");
    assert_eq!(code, 1);
}

#[tokio::test]
async fn the_published_company_is_sent_with_a_warning() {
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let company = "Beijing Zhipu Huatong Technology Co., Ltd.";
    let (_, code, warning) = lines(call(
        &server,
        &["diligence", "--company", company, "--sync"],
    ))
    .await;
    assert_eq!(code, 0);
    assert!(
        warning.contains("42") && warning.contains("25"),
        "{warning}"
    );
    assert_eq!(warning.lines().count(), 1, "{warning}");
    assert!(server.request().text().contains(company));

    let (lines, code, _) = lines(call(&server, &["diligence", "--company", "x"])).await;
    assert_eq!(
        (&lines[0]["code"], &lines[0]["params"]["problem"]),
        (&"invalid_request".into(), &"too_short".into())
    );
    assert_eq!(code, 1);
}

#[tokio::test]
async fn texts_pictures_and_histories_come_from_files() {
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let text = write("copy.txt", "保本".as_bytes());
    let image = write("a.dat", b"\xFF\xD8\xFF\xC0\0\x11\x08\0\x09\0\x09");
    let history = write("h.json", br#"[{"role":"user","content":"hello"}]"#);
    let audit = call(&server, &["audit", "--text-file", &text, "--image", &image]);
    assert_eq!(lines(audit).await.1, 0);
    let sparring = call(
        &server,
        &["sparring", "--query", "q", "--history", &history],
    );
    assert_eq!(lines(sparring).await.1, 0);
    let received = server.received();
    assert!(
        received[0].text().contains("保本")
            && received[0].text().contains("filename=\"a.dat.jpg\"")
    );
    assert!(
        received[1]
            .text()
            .contains(r#""history":[{"role":"user","content":"hello"}]"#)
    );
}

#[tokio::test]
async fn a_wrong_command_line_says_how_it_is_right() {
    let server = Server::raw("").await;
    for words in [
        &["audits"][..],
        &["updates"],
        &["diligence"],
        &["audit", "--colour"],
        &["diligence", "--company", "ab", "--query", "ab"],
        &["updates", "--query", "ab", "--company", "ab"],
        &["updates", "--query", "ab", "--image", "a.png"],
        &["audit", "--text", "ab", "--history", "h.json"],
        &["audit", "--text", "ab", "--query", "ab"],
        &["sparring", "--query", "ab", "--text-file", "f"],
        &["updates", "--query", "ab", "--query", "ab"],
        &["diligence", "--company", "ab", "--long"],
        // A syntax error takes precedence over a wrong value.
        &["updates", "--model", "5-Max"],
    ] {
        let (lines, code, help) = lines(call(&server, words)).await;
        assert_eq!((lines.len(), code), (0, 2), "{words:?}");
        assert!(help.contains("call audit"), "{help}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_text_may_be_given_under_either_name_and_as_a_file() {
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.txt");
    std::fs::write(&path, "a text").unwrap();
    let path = path.to_str().unwrap();
    let mut calls = 0;
    for command in ["audit", "sparring", "updates"] {
        for (flag, value) in [
            ("--text", "a text"),
            ("--query", "a text"),
            ("--text-file", path),
        ] {
            let (_, code, _) = lines(call(&server, &[command, flag, value])).await;
            calls += 1;
            assert_eq!(
                (code, server.received().len()),
                (0, calls),
                "{command} {flag}"
            );
        }
    }
    for received in server.received() {
        assert!(received.text().contains("a text"), "{}", received.text());
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_sent_ends_in_an_outcome_line() {
    let server = Server::raw("").await;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let nowhere = folder.path().join("nowhere");
    let nowhere = nowhere.to_str().unwrap();
    let not_text = write("t.txt", b"\xFF\xFE");
    let not_turns = write("h.json", b"{}");
    let not_a_picture = write("a.png", b"GIF89a");
    let request = |field: &str| ("invalid_request", "field", Value::from(field));
    let file = || ("file_unreadable", "file", Value::from(nowhere));
    for (words, (code, param, value)) in [
        (&["audit", "--text-file", nowhere][..], file()),
        (&["audit", "--image", nowhere], file()),
        (&["sparring", "--query", "q", "--history", nowhere], file()),
        (&["audit", "--text-file", &not_text], request("query")),
        (
            &["sparring", "--query", "q", "--history", &not_turns],
            request("history"),
        ),
        (&["audit", "--image", &not_a_picture], request("image")),
        (
            &["updates", "--query", "ab", "--model", "5-Max"],
            request("model"),
        ),
        (
            &["updates", "--query", "ab", "--temperature", "hot"],
            request("temperature"),
        ),
        (&["audit"], request("query")),
    ] {
        let (lines, exit, _) = lines(call(&server, words)).await;
        assert_eq!((lines.len(), exit), (1, 1), "{words:?}");
        assert_eq!(lines[0]["outcome"], "failed", "{words:?}");
        assert_eq!(lines[0]["code"], code, "{words:?}");
        assert_eq!(lines[0]["params"][param], value, "{words:?}");
        assert_eq!(lines[0]["partial"]["bytes"], 0, "{words:?}");
    }
    assert!(server.received().is_empty());

    for (origin, code) in [
        ("open.bigmodel.cn", "bad_origin"),
        ("http://a.example", "insecure_origin"),
    ] {
        let mut command = Command::new(program());
        command.args(["updates", "--query", "ab", "--base-url", origin]);
        let (lines, exit, _) = lines(command).await;
        assert_eq!((&lines[0]["code"], exit), (&code.into(), 1));
    }
}

#[tokio::test]
async fn the_size_of_a_file_that_is_too_large_is_told_as_it_is() {
    let server = Server::raw("").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge");
    // Only the length matters: nothing is stored or read.
    std::fs::File::create(&path)
        .unwrap()
        .set_len(90_000_000_000)
        .unwrap();
    let path = path.to_str().unwrap();
    for (words, limit) in [
        (["audit", "--image", path], 5_000_000),
        (["audit", "--text-file", path], 64_000_000),
    ] {
        let (lines, exit, _) = lines(call(&server, &words)).await;
        let params = &lines[0]["params"];
        assert_eq!((&params["problem"], exit), (&"too_large".into(), 1));
        assert_eq!(
            (&params["limit"], &params["unit"]),
            (&limit.into(), &"bytes".into())
        );
        assert_eq!(params["actual"], 90_000_000_000_u64);
    }
}

#[tokio::test]
async fn a_failing_proxy_of_the_environment_is_named_and_no_proxy_is_heeded() {
    let environment = [
        ("HTTPS_PROXY", "http://127.0.0.1:1"),
        ("https_proxy", "http://127.0.0.1:1"),
    ];
    for (excepted, expected) in [("", "proxy"), ("service.invalid", "no_network")] {
        let mut command = Command::new(program());
        command
            .args([
                "updates",
                "--query",
                "Securities",
                "--base-url",
                "https://service.invalid",
            ])
            .envs(environment)
            .env("NO_PROXY", excepted)
            .env("no_proxy", excepted);
        let (lines, code, _) = lines(command).await;
        assert_eq!((&lines[0]["code"], code), (&expected.into(), 1));
    }
}

/// An address space limit for the program; allocating more aborts it without an outcome.
#[cfg(target_os = "linux")]
const MEMORY_KIB: u32 = 300_000;

/// Runs the program under that limit against a server that sends `first` once, then `rest` for ever.
#[cfg(target_os = "linux")]
async fn ends_within_memory(first: Vec<u8>, rest: Vec<u8>) -> Value {
    let server = Server::start(move |mut exchange, _| {
        let (first, rest) = (chunk(&first), chunk(&rest));
        async move {
            _ = exchange.send(STREAM_HEAD).await;
            _ = exchange.send(&first).await;
            while exchange.send(&rest).await.is_ok() {}
        }
    })
    .await;
    let script = format!("ulimit -v {MEMORY_KIB} && exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program()).args([
        "updates",
        "--query",
        "Securities",
        "--base-url",
        server.origin().as_str(),
    ]);
    let output = command.output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let last = serde_json::from_str(text.lines().last().unwrap_or("null")).unwrap();
    assert_ne!(
        last,
        Value::Null,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    last
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_event_of_millions_of_objects_and_one_over_the_limit_take_bounded_memory() {
    let event = |objects: usize| {
        [
            b"data: {\"data\":{\"text\":[",
            &b"{},".repeat(objects)[..],
            b"0]}}\n\n",
        ]
        .concat()
    };
    let (fits, too_large) = (event(2_660_000), event(2_670_000));
    assert!(fits.len() < 8_000_000 && too_large.len() > 8_000_000);
    let last = ends_within_memory(fits, too_large).await;
    assert_eq!(
        (&last["code"], &last["params"]["what"]),
        (&"oversize".into(), &"event".into())
    );
    assert_eq!(last["partial"]["events"], 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_endless_stream_and_an_endless_document_take_bounded_memory() {
    let piece = format!(
        "data: {{\"data\":{{\"text\":[\"{}\"]}}}}\n\n",
        "x".repeat(600_000)
    );
    let text = ends_within_memory(
        b"data: {\"data\":{\"text\":[\"a\"]}}\n\n".to_vec(),
        piece.into_bytes(),
    )
    .await;
    let document = ends_within_memory(b"{\"x\":[".to_vec(), b"[{\"x\":".repeat(10_000)).await;
    for last in [&text, &document] {
        assert_eq!(
            (&last["code"], &last["params"]["what"]),
            (&"oversize".into(), &"answer".into())
        );
    }
    assert!(text["partial"]["text"].as_str().unwrap().len() > 31_000_000);
}
