//! Closing the window during a run.

use demo_service::Pace;
use window_harness::until;

use crate::stage::{COPY, app_of, desktop, report, service};

#[tokio::test(flavor = "multi_thread")]
async fn closing_during_a_run_asks_and_closes_only_when_told_to() {
    let desktop = desktop();
    let service = service(Pace::Real, "slow").await;
    let app = app_of(&desktop, &service).await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "running").await;
    app.press("alt+F4");
    app.wait_for("#close-prompt[open]").await;
    app.screenshot("close-asked").await;
    app.click("#close-stay").await;
    app.wait_until_gone("#close-prompt[open]").await;
    report(&app, "running").await;

    app.press("alt+F4");
    app.wait_for("#close-prompt[open]").await;
    let process = format!("/proc/{}", app.pid());
    // The page closes before the click returns.
    let _ = app
        .client()
        .execute("document.querySelector('#close-leave').click()", vec![])
        .await;
    until("the end of the app", || {
        let state = std::fs::read_to_string(format!("{process}/stat")).unwrap_or_default();
        (state.is_empty() || state.contains(") Z ")).then_some(())
    });
}
