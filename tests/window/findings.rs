//! What the rules find in a dropped poster and in the copy: at once, without a key, at its place.

use std::{fs, path::PathBuf};

use serde_json::Value;
use window_harness::{App, Desktop};

use crate::stage::{
    KEY, chinese, chinese_at, desktop, enter_key, open, open_latest_record, report, service,
};

/// A poster whose words stand at known places: [`WORDS`].
pub const POSTER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754"><rect width="1240" height="1754" fill="#b5121b"/>
<g fill="#fff" font-family="Noto Sans CJK SC"><text x="100" y="200" font-size="60">示例银行理财产品</text>
<text x="100" y="400" font-size="120" font-weight="700">保本保息</text><text x="100" y="560" font-size="110" font-weight="700">零风险</text>
<text x="100" y="720" font-size="100">全国第一</text><text x="100" y="900" font-size="70">中国人民银行推荐</text>
<text x="100" y="1600" font-size="28">理财非存款，产品有风险，投资须谨慎。</text></g></svg>"##;

/// Words that violate the law, with left, top, right and bottom edge of their characters in pixels. A Chinese character is as wide as its
/// font size.
const WORDS: [(&str, [f64; 4]); 4] = [
    ("保本保息", [100.0, 295.0, 580.0, 420.0]),
    ("零风险", [100.0, 463.0, 430.0, 575.0]),
    ("全国第一", [100.0, 632.0, 500.0, 735.0]),
    ("中国人民银行推荐", [100.0, 838.0, 660.0, 912.0]),
];

/// Draws the poster as a picture file.
pub fn poster(desktop: &Desktop) -> PathBuf {
    let folder = desktop.home().path("files");
    let source = folder.join("海报.svg");
    fs::write(&source, POSTER).unwrap();
    let picture = folder.join("九月海报.png");
    let drawn = desktop
        .command("rsvg-convert")
        .arg("--output")
        .args([&picture, &source])
        .status();
    assert!(drawn.unwrap().success(), "the poster can't be drawn");
    picture
}

/// The rows of the list: number, severity, title and words.
async fn findings(app: &App<'_>) -> Vec<Value> {
    let rows = app
        .wait_for_script(
            "document.querySelector('#audit-findings[data-state=found]') && [...document.querySelectorAll('#audit-findings-list .finding')]
                .map(row => ({ number: Number(row.dataset.finding), severity: row.dataset.severity, text: row.textContent }))",
        )
        .await;
    rows.as_array().unwrap().clone()
}

