//! Provenance: text of one file never enters the audit of another, and a record distinguishes typed text from recognised text.

use std::path::{Path, PathBuf};

use serde_json::json;
use window_harness::{App, Desktop, until};

use crate::{
    documents::{copy_is, docx, packed, png, saved, screen},
    parts::{Received, with_key},
    stage::{copy, desktop, open_latest_record, poster, ready, report},
};

/// Small print of the synthetic poster.
const SMALL_PRINT: &str = "本图为软件测试用示例";
/// Text that the user adds to recognised text.
const ADDED: &str = "（人工补充）";
const OWN: &str = "我自己写的一句";

fn poster_b(desktop: &Desktop) -> PathBuf {
    saved(desktop, "海报乙.png", &png(&screen(2)))
}

/// Loads the poster and appends its text to typed text in the copy.
async fn filled(app: &App<'_>, desktop: &Desktop) {
    app.drop_files(&[&poster(desktop, "海报甲.jpg")], "#material")
        .await;
    fill_in(app).await;
}

async fn fill_in(app: &App<'_>) {
    app.wait_for("#ocr[data-state=read]").await;
    app.click("#tab-ocr").await;
    app.click("#ocr-fill").await;
    holds(app, SMALL_PRINT, true).await;
}

/// Waits until the copy contains these words, or no longer does.
async fn holds(app: &App<'_>, words: &str, wanted: bool) {
    app.wait_for_script(&format!(
        "document.querySelector('#copy').value.includes('{words}') === {wanted}"
    ))
    .await;
}

/// Types words at the end of the copy.
async fn add(app: &App<'_>, words: &str) {
    app.click("#tab-copy").await;
    app.fill("#copy", words).await;
    holds(app, words, true).await;
}

/// Audits the current copy and material, and waits for the report.
async fn audit(app: &App<'_>, received: &Received) {
    received.forget();
    app.click("#audit-run").await;
    until("the request", || (!received.is_empty()).then_some(()));
    report(app, "finished").await;
}

