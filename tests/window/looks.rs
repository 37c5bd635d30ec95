//! Layout: no repeated notices, advanced controls collapsed by default, and a layout that persists.

use demo_service::Pace;
use image::{Rgba, RgbaImage};
use serde_json::{Value, json};
use window_harness::{App, Desktop};

use crate::stage::{
    COPY, app_of, chinese, desktop, open, open_latest_record, poster, ready, report, service,
};

/// All visible texts outside reports that mark the demo.
const DEMO_WORDS: &str = "[...document.querySelectorAll('#app *')].filter((e) => e.checkVisibility({ opacityProperty: true }) && !e.closest('.document, .sr-only')
    && [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && /演示|本机规则/.test(n.data))).map((e) => e.textContent)";

const SAID: &str = "由本机规则生成，并非 FinAgent 模型的意见，不能作为业务或合规决定的依据。";

async fn audited(app: &App<'_>) {
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(app, "finished").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_result_says_so_once_where_it_is_and_one_month_needs_no_bars() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    assert_eq!(app.script(DEMO_WORDS).await, json!(["演示服务"]));
    audited(&app).await;
    assert_eq!(
        app.script(DEMO_WORDS).await,
        json!(["演示服务", "演示结果", SAID])
    );
    // The severity of a finding has a visual mark besides its text.
    app.wait_for("#audit-document td .severity-high").await;
    app.wait_for("#audit-document h3 .severity-high").await;

    app.click("nav a[data-screen=records]").await;
    app.wait_for("#records-grid .record-row[data-record] .demo-mark")
        .await;
    app.click("#records-tab-statistics").await;
    app.wait_for("#statistics-table td").await;
    app.wait_for_script("!document.querySelector('#statistics-chart').checkVisibility()")
        .await;
    app.wait_for_text("#statistics-legend", "消保审核").await;
    app.click("#records-tab-list").await;
    open_latest_record(&app).await;
    app.wait_for("#record-document .block").await;
    let words = app.script(DEMO_WORDS).await;
    let sentences = words.as_array().unwrap().iter();
    assert_eq!(sentences.filter(|words| *words == SAID).count(), 1);
}

/// The share of the first pane next to a divider, in percent.
async fn share(app: &App<'_>, splitter: &str, side: &str) -> f64 {
    let script = format!(
        "(() => {{ const handle = document.querySelector('{splitter}');
            const [a, b] = [handle.previousElementSibling, handle.nextElementSibling].map((e) => e.getBoundingClientRect().{side});
            return 100 * a / (a + b); }})()"
    );
    app.script(&script).await.as_f64().unwrap()
}

