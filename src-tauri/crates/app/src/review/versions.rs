//! Versions of a submission: a corrected material is audited anew, and its review says which one it corrects and what
//! became of the findings there.

mod choices;
mod compared;
mod matching;

use records::{
    Records, ReviewVersion,
    statement::{self, Decided, Decision, Reviewed, Statement},
};
use serde_json::json;

use super::{Open, draft, pictures, progress, shown, signed};
use crate::{
    App,
    ocr::known,
    record_document::asked,
    recording::moment,
    wire::{
        EarlierDismissal, EarlierFinding, EarlierReason, EarlierStatus, EarlierVersion,
        LaterVersion, Missing, Problem, Review,
    },
};
use matching::{Found, Material, counterparts};

pub use choices::choices;
pub use compared::compare;

/// The longest chain of versions that is followed.
const LONGEST: usize = 100;

/// Says which version an open review corrects, and takes the submission from there; `None`: it corrects none.
///
/// # Errors
/// `review_not_open`; `version_unsigned` if the other review was never signed; `version_circular` if it corrects this one;
/// `version_taken` if another review corrects it already; why the records can't be read or written.
pub fn correct(
    app: &App,
    records: &Records,
    id: i64,
    earlier: Option<i64>,
    english: bool,
) -> Result<Review, Problem> {
    let mut open = Open::read(app, records, id, english)?;
    if !open.can_change() {
        return Err(open.refusal());
    }
    match earlier {
        Some(earlier) => open.correct(records, earlier)?,
        None => open.correct_none(),
    }
    let text = open.stored_draft()?;
    records.save_review_draft(id, Some(&text), &moment())?;
    Open::read(app, records, id, english)?.shown(app)
}

impl Open {
    fn correct(&mut self, records: &Records, earlier: i64) -> Result<(), Problem> {
        let statements = records.statements(earlier)?;
        let reviewed = signed::latest(&statements);
        let reviewed = reviewed.ok_or_else(|| Problem::plain("version_unsigned"))?;
        let record = records.record(earlier)?;
        let own = &self.record.started.uid;
        if precedes(records, own, &record.started.uid, reviewed)? {
            return Err(Problem::plain("version_circular"));
        }
        if let Some(other) = taken_by(records, &record.started.uid, own)? {
            let params = json!({ "number": other.submission.number, "version": other.version });
            return Err(Problem::new("version_taken", params));
        }
        let of_earlier = signed::shown_submission(&reviewed.submission);
        let own = &mut self.draft.submission;
        for (value, known) in draft::fields_mut(own)
            .into_iter()
            .zip(draft::fields(&of_earlier))
        {
            let (name, known) = known;
            if name == "number" || value.trim().is_empty() {
                value.clone_from(known);
            }
        }
        if self.previous.as_deref() != Some(record.started.uid.as_str()) {
            self.draft.earlier.clear();
        }
        self.previous = Some(record.started.uid);
        Ok(())
    }

    fn correct_none(&mut self) {
        let number = self.earlier.as_ref().map(|earlier| earlier.number.as_str());
        if number == Some(self.draft.submission.number.as_str()) {
            self.draft.submission.number.clear();
        }
        self.previous = None;
        self.draft.earlier.clear();
    }

    /// The version of the material.
    pub fn version(&self) -> u32 {
        match signed::latest(&self.statements).filter(|_| !self.can_change()) {
            Some(reviewed) => reviewed.version,
            None => match &self.earlier {
                Some(earlier) => earlier.version.saturating_add(1),
                None => 1,
            },
        }
    }

    /// The previous version, with the proposed status of its findings.
    pub fn read_earlier(
        &self,
        app: &App,
        records: &Records,
    ) -> Result<Option<EarlierVersion>, Problem> {
        let Some(uid) = &self.previous else {
            return Ok(None);
        };
        let signed = signed::latest(&self.statements).filter(|_| !self.can_change());
        let mut earlier = match stated(records, uid)? {
            Some((id, statements)) => self.judged(app, records, id, &statements)?,
            None => EarlierVersion {
                record: None,
                uid: uid.clone(),
                number: String::new(),
                title: String::new(),
                version: signed.map_or(0, |reviewed| reviewed.version.saturating_sub(1)),
                state: None,
                conclusion: None,
                copy: String::new(),
                picture: None,
                findings: Vec::new(),
                dismissed: Vec::new(),
                fresh: Vec::new(),
            },
        };
        if let Some(reviewed) = signed {
            earlier.findings = as_signed(reviewed, &earlier.findings);
        }
        Ok(Some(earlier))
    }

