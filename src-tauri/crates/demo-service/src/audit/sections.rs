//! The body of the report: each finding, the overall assessment, the corrections, and what was not checked.

use super::overview::{basis, wording};
use super::{Material, Report};
use crate::language::Language;
use crate::markdown::inline;
use crate::rules::{Basis, Finding, Severity};

/// Characters of context on either side of an excerpt.
const CONTEXT: usize = 12;
/// The most positions listed for one phrase; the rest are counted.
const MOST_PLACES: usize = 5;

pub(super) fn write(material: &Material<'_>, report: &mut Report) {
    let language = material.language;
    if !material.findings.is_empty() {
        report.section(language, "逐项说明", "Each finding");
        let chars: Vec<char> = material.copy.chars().collect();
        for (finding, number) in material.findings.iter().zip(1..) {
            section(finding, number, &chars, language, report);
        }
    }
    report.section(language, "总体评估", "Overall assessment");
    report.block(&assessment(material));
    report.section(language, "整改清单", "What to put right");
    report.block(&to_put_right(material));
    report.section(language, "本次未检查的内容", "What was not checked");
    report.block(&not_checked(material));
}

fn section(
    finding: &Finding,
    number: usize,
    chars: &[char],
    language: Language,
    report: &mut Report,
) {
    let rule = finding.rule;
    let (title, level) = (
        rule.title.in_language(language),
        rule.severity.name(language),
    );
    report.block(&match language {
        Language::Chinese => format!("### {number}. {title}（{level}风险）"),
        Language::English => format!("### {number}. {title} ({level} risk)"),
    });
    let line = |chinese, english, value: String| {
        format!("- **{}**{}", language.pick(chinese, english), value)
    };
    let colon = language.pick("：", ": ");
    let mut lines = vec![line(
        "原文摘录",
        "Wording",
        format!("{colon}{}", wording(finding, language)),
    )];
    lines.extend(finding.excerpts.iter().map(|excerpt| {
        let places = places(excerpt.spans.iter().map(|span| span.start), language);
        let context = excerpt
            .spans
            .first()
            .map(|span| context(chars, span.start, span.end))
            .unwrap_or_default();
        format!(
            "  - “{}”{colon}{places}{colon}{context}",
            inline(&excerpt.text)
        )
    }));
    let verdict = rule.verdict.name(language);
    lines.push(line(
        "审查维度",
        "Dimension",
        format!("{colon}{}", rule.dimension.name(language)),
    ));
    lines.push(line(
        "命中规则",
        "Rule",
        format!("{colon}{} · {verdict}", rule.id),
    ));
    lines.push(line(
        "审查依据",
        "Basis",
        format!("{colon}{}", basis(&rule.basis, language)),
    ));
    lines.push(line(
        "修改建议",
        "Suggestion",
        format!("{colon}{}", rule.suggestion.in_language(language)),
    ));
    report.block(&lines.join("\n"));
    match &rule.basis {
        Basis::Article { excerpt, .. } => report.block(&format!("> {excerpt}")),
        Basis::Unverified { .. } => report.block(language.pick(
            "> 未核实：未读到该文件的条文原文，此处不引用，请以官方文本为准。",
            "> unverified: the text of the article was not read, so it is not quoted. Consult the official text.",
        )),
    }
}

/// Formats positions, counted from 1: “第 3 字、第 18 字”.
fn places(starts: impl ExactSizeIterator<Item = usize>, language: Language) -> String {
    let count = starts.len();
    let named: Vec<_> = starts
        .take(MOST_PLACES)
        .map(|start| match language {
            Language::Chinese => format!("第 {} 字", start + 1),
            Language::English => format!("character {}", start + 1),
        })
        .collect();
    let named = named.join(language.pick("、", ", "));
    match (count > MOST_PLACES, language) {
        (false, _) => named,
        (true, Language::Chinese) => format!("{named} 等 {count} 处"),
        (true, Language::English) => format!("{named} and further, {count} in all"),
    }
}

/// The excerpt in bold with its context; an ellipsis marks where the text goes on.
fn context(chars: &[char], start: usize, end: usize) -> String {
    let (from, to) = (
        start.saturating_sub(CONTEXT),
        (end + CONTEXT).min(chars.len()),
    );
    let part = |from: usize, to: usize| {
        inline(
            &chars
                .get(from..to)
                .unwrap_or_default()
                .iter()
                .collect::<String>(),
        )
    };
    let dots = |goes_on| if goes_on { "…" } else { "" };
    let (before, excerpt, behind) = (part(from, start), part(start, end), part(end, to));
    format!(
        "{}{before}**{excerpt}**{behind}{}",
        dots(from > 0),
        dots(to < chars.len())
    )
}

