//! Due diligence and regulatory updates: a report, its flowchart, and the previous report.

use std::fs;

use serde_json::json;
use window_harness::{App, until};

use crate::stage::{chinese, desktop, open, report_of};

const COMPANY: &str = "示例科技有限公司";
/// The example in the API contract, which exceeds the length limit in that contract.
const LONG: &str = "Beijing Zhipu Huatong Technology Co., Ltd.";

/// Requests a report on a name with the keyboard, and waits for it.
async fn ask(app: &App<'_>, assistant: &str, name: &str) {
    app.click(&format!("nav a[data-screen={assistant}]")).await;
    app.fill(&format!("#{assistant}-subject"), name).await;
    app.press("ctrl+Return");
    report_of(app, assistant, "running").await;
    report_of(app, assistant, "finished").await;
}

/// Waits until the flowchart is visible and has more than one colour.
async fn flowchart(app: &App<'_>, assistant: &str) {
    app.wait_for(&format!("#{assistant}-chart[data-state=shown]"))
        .await;
    app.wait_for_script(&format!(
        "(() => {{
            const canvas = document.querySelector('#{assistant}-chart-frame canvas');
            if (!canvas || canvas.width === 0) return false;
            const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const colours = new Set(new Uint32Array(data.buffer));
            return colours.size > 20;
        }})()"
    ))
    .await;
}

