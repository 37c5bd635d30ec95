//! The consumer protection audit: checks the text against the rule packs and reports the findings, their legal basis and
//! what was not checked. Of an image it knows only format, size and dimensions.

mod overview;
mod sections;
mod wording;

use std::fmt::Write;

use rules::{Finding, Packs, Severity};

use crate::answer::Draft;
use crate::findings;
use crate::language::Language;
use crate::picture::Picture;

/// The most findings listed one by one; the rest are counted.
const MAX_LISTED: usize = 100;

/// The input for all sections of a report.
struct Material<'a> {
    copy: &'a str,
    picture: Option<&'a Picture>,
    check: Check<'a>,
    language: Language,
}

/// The check of the copy.
enum Check<'a> {
    NoCopy,
    NoPacks,
    Done(&'a Packs, &'a rules::Report),
}

impl Material<'_> {
    fn findings(&self) -> &[Finding] {
        match &self.check {
            Check::NoCopy | Check::NoPacks => &[],
            Check::Done(_, report) => &report.findings,
        }
    }

    /// The findings to list, with their numbers.
    fn listed(&self) -> impl Iterator<Item = (usize, &Finding)> {
        (1..).zip(self.findings()).take(MAX_LISTED)
    }

    fn count(&self, severity: Severity) -> usize {
        let findings = self.findings().iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// Audits `copy`, which may be empty if there is an image. Without `packs` nothing is checked.
pub(crate) fn draft(
    copy: &str,
    picture: Option<&Picture>,
    packs: Option<&Packs>,
    language: Language,
) -> Draft {
    let checked = packs
        .filter(|_| !copy.is_empty())
        .map(|packs| (packs, findings::check(packs, copy, language)));
    let check = match &checked {
        Some((packs, report)) => Check::Done(packs, report),
        None if copy.is_empty() => Check::NoCopy,
        None => Check::NoPacks,
    };
    let material = Material {
        copy,
        picture,
        check,
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
    use proptest::prelude::*;

    use super::*;

    const POSTER: Picture = Picture {
        format: "PNG",
        bytes: 1_234_567,
        width: 1080,
        height: 1920,
    };

    fn report(copy: &str, picture: Option<&Picture>) -> String {
        let language = Language::of(copy);
        draft(copy, picture, findings::packs(), language).markdown
    }

    #[test]
    fn a_finding_names_wording_place_law_rule_and_what_to_do() {
        let report = report("尊享理财，保本无忧！", None);
        for part in [
            "“保本”",
            "第 6 字",
            "《中华人民共和国广告法》第二十五条",
            "明示或者暗示保本、无风险或者保收益",
            "修改建议",
            "zh-core-guarantee · 涉嫌违规",
        ] {
            assert!(report.contains(part), "{part}\n{report}");
        }
    }

    #[test]
    fn an_article_is_named_and_quoted_only_if_its_words_are_known() {
        let finding = |article: Option<&str>, note: Option<&str>| {
            let mut report = findings::check(findings::packs().unwrap(), "保本", Language::Chinese);
            let finding = report.findings.first_mut().unwrap();
            let basis = finding.basis.as_mut().unwrap();
            basis.article = article.map(str::to_owned);
            basis.note = note.map(str::to_owned);
            let material = Material {
                copy: "保本",
                picture: None,
                check: Check::Done(findings::packs().unwrap(), &report),
                language: Language::Chinese,
            };
            let mut written = Report::default();
            overview::write(&material, &mut written);
            sections::write(&material, &mut written);
            written.markdown
        };
        let known = finding(Some("第二十五条"), None);
        assert!(known.contains("广告法》第二十五条 |") && known.contains("\n> "));
        let once = finding(Some("第二十五条"), Some("原文待复核"));
        assert!(
            once.contains("广告法》第二十五条（原文待复核） |"),
            "{once}"
        );
        let unknown = finding(None, None);
        assert!(!unknown.contains("第二十五条") && !unknown.contains("保收益等"));
        assert!(unknown.contains("未引用条文"), "{unknown}");
    }

    #[test]
    fn good_practice_is_not_passed_off_as_law() {
        let chinese = report("年化收益 5%", None);
        assert!(chinese.contains("| 无（良好实践） |"), "{chinese}");
        let section = chinese.split("\n### 1. ").nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        assert!(!section.contains("\n> "), "{section}");
    }

    #[test]
    fn words_that_need_something_missing_are_marked_as_such() {
        let report = report("消费贷款，利息低至每天两元，欢迎申请", None);
        assert!(report.contains("”（缺少相应内容）"), "{report}");
        assert!(report.contains("贷款（根据"), "{report}");
    }

    #[test]
    fn rules_that_could_not_be_applied_are_counted_with_what_they_lack() {
        let chinese = report("欢迎光临本网点", None);
        assert!(
            chinese.contains("条规则未能适用，因为不知道产品类型、"),
            "{chinese}"
        );
        let english = report("Our branch opens at nine.", None);
        assert!(
            english.contains("rules could not be applied, as this is not known: product, "),
            "{english}"
        );
    }

    #[test]
    fn without_rule_packs_nothing_is_found_and_the_report_says_why() {
        for (copy, language, why, cleared) in [
            ("保本", Language::Chinese, "规则包未能加载", "未命中"),
            (
                "guaranteed returns",
                Language::English,
                "could not be loaded",
                "no rule was hit",
            ),
        ] {
            let report = draft(copy, None, None, language).markdown;
            assert!(
                report.contains(why) && !report.contains(cleared),
                "{report}"
            );
        }
    }

    #[test]
    fn more_findings_than_anybody_reads_are_counted_and_not_listed() {
        let copy: String = (1..300).map(|rate| format!("年化收益 {rate}%。")).collect();
        let packs = findings::packs().unwrap();
        let found = findings::check(packs, &copy, Language::Chinese).findings;
        assert!(found.len() > MAX_LISTED, "{}", found.len());
        let report = report(&copy, None);
        assert!(report.contains(&format!("共 {} 项", found.len())));
        assert_eq!(report.matches("\n### ").count(), MAX_LISTED);
        assert!(report.contains(&format!("另有 {} 项", found.len() - MAX_LISTED)));
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
    fn of_a_picture_alone_the_report_refers_to_the_findings_of_the_offline_check() {
        let alone = |language| draft("", Some(&POSTER), findings::packs(), language).markdown;
        let (chinese, english) = (alone(Language::Chinese), alone(Language::English));
        for part in ["演示服务不看图片", "应用的“问题”列表", "不作结论"] {
            assert!(chinese.contains(part), "{part}\n{chinese}");
        }
        for part in [
            "does not look into pictures",
            "the “Findings” list in the app",
        ] {
            assert!(english.contains(part), "{part}\n{english}");
        }
        assert!(!chinese.contains("未命中") && !english.contains("no rule was hit"));
        assert!(!chinese.contains("共 0 项") && !english.contains("0 in all"));
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
        assert!(report.contains("共 3 项（高 3，中 0，低 0）"), "{report}");
        assert_eq!(report.matches("\n### ").count(), 3, "{report}");
        assert!(report.contains("\n| 3 | "), "{report}");
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

    proptest! {
        #[test]
        fn any_text_at_all_can_be_audited_and_positions_are_right(parts in prop::collection::vec(part(), 1..12)) {
            let copy = parts.concat();
            let report = report(&copy, None);
            let packs = findings::packs().unwrap();
            let language = Language::of(&copy);
            for finding in findings::check(packs, &copy, language).findings {
                let Some(place) = finding.ranges.first() else { continue };
                let number = copy.get(..place.start).unwrap().chars().count() + 1;
                let named = match language {
                    Language::Chinese => format!("第 {number} 字"),
                    Language::English => format!("character {number}"),
                };
                prop_assert!(report.contains(&named), "{} is not in {}", named, report);
            }
        }
    }

    /// Phrases that the rules object to, and arbitrary text.
    fn part() -> impl Strategy<Value = String> {
        let phrases = [
            "保本",
            "高收益",
            "😀",
            "最佳",
            "贷款",
            "利息低",
            "risk-free",
            "\n",
            " ",
        ];
        let phrase = prop::sample::select(phrases.to_vec());
        prop_oneof![3 => phrase.prop_map(str::to_owned), 1 => any::<String>()]
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
