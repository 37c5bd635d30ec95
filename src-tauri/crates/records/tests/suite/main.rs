//! Records as the app keeps them: begun, journalled, ended, found again, through crashes and full disks.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed step fails the test"
)]

mod adverse;
mod altered;
mod altered_review;
mod audit_trail;
mod changed_since;
mod forged;
mod forged_review;
mod forgeries;
mod genuine;
mod hostile;
mod keeping;
mod kept_before;
mod made;
mod other_verifier;
mod packaging;
mod packed;
mod pictured;
mod queued;
mod raw_zip;
mod restated;
mod review_lists;
mod reviewed;
mod reviewing;
mod searching;
mod stamped;
mod stamping;
mod stored;
mod stored_review;
mod tampered;
mod tampered_review;
mod together;
mod versions;
mod writing;
