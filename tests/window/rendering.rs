//! The web view renders text correctly: every digit, decimal point and letter is in its place.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::{Value, json};
use window_harness::{App, Desktop};

use crate::{
    documents::saved,
    stage::{answering_to, chinese_at, desktop, enter_key, open, report, report_of},
};

/// Chinese next to digits and letters, which some web views render incorrectly with automatic spacing.
const WORDS: &str = "年化收益率高达3.6%，199元，20万元，深证50ETF";

/// The maximum number of screenshots until two in a row are equal.
const LOOKS: usize = 40;

/// The number of comparisons after which two renderings count as different.
const LOOKS_AGAIN: usize = 5;

/// A report with the words in each kind of block. Every other report has a changed line, for the comparison of two reports.
fn answer(number: usize) -> String {
    format!(
        "# {WORDS}\n\n第{number}次：{WORDS}，**{WORDS}**，`{WORDS}`。\n\n## {WORDS}\n\n- {WORDS}\n- **{WORDS}**\n\n\
         > {WORDS}\n\n| 产品 | {WORDS} |\n| --- | --- |\n| {WORDS} | **20万元** |\n"
    )
}

/// A poster with the words in both weights.
fn poster(desktop: &Desktop, name: &str, colour: &str) -> std::path::PathBuf {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"500\"><rect width=\"1200\" height=\"500\" fill=\"{colour}\"/>\
         <g font-family=\"Noto Sans CJK SC\" font-size=\"44\"><text x=\"40\" y=\"120\">{WORDS}</text>\
         <text x=\"40\" y=\"260\" font-weight=\"bold\">{WORDS}</text></g></svg>"
    );
    saved(desktop, name, svg.as_bytes())
}

/// Styles that stop all movement for a screenshot.
const STILL: &str = "*, ::before, ::after { animation: none !important; transition: none !important; caret-color: transparent !important; }";

/// Replaces the styles added to the page by tests.
async fn style(app: &App<'_>, css: &str) {
    let css = Value::from(css);
    app.script(&format!(
        "(() => {{
            window.looked ??= new CSSStyleSheet();
            window.looked.replaceSync({css});
            document.adoptedStyleSheets = [window.looked];
            document.activeElement?.blur();
            getSelection().removeAllRanges();
            return document.body.offsetHeight > 0;
        }})()"
    ))
    .await;
}

/// A screenshot of the page once nothing moves.
async fn pixels(app: &App<'_>) -> image::RgbaImage {
    let mut last = None;
    for _ in 0..LOOKS {
        let png = app.client().screenshot().await.unwrap();
        let now = image::load_from_memory(&png).unwrap().into_rgba8();
        if last.as_ref() == Some(&now) {
            return now;
        }
        last = Some(now);
    }
    unreachable!("the page never stops moving");
}

/// Asserts that each of these elements visibly shows some of the words, and renders the same as without automatic spacing.
async fn same(app: &App<'_>, what: &str, places: &[&str]) {
    same_with(app, what, "/3\\.6%|199元|20万元|深证50ETF/", places).await;
}

