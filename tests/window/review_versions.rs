//! A corrected poster becomes the second version of its submission.

use records::statement::{EarlierStatus, StatementBody};
use window_harness::{App, Desktop};

use crate::{
    findings::POSTER,
    queue::opened,
    review::{adopt_findings, conclude, drawn, fill_checklist, fill_submission, signer, state},
    stage::{KEY, chinese_at, desktop, enter_key, open, report, service},
};

/// Audits a poster in an app that has just started, and opens the review.
async fn review(app: &App<'_>, desktop: &Desktop, name: &str, svg: &str) {
    app.click("nav a[data-screen=audit]").await;
    let picture = drawn(desktop, name, svg, 1_240);
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.wait_for("#audit-findings[data-state=found]").await;
    app.click("#audit-run").await;
    report(app, "finished").await;
    app.click("#audit-review").await;
    state(app, "open").await;
    app.wait_for("#review-findings-list .review-finding").await;
}

/// Signs as soon as the button stands still and can be pressed.
async fn sign(app: &App<'_>) {
    app.wait_for("#review-signer-form[hidden]").await;
    app.wait_for("#review-do-sign:not([disabled]):not([aria-disabled=true])")
        .await;
    app.click("#review-do-sign").await;
    state(app, "reviewed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_poster_is_signed_as_version_two_with_what_became_of_each_finding() {
    let desktop = desktop();
    let service = service(demo_service::Pace::Instant, "").await;
    let settings = chinese_at(&service.origin());
    let app = open(&desktop, &settings).await;
    enter_key(&app, KEY).await;
    review(&app, &desktop, "九月海报.png", POSTER).await;
    let found = adopt_findings(&app).await;
    fill_submission(&app).await;
    fill_checklist(&app).await;
    conclude(&app).await;
    app.click("#review-tab-sign").await;
    signer(&app, "张示例", "1002").await;
    sign(&app).await;
    app.quit();

    // One promise is gone, the others stand.
    let corrected = POSTER.replace("全国第一", "稳健之选");
    let app = open(&desktop, &settings).await;
    app.click("nav a[data-screen=audit]").await;
    // The poster is still there after the restart.
    app.wait_for("#ocr[data-state=read]").await;
    app.click("#material-remove").await;
    app.wait_until_gone("#ocr[data-state=read]").await;
    review(&app, &desktop, "九月海报-改.png", &corrected).await;
    app.click("#review-tab-versions").await;
    app.click("#review-choices-list [data-record='1']").await;
    let rows = "document.querySelectorAll('#review-earlier-list [data-earlier]').length";
    app.wait_for_script(&format!("{rows} === {found}")).await;
    app.screenshot("review-versions").await;
    app.click("#review-versions-compare").await;
    app.wait_for("#review-versions-view[data-state=pictures]")
        .await;
    app.wait_for_text("#review-versions-view", "稳健之选").await;
    app.click("#review-versions-swipe").await;
    app.wait_for("#review-versions-view[data-mode=swipe]").await;
    app.screenshot("review-versions-swipe").await;
    app.click("#review-versions-back").await;

    // Enter takes each proposal.
    app.script("(document.querySelector('#review-earlier-list [data-earlier]').focus(), true)")
        .await;
    for confirmed in 1..=found {
        app.press("Return");
        app.wait_for_script(&format!(
            "document.querySelectorAll('#review-earlier-list [data-confirmed=true]').length >= {confirmed}"
        ))
        .await;
    }
    app.screenshot("review-versions-confirmed").await;
    adopt_findings(&app).await;
    fill_checklist(&app).await;
    conclude(&app).await;
    app.click("#review-tab-sign").await;
    sign(&app).await;
    app.quit();

    let records = opened(&desktop);
    let first = records.statements(1).unwrap();
    let second = records.statements(2).unwrap();
    let (StatementBody::Reviewed(first), StatementBody::Reviewed(second)) =
        (&first.first().unwrap().body, &second.first().unwrap().body)
    else {
        panic!("both versions are signed");
    };
    assert_eq!(second.version, 2);
    assert!(second.previous.is_some());
    assert_eq!(second.submission.number, first.submission.number);
    for earlier in &second.earlier {
        let expected = match earlier.excerpt.as_str() {
            "全国第一" => EarlierStatus::Resolved,
            _ => EarlierStatus::Present,
        };
        assert_eq!(earlier.status, expected, "{earlier:?}");
    }
}
