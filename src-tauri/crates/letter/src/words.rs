//! The fixed texts of a letter, in both languages. All other texts come from the caller.

use crate::{
    document::Language,
    model::{
        CheckResult, Conclusion, Decision, EarlierStatus, Risk, Severity, Source, State, StepKind,
        TextSource, Unchecked,
    },
};

/// Picks the words for `language`.
pub(crate) const fn say(
    language: Language,
    chinese: &'static str,
    english: &'static str,
) -> &'static str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

macro_rules! words {
    ($($(#[$about:meta])* $name:ident: $chinese:literal, $english:literal;)*) => {
        $($(#[$about])* pub(crate) const fn $name(language: Language) -> &'static str {
            say(language, $chinese, $english)
        })*
    };
}

words! {
    title: "消保审查意见书", "Consumer Protection Review Opinion";
    /// Shown if there is no value.
    nothing: "—", "—";
    none: "无。", "None.";
    list_separator: "、", ", ";
    draft_warning: "审阅草稿，未归档，不作为正式意见", "Review draft, not archived, not a final opinion";
    demo_warning: "演示数据：服务意见由演示服务生成，不得用于实际审查",
        "Demo data: the service's findings come from a demo service; not for use in a real review";
    ai_keyword: "人工智能辅助", "AI-assisted";
    nobody_signed: "尚未签署。", "Nobody has signed yet.";
    single_handed: "本次审查与审批由同一人完成，未经第二人审批。",
        "One person both reviewed and approved; no second person approved this review.";
    no_pictures: "本次审查的材料没有图样。", "The material of this review has no picture.";
    no_checklist: "本次审查没有使用审查要点表。", "This review used no checklist.";
    missing_words: "（缺少应有内容，无原文）", "(something is missing from the material; no words to quote)";
    unverified: "原文待复核", "wording to be verified (原文待复核)";
    unchecked_basis: "服务所述，未核对：", "Named by the service, not checked: ";
    notice_origin: "本意见书所列问题由规则包、人工智能服务和审查人员共同发现，每一项的来源见“发现来源”。",
        "Rule packs, an AI service and the reviewers found the issues in this letter. \u{201c}Found by\u{201d} names the source of each.";
    notice_decision: "是否采纳、风险等级、审查结论和整改要求由签署人决定。人工智能的输出仅供参考，不构成法律意见。",
        "The signatories decided on each issue, on the risk level, the conclusion and the rectification. The output of AI is for reference only and is not legal advice.";
    notice_limits: "未列出问题，不代表材料不存在其他问题。",
        "The material may have other issues that are not listed here.";

    heading_summary: "一、审查摘要", "1. Summary";
    heading_findings: "二、审查发现", "2. Findings";
    heading_assessment: "三、总体评估", "3. Assessment";
    heading_rectification: "四、整改要求", "4. Rectification";
    heading_checklist: "五、审查要点", "5. Checklist";
    heading_approvals: "六、审批记录", "6. Approvals";
    heading_picture: "附件一　材料图样与标注", "Annex A. The material with its markers";
    heading_evidence: "附件二　证据摘要", "Annex B. Evidence";
    heading_notice: "附件三　人工智能参与声明", "Annex C. Use of AI";

    number: "编号", "Number";
    state: "状态", "State";
    material: "材料名称", "Material";
    kind: "审查类型", "Type of review";
    channel: "投放渠道", "Channel";
    product: "关联产品", "Product";
    audience: "适用客群", "Audience";
    department: "送审部门", "Department";
    submitter: "送审人", "Submitted by";
    contact: "联系方式", "Contact";
    planned: "拟投放时间", "Planned publication";
    valid_until: "有效期", "Valid until";
    material_source: "素材来源", "Made by";
    text_source: "文字来源", "Source of the text";
    version: "材料版本", "Version";
    date: "审查日期", "Date of review";
    conclusion: "审查结论", "Conclusion";
    risk: "风险等级", "Risk level";

    heading_earlier: "上一版本问题的整改情况", "Findings of the previous version";
    no_earlier: "上一版本没有须整改的问题。", "The previous version had no finding to put right.";
    earlier_number: "原序号", "Earlier no.";
    earlier_status: "整改情况", "Status";

    row_number: "序号", "No.";
    severity: "风险等级", "Severity";
    issue: "问题", "Finding";
    decision: "人工结论", "Decision";
    found_by: "发现来源", "Found by";
    dimension: "审查维度", "Dimension";
    excerpt: "原文摘录", "Excerpt";
    explanation: "问题说明", "Explanation";
    rule: "命中规则", "Rule";
    basis: "审查依据", "Legal basis";
    suggestion: "修改建议", "Suggestion";
    decision_and_reason: "人工结论与理由", "Decision and reason";
    wording: "要求改为：", "Required wording: ";
    reason: "理由：", "Reason: ";
    undecided: "未处理", "Undecided";

    item: "整改事项", "Item";
    owner: "责任人", "Owner";
    deadline: "期限", "Deadline";
    category: "类别", "Category";
    point: "审查要点", "Point";
    point_basis: "依据", "Basis";
    result: "结论", "Result";
    note: "说明", "Note";
    step: "环节", "Step";
    person: "姓名（工号）", "Name (staff number)";
    opinion: "意见", "Opinion";
    time: "时间", "Time";
    key: "签名密钥指纹", "Fingerprint of the key";

    record: "审核记录", "Record";
    materials: "材料\nSHA-256", "Material (SHA-256)";
    answer: "服务回答\nSHA-256", "Answer of the service (SHA-256)";
    model: "服务与模型", "Service and model";
    packs: "规则包与法规\nSHA-256", "Rule packs and laws (SHA-256)";
    statements: "签署的声明\nSHA-256", "Signed statements (SHA-256)";
    started: "审核开始时间", "Audit began";
    ended: "审核结束时间", "Audit ended";
    retained: "保管期限", "Kept until";
}

pub(crate) const fn state_of(language: Language, state: State) -> &'static str {
    match state {
        State::Draft => say(language, "审阅草稿", "Review draft"),
        State::Archived => say(language, "正式归档", "Archived"),
    }
}

pub(crate) const fn conclusion_of(language: Language, conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Pass => say(language, "通过", "Passed"),
        Conclusion::PassAfterChanges => say(language, "修改后通过", "Passed after changes"),
        Conclusion::Refused => say(language, "不通过", "Refused"),
    }
}

