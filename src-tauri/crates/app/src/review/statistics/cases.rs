//! The facts counted for one submission, from its draft and its statements.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use records::{
    Records,
    statement::{Comparison, Conclusion, Decision, ReviewState, Reviewed, StatementBody},
};

use crate::{
    review::signed::shown_submission,
    stored,
    wire::{Problem, Submission},
};

/// The number of reviews read at a time, and the maximum in all.
const BATCH: u32 = 500;
const LIMIT: u32 = 50_000;

/// A submission with its counted facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The id of the record.
    pub record: i64,
    /// The uid of the record.
    pub uid: String,
    /// The demo service answered.
    pub demo: bool,
    /// The fields: those that were signed, or those of the draft while it is open.
    pub submission: Submission,
    /// The state after the last statement.
    pub state: ReviewState,
    /// The time the audit ended.
    pub submitted: Moment,
    /// The signed review in force.
    pub concluded: Option<Concluded>,
    /// The first signed review of the first version passed it, and nobody returned it.
    pub first_pass: bool,
    /// The number of times it was returned.
    pub returned: u32,
    /// Findings of the review in force: adopted, changed, dismissed.
    pub decided: [u32; 3],
    /// The reasons for dismissing findings.
    pub reasons: Vec<String>,
    /// The deadlines of the items to put right.
    pub deadlines: Vec<String>,
    /// The approver, and the time of approval.
    pub approved: Option<Signed>,
    /// The time of archiving, and the date until which the record is kept.
    pub archived: Option<(Moment, String)>,
    /// The results of comparisons, and whether the publication had been approved by then.
    pub compared: Vec<(Comparison, bool)>,
    /// The number of later checks.
    pub rechecked: u32,
}

/// A point in time, and the day that it falls on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// In milliseconds since 1970, UTC.
    pub ms: i64,
    /// The same by the local clock.
    pub local_ms: i64,
    /// In the time zone of this machine.
    pub day: Date,
}

/// A person's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// When.
    pub at: Moment,
    /// Who.
    pub name: String,
}

/// A conclusion that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concluded {
    /// The time and the signer.
    pub signed: Signed,
    /// The conclusion.
    pub conclusion: Conclusion,
}

impl Moment {
    /// This time in that zone.
    pub fn new(ms: i64, zone: &TimeZone) -> Self {
        let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
        let zoned = at.to_zoned(zone.clone());
        let offset = i64::from(zoned.offset().seconds()) * 1000;
        Self {
            ms,
            local_ms: ms.saturating_add(offset),
            day: zoned.date(),
        }
    }
}

/// All submissions.
#[derive(Debug, Default)]
pub struct Cases {
    /// The readable ones.
    pub cases: Vec<Case>,
    /// Records that don't match the evidence chain.
    pub damaged: u32,
}

/// Reads all submissions.
pub fn cases(records: &Records, zone: &TimeZone) -> Result<Cases, Problem> {
    let mut all = Cases::default();
    let mut skip = 0;
    loop {
        let rows = records.reviews(BATCH, skip)?;
        let last = rows.len() < BATCH as usize || skip >= LIMIT - BATCH;
        for row in rows {
            let read = match records.registration(row.record) {
                Ok(read) => read,
                Err(records::Error::RecordDamaged(_)) => {
                    all.damaged += 1;
                    continue;
                }
                // It was deleted meanwhile.
                Err(records::Error::Unknown) => continue,
                Err(error) => return Err(error.into()),
            };
            let draft = records.review_draft(row.record)?;
            let draft =
                draft.and_then(|text| serde_json::from_str::<stored::ReviewDraft>(&text).ok());
            let draft = draft.map(|draft| Submission::from(draft.submission));
            let submitted = Moment::new(read.ended_ms, zone);
            let mut case = Case::new(row.record, submitted, Submission::default());
            (case.uid, case.demo) = (read.uid, row.demo);
            for statement in &read.statements {
                let signer = statement.signer.as_ref();
                let signed = Signed {
                    at: Moment::new(statement.at_ms, zone),
                    name: signer.map(|one| one.name.clone()).unwrap_or_default(),
                };
                case.follow(&statement.body, signed);
            }
            // A returned review is a draft again.
            if let (None, Some(draft)) = (&case.concluded, draft) {
                case.submission = draft;
            }
            all.cases.push(case);
        }
        if last {
            return Ok(all);
        }
        skip += BATCH;
    }
}

impl Case {
    /// A submission without statements.
    pub fn new(record: i64, submitted: Moment, submission: Submission) -> Self {
        Self {
            record,
            uid: String::new(),
            demo: false,
            submission,
            state: ReviewState::Open,
            submitted,
            concluded: None,
            first_pass: false,
            returned: 0,
            decided: [0; 3],
            reasons: Vec::new(),
            deadlines: Vec::new(),
            approved: None,
            archived: None,
            compared: Vec::new(),
            rechecked: 0,
        }
    }

    /// The day on which it counts.
    pub fn day(&self) -> Date {
        let concluded = self.concluded.as_ref();
        concluded.map_or(self.submitted.day, |one| one.signed.at.day)
    }

    /// Applies the next statement. `signed` is its time and signer.
    pub fn follow(&mut self, body: &StatementBody, signed: Signed) {
        match body {
            StatementBody::Checked(_) => self.rechecked += 1,
            StatementBody::Reviewed(reviewed) => self.conclude(reviewed, signed),
            StatementBody::Approved(_) => {
                self.state = ReviewState::Approved;
                self.approved = Some(signed);
            }
            StatementBody::Returned(_) => {
                self.state = ReviewState::Returned;
                self.returned += 1;
                self.first_pass = false;
                (self.concluded, self.approved) = (None, None);
                self.decided = [0; 3];
                self.reasons.clear();
                self.deadlines.clear();
            }
            StatementBody::Archived(archived) => {
                self.state = ReviewState::Archived;
                self.archived = Some((signed.at, archived.retain_until.clone()));
            }
            StatementBody::Stamped(_) => {}
            StatementBody::Compared(compared) => {
                let through = self.is_let_through();
                self.compared.push((compared.outcome, through));
            }
        }
    }

    /// Whether it may be published.
    fn is_let_through(&self) -> bool {
        let closed = matches!(self.state, ReviewState::Approved | ReviewState::Archived);
        let concluded = self.concluded.as_ref();
        closed && concluded.is_some_and(|one| one.conclusion != Conclusion::Refused)
    }

    fn conclude(&mut self, reviewed: &Reviewed, signed: Signed) {
        let first = self.state == ReviewState::Open && reviewed.version == 1;
        self.first_pass = first && reviewed.conclusion == Conclusion::Pass;
        self.state = ReviewState::Reviewed;
        self.approved = None;
        self.concluded = Some(Concluded {
            signed,
            conclusion: reviewed.conclusion,
        });
        self.submission = shown_submission(&reviewed.submission);
        self.decided = [Decision::Adopted, Decision::Changed, Decision::Dismissed].map(|wanted| {
            let findings = reviewed.findings.iter();
            crate::review::count(findings.filter(|one| one.decision == wanted).count())
        });
        let dismissed = reviewed.findings.iter();
        let dismissed = dismissed.filter(|one| one.decision == Decision::Dismissed);
        self.reasons = dismissed.map(|one| one.reason.clone()).collect();
        let items = reviewed.rectification.iter();
        self.deadlines = items.map(|one| one.deadline.clone()).collect();
    }
}
