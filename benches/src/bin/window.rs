//! The real window: time to the first text, and the longest time for which it is blocked.
//!
//! Usage: `window PATH-OF-THE-APP`
//!
//! A built-in server sends the text and records the time. The baseline of the first text is `curl -N` printing the same
//! stream; the baseline of blocking is one rendering of the whole report in the same window.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark prints its results, and a failed step fails it"
)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    sync::mpsc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use benches::{event, pieces, report_of, window};
use serde_json::json;
use window_harness::{App, Desktop, Keyring};

const ROUNDS: usize = 20;
const BYTES: usize = 200_000;
const PIECES: usize = 5_000;
/// Pause between pieces of the long report: 5,000 of them in about 10 s, faster than any model writes.
const PACE: Duration = Duration::from_millis(2);
/// Turns of a conversation: the maximum that is sent along with the next one.
const LINES: usize = 30;
/// Bytes of an answer in it.
const LINE_BYTES: usize = 6_000;
/// Number of pieces in which the answer arrives.
const LINE_PIECES: usize = 300;
const FIRST: &str = "第一段文字。\n\n";

fn now_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs_f64()
        * 1000.0
}

/// Reads one request to its end.
fn read_request(stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
}

/// Answers each connection with a header and what `write` writes.
fn serve(write: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            stream.set_nodelay(true).unwrap();
            read_request(&stream);
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
            // A client that disconnects early is not an error.
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| {
                    stream
                        .write_all(b"data: {\"event\":\"workflow_started\",\"step_id\":\"0\"}\n\n")
                })
                .and_then(|()| write(&mut stream));
        }
    });
    origin
}

fn last(output: &str) -> String {
    ending("workflow_finished", output)
}

fn ending(name: &str, output: &str) -> String {
    let message = json!({ "event": name, "data": { "output": output } });
    format!("data: {message}\n\n")
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

async fn open(desktop: &Desktop, origin: String) -> App<'_> {
    let app = window::open(desktop, &origin, "a-key-of-the-benchmark").await;
    app.fill("#copy", "利息全网最低").await;
    app
}

async fn first_text(binary: &str) {
    let (wrote, writes) = mpsc::channel();
    let origin = serve(move |stream| {
        // By now the step before the text is on screen, as it is when a model writes its first word.
        std::thread::sleep(Duration::from_millis(300));
        wrote.send(now_ms()).unwrap();
        stream.write_all(event(FIRST).as_bytes())?;
        std::thread::sleep(Duration::from_millis(150));
        stream.write_all(last(FIRST).as_bytes())
    });

    let curl: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let mut child = Command::new("curl")
                .args(["-sN", "-X", "POST", "-F", "query=x", &origin])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut texts = lines
                .map(Result::unwrap)
                .filter(|line| line.contains("第一段"));
            texts.next().unwrap();
            let seen = now_ms();
            child.wait().unwrap();
            seen - writes.recv().unwrap()
        })
        .collect();

    let desktop = Desktop::new(binary, Keyring::Unlocked);
    let app = open(&desktop, origin).await;
    let mut window = Vec::new();
    for _ in 0..ROUNDS {
        let watch = "(() => {
            window.firstText = undefined;
            const page = document.querySelector('#audit-document');
            const watch = new MutationObserver(() => {
                if (!page.textContent.includes('第一段')) return;
                watch.disconnect();
                // After the frame in which it is drawn.
                requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = () => { window.firstText = performance.timeOrigin + performance.now(); }; port.port2.postMessage(0); });
            });
            watch.observe(page, { childList: true, subtree: true, characterData: true });
            return true;
        })()";
        app.script(watch).await;
        app.press("ctrl+Return");
        let seen = app
            .wait_for_script("window.firstText")
            .await
            .as_f64()
            .unwrap();
        window.push(seen - writes.recv().unwrap());
        app.wait_for("#audit-report[data-state=finished]").await;
    }
    let slowest = window.iter().copied().fold(0.0, f64::max);
    println!(
        "first text, median of {ROUNDS}: {:.1} ms until drawn in the window (slowest {slowest:.1}), {:.1} ms until curl -N printed it",
        median(window),
        median(curl)
    );
}

