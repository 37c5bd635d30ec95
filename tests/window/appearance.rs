//! Languages, themes, zoom, and accessibility checks of each screen with axe-core.

use std::path::PathBuf;

use demo_service::Pace;
use serde_json::{Value, json};
use window_harness::{App, Desktop};

use crate::stage::{
    self, COPY, app_of, chinese, desktop, open, poster, report, report_of, service,
};

const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/tools/node_modules/axe-core/axe.min.js"
);

/// The violations that axe-core finds on the current page.
async fn violations(app: &App<'_>) -> Value {
    let axe = std::fs::read_to_string(AXE)
        .unwrap_or_else(|_| unreachable!("`make test` installs axe-core"));
    app.client().execute(&axe, vec![]).await.unwrap();
    let run = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
            (r) => done(r.violations.map((v) => [v.id, v.nodes.map((n) => n.target.join(' ') + ': ' + n.failureSummary)])),
            (e) => done(String(e)));";
    app.client().execute_async(run, vec![]).await.unwrap()
}

/// Waits until the display shows the current page.
async fn drawn(app: &App<'_>) {
    let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
    app.client().execute_async(frames, vec![]).await.unwrap();
}

/// A text file with a violation.
fn text_file(desktop: &Desktop) -> PathBuf {
    let path = desktop.home().path("files/宣传文案.txt");
    std::fs::write(&path, "本产品保本保息，年化收益率高达3.6%，起点199元。").unwrap();
    path
}

/// The views to check: a name, the screen in the side bar, and the elements to click there.
const VIEWS: [(&str, &str, &[&str]); 12] = [
    ("settings", "settings", &[]),
    ("audit", "audit", &[]),
    ("diligence", "diligence", &[]),
    ("updates", "updates", &[]),
    ("sparring", "sparring", &[]),
    ("queue", "queue", &[]),
    ("review", "review", &["#review-tab-findings"]),
    ("review-sign", "review", &["#review-tab-sign"]),
    ("records", "records", &["#records-tab-list"]),
    ("statistics", "records", &["#records-tab-statistics"]),
    ("storage", "records", &["#records-tab-integrity"]),
    ("record", "records", &["#records-tab-list", "OPEN"]),
];