/// The box around the frames of a finding, in pixels of the picture.
async fn frame(app: &App<'_>, number: u64) -> [f64; 4] {
    let script = format!(
        "(() => {{
            const box = document.querySelector('#viewer-findings path[data-finding=\"{number}\"]')?.getBoundingClientRect();
            const picture = document.querySelector('#viewer .viewer-layer').getBoundingClientRect();
            const x = (at) => ((at - picture.left) / picture.width) * 1240, y = (at) => ((at - picture.top) / picture.height) * 1754;
            return box && box.width > 0 && [x(box.left), y(box.top), x(box.right), y(box.bottom)];
        }})()"
    );
    serde_json::from_value(app.wait_for_script(&script).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_poster_shows_what_the_law_forbids_framed_at_its_words_without_a_key() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=audit]").await;
    app.script(
        "(() => {
            window.readAt = window.foundAt = null;
            const watch = new MutationObserver(() => {
                const is = (css) => document.querySelector(css) !== null;
                if (window.readAt === null && is('#ocr[data-state=read]')) window.readAt = performance.now();
                if (window.foundAt === null && is('#viewer-findings path[data-finding]')) window.foundAt = performance.now();
            });
            watch.observe(document.body, { subtree: true, childList: true, attributes: true });
            return true;
        })()",
    )
    .await;
    app.drop_files(&[&poster(&desktop)], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    let rows = findings(&app).await;
    for (words, [left, top, right, bottom]) in WORDS {
        let row = rows
            .iter()
            .find(|row| row["text"].as_str().unwrap().contains(words))
            .unwrap_or_else(|| panic!("{words} is not in the list: {rows:#?}"));
        let found = frame(&app, row["number"].as_u64().unwrap()).await;
        // Around the words, and near them: within a fifth of their height, and in their length by what the font leaves open.
        let near = (bottom - top) * 0.35;
        assert!(
            found[0] < left + near
                && found[0] > left - near
                && found[1] < top + near
                && found[1] > top - near
                && found[2] > right - near
                && found[2] < right + near
                && found[3] > bottom - near
                && found[3] < bottom + near,
            "{words} stands at {left}, {top}, {right}, {bottom}; its frame at {found:?}"
        );
    }
    let waited = app
        .wait_for_script("window.foundAt !== null && [window.foundAt - window.readAt]")
        .await;
    let waited = waited[0].as_f64().unwrap();
    assert!(waited < 2_000.0, "{waited} ms after the end of OCR");
    app.screenshot("findings-poster").await;

    // A row leads to its place: all of the words, as large as the viewer shows them.
    app.click("#audit-findings-list .finding[data-finding='4']")
        .await;
    app.wait_for_script(
        "(() => {
            const frame = document.querySelector('#viewer-findings path[data-finding=\"4\"]').getBoundingClientRect();
            const room = document.querySelector('#viewer').getBoundingClientRect();
            return frame.width > room.width / 2 && frame.left >= room.left && frame.right <= room.right && frame.top >= room.top && frame.bottom <= room.bottom;
        })()",
    )
    .await;
    app.screenshot("findings-place").await;
    app.quit();
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_follow_the_copy_while_it_is_typed_and_go_into_the_record_with_a_dismissal() {
    let desktop = desktop();
    let service = service(demo_service::Pace::Instant, "").await;
    let app = open(&desktop, &chinese_at(&service.origin())).await;
    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    app.fill("#copy", "本理财产品保本保息，稳赚不赔。").await;
    let rows = findings(&app).await;
    let number = |words: &str| {
        let row = rows
            .iter()
            .find(|row| row["text"].as_str().unwrap().contains(words));
        row.unwrap_or_else(|| panic!("{words}: {rows:#?}"))["number"].clone()
    };
    let (kept, dismissed) = (number("保本保息"), number("稳赚不赔"));
    assert_ne!(kept, dismissed);
    app.wait_for("#copy-marks .copy-mark[data-severity=high]")
        .await;
    app.screenshot("findings-copy").await;

    // Word and WPS paste HTML, other programs text.
    app.click("#audit-findings-copy-all").await;
    window_harness::until("the table on the clipboard", || {
        let (html, text) = (desktop.clipboard_html(), desktop.clipboard_text());
        let is_table = html.contains("<table") && html.contains("<td>「保本保息」</td>");
        (is_table && text.contains("\t「保本保息」\t")).then_some(())
    });

    app.click(&format!(
        "#audit-findings-list .finding[data-finding='{dismissed}'] [data-act=dismiss]"
    ))
    .await;
    app.wait_for("#audit-finding-dismiss[open]").await;
    app.screenshot("findings-dismiss").await;
    app.click("#audit-finding-dismiss-yes").await;
    app.wait_for("#audit-findings-dismissed li").await;

    app.click("#audit-run").await;
    report(&app, "finished").await;
    // What the service found about the same words shares a row with the rule.
    app.click("#audit-tab-findings").await;
    app.wait_for("#audit-findings-list .finding[data-source*=service][data-source*=rules]")
        .await;
    app.screenshot("findings-of-the-service").await;

    open_latest_record(&app).await;
    app.click("#record-tab-findings").await;
    app.wait_for("#record-findings-list .finding[data-source*=rules]")
        .await;
    app.wait_for("#record-findings-dismissed li").await;
    app.screenshot("findings-record").await;
    app.quit();
    let records = crate::queue::opened(&desktop);
    let record = records.record(1).unwrap();
    let check = record.started.check.unwrap();
    let found = |words: &str| {
        let finding = check
            .findings
            .iter()
            .find(|finding| finding.excerpt.contains(words));
        finding
            .unwrap_or_else(|| panic!("{words}: {check:#?}"))
            .clone()
    };
    assert_eq!(found("保本保息").dismissed, None);
    assert!(found("稳赚不赔").dismissed.is_some());
    assert!(check.packs.iter().any(|pack| pack.sha256.len() == 64));
    let search = records::Query {
        text: "稳赚不赔".to_owned(),
        ..records::Query::default()
    };
    assert_eq!(records.search(&search).unwrap().ids, [1]);
    let faults = records.check(None, &mut |_, _| true).unwrap().faults;
    assert_eq!(faults, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_shows_and_sorts_by_what_the_rules_find_before_anything_is_sent() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let folder = desktop.home().path("files/物料");
    fs::create_dir(&folder).unwrap();
    fs::write(
        folder.join("1-活动.txt"),
        "本周六上午九点，欢迎到网点参观。",
    )
    .unwrap();
    fs::write(folder.join("2-理财.txt"), "本理财产品保本保息，稳赚不赔。").unwrap();
    fs::copy(poster(&desktop), folder.join("3-海报.png")).unwrap();
    app.click("nav a[data-screen=audit]").await;
    app.drop_files(&[&folder], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    app.wait_for_script(
        "document.querySelectorAll('#queue-list .queue-findings[data-checked=found]').length === 2",
    )
    .await;
    app.wait_for("#queue-list .queue-findings[data-checked=clear]")
        .await;
    app.screenshot("findings-batch").await;
    app.click("#queue-sort").await;
    app.wait_for_script(
        "(() => {
            const names = [...document.querySelectorAll('#queue-list .queue-row')].map(row => row.querySelector('.queue-name').textContent);
            return names[0].includes('3-海报') && names[1].includes('2-理财') && names[2].includes('1-活动');
        })()",
    )
    .await;
    app.quit();
    let records = crate::queue::opened(&desktop);
    assert_eq!(records.count().unwrap(), 0, "nothing was sent");
}

