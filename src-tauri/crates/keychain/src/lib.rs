//! The API key in the operating system's keychain.
//!
//! This room exists so that the key is kept by the system and by nothing else: it is never written to a file, never
//! logged, and handed out only as a [`SecretString`]. Where a system has no keychain the key is held in memory until
//! the program ends, and [`KeyState`] says so.
//!
//! A keychain can be absent, locked, slow, or stuck behind a prompt that nobody answers. Each of these is told apart,
//! and none can hold up the program: [`Keychain`] asks on a thread of its own and stops waiting after a limit.
//!
//! What stays out: cleaning a pasted key, deciding what a key may be sent to, and every word shown to a person.
//!
//! [`SecretString`]: secrecy::SecretString

mod error;
mod keychain;
mod state;
mod store;
mod system;
mod thread;

pub use error::{Failure, StoreError};
pub use keychain::{Keychain, Limits};
pub use state::{Kept, KeyState};
pub use store::{KeyStore, Presence};
pub use system::SystemStore;