/// Like [`same`], for elements whose text matches the JavaScript regular expression `words`.
async fn same_with(app: &App<'_>, what: &str, words: &str, places: &[&str]) {
    style(app, STILL).await;
    for place in places {
        let place = Value::from(*place);
        app.wait_for_script(&format!(
            "[...document.querySelectorAll({place})].some((found) => {{
                const words = (found.value ?? '') + found.textContent;
                if (!{words}.test(words)) return false;
                found.scrollIntoView({{ block: 'nearest' }});
                const room = found.getBoundingClientRect();
                return found.checkVisibility() && room.width > 0 && room.height > 0 && room.bottom > 0 && room.top < innerHeight;
            }})"
        ))
        .await;
        for weight in [400, 700] {
            let weighed = format!("{STILL} * {{ font-weight: {weight} !important; }}");
            let unspaced = format!("{weighed} * {{ text-autospace: no-autospace !important; }}");
            let mut looks = 0;
            loop {
                style(app, &weighed).await;
                let drawn = pixels(app).await;
                style(app, &unspaced).await;
                if drawn == pixels(app).await {
                    break;
                }
                // Retries, because content may still arrive between two screenshots.
                looks += 1;
                if looks == LOOKS_AGAIN {
                    app.screenshot("rendering-unspaced").await;
                    style(app, &weighed).await;
                    app.screenshot("rendering-drawn").await;
                    unreachable!("{what}, {place}, weight {weight} renders differently");
                }
            }
        }
    }
    // If the web view supports the property, the comparison must detect it.
    let known = app.script("CSS.supports('text-autospace', 'normal')").await;
    let plain = pixels(app).await;
    style(
        app,
        &format!("{STILL} * {{ font-weight: 700 !important; text-autospace: normal !important; }}"),
    )
    .await;
    assert!(
        known == json!(false) || pixels(app).await != plain,
        "{what}: the comparison does not detect spacing"
    );
    style(app, "").await;
}

/// Checks every screen in the current theme and language.
async fn all_screens(app: &App<'_>, what: &str) {
    app.click("nav a[data-screen=audit]").await;
    same(
        app,
        &format!("audit, {what}"),
        &[
            "#copy",
            "#material-title",
            "#copy-others-words",
            "#audit-document h1",
            "#audit-document h2",
            "#audit-document p",
            "#audit-document p strong",
            "#audit-document p code",
            "#audit-document li",
            "#audit-document blockquote",
            "#audit-document th",
            "#audit-document td",
        ],
    )
    .await;
    app.click("#tab-ocr").await;
    same(
        app,
        &format!("text in the picture, {what}"),
        &["#ocr-lines li"],
    )
    .await;
    app.click("#tab-copy").await;

    app.click("nav a[data-screen=diligence]").await;
    same(
        app,
        &format!("diligence, {what}"),
        &["#diligence-subject", "#diligence-document p"],
    )
    .await;
    app.click("#diligence-previous-report-compare").await;
    same(
        app,
        &format!("comparison, {what}"),
        &["#diligence-compare-rows"],
    )
    .await;
    app.press("Escape");
    app.wait_for("#diligence-compare[hidden]").await;

    app.click("nav a[data-screen=sparring]").await;
    same(
        app,
        &format!("sparring, {what}"),
        &[
            "#sparring-thread .line-body.plain",
            "#sparring-thread .line-body.document",
            ".conversation-name",
            "#lines-document p",
        ],
    )
    .await;

    app.click("nav a[data-screen=queue]").await;
    same(app, &format!("queue, {what}"), &["#queue-list .queue-name"]).await;

    app.click("nav a[data-screen=records]").await;
    app.script("(() => { const field = document.querySelector('#records-search'); field.value = ''; field.focus(); return true; })()").await;
    app.fill("#records-search", "收益率").await;
    same(
        app,
        &format!("records, {what}"),
        &[
            "#records-grid .record-title",
            "#records-grid .record-context",
        ],
    )
    .await;
    app.script("([...document.querySelectorAll('#records-grid .record-row')].find((row) => row.textContent.includes('海报')).click(), true)")
        .await;
    app.focus();
    app.press("Return");
    app.wait_for("#screen-records[data-view=record]").await;
    same(
        app,
        &format!("record, {what}"),
        &[
            "#record-title",
            "#record-material-title",
            "#record-sources li",
            "#record-text",
            "#record-document p",
        ],
    )
    .await;
    app.script("(document.querySelector('#record-details').open = true)")
        .await;
    same_with(
        app,
        &format!("facts, {what}"),
        "/\\d/",
        &["#record-facts dd", "#record-audit-trail li"],
    )
    .await;
    app.script("(document.querySelector('#record-details').open = false, true)")
        .await;
    app.press("Escape");
    app.wait_for("#screen-records[data-view=list]").await;

    app.click("#records-tab-statistics").await;
    app.wait_for("#statistics:not([hidden])").await;
    // A script keeps the toast visible, because it hides by itself.
    app.script(&format!(
        "(() => {{ const toast = document.querySelector('#toast'); toast.hidden = false; \
         document.querySelector('#toast-text').textContent = '{WORDS}'; return true; }})()"
    ))
    .await;
    same(app, &format!("toast, {what}"), &["#toast-text"]).await;
    same_with(
        app,
        &format!("statistics, {what}"),
        "/\\d/",
        &["#statistics-table td", "#statistics-legend li"],
    )
    .await;
    app.script("(document.querySelector('#toast').hidden = true)")
        .await;
    app.click("#records-tab-list").await;
}

