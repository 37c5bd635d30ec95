//! The keys by which people sign.

use std::time::Duration;

use ed25519_dalek::{Signature, VerifyingKey};
use keychain::{Failure, SigningError, StoreError};
use secrecy::ExposeSecret;

use crate::scripted::{Mood, Scripted};

const MESSAGE: &[u8] = "审查意见：修改后通过".as_bytes();

/// The account under which the store keeps the key.
fn account(public: &str) -> String {
    format!("signer:{public}")
}

/// Whether the signature is the message's, as anybody who knows the public key checks it.
fn is_signed(public: &str, message: &[u8], signature: &[u8; 64]) -> bool {
    let bytes: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(public.get(at..at + 2).unwrap(), 16).unwrap())
        .collect();
    VerifyingKey::from_bytes(&bytes.try_into().unwrap())
        .unwrap()
        .verify_strict(message, &Signature::from_bytes(signature))
        .is_ok()
}

#[tokio::test]
async fn a_created_key_signs_what_its_public_key_verifies() {
    let keychain = Scripted::new(Mood::Open).keychain();
    let public = keychain.create_signing_key(false).await.unwrap();
    assert_eq!(public.len(), 64);
    let signature = keychain.sign(&public, MESSAGE, false).await.unwrap();
    assert!(is_signed(&public, MESSAGE, &signature));
    assert!(!is_signed(&public, b"another message", &signature));
}

#[tokio::test]
async fn each_person_has_a_key_of_their_own() {
    let keychain = Scripted::new(Mood::Open).keychain();
    let first = keychain.create_signing_key(false).await.unwrap();
    let second = keychain.create_signing_key(false).await.unwrap();
    assert_ne!(first, second);
    let signature = keychain.sign(&second, MESSAGE, false).await.unwrap();
    assert!(is_signed(&second, MESSAGE, &signature));
    assert!(!is_signed(&first, MESSAGE, &signature));
}

#[tokio::test]
async fn a_key_survives_the_end_of_the_program() {
    let scripted = Scripted::new(Mood::Open);
    let public = scripted.keychain().create_signing_key(false).await.unwrap();
    let signature = scripted.keychain().sign(&public, MESSAGE, false).await;
    assert!(is_signed(&public, MESSAGE, &signature.unwrap()));
}

#[tokio::test]
async fn without_a_keychain_no_key_is_created() {
    let scripted = Scripted::new(Mood::Missing);
    let keychain = scripted.keychain();
    let refused = keychain.create_signing_key(true).await;
    assert!(
        matches!(refused, Err(SigningError::Store(StoreError::NoKeychain))),
        "{refused:?}"
    );
    assert_eq!(scripted.with(|scene| scene.writes), 0);
}

#[tokio::test]
async fn a_locked_keychain_creates_and_signs_only_if_it_may_ask_to_be_unlocked() {
    let scripted = Scripted::new(Mood::Locked);
    let keychain = scripted.keychain();
    let refused = keychain.create_signing_key(false).await;
    assert!(
        matches!(refused, Err(SigningError::Store(StoreError::Locked))),
        "{refused:?}"
    );
    let public = keychain.create_signing_key(true).await.unwrap();

    scripted.mood(Mood::Locked);
    let refused = keychain.sign(&public, MESSAGE, false).await;
    assert!(
        matches!(refused, Err(SigningError::Store(StoreError::Locked))),
        "{refused:?}"
    );
    let signature = keychain.sign(&public, MESSAGE, true).await.unwrap();
    assert!(is_signed(&public, MESSAGE, &signature));
}

#[tokio::test]
async fn a_keychain_that_hangs_neither_creates_nor_signs_within_its_limit() {
    let limit = Duration::from_millis(50);
    let scripted = Scripted::new(Mood::Open);
    let public = scripted.keychain().create_signing_key(false).await.unwrap();
    // Each store hangs until its sender is dropped, so only the limit can end the request.
    let _held = scripted.hang();
    let late = scripted
        .keychain_waiting(limit)
        .sign(&public, MESSAGE, false)
        .await;
    assert!(
        matches!(late, Err(SigningError::Store(StoreError::TimedOut))),
        "{late:?}"
    );

    let scripted = Scripted::new(Mood::Open);
    let _held = scripted.hang();
    let late = scripted
        .keychain_waiting(limit)
        .create_signing_key(false)
        .await;
    assert!(
        matches!(late, Err(SigningError::Store(StoreError::TimedOut))),
        "{late:?}"
    );
}

#[tokio::test]
async fn a_key_of_another_computer_is_reported_as_missing() {
    let elsewhere = Scripted::new(Mood::Open).keychain();
    let public = elsewhere.create_signing_key(false).await.unwrap();
    let keychain = Scripted::new(Mood::Open).keychain();
    for unknown in [public.as_str(), "", "no key", &public.to_uppercase()] {
        let missing = keychain.sign(unknown, MESSAGE, false).await;
        assert!(matches!(missing, Err(SigningError::Missing)), "{missing:?}");
    }
}

#[tokio::test]
async fn a_stored_value_that_is_not_the_keys_secret_does_not_sign() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain();
    let public = keychain.create_signing_key(false).await.unwrap();
    let other = keychain.create_signing_key(false).await.unwrap();
    let others_secret = scripted.with(|scene| scene.keys[&account(&other)].clone());
    for wrong in [others_secret, "not a secret".into(), "".into()] {
        scripted.with(|scene| scene.keys.insert(account(&public), wrong));
        let refused = keychain.sign(&public, MESSAGE, false).await;
        assert!(matches!(refused, Err(SigningError::Damaged)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_failure_of_the_keychain_is_never_taken_for_a_missing_key() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain();
    let public = keychain.create_signing_key(false).await.unwrap();
    scripted.mood(Mood::Failing);
    let failed = keychain.sign(&public, MESSAGE, false).await;
    assert!(
        matches!(
            failed,
            Err(SigningError::Store(StoreError::Failed(
                Failure::Ambiguous { .. }
            )))
        ),
        "{failed:?}"
    );
}

#[tokio::test]
async fn the_secret_is_in_nothing_that_is_printed() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain();
    let public = keychain.create_signing_key(false).await;
    let name = public.as_ref().unwrap().clone();
    let signature = keychain.sign(&name, MESSAGE, false).await;
    let secret = scripted.with(|scene| scene.keys[&account(&name)].clone());
    let secret = secret.expose_secret();

    // The same secret stored under another name, cut short and with a stranger's text behind it.
    let mut errors = Vec::new();
    let other = keychain.create_signing_key(false).await.unwrap();
    for wrong in [
        secret.to_owned(),
        secret.chars().skip(1).collect(),
        format!("{secret}!"),
    ] {
        scripted.with(|scene| scene.keys.insert(account(&other), wrong.into()));
        errors.push(keychain.sign(&other, MESSAGE, false).await.unwrap_err());
    }
    assert_eq!(errors.len(), 3);
    let shown: String = errors
        .iter()
        .map(|error| format!("{error} {error:?} {}", error.code()))
        .collect();
    let printed = format!("{keychain:?} {public:?} {signature:?} {shown}");
    let start: String = secret.chars().skip(1).take(16).collect();
    let bytes: Vec<String> = (0..8)
        .step_by(2)
        .map(|at| {
            u8::from_str_radix(secret.get(at..at + 2).unwrap(), 16)
                .unwrap()
                .to_string()
        })
        .collect();
    assert!(!printed.contains(&start), "the digits of the secret");
    assert!(!printed.contains(&bytes.join(", ")), "its bytes");
}
