//! Letters as their readers see them. `scripts/debian-packages tests` installs python-docx and LibreOffice, which read them.

#![expect(
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic where its setup fails"
)]

mod hostile;
mod layout;
mod packed;
mod properties;
mod readers;
mod reading;
mod sample;
mod schema_order;
mod second;
mod templates;
mod wording;
