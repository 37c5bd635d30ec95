//! Failures of the app itself.

use serde_json::json;

use crate::test_app::{KEY, TestApp, wait_for};

#[test]
fn the_window_learns_of_a_panic_by_its_place_and_never_by_its_words() {
    let app = TestApp::open();
    app.call("app_start", json!({})).unwrap();
    app.call("app_listen", json!({ "channel": "__CHANNEL__:1" }))
        .unwrap();
    finagent_desk::report_panics(app.app.handle().clone());
    let panicking = std::thread::spawn(|| panic!("保本高收益 {KEY}"));
    panicking.join().unwrap_err();
    let told = wait_for(|| {
        let mut heard = app.heard(1).into_iter();
        heard.find(|message| message["type"] == "faulted")
    });
    assert_eq!(told["problem"]["code"], "app_fault");
    let place = told["problem"]["params"]["place"].as_str().unwrap();
    assert!(place.contains("faults.rs:"), "{place}");
    let told = told.to_string();
    assert!(!told.contains("保本") && !told.contains(KEY), "{told}");
}
