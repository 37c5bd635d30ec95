//! The official text of an article that a person pasted: it stands behind the rules that quote it, and survives a restart.

use serde_json::{Value, json};

use crate::test_app::TestApp;

const LAW: &str = "wealth-sales-measures";
const ARTICLE: &str = "第二十五条";
const COPY: &str = "本理财产品保本保息，预期收益率4%";

/// What stands behind the findings on the article.
fn bases(app: &TestApp) -> Vec<Value> {
    let request = json!({ "copy": COPY, "material": null, "context": { "product": "wealth" }, "english": false });
    let found = app
        .call("findings_check", json!({ "request": request }))
        .unwrap();
    let findings = found["findings"].as_array().unwrap().iter();
    let bases = findings.map(|finding| finding["basis"].clone());
    bases
        .filter(|basis| basis["lawId"] == LAW && basis["article"] == ARTICLE)
        .collect()
}

fn article(app: &TestApp) -> Value {
    let asked = json!({ "law": LAW, "article": ARTICLE, "english": false });
    app.call("law_article", asked).unwrap()
}

#[test]
fn a_pasted_article_is_in_force_at_once_and_after_a_restart_until_it_is_removed() {
    let app = TestApp::open();
    let before = bases(&app);
    let quoted = before.first().unwrap()["text"].as_str().unwrap().to_owned();
    assert_eq!(article(&app)["confidence"], "B");

    let text = format!("第二十五条　{quoted}。");
    let mut pasted = json!({ "law": LAW, "article": ARTICLE, "text": format!("\n{text} "), "source": "", "by": "张示例" });
    let refused = app.call("law_article_check", json!({ "pasted": pasted }));
    assert_eq!(refused.unwrap_err()["code"], "article_incomplete");
    assert_eq!(bases(&app), before);
    pasted["source"] = json!("https://example.com");
    app.call("law_article_check", json!({ "pasted": pasted }))
        .unwrap();

    let (folder, ring) = app.close();
    let app = TestApp::open_with(folder, ring);
    let shown = article(&app);
    assert_eq!(shown["text"], text);
    assert_eq!(shown["checked"]["by"], "张示例");
    assert_eq!(shown["removable"], true);
    for basis in bases(&app) {
        let raised = basis["text"] == quoted.as_str();
        assert_eq!(basis["confidence"], if raised { "A" } else { "B" });
        assert_eq!(basis["checked"].is_object(), raised);
    }
    let laws = app.call("law_list", json!({})).unwrap();
    let laws = laws.as_array().unwrap();
    let law = laws.iter().find(|law| law["id"] == LAW).unwrap();
    let listed = law["articles"].as_array().unwrap().iter();
    let mut checked = listed.filter(|one| one["checked"].is_object());
    assert_eq!(checked.next().unwrap()["number"], ARTICLE);

    let which = json!({ "law": LAW, "article": ARTICLE });
    app.call("law_article_forget", which).unwrap();
    assert_eq!(bases(&app), before);
}

#[test]
fn what_was_said_about_findings_comes_back_after_a_restart() {
    let app = TestApp::open();
    let none = app.call("app_start", json!({})).unwrap()["findingsDraft"].clone();
    assert_eq!(none["judged"]["own"], json!([]));
    let own = json!({
        "severity": "low", "title": "字号过小", "note": "", "excerpt": "保本", "quad": null, "copy": [4, 6],
    });
    let context = json!({
        "product": "wealth", "audience": null, "medium": null, "institution": null, "place": null, "date": null,
    });
    let dismissed = json!({ "rule": "zh-core-guarantee", "excerpt": "保本", "reason": "引用原文" });
    let draft = json!({
        "material": null,
        "judged": { "context": context, "dismissed": [dismissed], "own": [own] },
    });
    app.call("findings_keep", json!({ "draft": draft }))
        .unwrap();
    let (folder, ring) = app.close();
    let app = TestApp::open_with(folder, ring);
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["findingsDraft"], draft);
}
