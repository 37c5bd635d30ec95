//! Files other than single pictures: pages, frames, texts and archives. Large files must not use memory of the app.

use std::{
    fs,
    io::{Cursor, Write},
    path::PathBuf,
};

use demo_service::Pace;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, RgbaImage, codecs::gif::GifEncoder};
use serde_json::Value;
use window_harness::{App, Desktop, until};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    parts::{Received, with_key},
    stage::{app_of, chinese, copy, desktop, open, open_latest_record, poster, report, service},
};

/// Saves a file with this name in the user's files.
pub fn saved(desktop: &Desktop, name: &str, bytes: &[u8]) -> PathBuf {
    let path = desktop.home().path(format!("files/{name}"));
    fs::write(&path, bytes).unwrap();
    path
}

/// A picture whose block has a different position for each number.
pub fn screen(number: u32) -> RgbImage {
    RgbImage::from_fn(600, 400, |x, y| {
        if y > 100 && y < 200 && x / 150 == number % 4 {
            Rgb([180, 30, 30])
        } else {
            Rgb([250, 246, 240])
        }
    })
}

/// The picture as a PNG file.
pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}

/// A ZIP archive.
pub fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A text document with two paragraphs and a picture between them.
pub fn docx(before: &str, picture: &[u8], after: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>
<w:p><w:r><w:t>{before}</w:t></w:r></w:p>
<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>
<w:p><w:r><w:t>{after}</w:t></w:r></w:p>
</w:body></w:document>"#
    );
    let types = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let rels = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let pictures = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>"#;
    packed(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", pictures.as_bytes()),
        ("word/media/image1.png", picture),
    ])
}

/// A PDF with one A4 page for each line.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let pages = lines.len();
    let kids: String = (0..pages)
        .map(|page| format!("{} 0 R ", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (page, line) in lines.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * page
        ));
        let drawn = format!("BT /F1 24 Tf 60 700 Td ({line}) Tj ET");
        let length = drawn.len();
        objects.push(format!(
            "<< /Length {length} >>\nstream\n{drawn}\nendstream"
        ));
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let table = file.len();
    let count = objects.len() + 1;
    write!(file, "xref\n0 {count}\n0000000000 65535 f \n").unwrap();
    for place in places {
        write!(file, "{place:010} 00000 n\r\n").unwrap();
    }
    write!(
        file,
        "trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF"
    )
    .unwrap();
    file
}