/// Waits until the settings file contains this value.
fn kept(desktop: &Desktop, name: &str, value: &Value) {
    let path = desktop
        .home()
        .path("config/app.finagent.desk/settings.json");
    window_harness::until(name, || {
        let settings: Value = serde_json::from_slice(&std::fs::read(&path).ok()?).ok()?;
        (settings.get(name) == Some(value)).then_some(())
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn dividers_and_what_is_disclosed_stay_as_they_were_left() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = poster(&desktop, "同心贷-九月海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    let usual = share(&app, "#audit-splitter", "width").await;
    assert!((41.0..43.0).contains(&usual), "{usual}");
    app.script("document.querySelector('#audit-splitter').focus()")
        .await;
    for _ in 0..3 {
        app.press("Right");
    }
    kept(&desktop, "materialWidth", &json!(48));
    let wider = share(&app, "#audit-splitter", "width").await;
    assert!((47.0..49.0).contains(&wider), "{wider}");
    app.drag_by("#material-splitter", 0, 60).await;
    app.wait_for_script("Number(document.querySelector('#material-splitter').ariaValueNow) > 68")
        .await;

    app.script("document.querySelector('#audit-splitter').focus()")
        .await;
    app.screenshot("divider").await;
    let hidden = "!document.querySelector('#audit-temperature').checkVisibility()";
    app.wait_for_script(hidden).await;
    app.click("#audit-advanced-open").await;
    kept(&desktop, "advanced", &json!(true));
    app.click("nav a[data-screen=diligence]").await;
    app.wait_for_script("document.querySelector('#diligence-temperature').checkVisibility()")
        .await;
    app.screenshot("advanced").await;
    app.quit();

    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    let again = share(&app, "#audit-splitter", "width").await;
    assert!((47.0..49.0).contains(&again), "{again}");
    app.wait_for_script("document.querySelector('#audit-temperature').checkVisibility()")
        .await;
    app.click("#audit-advanced-open").await;
    app.wait_for_script(hidden).await;
    // A collapsed section shows a temperature other than the default.
    app.script("(() => { const field = document.querySelector('#audit-temperature'); field.value = '0.9'; field.dispatchEvent(new Event('input')); })()")
        .await;
    app.wait_for_text("#audit-advanced-open", "温度 0.9").await;
    app.script(
        "document.querySelector('#audit-splitter').dispatchEvent(new MouseEvent('dblclick'))",
    )
    .await;
    kept(&desktop, "materialWidth", &Value::Null);
    // The page redraws after the file is written.
    window_harness::until_async("the usual width", async || {
        let reset = share(&app, "#audit-splitter", "width").await;
        if (41.0..43.0).contains(&reset) {
            Ok(())
        } else {
            Err(reset)
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_transparent_picture_stands_on_squares_and_no_tooltip_covers_a_menu() {
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let app = app_of(&desktop, &service).await;
    let path = desktop.home().path("files/半透明.png");
    RgbaImage::from_fn(400, 400, |x, _| {
        Rgba([200, 30, 30, if x < 200 { 255 } else { 0 }])
    })
    .save(&path)
    .unwrap();
    app.drop_files(&[&path], "#material").await;
    app.wait_for("#viewer img.arrived").await;
    app.screenshot("picture-transparent").await;
    let ground = "getComputedStyle(document.querySelector('#viewer')).backgroundImage";
    assert_eq!(app.script(ground).await, "none", "around the picture");
    let squares =
        "getComputedStyle(document.querySelector('#viewer img')).backgroundImage.includes('conic')";
    assert_eq!(app.script(squares).await, true, "behind it");

    let title = "document.querySelector('#material-remove').title";
    app.point_at("#material-remove").await;
    app.wait_for(".tooltip:not([hidden])").await;
    app.wait_for_text(".tooltip", "移除文件").await;
    app.screenshot("tooltip").await;
    assert_eq!(
        app.script(title).await,
        "",
        "the system must not show a second one"
    );
    app.point_at("#copy").await;
    app.wait_for(".tooltip[hidden]").await;
    assert_eq!(app.script(title).await, "移除文件");

    audited(&app).await;
    app.click("nav a[data-screen=records]").await;
    open_latest_record(&app).await;
    app.point_at("#record-export").await;
    app.wait_for(".tooltip:not([hidden])").await;
    app.click_with_mouse("#record-export").await;
    app.wait_for("#record-export-menu:not([hidden])").await;
    app.wait_for(".tooltip[hidden]").await;
}

/// All visible focus rings.
const RINGS: &str = "(() => {
    const at = document.activeElement;
    const ringed = (e) => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
    const rings = [...document.querySelectorAll('#app *')].filter((e) => e.checkVisibility({ opacityProperty: true }) && ringed(e));
    return [at.id || at.tagName, rings.map((e) => e.id || e.className || e.tagName), document.querySelectorAll(':focus-within').length];
})()";

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_is_in_one_place_and_one_frame_says_where() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    audited(&app).await;
    app.click("nav a[data-screen=queue]").await;
    app.drop_files(&[&crate::queue::folder_of(&desktop, 2)], "#screen-queue")
        .await;
    app.wait_for("#queue-list .queue-row[data-state=waiting]")
        .await;
    for screen in [
        "audit", "sparring", "queue", "review", "records", "settings",
    ] {
        app.click(&format!("nav a[data-screen={screen}]")).await;
        if screen == "records" {
            app.wait_for("#records-grid .record-row[data-record]").await;
        }
        let mut seen = Vec::new();
        loop {
            app.press("Tab");
            let stop = app.script(RINGS).await;
            let id = stop[0].as_str().unwrap().to_owned();
            if seen.contains(&id) && seen.len() > 20 || seen.len() > 60 {
                break;
            }
            let rings = stop[1].as_array().unwrap();
            assert!(rings.len() <= 1, "{screen}: {stop}");
            seen.push(id);
        }
    }
}
