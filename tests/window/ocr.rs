//! OCR on this machine: the text over the picture, as a list, in the copy, and in the search of the records.

use std::{fs, path::PathBuf};

use image::{codecs::jpeg::JpegEncoder, imageops};
use window_harness::{App, Desktop, Keyring, until};

use crate::{
    records::search,
    stage::{self, chinese, copy, desktop, open, poster, report},
};

/// Small print of the synthetic poster.
const SMALL_PRINT: &str = "本图为软件测试用示例";

/// The poster at 2480 × 3860, the resolution of a printed A4 page.
fn large_poster(desktop: &Desktop) -> PathBuf {
    let small = image::load_from_memory(include_bytes!("../fixtures/poster.jpg")).unwrap();
    let large = small.resize_exact(2480, 3860, imageops::FilterType::CatmullRom);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 80)
        .encode_image(&large)
        .unwrap();
    let path = desktop.home().path("files/印刷稿.jpg");
    fs::write(&path, jpeg).unwrap();
    path
}

/// The number of the line in the list that contains these words.
async fn line_with(app: &App<'_>, prefix: &str, words: &str) -> u64 {
    let found = app
        .wait_for_script(&format!(
            "[...document.querySelectorAll('#{prefix}ocr-lines [data-line]')]
                .filter(l => l.textContent.includes('{words}')).map(l => [l.dataset.line])[0]"
        ))
        .await;
    found.get(0).unwrap().as_str().unwrap().parse().unwrap()
}

/// Waits until the line with this number is highlighted and completely visible in the viewer.
async fn is_at(app: &App<'_>, prefix: &str, line: u64) {
    app.wait_for(&format!(
        "#{prefix}ocr-lines [data-line='{line}'] [aria-current], #{prefix}ocr-lines [data-line='{line}'][aria-current]"
    ))
    .await;
    app.wait_for_script(&format!(
        "(() => {{
            const line = document.querySelector('#{prefix}viewer-boxes path[data-box=marked]').getBoundingClientRect();
            const room = document.querySelector('#{prefix}viewer').getBoundingClientRect();
            return line.width > 0 && line.top > room.top && line.bottom < room.bottom && line.left > room.left && line.right < room.right;
        }})()"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_audited_without_its_text_is_audited_again_with_it_at_one_press() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = poster(&desktop, "海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for_text("#audit-fill-offer", "图中").await;
    app.screenshot("fill-offer").await;
    app.click("#audit-fill-again").await;
    report(&app, "finished").await;
    app.wait_for_text("#audit-document", "不查征信").await;
    assert!(copy(&app).await.contains(SMALL_PRINT));
    app.wait_for("#audit-fill-offer[hidden]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_small_print_of_a_picture_is_read_found_in_the_records_and_shown_at_its_place() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = poster(&desktop, "同心贷-九月海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.click("#tab-ocr").await;
    let line = line_with(&app, "", SMALL_PRINT).await;
    app.screenshot("reading-list").await;
    app.click(&format!("#ocr-lines [data-line='{line}'] button"))
        .await;
    is_at(&app, "", line).await;
    app.screenshot("reading-line").await;

    // Appends the text to the copy, marked with its source.
    app.click("#tab-copy").await;
    app.fill("#copy", "第一句文案").await;
    app.click("#tab-ocr").await;
    app.click("#ocr-fill").await;
    app.wait_for_script(&format!(
        "document.querySelector('#copy').value.includes('{SMALL_PRINT}')"
    ))
    .await;
    let filled = copy(&app).await;
    assert!(filled.starts_with("第一句文案\n"), "{filled}");
    assert!(filled.contains("识别"), "the source is missing: {filled}");
    app.screenshot("reading-filled").await;
    app.focus();
    app.press("ctrl+z");
    app.wait_for_script("document.querySelector('#copy').value === '第一句文案'")
        .await;

    app.click("#audit-run").await;
    report(&app, "finished").await;
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#app[data-screen=records]").await;
    app.fill("#records-search", "为虚构").await;
    app.wait_for("#records-grid .record-row[data-record] .record-where.in-picture")
        .await;
    app.screenshot("records-found-in-picture").await;
    // Searches only pictures, so text of the copy is not found.
    app.click("#records-filter").await;
    app.click("#records-in-pictures").await;
    app.screenshot("records-only-in-pictures").await;
    app.wait_for("#records-grid .record-row[data-record] .record-where.in-picture")
        .await;
    search(&app, "第一句").await;
    app.wait_for("#records-none[data-why=filtered]").await;
    search(&app, "为虚构").await;
    app.wait_for("#records-grid .record-row[data-record] .record-where.in-picture")
        .await;
    app.click("#records-filter").await;
    app.click("#records-grid .record-row[data-record]").await;
    app.press("Return");
    app.wait_for("#screen-records[data-view=record]").await;
    app.wait_for("#record-ocr[data-state=read]").await;
    let line = line_with(&app, "record-", "为虚构").await;
    is_at(&app, "record-", line).await;
    app.screenshot("record-line").await;
}

