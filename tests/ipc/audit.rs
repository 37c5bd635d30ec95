//! Audits: refused before anything is sent, one at a time, and cancellable.

use demo_service::{Fault, Faults};
use serde_json::{Value, json};

use crate::test_app::{KEY, TestApp, demo, wait_for};

fn run(app: &TestApp, request: Value) -> Result<Value, Value> {
    app.call(
        "audit_run",
        json!({ "request": request, "channel": "__CHANNEL__:7" }),
    )
}

#[test]
fn what_is_wrong_with_a_request_is_said_before_anything_is_sent() {
    let app = TestApp::open();
    let request = |copy: &str| json!({ "copy": copy, "material": null, "model": "4-Plus", "temperature": 0.5 });
    let nothing = run(&app, request(" \n")).unwrap_err();
    assert_eq!(nothing["code"], "invalid_request");
    assert_eq!(nothing["params"]["problem"], "missing");
    let long = run(&app, request(&"保".repeat(500_001))).unwrap_err();
    assert_eq!(long["params"]["problem"], "too_long");
    assert_eq!(long["params"]["limit"], 500_000);
    assert_eq!(long["params"]["actual"], 500_001);
    let gone = run(
        &app,
        json!({ "copy": "x", "material": 9, "model": "4-Plus", "temperature": 0.5 }),
    );
    assert_eq!(gone.unwrap_err()["code"], "material_gone");
    let model = run(
        &app,
        json!({ "copy": "x", "material": null, "model": "5", "temperature": 0.5 }),
    );
    assert_eq!(model.unwrap_err()["code"], "invalid_request");
}

#[test]
fn only_one_run_at_a_time_and_it_can_be_stopped() {
    let app = TestApp::open();
    let service = demo(demo_service::Settings {
        faults: Faults::none().always(Fault::Silence),
        ..Default::default()
    });
    app.change("origin", json!(service.origin())).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    let request =
        json!({ "copy": "保本", "material": null, "model": "4-Plus", "temperature": 0.5 });
    let first = run(&app, request.clone()).unwrap();
    assert_eq!(
        run(&app, request.clone()).unwrap_err()["code"],
        "run_in_progress"
    );
    app.call("run_cancel", json!({ "run": first })).unwrap();
    // The next audit can start as soon as the first one has ended.
    let second = wait_for(|| match run(&app, request.clone()) {
        Ok(run) => Some(run),
        Err(problem) => {
            assert_eq!(problem["code"], "run_in_progress");
            None
        }
    });
    assert_ne!(first, second);
    app.call("run_cancel", json!({ "run": second })).unwrap();
    assert_eq!(
        app.call("run_cancel", json!({ "run": 99 })).unwrap_err()["code"],
        "run_unknown"
    );
}
