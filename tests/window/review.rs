//! The road from a dropped poster to an archived opinion: decisions, submission, checklist, conclusion, signature, letters.

use std::{
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use records::statement::{StatementBody, StatementKind};
use serde_json::Value;
use window_harness::{App, Desktop, until};

use crate::{
    findings::{POSTER, poster},
    queue::opened,
    stage::{KEY, chinese_at, desktop, enter_key, open, report, service},
};

/// How long letters and comparisons may take on a busy machine.
const LONG: Duration = Duration::from_secs(180);

/// Waits until the state of the review is this one.
pub async fn state(app: &App<'_>, state: &str) {
    app.wait_for(&format!("#screen-review[data-state={state}]"))
        .await;
}

/// Archives with a template that can't be used, which leads to the place where it is removed.
async fn without_its_faulty_template(desktop: &Desktop, app: &App<'_>) {
    let folder = desktop
        .home()
        .path("data/app.finagent.desk/letter-template");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("有误.docx"), "no document").unwrap();
    app.click("#review-do-archive").await;
    app.wait_for("#review-sign-problem[data-code=letter_template]")
        .await;
    app.click("#review-open-template").await;
    app.wait_for("#letter-template-name[data-state=faulty]")
        .await;
    // Also once the lists above it have loaded.
    app.wait_for_script(
        "(({ top }) => top >= 0 && top < 150)(document.querySelector('#settings-review').getBoundingClientRect())",
    )
    .await;
    app.screenshot("letter-template-faulty").await;
    app.click("#letter-template-remove").await;
    app.wait_for("#letter-template-name[data-state=none]").await;
    app.click("nav a[data-screen=review]").await;
}

async fn count(app: &App<'_>, css: &str) -> u64 {
    let script = format!("document.querySelectorAll({css:?}).length");
    app.script(&script).await.as_u64().unwrap()
}

/// Presses 1 in the open tab until each of these rows is answered.
async fn adopt_all(app: &App<'_>, rows: &str, answered: &str) -> u64 {
    let all = count(app, rows).await;
    assert!(all >= 3, "{all} rows");
    for done in 1..=all {
        app.press("1");
        app.wait_for_script(&format!(
            "document.querySelectorAll({answered:?}).length >= {done}"
        ))
        .await;
    }
    all
}

/// Draws an SVG as a picture of this width.
pub fn drawn(desktop: &Desktop, name: &str, svg: &str, width: u32) -> PathBuf {
    let folder = desktop.home().path("files");
    let source = folder.join("drawn.svg");
    fs::write(&source, svg).unwrap();
    let picture = folder.join(name);
    let mut command = desktop.command("rsvg-convert");
    command.args(["--width", &width.to_string(), "--output"]);
    let status = command.args([&picture, &source]).status();
    assert!(status.unwrap().success(), "{name} can't be drawn");
    picture
}

/// Compares a file with what was signed, and waits until there are so many comparisons.
async fn compare(app: &App<'_>, picture: &Path, count: usize) {
    app.click("#review-compare").await;
    app.choose_file(picture);
    compared(app, count).await;
}

async fn compared(app: &App<'_>, count: usize) {
    let nth = format!(
        "#review-steps:has(> [data-kind=compared]:nth-child({}))",
        count + 2
    );
    app.wait_long_for(&nth, LONG).await;
}

/// Draws a box below the words of the poster, and says what is wrong there.
async fn add_box(app: &App<'_>, what: &str) {
    app.click("#audit-findings-add").await;
    app.click("#audit-findings-add-box").await;
    app.wait_for("#viewer.boxing").await;
    app.drag_by("#viewer", 60, 40).await;
    app.wait_for("#audit-finding-own[open]").await;
    app.fill("#audit-finding-own-what", what).await;
    app.press("Return");
    app.wait_for_text("#audit-findings-list", "人工添加").await;
}

/// Exports the evidence package of the review that is open.
async fn package(app: &App<'_>, target: &Path) -> Vec<u8> {
    app.click("#review-record").await;
    app.click("#record-export").await;
    app.click("#record-export-package").await;
    app.save_file_as(target);
    until("the package", || {
        fs::read(target).ok().filter(|bytes| !bytes.is_empty())
    })
}

/// Names a person who signs from now on.
pub async fn signer(app: &App<'_>, name: &str, staff: &str) {
    app.wait_for("#review-signer-new").await;
    if !app
        .script("!document.querySelector('#review-signer-form').hidden")
        .await
        .as_bool()
        .unwrap()
    {
        app.click("#review-signer-new").await;
    }
    app.fill("#review-signer-name", name).await;
    app.fill("#review-signer-staff", staff).await;
    app.press("Return");
    app.wait_for_script(&format!(
        "document.querySelector('#review-signer').selectedOptions[0]?.textContent.includes({name:?})"
    ))
    .await;
}