async fn drop_on_desk(app: &App<'_>, file: &Path, title: &str) {
    app.drop_files(&[file], "#material").await;
    app.wait_for_text("#material-title", title).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn edited_words_of_a_picture_go_along_with_another_one_only_where_the_person_keeps_them() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    app.fill("#copy", OWN).await;
    filled(&app, &desktop).await;
    add(&app, ADDED).await;

    drop_on_desk(&app, &poster_b(&desktop), "海报乙").await;
    app.wait_for_text("#question[open]", "海报甲").await;
    app.screenshot("provenance-question-zh").await;
    app.click("#question-no").await;
    copy_is(&app, OWN).await;
    app.wait_for("#copy-others[data-state=left]:not([hidden])")
        .await;
    app.screenshot("provenance-left-zh").await;
    audit(&app, &received).await;
    assert!(received.says(OWN));
    assert!(!received.says(SMALL_PRINT) && !received.says(ADDED));

    // The user restores them with undo.
    app.click("#copy").await;
    app.press("ctrl+z");
    holds(&app, SMALL_PRINT, true).await;
    app.wait_for("#copy-others[data-state=along]:not([hidden])")
        .await;
    app.screenshot("provenance-along-zh").await;
    audit(&app, &received).await;
    assert!(received.says(SMALL_PRINT) && received.says(ADDED));
    app.click("#copy-others-do").await;
    copy_is(&app, OWN).await;
    app.click("#copy-others-do").await;
    holds(&app, SMALL_PRINT, true).await;

    // The decision to keep the text applies to one picture only.
    let third = saved(&desktop, "海报丙.png", &png(&screen(3)));
    drop_on_desk(&app, &third, "海报丙").await;
    app.click("#question[open] #question-yes").await;
    app.wait_for("#copy-others[data-state=along]:not([hidden])")
        .await;
    audit(&app, &received).await;
    assert!(received.says(SMALL_PRINT));
    open_latest_record(&app).await;
    app.wait_for_text("#record-sources li[data-kind=picture]", "海报甲.jpg")
        .await;
    app.wait_for_text("#record-sources li[data-kind=picture]", "确认保留")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_picture_that_nobody_edited_leave_by_themselves_whichever_way_the_next_one_comes()
 {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let other = poster_b(&desktop);
    let text = saved(&desktop, "话术.txt", "历史业绩不代表未来表现。".as_bytes());

    // The same through the clipboard.
    filled(&app, &desktop).await;
    desktop.copy_picture(&other);
    app.script("(document.activeElement.blur(), true)").await;
    app.press("ctrl+v");
    app.wait_for_text("#material-facts", "600").await;
    copy_is(&app, "").await;
    app.wait_for("#copy-others[data-state=left]:not([hidden])")
        .await;
    app.click("#copy-others-do").await;
    holds(&app, SMALL_PRINT, true).await;
    app.click("#copy-others-do").await;
    copy_is(&app, "").await;

    // Through the dialog, a text file replaces the copy. One undo restores the old text.
    filled(&app, &desktop).await;
    app.press("ctrl+o");
    app.choose_file(&text);
    app.wait_for_text("#material-title", "话术").await;
    copy_is(&app, "历史业绩不代表未来表现。").await;
    audit(&app, &received).await;
    assert!(received.says("历史业绩") && !received.says(SMALL_PRINT));
    app.click("#copy").await;
    app.press("ctrl+z");
    holds(&app, SMALL_PRINT, true).await;
    app.press("ctrl+y");
    copy_is(&app, "历史业绩不代表未来表现。").await;

    // The same for lines copied from the list and pasted.
    drop_on_desk(&app, &poster(&desktop, "海报甲.jpg"), "海报甲").await;
    app.wait_for("#ocr[data-state=read]").await;
    copy_is(&app, "").await;
    app.click("#tab-ocr").await;
    app.click("#ocr-copy").await;
    until("the lines on the clipboard", || {
        desktop.clipboard_text().contains(SMALL_PRINT).then_some(())
    });
    app.click("#tab-copy").await;
    app.click("#copy").await;
    app.press("ctrl+v");
    holds(&app, SMALL_PRINT, true).await;
    drop_on_desk(&app, &other, "海报乙").await;
    copy_is(&app, "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn edited_words_of_documents_leave_for_other_documents_and_pictures() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let words = "本产品保本保息，年化收益 8%。";
    let document = docx(words, &png(&screen(1)), "投资有风险。");
    let document = saved(&desktop, "推文.docx", &document);
    let text = saved(&desktop, "话术.txt", "稳赚不赔，随存随取。".as_bytes());
    let picture = poster_b(&desktop);

    app.drop_files(&[&document], "#material").await;
    holds(&app, words, true).await;
    add(&app, ADDED).await;
    app.drop_files(&[&text], "#material").await;
    app.click("#question[open] #question-no").await;
    copy_is(&app, "稳赚不赔，随存随取。").await;
    audit(&app, &received).await;
    assert!(received.says("稳赚不赔") && !received.says(words) && !received.says(ADDED));

    add(&app, ADDED).await;
    app.drop_files(&[&document], "#material").await;
    app.wait_for("#question[open]").await;
    // Escape means no: the app removes the old text.
    app.press("Escape");
    app.wait_until_gone("#question[open]").await;
    holds(&app, words, true).await;
    audit(&app, &received).await;
    assert!(received.says(words) && !received.says("稳赚不赔"));

    // Text typed on a separate line belongs to the user.
    app.click("#copy").await;
    app.press("ctrl+End");
    app.press("Return");
    add(&app, OWN).await;
    drop_on_desk(&app, &picture, "海报乙").await;
    holds(&app, words, false).await;
    app.wait_for("#copy-others[data-state=left]:not([hidden])")
        .await;
    assert!(copy(&app).await.contains(OWN));
    audit(&app, &received).await;
    assert!(received.says(OWN) && !received.says(words));
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_words_stand_in_the_copy_is_known_after_a_crash() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    app.fill("#copy", OWN).await;
    filled(&app, &desktop).await;
    add(&app, ADDED).await;
    drafted(&app, &desktop, ADDED).await;
    app.kill();

    let app = again(&desktop).await;
    app.wait_for("#material[data-state=loaded]").await;
    holds(&app, ADDED, true).await;
    assert_eq!(
        app.script("document.querySelector('#question').open").await,
        json!(false)
    );
    drop_on_desk(&app, &poster_b(&desktop), "海报乙").await;
    app.wait_for_text("#question[open]", "海报甲").await;
    // If the app ends before the user answers, it asks again.
    app.kill();
    let app = again(&desktop).await;
    app.wait_for_text("#question[open]", "海报甲").await;
    app.wait_for_text("#material-title", "海报乙").await;
    app.click("#question-yes").await;
    app.wait_for("#copy-others[data-state=along]:not([hidden])")
        .await;
    // After an answer, the app does not ask again.
    add(&app, "。").await;
    drafted(&app, &desktop, "\"kept\":true").await;
    app.kill();
    let app = again(&desktop).await;
    app.wait_for("#copy-others[data-state=along]:not([hidden])")
        .await;
    audit(&app, &received).await;
    assert!(received.says(SMALL_PRINT) && received.says(OWN));
}

async fn again<'d>(desktop: &'d Desktop) -> App<'d> {
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    app
}

