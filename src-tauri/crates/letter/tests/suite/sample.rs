//! A letter of example data, with any number of findings.

use letter::{
    document::Picture,
    model::{
        Basis, CheckPoint, CheckResult, Conclusion, Confidence, Decision, Evidence, Finding,
        Hashed, Letter, Rectification, Severity, Source, State, Step, StepKind, Submission,
        TextSource, Unchecked, UncheckedRules,
    },
};

const POSTER: &[u8] = include_bytes!("../../../../../tests/fixtures/poster.jpg");

/// A letter with this many findings, archived.
pub fn letter(findings: u32) -> Letter {
    Letter {
        state: State::Archived,
        demo: false,
        submission: Submission {
            number: "SC-2026-0001".to_owned(),
            title: "“稳盈示例”理财产品宣传海报".to_owned(),
            kind: "营销宣传".to_owned(),
            channel: "手机银行、网点".to_owned(),
            product: "稳盈示例 1 号".to_owned(),
            audience: "稳健型及以上客户".to_owned(),
            department: "示例部门".to_owned(),
            submitter: "李示例".to_owned(),
            contact: "010-00000000".to_owned(),
            planned: "2026-12-10".to_owned(),
            valid_until: "2027-03-31".to_owned(),
            source: "示例银行自制".to_owned(),
        },
        version: 1,
        previous: None,
        earlier: Vec::new(),
        date: "2026-11-30".to_owned(),
        text_sources: vec![TextSource::Recognised, TextSource::Typed],
        proposed: Some(Conclusion::PassAfterChanges),
        conclusion: Some(Conclusion::PassAfterChanges),
        findings: (1..=findings).map(finding).collect(),
        unparsed: 2,
        unchecked: Unchecked {
            everything: false,
            picture: false,
            rules: vec![UncheckedRules {
                needs: vec!["audience".to_owned(), "medium".to_owned()],
                count: 7,
            }],
        },
        opinion: "材料整体符合要求，但收益表述和风险提示须按整改要求修改。\n修改后经复核方可投放。"
            .to_owned(),
        checklist: checklist(),
        rectification: vec![
            Rectification {
                item: "删除“保本保息”，并补充产品风险等级和“理财非存款、产品有风险、投资须谨慎”的提示。".to_owned(),
                severity: Some(Severity::High),
                owner: "李示例".to_owned(),
                deadline: "2026-12-05".to_owned(),
            },
            Rectification {
                item: "注明业绩比较基准的测算依据。".to_owned(),
                severity: Some(Severity::Medium),
                owner: "李示例".to_owned(),
                deadline: "2026-12-05".to_owned(),
            },
        ],
        steps: vec![
            Step {
                kind: StepKind::Reviewed,
                name: "张示例".to_owned(),
                staff: "E0001".to_owned(),
                words: "按整改要求修改后可以投放。".to_owned(),
                time: "2026-11-30 10:15".to_owned(),
                key: "0f1e2d3c4b5a6978".to_owned(),
            },
            Step {
                kind: StepKind::Approved,
                name: "王示例".to_owned(),
                staff: "E0002".to_owned(),
                words: "同意。".to_owned(),
                time: "2026-11-30 14:30".to_owned(),
                key: "8796a5b4c3d2e1f0".to_owned(),
            },
        ],
        pictures: vec![Picture {
            bytes: POSTER.to_vec(),
            width: 1240,
            height: 1930,
            ..Picture::default()
        }],
        evidence: Evidence {
            record: "rec-2026-000042".to_owned(),
            materials: vec![hashed("海报.jpg", 'a')],
            answer: "b".repeat(64),
            model: "FinAgent 示例服务".to_owned(),
            packs: vec![
                hashed("advertising 1.4.0", 'c'),
                hashed("wealth 2.0.1", 'd'),
                hashed("law:广告法 2021-04-29", 'e'),
            ],
            statements: vec![hashed("审查", 'f'), hashed("审批", '0')],
            started: "2026-11-30 09:40:12".to_owned(),
            ended: "2026-11-30 09:40:58".to_owned(),
        },
        retain_until: "2036-11-30".to_owned(),
        at_ms: 1_796_020_200_000,
    }
}

fn hashed(name: &str, digit: char) -> Hashed {
    Hashed {
        name: name.to_owned(),
        sha256: digit.to_string().repeat(64),
    }
}

