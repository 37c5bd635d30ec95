//! The named fields of a template: in text, such as `{{number}}` or `{{编号}}`, and for whole sections.

use crate::{
    document::{Colour, Language, Run},
    model::{Conclusion, Letter, Risk, Severity, State, StepKind},
    words,
};

/// A field that is replaced by a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextField {
    Title,
    Warning,
    Number,
    State,
    Material,
    Kind,
    Channel,
    Product,
    Audience,
    Department,
    Submitter,
    Contact,
    Planned,
    ValidUntil,
    Source,
    TextSource,
    Version,
    Date,
    Conclusion,
    Proposed,
    Risk,
    Opinion,
    Total,
    High,
    Medium,
    Low,
    Reviewer,
    ReviewedAt,
    Approver,
    ApprovedAt,
    Record,
    RetainUntil,
}

/// A field that is replaced by the content of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockField {
    Cover,
    Summary,
    Findings,
    Assessment,
    Rectification,
    Checklist,
    Approvals,
    Picture,
    Evidence,
    Notice,
}

/// A field of either kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Text(TextField),
    Block(BlockField),
}

/// A field with its names.
pub(crate) struct Named {
    pub(crate) field: Field,
    pub(crate) english: &'static str,
    pub(crate) chinese: &'static str,
    /// A template without it is refused.
    pub(crate) required: bool,
}

const fn text(field: TextField, english: &'static str, chinese: &'static str) -> Named {
    Named {
        field: Field::Text(field),
        english,
        chinese,
        required: false,
    }
}

const fn block(field: BlockField, english: &'static str, chinese: &'static str) -> Named {
    Named {
        field: Field::Block(field),
        english,
        chinese,
        required: false,
    }
}

const fn required(named: Named) -> Named {
    Named {
        required: true,
        ..named
    }
}

/// All fields. docs/letter-templates.md lists them too; a test compares.
pub(crate) const FIELDS: &[Named] = &[
    text(TextField::Title, "title", "标题"),
    required(text(TextField::Warning, "warning", "警示")),
    required(text(TextField::Number, "number", "编号")),
    required(text(TextField::State, "state", "状态")),
    required(text(TextField::Material, "material", "材料名称")),
    text(TextField::Kind, "type", "审查类型"),
    text(TextField::Channel, "channel", "投放渠道"),
    text(TextField::Product, "product", "关联产品"),
    text(TextField::Audience, "audience", "适用客群"),
    text(TextField::Department, "department", "送审部门"),
    text(TextField::Submitter, "submitter", "送审人"),
    text(TextField::Contact, "contact", "联系方式"),
    text(TextField::Planned, "planned", "拟投放时间"),
    text(TextField::ValidUntil, "valid_until", "有效期"),
    text(TextField::Source, "source", "素材来源"),
    text(TextField::TextSource, "text_source", "文字来源"),
    text(TextField::Version, "version", "材料版本"),
    text(TextField::Date, "date", "审查日期"),
    required(text(TextField::Conclusion, "conclusion", "审查结论")),
    text(TextField::Proposed, "proposed", "系统建议结论"),
    required(text(TextField::Risk, "risk", "风险等级")),
    text(TextField::Opinion, "opinion", "审查意见"),
    text(TextField::Total, "findings_total", "问题总数"),
    text(TextField::High, "findings_high", "高风险数"),
    text(TextField::Medium, "findings_medium", "中风险数"),
    text(TextField::Low, "findings_low", "低风险数"),
    text(TextField::Reviewer, "reviewer", "审查人"),
    text(TextField::ReviewedAt, "reviewed_at", "审查时间"),
    text(TextField::Approver, "approver", "审批人"),
    text(TextField::ApprovedAt, "approved_at", "审批时间"),
    text(TextField::Record, "record", "审核记录"),
    text(TextField::RetainUntil, "retain_until", "保管期限"),
    block(BlockField::Cover, "cover", "封面"),
    block(BlockField::Summary, "summary", "审查摘要"),
    required(block(BlockField::Findings, "findings", "审查发现")),
    block(BlockField::Assessment, "assessment", "总体评估"),
    block(BlockField::Rectification, "rectification", "整改要求"),
    block(BlockField::Checklist, "checklist", "审查要点"),
    required(block(BlockField::Approvals, "approvals", "审批记录")),
    block(BlockField::Picture, "picture", "材料图样"),
    required(block(BlockField::Evidence, "evidence", "证据摘要")),
    required(block(BlockField::Notice, "notice", "人工智能声明")),
];

/// The field of a name, in either language. Letter case, spaces around it and `-` for `_` make no difference.
pub(crate) fn named(name: &str) -> Option<&'static Named> {
    let name = name.trim().to_lowercase().replace(['-', ' '], "_");
    FIELDS
        .iter()
        .find(|named| named.english == name || named.chinese == name)
}

