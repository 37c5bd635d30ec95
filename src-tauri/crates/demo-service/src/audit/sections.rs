//! The body of the report: each finding, the overall assessment, the corrections, and what was not checked.

use std::ops::Range;

use rules::{Finding, Need, NotChecked, Severity};

use super::wording::{basis, places, wording};
use super::{Check, Material, Report};
use crate::findings::{kind_name, severity_name};
use crate::language::Language;
use crate::markdown::inline;

/// Characters of context on either side of an excerpt.
const CONTEXT: usize = 12;
/// The most positions listed for one phrase; the rest are counted.
const MAX_PLACES: usize = 5;

pub(super) fn write(material: &Material<'_>, report: &mut Report) {
    let language = material.language;
    if !material.findings().is_empty() {
        report.section(language, "逐项说明", "Each finding");
        for (number, finding) in material.listed() {
            section(finding, number, material, report);
        }
    }
    report.section(language, "总体评估", "Overall assessment");
    report.block(&assessment(material));
    report.section(language, "整改清单", "What to put right");
    report.block(&to_put_right(material));
    report.section(language, "本次未检查的内容", "What was not checked");
    report.block(&not_checked(material));
}

fn section(finding: &Finding, number: usize, material: &Material<'_>, report: &mut Report) {
    let (copy, language) = (material.copy, material.language);
    let title = inline(&finding.title);
    let level = severity_name(finding.severity, language);
    report.block(&match language {
        Language::Chinese => format!("### {number}. {title}（{level}风险）"),
        Language::English => format!("### {number}. {title} ({level} risk)"),
    });
    let colon = language.pick("：", ": ");
    let line = |chinese, english, value: &str| {
        format!("- **{}**{colon}{value}", language.pick(chinese, english))
    };
    let mut lines = vec![line(
        "原文摘录",
        "Wording",
        &wording(finding, copy, language),
    )];
    let places = places(finding, copy);
    if let Some(first) = places.first() {
        let (named, context) = (named(&places, copy, language), context(copy, first));
        lines.push(format!("  - {named}{colon}{context}"));
    }
    if !finding.explanation.is_empty() {
        let explanation = inline(&finding.explanation);
        lines.push(line("问题说明", "Explanation", &explanation));
    }
    let kind = kind_name(finding.kind, language);
    let rule = format!("{} · {kind}", inline(&finding.rule));
    lines.push(line("命中规则", "Rule", &rule));
    let basis_text = basis(finding.basis.as_ref(), language);
    lines.push(line("审查依据", "Basis", &basis_text));
    let suggestion = inline(&finding.suggestion);
    lines.push(line("修改建议", "Suggestion", &suggestion));
    report.block(&lines.join("\n"));
    if let Some(basis) = &finding.basis {
        let quoted = basis.article.as_ref().and(basis.text.as_deref());
        report.block(&match quoted {
            Some(text) => format!("> {}", inline(text)),
            None => language
                .pick(
                    "> 此处未引用条文，请以官方文本为准。",
                    "> No article is quoted here. Consult the official text.",
                )
                .to_owned(),
        });
    }
}

/// Formats positions, counted from 1: “第 3 字、第 18 字”.
fn named(places: &[Range<usize>], copy: &str, language: Language) -> String {
    let count = places.len();
    let named: Vec<_> = places
        .iter()
        .take(MAX_PLACES)
        .map(|place| {
            let before = copy.get(..place.start).unwrap_or_default();
            let number = before.chars().count() + 1;
            match language {
                Language::Chinese => format!("第 {number} 字"),
                Language::English => format!("character {number}"),
            }
        })
        .collect();
    let named = named.join(language.pick("、", ", "));
    match (count > MAX_PLACES, language) {
        (false, _) => named,
        (true, Language::Chinese) => format!("{named} 等 {count} 处"),
        (true, Language::English) => format!("{named} and further, {count} in all"),
    }
}

