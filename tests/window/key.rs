//! The API key: stored in the real keychain, found after a restart, and present nowhere else.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use demo_service::Pace;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use window_harness::{App, Desktop, Keyring, PASSWORD, until};

use crate::{
    secret::{files, in_file, in_text},
    stage::{
        COPY, KEY, LAST4, app_of, chinese, chinese_at, desktop, desktop_with, enter_key, open,
        poster, read_request, ready, report, report_of, service,
    },
};

/// Asserts that no file of the user except the keychain's own holds the key.
fn assert_nowhere(desktop: &Desktop) {
    let keyrings = desktop.home().path("data/keyrings");
    let all = files(desktop.home().root());
    assert!(all.iter().any(|file| file.ends_with("settings.json")));
    assert!(all.iter().any(|file| file.ends_with("records.db")));
    for file in all.iter().filter(|file| !file.starts_with(&keyrings)) {
        let found = in_file(file, KEY);
        assert_eq!(found, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_full_round_of_use_the_key_is_in_the_keychain_and_nowhere_else() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for_text("#key", LAST4).await;
    app.click("#key-test").await;
    app.wait_for("#key-verdict[data-verdict=accepted]").await;
    app.screenshot("settings-key-accepted").await;
    assert!(
        desktop
            .search_keyring(&["service", "FinAgent Desk"])
            .contains(KEY)
    );

    app.click("nav a[data-screen=audit]").await;
    let poster = poster(&desktop, "poster.jpg");
    app.drop_files(&[&poster], "#material").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for("#audit-ribbon[data-kind=real]").await;
    app.click("#audit-report-save").await;
    app.save_file_as(&desktop.home().path("files/report.md"));
    app.wait_for("#toast:not([hidden])").await;
    service.stop().await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    let page = app.script("document.documentElement.outerHTML + JSON.stringify([...document.querySelectorAll('input')].map(i => i.value))").await;
    assert!(
        !page.as_str().unwrap().contains("WindowTestSecret"),
        "the page contains the key"
    );
    let stores = app.script("JSON.stringify([document.cookie, Object.keys(localStorage), Object.keys(sessionStorage)])").await;
    assert_eq!(stores, json!("[\"\",[],[]]"));
    let printed = app.stdout() + &app.stderr();
    assert!(!printed.contains("WindowTestSecret"), "{printed}");
    app.quit();

    // The app finds the key after a restart.
    let app = desktop.start_app(&[]).await;
    app.wait_for_text("#service", LAST4).await;
    app.quit();

    assert_nowhere(&desktop);
}

/// The key in every encoding that a reader decodes.
fn spellings() -> Vec<String> {
    vec![
        KEY.to_owned(),
        KEY.to_uppercase(),
        KEY.to_lowercase(),
        KEY.replace('.', "\\."),
        KEY.bytes().map(|byte| format!("&#{byte};")).collect(),
        KEY.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        KEY.replace("Test", "**Test**"),
        KEY.replace('W', "\u{200B}W"),
    ]
}

/// Serializes as JSON and escapes every other character of each string.
fn escaped(json: &Value) -> String {
    let text = json.to_string();
    let key = |text: &str, name: &str| {
        let written = name.chars().enumerate().map(|(at, c)| match at % 2 {
            0 => c.to_string(),
            _ => format!("\\u{:04x}", u32::from(c)),
        });
        text.replace(name, &written.collect::<String>())
    };
    key(&text, KEY)
}

fn flowchart() -> String {
    let (half, rest) = KEY.split_at(11);
    let coded: String = KEY.bytes().map(|byte| format!("&#x{byte:x};")).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"100\"><title>{KEY}</title>\
         <text x=\"9\" y=\"30\" id=\"{KEY}\"><tspan>{half}</tspan><tspan>{rest}</tspan></text><text x=\"9\" y=\"60\">{coded}</text></svg>"
    )
}

/// The events of an answer that contains the key in every field, whole and split.
fn events(last: &str) -> String {
    let (half, rest) = KEY.split_at(17);
    let mut events = vec![
        format!(": {KEY}\nid: {KEY}\nevent: {KEY}\ndata: {KEY}"),
        format!(
            "data: {}",
            json!({
                "event": KEY.to_uppercase(), "session_id": KEY, "step_id": KEY, "data": { "title": KEY.to_lowercase() },
            })
        ),
        format!(
            "data: {}",
            json!({ "event": "node\u{7}", "step_id": format!("{half}\n{rest}") })
        ),
        format!(
            "data: {}",
            escaped(&json!({ "event": KEY, "session_id": KEY, "data": { "title": KEY } }))
        ),
    ];
    let mut text = |pieces: Value| {
        events.push(format!(
            "data: {}",
            json!({ "event": "message", "data": { "text": pieces } })
        ));
    };
    text(json!(["# 报告\n\n"]));
    text(json!([half]));
    text(json!([rest, "\n\n", half, rest, "\n\n"]));
    for character in KEY.chars() {
        text(json!([character.to_string()]));
    }
    text(json!([{ "output": half.to_uppercase() }, { "text": rest }]));
    for spelling in spellings() {
        let (head, tail) = spelling.split_at(8);
        text(json!(["\n\n", head]));
        text(json!([tail]));
    }
    let output = format!("# 报告\n\n审核：{}", spellings().join("\n\n"));
    let mut last = json!({
        "event": last, "session_id": KEY, "step_id": KEY,
        "data": { "output": output, "svg": flowchart(), "max_token": KEY, "usage": { "total_tokens": 7 } },
    });
    let members = last.as_object_mut().unwrap();
    members.insert(KEY.to_owned(), json!({ KEY: KEY }));
    events.push(format!("data: {}", escaped(&last)));
    events.join("\n\n") + "\n\n"
}

/// A service that returns the key in every field: streamed, synchronous, and in errors, in turn for each assistant.
async fn echoing() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let turns: Arc<[AtomicUsize; 4]> = Arc::default();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let request = read_request(&mut stream).await;
            let request = String::from_utf8_lossy(&request);
            let paths = ["Consumer", "DueDiligence", "Updates", "Sparring"];
            let which = paths
                .iter()
                .position(|path| request.lines().next().unwrap().contains(path));
            let turn = turns.get(which.unwrap()).unwrap();
            let turn = turn.fetch_add(1, Ordering::Relaxed);
            let last = if which == Some(3) {
                "message_finished"
            } else {
                "workflow_finished"
            };
            let coded: String = KEY.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let (status, kind, body) = match turn % 4 {
                0 => (200, "text/event-stream".to_owned(), events(last)),
                1 => {
                    let (half, rest) = KEY.split_at(20);
                    let whole = json!({
                        "code": 0, "message": KEY, "data": {
                            "result": "", "text": ["# 报告\n\n", half, rest, "\n\n", spellings().join("\n\n")], "svg": flowchart(), "max_token": KEY,
                        },
                    });
                    (
                        200,
                        format!("application/json; charset={KEY}"),
                        escaped(&whole),
                    )
                }
                2 => (
                    200,
                    "application/json".to_owned(),
                    escaped(&json!({ "code": 1004, "message": format!("{KEY} {coded}") })),
                ),
                _ => (
                    500,
                    format!("text/html; x={coded}"),
                    format!("<html>{} {coded}</html>", KEY.to_uppercase()),
                ),
            };
            let head = format!(
                "HTTP/1.1 {status} {KEY}\r\ncontent-type: {kind}\r\nserver: {KEY}\r\nvia: 1.1 {}\r\nx-request-id: {coded}\r\nconnection: close\r\n\r\n",
                KEY.to_lowercase()
            );
            // The client may have disconnected.
            _ = stream.write_all((head + &body).as_bytes()).await;
        }
    });
    origin
}