/// The median time of 20 in milliseconds from a key press to the frame that shows its effect.
async fn answered(app: &App<'_>) -> f64 {
    let script = "const done = arguments[0];
        const times = [];
        const press = () => {
            const tab = document.querySelector(times.length % 2 ? '#tab-copy' : '#tab-ocr');
            const begun = performance.now();
            tab.click();
            requestAnimationFrame(() => {
                const port = new MessageChannel();
                port.port1.onmessage = () => {
                    times.push(performance.now() - begun);
                    times.length < 20 ? setTimeout(press, 50) : done(times.sort((a, b) => a - b)[10]);
                };
                port.port2.postMessage(0);
            });
        };
        press();";
    let middle = app.client().execute_async(script, vec![]).await.unwrap();
    middle.as_f64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_large_picture_is_read_the_window_answers_and_the_audit_runs() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = large_poster(&desktop);
    app.fill("#copy", stage::COPY).await;
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr:is([data-state=looking], [data-state=reading])")
        .await;
    app.press("ctrl+Return");
    report(&app, "running").await;
    app.wait_for("#ocr:is([data-state=looking], [data-state=reading])")
        .await;
    let mut meanwhile = answered(&app).await;
    app.screenshot("reading-under-way").await;
    // Other tests may delay it.
    for _ in 0..2 {
        let state = app
            .script("document.querySelector('#ocr').dataset.state")
            .await;
        if meanwhile >= 100.0 && (state == "looking" || state == "reading") {
            meanwhile = meanwhile.min(answered(&app).await);
        }
    }

    app.click("#tab-ocr").await;
    let stopped = "const done = arguments[0];
        const begun = performance.now();
        new MutationObserver((_, watch) => {
            const reading = document.querySelector('#ocr');
            if (reading.dataset.state !== 'stopped') return;
            watch.disconnect();
            done(performance.now() - begun);
        }).observe(document.querySelector('#ocr'), { attributes: true });
        document.querySelector('#ocr-stop').click();";
    let took = app.client().execute_async(stopped, vec![]).await.unwrap();
    app.screenshot("reading-stopped").await;

    report(&app, "finished").await;
    let alone = answered(&app).await;
    // Compares with the time without OCR, because other tests slow the machine down.
    let took = took.as_f64().unwrap();
    assert!(
        took < 200.0 || took < 3.0 * alone,
        "{took} ms until it stopped, {alone} ms for a click otherwise"
    );
    assert!(
        meanwhile < 100.0 || meanwhile < 3.0 * alone,
        "{meanwhile} ms while the picture is read, {alone} ms otherwise"
    );
    app.click("#tab-ocr").await;
    app.click("#ocr-again").await;
    app.wait_for("#ocr[data-state=read]").await;
    // Opens the same picture a second time.
    app.click("#material-remove").await;
    app.wait_for("#ocr[data-state=none]").await;
    app.drop_files(&[&picture], "#material").await;
    app.script("(() => { window.states = []; new MutationObserver(() => window.states.push(document.querySelector('#ocr').dataset.state)).observe(document.querySelector('#ocr'), { attributes: true, attributeFilter: ['data-state'] }); return true; })()").await;
    app.wait_for("#ocr[data-state=read]").await;
    let states = app.script("window.states").await;
    let states = states.as_array().unwrap();
    assert!(
        !states
            .iter()
            .any(|state| state == "looking" || state == "reading"),
        "{states:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_models_the_app_says_so_in_both_languages_and_does_the_rest() {
    // A copy of the program in another folder has no models.
    let elsewhere = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = elsewhere.path().join("bin");
    fs::create_dir(&folder).unwrap();
    let program = folder.join("finagent-desk");
    fs::hard_link(env!("CARGO_BIN_EXE_finagent-desk"), &program).unwrap();
    fs::hard_link(stage::worker(), folder.join("finagent-worker")).unwrap();
    let desktop = Desktop::new(&program, Keyring::Unlocked);
    let app = open(&desktop, &chinese()).await;
    let picture = poster(&desktop, "海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr[data-state=notInstalled]").await;
    app.click("#tab-ocr").await;
    app.wait_for_text("#ocr", "没有安装").await;
    app.screenshot("reading-not-installed").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.quit();

    stage::settings(
        &desktop,
        &serde_json::json!({ "language": "en", "theme": "dark" }),
    );
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    stage::ready(&app).await;
    app.wait_for("#ocr[data-state=notInstalled]").await;
    app.click("#tab-ocr").await;
    app.wait_for_text("#ocr", "not installed").await;
    app.screenshot("reading-not-installed-en-dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_read_again_after_the_app_was_killed_in_the_middle() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let picture = large_poster(&desktop);
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#ocr:is([data-state=looking], [data-state=reading])")
        .await;
    let children = children_of(app.pid());
    assert!(!children.is_empty(), "a child reads it");
    app.kill();
    until("the end of the child", || {
        children
            .iter()
            .all(|child| !fs::exists(format!("/proc/{child}/stat")).unwrap_or(false))
            .then_some(())
    });
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    stage::ready(&app).await;
    app.wait_for("#ocr[data-state=read]").await;
}

/// The sandboxed child processes of a process.
fn children_of(pid: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap();
    let numbers = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers
        .filter(|child: &u32| {
            let said = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
            let stat = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            let parent = stat
                .rsplit(')')
                .next()
                .and_then(|rest| rest.split_whitespace().nth(1));
            parent == Some(pid.to_string().as_str())
                && said.windows(17).any(|part| part == b"--confined-worker")
        })
        .collect()
}