/// Tests a report with its flowchart, streamed or synchronous.
async fn reported(stream: bool) {
    let desktop = desktop();
    let settings = json!({ "language": "zh-CN", "theme": "light", "stream": stream });
    let app = open(&desktop, &settings).await;
    for (assistant, name) in [("diligence", COMPANY), ("updates", "理财销售")] {
        ask(&app, assistant, name).await;
        app.wait_for(&format!("#{assistant}-document table")).await;
        app.wait_for_text(&format!("#{assistant}-document"), "演示")
            .await;
        if stream {
            // A synchronous answer has no usage in the contract.
            app.wait_for_text(&format!("#{assistant}-progress-facts"), "tokens")
                .await;
        }
        flowchart(&app, assistant).await;
        let way = if stream { "streamed" } else { "at-once" };
        app.screenshot(&format!("{assistant}-{way}")).await;
    }
    app.wait_for("nav a[data-screen=updates][aria-current=page]")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_and_a_topic_are_reported_on_with_their_flowcharts() {
    reported(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_and_a_topic_are_reported_on_where_answers_come_at_once() {
    reported(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_too_short_is_refused_and_a_long_one_takes_one_more_press() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=diligence]").await;
    app.fill("#diligence-subject", "甲").await;
    app.press("ctrl+Return");
    app.wait_for_text("#diligence-notice", "2").await;
    report_of(&app, "diligence", "empty").await;

    app.press("ctrl+a");
    app.fill("#diligence-subject", LONG).await;
    app.press("ctrl+Return");
    app.wait_for_text("#diligence-notice", "42").await;
    app.wait_for_text("#diligence-notice", "25").await;
    app.screenshot("diligence-long-name").await;
    report_of(&app, "diligence", "empty").await;
    app.press("ctrl+Return");
    report_of(&app, "diligence", "finished").await;
    assert_eq!(
        app.script("document.querySelector('#diligence-subject').value")
            .await,
        LONG
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flowchart_can_be_looked_at_closely_and_saved() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    ask(&app, "diligence", COMPANY).await;
    flowchart(&app, "diligence").await;
    let percent = "parseInt(document.querySelector('#diligence-chart-zoom-percent').textContent)";
    for _ in 0..30 {
        app.script("(() => { document.querySelector('#diligence-chart-zoom-in').click(); return true; })()").await;
    }
    app.wait_for_script(&format!("{percent} === 800")).await;
    app.screenshot("diligence-chart-800").await;
    app.click("#diligence-chart-zoom-fit").await;
    app.click("#diligence-chart-full").await;
    app.screenshot("diligence-chart-full").await;
    app.press("Escape");

    let mut proposed = Vec::new();
    for (button, name) in [("chart-svg", "流程图.svg"), ("chart-png-2", "流程图.png")] {
        app.click("#diligence-chart-save").await;
        app.click(&format!("#diligence-{button}")).await;
        proposed.push(app.proposed_name());
        let path = desktop.home().path("files").join(name);
        app.save_file_as(&path);
        let bytes = until("the saved flowchart", || fs::read(&path).ok());
        if name.ends_with("svg") {
            assert!(String::from_utf8(bytes).unwrap().contains("<svg"));
        } else {
            let picture = image::load_from_memory(&bytes).unwrap();
            assert!(picture.width() > 400);
        }
    }
    app.click("#diligence-report-page").await;
    proposed.push(app.proposed_name());
    let path = desktop.home().path("files/报告.html");
    app.save_file_as(&path);
    let page = until("the saved page", || fs::read_to_string(&path).ok());
    assert!(page.contains("data:image/png;base64,") && page.contains("演示"));
    assert!(!page.contains("<script"));

    // All exports have the same name.
    crate::stage::open_latest_record(&app).await;
    app.click("#record-report-save").await;
    proposed.push(app.proposed_name());
    app.dismiss_dialog();
    app.click("#record-export").await;
    app.click("#record-export-package").await;
    proposed.push(app.proposed_name());
    app.dismiss_dialog();
    let stems: std::collections::BTreeSet<_> = proposed
        .iter()
        .map(|name| name.rsplit_once('.').unwrap().0)
        .collect();
    assert_eq!(stems.len(), 1, "{proposed:?}");
    let dated = |name: &str| name.starts_with("20") && name.get(8..9) == Some("-");
    let name = stems.first().unwrap();
    assert!(dated(name), "{name}");
    assert!(name.ends_with(&format!("-{COMPANY}-演示demo")), "{name}");
    app.click("#record-back").await;
    app.click("#records-register").await;
    app.click("#records-register-xlsx").await;
    let register = app.proposed_name();
    app.dismiss_dialog();
    assert!(
        dated(&register) && register.ends_with(".xlsx"),
        "{register}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_report_is_laid_beside_the_first_and_what_is_new_comes_first() {
    let desktop = desktop();
    let turns = std::sync::atomic::AtomicUsize::new(0);
    let origin = crate::stage::answering(move || {
        let turn = turns.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let text = match turn {
            0 => "# 报告\n\n注册资本 500 万元。\n\n没有诉讼记录。",
            _ => "# 报告\n\n注册资本 800 万元。\n\n没有诉讼记录。\n\n新增一项行政处罚。",
        };
        (text.to_owned(), None)
    })
    .await;
    let app = open(&desktop, &crate::stage::chinese_at(&origin)).await;
    crate::stage::enter_key(&app, crate::stage::KEY).await;
    ask(&app, "updates", "理财销售").await;
    app.wait_for("#updates-chart[data-state=none]").await;
    app.press("ctrl+Return");
    app.wait_for("#updates-before-report .news[data-state=some]")
        .await;
    let news = app.text("#updates-before-report").await.unwrap();
    assert!(news.contains("800") && news.contains("行政处罚"), "{news}");
    assert!(!news.contains("诉讼"), "{news}");
    app.screenshot("updates-news").await;

    app.click("#updates-previous-report-compare").await;
    app.wait_for(".compare-row[data-kind=added]").await;
    app.wait_for(".compare-row[data-kind=changed]").await;
    app.wait_for(".compare-row[data-kind=same]").await;
    app.screenshot("updates-compare").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_goes_on_while_another_screen_is_open_and_the_side_bar_says_so() {
    let desktop = desktop();
    let service = crate::stage::service(demo_service::Pace::Real, "").await;
    let app = crate::stage::app_of(&desktop, &service).await;
    app.click("nav a[data-screen=diligence]").await;
    app.fill("#diligence-subject", COMPANY).await;
    app.press("ctrl+Return");
    report_of(&app, "diligence", "running").await;
    app.click("nav a[data-screen=audit]").await;
    app.wait_for("nav a[data-screen=diligence] .nav-mark[data-mark=running]")
        .await;
    app.fill("#copy", crate::stage::COPY).await;
    app.press("ctrl+Return");
    report_of(&app, "audit", "running").await;
    app.screenshot("two-runs").await;
    app.wait_for("nav a[data-screen=diligence] .nav-mark[data-mark=finished]")
        .await;
    app.click("nav a[data-screen=diligence]").await;
    report_of(&app, "diligence", "finished").await;
    flowchart(&app, "diligence").await;
}
