//! Navigation: from the queue to its records and back, to the beginning of a report, through the pages of a file, and from a search to
//! its hits. All of it also works with the keyboard.

use std::fs;

use demo_service::Pace;
use serde_json::{Value, json};
use window_harness::{App, until};

use crate::{
    documents::{pdf, saved},
    parts::{Received, long_poster, with_key},
    queue::{folder_of, rows},
    records::search,
    stage::{
        COPY, answering, app_of, chinese, copy, desktop, enter_key, open, open_latest_record,
        poster, ready, report, service, settings,
    },
};

/// Waits until this element has the focus.
async fn has_focus(app: &App<'_>, css: &str) {
    app.wait_for_script(&format!(
        "document.activeElement === document.querySelector({})",
        Value::from(css)
    ))
    .await;
}

/// Waits until the row of a grid with this number, from 1, is the current one and the grid has the focus.
async fn stands_on(app: &App<'_>, grid: &str, row: usize) {
    has_focus(app, &format!("#{grid}")).await;
    app.wait_for(&format!(
        "#{grid} .record-row.active[aria-rowindex='{}']",
        row + 1
    ))
    .await;
}

async fn shown_record(app: &App<'_>, title: &str, place: &str) {
    app.wait_for("#screen-records[data-view=record]").await;
    app.wait_for_script(&format!(
        "document.querySelector('#record-title').textContent.includes('{title}') && document.querySelector('#record-nth').textContent === '{place}'"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_the_batch_leads_to_its_neighbours_and_escape_back_to_its_row() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.drop_files(&[&folder_of(&desktop, 3)], "#material")
        .await;
    rows(&app, "waiting", 3).await;
    app.click("#queue-run").await;
    rows(&app, "finished", 3).await;

    app.click("#queue-list .queue-row[aria-rowindex='3'] button[data-act=open]")
        .await;
    shown_record(&app, "海报-001", "2 / 3").await;
    app.screenshot("flow-record-of-batch").await;
    app.press("Escape");
    app.wait_for("#app[data-screen=queue]").await;
    stands_on(&app, "queue-list", 2).await;

    app.press("Return");
    shown_record(&app, "海报-001", "2 / 3").await;
    app.press("alt+Down");
    shown_record(&app, "海报-002", "3 / 3").await;
    app.wait_for("#record-following[aria-disabled=true]").await;
    app.press("alt+Down");
    app.press("alt+Up");
    shown_record(&app, "海报-001", "2 / 3").await;
    app.click("#record-previous").await;
    shown_record(&app, "海报-000", "1 / 3").await;
    has_focus(&app, "#record-previous").await;
    app.wait_for("#record-previous[aria-disabled=true]").await;
    app.click("#record-back").await;
    app.wait_for("#app[data-screen=queue]").await;
    stands_on(&app, "queue-list", 1).await;

    // From the list, the rows are the results of the search.
    app.click("nav a[data-screen=records]").await;
    search(&app, "海报").await;
    app.wait_for_script("document.querySelectorAll('#records-grid .record-row[data-record]:not([data-record=\"\"])').length === 3")
        .await;
    app.press("Return");
    shown_record(&app, "海报-002", "1 / 3").await;
    app.press("alt+Down");
    shown_record(&app, "海报-001", "2 / 3").await;
    app.press("Escape");
    app.wait_for("#screen-records[data-view=list]").await;
    stands_on(&app, "records-grid", 2).await;
}

/// Waits until the whole report is drawn, and returns its scroll position.
async fn stands_at(app: &App<'_>, id: &str) -> f64 {
    let script = format!(
        "(() => {{
            const scroll = document.querySelector('#{id}-report-scroll');
            const now = [scroll.scrollTop, scroll.scrollHeight];
            const still = window.stood !== undefined && now.join() === window.stood.join() ? (window.still ?? 0) + 1 : 0;
            [window.stood, window.still] = [now, still];
            return still > 5 && now[1] > scroll.clientHeight * 2 && now;
        }})()"
    );
    let stood = app.wait_for_script(&script).await;
    stood.get(0).and_then(Value::as_f64).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_report_shows_its_beginning_unless_the_person_reads_elsewhere() {
    let desktop = desktop();
    let service = service(Pace::Real, "long:200:60").await;
    let app = app_of(&desktop, &service).await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    app.wait_for_script("document.querySelector('#audit-report-scroll').scrollTop > 400")
        .await;
    report(&app, "finished").await;
    assert!(stands_at(&app, "audit").await == 0.0, "not its beginning");
    app.wait_for("#audit-report-latest[hidden]").await;
    app.screenshot("flow-report-beginning").await;

    app.press("ctrl+Return");
    app.wait_for_script("document.querySelector('#audit-report-scroll').scrollTop > 400")
        .await;
    app.turn_wheel("#audit-report-scroll", 4, &[]).await;
    app.wait_for("#audit-report-latest:not([hidden])").await;
    report(&app, "finished").await;
    assert!(stands_at(&app, "audit").await > 0.0, "taken from its place");

    // A record opens at its beginning, even if the previous one was scrolled down.
    open_latest_record(&app).await;
    app.wait_for_script("document.querySelector('#record-report-scroll').scrollHeight > 3000")
        .await;
    app.turn_wheel("#record-report-scroll", -20, &[]).await;
    app.wait_for_script("document.querySelector('#record-report-scroll').scrollTop > 400")
        .await;
    app.press("alt+Down");
    app.wait_for_text("#record-nth", "2 / 2").await;
    assert!(stands_at(&app, "record").await == 0.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_on_a_long_picture_shows_its_beginning_once_all_parts_are_there() {
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let app = app_of(&desktop, &service).await;
    let file = desktop.home().path("files/长图.png");
    long_poster().save(&file).unwrap();
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    assert!(stands_at(&app, "audit").await == 0.0, "not its beginning");
    app.screenshot("flow-report-of-parts").await;
}

/// Waits until a page of the file, from 1, is at the top of the viewer and fills its width.
async fn at_page(app: &App<'_>, prefix: &str, page: usize) {
    app.wait_for_script(&format!(
        "(() => {{
            const room = document.querySelector('#{prefix}viewer').getBoundingClientRect();
            const page = document.querySelectorAll('#{prefix}viewer .viewer-layer')[{page} - 1]?.getBoundingClientRect();
            const marked = [...document.querySelectorAll('#{prefix}pages button')].findIndex((one) => one.ariaCurrent === 'true');
            return page && Math.abs(page.top - room.top) < 20 && page.width > room.width * .85 && page.width <= room.width
                && marked === {page} - 1;
        }})()"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_of_a_file_is_reached_by_its_picture_by_keys_and_by_the_label_of_its_report() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let lines: Vec<String> = (1..=6)
        .map(|page| format!("Page {page} promises a guaranteed return"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let file = saved(&desktop, "产品折页.pdf", &pdf(&lines));
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_script("document.querySelectorAll('#pages button').length === 6")
        .await;
    at_page(&app, "", 1).await;
    for page in 1..=5 {
        app.wait_for(&format!("#pages li:nth-child({page}) button[data-drawn]"))
            .await;
    }
    app.screenshot("flow-pages").await;

    app.click("#pages li:nth-child(5) button").await;
    at_page(&app, "", 5).await;
    app.screenshot("flow-page-5").await;
    app.script("(document.querySelector('#pages [aria-current]').focus(), true)")
        .await;
    app.press("Down");
    at_page(&app, "", 6).await;
    app.press("Home");
    at_page(&app, "", 1).await;
    app.script("(document.querySelector('#viewer').focus(), true)")
        .await;
    app.press("Next");
    at_page(&app, "", 2).await;
    app.press("Prior");
    at_page(&app, "", 1).await;
    app.click("#sent-how").await;
    app.click("#sent-list .sent-part[data-part='4'] .link")
        .await;
    at_page(&app, "", 4).await;

    app.press("ctrl+Return");
    report(&app, "finished").await;
    let label = "h1.part[data-part='5'] button.part-name";
    app.wait_for_text(&format!("#audit-document {label}"), "第 5 页")
        .await;
    app.click(&format!("#audit-document {label}")).await;
    at_page(&app, "", 5).await;
    app.screenshot("flow-page-of-label").await;

    open_latest_record(&app).await;
    at_page(&app, "record-", 1).await;
    app.click(&format!("#record-document {label}")).await;
    at_page(&app, "record-", 5).await;
    app.wait_for("#record-pages li:nth-child(5) button[data-drawn]")
        .await;
    app.wait_for_script("[...document.querySelectorAll('#record-viewer img')].some((image) => image.complete && image.naturalWidth > 0)")
        .await;
    app.screenshot("flow-page-of-record").await;

    // After the file has been removed, nothing can be shown.
    app.click("nav a[data-screen=audit]").await;
    app.click("#material-remove").await;
    app.wait_for("#audit-document h1.part[data-part='5'] span.part-name")
        .await;
    app.wait_until_gone(&format!("#audit-document {label}"))
        .await;
}

/// Waits until the first hit in each row is completely visible.
async fn hits_in_sight(app: &App<'_>, rows: usize) {
    app.wait_for_script(&format!(
        "(() => {{
            const hits = [...document.querySelectorAll('#records-grid .record-row[data-record] .record-context > mark')];
            return hits.length === {rows} && hits.every((hit) => {{
                const [box, room] = [hit.getBoundingClientRect(), hit.parentElement.getBoundingClientRect()];
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                return hit.scrollWidth <= hit.clientWidth + 1 && box.left >= room.left && box.right <= room.right
                    && document.elementFromPoint(x, y) === hit;
            }});
        }})()"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_brought_is_found_before_answers_with_the_hit_in_sight() {
    let desktop = desktop();
    let answer =
        "本产品宣传材料应当全面、准确。".repeat(20) + "不得承诺保本保息，也不得明示或者暗示收益。";
    let origin = answering(move || (answer.clone(), None)).await;
    let app = with_key(&desktop, &origin).await;
    let long = "稳健增值，灵活申赎。".repeat(12);
    for words in [
        format!("{long}保本高收益，机会难得。{long}"),
        "稳健增值，详询客户经理。".to_owned(),
        "灵活申赎，随时可取。".to_owned(),
    ] {
        app.click("#copy").await;
        app.press("ctrl+a");
        app.fill("#copy", &words).await;
        app.click("#audit-run").await;
        app.wait_for("#audit-report[data-state=running], #audit-report[data-state=finished]")
            .await;
        app.wait_for_script(&format!(
            "document.querySelector('#audit-report').dataset.state === 'finished' && document.querySelector('#copy').value === {}",
            Value::from(words)
        ))
        .await;
        app.wait_for("#audit-report-stale[hidden]").await;
    }
    app.click("nav a[data-screen=records]").await;
    search(&app, "保本").await;
    hits_in_sight(&app, 3).await;
    app.screenshot("flow-search").await;
    let first =
        "document.querySelector('#records-grid .record-row[aria-rowindex=\"2\"] .record-context')";
    app.wait_for_script(&format!(
        "{first}.textContent.includes('保本高收益') && !{first}.querySelector('.record-where')"
    ))
    .await;
    app.wait_for_script(
        "document.querySelectorAll('#records-grid .record-where.in-answer').length === 2",
    )
    .await;
    // The narrowest possible column.
    app.resize(900, 700).await;
    hits_in_sight(&app, 3).await;
    app.screenshot("flow-search-narrow").await;
    app.resize(1360, 860).await;

    app.click("#records-filter").await;
    app.click("#records-in-material").await;
    hits_in_sight(&app, 1).await;
    app.wait_for_script(
        "document.querySelector('#records-chips').textContent.includes('送审材料')",
    )
    .await;
    app.screenshot("flow-search-material").await;
    app.click("#records-in-answer").await;
    hits_in_sight(&app, 3).await;
    app.wait_for_script(
        "document.querySelectorAll('#records-grid .record-where.in-answer').length === 3",
    )
    .await;
    app.click("#records-chips .chip").await;
    app.wait_for_script("document.querySelector('#records-everywhere').checked")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_picture_is_shown_as_a_whole_however_long_it_is() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = poster(&desktop, "海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.click("#tab-ocr").await;
    let lines = app
        .wait_for_script("document.querySelectorAll('#ocr-lines [data-line]').length")
        .await
        .as_u64()
        .unwrap();
    for line in 0..lines {
        app.script(&format!(
            "(document.querySelector('#ocr-lines [data-line=\"{line}\"] button').click(), true)"
        ))
        .await;
        app.wait_for_script(&format!(
            "(() => {{
                const line = document.querySelector('#viewer-boxes path[data-box=marked]:not(.halo)').getBoundingClientRect();
                const room = document.querySelector('#viewer').getBoundingClientRect();
                const percent = Number.parseInt(document.querySelector('#zoom-percent').textContent);
                const current = document.querySelector('#ocr-lines [data-line=\"{line}\"] [aria-current]');
                return current && line.width > 0 && percent <= 100
                    && line.left >= room.left + 4 && line.right <= room.right - 4 && line.top >= room.top + 4 && line.bottom <= room.bottom - 4
                    // As large as possible.
                    && (percent === 100 || line.width > room.width * .8 || line.height > room.height * .8);
            }})()"
        ))
        .await;
    }
    app.screenshot("flow-line").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_leads_through_the_search_and_does_what_the_buttons_of_a_report_do() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    // At the start, the first skip link leads to the copy and the second one to the report.
    app.press("Tab");
    app.wait_for_script("document.activeElement.matches('.skip') && document.activeElement.textContent.includes('文案')")
        .await;
    app.screenshot("flow-skip").await;
    app.press("Return");
    has_focus(&app, "#copy").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.script("(document.querySelector('#audit-title').focus(), true)")
        .await;
    app.press("Tab");
    app.press("Tab");
    app.press("Return");
    has_focus(&app, "#audit-report-title").await;
    for _ in 0..3 {
        app.press("Tab");
    }
    has_focus(&app, "#audit-report-copy").await;
    let tip = app
        .script("document.querySelector('#audit-report-copy').title")
        .await;
    assert!(tip.as_str().unwrap().contains("Ctrl+Shift+C"), "{tip}");

    app.press("ctrl+shift+c");
    until("the report on the clipboard", || {
        desktop.clipboard_text().contains("不查征信").then_some(())
    });
    for (key, name) in [("ctrl+s", "报告.md"), ("ctrl+shift+s", "报告.html")] {
        let target = desktop.home().path("files").join(name);
        app.press(key);
        app.save_file_as(&target);
        until("the saved report", || {
            fs::read_to_string(&target)
                .ok()
                .filter(|text| text.contains("不查征信"))
        });
    }

    app.click("nav a[data-screen=records]").await;
    app.wait_for("#records-grid .record-row[data-record]").await;
    app.press("ctrl+f");
    has_focus(&app, "#records-search").await;
    app.fill("#records-search", "征信").await;
    app.press("Down");
    stands_on(&app, "records-grid", 1).await;
    app.press("Up");
    has_focus(&app, "#records-search").await;
    // Escape clears the field, and undo restores its text.
    app.press("Escape");
    app.wait_for_script("document.querySelector('#records-search').value === ''")
        .await;
    app.press("ctrl+z");
    app.wait_for_script("document.querySelector('#records-search').value === '征信'")
        .await;
    app.press("Return");
    app.wait_for("#screen-records[data-view=record]").await;
    app.press("ctrl+shift+s");
    app.dismiss_dialog();

    for key in ["F1", "question"] {
        app.focus();
        app.press(key);
        app.wait_for("#shortcut-help[open]").await;
        if key == "F1" {
            app.screenshot("flow-keys").await;
        }
        app.press("Escape");
        app.wait_for("#shortcut-help:not([open])").await;
        app.wait_for("#screen-records[data-view=record]").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_fills_the_text_of_the_picture_into_the_copy() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = poster(&desktop, "海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.focus();
    app.press("ctrl+i");
    app.wait_for_script("document.querySelector('#copy').value.length > 20")
        .await;
    let filled = copy(&app).await;
    assert!(!filled.is_empty());
    let tip = app
        .script("document.querySelector('#ocr-fill').title")
        .await;
    assert!(tip.as_str().unwrap().contains("Ctrl+I"), "{tip}");
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_loses_nothing_that_was_typed() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.fill("#copy", COPY).await;
    app.press("Escape");
    assert_eq!(copy(&app).await, COPY);

    // Edits a sent message.
    app.click("nav a[data-screen=sparring]").await;
    app.click("#sparring-new").await;
    app.click("#sparring-text").await;
    app.type_text("guaranteed returns");
    app.press("Return");
    app.wait_for_script("document.querySelectorAll('#sparring-thread .line:not(.live)').length === 2 && document.querySelector('#sparring-chat').dataset.state === 'ready'")
        .await;
    app.press("Up");
    app.wait_for("#sparring-composer[data-editing]").await;
    app.type_text(", no risk");
    app.press("Escape");
    app.wait_for("#sparring-composer:not([data-editing])").await;
    app.wait_for_script("document.querySelector('#sparring-text').value === ''")
        .await;
    app.press("Up");
    app.wait_for_script(
        "document.querySelector('#sparring-text').value === 'guaranteed returns, no risk'",
    )
    .await;

    // The reason for deleting a record.
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#records-grid .record-row[data-record]").await;
    app.press("ctrl+f");
    app.press("Down");
    stands_on(&app, "records-grid", 1).await;
    app.press("Return");
    app.wait_for("#screen-records[data-view=record]").await;
    app.click("#record-delete").await;
    app.wait_for("#question[open]").await;
    app.type_text("test data");
    app.press("Escape");
    app.wait_for("#question:not([open])").await;
    app.wait_for("#screen-records[data-view=record]").await;
    app.click("#record-delete").await;
    app.wait_for_script("document.querySelector('#question-reason').value === 'test data'")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ways_through_the_work_are_named_in_english_as_well() {
    let desktop = desktop();
    let received = Received::default();
    let origin = received.service().await;
    settings(
        &desktop,
        &json!({ "language": "en", "theme": "dark", "origin": origin }),
    );
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    enter_key(&app, "0123456789abcdef.example").await;
    app.click("nav a[data-screen=audit]").await;
    let file = saved(
        &desktop,
        "leaflet.pdf",
        &pdf(&["Guaranteed return", "No risk", "Terms apply"]),
    );
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.click("#audit-document h1.part[data-part='3'] button.part-name")
        .await;
    at_page(&app, "", 3).await;
    app.screenshot("flow-en-pages").await;
    app.press("F1");
    app.wait_for("#shortcut-help[open]").await;
    app.wait_for_text("#shortcut-help", "Save the report").await;
    app.screenshot("flow-en-keys").await;
    app.press("Escape");
    app.wait_for("#shortcut-help:not([open])").await;
    app.click("nav a[data-screen=records]").await;
    search(&app, "return").await;
    hits_in_sight(&app, 1).await;
    app.click("#records-filter").await;
    app.screenshot("flow-en-search").await;
    app.press("ctrl+f");
    app.press("Return");
    app.wait_for("#screen-records[data-view=record]").await;
    app.screenshot("flow-en-record").await;
}
