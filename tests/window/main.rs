//! End-to-end tests of the real window on an isolated desktop, with a mouse, a keyboard, files, a keychain and an HTTP service.
//! Screenshots of every state are written to `target/screenshots`.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod appearance;
mod audit;
mod diagnosis;
mod documents;
mod failures;
mod faults;
mod findings;
mod flow;
mod hostile;
mod key;
mod leaving;
mod letter_template;
mod looks;
mod material;
mod ocr;
mod parts;
mod provenance;
mod queue;
mod records;
mod rendering;
mod review;
mod review_keys;
mod review_unread;
mod review_versions;
mod secret;
mod side_by_side;
mod slow;
mod sparring;
mod stage;
mod stored;
mod subjects;
mod two_at_once;