pub(crate) const fn severity_of(language: Language, severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::High) => say(language, "高风险", "High risk"),
        Some(Severity::Medium) => say(language, "中风险", "Medium risk"),
        Some(Severity::Low) => say(language, "低风险", "Low risk"),
        Some(Severity::Advice) => say(language, "提示", "Advice"),
        None => say(language, "未定级", "Not rated"),
    }
}

pub(crate) const fn risk_of(language: Language, risk: Risk) -> &'static str {
    match risk {
        Risk::None => say(language, "未发现风险", "No risk found"),
        Risk::Unrated => severity_of(language, None),
        Risk::Rated(severity) => severity_of(language, Some(severity)),
    }
}

pub(crate) const fn source_of(language: Language, source: Source) -> &'static str {
    match source {
        Source::Rules => say(language, "规则", "Rules"),
        Source::Service => say(language, "人工智能服务", "AI service"),
        Source::Person => say(language, "人工", "Reviewer"),
    }
}

pub(crate) const fn text_source_of(language: Language, source: TextSource) -> &'static str {
    match source {
        TextSource::Recognised => say(language, "图片文字识别", "text recognised in the picture"),
        TextSource::Document => say(language, "文档文字", "text of the document"),
        TextSource::Typed => say(language, "人工录入", "typed in"),
        TextSource::Record => say(language, "历史记录", "an earlier record"),
    }
}

pub(crate) const fn decision_of(language: Language, decision: Option<Decision>) -> &'static str {
    match decision {
        Some(Decision::Adopted) => say(language, "采纳", "Adopted"),
        Some(Decision::Changed) => say(language, "修改后采纳", "Adopted with changes"),
        Some(Decision::Dismissed) => say(language, "不采纳", "Dismissed"),
        None => undecided(language),
    }
}

