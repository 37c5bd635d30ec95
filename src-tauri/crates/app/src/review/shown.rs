//! A review as the window shows it.

use std::collections::BTreeMap;

use records::{
    Role,
    statement::{
        Compared, Comparison, ReviewState as State, Statement, StatementBody, StatementKind,
    },
};

use super::{Open, pictures, progress, signed};
use crate::{
    App,
    record_document::asked,
    wire::{
        ArchivedLetter, Missing, Problem, PublishedOutcome, Review, ReviewState, ReviewStep,
        ReviewStepKind, StepStamp,
    },
};

/// Number of digits of a public key that are shown to people.
const KEY_DIGITS: usize = 16;

const REASONS: [(&str, &str); 6] = [
    (
        "属引用法规、风险提示或投教内容",
        "Quotes a law, a risk notice or education",
    ),
    ("属专有名词或产品名称", "Proper name or name of a product"),
    ("原文语境不构成违规", "No violation in its context"),
    ("已有依据或证明材料", "Proof is at hand"),
    ("已在其他位置充分说明", "Explained sufficiently elsewhere"),
    ("文字识别有误", "The text was misread"),
];

impl Open {
    /// Everything that the window shows.
    pub fn shown(&self, app: &App) -> Result<Review, Problem> {
        let started = &self.record.started;
        let points = self
            .checklists
            .points(&self.draft.submission.kind, self.english);
        Ok(Review {
            record: self.record.id,
            demo: started.demo,
            state: state(self.state),
            version: self.version(),
            earlier: self.earlier.clone(),
            later: self.later.clone(),
            findings: self.findings.clone(),
            unparsed: self.unparsed,
            not_checked: self.not_checked.clone(),
            checklist: points,
            types: self.checklists.types(self.english),
            proposed: progress::proposed(&self.draft, &self.findings, &self.checklists),
            missing_to_sign: if self.can_change() {
                self.missing_to_sign()
            } else {
                Vec::new()
            },
            missing_to_archive: self.missing_to_archive(app),
            steps: self
                .statements
                .iter()
                .map(|one| step(one, self.stamps.get(&one.nth)))
                .collect(),
            approval_needed: app.settings.get().review_approval,
            picture: pictures::of_record(&self.record),
            copy: asked(&self.record).to_owned(),
            remembered: app.reviews.remembered().clone(),
            proposals: self.proposals(),
            listed: self.listed.clone(),
            reasons: REASONS
                .map(|(zh, en)| if self.english { en } else { zh }.to_owned())
                .to_vec(),
            letters: self.letters(),
            stamp: self.stamp(app),
            draft: self.draft.clone(),
        })
    }

    /// The entries missing before signing.
    pub fn missing_to_sign(&self) -> Vec<Missing> {
        let points = self
            .checklists
            .points(&self.draft.submission.kind, self.english);
        let mut missing = progress::missing_to_sign(&self.draft, &self.findings, &points);
        missing.extend(self.missing_of_versions.iter().cloned());
        missing
    }

    /// The entries missing before archiving.
    pub fn missing_to_archive(&self, app: &App) -> Vec<Missing> {
        let needed = match self.state {
            State::Open | State::Returned => Some("signature"),
            State::Reviewed if app.settings.get().review_approval => Some("approval"),
            State::Reviewed | State::Approved | State::Archived => None,
        };
        needed.into_iter().map(progress::plain).collect()
    }

