//! The head of the report: what was sent, the number of findings, and a table of them.

use rules::{Field, Packs, Product, Severity};

use super::wording::{basis, wording};
use super::{Check, MAX_LISTED, Material, Report};
use crate::findings::severity_name;
use crate::language::Language;
use crate::markdown::inline;
use crate::picture::Picture;

/// The most words behind a guess that are quoted.
const MAX_WORDS: usize = 3;

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
    if material.findings().is_empty() {
        report.block(&nothing_found(material));
    } else {
        report.table(&table(material));
    }
    if let Some(unlisted) = unlisted(material) {
        report.block(&unlisted);
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
    let row = |chinese: &str, english: &str, value: String| {
        vec![language.pick(chinese, english).to_owned(), value]
    };
    let mut rows = vec![
        row("项目", "Item", language.pick("内容", "Content").to_owned()),
        row("送审文字", "Text", text),
        row("送审图片", "Picture", picture),
    ];
    let findings = match &material.check {
        Check::NoCopy => {
            let reason = language.pick("未比对：没有文字", "nothing was compared: no text");
            reason.to_owned()
        }
        Check::NoPacks => {
            let reason = language.pick(
                "未比对：规则包未能加载",
                "nothing was compared: the rule packs could not be loaded",
            );
            reason.to_owned()
        }
        Check::Done(packs, checked) => {
            let product = product(&checked.context.product, language);
            rows.push(row("产品类型", "Product", product));
            rows.push(row("比对规则", "Rules", pack_facts(packs, language)));
            counts(material)
        }
    };
    rows.push(row("审核发现", "Findings", findings));
    rows
}

/// The product, guessed from the text; it decides which rules apply.
fn product(guess: &Field<Product>, language: Language) -> String {
    let Field::Guessed { value, words } = guess else {
        let unknown = language.pick("无法从文字判断", "can't be told from the text");
        return unknown.to_owned();
    };
    let words: Vec<_> = words
        .iter()
        .take(MAX_WORDS)
        .map(|word| format!("“{}”", inline(word)))
        .collect();
    let words = words.join(language.pick("、", ", "));
    match language {
        Language::Chinese => format!("{}（根据{words}推断）", value.chinese()),
        Language::English => format!("{} (guessed from {words})", value.name().replace('-', " ")),
    }
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

fn pack_facts(packs: &Packs, language: Language) -> String {
    let (count, rules) = (packs.packs().len(), packs.rule_count());
    match language {
        Language::Chinese => format!("内置规则包 {count} 个，共 {rules} 条规则"),
        Language::English => format!("{count} built-in rule packs, {rules} rules"),
    }
}

fn counts(material: &Material<'_>) -> String {
    let language = material.language;
    let each = [Severity::High, Severity::Medium, Severity::Low].map(|severity| {
        let count = material.count(severity);
        format!("{} {count}", severity_name(severity, language))
    });
    let all = material.findings().len();
    match language {
        Language::Chinese => format!("共 {all} 项（{}）", each.join("，")),
        Language::English => format!("{all} in all ({})", each.join(", ")),
    }
}

fn verdict(material: &Material<'_>) -> String {
    let found = !material.findings().is_empty();
    let (chinese, english) = match &material.check {
        Check::NoCopy => (
            "**演示结论**：没有可供比对的文字，不作结论。",
            "**Demo conclusion**: none, as there is no text to compare.",
        ),
        Check::NoPacks => (
            "**演示结论**：规则包未能加载，未作比对，不作结论。",
            "**Demo conclusion**: none, as the rule packs could not be loaded and nothing was compared.",
        ),
        Check::Done(..) if material.count(Severity::High) > 0 => (
            "**演示结论**：存在高风险表述，建议按整改清单修改后重新送审；每一项均须由审查人确认。",
            "**Demo conclusion**: there is high-risk wording. Change it as listed below and submit it again; a reviewer has to confirm each finding.",
        ),
        Check::Done(..) if found => (
            "**演示结论**：未见高风险表述，但有需要修改、举证或人工判断的内容，逐项处理后方可定稿。",
            "**Demo conclusion**: no high-risk wording was found, but some points need a change, evidence or a person's judgement before release.",
        ),
        Check::Done(..) => (
            "**演示结论**：规则包未命中。未命中不等于合规，材料仍须由人工完整审核。",
            "**Demo conclusion**: no rule was hit. That does not mean that the material complies; a person still has to review all of it.",
        ),
    };
    material.language.pick(chinese, english).to_owned()
}

fn nothing_found(material: &Material<'_>) -> String {
    let (chinese, english) = match material.check {
        Check::NoCopy => (
            "演示服务不看图片，送审内容中没有文字可查。本机识别出的图中文字由离线检查按规则包核对，结果见应用的“问题”列表。",
            "This demo service does not look into pictures, and no text was given. The text that the app reads on this machine is checked offline against the rule packs; see the “Findings” list in the app.",
        ),
        Check::NoPacks => (
            "规则包未能加载，因此没有发现可列。请重新启动应用后再试。",
            "The rule packs could not be loaded, so there are no findings to list. Restart the app and try again.",
        ),
        Check::Done(..) => (
            "送审文字未命中任何规则。规则包不能覆盖全部规定，未命中不等于合规。",
            "For the text submitted no rule was hit. The packs do not cover every provision, so this does not mean that the text complies.",
        ),
    };
    material.language.pick(chinese, english).to_owned()
}

fn table(material: &Material<'_>) -> Vec<Vec<String>> {
    let language = material.language;
    let head = match language {
        Language::Chinese => ["序号", "级别", "问题", "原文摘录", "审查依据", "修改建议"],
        Language::English => ["No.", "Level", "Concern", "Wording", "Basis", "Suggestion"],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(material.listed().map(|(number, finding)| {
        vec![
            number.to_string(),
            severity_name(finding.severity, language).to_owned(),
            inline(&finding.title),
            wording(finding, material.copy, language),
            basis(finding.basis.as_ref(), language),
            inline(&finding.suggestion),
        ]
    }));
    rows
}

/// Says how many findings are not listed, if any.
fn unlisted(material: &Material<'_>) -> Option<String> {
    let count = material.findings().len().checked_sub(MAX_LISTED)?;
    (count > 0).then(|| match material.language {
        Language::Chinese => format!("另有 {count} 项未逐项列出，请先处理以上各项。"),
        Language::English => {
            format!("{count} more findings are not listed; deal with the ones above first.")
        }
    })
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
