//! Hostile flowcharts: the window stays responsive and reports what it refused.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use crate::stage::{self, chinese_at, desktop, open, report_of};

/// The maximum time until a click is handled.
const CLICK_MS: f64 = 500.0;
/// The maximum time for one flowchart.
const CHART: Duration = Duration::from_secs(8);

/// Every SVG known to harm an unprotected renderer.
fn charts() -> Vec<PathBuf> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src-tauri/crates/drawing/tests/fixtures/hostile"
    );
    let mut charts: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "svg"))
        .collect();
    charts.sort();
    assert!(charts.len() >= 10);
    charts
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_hostile_flowchart_is_drawn_clicks_are_answered_and_it_ends_in_time() {
    let desktop = desktop();
    let svg = Arc::new(Mutex::new(String::new()));
    let served = Arc::clone(&svg);
    let origin = stage::answering(move || {
        let svg = served.lock().unwrap().clone();
        ("# 报告\n\n正文。".to_owned(), Some(svg))
    })
    .await;
    let app = open(&desktop, &chinese_at(&origin)).await;
    stage::enter_key(&app, stage::KEY).await;
    app.click("nav a[data-screen=diligence]").await;
    app.fill("#diligence-subject", "示例公司").await;
    // Measures from the click to its handler.
    app.script(
        "(() => {
            window.clicks = [];
            addEventListener('click', (event) => window.clicks.push(performance.now() - event.timeStamp), true);
            return true;
        })()",
    )
    .await;
    for chart in charts() {
        let name = chart.file_stem().unwrap().to_str().unwrap().to_owned();
        *svg.lock().unwrap() = fs::read_to_string(&chart).unwrap();
        app.press("ctrl+Return");
        report_of(&app, "diligence", "running").await;
        report_of(&app, "diligence", "finished").await;
        let began = Instant::now();
        let ended = "['shown', 'refused', 'none'].includes(document.querySelector('#diligence-chart').dataset.state)";
        loop {
            app.click("#diligence-chart-title").await;
            if app.script(ended).await == true {
                break;
            }
        }
        assert!(began.elapsed() < CHART, "{name} took {:?}", began.elapsed());
        let state = app
            .script("document.querySelector('#diligence-chart').dataset.state")
            .await;
        if ["ok", "huge", "local"].contains(&name.as_str()) {
            assert_eq!(state, "shown", "{name} is harmless within the limits");
        }
        if state == "refused" {
            let words = app.text("#diligence-chart-problem").await.unwrap();
            assert!(
                words.chars().count() > 8,
                "{name} is not explained: {words}"
            );
        }
    }
    app.screenshot("diligence-chart-refused").await;
    // The 90th percentile, because other tests share the machine.
    let slow = app
        .script("window.clicks.toSorted((a, b) => a - b)[Math.floor(window.clicks.length * 0.9)]")
        .await;
    assert!(slow.as_f64().unwrap() < CLICK_MS, "handled after {slow} ms");
}
