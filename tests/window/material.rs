//! Every way to load a picture, and the messages for pictures that can't be loaded.

use std::fs;

use serde_json::json;

use crate::stage::{chinese, desktop, open, poster, ready, settings};

#[tokio::test(flavor = "multi_thread")]
async fn dialogs_speak_the_language_of_the_window_whatever_the_locale_is() {
    let desktop = desktop();
    for (language, heading) in [("zh-CN", "打开"), ("en", "Open")] {
        settings(&desktop, &json!({ "language": language }));
        let app = desktop
            .start_app(&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")])
            .await;
        ready(&app).await;
        app.press("ctrl+o");
        assert_eq!(app.dialog_title(), heading);
        desktop.screenshot(&format!("dialog-{language}"));
        app.dismiss_dialog();
        app.kill();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_comes_by_dialog_and_by_paste_and_leaves_again() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let file = poster(&desktop, "poster.jpg");

    app.press("ctrl+o");
    app.choose_file(&file);
    app.wait_for("#material[data-state=loaded]").await;
    app.click("#material-remove").await;
    app.wait_for("#material[data-state=empty]").await;

    desktop.copy_files(&[&file]);
    app.press("ctrl+v");
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_text("#material", "1,240").await;
    app.click("#material-remove").await;
    app.wait_for("#material[data-state=empty]").await;

    let png = desktop.home().path("files/shot.png");
    image::RgbImage::from_pixel(321, 123, image::Rgb([20, 90, 190]))
        .save(&png)
        .unwrap();
    desktop.copy_picture(&png);
    app.press("ctrl+v");
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_text("#material", "321").await;
    app.screenshot("material-pasted").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_file_leaves_the_former_picture_and_several_files_leave_a_word() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let long = format!(
        "{}-最终版-法务已阅.jpg",
        "九月信用卡分期活动朋友圈海报".repeat(5)
    );
    app.drop_files(&[&poster(&desktop, &long)], "#material")
        .await;
    app.wait_for("#material[data-state=loaded]").await;
    app.screenshot("material-long-name").await;

    let first = poster(&desktop, "first.jpg");
    let second = poster(&desktop, "second.jpg");
    desktop.copy_files(&[&first, &second]);
    app.press("ctrl+v");
    app.wait_for_text("#material-left-out", "second.jpg").await;
    app.screenshot("material-left-out").await;

    let disguised = desktop.home().path("files/海报.jpg");
    fs::write(&disguised, br"{\rtf1\ansi not a picture at all}").unwrap();
    app.drop_files(&[&disguised], "#material").await;
    app.wait_for("#material-problem[data-code=picture_format]")
        .await;
    app.wait_for_text("#material-problem", "RTF").await;
    app.wait_for_text("#material-title", "first").await;

    let large = desktop.home().path("files/large.png");
    let file = fs::File::create(&large).unwrap();
    file.set_len(200_000_001).unwrap();
    app.drop_files(&[&large], "#material").await;
    app.wait_for("#material-problem[data-code=picture_too_large]")
        .await;
    app.wait_for("#material[data-state=loaded]").await;
    app.screenshot("material-refused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_fits_shows_every_pixel_and_zooms_by_wheel_and_keys() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let file = poster(&desktop, "poster.jpg");
    app.drop_files(&[&file], "#material").await;
    app.wait_for_script("[...document.images].some(i => i.complete && i.naturalWidth === 1240)")
        .await;
    let width =
        "document.querySelector('#viewer img').getBoundingClientRect().width * devicePixelRatio";
    app.wait_for_script(&format!("{width} < 1000")).await;
    app.click("#zoom-actual").await;
    app.wait_for_script(&format!("Math.abs({width} - 1240) < 1.5"))
        .await;
    app.screenshot("material-actual-size").await;
    app.turn_wheel("#viewer", 2, &["ctrl"]).await;
    app.wait_for_script(&format!("{width} > 1300")).await;
    app.click_with_mouse("#viewer").await;
    app.press("0");
    app.wait_for_script(&format!("{width} < 1000")).await;
    app.press("plus");
    app.wait_for_script(&format!("{width} > 100")).await;
}