/// Fills every text on every screen with the words.
async fn fill_everything(app: &App<'_>, desktop: &Desktop) {
    let first = poster(desktop, &format!("海报甲{WORDS}.svg"), "#ffffff");
    let second = poster(desktop, &format!("海报乙{WORDS}.svg"), "#fff4e0");
    app.drop_files(&[&first, &second], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    app.wait_for("#queue-list .queue-row").await;

    app.click("nav a[data-screen=audit]").await;
    app.drop_files(&[&first], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.click("#tab-ocr").await;
    app.click("#ocr-fill").await;
    app.fill("#copy", WORDS).await;
    app.drop_files(&[&second], "#material").await;
    app.click("#question[open] #question-yes").await;
    app.wait_for("#copy-others[data-state=along]:not([hidden])")
        .await;
    app.wait_for("#ocr[data-state=read]").await;
    app.click("#audit-run").await;
    report(app, "finished").await;

    app.click("nav a[data-screen=diligence]").await;
    app.fill("#diligence-subject", "深证50ETF公司").await;
    for _ in 0..2 {
        app.press("ctrl+Return");
        report_of(app, "diligence", "running").await;
        report_of(app, "diligence", "finished").await;
    }
    app.wait_for("#diligence-previous-report:not([hidden])")
        .await;

    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-library button.scenario").await;
    app.fill("#sparring-text", WORDS).await;
    app.press("ctrl+Return");
    app.wait_for("#sparring-thread .line-body.document").await;
    app.wait_for("#sparring-chat[data-state=ready]").await;
    app.click("#sparring-audit").await;
    report_of(app, "lines", "finished").await;
    app.click(".conversation-row [id^=sparring-rename-]").await;
    app.fill(".conversation-field", WORDS).await;
    app.press("Return");
}

#[tokio::test(flavor = "multi_thread")]
async fn digits_and_points_beside_chinese_are_drawn_as_without_any_space_between_them() {
    let desktop = desktop();
    let asked = AtomicUsize::new(0);
    let origin = answering_to(move |_| (answer(asked.fetch_add(1, Ordering::Relaxed)), None)).await;
    let app = open(&desktop, &chinese_at(&origin)).await;
    enter_key(&app, "0123456789abcdef.example").await;
    fill_everything(&app, &desktop).await;
    for language in ["zh-CN", "en"] {
        for theme in ["light", "dark"] {
            app.click("nav a[data-screen=settings]").await;
            // Clicks by script, because the settings scroll and only the rendering matters here.
            app.script(&format!(
                "['input[name=language][value=\"{language}\"]', 'input[name=theme][value={theme}]'].map((one) => document.querySelector(one).click()).length"
            ))
            .await;
            app.wait_for_script(&format!(
                "document.documentElement.lang === '{language}' && getComputedStyle(document.documentElement).colorScheme === '{theme}'"
            ))
            .await;
            all_screens(&app, &format!("{language}, {theme}")).await;
        }
    }
    // A browser shows the saved page, so it must not request spacing either.
    let page = desktop.home().path("files/report.html");
    app.click("nav a[data-screen=audit]").await;
    app.click("#audit-report-page").await;
    app.save_file_as(&page);
    let page = window_harness::until("the page", || fs::read_to_string(&page).ok());
    assert!(page.contains(WORDS) && !page.contains("text-autospace"));
}