    fn judged(
        &self,
        app: &App,
        records: &Records,
        id: i64,
        statements: &[Statement],
    ) -> Result<EarlierVersion, Problem> {
        let record = records.record(id)?;
        let reviewed = signed::latest(statements).ok_or_else(|| Problem::internal("review"))?;
        let old: Vec<_> = reviewed
            .findings
            .iter()
            .map(|one| Found::new(one.rule.as_deref(), &one.title, &one.excerpt))
            .collect();
        let new: Vec<_> = self
            .findings
            .iter()
            .map(|one| Found::new(one.rule.as_deref(), &one.title, &one.excerpt))
            .collect();
        let pairs = counterparts(&old, &new);
        let proposals = self.material(app).proposals(&old, &new, &pairs);
        let found = |pair: &Option<usize>| pair.and_then(|place| self.findings.get(place));
        let mut findings = Vec::new();
        let mut dismissed = Vec::new();
        for ((decided, pair), (proposed, reason)) in
            reviewed.findings.iter().zip(&pairs).zip(proposals)
        {
            let again = found(pair).map(|one| one.id.clone());
            if decided.decision == Decision::Dismissed {
                dismissed.extend(again.map(|finding| EarlierDismissal {
                    finding,
                    number: decided.number,
                    reason: decided.reason.clone(),
                }));
                continue;
            }
            findings.push(EarlierFinding {
                number: decided.number,
                severity: Some(signed::shown_severity(
                    decided.decided_severity.unwrap_or(decided.severity),
                )),
                title: decided.title.clone(),
                excerpt: decided.excerpt.clone(),
                wording: demanded(decided).to_owned(),
                proposed,
                reason,
                finding: again,
            });
        }
        let known: Vec<_> = pairs.iter().filter_map(found).map(|one| &one.id).collect();
        let fresh = self.findings.iter().map(|one| &one.id);
        let fresh = fresh.filter(|id| !known.contains(id)).cloned();
        Ok(EarlierVersion {
            record: Some(id),
            number: reviewed.submission.number.clone(),
            title: reviewed.submission.title.clone(),
            version: reviewed.version,
            state: Some(shown::state(signed::state(statements))),
            conclusion: Some(signed::shown_conclusion(reviewed.conclusion)),
            copy: asked(&record).to_owned(),
            picture: pictures::of_record(&record),
            findings,
            dismissed,
            fresh: fresh.collect(),
            uid: record.started.uid,
        })
    }

    /// The text of this version.
    fn material(&self, app: &App) -> Material {
        let received = pictures::of_record(&self.record);
        let read = received.as_ref().map(|one| known::text(app, &one.sha256));
        let unread = matches!(read, Some(None));
        let lines = read.flatten().map(|text| text.lines).unwrap_or_default();
        // A sentence may go on in the next line.
        let lines: String = lines.iter().map(|line| line.text.as_str()).collect();
        Material::new([lines.as_str(), asked(&self.record)].into_iter(), !unread)
    }

    /// The signed version that corrects this one.
    pub fn later(&self, records: &Records) -> Result<Option<LaterVersion>, Problem> {
        if signed::latest(&self.statements).is_none() {
            return Ok(None);
        }
        let uid = &self.record.started.uid;
        Ok(taken_by(records, uid, uid)?.map(|later| LaterVersion {
            record: later.record,
            number: later.submission.number,
            version: later.version,
        }))
    }

    /// The entries about the previous version that are missing before signing.
    pub fn missing_of_versions(&self, records: &Records) -> Result<Vec<Missing>, Problem> {
        let Some(earlier) = &self.earlier else {
            return Ok(Vec::new());
        };
        let mut missing = Vec::new();
        if earlier.record.is_none() {
            missing.push(progress::plain("earlierGone"));
        }
        if taken_by(records, &earlier.uid, &self.record.started.uid)?.is_some() {
            missing.push(progress::plain("earlierTaken"));
        }
        let (open, unexplained) = progress::unconfirmed(&self.draft, &earlier.findings);
        missing.extend((open > 0).then(|| progress::counted("earlier", open)));
        missing.extend((unexplained > 0).then(|| progress::counted("earlierNote", unexplained)));
        Ok(missing)
    }