    /// Values that the app knows, for fields that are empty.
    fn proposals(&self) -> BTreeMap<String, String> {
        let started = &self.record.started;
        let received = started
            .materials
            .iter()
            .find(|one| one.role == Role::Received);
        let mut known: BTreeMap<&str, String> = BTreeMap::new();
        let title = visible_text::strip_invisible(&started.title);
        known.insert("title", title.trim().to_owned());
        let pictured = received.is_some_and(|one| one.width > 0);
        let kind = match (pictured, self.english) {
            (true, false) => "海报",
            (true, true) => "Poster",
            (false, false) => "文案",
            (false, true) => "Copy",
        };
        known.insert("type", kind.to_owned());
        let context = started.check.iter().flat_map(|check| &check.context);
        for assumed in context {
            let value = assumed.value.clone().unwrap_or_default();
            if assumed.name == "date" {
                known.insert("planned", value);
            }
        }
        let listed = self.listed.iter().flat_map(|listed| &listed.values);
        known.extend(listed.map(|(name, value)| (name.as_str(), value.clone())));
        let empty: Vec<_> = super::draft::fields(&self.draft.submission)
            .into_iter()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(name, _)| name)
            .collect();
        let known = known.into_iter();
        known
            .filter(|(name, value)| !value.is_empty() && empty.contains(name))
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    fn letters(&self) -> Vec<ArchivedLetter> {
        let archived = signed::last(&self.statements, StatementKind::Archived);
        let files = archived.map(|one| one.files()).unwrap_or_default();
        let letters = files.into_iter().map(|file| ArchivedLetter {
            name: file.name,
            sha256: file.sha256,
            bytes: file.bytes.unwrap_or_default(),
        });
        letters.collect()
    }
}

/// The state in the window.
pub fn state(state: State) -> ReviewState {
    match state {
        State::Open => ReviewState::Open,
        State::Reviewed => ReviewState::Reviewed,
        State::Approved => ReviewState::Approved,
        State::Returned => ReviewState::Returned,
        State::Archived => ReviewState::Archived,
    }
}

fn step(statement: &Statement, stamp: Option<&StepStamp>) -> ReviewStep {
    let signer = statement.signer.as_ref();
    ReviewStep {
        kind: match statement.kind() {
            StatementKind::Checked => ReviewStepKind::Checked,
            StatementKind::Reviewed => ReviewStepKind::Reviewed,
            StatementKind::Approved => ReviewStepKind::Approved,
            StatementKind::Returned => ReviewStepKind::Returned,
            StatementKind::Archived => ReviewStepKind::Archived,
            StatementKind::Stamped => ReviewStepKind::Stamped,
            StatementKind::Compared => ReviewStepKind::Compared,
        },
        at_ms: statement.at_ms,
        name: signer.map(|one| one.name.clone()).unwrap_or_default(),
        staff: signer.map(|one| one.staff.clone()).unwrap_or_default(),
        key: signer.map(|one| fingerprint(&one.key)).unwrap_or_default(),
        words: words(statement).to_owned(),
        outcome: compared(statement).map(|compared| outcome(compared.outcome)),
        differences: compared(statement)
            .map(|compared| compared.findings.clone())
            .unwrap_or_default(),
        stamp: stamp.cloned(),
    }
}

/// The result of a comparison, as the window shows it.
pub fn outcome(outcome: Comparison) -> PublishedOutcome {
    match outcome {
        Comparison::Identical => PublishedOutcome::Identical,
        Comparison::SamePicture => PublishedOutcome::SamePicture,
        Comparison::Cropped => PublishedOutcome::Cropped,
        Comparison::Framed => PublishedOutcome::Framed,
        Comparison::Altered => PublishedOutcome::Altered,
        Comparison::Other => PublishedOutcome::Other,
    }
}

fn compared(statement: &Statement) -> Option<&Compared> {
    match &statement.body {
        StatementBody::Compared(compared) => Some(compared),
        _ => None,
    }
}

/// The opinion or the reason in a statement.
pub fn words(statement: &Statement) -> &str {
    match &statement.body {
        StatementBody::Reviewed(reviewed) => &reviewed.opinion,
        StatementBody::Approved(approved) => &approved.opinion,
        StatementBody::Returned(returned) => &returned.reason,
        StatementBody::Compared(compared) => &compared.name,
        _ => "",
    }
}

/// The digits of a public key by which people tell it from others.
pub fn fingerprint(key: &str) -> String {
    key.chars().take(KEY_DIGITS).collect()
}
