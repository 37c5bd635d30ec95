//! The real window on a desktop of its own, used as a person uses it: with a mouse, a keyboard, files, a keychain and
//! a service that answers over HTTP. Pictures of every state are left in `target/screenshots`.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod appearance;
mod audit;
mod documents;
mod failures;
mod flow;
mod hostile;
mod key;
mod leaving;
mod looks;
mod material;
mod ocr;
mod parts;
mod provenance;
mod queue;
mod records;
mod rendering;
mod secret;
mod side_by_side;
mod slow;
mod sparring;
mod stage;
mod stored;
mod subjects;
mod two_at_once;
