//! The head of the report: what was sent, the number of findings, and a table of them.

use super::{Material, Report};
use crate::language::Language;
use crate::markdown::inline;
use crate::picture::Picture;
use crate::rules::{Basis, Finding, RULES, Severity, VERSION};

pub(super) fn write(material: &Material<'_>, report: &mut Report) {
    let language = material.language;
    report.block(language.pick(
        "# 金融消保审核报告",
        "# Financial consumer protection audit",
    ));
    report.section(language, "审核摘要", "Summary");
    report.table(&facts(material));
    report.block(&verdict(material));
    report.section(language, "发现一览", "Findings at a glance");
    if material.findings.is_empty() {
        report.block(&nothing_found(material));
    } else {
        report.table(&table(material));
    }
}

fn facts(material: &Material<'_>) -> Vec<Vec<String>> {
    let language = material.language;
    let count = material.copy.chars().count();
    let text = match (count, language) {
        (0, _) => language.pick("未提供文字", "no text was given").to_owned(),
        (_, Language::Chinese) => format!("{count} 字（含标点与空格）"),
        (_, Language::English) => format!("{count} characters"),
    };
    let picture = material.picture.map_or_else(
        || {
            language
                .pick("未提供图片", "no picture was given")
                .to_owned()
        },
        |picture| picture_facts(picture, language),
    );
    let rules = match language {
        Language::Chinese => format!("演示规则表 {VERSION}，共 {} 条", RULES.len()),
        Language::English => format!("demo rule table {VERSION}, {} rules", RULES.len()),
    };
    let row = |chinese: &str, english: &str, value: String| {
        vec![language.pick(chinese, english).to_owned(), value]
    };
    vec![
        row("项目", "Item", language.pick("内容", "Content").to_owned()),
        row("送审文字", "Text", text),
        row("送审图片", "Picture", picture),
        row("比对规则", "Rules", rules),
        row("审核发现", "Findings", counts(&material.findings, language)),
    ]
}

fn picture_facts(picture: &Picture, language: Language) -> String {
    let Picture {
        format,
        width,
        height,
        ..
    } = picture;
    let bytes = grouped(picture.bytes);
    match language {
        Language::Chinese => {
            format!("{format}，{width} × {height} 像素，{bytes} 字节；演示服务**不识别图片内容**")
        }
        Language::English => {
            format!(
                "{format}, {width} × {height} pixels, {bytes} bytes; the demo service **does not read pictures**"
            )
        }
    }
}

fn counts(findings: &[Finding], language: Language) -> String {
    let each = Severity::ALL.map(|severity| {
        let count = findings
            .iter()
            .filter(|finding| finding.rule.severity == severity)
            .count();
        format!("{} {count}", severity.name(language))
    });
    match language {
        Language::Chinese => format!("共 {} 项（{}）", findings.len(), each.join("，")),
        Language::English => format!("{} in all ({})", findings.len(), each.join(", ")),
    }
}

fn verdict(material: &Material<'_>) -> String {
    let high = material
        .findings
        .iter()
        .any(|finding| finding.rule.severity == Severity::High);
    let verdict = match (material.findings.is_empty(), high) {
        (true, _) if material.copy.is_empty() => material.language.pick(
            "**演示结论**：没有可供比对的文字，不作结论。",
            "**Demo conclusion**: none, as there is no text to compare.",
        ),
        (true, _) => material.language.pick(
            "**演示结论**：规则表未命中。未命中不等于合规，材料仍须由人工完整审核。",
            "**Demo conclusion**: no rule was hit. That does not mean that the material complies; a person still has to review all of it.",
        ),
        (false, true) => material.language.pick(
            "**演示结论**：存在高风险表述，建议按整改清单修改后重新送审；每一项均须由审查人确认。",
            "**Demo conclusion**: there is high-risk wording. Change it as listed below and submit it again; a reviewer has to confirm each finding.",
        ),
        (false, false) => material.language.pick(
            "**演示结论**：未见高风险表述，但有需要举证或人工判断的内容，逐项处理后方可定稿。",
            "**Demo conclusion**: no high-risk wording was found, but some points need evidence or a person's judgement before release.",
        ),
    };
    verdict.to_owned()
}

fn nothing_found(material: &Material<'_>) -> String {
    let language = material.language;
    let without_text = language.pick(
        "未提供文字，因此没有可比对的内容。请将图片上的文字录入后再次送审。",
        "No text was given, so there was nothing to compare. Type in the words on the picture and submit them again.",
    );
    let without_hits = language.pick(
        "送审文字未命中任何规则。规则表只含少量常见用语，未命中不等于合规。",
        "For the text submitted no rule was hit. The table holds only a few common phrases, so this does not mean that the text complies.",
    );
    if material.copy.is_empty() {
        without_text
    } else {
        without_hits
    }
    .to_owned()
}

fn table(material: &Material<'_>) -> Vec<Vec<String>> {
    let language = material.language;
    let head = match language {
        Language::Chinese => ["序号", "级别", "问题", "原文摘录", "审查依据", "修改建议"],
        Language::English => ["No.", "Level", "Concern", "Wording", "Basis", "Suggestion"],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(material.findings.iter().zip(1..).map(|(finding, number)| {
        let rule = finding.rule;
        vec![
            number.to_string(),
            rule.severity.name(language).to_owned(),
            rule.title.in_language(language).to_owned(),
            wording(finding, language),
            basis(&rule.basis, language),
            rule.suggestion.in_language(language).to_owned(),
        ]
    }));
    rows
}

/// The phrases of a finding, quoted, with a count for repeated ones; for a missing statement, a note that it is
/// missing.
pub(super) fn wording(finding: &Finding, language: Language) -> String {
    if finding.excerpts.is_empty() {
        return language
            .pick("（全文缺少相应内容）", "(missing from the text)")
            .to_owned();
    }
    let quoted: Vec<_> = finding
        .excerpts
        .iter()
        .map(|excerpt| match excerpt.spans.len() {
            1 => format!("“{}”", inline(&excerpt.text)),
            count => format!("“{}” × {count}", inline(&excerpt.text)),
        })
        .collect();
    quoted.join(language.pick("、", ", "))
}

/// A short form of the legal basis.
pub(super) fn basis(basis: &Basis, language: Language) -> String {
    match basis {
        Basis::Article { law, article, .. } => {
            format!(
                "{}{}{}",
                law.in_language(language),
                language.pick("", ", "),
                article.in_language(language)
            )
        }
        Basis::Unverified { about } => {
            format!(
                "{}{}",
                language.pick("未核实：", "unverified: "),
                about.in_language(language)
            )
        }
    }
}

/// Formats `number` with thousands separators.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let length = digits.len();
    let mut grouped = String::with_capacity(length + length / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (length - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
