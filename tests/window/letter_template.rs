//! The template of letters under Settings: saved, refused with what is wrong, chosen, removed.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use window_harness::until;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::stage::{chinese, desktop, open};

/// Writes the template with another text in its document.
fn with(template: &[u8], from: &str, to: &str, path: &Path) {
    let mut zip = ZipArchive::new(Cursor::new(template)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let xml = String::from_utf8(bytes).unwrap();
            assert!(xml.contains(from));
            bytes = xml.replace(from, to).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_template_is_used_and_what_is_wrong_with_one_is_named() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for("#letter-template-name[data-state=none]").await;

    let built_in = desktop.home().path("files/模板.docx");
    app.click("#letter-template-save").await;
    app.save_file_as(&built_in);
    let template = until("the template", || {
        fs::read(&built_in).ok().filter(|bytes| !bytes.is_empty())
    });

    let misspelt = desktop.home().path("files/有误.docx");
    with(&template, "{{证据摘要}}", "{{证据摘耍}}", &misspelt);
    app.click("#letter-template-choose").await;
    app.choose_file(&misspelt);
    app.wait_for("#letter-template-problem[data-code=letter_template]")
        .await;
    app.wait_for_text("#letter-template-faults [data-kind=unknown]", "证据摘耍")
        .await;
    app.wait_for_text("#letter-template-faults [data-kind=missing]", "证据摘要")
        .await;
    app.wait_for("#letter-template-name[data-state=none]").await;
    app.screenshot("letter-template-refused").await;

    let edited = desktop.home().path("files/示例银行.docx");
    with(&template, "一、审查摘要", "摘要", &edited);
    app.click("#letter-template-choose").await;
    app.choose_file(&edited);
    app.wait_for("#letter-template-name[data-state=set]").await;
    app.wait_for_text("#letter-template-name", "示例银行.docx")
        .await;
    app.screenshot("letter-template").await;
    app.click("#letter-template-remove").await;
    app.wait_for("#letter-template-name[data-state=none]").await;
    app.quit();
}
