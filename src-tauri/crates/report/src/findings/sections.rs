//! What a heading says about the text below it.

use super::titles;
use crate::severity::Severity;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing in particular.
    Plain,
    /// Lists findings.
    Findings,
    /// Speaks about the findings or the material as a whole.
    Summary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) role: Role,
    /// The level of everything below.
    pub(super) severity: Option<Severity>,
}

impl Section {
    pub(super) const PLAIN: Self = Self {
        role: Role::Plain,
        severity: None,
    };

    /// The section under a heading within this one. `None` for the role if the heading says nothing in particular.
    pub(super) fn below(self, heading: &str) -> Self {
        if let Some(severity) = names_level(heading) {
            return Self {
                role: Role::Findings,
                severity: Some(severity),
            };
        }
        match role(heading) {
            Some(role) => Self {
                role,
                severity: None,
            },
            None => self,
        }
    }
}

/// What a heading is the name of, if it is known.
pub(super) fn role(heading: &str) -> Option<Role> {
    const WHOLE: [&str; 49] = [
        "总体",
        "总结",
        "小结",
        "整体",
        "综合",
        "摘要",
        "概要",
        "评分",
        "得分",
        "打分",
        "评级",
        "免责",
        "声明",
        "未检查",
        "未审核",
        "未覆盖",
        "统计",
        "亮点",
        "优点",
        "合规项",
        "合规内容",
        "合规表述",
        "符合项",
        "通过项",
        "下一步",
        "后续",
        "附录",
        "附注",
        "审核范围",
        "审查范围",
        "审核结论",
        "审查结论",
        "修改后",
        "参考文案",
        "审核说明",
        "overall",
        "conclusion",
        "score",
        "disclaimer",
        "scope",
        "next step",
        "not checked",
        "limitation",
        "appendix",
        "strength",
        "compliant",
        "background",
        "methodology",
        "well done",
    ];
    const FINDINGS: [&str; 23] = [
        "问题",
        "发现",
        "违规",
        "风险点",
        "逐项",
        "逐条",
        "明细",
        "详情",
        "不合规",
        "整改项",
        "风险事项",
        "审核意见",
        "审查意见",
        "风险提示与",
        "issue",
        "finding",
        "problem",
        "violation",
        "concern",
        "risk point",
        "non-compliant",
        "not compliant",
        "details",
    ];
    const OTHER: [&str; 24] = [
        "概览",
        "概述",
        "结论",
        "整改清单",
        "整改建议",
        "修改建议",
        "优化建议",
        "改进建议",
        "建议",
        "说明",
        "法规依据",
        "法律依据",
        "审核依据",
        "背景",
        "基本信息",
        "材料信息",
        "依据",
        "summary",
        "overview",
        "recommendation",
        "put right",
        "references",
        "legal basis",
        "assessment",
    ];
    let name = titles::title(heading).0.to_lowercase();
    // A longer heading is a title.
    if name.chars().nth(40).is_some() {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let negated =
        name.contains("不合规") || name.contains("non-compliant") || name.contains("not compliant");
    if says(&WHOLE) && !negated {
        let lists = name.contains("问题清单") || name.contains("问题明细");
        return Some(if lists { Role::Findings } else { Role::Summary });
    }
    if says(&FINDINGS) && !titles::is_called_finding(heading) {
        return Some(Role::Findings);
    }
    says(&OTHER).then_some(Role::Summary)
}

/// The level, if a heading says that everything below has it: “高风险问题（2 项）”, “Low risk”.
pub(super) fn names_level(heading: &str) -> Option<Severity> {
    let text = without_count(heading);
    if let Some(severity) = titles::level(without_prefix(text)) {
        return Some(severity);
    }
    let (name, stated) = titles::title(text);
    if name.is_empty() {
        return stated;
    }
    let name = name.to_lowercase();
    const ENDS: [&str; 27] = [
        "问题清单",
        "问题",
        "事项",
        "项目",
        "项",
        "类",
        "发现",
        "表述",
        "内容",
        "违规",
        "级别",
        "等级",
        "点",
        "部分",
        "级",
        "意见",
        "issues",
        "issue",
        "findings",
        "items",
        "problems",
        "risks",
        "risk items",
        "points",
        "violations",
        "concerns",
        "severity",
    ];
    // “🔴 必须整改”
    let known = |word: &str| {
        ENDS.contains(&word) || matches!(word, "必须整改" | "必须修改" | "建议修改" | "建议优化")
    };
    if stated.is_some() && known(&name) {
        return stated;
    }
    ENDS.iter()
        .filter_map(|end| name.strip_suffix(end))
        .map(str::trim)
        .filter(|stated| stated.len() > "高".len())
        .find_map(titles::level)
}

fn without_count(heading: &str) -> &str {
    let heading = heading.trim().trim_end_matches(['：', ':']);
    let Some(open) = heading.rfind(['（', '(']) else {
        return heading;
    };
    let (before, inner) = heading.split_at_checked(open).unwrap_or((heading, ""));
    let counts =
        inner.chars().any(|c| c.is_numeric()) || inner.contains("必须") || inner.contains("建议");
    if counts { before.trim_end() } else { heading }
}

fn without_prefix(heading: &str) -> &str {
    // “一、高风险”, but not “高”.
    if titles::is_numbered(heading) {
        let at = heading.find(['、', '.', '．', '）', ')', '：']);
        at.and_then(|at| heading.get(at..)).map_or(heading, |rest| {
            rest.trim_start_matches(['、', '.', '．', '）', ')', '：', ' '])
        })
    } else {
        heading
    }
}

/// Whether a heading starts the answer to another part of the material.
pub(super) fn starts_part(heading: &str) -> bool {
    heading.starts_with("第 ") && heading.contains("部分，共") && heading.contains("Part ")
}
