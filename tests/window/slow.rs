//! Files that take very long to prepare: the app asks the user, loses nothing, and stops at once on request.

use std::{fs, path::PathBuf};

use serde_json::json;
use window_harness::Desktop;

use crate::stage::{chinese, desktop, open, poster};

/// A page that takes minutes to render: it evaluates a long program for each pixel, hundreds of times.
fn endless(desktop: &Desktop, name: &str) -> PathBuf {
    let program = "2 copy mul sin exch cos add 2 copy ".repeat(40);
    let program = format!("{{ {program} {} }}", "pop ".repeat(81));
    let content = "/S sh ".repeat(900);
    let stream = |dict: &str, content: &str| {
        format!(
            "<< {dict} /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Shading << /S 5 0 R >> >> >>"
            .to_owned(),
        stream("", &content),
        "<< /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 600 0 900] /Function 6 0 R >>".to_owned(),
        stream("/FunctionType 4 /Domain [0 600 0 900] /Range [0 1]", &program),
    ];
    // Readers repair a missing cross-reference table.
    let objects: String = (1..)
        .zip(&objects)
        .map(|(number, object)| format!("{number} 0 obj\n{object}\nendobj\n"))
        .collect();
    saved(
        desktop,
        name,
        format!("%PDF-1.7\n{objects}trailer\n<< /Root 1 0 R >>\n%%EOF\n").as_bytes(),
    )
}

fn saved(desktop: &Desktop, name: &str, bytes: &[u8]) -> PathBuf {
    let folder = desktop.home().path("files");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// An empty canvas of 300 megapixels.
fn sparse(desktop: &Desktop) -> PathBuf {
    let mut gif = b"GIF89a\xff\xff\xe1\x11\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    gif.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b");
    saved(desktop, "空白.gif", &gif)
}

/// An element with far too many attributes.
fn wide(desktop: &Desktop) -> PathBuf {
    let many: String = (0..10_000).map(|n| format!(" a{n}=''")).collect();
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'><g{many}/></svg>");
    saved(desktop, "属性.svg", svg.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_takes_long_is_asked_about_and_stopped_at_once() {
    let desktop = desktop();
    for (language, chosen, words) in [
        ("zh", chinese(), "继续等待"),
        ("en", json!({ "language": "en" }), "Keep waiting"),
    ] {
        let app = open(&desktop, &chosen).await;
        app.drop_files(&[&endless(&desktop, "说明书.pdf")], "#material")
            .await;
        app.wait_for("#material-preparing[data-slow=true]").await;
        app.wait_for_text("#material-wait", words).await;
        app.screenshot(&format!("material-slow-{language}")).await;
        app.click("#material-wait").await;
        app.wait_for("#material-preparing[data-slow=false]:not([hidden])")
            .await;
        app.click("#material-stop").await;
        app.wait_for("#material-preparing[hidden]").await;
        for (number, file) in [sparse(&desktop), wide(&desktop)].iter().enumerate() {
            app.drop_files(&[file], "#material").await;
            let name = file.file_name().unwrap().to_string_lossy();
            app.wait_for_text("#material-problem", &name).await;
            app.screenshot(&format!("material-refused-{language}-{number}"))
                .await;
        }
        app.quit();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_sets_aside_what_takes_long_and_waits_for_it_where_the_person_says_so() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let files = [
        endless(&desktop, "说明书.pdf"),
        poster(&desktop, "海报.jpg"),
    ];
    let files: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    app.drop_files(&files, "#material").await;
    app.wait_for("#queue-refused .queue-refused-row[data-code=preparing_slow]")
        .await;
    app.wait_for("#queue-list .queue-row[data-state=waiting]")
        .await;
    app.screenshot("queue-set-aside").await;
    // The file is still available, and the app waits for it until the user stops it.
    app.click("#queue-add-slow").await;
    app.wait_for("#queue-adding:not([hidden])").await;
    app.screenshot("queue-set-aside-waiting").await;
    app.click("#queue-add-stop").await;
    app.wait_for("#queue-adding[hidden]").await;
}