/// The number of posters in the batch. Set `POSTERS=60` for a large one.
fn posters() -> usize {
    let asked = std::env::var("POSTERS").ok();
    asked.map_or(3, |count| count.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_full_size_posters_is_counted_while_nothing_is_sent_and_the_page_answers() {
    let desktop = desktop();
    let count = posters();
    let folder = desktop.home().path("files/海报");
    fs::create_dir(&folder).unwrap();
    for number in 1..=count {
        let svg = folder.join("drawn.svg");
        fs::write(
            &svg,
            POSTER.replace("示例银行", &format!("示例银行第{number}期")),
        )
        .unwrap();
        let mut draw = desktop.command("rsvg-convert");
        draw.args(["--width", "2480", "--output"]);
        let picture = folder.join(format!("{number}.png"));
        assert!(draw.args([&picture, &svg]).status().unwrap().success());
        fs::remove_file(svg).unwrap();
    }
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=queue]").await;
    app.script(
        "(() => {
            window.gaps = [];
            let last = performance.now();
            const tick = () => {
                const now = performance.now();
                if (now - last > 50) window.gaps.push([Math.round(now - last), document.querySelector('#queue-checked').textContent]);
                last = now;
                setTimeout(tick, 1);
            };
            tick();
            return true;
        })()",
    )
    .await;
    app.drop_files(&[&folder], "#screen-queue").await;
    // One after another, as a large batch takes longer than one wait.
    for reached in 1..=count {
        app.wait_for_script(&format!(
            "Number(document.querySelector('#queue-checked').textContent.match(/\\d+/)?.[0]) >= {reached}"
        ))
        .await;
    }
    app.wait_for_script(
        "document.querySelectorAll('#queue-list .queue-findings[data-checked=found]').length >= 3",
    )
    .await;
    println!(
        "gaps over 50 ms, and the progress at each: {}",
        app.script("JSON.stringify(window.gaps)").await
    );
    app.quit();
    let records = crate::queue::opened(&desktop);
    assert_eq!(records.count().unwrap(), 0, "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_ones_own_is_tried_saved_and_finds_its_words_at_once_and_after_a_restart() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=settings]").await;
    app.click("#rules-add").await;
    app.wait_for("#rule-dialog[open]").await;
    app.fill("#rule-title", "内部项目名称不得外传").await;
    app.fill("#rule-words", "蓝鲸计划").await;
    app.fill("#rule-try", "蓝鲸计划本周上线").await;
    app.wait_for_text("#rule-try-result", "内部项目名称不得外传")
        .await;
    app.screenshot("rules-editor").await;
    app.click("#rule-save").await;
    app.wait_for("#own-rules li[data-rule='1']").await;
    app.screenshot("rules-own").await;
    is_found(&app).await;
    app.quit();

    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    crate::stage::ready(&app).await;
    is_found(&app).await;
    app.quit();
}

/// The own rule finds its words in the copy.
async fn is_found(app: &App<'_>) {
    app.click("nav a[data-screen=audit]").await;
    app.fill("#copy", "蓝鲸计划").await;
    app.wait_for_script(
        "document.querySelector('#audit-findings-list').textContent.includes('内部项目名称不得外传')",
    )
    .await;
}