fn checklist() -> Vec<CheckPoint> {
    let point = |category: &str, point: &str, result, note: &str| CheckPoint {
        category: category.to_owned(),
        point: point.to_owned(),
        basis: "《广告法》".to_owned(),
        result: Some(result),
        note: note.to_owned(),
    };
    vec![
        point(
            "真实准确",
            "引用的数据注明出处",
            CheckResult::Fail,
            "见发现 2",
        ),
        point("风险提示", "风险提示清晰可见", CheckResult::Pass, ""),
        point(
            "个人信息保护",
            "收集个人信息前取得同意",
            CheckResult::NotApplicable,
            "材料不收集个人信息",
        ),
    ]
}

fn finding(number: u32) -> Finding {
    let found = match number % 4 {
        1 => guarantee(),
        2 => Finding {
            sources: vec![Source::Service],
            severity: Some(Severity::Medium),
            dimension: "真实准确".to_owned(),
            title: "业绩比较基准没有说明测算依据".to_owned(),
            explanation: "“业绩比较基准 4.2%”没有说明测算依据和计算期间，可能被理解为收益承诺。"
                .to_owned(),
            excerpt: "业绩比较基准 4.2%".to_owned(),
            named_basis: "《理财公司理财产品销售管理暂行办法》".to_owned(),
            suggestion: "注明测算依据、计算期间，并写明“业绩比较基准不代表未来表现和实际收益”。"
                .to_owned(),
            decision: Some(Decision::Changed),
            decided_severity: Some(Severity::Low),
            wording: "业绩比较基准 4.2%（测算依据见产品说明书，不构成收益承诺）".to_owned(),
            reason: "产品说明书中已有依据，在海报上引用即可。".to_owned(),
            ..Finding::default()
        },
        3 => Finding {
            sources: vec![Source::Rules],
            severity: Some(Severity::High),
            dimension: "合法合规".to_owned(),
            title: "绝对化用语".to_owned(),
            excerpt: "最佳选择".to_owned(),
            framed: true,
            rule: "ad.superlative　绝对化用语".to_owned(),
            basis: Some(basis("第九条", Confidence::B)),
            suggestion: "删除“最佳”，或者改为客观描述。".to_owned(),
            decision: Some(Decision::Dismissed),
            reason: "这里引用的是活动名称，不指产品。".to_owned(),
            ..Finding::default()
        },
        _ => Finding {
            sources: vec![Source::Person],
            severity: None,
            dimension: "信息完整".to_owned(),
            title: "缺少咨询和投诉电话".to_owned(),
            rule: String::new(),
            basis: Some(Basis {
                law: "金融产品网络营销管理办法".to_owned(),
                article: Some("第零条".to_owned()),
                text: Some("没有读到的条文".to_owned()),
                confidence: Confidence::D,
            }),
            decision: Some(Decision::Adopted),
            ..Finding::default()
        },
    };
    Finding { number, ..found }
}

fn guarantee() -> Finding {
    Finding {
        sources: vec![Source::Rules, Source::Service],
        severity: Some(Severity::High),
        dimension: "合法合规".to_owned(),
        title: "承诺保本保收益".to_owned(),
        explanation: "理财产品不得承诺保本或者保收益。".to_owned(),
        excerpt: "保本保息，稳赚不赔".to_owned(),
        framed: true,
        rule: "wealth.guarantee　保本保收益".to_owned(),
        basis: Some(basis("第二十五条", Confidence::A)),
        suggestion: "删除“保本保息，稳赚不赔”，补充产品风险等级。".to_owned(),
        decision: Some(Decision::Adopted),
        reason: "表述违反规定。".to_owned(),
        ..Finding::default()
    }
}

fn basis(article: &str, confidence: Confidence) -> Basis {
    let text = match article {
        "第九条" => "广告不得有下列情形：……（三）使用“国家级”、“最高级”、“最佳”等用语；",
        _ => {
            "招商等有投资回报预期的商品或者服务广告，应当对可能存在的风险以及风险责任承担有合理提示或者警示，并不得含有下列内容：（一）对未来效果、收益或者与其相关的情况作出保证性承诺，明示或者暗示保本、无风险或者保收益等，国家另有规定的除外；"
        }
    };
    Basis {
        law: "中华人民共和国广告法".to_owned(),
        article: Some(article.to_owned()),
        text: Some(text.to_owned()),
        confidence,
    }
}
