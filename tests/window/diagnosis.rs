//! The diagnosis of the network: its steps appear one after another, and its text is for the telephone.

use demo_service::Pace;
use serde_json::json;
use tokio::net::TcpListener;
use window_harness::until;

use crate::{
    secret::in_text,
    stage::{COPY, KEY, app_of, chinese_at, desktop, enter_key, open, report, service},
};

const STATES: &str = "JSON.stringify([...document.querySelectorAll('#diagnosis-steps li')].map((one) => `${one.dataset.step} ${one.dataset.state}`))";

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_the_service_is_checked_step_by_step_and_copied_without_the_key() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.click("nav a[data-screen=settings]").await;
    app.click("#diagnosis-open").await;
    app.wait_for("#diagnosis[open][data-state=done]").await;
    let states = app.script(STATES).await;
    let steps = ["proxy", "resolve", "connect", "answer", "clock", "key"];
    let expected = json!(steps.map(|step| format!("{step} passed"))).to_string();
    assert_eq!(states, expected);
    app.wait_for_text("#diagnosis-summary", "网络正常").await;
    // Screen readers hear it: the live regions of the window are inert below a dialog.
    app.wait_for("#diagnosis-summary[role=status]").await;
    app.screenshot("diagnosis-done").await;
    app.click("#diagnosis-copy").await;
    app.wait_for("#toast:not([hidden])").await;
    let text = until("the diagnosis on the clipboard", || {
        Some(desktop.clipboard_text()).filter(|text| text.contains("网络诊断"))
    });
    assert!(
        text.contains(&service.origin()) && text.contains("API Key：正常"),
        "{text}"
    );
    assert_eq!(in_text(&text, KEY), None);

    // With the keyboard alone: nobody answers any longer.
    service.stop().await;
    app.click("#diagnosis-again").await;
    app.wait_for("#diagnosis[data-state=failed]").await;
    app.wait_for("#diagnosis-steps li[data-step=connect][data-state=failed]")
        .await;
    app.wait_for("#diagnosis-steps li[data-step=key][data-state=skipped]")
        .await;
    app.wait_for_text("#diagnosis-summary", "第 3 步").await;
    app.screenshot("diagnosis-failed").await;
    app.press("Escape");
    app.wait_until_gone("#diagnosis[open]").await;
    let held = app.script("document.activeElement?.id").await;
    assert_eq!(held, "diagnosis-open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diagnosis_that_waits_can_be_stopped_and_a_report_without_a_network_leads_to_it() {
    let desktop = desktop();
    // Accepts connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", silent.local_addr().unwrap());
    let mut settings = chinese_at(&origin);
    settings["theme"] = json!("dark");
    settings["language"] = json!("en");
    let app = open(&desktop, &settings).await;
    enter_key(&app, KEY).await;
    app.click("#diagnosis-open").await;
    app.wait_for("#diagnosis[data-state=running] li[data-step=tls][data-state=running]")
        .await;
    app.screenshot("diagnosis-running-dark-en").await;
    app.click("#diagnosis-cancel").await;
    app.wait_for("#diagnosis[data-state=cancelled]").await;
    app.wait_for_text("#diagnosis-summary", "Stopped").await;
    let held = app.script("document.activeElement?.id").await;
    assert_eq!(held, "diagnosis-again");
    app.screenshot("diagnosis-stopped-dark-en").await;
    app.press("Escape");
    app.wait_until_gone("#diagnosis[open]").await;

    drop(silent);
    app.click("nav a[data-screen=audit]").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    app.click("#audit-problem-diagnosis").await;
    app.wait_for("#diagnosis[open][data-state=failed]").await;
    app.wait_for("#app[data-screen=settings]").await;
    app.screenshot("diagnosis-failed-dark-en").await;
}
