//! A review of an audit that began before the text of its picture was known.

use records::statement::StatementKind;

use crate::{
    findings::POSTER,
    queue::opened,
    review::{drawn, state},
    stage::{KEY, chinese_at, desktop, enter_key, open, report, service},
};

/// Wide enough that OCR takes some seconds.
const WIDTH: u32 = 5_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_review_checks_a_picture_whose_text_was_not_read_before_the_audit() {
    let desktop = desktop();
    let service = service(demo_service::Pace::Instant, "").await;
    let app = open(&desktop, &chinese_at(&service.origin())).await;
    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    let picture = drawn(&desktop, "海报.png", POSTER, WIDTH);
    app.drop_files(&[&picture], "#material").await;
    app.click("#tab-ocr").await;
    app.click("#ocr-stop").await;
    app.wait_for("#ocr[data-state=stopped]").await;
    app.click("#audit-run").await;
    report(&app, "finished").await;

    app.click("#audit-review").await;
    state(&app, "open").await;
    app.wait_for("#review-unread[data-state=unread]").await;
    app.screenshot("review-unread").await;
    app.click("#review-unread-read").await;
    app.wait_for_script(
        "document.querySelector('#review-findings-list').textContent.includes('保本保息')",
    )
    .await;
    app.wait_for("#review-unread[hidden]").await;
    app.screenshot("review-read").await;
    app.quit();

    let statements = opened(&desktop).statements(1).unwrap();
    let kinds: Vec<_> = statements.iter().map(|one| one.kind()).collect();
    assert_eq!(
        kinds,
        [StatementKind::Checked],
        "one check, not one each time"
    );
}