fn assessment(material: &Material<'_>) -> String {
    let language = material.language;
    let count = |severity| {
        material
            .findings
            .iter()
            .filter(|finding| finding.rule.severity == severity)
            .count()
    };
    let (high, medium, low) = (
        count(Severity::High),
        count(Severity::Medium),
        count(Severity::Low),
    );
    let counted = match language {
        _ if material.copy.is_empty() => language
            .pick(
                "未提供文字，未作比对。",
                "No text was given, so nothing was compared.",
            )
            .to_owned(),
        Language::Chinese => {
            format!("按规则表比对，命中高风险 {high} 项、中风险 {medium} 项、低风险 {low} 项。")
        }
        Language::English => format!(
            "Compared with the rule table there are {high} high, {medium} medium and {low} low findings."
        ),
    };
    let reading = language.pick(
        "级别依据所引法律的位阶确定，不代表处罚轻重。同一表述在合同、风险揭示书与宣传材料中的含义可能不同，须结合产品全貌判断；\
         否定语境（如“不承诺保本”）与风险等级名称（如“R2 中低风险”）已排除，但规则无法理解反讽、图示与脚注的指代关系。",
        "A level follows the rank of the law a rule rests on and says nothing about penalties. The same words can mean different things in a \
         contract, a risk disclosure and an advertisement, so the whole product has to be considered. Denials (\u{201c}not guaranteed\u{201d}) and names of \
         risk grades are left out; irony, drawings and what a footnote refers to are beyond fixed rules.",
    );
    format!("{counted}\n\n{reading}")
}

fn to_put_right(material: &Material<'_>) -> String {
    let language = material.language;
    let mut items: Vec<String> = material
        .findings
        .iter()
        .map(|finding| {
            let rule = finding.rule;
            let words = if finding.excerpts.is_empty() {
                rule.title.in_language(language).to_owned()
            } else {
                wording(finding, language)
            };
            let (level, suggestion) = (
                rule.severity.name(language),
                rule.suggestion.in_language(language),
            );
            match language {
                Language::Chinese => format!("**{level}** {words}：{suggestion}"),
                Language::English => format!("**{level}** {words}: {suggestion}"),
            }
        })
        .collect();
    items.push(
        language
            .pick(
                "修改后的定稿由有权人员审核授权，连同本次底稿一并归档。",
                "Have the final version reviewed and authorised, and file it together with these papers.",
            )
            .to_owned(),
    );
    let numbered: Vec<_> = items
        .iter()
        .zip(1..)
        .map(|(item, number)| format!("{number}. {item}"))
        .collect();
    numbered.join("\n")
}

fn not_checked(material: &Material<'_>) -> String {
    let language = material.language;
    let picture = match material.picture {
        Some(_) => language.pick(
            "- **图片内容**：演示服务不识别图片内容，只读取了格式、大小与像素；图片中的文字、人物形象、二维码均未检查。",
            "- **The picture**: the demo service does not read pictures. Only format, size and pixels were taken from it; words, people and \
             codes on it were not checked.",
        ),
        None => language.pick(
            "- **图片**：未提供图片；版面、人物形象、二维码均未检查。",
            "- **Pictures**: none was given; layout, people and codes were not checked.",
        ),
    };
    let rest = language.pick(
        "- **事实真伪**：收益、规模、奖项、资质等事实未与任何外部资料核对。\n\
         - **完整法规**：规则表仅含少量常见用语，未覆盖全部金融营销与消费者保护规定。\n\
         - **个人信息保护**：未检查收集、使用个人信息的告知与同意。\n\
         - **版式**：字号、颜色对比、风险提示是否显著未检查。",
        "- **Facts**: returns, volumes, awards and licences were not compared with any outside source.\n\
         - **The whole law**: the table holds a few common phrases and does not cover all rules on financial marketing.\n\
         - **Personal data**: notice and consent were not checked.\n\
         - **Layout**: type size, contrast and whether a warning is conspicuous were not checked.",
    );
    format!("{picture}\n{rest}")
}
