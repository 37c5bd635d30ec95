//! The consumer protection audit: checks the text against the rules and reports the findings, their legal basis and
//! what was not checked. Of an image it knows only format, size and dimensions.

mod overview;
mod sections;

use std::fmt::Write;

use crate::answer::Draft;
use crate::language::Language;
use crate::picture::Picture;
use crate::rules::{self, Finding};

/// The input for all sections of a report.
struct Material<'a> {
    copy: &'a str,
    picture: Option<&'a Picture>,
    findings: Vec<Finding>,
    language: Language,
}

/// Audits `copy`, which may be empty if there is an image.
pub(crate) fn draft(copy: &str, picture: Option<&Picture>, language: Language) -> Draft {
    let material = Material {
        copy,
        picture,
        findings: rules::audit(copy),
        language,
    };
    let mut report = Report::default();
    overview::write(&material, &mut report);
    sections::write(&material, &mut report);
    let chinese = vec!["读取送审材料", "逐条比对审核规则", "汇总审核发现"];
    let english = vec![
        "Reading the material",
        "Comparing it with the rules",
        "Collecting the findings",
    ];
    Draft {
        markdown: report.markdown,
        svg: None,
        steps: if language == Language::Chinese {
            chinese
        } else {
            english
        },
        writing: language.pick("撰写审核报告", "Writing the report"),
    }
}

/// Builds the Markdown block by block.
#[derive(Default)]
struct Report {
    markdown: String,
    sections: usize,
}

impl Report {
    /// Adds the numbered heading of the next section.
    fn section(&mut self, language: Language, chinese: &str, english: &str) {
        const NUMERALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];
        let numeral = NUMERALS.get(self.sections).copied().unwrap_or_default();
        self.sections += 1;
        let heading = match language {
            Language::Chinese => format!("## {numeral}、{chinese}"),
            Language::English => format!("## {}. {english}", self.sections),
        };
        self.block(&heading);
    }

    /// Adds a block and a blank line.
    fn block(&mut self, block: &str) {
        self.markdown.push_str(block);
        self.markdown.push_str("\n\n");
    }

    /// Adds a table; the first row is its header.
    fn table(&mut self, rows: &[Vec<String>]) {
        for (index, row) in rows.iter().enumerate() {
            // Writing to a string can't fail.
            let _written = writeln!(self.markdown, "| {} |", row.join(" | "));
            if index == 0 {
                let _written = writeln!(self.markdown, "|{}", " --- |".repeat(row.len()));
            }
        }
        self.markdown.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTER: Picture = Picture {
        format: "PNG",
        bytes: 1_234_567,
        width: 1080,
        height: 1920,
    };

    fn report(copy: &str, picture: Option<&Picture>) -> String {
        draft(copy, picture, Language::of(copy)).markdown
    }

    #[test]
    fn a_finding_names_wording_place_basis_and_what_to_do() {
        let report = report("尊享理财，保本无忧！", None);
        for part in [
            "保本",
            "第 6 字",
            "第二十五条（一）",
            "明示或者暗示保本、无风险或者保收益等",
            "修改建议",
            "DEMO-001",
        ] {
            assert!(report.contains(part), "{part}\n{report}");
        }
    }

    #[test]
    fn a_basis_that_was_not_read_is_marked_as_unverified() {
        assert!(report("低门槛，秒到账", None).contains("未核实"));
        assert!(report("high limit", None).contains("unverified"));
    }

    #[test]
    fn a_text_without_hits_is_not_cleared() {
        let chinese = report("欢迎光临本网点，营业时间九点至十七点。", None);
        assert!(
            chinese.contains("未命中") && chinese.contains("不等于合规"),
            "{chinese}"
        );
        let english = report("Our branch opens at nine.", None);
        assert!(
            english.contains("no rule was hit") && english.contains("does not mean"),
            "{english}"
        );
    }

    #[test]
    fn of_a_picture_only_its_facts_are_told_and_that_it_was_not_read() {
        let chinese = report("保本", Some(&POSTER));
        for part in ["PNG", "1080 × 1920", "1,234,567", "不识别图片内容"] {
            assert!(chinese.contains(part), "{part}\n{chinese}");
        }
        let alone = report("", Some(&POSTER));
        assert!(
            alone.contains("未提供文字") && alone.contains("不识别图片内容"),
            "{alone}"
        );
    }

    #[test]
    fn copy_that_looks_like_markup_stays_text() {
        let report = report(
            "<script>alert(1)</script> [点我](javascript:x) 保本 | 稳赚 |",
            None,
        );
        assert!(
            !report.contains("<script>") && !report.contains("](javascript"),
            "{report}"
        );
    }

    #[test]
    fn the_number_of_findings_agrees_in_the_summary_the_table_and_the_sections() {
        let report = report("保本，最佳，低门槛", None);
        let findings = rules::audit("保本，最佳，低门槛").len();
        assert!(report.contains(&format!("共 {findings} 项")), "{report}");
        assert_eq!(report.matches("\n### ").count(), findings, "{report}");
        assert!(report.contains(&format!("\n| {findings} | ")), "{report}");
    }

    #[test]
    fn sections_are_numbered_without_a_gap() {
        for copy in ["保本", "欢迎光临", ""] {
            let report = report(copy, Some(&POSTER));
            let headings: Vec<_> = report
                .lines()
                .filter_map(|line| line.strip_prefix("## "))
                .collect();
            let numerals: String = headings
                .iter()
                .filter_map(|heading| heading.chars().next())
                .collect();
            assert!(
                "一二三四五六".starts_with(&numerals) && headings.len() >= 5,
                "{numerals}"
            );
        }
    }

    #[test]
    fn a_wording_that_comes_twice_is_counted_and_both_places_are_named() {
        let report = report("保本！理财就选保本！", None);
        assert!(
            report.contains("“保本” × 2") && report.contains("第 1 字、第 8 字"),
            "{report}"
        );
    }
}
