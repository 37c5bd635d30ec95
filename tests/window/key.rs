//! The key: into the real keychain, found again after a restart, and nowhere else.

use std::{
    fs,
    path::{Path, PathBuf},
};

use demo_service::Pace;
use serde_json::json;
use window_harness::{Keyring, PASSWORD};

use crate::stage::{
    COPY, KEY, LAST4, app_of, chinese, desktop, desktop_with, enter_key, open, poster, ready,
    report, service,
};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = fs::symlink_metadata(&path).unwrap();
        if kind.is_dir() {
            found.extend(files(&path));
        } else if kind.is_file() {
            found.push(path);
        }
    }
    found
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_full_round_of_use_the_key_is_in_the_keychain_and_nowhere_else() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for_text("#key", LAST4).await;
    app.click("#key-test").await;
    app.wait_for("#key-verdict[data-verdict=accepted]").await;
    app.screenshot("settings-key-accepted").await;
    assert!(
        desktop
            .search_keyring(&["service", "FinAgent Desk"])
            .contains(KEY)
    );

    app.click("nav a[data-screen=audit]").await;
    let poster = poster(&desktop, "poster.jpg");
    app.drop_files(&[&poster], "#material").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for("#audit-ribbon[data-kind=real]").await;
    app.click("#audit-report-save").await;
    app.save_file_as(&desktop.home().path("files/report.md"));
    app.wait_for("#toast:not([hidden])").await;
    service.stop().await;
    app.press("ctrl+Return");
    report(&app, "failed").await;
    let page = app.script("document.documentElement.outerHTML + JSON.stringify([...document.querySelectorAll('input')].map(i => i.value))").await;
    assert!(
        !page.as_str().unwrap().contains("WindowTestSecret"),
        "in the window"
    );
    let stores = app.script("JSON.stringify([document.cookie, Object.keys(localStorage), Object.keys(sessionStorage)])").await;
    assert_eq!(stores, json!("[\"\",[],[]]"));
    let printed = app.stdout() + &app.stderr();
    assert!(!printed.contains("WindowTestSecret"), "{printed}");
    app.quit();

    // Found again after a restart.
    let app = desktop.start_app(&[]).await;
    app.wait_for_text("#service", LAST4).await;
    app.quit();

    // A running keychain keeps its own file; everything else of this person's must not hold the key.
    let keyrings = desktop.home().path("data/keyrings");
    let all = files(desktop.home().root());
    assert!(all.iter().any(|file| file.ends_with("settings.json")));
    for file in all.iter().filter(|file| !file.starts_with(&keyrings)) {
        let bytes = fs::read(file).unwrap_or_default();
        assert!(!holds(&bytes, b"WindowTestSecret"), "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_told_apart_from_no_network_and_a_removed_one_is_gone() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.click("nav a[data-screen=settings]").await;
    app.click("#key-replace").await;
    app.fill("#key-field", "  Bearer not-the-right-key-7777 ")
        .await;
    app.click("#key-save").await;
    app.wait_for_text("#key", "7777").await;
    app.click("#key-test").await;
    app.wait_for("#key-verdict[data-verdict=rejected]").await;
    app.screenshot("settings-key-rejected").await;
    service.stop().await;
    app.click("#key-test").await;
    app.wait_for("#key-verdict[data-verdict=unknown]").await;
    app.click("#key-remove").await;
    app.click("#key-remove-yes").await;
    app.wait_for("#key[data-state=none]").await;
    app.wait_for_text("#service", "演示服务").await;
    assert!(
        !desktop
            .search_keyring(&["service", "FinAgent Desk"])
            .contains("7777")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_key_lives_until_the_app_ends_and_the_window_says_so() {
    let desktop = desktop_with(Keyring::Absent);
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for("#key[data-state=noKeychain]").await;
    app.screenshot("settings-no-keychain").await;
    enter_key(&app, KEY).await;
    app.wait_for("#key[data-state=session]").await;
    app.screenshot("settings-key-session").await;
    app.quit();
    let app = desktop.start_app(&[]).await;
    app.click("nav a[data-screen=settings]").await;
    app.wait_for("#key[data-state=noKeychain]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_is_said_unlocked_by_its_own_prompt_and_never_replaced_by_the_demo_service()
 {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.quit();
    desktop.keyring(Keyring::Locked);
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    app.wait_for_text("#service", "已锁定").await;
    app.fill("#copy", COPY).await;
    app.press("ctrl+Return");
    app.wait_for("#audit-problem[data-code=keychain_locked]")
        .await;
    app.screenshot("failed-keychain-locked").await;
    app.click("#audit-problem-settings").await;
    app.wait_for("#key[data-state=locked]").await;
    app.screenshot("settings-key-locked").await;

    // The system's own prompt, answered as a person answers it.
    app.click("#key-unlock").await;
    desktop.answer_keyring_prompt(PASSWORD);
    app.wait_for("#key[data-state=stored]").await;
    app.click("nav a[data-screen=audit]").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for("#audit-ribbon[data-kind=real]").await;
}
