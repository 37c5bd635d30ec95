//! Stores the API key in the operating system's keychain.
//!
//! Only the system keeps the key: it is never written to a file or a log, and is handed out only as a [`SecretString`].
//! On a system without a keychain, the key stays in memory until the program ends, and [`KeyState`] says so.
//!
//! A keychain can be absent, locked, slow, or blocked by a prompt that nobody answers. The errors distinguish these
//! cases, and none of them can block the program: [`Keychain`] calls the system on a separate thread, with a time
//! limit.
//!
//! Out of scope: cleaning up a pasted key, deciding where a key may be sent, and messages for users.
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