/// Waits until the copy is stored as a draft.
async fn drafted(app: &App<'_>, desktop: &Desktop, words: &str) {
    app.script("(window.dispatchEvent(new Event('blur')), true)")
        .await;
    let folder = desktop.home().path("data/app.finagent.desk/records");
    until("the draft", || {
        let files = ["records.db", "records.db-wal"].map(|name| folder.join(name));
        files
            .iter()
            .any(|file| {
                let bytes = std::fs::read(file).unwrap_or_default();
                bytes
                    .windows(words.len())
                    .any(|part| part == words.as_bytes())
            })
            .then_some(())
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_of_a_batch_is_audited_with_its_own_words_alone() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    app.fill("#copy", OWN).await;
    filled(&app, &desktop).await;
    add(&app, ADDED).await;
    let archive = packed(&[
        ("一.png", &png(&screen(1))),
        ("二.txt", "保本高收益，当天放款。".as_bytes()),
        (
            "三.docx",
            &docx("随存随取。", &png(&screen(3)), "稳赚不赔。"),
        ),
    ]);
    received.forget();
    let archive = saved(&desktop, "物料.zip", &archive);
    app.drop_files(&[&archive], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    app.click("#queue-run").await;
    app.wait_for_script(
        "document.querySelectorAll('#queue-list .queue-row[data-state=finished]').length === 3",
    )
    .await;
    assert!(received.says("当天放款") && received.says("稳赚不赔"));
    for words in [OWN, SMALL_PRINT, ADDED] {
        assert!(!received.says(words), "{words}");
    }
    assert!(
        !received.says_together("当天放款", "稳赚不赔"),
        "one request contains the text of two files"
    );
    // The audit screen is unchanged.
    app.click("nav a[data-screen=audit]").await;
    holds(&app, ADDED, true).await;
    open_latest_record(&app).await;
    app.wait_for_script(
        "[...document.querySelectorAll('#record-sources li')].every(l => ['document'].includes(l.dataset.kind))",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_tells_typed_words_from_read_ones_and_its_words_stay_those_of_its_file() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    app.fill("#copy", OWN).await;
    filled(&app, &desktop).await;
    add(&app, ADDED).await;
    audit(&app, &received).await;
    assert!(received.says(SMALL_PRINT));
    // The sources are recorded but never sent.
    assert!(!received.says("\"sources\"") && !received.says("sha256"));

    open_latest_record(&app).await;
    app.wait_for_text("#record-sources li[data-kind=typed]", "13")
        .await;
    let told = app
        .wait_for_text("#record-sources li[data-kind=picture]", "海报甲.jpg")
        .await;
    assert!(told.contains("人工改动"), "{told}");
    let read = app
        .script("[...document.querySelectorAll('#record-text .source[data-kind=picture]')].map(s => s.textContent).join('|')")
        .await;
    let read = read.as_str().unwrap().to_owned();
    assert!(read.contains(SMALL_PRINT) && !read.contains(OWN) && !read.contains(ADDED));
    app.screenshot("provenance-record-zh").await;

    // The exported report shows the sources too.
    let page = desktop.home().path("files/report.html");
    app.click("#record-export").await;
    app.click("#record-export-html").await;
    app.save_file_as(&page);
    let page = until("the page", || std::fs::read_to_string(&page).ok());
    assert!(page.contains("人工输入 typed: 13") && page.contains("从图片中识别"));

    // Auditing the record again keeps the sources.
    app.click("#record-again").await;
    app.wait_for("#app[data-screen=audit]").await;
    report(&app, "finished").await;
    drop_on_desk(&app, &poster_b(&desktop), "海报乙").await;
    app.click("#question[open] #question-no").await;
    copy_is(&app, OWN).await;

    app.click("nav a[data-screen=settings]").await;
    app.click("label:has(input[name=theme][value=dark])").await;
    app.click("label:has(input[name=language][value=en])").await;
    app.wait_for_text("nav", "Settings").await;
    app.click("nav a[data-screen=audit]").await;
    filled(&app, &desktop).await;
    add(&app, ADDED).await;
    app.wait_for("#material[data-state=loaded]").await;
    let third = saved(&desktop, "海报丙.png", &png(&screen(3)));
    drop_on_desk(&app, &third, "海报丙").await;
    app.wait_for_text("#question[open]", "海报甲").await;
    app.screenshot("provenance-question-en").await;
    app.click("#question-yes").await;
    app.wait_for("#copy-others[data-state=along]:not([hidden])")
        .await;
    app.screenshot("provenance-along-en").await;
    open_latest_record(&app).await;
    app.wait_for_text("#record-sources li[data-kind=typed]", "13")
        .await;
    app.screenshot("provenance-record-en").await;
}