pub(crate) const fn result_of(language: Language, result: Option<CheckResult>) -> &'static str {
    match result {
        Some(CheckResult::Pass) => say(language, "通过", "Pass"),
        Some(CheckResult::Fail) => say(language, "不通过", "Fail"),
        Some(CheckResult::NotApplicable) => say(language, "不适用", "Not applicable"),
        None => say(language, "未填写", "Open"),
    }
}

pub(crate) const fn status_of(language: Language, status: Option<EarlierStatus>) -> &'static str {
    match status {
        Some(EarlierStatus::Resolved) => say(language, "已整改", "Resolved"),
        Some(EarlierStatus::Present) => say(language, "仍存在", "Still present"),
        Some(EarlierStatus::NotApplicable) => say(language, "不再适用", "No longer applies"),
        None => say(language, "待确认", "To be confirmed"),
    }
}

/// A version by the number of its letter.
pub(crate) fn version_of(language: Language, number: &str, version: u32) -> String {
    let said = match language {
        Language::Chinese => format!("{number} 第 {version} 版"),
        Language::English => format!("{number} version {version}"),
    };
    said.trim_start().to_owned()
}

/// A version with the previous one.
pub(crate) fn version_after(language: Language, version: u32, previous: &str) -> String {
    match language {
        Language::Chinese => format!("第 {version} 版（上一版本：{previous}）"),
        Language::English => format!("{version} (corrects {previous})"),
    }
}

/// The previous version, with its record.
pub(crate) fn previous_record(language: Language, previous: &str, record: &str) -> [String; 2] {
    match language {
        Language::Chinese => [
            format!("上一版本：{previous}"),
            format!("审核记录：{record}"),
        ],
        Language::English => [
            format!("Previous version: {previous}"),
            format!("Record: {record}"),
        ],
    }
}

pub(crate) const fn step_of(language: Language, kind: StepKind) -> &'static str {
    match kind {
        StepKind::Reviewed => say(language, "审查", "Review"),
        StepKind::Returned => say(language, "退回", "Return"),
        StepKind::Approved => say(language, "审批", "Approval"),
        StepKind::Archived => say(language, "归档", "Archiving"),
    }
}

/// The heading of a finding.
pub(crate) fn finding(language: Language, number: u32, title: &str) -> String {
    match language {
        Language::Chinese => format!("发现 {number}　{title}"),
        Language::English => format!("Finding {number}: {title}"),
    }
}

/// The place where a finding is framed.
pub(crate) fn framed(language: Language, number: u32) -> String {
    match language {
        Language::Chinese => format!("见附件一标注 {number}"),
        Language::English => format!("See marker {number} in annex A"),
    }
}

/// The severity a finding had before the reviewer changed it.
pub(crate) fn formerly(language: Language, severity: Option<Severity>) -> String {
    let severity = severity_of(language, severity);
    match language {
        Language::Chinese => format!("（原定级：{severity}）"),
        Language::English => format!(" (before the decision: {severity})"),
    }
}

/// A name with the staff number.
pub(crate) fn person_of(language: Language, name: &str, staff: &str) -> String {
    match language {
        _ if staff.is_empty() => name.to_owned(),
        Language::Chinese => format!("{name}（{staff}）"),
        Language::English => format!("{name} ({staff})"),
    }
}

/// The line below a picture.
pub(crate) fn picture(language: Language, number: usize) -> String {
    match language {
        Language::Chinese => format!("图 {number}　标注的编号与审查发现的编号一致"),
        Language::English => {
            format!("Figure {number}. The markers bear the numbers of the findings")
        }
    }
}

/// The alternative text of a picture.
pub(crate) fn picture_described(language: Language, material: &str, numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let numbers = numbers.join(list_separator(language));
    match (language, numbers.is_empty()) {
        (Language::Chinese, true) => format!("材料“{material}”的图样"),
        (Language::Chinese, false) => format!("材料“{material}”的图样，标注了发现 {numbers}"),
        (Language::English, true) => format!("Picture of the material \u{201c}{material}\u{201d}"),
        (Language::English, false) => {
            format!(
                "Picture of the material \u{201c}{material}\u{201d} with markers for findings {numbers}"
            )
        }
    }
}

/// A law: its title and, if its words are known, the article.
pub(crate) fn law(title: &str, article: &str) -> String {
    format!("《{title}》{article}")
}