/// Fills every screen with content.
async fn fill_all_screens(app: &App<'_>, desktop: &Desktop) {
    let poster = poster(desktop, "同心贷-九月海报.jpg");
    app.drop_files(&[&poster], "#material").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    for (assistant, name) in [("diligence", "示例科技有限公司"), ("updates", "理财销售")]
    {
        app.click(&format!("nav a[data-screen={assistant}]")).await;
        app.fill(&format!("#{assistant}-subject"), name).await;
        app.press("ctrl+Return");
    }
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-library button.scenario").await;
    app.fill("#sparring-text", "这款产品保本保息，绝对没有风险。")
        .await;
    app.press("ctrl+Return");
    app.wait_for("#sparring-thread .line[data-source=demo]:not(.live)")
        .await;
    app.click("#sparring-audit").await;
    for assistant in ["audit", "diligence", "updates", "lines"] {
        report_of(app, assistant, "finished").await;
    }
    app.click("nav a[data-screen=queue]").await;
    let files: Vec<_> = [
        "九月海报-门店版.jpg",
        "九月海报-朋友圈版（第二稿，领导已阅，待合规确认后投放）.jpg",
    ]
    .iter()
    .map(|name| stage::poster(desktop, name))
    .chain([text_file(desktop)])
    .collect();
    let files: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    app.drop_files(&files, "#queue-none").await;
    app.wait_for_script("document.querySelectorAll('#queue-body .queue-row').length === 3")
        .await;
    app.click("#queue-run").await;
    app.wait_for("#screen-queue[data-state=done]").await;
    app.click("nav a[data-screen=audit]").await;
    app.click("#audit-review").await;
    app.wait_for("#review-findings-list .review-finding").await;
    for assistant in ["diligence", "updates"] {
        app.wait_for(&format!("#{assistant}-chart:not([data-state=drawing])"))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_screens_in_both_languages_and_themes_are_accessible_and_change_without_a_restart() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    for screen in ["audit", "queue", "review", "records"] {
        app.click(&format!("nav a[data-screen={screen}]")).await;
        app.wait_for(&format!("#app[data-screen={screen}]")).await;
        drawn(&app).await;
        app.screenshot(&format!("{screen}-empty")).await;
        assert_eq!(violations(&app).await, json!([]), "{screen}, empty");
    }
    app.click("nav a[data-screen=audit]").await;
    fill_all_screens(&app, &desktop).await;
    for (language, words) in [("zh-CN", "设置"), ("en", "Settings")] {
        for theme in ["light", "dark"] {
            app.click("nav a[data-screen=settings]").await;
            app.click(&format!(
                "label:has(input[name=language][value='{language}'])"
            ))
            .await;
            app.wait_for_text("nav", words).await;
            app.click(&format!("label:has(input[name=theme][value={theme}])"))
                .await;
            app.wait_for_script(&format!(
                "getComputedStyle(document.documentElement).colorScheme === '{theme}'"
            ))
            .await;
            for (name, screen, pressed) in VIEWS {
                app.click(&format!("nav a[data-screen={screen}]")).await;
                app.wait_for(&format!("#app[data-screen={screen}]")).await;
                for css in pressed {
                    if *css == "OPEN" {
                        stage::open_latest_record(&app).await;
                        app.wait_for("#record-document .block").await;
                    } else {
                        app.click(css).await;
                    }
                }
                // Scrolls to the beginning.
                app.script("[...document.querySelectorAll('.report-scroll, .settings-scroll')].map((page) => page.scrollTop = 0)")
                    .await;
                if ["diligence", "updates"].contains(&screen) {
                    app.wait_for(&format!("#{screen}-chart[data-state=shown]"))
                        .await;
                }
                match name {
                    "records" => drop(app.wait_for("#records-grid .record-row[data-record]").await),
                    "statistics" => drop(app.wait_for("#statistics-table td").await),
                    _ => {}
                }
                drawn(&app).await;
                app.screenshot(&format!("{name}-{language}-{theme}")).await;
                assert_eq!(
                    violations(&app).await,
                    json!([]),
                    "{name}, {language}, {theme}"
                );
                if name == "record" {
                    app.click("#record-back").await;
                }
            }
        }
    }
    app.quit();
    let app = desktop.start_app(&[]).await;
    app.wait_for_text("nav", "Settings").await;
    app.wait_for_script("getComputedStyle(document.documentElement).colorScheme === 'dark'")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_200_percent_nothing_runs_out_of_the_window() {
    let desktop = desktop();
    let app = open(
        &desktop,
        &json!({ "language": "zh-CN", "theme": "light", "zoom": 200 }),
    )
    .await;
    app.click("nav a[data-screen=queue]").await;
    app.drop_files(&[&crate::queue::folder_of(&desktop, 2)], "#screen-queue")
        .await;
    app.wait_for("#queue-list .queue-row[data-state=waiting]")
        .await;
    for screen in [
        "audit",
        "diligence",
        "updates",
        "sparring",
        "queue",
        "review",
        "records",
        "settings",
    ] {
        app.click(&format!("nav a[data-screen={screen}]")).await;
        app.wait_for_script("document.documentElement.scrollWidth <= innerWidth + 1")
            .await;
        app.screenshot(&format!("zoom-200-{screen}")).await;
        assert_eq!(violations(&app).await, json!([]), "{screen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_can_be_started_stopped_and_looked_at_with_the_keyboard_alone() {
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let app = app_of(&desktop, &service).await;
    app.script("(() => { document.activeElement.blur(); return true; })()")
        .await;
    // Tab alone reaches the copy field, and each stop has a visible focus.
    let mut stops = Vec::new();
    loop {
        app.press("Tab");
        let stop = app.script("(() => {
            const at = document.activeElement;
            const style = getComputedStyle(at);
            const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'
                || [...document.querySelectorAll(':focus-within')].some((e) => e !== document.body && e !== document.documentElement && (getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) > 0));
            return [at.id || at.tagName, ring];
        })()").await;
        assert_eq!(stop[1], true, "no visible focus on {stop}");
        let id = stop[0].as_str().unwrap().to_owned();
        if id == "copy" {
            break;
        }
        stops.push(id);
        assert!(stops.len() < 40, "{stops:?}");
    }
    assert!(stops.iter().any(|id| id == "audit-run"), "{stops:?}");
    app.type_text("guaranteed returns, no risk");
    app.press("ctrl+Return");
    report(&app, "running").await;
    app.press("Escape");
    report(&app, "cancelled").await;
    app.press("ctrl+comma");
    app.wait_for("#app[data-screen=settings]").await;
    app.press("ctrl+1");
    app.wait_for("#app[data-screen=audit]").await;
}
