//! The commands, called through Tauri's own IPC with its access control, without a real window.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod access;
mod audit;
mod faults;
mod key;
mod laws;
mod own_files;
mod provenance;
mod records;
mod settings;
mod sparring;
mod stored;
mod subjects;
mod test_app;
mod two_at_once;
