//! The service as a program.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::*;

/// Starts the program. Returns it with the origin that its first line names.
async fn run(arguments: &[&str]) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo-service"));
    let mut child = command
        .args(arguments)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let origin = line.strip_prefix("listening on ").unwrap().to_owned();
    (child, origin)
}

async fn updates(origin: &str) -> Value {
    let client = Client::builder().no_proxy().build().unwrap();
    let request = client
        .post(format!("{origin}{UPDATES}"))
        .json(&json!({"query": "证券"}));
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn the_first_line_says_where_it_listens_and_it_answers_there() {
    let (_child, origin) = run(&[
        "--port",
        "0",
        "--pace",
        "instant",
        "--fault",
        "service-error:1009*1",
    ])
    .await;
    assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");
    assert_eq!(updates(&origin).await["code"], 1009);
    assert_eq!(updates(&origin).await["code"], 0);
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_in_order_on_sigterm_and_sigint() {
    for signal in ["-TERM", "-INT"] {
        let (mut child, origin) = run(&["--pace", "instant"]).await;
        assert_eq!(updates(&origin).await["code"], 0);
        let pid = child.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .await
                .unwrap()
                .success()
        );
        assert_eq!(child.wait().await.unwrap().code(), Some(0), "{signal}");
    }
}

#[tokio::test]
async fn a_wrong_flag_ends_it_with_code_2_and_help_with_0() {
    for (argument, code, told) in [
        ("--prot", 2, "unknown flag"),
        ("--help", 0, "Usage: demo-service"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_demo-service"))
            .arg(argument)
            .output()
            .await
            .unwrap();
        assert_eq!(output.status.code(), Some(code));
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(said.contains(told), "{said}");
    }
}
