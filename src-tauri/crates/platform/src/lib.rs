//! What differs between operating systems: opening, replacing and naming files, and the environment of child processes.

pub mod atomic_write;
mod child_environment;
mod file_name;
mod regular_file;

pub use child_environment::child_environment;
pub use file_name::{safe_file_name, shown_name};
pub use regular_file::{ReadError, open_or_create, open_regular, read_bounded};
