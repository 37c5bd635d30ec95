//! What the handle guarantees whatever the store does.

use std::time::Duration;

use keychain::{Failure, Kept, KeyState, StoreError};
use secrecy::{ExposeSecret, SecretString};

use crate::scripted::{Mood, Scripted};

const ORIGIN: &str = "https://open.bigmodel.cn";
const KEY: &str = "0123456789abcdef.WXYZ";
const SHORT: Duration = Duration::from_millis(50);

fn text(key: Result<Option<SecretString>, StoreError>) -> Option<String> {
    key.unwrap().map(|key| key.expose_secret().to_owned())
}

#[tokio::test]
async fn a_stored_key_is_found_under_its_own_origin_only() {
    let keychain = Scripted::new(Mood::Open).keychain();
    assert_eq!(keychain.state(ORIGIN).await, KeyState::None);
    assert_eq!(
        keychain.store(ORIGIN, KEY.into()).await.unwrap(),
        Kept::InKeychain
    );
    assert_eq!(
        keychain.state(ORIGIN).await,
        KeyState::Stored {
            last4: "WXYZ".into()
        }
    );
    assert_eq!(
        text(keychain.load(ORIGIN, false).await).as_deref(),
        Some(KEY)
    );
    assert_eq!(
        text(keychain.load("https://gateway.example", false).await),
        None
    );
    keychain.remove(ORIGIN).await.unwrap();
    assert_eq!(keychain.state(ORIGIN).await, KeyState::None);
}

#[tokio::test]
async fn a_keychain_that_hangs_is_given_up_within_its_limit_and_asked_afresh() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain_waiting(SHORT);
    // The keychain hangs until `release` is dropped, so only the limit can end the request.
    let release = scripted.hang();
    assert_eq!(
        keychain.state(ORIGIN).await,
        KeyState::Failed {
            code: "keychain_timeout"
        }
    );

    scripted.mood(Mood::Open);
    assert_eq!(keychain.state(ORIGIN).await, KeyState::None);
    assert_eq!(scripted.with(|scene| scene.stores_made), 2);
    drop(release);
}

#[tokio::test]
async fn while_a_person_is_asked_to_unlock_it_nobody_else_waits_for_them() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain();
    let release = scripted.hang();
    let meanwhile = async {
        assert_eq!(keychain.state(ORIGIN).await, KeyState::Locked);
        let load = keychain.load(ORIGIN, false).await;
        assert!(matches!(load, Err(StoreError::Locked)), "{load:?}");
        let store = keychain.store(ORIGIN, KEY.into()).await;
        assert!(matches!(store, Err(StoreError::Locked)), "{store:?}");
        scripted.mood(Mood::Open);
        drop(release);
    };
    let (unlocked, ()) = tokio::join!(keychain.load(ORIGIN, true), meanwhile);
    assert!(unlocked.unwrap().is_none());
    assert_eq!(keychain.state(ORIGIN).await, KeyState::None);
}

#[test]
fn a_keychain_that_hangs_does_not_hold_up_the_end_of_the_program() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain_waiting(SHORT);
    let release = scripted.hang();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_time()
        .build()
        .unwrap();
    let answer = runtime.block_on(keychain.load(ORIGIN, false));
    assert!(matches!(answer, Err(StoreError::TimedOut)), "{answer:?}");
    // The keychain hangs until `release` is dropped, so the runtime ends first only if it does not wait.
    drop(runtime);
    assert!(release.send(()).is_ok(), "the keychain no longer hangs");
}

#[tokio::test]
async fn requests_made_at_once_are_answered_one_after_the_other_by_one_store() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain();
    let (first, second) = tokio::join!(keychain.store(ORIGIN, KEY.into()), keychain.state(ORIGIN));
    assert_eq!(first.unwrap(), Kept::InKeychain);
    assert_eq!(
        second,
        KeyState::Stored {
            last4: "WXYZ".into()
        }
    );
    assert_eq!(scripted.with(|scene| scene.stores_made), 1);
}

