//! Failures: the window shows the problem and a remedy, and nothing is lost.

use demo_service::Pace;
use window_harness::App;

use crate::stage::{self, COPY, app_of, desktop, poster, report, service};

/// Asserts that the copy and the picture are still there.
async fn nothing_is_lost(app: &App<'_>) {
    assert_eq!(stage::copy(app).await, COPY);
    app.wait_for("#material[data-state=loaded]").await;
}

/// Audits the poster and the copy against a service with these faults, and waits for the failure `code`.
async fn fails_with(faults: &str, code: &str, words: &str, picture: &str) {
    let desktop = desktop();
    let service = service(Pace::Instant, faults).await;
    let app = app_of(&desktop, &service).await;
    let poster = poster(&desktop, "poster.jpg");
    app.drop_files(&[&poster], "#material").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    app.wait_for(&format!("#audit-problem[data-code={code}]"))
        .await;
    app.wait_for_text("#audit-problem", words).await;
    app.screenshot(picture).await;
    nothing_is_lost(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_the_service_is_explained_and_a_retry_works() {
    let desktop = desktop();
    // Fails all three attempts of the first run and none of the second.
    let service = service(Pace::Instant, "service-error:1006*3").await;
    let app = app_of(&desktop, &service).await;
    let poster = poster(&desktop, "poster.jpg");
    app.drop_files(&[&poster], "#material").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    app.wait_for_text("#audit-problem", "1006").await;
    app.screenshot("failed-service-code").await;
    nothing_is_lost(&app).await;
    app.click("#audit-problem-retry").await;
    report(&app, "finished").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_explained() {
    fails_with("service-error:1001", "service", "1001", "failed-key").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_gateway_is_explained() {
    fails_with("http:500", "http_status", "500", "failed-gateway").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_cut_keeps_what_arrived_and_calls_it_incomplete() {
    let desktop = desktop();
    let service = service(Pace::Instant, "cut:25").await;
    let app = app_of(&desktop, &service).await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    app.wait_for("#audit-problem[data-code=interrupted]").await;
    assert!(!app.text("#audit-document").await.unwrap().is_empty());
    app.wait_for_text("#audit-report", "不完整").await;
    assert_eq!(stage::copy(&app).await, COPY);
    app.screenshot("failed-cut-stream").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_it_says_so() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    service.stop().await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    app.wait_for("#audit-problem[data-code=no_network]").await;
    app.screenshot("failed-no-network").await;
    assert_eq!(stage::copy(&app).await, COPY);
}

#[tokio::test(flavor = "multi_thread")]
async fn copy_over_the_limit_is_counted_and_not_sent_and_nothing_of_it_is_cut() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    let fill = "(() => { const c = document.querySelector('#copy'); c.value = '保'.repeat(500001); c.dispatchEvent(new Event('input', { bubbles: true })); return true; })()";
    app.script(fill).await;
    app.wait_for_text("#copy-count", "500,001").await;
    app.press("ctrl+Return");
    app.wait_for("#audit-notice:not([hidden])").await;
    app.wait_for_text("#audit-notice", "500,001").await;
    app.screenshot("refused-long-copy").await;
    assert_eq!(stage::copy(&app).await.chars().count(), 500_001);
    app.wait_for("#audit-report[data-state=empty]").await;
}
