//! Regulatory updates: an overview of the few sources that were read, with their dates and what is known of them. It
//! names sources that were not read as such, and says first if none fits the topic.

mod sources;

use std::fmt::Write;

use sources::{SOURCES, Source};

use crate::answer::Draft;
use crate::language::Language;
use crate::markdown::fill;
use crate::svg::{Flowchart, Node, draw};

/// Drafts the answer for `topic`.
pub(crate) fn draft(topic: &str, language: Language) -> Draft {
    let lower = topic.to_lowercase();
    let (nearest, other): (Vec<&Source>, Vec<&Source>) = SOURCES
        .iter()
        .partition(|source| source.topics.iter().any(|word| lower.contains(word)));
    let (template, steps, writing) = match language {
        Language::Chinese => (
            include_str!("content/updates.zh.md"),
            vec!["确定主题范围", "筛选相关规定", "整理要点与时间"],
            "撰写监管动态分析",
        ),
        Language::English => (
            include_str!("content/updates.en.md"),
            vec![
                "Bounding the topic",
                "Selecting the rules",
                "Arranging points and dates",
            ],
            "Writing the regulatory overview",
        ),
    };
    let markdown = template
        .replace("{{relevance}}", &relevance(&nearest, language))
        .replace("{{table}}", &table(&nearest, &other, language))
        .replace("{{points}}", &points(&nearest, &other, language));
    let markdown = fill(&markdown, "topic", topic);
    Draft {
        markdown,
        svg: Some(flowchart(topic, language)),
        steps,
        writing,
    }
}

/// One sentence on how the sources relate to the topic. It keeps the topic's placeholder: the topic is inserted last,
/// so that nothing in it can be mistaken for a placeholder.
fn relevance(nearest: &[&Source], language: Language) -> String {
    let names: Vec<_> = nearest
        .iter()
        .map(|source| source.name.in_language(language))
        .collect();
    let names = names.join(language.pick("、", "; "));
    match (nearest.is_empty(), language) {
        (true, Language::Chinese) => {
            "内置资料中**没有专门针对“{{topic}}”的规定**；下列通用规定适用于各类金融营销与记录留存，须结合行业规定使用。".to_owned()
        }
        (true, Language::English) => "Among the sources here **none is specifically about \"{{topic}}\"**. The general ones below concern \
                                      financial marketing and records of every kind; use them together with the rules of the trade."
            .to_owned(),
        (false, Language::Chinese) => format!("与主题最接近的是：**{names}**。其余为通用规定，一并列出。"),
        (false, Language::English) => format!("Nearest to the topic: **{names}**. The others are general and listed as well."),
    }
}

fn table(nearest: &[&Source], other: &[&Source], language: Language) -> String {
    let mut table = language
        .pick(
            "| 规定 | 时间与效力 | 与主题的关系 |\n| --- | --- | --- |\n",
            "| Rule | Date and effect | Relation to the topic |\n| --- | --- | --- |\n",
        )
        .to_owned();
    for (sources, relation) in [
        (nearest, language.pick("直接相关", "close")),
        (other, language.pick("通用", "general")),
    ] {
        for source in sources {
            let (name, date) = (
                source.name.in_language(language),
                source.date.in_language(language),
            );
            // Writing to a string can't fail.
            let _written = writeln!(table, "| {name} | {date} | {relation} |");
        }
    }
    table.trim_end().to_owned()
}

fn points(nearest: &[&Source], other: &[&Source], language: Language) -> String {
    let sections = nearest
        .iter()
        .chain(other)
        .zip(1..)
        .map(|(source, number)| {
            let (name, effect) = (
                source.name.in_language(language),
                source.effect.in_language(language),
            );
            format!("### {number}. {name}\n\n{effect}")
        });
    sections.collect::<Vec<_>>().join("\n\n")
}

fn flowchart(topic: &str, language: Language) -> String {
    let label = |chinese, english| language.pick(chinese, english);
    draw(&Flowchart {
        title: label(
            "监管动态跟踪流程（演示）",
            "Following regulatory change (demo)",
        ),
        description: label(
            "从主题到落实的步骤；未生效的规定先列入跟踪清单。",
            "The steps from a topic to putting a rule into practice; what is not in force yet is put on a list first.",
        ),
        nodes: vec![
            Node::End(topic),
            Node::Step(label("检索官方网站的发布文本", "Find the official text")),
            Node::Question {
                label: label("是否已经施行？", "Is it in force?"),
                yes: label("是", "Yes"),
                no: label("否", "No"),
                aside: label(
                    "列入跟踪清单，标注施行日期",
                    "Put on the list with its date",
                ),
            },
            Node::Step(label(
                "逐条对照现有制度与材料",
                "Compare it with policies and material",
            )),
            Node::Question {
                label: label("是否存在差距？", "Is there a gap?"),
                yes: label("无", "No"),
                no: label("有", "Yes"),
                aside: label("制定整改计划与责任人", "Plan the change and name an owner"),
            },
            Node::Step(label(
                "更新审核规则并培训",
                "Update the review rules and train",
            )),
            Node::End(label("归档留痕", "File the record")),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_nearest_to_the_topic_comes_first() {
        for (topic, language, first) in [
            (
                "保险销售",
                Language::Chinese,
                "### 1. 《保险销售行为管理办法》",
            ),
            (
                "互联网贷款",
                Language::Chinese,
                "### 1. 《金融产品网络营销管理办法》",
            ),
            (
                "Insurance",
                Language::English,
                "### 1. Measures for Insurance Sales Practices",
            ),
            (
                "Securities",
                Language::English,
                "### 1. Advertising Law of the PRC",
            ),
        ] {
            let markdown = draft(topic, language).markdown;
            assert!(markdown.contains(first), "{topic}: {markdown}");
        }
    }

    #[test]
    fn a_topic_that_nothing_is_known_of_is_told_so() {
        assert!(
            draft("绿色债券披露", Language::Chinese)
                .markdown
                .contains("没有专门针对“绿色债券披露”的规定")
        );
        assert!(
            draft("Green bonds", Language::English)
                .markdown
                .contains("none is specifically about \"Green bonds\"")
        );
    }

    #[test]
    fn every_source_is_listed_whatever_the_topic() {
        for source in SOURCES {
            assert!(
                draft("证券", Language::Chinese)
                    .markdown
                    .contains(source.effect.zh)
            );
            assert!(
                draft("Securities", Language::English)
                    .markdown
                    .contains(source.effect.en)
            );
        }
    }

    #[test]
    fn a_topic_that_looks_like_a_placeholder_or_markup_stays_text() {
        let markdown = draft("{{table}}<b>|", Language::English).markdown;
        assert!(!markdown.contains("<b>"), "{markdown}");
        assert_eq!(markdown.matches("| Rule |").count(), 1, "{markdown}");
    }
}
