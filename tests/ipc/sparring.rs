//! Conversations: messages, answers, audits, deletion and restoration.

use serde_json::{Value, json};

use crate::test_app::{TestApp, wait_for};

#[test]
fn a_conversation_keeps_what_was_said_and_answered() {
    let app = TestApp::open();
    let opening = json!([{ "speaker": "partner", "text": "这个理财保本吗？" }]);
    let begun = app
        .call(
            "conversation_begin",
            json!({ "title": "", "scenario": "retired", "opening": opening }),
        )
        .unwrap();
    let id = &begun["id"];
    let say = |text: &str, instead_of: Value| {
        let request = json!({
            "conversation": id, "text": text, "insteadOf": instead_of, "model": "4-Plus", "temperature": 0.5,
        });
        app.call(
            "sparring_run",
            json!({ "request": request, "channel": "__CHANNEL__:7" }),
        )
    };
    let lines = |count: usize| {
        wait_for(|| {
            let shown = app.call("conversation_open", json!({ "id": id })).unwrap();
            (shown["lines"].as_array().unwrap().len() == count).then_some(shown)
        })
    };
    let long = say(&"长".repeat(2_001), Value::Null).unwrap_err();
    assert_eq!(
        (&long["params"]["limit"], &long["params"]["actual"]),
        (&json!(2_000), &json!(2_001))
    );
    lines(1);
    say("不保本，请看风险等级。", Value::Null).unwrap();
    let shown = lines(3);
    assert_eq!(shown["lines"][1]["source"], "person");
    assert_eq!(shown["lines"][2]["source"], "demo");
    assert!(!shown["lines"][2]["blocks"].as_array().unwrap().is_empty());

    let request = json!({ "conversation": id, "model": "4-Plus", "temperature": 0.5 });
    let audit = app
        .call(
            "sparring_audit",
            json!({ "request": request, "channel": "__CHANNEL__:7" }),
        )
        .unwrap();
    wait_for(|| {
        let report = app
            .call("report_markdown", json!({ "run": audit }))
            .unwrap();
        (!report.as_str().unwrap().is_empty()).then_some(())
    });
    app.call("conversation_delete", json!({ "id": id }))
        .unwrap();
    let gone = app.call("conversation_open", json!({ "id": id }));
    assert_eq!(gone.unwrap_err()["code"], "conversation_unknown");
    let names = app
        .call("conversation_restore", json!({ "id": id }))
        .unwrap();
    assert_eq!(names[0]["beginning"], "不保本，请看风险等级。");
}
