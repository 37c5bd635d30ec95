//! The offline check of a record as a section of its document, in Chinese and English.

use records::offline_check::{Finding, OfflineCheck, PictureChecked};

/// A finding with its facts.
pub struct Item {
    /// Its severity and its title.
    pub title: String,
    /// Labels and values.
    pub facts: Vec<(&'static str, String)>,
}

/// The title of the section.
pub const TITLE: &str = "离线检查 Offline check";

/// The findings of the check, in its order.
pub fn items(check: &OfflineCheck) -> Vec<Item> {
    check.findings.iter().map(item).collect()
}

/// What holds for the whole check.
pub fn notes(check: &OfflineCheck) -> Vec<String> {
    let mut notes = vec![
        "审核前由本机规则检查，与审核服务的答复无关。 Checked by rules on this machine before the audit; not part of the service’s answer."
            .to_owned(),
    ];
    if check.picture == PictureChecked::Unread {
        notes.push("没有读取图片中的文字。 The text in the picture was not read.".to_owned());
    }
    if check.findings.is_empty() {
        notes.push(
            "规则没有命中，不代表材料合规。 No rule matched, which does not make the material compliant."
                .to_owned(),
        );
    }
    if check.omitted > 0 {
        let omitted = check.omitted;
        notes.push(format!(
            "另有 {omitted} 项未列出。 {omitted} more are not listed."
        ));
    }
    let unchecked: usize = check.not_checked.iter().map(|one| one.rules.len()).sum();
    if unchecked > 0 {
        notes.push(format!(
            "{unchecked} 条规则因缺少信息没有检查。 {unchecked} rules did not run, because facts were unknown."
        ));
    }
    let packs: Vec<_> = check
        .packs
        .iter()
        .map(|pack| format!("{} {}", pack.id, pack.version).trim().to_owned())
        .collect();
    notes.push(format!(
        "规则包与法规 Rule packs and laws: {}",
        packs.join(", ")
    ));
    notes
}

fn item(finding: &Finding) -> Item {
    let mut facts = Vec::new();
    let mut fact = |label, value: &str| {
        if !value.trim().is_empty() {
            facts.push((label, value.to_owned()));
        }
    };
    fact("类别 Kind", kind(&finding.kind));
    fact("文字 Words", &finding.excerpt);
    fact("说明 Details", &finding.explanation);
    fact("建议 Suggestion", &finding.suggestion);
    if let Some(basis) = &finding.basis {
        let article = basis.article.as_deref().unwrap_or_default();
        fact("依据 Basis", &format!("《{}》{article}", basis.law));
        fact("条文 Article", basis.text.as_deref().unwrap_or_default());
        let grade = match basis.confidence.as_str() {
            "B" => "B（原文待复核 wording to be verified）",
            grade => grade,
        };
        fact("条文可信度 Confidence", grade);
    }
    fact(
        "人工忽略 Dismissed",
        finding.dismissed.as_deref().unwrap_or_default(),
    );
    fact("规则 Rule", finding.rule.as_deref().unwrap_or_default());
    let severity = if finding.kind == "advice" {
        "提示 Advice"
    } else {
        severity(&finding.severity)
    };
    Item {
        title: format!("{severity} · {}", finding.title),
        facts,
    }
}

fn severity(name: &str) -> &str {
    match name {
        "high" => "高风险 High",
        "medium" => "中风险 Medium",
        "low" => "低风险 Low",
        other => other,
    }
}

fn kind(name: &str) -> &str {
    match name {
        "ban" => "违规表述 Violates the law",
        "required" => "缺少必备内容 Missing content",
        "required_if" => "缺少配套内容 Missing content that the words require",
        "number" => "数字问题 Figure",
        "evidence" => "需要证明 Needs proof",
        "layout" => "版式，须人工判断 Layout, a person must judge",
        "person" => "人工判断 A person must judge",
        "advice" => "良好实践 Good practice",
        "person_added" => "人工添加 Added by a person",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use records::offline_check::{Basis, RulePack, Unchecked};

    use super::*;

    fn finding() -> Finding {
        Finding {
            rule: Some("zh-core-guarantee".to_owned()),
            kind: "ban".to_owned(),
            topic: "guarantee".to_owned(),
            severity: "high".to_owned(),
            title: "承诺保本".to_owned(),
            explanation: String::new(),
            excerpt: "保本保息".to_owned(),
            suggestion: "删除。".to_owned(),
            basis: Some(Basis {
                id: "wealth-sales-measures".to_owned(),
                law: "示例办法".to_owned(),
                article: Some("第二十五条".to_owned()),
                text: Some("不得承诺".to_owned()),
                confidence: "A（张示例 2026-11-30 核对）".to_owned(),
            }),
            picture: Vec::new(),
            copy: Vec::new(),
            dismissed: Some("引用原文".to_owned()),
        }
    }

    #[test]
    fn a_finding_is_listed_with_its_words_law_and_dismissal() {
        let item = item(&finding());
        assert_eq!(item.title, "高风险 High · 承诺保本");
        let facts: Vec<_> = item.facts.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(
            facts,
            [
                "违规表述 Violates the law",
                "保本保息",
                "删除。",
                "《示例办法》第二十五条",
                "不得承诺",
                "A（张示例 2026-11-30 核对）",
                "引用原文",
                "zh-core-guarantee",
            ]
        );
    }

    #[test]
    fn what_the_check_left_out_is_said() {
        let check = OfflineCheck {
            packs: vec![RulePack {
                id: "zh-core".to_owned(),
                version: "3".to_owned(),
                sha256: String::new(),
            }],
            context: Vec::new(),
            picture: PictureChecked::Unread,
            findings: Vec::new(),
            omitted: 2,
            not_checked: vec![Unchecked {
                needs: vec!["product".to_owned()],
                rules: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            }],
        };
        let notes = notes(&check).join("\n");
        for part in [
            "没有读取图片",
            "没有命中",
            "另有 2 项",
            "3 条规则",
            "zh-core 3",
        ] {
            assert!(notes.contains(part), "{part} not in {notes}");
        }
    }
}
