//! Conversations: messages, answers, audits, deletion and restoration.

use serde_json::{Value, json};

use crate::staging::{Staging, wait_for};

#[test]
fn a_conversation_keeps_what_was_said_and_answered() {
    let desk = Staging::open();
    let opening = json!([{ "speaker": "partner", "text": "这个理财保本吗？" }]);
    let begun = desk
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
        desk.call(
            "sparring_run",
            json!({ "request": request, "channel": "__CHANNEL__:7" }),
        )
    };
    let lines = |count: usize| {
        wait_for(|| {
            let shown = desk.call("conversation_open", json!({ "id": id })).unwrap();
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
    let audit = desk
        .call(
            "sparring_audit",
            json!({ "request": request, "channel": "__CHANNEL__:7" }),
        )
        .unwrap();
    wait_for(|| {
        let report = desk
            .call("report_markdown", json!({ "run": audit }))
            .unwrap();
        (!report.as_str().unwrap().is_empty()).then_some(())
    });
    desk.call("conversation_delete", json!({ "id": id }))
        .unwrap();
    let gone = desk.call("conversation_open", json!({ "id": id }));
    assert_eq!(gone.unwrap_err()["code"], "conversation_unknown");
    let names = desk
        .call("conversation_restore", json!({ "id": id }))
        .unwrap();
    assert_eq!(names[0]["beginning"], "不保本，请看风险等级。");
}
