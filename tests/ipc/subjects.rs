//! Reports on a company or a topic: the name, the flowchart, and the previous report.

use serde_json::{Value, json};

use crate::test_app::{TestApp, wait_for};

fn subject(app: &TestApp, command: &str, subject: &str, insist: bool) -> Result<Value, Value> {
    let request =
        json!({ "subject": subject, "insist": insist, "model": "4-Plus", "temperature": 0.5 });
    app.call(
        command,
        json!({ "request": request, "channel": "__CHANNEL__:7" }),
    )
}

/// Waits for the end of a run, and draws its flowchart. Returns the facts of the drawing and the PNG.
fn chart(app: &TestApp, run: &Value, order: Value) -> (Value, Vec<u8>) {
    let bytes = wait_for(|| {
        let drawn = app.call("flowchart_draw", json!({ "run": run, "order": order }));
        match drawn {
            Ok(bytes) => Some(bytes),
            Err(problem) => {
                assert_eq!(problem["code"], "flowchart_none", "{problem}");
                None
            }
        }
    });
    let bytes: Vec<u8> = serde_json::from_value(bytes).unwrap();
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let said = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    (said, bytes[4 + length..].to_vec())
}

#[test]
fn a_subject_longer_than_the_contract_says_is_sent_only_when_the_person_insists() {
    let app = TestApp::open();
    let example = "Beijing Zhipu Huatong Technology Co., Ltd.";
    for command in ["diligence_run", "updates_run"] {
        let long = subject(&app, command, example, false).unwrap_err();
        assert_eq!(long["params"]["problem"], "too_long");
        assert_eq!(
            (&long["params"]["limit"], &long["params"]["actual"]),
            (&json!(25), &json!(42))
        );
        let short = subject(&app, command, " 甲 ", true).unwrap_err();
        assert_eq!(short["params"]["problem"], "too_short");
        subject(&app, command, example, true).unwrap();
    }
    let kind = json!({ "kind": "company" });
    let listed = app.call("subject_list", kind).unwrap();
    assert_eq!(listed[0]["name"], example);
}

#[test]
fn a_flowchart_is_drawn_whole_and_in_part_with_its_labels_as_text() {
    let app = TestApp::open();
    let run = subject(&app, "diligence_run", "示例科技有限公司", false).unwrap();
    let (whole, png) = chart(&app, &run, json!({ "scale": 1, "region": null }));
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!(
        f64::from(picture.width()),
        whole["width"].as_f64().unwrap().ceil()
    );
    assert!(!whole["labels"].as_array().unwrap().is_empty());
    let region = json!({ "x": 10, "y": 10, "width": 50, "height": 40 });
    let (part, png) = chart(&app, &run, json!({ "scale": 8, "region": region }));
    assert_eq!(part["scale"], 8.0);
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!((picture.width(), picture.height()), (400, 320));
}

#[test]
fn a_second_report_on_the_same_subject_has_a_former_one() {
    let app = TestApp::open();
    let topic = |insist| subject(&app, "updates_run", "理财销售", insist).unwrap();
    let first = topic(false);
    chart(&app, &first, json!({ "scale": 1, "region": null }));
    let alone = app.call("report_compare", json!({ "run": first }));
    assert_eq!(alone.unwrap_err()["code"], "former_none");
    let second = topic(false);
    chart(&app, &second, json!({ "scale": 1, "region": null }));
    let compared = app
        .call("report_compare", json!({ "run": second }))
        .unwrap();
    assert!(compared["same"].as_u64().unwrap() > 0, "{compared}");
    let news = app.call("report_news", json!({ "run": second })).unwrap();
    assert!(
        news.as_array().unwrap().len() < compared["rows"].as_array().unwrap().len(),
        "unchanged text must not appear as new"
    );
}