/// Waits until the copy field contains exactly this text.
pub async fn copy_is(app: &App<'_>, wanted: &str) {
    app.wait_for_script(&format!(
        "document.querySelector('#copy').value === {}",
        Value::from(wanted)
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_document_go_into_the_copy_and_its_picture_is_audited_with_them() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let picture = png(&screen(1));
    let file = docx("本产品保本保息，年化收益 8%。", &picture, "投资有风险。");
    let file = saved(&desktop, "九月活动推文.docx", &file);
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for("#copy-document[data-state=filled]").await;
    copy_is(&app, "本产品保本保息，年化收益 8%。\n\n投资有风险。").await;
    app.screenshot("document-docx").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    assert!(received.pictures() == [picture], "another picture");
    assert!(received.says("本产品保本保息，年化收益 8%。"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_of_a_pdf_is_audited_under_its_number_and_its_words_with_the_first() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let lines = [
        "Guaranteed return of 8 percent",
        "Past performance says nothing",
    ];
    let file = saved(&desktop, "产品折页.pdf", &pdf(&lines));
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_text("#material-facts", "PDF").await;
    copy_is(
        &app,
        "Guaranteed return of 8 percent\n\nPast performance says nothing",
    )
    .await;
    app.screenshot("document-pdf").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for_script(
        "[...document.querySelectorAll('#screen-audit h1.part[data-state=finished]')].map(h => h.textContent).join().includes('第 2 页')",
    )
    .await;
    app.screenshot("document-pdf-report").await;
    let pictures = received.pictures();
    assert_eq!(pictures.len(), 2);
    // A4 at 200 dpi.
    let page = image::load_from_memory(&pictures[0]).unwrap();
    assert!((1650..1658).contains(&page.width()) && (2335..2343).contains(&page.height()));
    assert!(received.says(lines[0]));

    open_latest_record(&app).await;
    app.wait_for_script(
        "document.querySelectorAll('#screen-records h1.part[data-state=finished]').length === 2",
    )
    .await;
    app.screenshot("document-pdf-record").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_file_is_audited_as_copy_and_nothing_that_was_typed_is_lost() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let file = saved(&desktop, "话术.txt", "稳赚不赔，随存随取。".as_bytes());
    app.fill("#copy", "我已经写了一半").await;
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded][data-pictured=false]")
        .await;
    app.wait_for("#copy-document[data-state=offered]").await;
    copy_is(&app, "我已经写了一半").await;
    app.screenshot("document-text-offered").await;
    app.click("#copy-document-do").await;
    app.wait_for("#copy-document[data-state=filled]").await;
    app.wait_for_script(
        "document.querySelector('#copy').value.includes('我已经写了一半') && document.querySelector('#copy').value.includes('稳赚不赔，随存随取。')",
    )
    .await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    assert!(received.pictures().is_empty() && received.says("稳赚不赔，随存随取。"));
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#records-grid .record-row[data-record]").await;
    app.wait_for_script(
        "document.querySelector('#records-grid .record-row[data-record]').textContent.includes('话术.txt')",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn untouched_words_of_a_former_document_make_way_for_the_next_file_and_edited_ones_are_asked_about()
 {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let (old, new) = ("稳赚不赔，随存随取。", "历史业绩不代表未来表现。");
    let first = saved(&desktop, "甲.txt", old.as_bytes());
    let second = saved(&desktop, "乙.txt", new.as_bytes());
    let picture = saved(&desktop, "丙.png", &png(&screen(1)));
    app.drop_files(&[&first], "#material").await;
    copy_is(&app, old).await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    assert!(received.says(old));

    app.drop_files(&[&second], "#material").await;
    app.wait_for_text("#material-title", "乙").await;
    copy_is(&app, new).await;
    app.wait_for("#copy-document[data-state=filled]").await;
    app.press("ctrl+Return");
    until("the new words went along", || {
        received.says(new).then_some(())
    });
    app.click("#copy").await;
    app.press("ctrl+z");
    copy_is(&app, old).await;
    app.press("ctrl+y");
    copy_is(&app, new).await;

    // A picture has no embedded text.
    app.drop_files(&[&picture], "#material").await;
    app.wait_for_text("#material-title", "丙").await;
    copy_is(&app, "").await;
    app.wait_for("#copy-document[hidden]").await;
    app.click("#copy").await;
    app.press("ctrl+z");
    copy_is(&app, new).await;

    app.click("#copy-clear").await;
    app.drop_files(&[&first], "#material").await;
    copy_is(&app, old).await;
    app.fill("#copy", "以合同为准。").await;
    let edited = copy(&app).await;
    assert_ne!(edited, old);
    app.drop_files(&[&second], "#material").await;
    app.click("#question[open] #question-yes").await;
    app.wait_for("#copy-document[data-state=offered]").await;
    copy_is(&app, &edited).await;
    // The user kept the text for the previous file, not for this one.
    app.drop_files(&[&picture], "#material").await;
    app.click("#question[open] #question-no").await;
    app.wait_for_text("#material-title", "丙").await;
    app.wait_for("#copy-document[hidden]").await;
    copy_is(&app, "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screens_of_a_moving_banner_are_audited_one_by_one_under_their_names() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for number in [0, 0, 1, 1, 2, 0] {
        let frame: RgbaImage = DynamicImage::from(screen(number)).into_rgba8();
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let file = saved(&desktop, "轮播.gif", &gif);
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_text("#material-facts", "GIF").await;
    app.screenshot("document-frames").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for_script(
        "document.querySelectorAll('#screen-audit h1.part[data-state=finished]').length === 3",
    )
    .await;
    app.screenshot("document-frames-report").await;
    assert_eq!(received.pictures().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_gives_the_queue_its_files_and_those_that_look_alike_are_asked_about() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    let one = png(&screen(1));
    // The same picture, enlarged.
    let larger = image::imageops::resize(
        &screen(1),
        900,
        600,
        image::imageops::FilterType::CatmullRom,
    );
    let archive = packed(&[
        ("物料/一.png", &one),
        ("物料/一（大）.png", &png(&larger)),
        ("物料/三.png", &png(&screen(3))),
        ("物料/话术.txt", "保本高收益，当天放款。".as_bytes()),
        ("物料/表.xyz", &[0, 1, 2, 3]),
        ("__MACOSX/._一.png", b"x"),
    ]);
    let archive = saved(&desktop, "九月物料.zip", &archive);
    app.drop_files(&[&archive], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    app.wait_for_script("document.querySelectorAll('#queue-list .queue-row[data-state=waiting]').length === 3 && document.querySelectorAll('#queue-list .queue-row[data-state=alike]').length === 1").await;
    app.wait_for("#queue-refused .queue-refused-row[data-code=picture_format]")
        .await;
    app.screenshot("queue-archive").await;
    app.click("#queue-run").await;
    app.wait_for_script(
        "document.querySelectorAll('#queue-list .queue-row[data-state=finished]').length === 3",
    )
    .await;
    app.wait_for("#queue-list .queue-row[data-state=alike]")
        .await;
    app.screenshot("queue-alike").await;
    app.click("#queue-list .queue-row[data-state=alike] button[data-act=accept]")
        .await;
    app.wait_for(
        "#queue-list .queue-row[data-state=waiting], #queue-list .queue-row[data-state=running]",
    )
    .await;
    app.click("#queue-run").await;
    app.wait_for_script(
        "document.querySelectorAll('#queue-list .queue-row[data-state=finished]').length === 4",
    )
    .await;
    app.wait_for("#queue-register:not([hidden])").await;
    app.screenshot("queue-archive-done").await;
}

/// The peak memory of the app since the last call, in kibibytes.
fn most_memory(app: &App<'_>) -> u64 {
    let process = format!("/proc/{}", app.pid());
    let status = fs::read_to_string(format!("{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let digits = line.unwrap().split_whitespace().nth(1).unwrap();
    fs::write(format!("{process}/clear_refs"), "5").unwrap();
    digits.parse().unwrap()
}

/// The poster in a file with this many additional bytes.
fn swollen(bytes: usize) -> Vec<u8> {
    let poster = include_bytes!("../fixtures/poster.jpg");
    let (start, rest) = poster.split_at(2);
    let mut file = start.to_vec();
    let comment = [&[0xff, 0xfe, 0xff, 0xff][..], &[b' '; 65_533]].concat();
    while file.len() < bytes {
        file.extend_from_slice(&comment);
    }
    file.extend_from_slice(rest);
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_150_megabytes_takes_no_memory_of_the_app() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let small = poster(&desktop, "小.jpg");
    app.drop_files(&[&small], "#material").await;
    app.wait_for_text("#material-title", "小").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    let usual = most_memory(&app);
    let large = saved(&desktop, "大.jpg", &swollen(150_000_000));
    app.drop_files(&[&large], "#material").await;
    app.wait_for_text("#material-title", "大").await;
    app.press("ctrl+Return");
    app.click("nav a[data-screen=records]").await;
    app.wait_for_script("document.querySelectorAll('#records-grid .outcome-mark[data-outcome=finished]').length === 2").await;
    let with_large = most_memory(&app);
    assert!(
        with_large < usual + 40_000,
        "{with_large} kB with a large file, {usual} kB without"
    );
}
