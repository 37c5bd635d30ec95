//! Adviser sparring: a conversation and the audit of its messages.

use demo_service::Pace;
use serde_json::json;
use window_harness::App;

use crate::stage::{chinese, desktop, open, report_of, service};

const SAID: &str = "这款产品保本保息，年化收益 8%，绝对没有风险。";

/// The number of complete messages in the conversation.
const LINES: &str = "document.querySelectorAll('#sparring-thread .line:not(.live)').length";

async fn say(app: &App<'_>, text: &str) {
    app.click("#sparring-text").await;
    app.type_text(text);
    app.press("Return");
}

async fn answered(app: &App<'_>, lines: usize) {
    app.wait_for_script(&format!(
        "{LINES} === {lines} && document.querySelector('#sparring-chat').dataset.state === 'ready'"
    ))
    .await;
}

/// Starts a scenario, sends a message, and audits the conversation, streamed or synchronously.
async fn trained(stream: bool) {
    let desktop = desktop();
    let settings = json!({ "language": "zh-CN", "theme": "light", "stream": stream });
    let app = open(&desktop, &settings).await;
    app.click("nav a[data-screen=sparring]").await;
    app.wait_for("#sparring-library .scenario").await;
    let way = if stream { "streamed" } else { "at-once" };
    app.screenshot(&format!("sparring-library-{way}")).await;
    app.click("#sparring-library .scenario button, #sparring-library button.scenario")
        .await;
    answered(&app, 2).await;
    app.fill("#sparring-text", SAID).await;
    app.press("ctrl+Return");
    answered(&app, 4).await;
    app.wait_for("#sparring-thread .line[data-source=demo] .block")
        .await;
    app.click("#sparring-audit").await;
    report_of(&app, "lines", "finished").await;
    app.wait_for_text("#lines-document", "保本").await;
    app.screenshot(&format!("sparring-{way}")).await;

    // Another message makes the report outdated, and one click renews it.
    app.fill("#sparring-text", "风险测评我帮您填。").await;
    app.press("ctrl+Return");
    answered(&app, 6).await;
    app.wait_for_text("#sparring-thread", "我自己一题一题填")
        .await;
    app.wait_for("#lines-report-stale:not([hidden])").await;
    app.screenshot(&format!("sparring-stale-{way}")).await;
    app.click("#lines-afresh").await;
    app.wait_for("#lines-report-stale[hidden]").await;
    report_of(&app, "lines", "finished").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_played_and_what_the_adviser_said_is_audited() {
    trained(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_played_where_answers_come_at_once() {
    trained(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_can_be_said_differently_and_a_conversation_survives_a_restart() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-new").await;
    say(&app, "guaranteed returns").await;
    answered(&app, 2).await;
    // The Up key in the empty field recalls the last message.
    app.press("Up");
    app.wait_for_script("document.querySelector('#sparring-text').value === 'guaranteed returns'")
        .await;
    app.fill("#sparring-text", "returns vary").await;
    app.press("Return");
    answered(&app, 2).await;
    app.wait_for_text("#sparring-thread", "returns vary").await;
    app.click("#sparring-undo").await;
    app.wait_for_text("#sparring-thread", "guaranteed returns")
        .await;
    app.quit();

    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    crate::stage::ready(&app).await;
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-conversations .conversation-row button")
        .await;
    app.wait_for_text("#sparring-thread", "guaranteed returns")
        .await;
    app.click("#sparring-conversations .conversation-row [id^=sparring-delete-]")
        .await;
    app.wait_until_gone("#sparring-conversations .conversation-row")
        .await;
    app.click("#sparring-restore").await;
    app.wait_for("#sparring-conversations .conversation-row")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_stops_an_answer_and_keeps_what_arrived() {
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let app = crate::stage::app_of(&desktop, &service).await;
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-new").await;
    say(&app, "hello").await;
    app.wait_for("#sparring-thread .live .block").await;
    app.press("Escape");
    answered(&app, 2).await;
    app.wait_for_text("#sparring-thread", "不完整").await;
    app.screenshot("sparring-stopped").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_over_the_limit_is_counted_and_not_sent() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-new").await;
    let fill = "(() => { const c = document.querySelector('#sparring-text'); c.value = '长'.repeat(2001); c.dispatchEvent(new Event('input', { bubbles: true })); return true; })()";
    app.script(fill).await;
    app.wait_for_text("#sparring-count", "2,001").await;
    app.press("ctrl+Return");
    app.wait_for_text("#sparring-notice", "2,001").await;
    let kept = app
        .script("document.querySelector('#sparring-text').value.length")
        .await;
    assert_eq!(kept, 2_001);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_typed_while_the_scenario_is_opening_keeps_all_of_its_characters() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-library button.scenario").await;
    app.fill("#sparring-text", SAID).await;
    answered(&app, 2).await;
    let typed = app
        .script("document.querySelector('#sparring-text').value")
        .await;
    assert_eq!(typed, SAID);
}
