//! The review of an audit record, from the first decision on a finding to the archived letter.
//!
//! While a review is open it is a draft in the records that changes with each key press. Each signed step is a statement of
//! the record and never changes; a signed review is shown from its statement alone.

mod checklist;
mod comparing;
mod dimension;
mod draft;
mod letter;
mod list;
mod merged;
mod number;
mod packet;
mod pictures;
mod progress;
mod published;
mod register;
mod remembered;
mod shown;
mod signed;
mod signers;
mod stamp;
mod statistics;
mod steps;
mod template;
mod versions;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Zoned;
use records::{Record, Records, Role, statement::ReviewState as State};
use serde_json::json;
use worker::Worker;

use crate::{
    App, findings,
    ocr::known,
    recording::moment,
    stored,
    submission_list::{self, Listed},
    wire::{
        EarlierVersion, LaterVersion, ListedSubmission, Missing, NotChecked, PictureChecked,
        Problem, RecordCheck, RecordFindings, Review, ReviewDraft, ReviewFinding, StepStamp,
    },
};
use checklist::Checklists;
use comparing::Comparing;
use stamp::Stamping;

pub use letter::{Made, made};
pub use list::list;
pub(crate) use merged::folded;
pub use packet::{Packet, packet};
pub use published::{compare_files, compare_pasted};
pub use register::{register, statistics, yearly_page};
pub use signers::{create as create_signer, list as signers};
pub use stamp::stamp;
pub use steps::{approve, archive, give_back, sign};
pub use template::{
    ENDINGS as TEMPLATE_ENDINGS, built_in as built_in_template, choose as choose_template,
    remove as remove_template, template,
};
pub use versions::{choices as version_choices, compare as compare_versions, correct};

/// What reviews need besides the records.
pub struct Reviews {
    data: PathBuf,
    worker: Worker,
    remembered: Mutex<BTreeMap<String, Vec<String>>>,
    comparing: Comparing,
    stamping: Stamping,
}

impl Reviews {
    /// Reads checklists from the data folder; makes letters in children of this worker.
    pub fn new(data: &Path, worker: Worker) -> Self {
        Self {
            data: data.to_owned(),
            worker,
            remembered: Mutex::default(),
            comparing: Comparing::default(),
            stamping: Stamping::default(),
        }
    }

    /// Stops the comparison in progress, if any.
    pub fn stop_comparing(&self) {
        self.comparing.stop();
    }

    fn checklists(&self) -> Result<Checklists, Problem> {
        Checklists::load(&self.data)
    }
}

/// Opens the review of an audit that ended. If the text of its picture became known only after the rules ran, they check it now.
///
/// # Errors
/// `review_no_audit` for a record of another kind, or one that still runs; errors of reading the records.
pub fn open(app: &App, records: &Records, id: i64, english: bool) -> Result<Review, Problem> {
    let earlier = remembered::earlier(records)?;
    *app.reviews.remembered() = earlier;
    let mut open = Open::read(app, records, id, english)?;
    if open.can_change() && open.can_check_picture(app) {
        findings::recheck(app, records, id, &moment())?;
        open = Open::read(app, records, id, english)?;
    }
    open.shown(app)
}

/// Saves the draft of an open review.
///
/// # Errors
/// `review_not_open` once it is signed; `review_too_long`, `review_too_many`; errors of writing the records.
pub fn save(
    app: &App,
    records: &Records,
    id: i64,
    draft: ReviewDraft,
    english: bool,
) -> Result<Review, Problem> {
    draft::within(&draft)?;
    let mut open = Open::read(app, records, id, english)?;
    if !open.can_change() {
        return Err(open.refusal());
    }
    open.draft = draft;
    open.missing_of_versions = open.missing_of_versions(records)?;
    let text = open.stored_draft()?;
    records.save_review_draft(id, Some(&text), &moment())?;
    open.shown(app)
}

/// The next free number of this year.
///
/// # Errors
/// Errors of reading the records.
pub fn next_number(records: &Records) -> Result<String, Problem> {
    let prefix = number::prefix(Zoned::now().year());
    let greatest = records.greatest_submission_number(&prefix)?;
    Ok(number::next(&prefix, greatest))
}

/// A record with its review.
struct Open {
    record: Record,
    statements: Vec<records::statement::Statement>,
    /// The time stamps among them, by the number of their event.
    stamps: BTreeMap<u64, StepStamp>,
    state: State,
    findings: Vec<ReviewFinding>,
    unparsed: u32,
    not_checked: NotChecked,
    draft: ReviewDraft,
    /// The uid of the record that this one corrects.
    previous: Option<String>,
    earlier: Option<EarlierVersion>,
    later: Option<LaterVersion>,
    missing_of_versions: Vec<Missing>,
    listed: Option<ListedSubmission>,
    checklists: Checklists,
    english: bool,
}

