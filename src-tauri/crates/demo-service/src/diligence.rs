//! Company due diligence: lists what such a report contains and where to obtain each fact. This service knows nothing
//! about the company, so it states nothing about it and marks each fact as unverified.

use crate::answer::Draft;
use crate::language::Language;
use crate::markdown::fill;
use crate::svg::{Flowchart, Node, draw};

/// Drafts the answer for `company`.
pub(crate) fn draft(company: &str, language: Language) -> Draft {
    let (template, steps, writing) = match language {
        Language::Chinese => (
            include_str!("content/diligence.zh.md"),
            vec!["核对企业名称", "列出待核实信息", "整理尽调提纲"],
            "撰写尽调报告",
        ),
        Language::English => (
            include_str!("content/diligence.en.md"),
            vec![
                "Checking the company's name",
                "Listing what is to be verified",
                "Arranging the outline",
            ],
            "Writing the due diligence report",
        ),
    };
    Draft {
        markdown: fill(template, "company", company),
        svg: Some(flowchart(company, language)),
        steps,
        writing,
    }
}

fn flowchart(company: &str, language: Language) -> String {
    let label = |chinese, english| language.pick(chinese, english);
    draw(&Flowchart {
        title: label("企业尽调流程（演示）", "Company due diligence (demo)"),
        description: label(
            "从企业名称到尽调结论的步骤；信息不一致时列入待核实清单，再继续。",
            "The steps from a company's name to the conclusion; what does not agree goes onto the list of open points first.",
        ),
        nodes: vec![
            Node::End(company),
            Node::Step(label(
                "核对名称、统一社会信用代码与登记状态",
                "Verify name, registration number and status",
            )),
            Node::Step(label(
                "股权结构与实际控制人",
                "Shareholders and ultimate control",
            )),
            Node::Question {
                label: label("各来源信息是否一致？", "Do the sources agree?"),
                yes: label("是", "Yes"),
                no: label("否", "No"),
                aside: label(
                    "列入待核实清单，向企业索取证明",
                    "List as open and ask the company for proof",
                ),
            },
            Node::Step(label(
                "经营、财务与司法风险",
                "Business, finances and litigation",
            )),
            Node::Step(label("现场走访与访谈", "Visit and interviews")),
            Node::Question {
                label: label("是否有重大未决事项？", "Anything grave left open?"),
                yes: label("无", "No"),
                no: label("有", "Yes"),
                aside: label("提交复核会议", "Submit to a second review"),
            },
            Node::End(label("形成尽调结论", "Conclusion")),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stands_in_the_report_and_in_the_flowchart_as_given() {
        let draft = draft("示例<科技>|有限公司", Language::Chinese);
        assert!(
            draft.markdown.contains("示例&lt;科技&gt;\\|有限公司"),
            "{}",
            draft.markdown
        );
        assert!(!draft.markdown.contains("<科技>"));
        let svg = draft.svg.unwrap();
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert!(
            document
                .descendants()
                .filter_map(|node| node.text())
                .any(|text| text.contains("示例<科技>"))
        );
    }

    #[test]
    fn the_flowchart_speaks_the_language_of_the_report() {
        for (company, language) in [
            ("示例公司", Language::Chinese),
            ("Example Ltd.", Language::English),
        ] {
            let svg = draft(company, language).svg.unwrap();
            let document = roxmltree::Document::parse(&svg).unwrap();
            let texts = document
                .descendants()
                .filter(|node| node.has_tag_name("text"));
            let words: String = texts.filter_map(|node| node.text()).collect();
            assert_eq!(Language::of(&words), language, "{words}");
        }
    }

    #[test]
    fn no_fact_is_stated_about_a_company() {
        let chinese = draft("示例公司", Language::Chinese).markdown;
        assert!(chinese.matches("待核实").count() >= 15, "{chinese}");
        let english = draft("Example Ltd.", Language::English).markdown;
        assert!(english.matches("to be verified").count() >= 15, "{english}");
    }
}