    /// The findings of the previous version as the statement has them; `None` if one is not confirmed.
    pub fn packed_earlier(&self) -> Option<Vec<statement::EarlierFinding>> {
        let findings = self.earlier.iter().flat_map(|earlier| &earlier.findings);
        let packed = findings.map(|finding| {
            let answer = progress::answer(&self.draft, finding.number)?;
            Some(statement::EarlierFinding {
                number: finding.number,
                title: finding.title.clone(),
                excerpt: finding.excerpt.clone(),
                status: match answer.status {
                    EarlierStatus::Resolved => statement::EarlierStatus::Resolved,
                    EarlierStatus::Present => statement::EarlierStatus::Present,
                    EarlierStatus::NotApplicable => statement::EarlierStatus::NotApplicable,
                },
                note: answer.note.trim().to_owned(),
            })
        });
        packed.collect()
    }
}

/// The change that the reviewer asked for.
fn demanded(decided: &Decided) -> &str {
    match decided.wording.trim() {
        "" => &decided.suggestion,
        wording => wording,
    }
}

/// The version of a review that corrects the record with this uid.
///
/// # Errors
/// Why the records can't be read.
pub fn version_after(records: &Records, uid: &str) -> Result<u32, Problem> {
    let stated = stated(records, uid)?;
    let reviewed = stated
        .as_ref()
        .and_then(|(_, statements)| signed::latest(statements));
    Ok(reviewed.map_or(1, |reviewed| reviewed.version.saturating_add(1)))
}

/// The record with this uid and its statements; `None` if it is gone, damaged or not signed.
fn stated(records: &Records, uid: &str) -> Result<Option<(i64, Vec<Statement>)>, Problem> {
    let Some(id) = records.id_of(uid)? else {
        return Ok(None);
    };
    match records.statements(id) {
        Ok(statements) => Ok(signed::latest(&statements)
            .is_some()
            .then_some((id, statements))),
        Err(records::Error::RecordDamaged(_) | records::Error::Unknown) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Another signed review than that of `own` that corrects the record with this uid.
fn taken_by(records: &Records, uid: &str, own: &str) -> Result<Option<ReviewVersion>, Problem> {
    let after = records.corrections_of(uid)?.into_iter();
    let mut others = after.filter(|one| one.uid != own);
    Ok(others.next())
}

/// Whether the record `own` is the same as an earlier one, or a previous version of it.
fn precedes(records: &Records, own: &str, uid: &str, reviewed: &Reviewed) -> Result<bool, Problem> {
    if uid == own {
        return Ok(true);
    }
    let mut previous = reviewed.previous.clone();
    for _ in 0..LONGEST {
        match previous {
            None => return Ok(false),
            Some(uid) if uid == own => return Ok(true),
            Some(uid) => {
                let before = stated(records, &uid)?;
                let reviewed = before.as_ref().and_then(|(_, all)| signed::latest(all));
                previous = reviewed.and_then(|reviewed| reviewed.previous.clone());
            }
        }
    }
    Ok(true)
}

/// The earlier findings as they were signed; `now` supplies what the statement leaves out.
fn as_signed(reviewed: &Reviewed, now: &[EarlierFinding]) -> Vec<EarlierFinding> {
    let findings = reviewed.earlier.iter().map(|signed| {
        let same = now.iter().find(|one| one.number == signed.number);
        EarlierFinding {
            number: signed.number,
            severity: same.and_then(|one| one.severity),
            title: signed.title.clone(),
            excerpt: signed.excerpt.clone(),
            wording: same.map(|one| one.wording.clone()).unwrap_or_default(),
            proposed: None,
            reason: same.map_or(EarlierReason::Wordless, |one| one.reason),
            finding: same.and_then(|one| one.finding.clone()),
        }
    });
    findings.collect()
}

#[cfg(test)]
mod tests;
