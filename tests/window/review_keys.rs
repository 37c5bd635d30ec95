//! From a dropped poster to an archived opinion by the keyboard alone.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use demo_service::Pace;
use serde_json::Value;
use window_harness::App;

use crate::{
    findings::POSTER,
    review::drawn,
    stage::{KEY, chinese_at, desktop, enter_key, open, report, service},
};

/// The most key presses from the dropped poster to the archived letter, besides typed words.
const LIMIT: u32 = 40;
/// How long the letters may take on a busy machine.
const LONG: Duration = Duration::from_secs(180);

/// Presses keys one at a time, each once the page is ready for it, and counts them.
struct Keys<'a, 'd> {
    app: &'a App<'d>,
    pressed: AtomicU32,
}

impl Keys<'_, '_> {
    /// Presses a key, and waits until this is true in the page.
    async fn press(&self, key: &str, then: &str) -> Value {
        self.app.press(key);
        self.pressed.fetch_add(1, Ordering::Relaxed);
        self.app.wait_for_script(then).await
    }

    /// Presses a key, and waits until this element has the focus.
    async fn go(&self, key: &str, to: &str) {
        self.press(key, &format!("document.activeElement.matches({to:?})"))
            .await;
    }

    /// Types words into the field that has the focus.
    async fn type_words(&self, words: &str) {
        let field = self.app.client().active_element().await.unwrap();
        field.send_keys(words).await.unwrap();
        let there = format!("document.activeElement.value === {words:?}");
        self.app.wait_for_script(&there).await;
    }
}

/// That so many elements match.
fn count(css: &str, count: u64) -> String {
    format!("document.querySelectorAll({css:?}).length === {count}")
}

/// A person whose key is on this machine, as on every day but the first: made in the review of another audit.
async fn signer(app: &App<'_>) {
    app.fill("#copy", "保本高收益").await;
    app.click("#audit-run").await;
    report(app, "finished").await;
    app.click("#audit-review").await;
    app.click("#review-tab-sign").await;
    app.click("#review-signer-new").await;
    app.fill("#review-signer-name", "张示例").await;
    app.fill("#review-signer-staff", "1002").await;
    app.press("Return");
    app.wait_for_script("document.querySelector('#review-signer').value !== ''")
        .await;
    app.click("nav a[data-screen=audit]").await;
    app.click("#copy").await;
    app.press("ctrl+a");
    app.press("Delete");
    app.wait_for_script("document.querySelector('#copy').value === ''")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_dropped_poster_to_the_archived_letter_by_few_keys() {
    const DECIDED: &str = "#review-findings-list .review-finding[data-decided=true]";
    const FINDINGS: &str =
        "document.querySelectorAll('#review-findings-list .review-finding').length";
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = open(&desktop, &chinese_at(&service.origin())).await;
    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    signer(&app).await;
    let fifth = r#"<text x="100" y="1080" font-size="90">稳赚不赔</text></g></svg>"#;
    let poster = POSTER.replace("</g></svg>", fifth);
    let poster = drawn(&desktop, "九月海报.png", &poster, 1_240);
    app.drop_files(&[&poster], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.wait_for("#audit-findings[data-state=found]").await;
    app.focus();

    let keys = Keys {
        app: &app,
        pressed: AtomicU32::default(),
    };
    let finished = "document.querySelector('#audit-report[data-state=finished]') !== null";
    let audited = "document.querySelector('#audit-review').hidden === false";
    keys.press("ctrl+Return", &format!("{finished} && {audited}"))
        .await;
    keys.go("ctrl+shift+Return", ".review-finding").await;
    let findings = app.script(FINDINGS).await.as_u64().unwrap();
    assert_eq!(findings, 5);
    for done in 1..=findings - 2 {
        keys.press("1", &count(DECIDED, done)).await;
    }
    // One is changed and one is dismissed, each for a reason from the list.
    for (choice, done) in [("2", findings - 1), ("3", findings)] {
        keys.go(choice, ".review-reason-form input").await;
        keys.go("1", ".review-reason-form input:checked").await;
        keys.press("Return", &count(DECIDED, done)).await;
    }

    keys.go("ctrl+Return", "#review-field-number").await;
    keys.press("Return", "document.activeElement.value.startsWith('SC-')")
        .await;
    // The type and the name of the file are offered.
    keys.go("Return", "#review-field-type").await;
    keys.press("Return", "document.activeElement.value === '海报'")
        .await;
    keys.go("Return", "#review-field-title").await;
    keys.press("Return", "document.activeElement.value !== ''")
        .await;
    keys.go("Return", "#review-field-department").await;
    keys.type_words("零售信贷部").await;
    keys.go("Return", "#review-field-submitter").await;
    keys.type_words("李示例").await;
    keys.go("Return", ".review-point").await;
    app.wait_for("#review-points [data-point=sources]").await;
    let points = app
        .script("document.querySelectorAll('#review-points [data-point]').length")
        .await
        .as_u64()
        .unwrap();
    for done in 1..points {
        keys.press(
            "1",
            &count("#review-points [data-point][data-result=pass]", done),
        )
        .await;
    }
    // What does not apply needs a note.
    keys.go("3", "#review-points .review-note").await;
    keys.type_words("无合作方").await;
    keys.press(
        "Return",
        "!document.querySelector('#review-conclusion').hidden",
    )
    .await;
    keys.press(
        "2",
        "document.querySelector('#review-conclusion-passAfterChanges').checked",
    )
    .await;
    app.screenshot("keys-conclusion").await;

    // What is missing is known once the draft is saved.
    app.wait_for("#review-saved[data-saving=saved]").await;
    keys.go("ctrl+Return", "#review-do-sign").await;
    keys.press(
        "Return",
        "document.querySelector('#screen-review').dataset.state === 'reviewed'",
    )
    .await;
    keys.go("ctrl+Return", "#review-do-archive").await;
    app.press("Return");
    let pressed = keys.pressed.into_inner() + 1;
    app.wait_long_for("#screen-review[data-state=archived]", LONG)
        .await;
    app.wait_for("#review-letters li").await;
    app.screenshot("keys-archived").await;
    println!("{pressed} key presses for {findings} findings and {points} check points");
    assert!(pressed <= LIMIT, "{pressed} key presses");
}
