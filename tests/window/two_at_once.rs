//! A second start while the app is open, and obstacles to its files.

use std::fs::{self, File};

use serde_json::json;

use crate::stage::{desktop, poster, ready, settings};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_window_says_that_the_app_is_open_already_and_opens_once_that_has_ended() {
    let desktop = desktop();
    settings(&desktop, &json!({ "language": "zh-CN", "theme": "dark" }));
    // Holds the locks like another process of the app.
    let locks = [
        "config/app.finagent.desk/settings.lock",
        "data/app.finagent.desk/data.lock",
    ];
    let held = locks.map(|lock| {
        let path = desktop.home().path(lock);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = File::create(path).unwrap();
        file.try_lock().unwrap();
        file
    });
    let app = desktop.start_app(&[]).await;
    app.wait_for("#start-problem[data-code=already_open]").await;
    app.wait_for_text("#start-problem", "已在另一个窗口中打开")
        .await;
    app.screenshot("already-open").await;
    assert!(
        !desktop
            .home()
            .path("data/app.finagent.desk/records")
            .exists()
    );
    app.press("Return");
    app.wait_for("#start-problem[aria-busy=true]").await;
    app.wait_for("#start-problem:not([aria-busy])").await;
    drop(held);
    app.click("#start-retry").await;
    ready(&app).await;
    app.wait_for("#app[data-screen=audit]").await;
    app.wait_for_script("document.documentElement.lang === 'zh-CN' && document.querySelector('#start-problem').hidden")
        .await;
    app.kill();

    // The lock of a killed process is released.
    let app = desktop.start_app(&[]).await;
    ready(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_with_brings_a_picture_to_the_desk_and_a_second_start_hands_its_files_over() {
    let desktop = desktop();
    settings(&desktop, &json!({ "language": "zh-CN" }));
    let first = poster(&desktop, "九月 海报.jpg");
    let url = format!("file://{}", first.display()).replace(' ', "%20");
    let app = desktop.open_with_app(&[&url]).await;
    ready(&app).await;
    app.wait_for_text("#material-title", "九月 海报.jpg").await;

    // Whatever screen is open, the files arrive, and the second start ends.
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#app[data-screen=records]").await;
    let second = poster(&desktop, "十月海报.jpg");
    let status = desktop.second_start().arg(&second).status().unwrap();
    assert!(status.success());
    app.wait_for("#app[data-screen=audit]").await;
    app.wait_for_text("#material-title", "十月海报.jpg").await;

    // Several files become a batch.
    let status = desktop
        .second_start()
        .args([&first, &second])
        .status()
        .unwrap();
    assert!(status.success());
    app.wait_for("#app[data-screen=queue]").await;
    app.wait_for_text("#queue-list", "九月 海报.jpg").await;
    app.quit();

    // Right after the end, a start opens a window of its own.
    let app = desktop.start_app(&[]).await;
    ready(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_gigabytes_and_a_pipe_where_the_records_are_named_keep_no_window_from_opening()
{
    let desktop = desktop();
    settings(&desktop, &json!({}));
    let at = |name: &str| desktop.home().path("config/app.finagent.desk").join(name);
    File::options()
        .write(true)
        .open(at("settings.json"))
        .unwrap()
        .set_len(3 << 30)
        .unwrap();
    let pipe = at("records-folder.json");
    assert!(
        desktop
            .command("mkfifo")
            .arg(pipe)
            .status()
            .unwrap()
            .success()
    );
    let app = desktop.start_app(&[]).await;
    app.wait_for("#settings-problem[data-code=settings_unreadable]")
        .await;
    app.wait_for_text("#settings-problem", "settings.unreadable-1.json")
        .await;
    app.wait_for_text("#settings-problem", "3,221,225,472")
        .await;
    app.screenshot("settings-too-large").await;
    app.click("#settings-problem .notice-close").await;
    app.wait_for("#settings-problem[data-code=records_folder_unreadable]")
        .await;
    app.click("#settings-problem .notice-close").await;
    app.wait_until_gone("#settings-problem[data-code]").await;
}