impl Open {
    fn read(app: &App, records: &Records, id: i64, english: bool) -> Result<Self, Problem> {
        let record = records.record(id)?;
        let audited = matches!(
            record.started.kind,
            records::Kind::Audit | records::Kind::Lines
        );
        if !audited || record.ended.is_none() {
            return Err(Problem::plain("review_no_audit"));
        }
        let statements = records.statements(id)?;
        let state = signed::state(&statements);
        let stamps = stamp::shown(app, records, id, &statements);
        let found = findings::of_record(app, id, english)?;
        let unparsed = found.answer.unparsed;
        let not_checked = not_checked(&found);
        let mut open = Self {
            findings: merged::merged(found),
            record,
            state,
            unparsed,
            not_checked,
            draft: ReviewDraft::default(),
            previous: None,
            earlier: None,
            later: None,
            missing_of_versions: Vec::new(),
            listed: None,
            checklists: app.reviews.checklists()?,
            statements,
            stamps,
            english,
        };
        match signed::latest(&open.statements).filter(|_| !open.can_change()) {
            Some(reviewed) => {
                open.previous.clone_from(&reviewed.previous);
                (open.draft, open.findings) = signed::unpacked(reviewed, &open.findings);
            }
            None => {
                let started = &open.record.started;
                let received = started.materials.iter();
                let received = received.filter(|one| one.role == Role::Received);
                let hashes: Vec<_> = received.map(|one| one.sha256.as_str()).collect();
                let listed = submission_list::of_material(records, &hashes)?;
                match (records.review_draft(id)?, &listed) {
                    (Some(text), _) => (open.draft, open.previous) = parsed(&text)?,
                    (None, None) => open.draft = dismissed_before(&open.findings),
                    (None, Some(listed)) => {
                        open.draft = ReviewDraft {
                            submission: listed.submission.clone(),
                            ..dismissed_before(&open.findings)
                        };
                    }
                }
                open.listed = listed.map(Listed::shown);
            }
        }
        open.earlier = open.read_earlier(app, records)?;
        open.later = open.later(records)?;
        open.missing_of_versions = open.missing_of_versions(records)?;
        Ok(open)
    }

    /// Whether the rules did not check the text of the picture, which is known now.
    fn can_check_picture(&self, app: &App) -> bool {
        let picture = pictures::of_record(&self.record).filter(|_| self.not_checked.picture);
        picture.is_some_and(|picture| known::text(app, &picture.sha256).is_some())
    }

    fn can_change(&self) -> bool {
        matches!(self.state, State::Open | State::Returned)
    }

    /// Why nothing can change any more.
    fn refusal(&self) -> Problem {
        Problem::plain(match self.state {
            State::Archived => "review_archived",
            _ => "review_not_open",
        })
    }

    fn stored_draft(&self) -> Result<String, Problem> {
        let mut stored = stored::ReviewDraft::from(self.draft.clone());
        stored.previous.clone_from(&self.previous);
        stored.findings = count(self.findings.len());
        stored.undecided = count(progress::undecided(&self.draft, &self.findings));
        serde_json::to_string(&stored).map_err(|_| Problem::internal("review to JSON"))
    }
}

/// What the rules did not check, by the last check that knew the text of the picture, or else by the last one.
fn not_checked(found: &RecordFindings) -> NotChecked {
    let rechecks = found.rechecks.iter().map(|recheck| &recheck.check);
    let mut latest_first = found.check.iter().chain(rechecks).rev().peekable();
    let latest = latest_first.peek().copied();
    let unread = |check: &RecordCheck| check.findings.picture == PictureChecked::Unread;
    match latest_first.find(|check| !unread(check)).or(latest) {
        None => NotChecked {
            everything: true,
            ..NotChecked::default()
        },
        Some(check) => NotChecked {
            everything: false,
            picture: unread(check),
            rules: check.findings.not_checked.clone(),
        },
    }
}

/// A draft, and the uid of the record that it corrects.
fn parsed(text: &str) -> Result<(ReviewDraft, Option<String>), Problem> {
    let mut stored: stored::ReviewDraft = serde_json::from_str(text).map_err(|error| {
        Problem::new("review_unreadable", json!({ "reason": error.to_string() }))
    })?;
    let previous = stored.previous.take();
    Ok((stored.into(), previous))
}

/// What the person dismissed before the run stays dismissed, with the reason given then.
fn dismissed_before(findings: &[ReviewFinding]) -> ReviewDraft {
    use crate::wire::{Choice, ReviewDecision};
    let decisions = findings.iter().filter_map(|finding| {
        Some(ReviewDecision {
            finding: finding.id.clone(),
            choice: Choice::Dismissed,
            severity: None,
            wording: String::new(),
            reason: finding.dismissed.clone()?,
        })
    });
    ReviewDraft {
        decisions: decisions.collect(),
        ..ReviewDraft::default()
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Reviews {
    fn remembered(&self) -> MutexGuard<'_, BTreeMap<String, Vec<String>>> {
        let kept = self.remembered.lock();
        kept.unwrap_or_else(PoisonError::into_inner)
    }
}
