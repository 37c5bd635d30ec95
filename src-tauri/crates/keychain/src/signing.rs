//! The Ed25519 keys by which people sign. A secret exists only in the keychain and, for the length of one request, in
//! memory of the keychain thread that is wiped afterwards.

use ed25519_dalek::{Signer, SigningKey};
use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox, SecretString};

use crate::{KeyStore, Keychain, Presence, StoreError};

/// An Ed25519 secret: 32 bytes.
const SECRET_BYTES: usize = 32;

/// Why a signing key was not created, or did not sign.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The keychain holds no secret for this public key: it belongs to another computer or another account of this one.
    #[error("the keychain holds no signing key with this public key")]
    Missing,
    /// The stored value is not the secret of this public key, so it was changed, or was never stored as given.
    #[error("the stored value is not the secret of this public key")]
    Damaged,
    /// The system provides no random bytes.
    #[error("the system provides no random bytes")]
    NoRandomness(#[source] getrandom::Error),
    /// The keychain is absent, locked, slow or broken.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SigningError {
    /// Returns the error's stable name, by which the UI selects a message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "signing_key_missing",
            Self::Damaged => "signing_key_damaged",
            Self::NoRandomness(_) => "no_random_bytes",
            Self::Store(error) => error.code(),
        }
    }
}

impl Keychain {
    /// Creates a signing key in the keychain. Returns its public key as 64 lowercase hexadecimal digits.
    ///
    /// With `unlock`, a locked keychain prompts the user and the longer time limit applies.
    ///
    /// # Errors
    /// [`StoreError::NoKeychain`] if there is no keychain: in contrast to the API key, a signing key is never kept in
    /// memory only, because a signature's owner must be able to sign again. After an error, the keychain may hold a key
    /// that nobody knows the public key of.
    pub async fn create_signing_key(&self, unlock: bool) -> Result<String, SigningError> {
        self.ask_unlocking(unlock, move |store| {
            let (public, secret) = new_key()?;
            let account = account(&public);
            match store.probe(&account)? {
                Presence::Present | Presence::Absent => {}
                Presence::Locked if !unlock => return Err(StoreError::Locked.into()),
                // Reading is what unlocks a store.
                Presence::Locked => drop(store.read(&account)?),
            }
            store.write(&account, &secret)?;
            // A key counts once it is known that it can be read again.
            signing_key(store, &public)?;
            Ok(public)
        })
        .await
    }

    /// Signs `message` with the key whose public key is `public`: 64 lowercase hexadecimal digits.
    ///
    /// With `unlock`, a locked keychain prompts the user and the longer time limit applies.
    ///
    /// # Errors
    /// [`SigningError::Missing`] if the keychain holds no such key, or `public` is not a public key.
    pub async fn sign(
        &self,
        public: &str,
        message: &[u8],
        unlock: bool,
    ) -> Result<[u8; 64], SigningError> {
        if decode(public).is_none() {
            return Err(SigningError::Missing);
        }
        let (public, message) = (public.to_owned(), message.to_vec());
        self.ask_unlocking(unlock, move |store| {
            match store.probe(&account(&public))? {
                Presence::Absent => return Err(SigningError::Missing),
                Presence::Locked if !unlock => return Err(StoreError::Locked.into()),
                Presence::Locked | Presence::Present => {}
            }
            let key = signing_key(store, &public)?;
            Ok(key.sign(&message).to_bytes())
        })
        .await
    }
}

/// The account of a signing key. The origins of API keys start with a scheme, so the two never meet.
fn account(public: &str) -> String {
    format!("signer:{public}")
}

/// A new public key and its secret, both in hexadecimal digits.
fn new_key() -> Result<(String, SecretString), SigningError> {
    let mut secret = SecretBox::new(Box::new([0; SECRET_BYTES]));
    getrandom::fill(secret.expose_secret_mut()).map_err(SigningError::NoRandomness)?;
    let public = SigningKey::from_bytes(secret.expose_secret()).verifying_key();
    Ok((
        encode(public.as_bytes()),
        encode(secret.expose_secret()).into(),
    ))
}

/// The key that the store holds for `public`. It is wiped from memory when dropped.
fn signing_key(store: &dyn KeyStore, public: &str) -> Result<SigningKey, SigningError> {
    let stored = store.read(&account(public))?.ok_or(SigningError::Missing)?;
    let secret = decode(stored.expose_secret()).ok_or(SigningError::Damaged)?;
    let key = SigningKey::from_bytes(secret.expose_secret());
    if encode(key.verifying_key().as_bytes()) == public {
        Ok(key)
    } else {
        Err(SigningError::Damaged)
    }
}

/// The bytes in lowercase hexadecimal digits. Allocates once, so that no copy of a secret is left behind.
fn encode(bytes: &[u8; SECRET_BYTES]) -> String {
    let mut digits = String::with_capacity(2 * SECRET_BYTES);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(digit.into(), 16));
        }
    }
    digits
}

/// The 32 bytes that 64 lowercase hexadecimal digits stand for.
fn decode(digits: &str) -> Option<SecretBox<[u8; SECRET_BYTES]>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let mut bytes = SecretBox::new(Box::new([0; SECRET_BYTES]));
    if pairs.len() != SECRET_BYTES {
        return None;
    }
    for (byte, [high, low]) in bytes.expose_secret_mut().iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_64_lowercase_hexadecimal_digits_are_a_key() {
        let digits = "00ff".repeat(16);
        let bytes = decode(&digits).map(|bytes| *bytes.expose_secret());
        assert_eq!(bytes.map(|bytes| encode(&bytes)), Some(digits.clone()));
        for wrong in [
            "",
            &digits.to_uppercase(),
            &digits.repeat(2),
            &"0 ".repeat(32),
            &"é".repeat(32),
        ] {
            assert!(decode(wrong).is_none(), "{wrong}");
        }
        assert!(decode(digits.get(1..).unwrap_or_default()).is_none());
    }
}