async fn long_report(binary: &str) {
    let origin = serve(|stream| {
        let text = report_of(BYTES);
        for piece in pieces(&text, PIECES) {
            stream.write_all(event(piece).as_bytes())?;
            std::thread::sleep(PACE);
        }
        stream.write_all(last(&text).as_bytes())
    });
    let desktop = Desktop::new(binary, Keyring::Unlocked);
    let app = open(&desktop, origin).await;
    watch(&app).await;
    app.press("ctrl+Return");
    app.wait_for("#audit-report[data-state=finished]").await;
    let late = late(&app).await;
    let whole = "(() => {
        const page = document.querySelector('#audit-document');
        const html = page.innerHTML;
        const start = performance.now();
        page.innerHTML = html;
        page.getBoundingClientRect();
        const scroll = document.querySelector('#audit-report-scroll');
        scroll.scrollTop = scroll.scrollHeight;
        void scroll.scrollTop;
        return performance.now() - start;
    })()";
    let whole = app.script(whole).await.as_f64().unwrap();
    println!(
        "200 KB in 5,000 events: {late}; one rendering of the whole report blocks the main thread for {whole:.0} ms"
    );
}

/// Starts a timer that is due every 4 ms. If it fires late, the main thread was blocked.
async fn watch(app: &App<'_>) {
    let timers = "(() => {
        window.late = [];
        let due = performance.now() + 4;
        const tick = () => {
            const now = performance.now();
            window.late.push(now - due);
            due = now + 4;
            setTimeout(tick, 4);
        };
        setTimeout(tick, 4);
        return true;
    })()";
    app.script(timers).await;
}

/// Describes how late the timers were since [`watch`].
async fn late(app: &App<'_>) -> String {
    let late = app.script("window.late.sort((a, b) => b - a)").await;
    let late: Vec<f64> = late
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    let over = late.iter().filter(|late| **late > 50.0).count();
    format!(
        "of {} timers {over} were more than 50 ms late, the latest {:.0} ms, one in a hundred {:.0} ms",
        late.len(),
        late[0],
        late[late.len() / 100]
    )
}

/// A conversation of 30 turns: opening it, and streaming the next answer into it.
async fn conversation(binary: &str) {
    let origin = serve(|stream| {
        let text = report_of(LINE_BYTES);
        for piece in pieces(&text, LINE_PIECES) {
            stream.write_all(event(piece).as_bytes())?;
            std::thread::sleep(PACE);
        }
        stream.write_all(ending("message_finished", &text).as_bytes())
    });
    let desktop = Desktop::new(binary, Keyring::Unlocked);
    let app = open(&desktop, origin).await;
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-new").await;
    for round in 1..=LINES / 2 {
        say(&app, 2 * round).await;
    }
    app.click("#sparring-new").await;
    watch(&app).await;
    app.click("#sparring-conversations .conversation-row button")
        .await;
    wait_for_lines(&app, LINES).await;
    println!(
        "opening a conversation of {LINES} lines: {}",
        late(&app).await
    );
    watch(&app).await;
    say(&app, LINES + 2).await;
    println!(
        "the next answer, {} KB in {LINE_PIECES} events: {}",
        LINE_BYTES / 1_000,
        late(&app).await
    );
}

async fn say(app: &App<'_>, lines: usize) {
    app.fill("#sparring-text", "这款产品不保本，请先看风险等级。")
        .await;
    app.press("ctrl+Return");
    wait_for_lines(app, lines).await;
}

async fn wait_for_lines(app: &App<'_>, lines: usize) {
    app.wait_for_script(&format!(
        "document.querySelectorAll('#sparring-thread .line:not(.live)').length === {lines} \
         && document.querySelector('#sparring-chat').dataset.state === 'ready'"
    ))
    .await;
}

#[tokio::main]
async fn main() {
    let binary = std::fs::canonicalize(std::env::args().nth(1).unwrap()).unwrap();
    let binary = binary.to_str().unwrap();
    first_text(binary).await;
    long_report(binary).await;
    conversation(binary).await;
}
