//! A second start while the app is open, and obstacles to its files.

use std::fs::{self, File};

use serde_json::json;

use crate::stage::{desktop, ready, settings};

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
