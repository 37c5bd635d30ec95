//! The summary of a packet for programs. docs/evidence.md describes the fields; a change of their meaning needs a new `format`.

use records::{
    Record,
    statement::{
        Conclusion, Decided, Decision, FindingSource, Rectification, Severity, SignedBy, Statement,
        StatementBody, StatementKind, Submission,
    },
};
use serde::Serialize;

use super::{rfc3339, signed};

const FORMAT: &str = "finagent-packet-1";

/// The summary of a packet.
#[derive(Serialize)]
pub struct Summary {
    format: &'static str,
    record: String,
    app: String,
    demo: bool,
    submission: Submission,
    version: u32,
    proposed: Option<Conclusion>,
    conclusion: Conclusion,
    opinion: String,
    reviewer: Option<Person>,
    approver: Option<Person>,
    archivist: Option<Person>,
    retain_until: String,
    findings: Vec<Finding>,
    rectification: Vec<Rectification>,
    statements: Vec<Step>,
    /// All files of the packet but this one, in their order.
    pub files: Vec<Listed>,
}

/// The signer of a step.
#[derive(Serialize)]
struct Person {
    name: String,
    staff: String,
    key: String,
    at: String,
}

#[derive(Serialize)]
struct Finding {
    number: u32,
    sources: Vec<FindingSource>,
    rule: Option<String>,
    title: String,
    excerpt: String,
    law: Option<String>,
    article: Option<String>,
    severity: Severity,
    decision: Decision,
    decided_severity: Option<Severity>,
    wording: String,
    reason: String,
}

#[derive(Serialize)]
struct Step {
    kind: &'static str,
    at: String,
    sha256: String,
}

/// A file of the packet.
#[derive(Serialize)]
pub struct Listed {
    /// Its path in the ZIP.
    pub path: String,
    /// `letter`, `material`, `copy` or `evidence`.
    pub role: &'static str,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Summary {
    /// The summary of an archived review, without its files; `None` if it is not archived.
    pub fn of(record: &Record, statements: &[Statement]) -> Option<Self> {
        let archived = signed::last(statements, StatementKind::Archived)?;
        let StatementBody::Archived(closing) = &archived.body else {
            return None;
        };
        let review = signed::last(statements, StatementKind::Reviewed)?;
        let reviewed = signed::latest(statements)?;
        let approved = signed::last(statements, StatementKind::Approved);
        let approved = approved.filter(|one| closing.approved.as_ref() == Some(&one.sha256));
        let steps = statements.iter().map(|one| Step {
            kind: one.kind().as_str(),
            at: rfc3339(one.at_ms),
            sha256: one.sha256.clone(),
        });
        Some(Self {
            format: FORMAT,
            record: record.started.uid.clone(),
            app: record.started.app.clone(),
            demo: record.started.demo,
            submission: reviewed.submission.clone(),
            version: reviewed.version,
            proposed: reviewed.proposed,
            conclusion: reviewed.conclusion,
            opinion: reviewed.opinion.clone(),
            reviewer: person(review),
            approver: approved.and_then(person),
            archivist: person(archived),
            retain_until: closing.retain_until.clone(),
            findings: reviewed.findings.iter().map(finding).collect(),
            rectification: reviewed.rectification.clone(),
            statements: steps.collect(),
            files: Vec::new(),
        })
    }

    /// The number of the submission.
    pub fn number(&self) -> &str {
        &self.submission.number
    }

    /// The title of the submission.
    pub fn title(&self) -> &str {
        &self.submission.title
    }
}

fn person(statement: &Statement) -> Option<Person> {
    let SignedBy { name, staff, key } = statement.signer.clone()?;
    Some(Person {
        name,
        staff,
        key,
        at: rfc3339(statement.at_ms),
    })
}

fn finding(decided: &Decided) -> Finding {
    let basis = decided.basis.as_ref();
    Finding {
        number: decided.number,
        sources: decided.sources.clone(),
        rule: decided.rule.clone(),
        title: decided.title.clone(),
        excerpt: decided.excerpt.clone(),
        law: basis.map(|basis| basis.law.clone()),
        article: basis.and_then(|basis| basis.article.clone()),
        severity: decided.severity,
        decision: decided.decision,
        decided_severity: decided.decided_severity,
        wording: decided.wording.clone(),
        reason: decided.reason.clone(),
    }
}