/// The number of findings by severity, and by decision.
pub(crate) fn counted(
    language: Language,
    total: usize,
    severities: &[(&'static str, usize)],
    decisions: &[(&'static str, usize)],
) -> String {
    let list = |counts: &[(&'static str, usize)]| {
        let some = counts.iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = some
            .map(|(what, count)| match language {
                Language::Chinese => format!("{what} {count} 项"),
                Language::English => format!("{what}: {count}"),
            })
            .collect();
        parts.join(list_separator(language))
    };
    let (severities, decisions) = (list(severities), list(decisions));
    match (language, total) {
        (Language::Chinese, 0) => "本次审查没有列出问题。".to_owned(),
        (Language::English, 0) => "The review lists no findings.".to_owned(),
        (Language::Chinese, _) => {
            format!("本次审查共列出问题 {total} 项：{severities}。处理结果：{decisions}。")
        }
        (Language::English, 1) => {
            format!("The review lists 1 finding ({severities}). Decisions: {decisions}.")
        }
        (Language::English, _) => {
            format!("The review lists {total} findings ({severities}). Decisions: {decisions}.")
        }
    }
}

/// Passages of the service's answer that are no findings.
pub(crate) fn unparsed(language: Language, count: u32) -> String {
    match (language, count) {
        (Language::Chinese, _) => format!("服务的回答中另有 {count} 段没有列为问题，全文见审核记录。"),
        (Language::English, 1) => "One further passage of the service's answer is not listed as a finding; the record holds the full answer.".to_owned(),
        (Language::English, _) => format!("{count} further passages of the service's answer are not listed as findings; the record holds the full answer."),
    }
}

/// What the rules did not check, in one sentence each.
pub(crate) fn unchecked(language: Language, unchecked: &Unchecked) -> Vec<String> {
    let mut lines = Vec::new();
    if unchecked.everything {
        lines.push(match language {
            Language::Chinese => "规则没有检查本材料。".to_owned(),
            Language::English => "The rules did not check this material.".to_owned(),
        });
    }
    if unchecked.picture {
        lines.push(match language {
            Language::Chinese => "图片文字没有识别，规则没有检查图片。".to_owned(),
            Language::English => {
                "The text of the picture was not recognised; the rules did not check the picture."
                    .to_owned()
            }
        });
    }
    lines.extend(unchecked.rules.iter().map(|rules| {
        let needs: Vec<_> = rules
            .needs
            .iter()
            .map(|need| need_of(language, need))
            .collect();
        let needs = needs.join(list_separator(language));
        match (language, rules.count) {
            (Language::Chinese, count) => format!("因{needs}未知，{count} 条规则没有检查。"),
            (Language::English, 1) => format!("1 rule did not run, as it lacks: {needs}."),
            (Language::English, count) => {
                format!("{count} rules did not run, as they lack: {needs}.")
            }
        }
    }));
    lines
}

/// A fact that rules need.
fn need_of(language: Language, need: &str) -> &str {
    let words = match need {
        "product" => ("产品", "product"),
        "audience" => ("对象", "audience"),
        "medium" => ("媒介", "medium"),
        "institution" => ("机构", "institution"),
        "place" => ("地区", "place"),
        "date" => ("发布日", "date of publication"),
        "picture" => ("图片文字", "text of the picture"),
        other => (other, other),
    };
    match language {
        Language::Chinese => words.0,
        Language::English => words.1,
    }
}

/// The conclusions of the system and of the reviewer.
pub(crate) fn concluded(
    language: Language,
    proposed: Option<Conclusion>,
    conclusion: Option<Conclusion>,
) -> String {
    let word = |conclusion| match conclusion {
        Some(conclusion) => conclusion_of(language, conclusion),
        None => nothing(language),
    };
    let (proposed, concluded) = (word(proposed), word(conclusion));
    match language {
        Language::Chinese => {
            format!("根据各项问题的处理，系统建议结论为：{proposed}。审查人的结论为：{concluded}。")
        }
        Language::English => format!(
            "From the decisions on the findings the system proposes: {proposed}. The reviewer concludes: {concluded}."
        ),
    }
}
