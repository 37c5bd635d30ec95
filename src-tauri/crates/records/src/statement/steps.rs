//! The order of the statements of a record, who may sign them, and which ones they refer to.

use super::{
    body::{StatementBody, StatementKind},
    reviewed::Conclusion,
    text::{SignedBy, Text},
};
use crate::error::Error;

/// The state of a review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ReviewState {
    /// Nobody has signed a review.
    #[default]
    Open,
    /// The reviewer has signed.
    Reviewed,
    /// Another person has approved it.
    Approved,
    /// Returned, and may be reviewed again.
    Returned,
    /// Archived: the record never changes again.
    Archived,
}

impl ReviewState {
    /// The state after a statement of this kind; `None` if such a statement leaves the state as it is.
    pub(crate) fn after(kind: StatementKind) -> Option<Self> {
        match kind {
            StatementKind::Reviewed => Some(Self::Reviewed),
            StatementKind::Approved => Some(Self::Approved),
            StatementKind::Returned => Some(Self::Returned),
            StatementKind::Archived => Some(Self::Archived),
            StatementKind::Checked | StatementKind::Stamped | StatementKind::Compared => None,
        }
    }
}

/// The reason why a statement can't follow those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breach {
    /// The review is archived.
    Archived,
    /// Not allowed in this state of the review.
    Order,
    /// Names other statements than the latest ones, or a time stamp for the second time.
    Reference,
    /// The reviewer approves the own review.
    OwnWork,
    /// Needs a signature, or must not have one.
    Signature,
    /// A key has two names.
    Signer,
}

impl From<Breach> for Error {
    fn from(breach: Breach) -> Self {
        match breach {
            Breach::Archived => Self::Archived,
            Breach::Order => Self::StatementOrder,
            Breach::Reference => Self::StatementOutdated,
            Breach::OwnWork => Self::OwnWork,
            Breach::Signature => Self::StatementUnsigned,
            Breach::Signer => Self::SignerUnknown,
        }
    }
}

/// The statements of a record so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    pub state: ReviewState,
    reviewed: Option<Review>,
    approved: Option<String>,
    archived: Option<String>,
    /// The tokens of the time stamps.
    tokens: Vec<String>,
    signers: Vec<SignedBy>,
}

/// The latest review.
#[derive(Debug)]
struct Review {
    sha256: String,
    key: String,
    conclusion: Conclusion,
}

impl Steps {
    /// Takes the next statement, whose text has this hash, if it may follow.
    pub(crate) fn take(&mut self, text: &Text<StatementBody>, sha256: &str) -> Result<(), Breach> {
        let key = text.signer.as_ref().map(|signer| signer.key.as_str());
        self.follows(text.kind)?;
        match text.kind {
            StatementKind::Checked | StatementKind::Stamped if key.is_some() => {
                return Err(Breach::Signature);
            }
            StatementKind::Reviewed
            | StatementKind::Approved
            | StatementKind::Returned
            | StatementKind::Archived
                if key.is_none() =>
            {
                return Err(Breach::Signature);
            }
            _ => {}
        }
        if !self.refers(&text.body) {
            return Err(Breach::Reference);
        }
        let reviewer = self.reviewed.as_ref().map(|review| review.key.as_str());
        if text.kind == StatementKind::Approved && key == reviewer {
            return Err(Breach::OwnWork);
        }
        if let Some(signer) = &text.signer {
            let known = self.signers.iter().find(|known| known.key == signer.key);
            if known.is_some_and(|known| known != signer) {
                return Err(Breach::Signer);
            }
            self.signers.push(signer.clone());
        }
        self.note(text, sha256);
        Ok(())
    }

    /// Whether a statement of this kind may follow.
    fn follows(&self, kind: StatementKind) -> Result<(), Breach> {
        use ReviewState as S;
        use StatementKind as K;
        match (kind, self.state) {
            (K::Checked | K::Compared, _)
            | (K::Stamped, S::Archived)
            | (K::Reviewed, S::Open | S::Returned)
            | (K::Approved | K::Returned, S::Reviewed)
            | (K::Archived, S::Reviewed | S::Approved) => Ok(()),
            (_, S::Archived) => Err(Breach::Archived),
            _ => Err(Breach::Order),
        }
    }

    /// Whether a statement names the latest ones.
    fn refers(&self, body: &StatementBody) -> bool {
        let review = self.reviewed.as_ref();
        let is_latest = |hash: &String| review.is_some_and(|review| review.sha256 == *hash);
        match body {
            StatementBody::Checked(_) | StatementBody::Reviewed(_) => true,
            StatementBody::Approved(approved) => {
                is_latest(&approved.reviewed)
                    && review.is_some_and(|review| review.conclusion == approved.conclusion)
            }
            StatementBody::Returned(returned) => is_latest(&returned.reviewed),
            StatementBody::Archived(archived) => {
                is_latest(&archived.reviewed) && archived.approved == self.approved
            }
            StatementBody::Stamped(stamped) => {
                Some(&stamped.archived) == self.archived.as_ref()
                    && !self.tokens.contains(&stamped.token)
            }
            StatementBody::Compared(compared) => compared.archived == self.archived,
        }
    }

    fn note(&mut self, text: &Text<StatementBody>, sha256: &str) {
        if let Some(state) = ReviewState::after(text.kind) {
            self.state = state;
        }
        match &text.body {
            StatementBody::Reviewed(reviewed) => {
                self.reviewed = text.signer.as_ref().map(|signer| Review {
                    sha256: sha256.to_owned(),
                    key: signer.key.clone(),
                    conclusion: reviewed.conclusion,
                });
                self.approved = None;
            }
            StatementBody::Approved(_) => self.approved = Some(sha256.to_owned()),
            StatementBody::Archived(_) => self.archived = Some(sha256.to_owned()),
            StatementBody::Stamped(stamped) => self.tokens.push(stamped.token.clone()),
            _ => {}
        }
    }
}
