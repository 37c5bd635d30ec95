//! Failures of the app itself: the log, the support bundle, and a page whose process ends.

use std::{fs, io::Cursor, path::PathBuf};

use demo_service::Pace;
use window_harness::until;
use zip::ZipArchive;

use crate::{
    secret,
    stage::{COPY, KEY, chinese_at, desktop, enter_key, open, report, service},
};

/// A place within the copy field, in pixels of the display.
const IN_COPY: (&str, &str) = ("335", "620");

/// The processes of the page.
fn page_processes(app: u32) -> Vec<String> {
    let parent = format!("PPid:\t{app}\n");
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let processes = processes.filter(|process| {
        let status = fs::read_to_string(process.path().join("status")).unwrap_or_default();
        status.starts_with("Name:\tWebKitWebProces") && status.contains(&parent)
    });
    processes
        .map(|process| process.file_name().into_string().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_and_the_support_bundle_tell_of_failures_without_key_copy_or_addresses() {
    let desktop = desktop();
    let service = service(Pace::Instant, "http:500").await;
    let mut chosen = chinese_at(&service.origin());
    chosen["proxy"] = "http://staff:Proxy-Secret@proxy.example:3128".into();
    let app = open(&desktop, &chosen).await;
    app.click("nav a[data-screen=settings]").await;
    app.click("#log-open").await;
    app.wait_for("#log-dialog[open] #log-empty:not([hidden])")
        .await;
    app.click("#log-close").await;
    app.wait_until_gone("#log-dialog[open]").await;

    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    app.fill("#copy", COPY).await;
    app.click("#audit-run").await;
    report(&app, "failed").await;
    app.click("nav a[data-screen=settings]").await;
    app.click("#log-open").await;
    app.wait_for_text("#log-dialog[open] #log-lines", "http_status")
        .await;
    app.screenshot("log").await;
    app.press("Escape");
    app.wait_until_gone("#log-dialog[open]").await;

    let bundle = desktop.home().path("files/支持包.zip");
    app.click("#support-save").await;
    app.save_file_as(&bundle);
    let bytes = until("the bundle", || {
        fs::read(&bundle).ok().filter(|bytes| !bytes.is_empty())
    });
    let zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(
        names,
        ["versions.json", "settings.json", "finagent-desk.log"]
    );
    assert!(secret::in_bytes(&bytes, "http://proxy.example:3128").is_some());
    for hidden in [KEY, "Proxy-Secret", "staff"] {
        assert_eq!(secret::in_bytes(&bytes, hidden), None, "{hidden}");
    }
    let files = secret::files(&desktop.home().path("data/app.finagent.desk/logs"));
    assert_eq!(files.len(), 1);
    let log = fs::read_to_string(&files[0]).unwrap();
    assert!(!log.contains("不查征信"), "{log}");
    app.quit();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_page_comes_back_with_what_was_typed_and_says_so() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = open(&desktop, &chinese_at(&service.origin())).await;
    app.fill("#copy", COPY).await;
    app.script("(window.dispatchEvent(new Event('blur')), true)")
        .await;
    let records = desktop.home().path("data/app.finagent.desk/records");
    until("the draft", || {
        let holds = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap_or_default();
            bytes
                .windows(COPY.len())
                .any(|part| part == COPY.as_bytes())
        };
        secret::files(&records).iter().any(holds).then_some(())
    });
    let lost = page_processes(app.pid());
    assert_eq!(lost.len(), 1);
    for process in &lost {
        desktop.home().output("kill", &["-9", process]);
    }
    until("another process of the page", || {
        page_processes(app.pid())
            .iter()
            .any(|process| !lost.contains(process))
            .then_some(())
    });
    // WebDriver lost the page with its process; the mouse and the keyboard did not.
    let log = desktop
        .home()
        .path("data/app.finagent.desk/logs/finagent-desk.log");
    until("the log", || {
        let text = fs::read_to_string(&log).unwrap_or_default();
        text.contains("the process of the page ended").then_some(())
    });
    until("the copy in the new page", || {
        let (x, y) = IN_COPY;
        let clicked = desktop
            .command("xdotool")
            .args(["mousemove", x, y, "click", "1"])
            .status();
        assert!(clicked.unwrap().success());
        app.press("ctrl+a");
        app.press("ctrl+c");
        (desktop.clipboard_text() == COPY).then_some(())
    });
    desktop.screenshot("page-lost");
    app.quit();
}
