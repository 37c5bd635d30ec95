//! Records in the real window: search, opening, export, and recovery after a kill.

use std::{fs, path::PathBuf};

use demo_service::Pace;
use records::{Opening, Outcome, Records, Timestamp};
use window_harness::{App, Desktop, until};

use crate::stage::{self, COPY, app_of, chinese, desktop, open, poster, ready, report, service};

/// The folder of the records on this desktop.
fn folder(desktop: &Desktop) -> PathBuf {
    desktop.home().path("data/app.finagent.desk/records")
}

/// Opens the records while the app is closed.
fn opened(desktop: &Desktop) -> Records {
    let opening = Opening {
        folder: &folder(desktop),
        now: Timestamp::utc(0),
        read_back: std::sync::Arc::new(|_, _| unreachable!("the app has closed all journals")),
        head_moved: Box::new(|_| ()),
    };
    Records::open(opening).unwrap().0
}

async fn to_records(app: &App<'_>) {
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#app[data-screen=records]").await;
}

/// Replaces the search text.
pub async fn search(app: &App<'_>, words: &str) {
    app.script("(() => { const field = document.querySelector('#records-search'); field.value = ''; field.focus(); return true; })()").await;
    app.fill("#records-search", words).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_found_by_its_words_opened_written_out_and_verified_by_others() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    to_records(&app).await;
    app.wait_for("#records-none").await;
    app.screenshot("records-empty").await;
    app.click("nav a[data-screen=audit]").await;
    let picture = poster(&desktop, "同心贷-九月海报.jpg");
    app.drop_files(&[&picture], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "finished").await;

    to_records(&app).await;
    search(&app, "征信 客户").await;
    app.wait_for("#records-grid .record-row[data-record] mark")
        .await;
    app.wait_for_script("[...document.querySelectorAll('#records-grid img')].some(i => i.complete && i.naturalWidth > 0)")
        .await;
    app.screenshot("records-found").await;
    search(&app, "绝对没有的词").await;
    app.wait_for_text("#records-none", "没有符合条件").await;
    app.screenshot("records-nothing-found").await;
    search(&app, "征信").await;
    let row = "#records-grid .record-row[data-record]";
    app.wait_for(row).await;

    // A picture dropped on the records starts a search.
    app.drop_files(&[&picture], "#records-grid").await;
    app.wait_for("#records-picture [data-record]").await;
    app.screenshot("records-picture").await;

    app.script(&format!("(() => {{ document.querySelector('{row}').dispatchEvent(new MouseEvent('dblclick', {{ bubbles: true }})); return true; }})()"))
        .await;
    if app
        .text("#record-title")
        .await
        .unwrap_or_default()
        .is_empty()
    {
        app.click(row).await;
        app.press("Return");
    }
    app.wait_for("#screen-records[data-view=record]").await;
    app.wait_for_text("#record-document", "不查征信").await;
    app.wait_for("#record-ribbon[data-kind=demo]").await;
    app.wait_for_script("[...document.querySelectorAll('#screen-records img')].some(i => i.complete && i.naturalWidth === 1240)")
        .await;
    let decoded = "const done = arguments[0]; document.querySelector('#screen-records img.viewer-image').decode().then(done, done)";
    app.client().execute_async(decoded, vec![]).await.unwrap();
    app.screenshot("record-open").await;

    let target = desktop.home().path("files/证据.zip");
    app.click("#record-export").await;
    app.click("#record-export-package").await;
    app.save_file_as(&target);
    let package = until("the package", || {
        fs::read(&target).ok().filter(|bytes| !bytes.is_empty())
    });
    let verdict = records::verify::verify(&package, None);
    assert!(verdict.holds(), "{verdict:?}");
    assert!(verdict.demo, "an answer of the demo service must be marked");

    let target = desktop.home().path("files/报告.docx");
    app.click("#record-export").await;
    app.click("#record-export-docx").await;
    app.save_file_as(&target);
    let report = until("the report", || {
        fs::read(&target).ok().filter(|bytes| !bytes.is_empty())
    });
    assert!(report.starts_with(b"PK"), "a Word document is a ZIP");

    app.click("#record-back").await;
    let target = desktop.home().path("files/台账.csv");
    app.click("#records-register").await;
    app.click("#records-register-csv").await;
    app.save_file_as(&target);
    let csv = until("the register", || {
        fs::read_to_string(&target)
            .ok()
            .filter(|text| !text.is_empty())
    });
    assert!(
        csv.contains("同心贷-九月海报.jpg") && csv.contains("演示"),
        "{csv}"
    );

    app.click("#records-tab-statistics").await;
    app.wait_for("#statistics-table td").await;
    app.screenshot("records-statistics").await;
    app.click("#records-tab-integrity").await;
    app.click("#check-start").await;
    app.wait_for("#check-result:not([hidden])").await;
    app.screenshot("records-integrity").await;
    app.quit();
    let records = opened(&desktop);
    let kinds: Vec<_> = records
        .audit_trail(1)
        .unwrap()
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(
        kinds,
        ["started", "ended", "packaged", "exported", "exported"]
    );
}

