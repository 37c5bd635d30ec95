//! The findings of a recorded audit: the offline check in the record, and the findings in the service's answer.

use records::{
    Kind, Record, Records, Timestamp,
    offline_check::{self, Finding as Kept, OfflineCheck, PictureChecked as KeptPicture},
    statement::{NewStatement, StatementBody},
};
use rules::{Language, Packs};

use super::{
    App, Check,
    conversion::{self, severity_named},
    language,
    places::{CheckedText, Quad},
    recording::read_confidence,
};
use crate::{
    ocr::known,
    record_document::asked,
    wire::{
        self, AnswerFinding, AnswerFindings, ContextField, Dismissal, Finding, FindingBasis,
        FindingKind, FindingSeverity, Findings, Judgement, MaterialContext, OwnFinding,
        PictureChecked, Problem, Recheck, RecordCheck, RecordFindings, RulePack, UncheckedRules,
    },
};

/// The findings of the record with this id.
///
/// # Errors
/// The records can't be read; the record is damaged.
pub fn of_record(app: &App, id: i64, english: bool) -> Result<RecordFindings, Problem> {
    let language = language(english);
    let records = app.archive.records()?;
    let record = records.record(id)?;
    let statements = records.statements(id)?;
    let copy = asked(&record);
    let packs = app.rule_packs.packs().ok();
    let check = record.started.check.as_ref();
    Ok(RecordFindings {
        check: check.map(|check| recorded(check, copy, packs.as_deref(), language)),
        rechecks: statements
            .iter()
            .filter_map(|statement| match &statement.body {
                StatementBody::Checked(check) => Some(Recheck {
                    at_ms: statement.at_ms,
                    check: recorded(check, copy, packs.as_deref(), language),
                }),
                _ => None,
            })
            .collect(),
        answer: of_answer(app, &record, copy),
    })
}

/// Checks the material of a record again with the rules of today, and adds the result to the record.
///
/// # Errors
/// `rules_unusable`; `review_no_audit` for a record of another kind; why the records can't be read or written.
pub fn recheck(app: &App, records: &Records, id: i64, now: &Timestamp) -> Result<(), Problem> {
    let record = records.record(id)?;
    if !matches!(record.started.kind, Kind::Audit | Kind::Lines) || record.ended.is_none() {
        return Err(Problem::plain("review_no_audit"));
    }
    let new = NewStatement {
        body: StatementBody::Checked(check_again(app, &record)?),
        files: Vec::new(),
    };
    records.add_statement(id, new, now)?;
    Ok(())
}

/// Checks the material of a record with the rules of today.
///
/// # Errors
/// `rules_unusable`.
pub fn check_again(app: &App, record: &Record) -> Result<OfflineCheck, Problem> {
    let copy = asked(record);
    let received = record.started.materials.first();
    let picture = received.filter(|part| part.width > 0);
    let picture = picture.map(|part| known::text(app, &part.sha256));
    let context = conversion::context(&said_before(record));
    let check = Check::new(
        app.rule_packs.packs()?,
        picture,
        copy,
        &context,
        Language::Chinese,
    );
    Ok(check.recorded(copy, &Judgement::default()))
}

/// The person's statements about the material before the run. The app guesses the rest again.
fn said_before(record: &Record) -> MaterialContext {
    let mut said = MaterialContext::default();
    let check = record.started.check.iter();
    for assumed in check.flat_map(|check| &check.context) {
        if assumed.guessed_from.is_some() {
            continue;
        }
        let field = match assumed.name.as_str() {
            "product" => &mut said.product,
            "audience" => &mut said.audience,
            "medium" => &mut said.medium,
            "institution" => &mut said.institution,
            "place" => &mut said.place,
            "date" => &mut said.date,
            _ => continue,
        };
        field.clone_from(&assumed.value);
    }
    said
}

/// The findings in the answer of a record.
pub fn of_answer(app: &App, record: &Record, copy: &str) -> AnswerFindings {
    let received = record.started.materials.first();
    let lines = received.and_then(|part| known::text(app, &part.sha256));
    let text = CheckedText::new(lines.map(|text| text.lines).unwrap_or_default(), copy);
    let read = report::findings::findings(&record.output, text.material().text());
    let findings = read.findings.into_iter().map(|finding| {
        let ranges = finding.quotes.iter().flat_map(|quote| &quote.ranges);
        AnswerFinding {
            title: finding.title,
            severity: finding.severity.map(FindingSeverity::from),
            excerpt: finding
                .quotes
                .first()
                .map(|quote| quote.text.clone())
                .unwrap_or_default(),
            basis: finding.basis,
            suggestion: finding.suggestion,
            passage: finding.passage,
            picture: ranges
                .clone()
                .flat_map(|range| text.in_picture(range))
                .collect(),
            copy: ranges.filter_map(|range| text.in_copy(range)).collect(),
        }
    });
    AnswerFindings {
        findings: findings.collect(),
        unparsed: u32::try_from(read.unparsed).unwrap_or(u32::MAX),
    }
}