/// Collects every text that the page shows.
const WATCH: &str = "(() => {
    window.shown = new Set();
    const note = () => {
        for (const element of document.querySelectorAll('[id$=document], [id$=thread], [id$=progress], [id$=problem], [id$=steps]')) {
            window.shown.add(element.textContent);
            window.shown.add(element.innerHTML);
        }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    return true;
})()";

async fn assert_not_shown(app: &App<'_>) {
    let shown = app
        .script("[...window.shown, document.documentElement.outerHTML, document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map((field) => field.value)]")
        .await;
    for text in shown.as_array().unwrap() {
        let text = text.as_str().unwrap();
        assert_eq!(in_text(text, KEY), None, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_service_repeats_split_escaped_and_in_another_case_is_nowhere() {
    let desktop = desktop();
    let origin = echoing().await;
    let app = open(&desktop, &chinese_at(&origin)).await;
    enter_key(&app, KEY).await;
    app.script(WATCH).await;
    let file = |name: &str| desktop.home().path("files").join(name);
    for (assistant, field) in [
        ("audit", "#copy"),
        ("diligence", "#diligence-subject"),
        ("updates", "#updates-subject"),
    ] {
        app.click(&format!("nav a[data-screen={assistant}]")).await;
        app.fill(field, "不查征信").await;
        for state in ["finished", "finished", "failed", "failed"] {
            app.press("ctrl+Return");
            report_of(&app, assistant, "running").await;
            report_of(&app, assistant, state).await;
            assert_not_shown(&app).await;
        }
        app.press("ctrl+Return");
        report_of(&app, assistant, "running").await;
        report_of(&app, assistant, "finished").await;
        app.screenshot(&format!("{assistant}-key-repeated")).await;
        app.click(&format!("#{assistant}-report-copy")).await;
        until("the report on the clipboard", || {
            desktop.clipboard_text().contains("报告").then_some(())
        });
        assert_eq!(in_text(&desktop.clipboard_text(), KEY), None);
        for (button, end) in [("save", "md"), ("page", "html")] {
            let target = file(&format!("{assistant}.{end}"));
            app.click(&format!("#{assistant}-report-{button}")).await;
            app.save_file_as(&target);
            until("the saved report", || {
                fs::read(&target).ok().filter(|bytes| !bytes.is_empty())
            });
        }
    }
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-new").await;
    for said in 0..4 {
        app.fill("#sparring-text", "保本吗").await;
        app.press("ctrl+Return");
        app.wait_for_script(&format!(
            "document.querySelectorAll('#sparring-thread .line:not(.live)').length > {said} && document.querySelector('#sparring-chat').dataset.state === 'ready'"
        ))
        .await;
        assert_not_shown(&app).await;
    }
    app.screenshot("sparring-key-repeated").await;

    // Opens the latest records and exports some of them.
    for nth in 0..8 {
        app.click("nav a[data-screen=records]").await;
        app.wait_for_script(&format!(
            "(() => {{ const row = document.querySelectorAll('#records-grid .record-row[data-record]')[{nth}]; row?.click(); return row !== undefined; }})()"
        ))
        .await;
        app.focus();
        app.press("Return");
        app.wait_for("#screen-records[data-view=record]").await;
        app.wait_for_text("#record-title", "").await;
        assert_not_shown(&app).await;
        if nth % 2 == 1 {
            let target = file(&format!("{nth}.zip"));
            app.click("#record-export").await;
            app.click("#record-export-package").await;
            app.save_file_as(&target);
            let package = until("the package", || {
                fs::read(&target).ok().filter(|bytes| !bytes.is_empty())
            });
            assert!(records::verify::verify(&package, None).holds());
        }
        app.click("#record-back").await;
        app.wait_until_gone("#screen-records[data-view=record]")
            .await;
    }
    let printed = app.stdout() + &app.stderr();
    assert_eq!(in_text(&printed, KEY), None, "{printed}");
    app.quit();
    assert_nowhere(&desktop);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_told_apart_from_no_network_and_a_removed_one_is_gone() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.click("nav a[data-screen=settings]").await;
    app.click("#key-replace").await;
    app.fill("#key-field", "  Bearer not-the-right-key-mistyped-7777 ")
        .await;
    app.click("#key-save").await;
    app.wait_for_text("#key", "7777").await;
    app.click("#key-test").await;
    app.wait_for("#key-verdict[data-verdict=rejected]").await;
    app.screenshot("settings-key-rejected").await;
    service.stop().await;
    app.click("#key-test").await;
    app.wait_for("#key-verdict[data-verdict=unknown]").await;
    app.click("#key-remove").await;
    app.click("#key-remove-yes").await;
    app.wait_for("#key[data-state=none]").await;
    app.wait_for_text("#service", "演示服务").await;
    assert!(
        !desktop
            .search_keyring(&["service", "FinAgent Desk"])
            .contains("mistyped")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_key_lives_until_the_app_ends_and_the_window_says_so() {
    let desktop = desktop_with(Keyring::Absent);
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for("#key[data-state=noKeychain]").await;
    app.screenshot("settings-no-keychain").await;
    enter_key(&app, KEY).await;
    app.wait_for("#key[data-state=session]").await;
    app.screenshot("settings-key-session").await;
    app.quit();
    let app = desktop.start_app(&[]).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for("#key[data-state=noKeychain]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_is_said_unlocked_by_its_own_prompt_and_never_replaced_by_the_demo_service()
 {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.quit();
    desktop.keyring(Keyring::Locked);
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    app.wait_for_text("#service", "已锁定").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    app.wait_for("#audit-problem[data-code=keychain_locked]")
        .await;
    app.screenshot("failed-keychain-locked").await;
    app.click("#audit-problem-settings").await;
    app.wait_for("#key[data-state=locked]").await;
    app.screenshot("settings-key-locked").await;

    // Answers the prompt of the system.
    app.click("#key-unlock").await;
    desktop.answer_keyring_prompt(PASSWORD);
    app.wait_for("#key[data-state=stored]").await;
    app.click("nav a[data-screen=audit]").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for("#audit-ribbon[data-kind=real]").await;
}