/// Waits until the page has been drawn.
async fn drawn(app: &App<'_>) {
    let twice = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
    app.client().execute_async(twice, vec![]).await.unwrap();
}

/// Turns record 1 from the demo into a real one with another report, as an attacker with a database tool would: drops the triggers and
/// creates them again.
fn forge(desktop: &Desktop) {
    let connection = rusqlite::Connection::open(folder(desktop).join("records.db")).unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &triggers {
        connection
            .execute_batch(&format!("DROP TRIGGER {name}"))
            .unwrap();
    }
    connection
        .execute_batch(
            "UPDATE content SET output = (SELECT output FROM content WHERE record = 2),
               started = replace(replace(started, '\"demo\":true', '\"demo\":false'), 'http://127.0.0.1', 'https://finagent.example') WHERE record = 1;
             UPDATE record SET demo = 0, origin = replace(origin, 'http://127.0.0.1', 'https://finagent.example') WHERE id = 1",
        )
        .unwrap();
    for (_, sql) in &triggers {
        connection.execute_batch(sql).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_forged_is_marked_shown_as_damaged_and_leaves_only_as_that() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    for copy in [COPY, "本产品历史业绩不代表未来表现，投资需谨慎。"] {
        app.click("nav a[data-screen=audit]").await;
        app.fill("#copy", copy).await;
        app.press("ctrl+Return");
        app.wait_for("#audit-report[data-state=running], #audit-report[data-state=finished]")
            .await;
        report(&app, "finished").await;
    }
    app.quit();
    forge(&desktop);

    let app = open(&desktop, &chinese()).await;
    to_records(&app).await;
    let damaged = "#records-grid .record-row.damaged[data-record='1']";
    app.wait_for(&format!(
        "{damaged} .badge[data-kind=damaged]:not([hidden])"
    ))
    .await;
    app.wait_for("#records-grid .record-row:not(.damaged)[data-record='2']")
        .await;
    app.screenshot("records-with-a-damaged-one").await;
    // A damaged record can only be exported as a package, also from the list.
    app.script(&format!(
        "(document.querySelector(\"{damaged} .record-tick\").click(), true)"
    ))
    .await;
    app.click("#records-export").await;
    app.click("#records-export-markdown").await;
    app.wait_for_text("#toast", "与证据链").await;
    app.click("#records-select-none").await;

    app.script(&format!(
        "(document.querySelector(\"{damaged}\").click(), true)"
    ))
    .await;
    app.wait_for("#record-damaged:not([hidden])").await;
    app.wait_for("#record-damaged-faults li[data-code=started_changed]")
        .await;
    app.wait_for("#record-damaged-faults li[data-code=output_changed]")
        .await;
    let hidden = "['#record-columns', '#record-details', '#record-export', '#record-again'].every(one => document.querySelector(one).hidden || document.querySelector(one).offsetParent === null) && !document.querySelector('#record-ribbon')?.offsetParent";
    app.wait_for_script(hidden).await;
    drawn(&app).await;
    app.screenshot("record-damaged-zh").await;
    let target = desktop.home().path("files/留存.zip");
    app.click("#record-damaged-export").await;
    app.save_file_as(&target);
    let package = until("the package", || {
        fs::read(&target).ok().filter(|bytes| !bytes.is_empty())
    });
    let verdict = records::verify::verify(&package, None);
    let broken: Vec<_> = verdict
        .broken()
        .map(|finding| finding.claim.code())
        .collect();
    assert_eq!(broken, ["record_intact"]);

    app.click("#record-back").await;
    let target = desktop.home().path("files/登记.csv");
    app.click("#records-register").await;
    app.click("#records-register-csv").await;
    app.save_file_as(&target);
    let csv = until("the register", || {
        fs::read_to_string(&target)
            .ok()
            .filter(|text| !text.is_empty())
    });
    assert!(
        csv.contains("已损坏") && !csv.contains("finagent.example"),
        "{csv}"
    );
    app.click("#records-tab-statistics").await;
    app.wait_for_text("#statistics-note", "1 条记录已损坏")
        .await;
    app.wait_for("#statistics-table td").await;
    drawn(&app).await;
    app.screenshot("statistics-without-a-damaged-one").await;
    app.quit();

    let english = serde_json::json!({ "language": "en", "theme": "dark" });
    let app = open(&desktop, &english).await;
    to_records(&app).await;
    app.wait_for(damaged).await;
    drawn(&app).await;
    app.screenshot("records-with-a-damaged-one-en").await;
    app.script(&format!(
        "(document.querySelector(\"{damaged}\").click(), true)"
    ))
    .await;
    app.wait_for("#record-damaged:not([hidden])").await;
    app.wait_for_text(
        "#record-damaged-faults",
        "The report differs from the chain",
    )
    .await;
    drawn(&app).await;
    app.screenshot("record-damaged-en").await;
    // The next record opens normally.
    app.click("#record-back").await;
    app.script(
        "(document.querySelector(\"#records-grid .record-row[data-record='2']\").click(), true)",
    )
    .await;
    app.wait_for("#record-ribbon[data-kind=demo]").await;
    app.wait_until_gone("#record-damaged:not([hidden])").await;
    app.quit();
    let records = opened(&desktop);
    let kinds: Vec<_> = records
        .audit_trail(1)
        .unwrap()
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(
        kinds,
        ["started", "ended"],
        "the chain must not vouch for any of its files"
    );
}

/// The number of kills. Set `KILLS=50` for a long run.
fn kills() -> u64 {
    std::env::var("KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(3)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_killed_in_the_middle_of_a_run_has_it_as_interrupted_with_all_but_the_last_second() {
    let desktop = desktop();
    let service = service(Pace::Real, "long:5000:200").await;
    let app = app_of(&desktop, &service).await;
    app.fill("#copy", COPY).await;
    let mut app = Some(app);
    let kills = kills();
    for n in 0..kills {
        let running = app.take().unwrap();
        running.press("ctrl+Return");
        report(&running, "running").await;
        // A different moment of the run each time.
        let moment = 200 + (n * 7_919 + u64::from(std::process::id())) % 9_000;
        let shown = running
            .wait_for_script(&format!(
                "(() => {{
                    window.begun ??= performance.now();
                    const text = document.querySelector('#audit-document').textContent;
                    return performance.now() - window.begun > {moment} && text.length > 0 && [text.slice(0, -60), performance.now()];
                }})()"
            ))
            .await;
        let at = shown[1].as_f64().unwrap();
        running
            .wait_for_script(&format!("performance.now() > {at} + 1000"))
            .await;
        running.kill();

        let again = desktop.start_app(&[]).await;
        again.resize(1360, 860).await;
        ready(&again).await;
        assert_eq!(
            stage::copy(&again).await,
            COPY,
            "the draft must be restored"
        );
        again.wait_for("#audit-unfinished [data-record]").await;
        if n == 0 {
            again.screenshot("audit-interrupted").await;
        }
        again.click("#audit-unfinished [data-act=open]").await;
        again.wait_for("#screen-records[data-view=record]").await;
        let before = shown[0]
            .as_str()
            .unwrap()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>();
        let before = serde_json::to_string(&before).unwrap();
        again
            .wait_for_script(&format!(
                "document.querySelector('#record-document').textContent.replace(/\\s/gu, '').startsWith({before})"
            ))
            .await;
        if n == 0 {
            again.screenshot("record-interrupted").await;
        }
        again.click("nav a[data-screen=audit]").await;
        app = Some(again);
    }
    app.take().unwrap().quit();
    let records = opened(&desktop);
    assert_eq!(u64::from(records.count().unwrap()), kills);
    for id in 1..=i64::try_from(kills).unwrap() {
        let ended = records.record(id).unwrap().ended.unwrap();
        assert_eq!(ended.outcome, Outcome::Interrupted, "{id}");
    }
    let report = records.check(None, &mut |_, _| true).unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_records_are_said_and_new_ones_begin_beside_them() {
    let desktop = desktop();
    fs::create_dir_all(folder(&desktop)).unwrap();
    fs::write(folder(&desktop).join("records.db"), "no database").unwrap();
    let app = open(&desktop, &chinese()).await;
    app.wait_for("#records-problem[data-code=records_damaged]")
        .await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    app.wait_for("#audit-problem[data-code=records_damaged]")
        .await;
    app.screenshot("records-damaged").await;
    assert_eq!(stage::copy(&app).await, COPY);
    app.script("(() => { window.before = true; return true; })()")
        .await;
    app.click("#records-begin-anew").await;
    app.click("#question-yes").await;
    // The page reloads as well.
    app.wait_for_script("window.before === undefined && document.readyState === 'complete'")
        .await;
    ready(&app).await;
    app.wait_until_gone("#records-problem[data-code]").await;
    app.wait_for_script(&format!(
        "document.querySelector('#copy').value === '{COPY}'"
    ))
    .await;
    app.wait_for_script("document.hasFocus()").await;
    app.press("ctrl+Return");
    report(&app, "running").await;
    let kept = fs::read_dir(folder(&desktop)).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.is_file() && fs::read(path).unwrap() == b"no database"
    });
    assert!(kept, "the old file must be kept");
}