fn recorded(
    check: &OfflineCheck,
    copy: &str,
    packs: Option<&Packs>,
    language: Language,
) -> RecordCheck {
    let of_rules = check.findings.iter().filter_map(|finding| {
        let rule = finding.rule.as_ref()?;
        let mut shown = finding_of(finding, rule, copy)?;
        // The record is in Chinese; a rule that still exists has an English title as well.
        if let (Language::English, Some(title)) = (
            language,
            packs.and_then(|packs| packs.title(rule, language)),
        ) {
            title.clone_into(&mut shown.title);
        }
        Some(shown)
    });
    let title = |rule: &String| {
        let title = packs.and_then(|packs| packs.title(rule, language));
        title.unwrap_or(rule).to_owned()
    };
    RecordCheck {
        findings: Findings {
            findings: of_rules.collect(),
            omitted: u32::try_from(check.omitted).unwrap_or(u32::MAX),
            not_checked: check
                .not_checked
                .iter()
                .map(|unchecked| UncheckedRules {
                    needs: unchecked.needs.clone(),
                    titles: unchecked.rules.iter().map(title).collect(),
                })
                .collect(),
            context: check
                .context
                .iter()
                .map(|field| ContextField {
                    name: field.name.clone(),
                    value: field.value.clone(),
                    guessed: field.guessed_from.is_some(),
                    words: field.guessed_from.clone().unwrap_or_default(),
                })
                .collect(),
            picture: match check.picture {
                KeptPicture::None => PictureChecked::None,
                KeptPicture::Unread => PictureChecked::Unread,
                KeptPicture::Read => PictureChecked::Read,
            },
            rules: 0,
            packs: check
                .packs
                .iter()
                .map(|pack| RulePack {
                    id: pack.id.clone(),
                    version: pack.version.clone(),
                    sha256: pack.sha256.clone(),
                })
                .collect(),
        },
        dismissed: check
            .findings
            .iter()
            .filter_map(|finding| {
                Some(Dismissal {
                    rule: finding.rule.clone()?,
                    excerpt: finding.excerpt.clone(),
                    reason: finding.dismissed.clone()?,
                })
            })
            .collect(),
        own: check
            .findings
            .iter()
            .filter(|finding| finding.rule.is_none())
            .filter_map(|finding| {
                Some(OwnFinding {
                    severity: severity_named(&finding.severity)?,
                    title: finding.title.clone(),
                    note: finding.explanation.clone(),
                    excerpt: finding.excerpt.clone(),
                    quad: finding.picture.first().copied().map(quad),
                    copy: units(copy, finding).first().copied(),
                })
            })
            .collect(),
    }
}

/// A finding of a rule; `None` if a later version of the app wrote a kind that this one does not know.
fn finding_of(finding: &Kept, rule: &str, copy: &str) -> Option<Finding> {
    Some(wire::Finding {
        rule: rule.to_owned(),
        pack: String::new(),
        kind: kind(&finding.kind)?,
        topic: finding.topic.clone(),
        severity: severity_named(&finding.severity)?,
        title: finding.title.clone(),
        explanation: finding.explanation.clone(),
        excerpt: finding.excerpt.clone(),
        suggestion: finding.suggestion.clone(),
        basis: finding.basis.as_ref().map(basis),
        picture: finding.picture.iter().copied().map(quad).collect(),
        copy: units(copy, finding),
    })
}

fn basis(basis: &offline_check::Basis) -> FindingBasis {
    let (confidence, checked) = read_confidence(&basis.confidence);
    FindingBasis {
        law: basis.law.clone(),
        law_id: basis.id.clone(),
        article: basis.article.clone(),
        text: basis.text.clone(),
        confidence: confidence.to_owned(),
        note: (confidence == "B").then(|| "原文待复核".to_owned()),
        checked,
    }
}

/// The places of a finding in the copy, as UTF-16 offsets.
fn units(copy: &str, finding: &Kept) -> Vec<[u32; 2]> {
    let before = |characters: u32| {
        let units = copy.chars().take(characters as usize).map(char::len_utf16);
        u32::try_from(units.sum::<usize>()).unwrap_or(u32::MAX)
    };
    let places = finding.copy.iter();
    places
        .map(|place| [before(place.from.saturating_sub(1)), before(place.to)])
        .collect()
}

fn quad(corners: [[i32; 2]; 4]) -> Quad {
    corners.map(|point| point.map(|place| place as f32))
}

fn kind(name: &str) -> Option<FindingKind> {
    match name {
        "ban" => Some(FindingKind::Ban),
        "required" => Some(FindingKind::Required),
        "required_if" => Some(FindingKind::RequiredIf),
        "number" => Some(FindingKind::Number),
        "evidence" => Some(FindingKind::Evidence),
        "layout" => Some(FindingKind::Layout),
        "person" => Some(FindingKind::Person),
        "advice" => Some(FindingKind::Advice),
        _ => None,
    }
}

impl From<report::Severity> for FindingSeverity {
    fn from(severity: report::Severity) -> Self {
        use report::Severity;
        match severity {
            Severity::High => Self::High,
            Severity::Medium => Self::Medium,
            Severity::Low => Self::Low,
        }
    }
}
