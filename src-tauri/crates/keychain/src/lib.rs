//! Stores the API key and the keys by which people sign in the operating system's keychain.
//!
//! Only the system keeps the API key: it is never written to a file or a log, and is handed out only as a
//! [`SecretString`]. On a system without a keychain, the key stays in memory until the program ends, and [`KeyState`]
//! says so.
//!
//! The secret of a signing key is never handed out: [`Keychain::create_signing_key`] returns the public key, and
//! [`Keychain::sign`] returns a signature. There is no signing key without a keychain.
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
mod signing;
mod state;
mod store;
mod system;
mod thread;

pub use error::{Failure, StoreError};
pub use keychain::{Keychain, Limits};
pub use signing::SigningError;
pub use state::{Kept, KeyState};
pub use store::{KeyStore, Presence};
pub use system::SystemStore;