/// The field as it stands in a template of `language`.
pub(crate) fn placeholder(language: Language, field: Field) -> String {
    let named = FIELDS.iter().find(|named| named.field == field);
    let name = named.map_or("", |named| {
        words::say(language, named.chinese, named.english)
    });
    format!("{{{{{name}}}}}")
}

/// The text that replaces a field, with its colour.
pub(crate) fn value(letter: &Letter, language: Language, field: TextField) -> Run {
    let submission = &letter.submission;
    let standing = |severity: Severity| {
        let of = |found: &&crate::model::Finding| {
            found.stands() && found.effective_severity() == Some(severity)
        };
        letter.findings.iter().filter(of).count().to_string()
    };
    let conclusion = |conclusion: Option<Conclusion>| match conclusion {
        Some(conclusion) => Run {
            colour: Some(conclusion_colour(conclusion)),
            ..Run::bold(words::conclusion_of(language, conclusion))
        },
        None => Run::default(),
    };
    let last = |kind| letter.steps.iter().rev().find(|step| step.kind == kind);
    let person = |kind| {
        let step = last(kind);
        step.map(|step| words::person_of(language, &step.name, &step.staff))
    };
    let time = |kind| last(kind).map(|step| step.time.clone());
    let text = match field {
        TextField::Warning => return Run::plain(warning(letter, language)),
        TextField::Conclusion => return or_nothing(language, conclusion(letter.conclusion)),
        TextField::Proposed => return or_nothing(language, conclusion(letter.proposed)),
        TextField::Risk => {
            return Run {
                colour: match letter.risk() {
                    Risk::Rated(severity) => severity_colour(Some(severity)),
                    Risk::None | Risk::Unrated => None,
                },
                ..Run::bold(words::risk_of(language, letter.risk()))
            };
        }
        TextField::Title => words::title(language).to_owned(),
        TextField::State => words::state_of(language, letter.effective_state()).to_owned(),
        TextField::Number => submission.number.clone(),
        TextField::Material => submission.title.clone(),
        TextField::Kind => submission.kind.clone(),
        TextField::Channel => submission.channel.clone(),
        TextField::Product => submission.product.clone(),
        TextField::Audience => submission.audience.clone(),
        TextField::Department => submission.department.clone(),
        TextField::Submitter => submission.submitter.clone(),
        TextField::Contact => submission.contact.clone(),
        TextField::Planned => submission.planned.clone(),
        TextField::ValidUntil => submission.valid_until.clone(),
        TextField::Source => submission.source.clone(),
        TextField::TextSource => {
            let sources = letter.text_sources.iter();
            let words: Vec<_> = sources
                .map(|source| words::text_source_of(language, *source))
                .collect();
            words.join(words::list_separator(language))
        }
        TextField::Version if letter.version == 0 => String::new(),
        TextField::Version => match &letter.previous {
            None => letter.version.to_string(),
            Some(previous) => words::version_after(
                language,
                letter.version,
                &words::version_of(language, &previous.number, previous.version),
            ),
        },
        TextField::Date => letter.date.clone(),
        TextField::Opinion => letter.opinion.trim().to_owned(),
        TextField::Total => letter.findings.len().to_string(),
        TextField::High => standing(Severity::High),
        TextField::Medium => standing(Severity::Medium),
        TextField::Low => standing(Severity::Low),
        TextField::Reviewer => person(StepKind::Reviewed).unwrap_or_default(),
        TextField::ReviewedAt => time(StepKind::Reviewed).unwrap_or_default(),
        TextField::Approver => person(StepKind::Approved).unwrap_or_default(),
        TextField::ApprovedAt => time(StepKind::Approved).unwrap_or_default(),
        TextField::Record => letter.evidence.record.clone(),
        TextField::RetainUntil => letter.retain_until.clone(),
    };
    or_nothing(language, Run::plain(text))
}

/// The warning that no reader may miss; empty for a final letter.
pub(crate) fn warning(letter: &Letter, language: Language) -> String {
    let draft = letter.effective_state() == State::Draft;
    let lines = [
        (draft, words::draft_warning(language)),
        (letter.demo, words::demo_warning(language)),
    ];
    let lines: Vec<_> = lines
        .iter()
        .filter_map(|(holds, line)| holds.then_some(*line))
        .collect();
    lines.join("\n")
}

fn or_nothing(language: Language, run: Run) -> Run {
    match run.text.trim().is_empty() {
        true => Run::plain(words::nothing(language)),
        false => run,
    }
}

pub(crate) const fn severity_colour(severity: Option<Severity>) -> Option<Colour> {
    match severity {
        Some(Severity::High) => Some(Colour::High),
        Some(Severity::Medium) => Some(Colour::Medium),
        Some(Severity::Low) => Some(Colour::Low),
        Some(Severity::Advice) | None => None,
    }
}

const fn conclusion_colour(conclusion: Conclusion) -> Colour {
    match conclusion {
        Conclusion::Pass => Colour::Low,
        Conclusion::PassAfterChanges => Colour::Medium,
        Conclusion::Refused => Colour::High,
    }
}