#[tokio::test]
async fn a_locked_keychain_refuses_to_store_and_forgets_nothing() {
    let scripted = Scripted::new(Mood::Open);
    let keychain = scripted.keychain();
    keychain.store(ORIGIN, KEY.into()).await.unwrap();
    scripted.mood(Mood::Locked);

    assert_eq!(keychain.state(ORIGIN).await, KeyState::Locked);
    let refused = keychain
        .store(ORIGIN, "another-key-of-some-length".into())
        .await;
    assert!(matches!(refused, Err(StoreError::Locked)), "{refused:?}");
    let refused = keychain.remove(ORIGIN).await;
    assert!(matches!(refused, Err(StoreError::Locked)), "{refused:?}");
    let refused = keychain.load(ORIGIN, false).await;
    assert!(matches!(refused, Err(StoreError::Locked)), "{refused:?}");
    assert_eq!(scripted.with(|scene| scene.writes), 1);

    assert_eq!(
        text(keychain.load(ORIGIN, true).await).as_deref(),
        Some(KEY)
    );
    assert_eq!(
        keychain.state(ORIGIN).await,
        KeyState::Stored {
            last4: "WXYZ".into()
        }
    );
}

#[tokio::test]
async fn without_a_keychain_the_key_is_kept_for_this_session_and_says_so() {
    let scripted = Scripted::new(Mood::Missing);
    let keychain = scripted.keychain();
    assert_eq!(keychain.state(ORIGIN).await, KeyState::NoKeychain);
    let none = keychain.load(ORIGIN, false).await;
    assert!(matches!(none, Err(StoreError::NoKeychain)), "{none:?}");

    assert_eq!(
        keychain.store(ORIGIN, KEY.into()).await.unwrap(),
        Kept::ThisSessionOnly
    );
    let session = KeyState::Session {
        last4: "WXYZ".into(),
    };
    assert_eq!(keychain.state(ORIGIN).await, session);
    assert_eq!(keychain.clone().state(ORIGIN).await, session);
    assert_eq!(
        text(keychain.load(ORIGIN, false).await).as_deref(),
        Some(KEY)
    );
    // A restarted program does not know the key.
    assert_eq!(
        scripted.keychain().state(ORIGIN).await,
        KeyState::NoKeychain
    );

    keychain.remove(ORIGIN).await.unwrap();
    assert_eq!(keychain.state(ORIGIN).await, KeyState::NoKeychain);
}

#[tokio::test]
async fn a_key_of_this_session_moves_into_a_keychain_that_appears() {
    let scripted = Scripted::new(Mood::Missing);
    let keychain = scripted.keychain();
    keychain.store(ORIGIN, KEY.into()).await.unwrap();
    scripted.mood(Mood::Open);
    assert_eq!(
        keychain.store(ORIGIN, KEY.into()).await.unwrap(),
        Kept::InKeychain
    );
    assert_eq!(
        keychain.state(ORIGIN).await,
        KeyState::Stored {
            last4: "WXYZ".into()
        }
    );
}

#[tokio::test]
async fn a_failure_is_never_taken_for_no_key() {
    let scripted = Scripted::new(Mood::Failing);
    let keychain = scripted.keychain();
    assert_eq!(
        keychain.state(ORIGIN).await,
        KeyState::Failed {
            code: "keychain_failed"
        }
    );
    let failed = keychain.store(ORIGIN, KEY.into()).await;
    assert!(
        matches!(
            failed,
            Err(StoreError::Failed(Failure::Ambiguous { count: 2 }))
        ),
        "{failed:?}"
    );
    let failed = keychain.load(ORIGIN, false).await;
    assert!(matches!(failed, Err(StoreError::Failed(_))), "{failed:?}");
    let failed = keychain.remove(ORIGIN).await;
    assert!(matches!(failed, Err(StoreError::Failed(_))), "{failed:?}");
}

#[tokio::test]
async fn a_store_that_panics_costs_one_answer_and_no_more() {
    let scripted = Scripted::new(Mood::Panicking);
    let keychain = scripted.keychain();
    let answer = keychain.load(ORIGIN, false).await;
    assert!(
        matches!(answer, Err(StoreError::Failed(Failure::ThreadEnded))),
        "{answer:?}"
    );
    scripted.mood(Mood::Open);
    assert_eq!(keychain.state(ORIGIN).await, KeyState::None);
}

#[tokio::test]
async fn the_key_is_not_in_what_debug_prints() {
    let keychain = Scripted::new(Mood::Missing).keychain();
    keychain.store(ORIGIN, KEY.into()).await.unwrap();
    let loaded = keychain.load(ORIGIN, false).await;
    assert!(!format!("{keychain:?} {loaded:?}").contains("0123456789"));
}