/// Adopts all findings of the open review.
pub async fn adopt_findings(app: &App<'_>) -> u64 {
    app.click("#review-tab-findings").await;
    adopt_all(
        app,
        "#review-findings-list .review-finding",
        "#review-findings-list .review-finding[data-decided=true]",
    )
    .await
}

/// Fills the required fields of the submission.
pub async fn fill_submission(app: &App<'_>) {
    app.click("#review-tab-submission").await;
    app.click("#review-take-number").await;
    app.wait_for_script("document.querySelector('#review-field-number').value.startsWith('SC-')")
        .await;
    app.script(
        "(() => {
            const type = document.querySelector('#review-field-type');
            type.value = '海报';
            type.dispatchEvent(new Event('input', { bubbles: true }));
            return true;
        })()",
    )
    .await;
    for (field, words) in [
        ("title", "九月理财海报"),
        ("department", "零售信贷部"),
        ("submitter", "李示例"),
    ] {
        app.fill(&format!("#review-field-{field}"), words).await;
    }
}

/// Answers all points of the checklist for a poster.
pub async fn fill_checklist(app: &App<'_>) -> u64 {
    app.click("#review-tab-checklist").await;
    // Those of a poster, not only those for all types.
    app.wait_for("#review-points [data-point=sources]").await;
    adopt_all(
        app,
        "#review-points [data-point]",
        "#review-points [data-point][data-result=pass]",
    )
    .await
}