/// The excerpt in bold with its context; an ellipsis marks where the text goes on.
fn context(copy: &str, place: &Range<usize>) -> String {
    let before = copy.get(..place.start).unwrap_or_default();
    let after = copy.get(place.end..).unwrap_or_default();
    let from = before.char_indices().rev().nth(CONTEXT - 1);
    let from = from.map_or(0, |(index, _)| index);
    let to = after.char_indices().nth(CONTEXT);
    let to = to.map_or(after.len(), |(index, _)| index);
    let part = |text: Option<&str>| inline(text.unwrap_or_default());
    let dots = |goes_on| if goes_on { "…" } else { "" };
    format!(
        "{}{}**{}**{}{}",
        dots(from > 0),
        part(before.get(from..)),
        part(copy.get(place.clone())),
        part(after.get(..to)),
        dots(to < after.len())
    )
}

fn assessment(material: &Material<'_>) -> String {
    let language = material.language;
    let (high, medium, low) = (
        material.count(Severity::High),
        material.count(Severity::Medium),
        material.count(Severity::Low),
    );
    let counted = match (&material.check, language) {
        (Check::NoCopy, _) => {
            let nothing = language.pick(
                "未提供文字，未作比对。",
                "No text was given, so nothing was compared.",
            );
            return nothing.to_owned();
        }
        (Check::NoPacks, _) => {
            let nothing = language.pick(
                "规则包未能加载，未作比对。",
                "The rule packs could not be loaded, so nothing was compared.",
            );
            return nothing.to_owned();
        }
        (Check::Done(..), Language::Chinese) => {
            format!("按规则包比对，命中高风险 {high} 项、中风险 {medium} 项、低风险 {low} 项。")
        }
        (Check::Done(..), Language::English) => format!(
            "Compared with the rule packs there are {high} high, {medium} medium and {low} low findings."
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
        .listed()
        .map(|(_, finding)| {
            let words = if finding.excerpt.is_empty() {
                inline(&finding.title)
            } else {
                wording(finding, material.copy, language)
            };
            let level = severity_name(finding.severity, language);
            let suggestion = inline(&finding.suggestion);
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
         - **完整法规**：规则包未覆盖全部金融营销与消费者保护规定。\n\
         - **版式**：字号、颜色对比、风险提示是否显著未检查。",
        "- **Facts**: returns, volumes, awards and licences were not compared with any outside source.\n\
         - **The whole law**: the packs do not cover all provisions on financial marketing.\n\
         - **Layout**: type size, contrast and whether a warning is conspicuous were not checked.",
    );
    let mut items = vec![picture.to_owned()];
    if let Check::Done(_, report) = &material.check {
        items.extend(unapplied(&report.not_checked, language));
    }
    items.push(rest.to_owned());
    items.join("\n")
}

/// Says how many rules could not be applied and what they lack, if there are any.
fn unapplied(rules: &[NotChecked], language: Language) -> Option<String> {
    let mut needs: Vec<Need> = rules.iter().flat_map(|rule| rule.needs.clone()).collect();
    needs.sort_unstable();
    needs.dedup();
    if needs.is_empty() {
        return None;
    }
    let count = rules.len();
    let names: Vec<_> = needs
        .into_iter()
        .map(|need| need_name(need, language))
        .collect();
    let names = names.join(language.pick("、", ", "));
    Some(match language {
        Language::Chinese => {
            format!("- **规则**：另有 {count} 条规则未能适用，因为不知道{names}。")
        }
        Language::English => {
            format!(
                "- **Rules**: {count} more rules could not be applied, as this is not known: {names}."
            )
        }
    })
}

const fn need_name(need: Need, language: Language) -> &'static str {
    match need {
        Need::Product => language.pick("产品类型", "product"),
        Need::Audience => language.pick("宣传对象", "audience"),
        Need::Medium => language.pick("发布形式", "medium"),
        Need::Institution => language.pick("发布机构", "institution"),
        Need::Place => language.pick("发布地区", "place"),
        Need::Date => language.pick("发布日期", "date of publication"),
        Need::Picture => language.pick("图片版面", "layout of the picture"),
    }
}