/// Draws the conclusion, with what is to be put right.
pub async fn conclude(app: &App<'_>) {
    app.click("#review-tab-conclusion").await;
    app.click("#review-conclusion-passAfterChanges").await;
    app.fill("#review-opinion", "删除违规表述后可以上线。")
        .await;
    app.click("#review-rectification-fill").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_poster_becomes_a_signed_and_archived_opinion() {
    let desktop = desktop();
    let service = service(demo_service::Pace::Instant, "").await;
    let app = open(&desktop, &chinese_at(&service.origin())).await;
    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    app.drop_files(&[&poster(&desktop)], "#material").await;
    app.wait_for("#ocr[data-state=read]").await;
    app.wait_for("#audit-findings[data-state=found]").await;
    add_box(&app, "右下角缺少风险等级").await;
    app.click("#audit-run").await;
    report(&app, "finished").await;
    app.click("#audit-review").await;
    state(&app, "open").await;
    app.wait_for("#review-findings-list .review-finding").await;
    app.screenshot("review-open").await;

    let found = adopt_findings(&app).await;
    fill_submission(&app).await;
    app.screenshot("review-submission").await;
    let points = fill_checklist(&app).await;
    app.screenshot("review-checklist").await;
    conclude(&app).await;
    app.screenshot("review-conclusion").await;
    app.click("#review-tab-sign").await;

    // Who submitted it can't sign it.
    signer(&app, "李示例", "1001").await;
    app.click("#review-do-sign").await;
    app.wait_for("#review-sign-problem[data-code='review_own_work']")
        .await;
    signer(&app, "张示例", "1002").await;
    app.click("#review-do-sign").await;
    state(&app, "reviewed").await;
    app.screenshot("review-signed").await;
    without_its_faulty_template(&desktop, &app).await;
    app.click("#review-do-archive").await;
    // Two letters are set by an unoptimised build.
    app.wait_long_for("#screen-review[data-state=archived]", LONG)
        .await;
    app.wait_for("#review-letters li").await;
    app.screenshot("review-archived").await;

    // What went live: half the size, and later with a promise of another rate.
    let half = drawn(&desktop, "半幅.png", POSTER, 620);
    compare(&app, &half, 1).await;
    app.wait_for("#review-steps [data-outcome=samePicture]")
        .await;
    let altered = POSTER.replace("全国第一", "全国第二");
    let altered = drawn(&desktop, "上线截图.png", &altered, 1_240);
    // While the archived review is open, a dropped picture is what was published; one at a time.
    app.drop_files(&[&half, &altered], "#review-columns").await;
    app.wait_for("#review-published-problem[data-code=published_one]")
        .await;
    app.drop_files(&[&altered], "#review-columns").await;
    compared(&app, 2).await;
    app.wait_for("#review-steps [data-outcome=altered]").await;
    app.wait_for_text("#review-steps .review-step-differences", "「一」→「二」")
        .await;
    let screenshot = app.screenshot("review-compared").await;
    let target = desktop.home().path("files/资料包.zip");
    app.click("#review-packet").await;
    app.save_file_as(&target);
    let packet = until("the packet", || {
        fs::read(&target).ok().filter(|bytes| !bytes.is_empty())
    });
    let package = package(&app, &desktop.home().path("files/证据.zip")).await;
    app.quit();
    packed(packet);
    let verdict = records::verify::verify(&package, None);
    assert!(verdict.holds(), "{verdict:?}");

    let records = opened(&desktop);
    let statements = records.statements(1).unwrap();
    let kinds: Vec<_> = statements.iter().map(|one| one.kind()).collect();
    let expected = [
        StatementKind::Reviewed,
        StatementKind::Archived,
        StatementKind::Compared,
        StatementKind::Compared,
    ];
    assert_eq!(kinds, expected);
    let StatementBody::Reviewed(reviewed) = &statements.first().unwrap().body else {
        unreachable!("the kinds were compared");
    };
    assert_eq!(reviewed.findings.len() as u64, found);
    let drawn = reviewed
        .findings
        .iter()
        .find(|one| one.title == "右下角缺少风险等级");
    let [place] = drawn.expect("the box is no finding").picture.as_slice() else {
        panic!("{drawn:?} has no place");
    };
    assert!(
        place[2][0] > place[0][0] && place[2][1] > place[0][1],
        "{place:?}"
    );
    assert_eq!(reviewed.checklist.len() as u64, points);
    assert_eq!(reviewed.submission.department, "零售信贷部");
    let archived = statements.get(1).unwrap();
    assert_eq!(archived.signer.as_ref().unwrap().name, "张示例");
    let deleted = records.delete(1, "试试", &records::Timestamp::utc(1));
    assert_eq!(deleted, Err(records::Error::Archived));

    let folder = desktop.home().path("letters");
    fs::create_dir_all(&folder).unwrap();
    for file in archived.files() {
        let bytes = records.statement_file(1, &file.sha256).unwrap();
        let path = folder.join(&file.name);
        fs::write(&path, bytes).unwrap();
        let text = if file.name.ends_with(".pdf") {
            let pages = screenshot.with_file_name("letter");
            read(
                Command::new("pdftoppm")
                    .args(["-png", "-r", "70"])
                    .args([&path, &pages]),
            );
            read(Command::new("pdftotext").arg(&path).arg("-"))
        } else {
            let script = "import sys, docx\ndoc = docx.Document(sys.argv[1])\n\
                for p in doc.paragraphs: print(p.text)\n\
                for t in doc.tables:\n  for r in t.rows: print(' | '.join(c.text for c in r.cells))";
            read(
                Command::new("/usr/bin/python3")
                    .args(["-c", script])
                    .arg(&path),
            )
        };
        let text: String = text.split_whitespace().collect();
        for finding in &reviewed.findings {
            let excerpt: String = finding.excerpt.split_whitespace().collect();
            assert!(text.contains(&excerpt), "{excerpt} is not in {}", file.name);
        }
        for words in [
            "消保审查意见书",
            "SC-",
            "九月理财海报",
            "张示例",
            "删除违规表述后可以上线",
        ] {
            assert!(
                text.contains(words),
                "{words} is not in {}: {text}",
                file.name
            );
        }
    }
}

/// The packet has all files that its summary lists, and no others.
fn packed(packet: Vec<u8>) {
    let mut zip = zip::ZipArchive::new(Cursor::new(packet)).unwrap();
    let mut content = |path: &str| {
        let mut bytes = Vec::new();
        zip.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let summary: Value = serde_json::from_slice(&content("summary.json")).unwrap();
    let said = |path: &str| summary.pointer(path).unwrap();
    assert_eq!(said("/format"), "finagent-packet-1");
    assert_eq!(said("/submission/title"), "九月理财海报");
    assert_eq!(said("/reviewer/name"), "张示例");
    let files = said("/files").as_array().unwrap();
    let roles: Vec<_> = files
        .iter()
        .map(|file| file["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["letter", "letter", "material", "evidence"]);
    for file in files {
        let bytes = content(file["path"].as_str().unwrap());
        assert_eq!(file["sha256"], records::sha256_hex(&bytes));
        assert_eq!(file["bytes"], bytes.len());
    }
    assert_eq!(zip.len(), files.len() + 1);
}

fn read(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}
