//! Tests against the real Secret Service of Linux: each test has its own session bus and gnome-keyring in its own
//! folder.
//!
//! The crate under test runs in a child process (`actor.rs`), because the bus address comes from the process
//! environment. Needs the Debian packages dbus, gnome-keyring, libglib2.0-bin and libsecret-tools.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod actor;

use std::os::unix::net::UnixListener;

use actor::Actor;
use window_harness::{Bus, Home, Keyring};

const ORIGIN: &str = "https://open.bigmodel.cn";
const KEY: &str = "0123456789abcdef.WXYZ";

/// A session without a display, with the keyring unlocked at login.
fn open_session(home: &Home) -> Bus {
    let mut bus = Bus::start(home, None);
    bus.keyring(home, Keyring::Unlocked);
    bus
}

/// What the system's own command-line tool finds under the API key's name.
fn search(home: &Home) -> String {
    search_for(home, ORIGIN)
}

/// What the system's own command-line tool finds under `account`.
fn search_for(home: &Home, account: &str) -> String {
    home.output(
        "secret-tool",
        &[
            "search",
            "--all",
            "service",
            "FinAgent Desk",
            "username",
            account,
        ],
    )
}

#[test]
fn a_stored_key_is_in_the_keyring_and_is_found_by_the_next_process() {
    let home = Home::new();
    let _bus = open_session(&home);
    let mut first = Actor::start(&home);
    assert_eq!(first.ask("state"), "none");
    assert_eq!(first.ask(&format!("store {KEY}")), "kept");
    assert_eq!(first.ask("state"), "stored …WXYZ");
    let found = search(&home);
    assert!(found.contains(&format!("secret = {KEY}")), "{found}");
    drop(first);

    let mut second = Actor::start(&home);
    assert_eq!(second.ask("load"), format!("key {KEY}"));
    assert_eq!(second.ask("store a-newer-key-of-some-length"), "kept");
    assert_eq!(second.ask("load"), "key a-newer-key-of-some-length");
    assert_eq!(second.ask("remove"), "removed");
    assert_eq!(second.ask("state"), "none");
    assert_eq!(search(&home), "");
}

#[test]
fn a_locked_keyring_is_locked_and_not_empty() {
    let home = Home::new();
    let mut bus = open_session(&home);
    let mut actor = Actor::start(&home);
    assert_eq!(actor.ask(&format!("store {KEY}")), "kept");
    bus.keyring(&home, Keyring::Locked);
    assert_eq!(actor.ask("state"), "locked");
    assert_eq!(actor.ask("load"), "keychain_locked");
    assert_eq!(
        actor.ask("store another-key-of-some-length"),
        "keychain_locked"
    );
    assert_eq!(actor.ask("remove"), "keychain_locked");
    // There is no display for a prompt, so the prompt is dismissed.
    assert_eq!(actor.ask("load unlock"), "keychain_locked");
}

#[test]
fn a_key_survives_the_end_of_the_session_behind_a_locked_keyring() {
    let home = Home::new();
    let first = open_session(&home);
    assert_eq!(Actor::start(&home).ask(&format!("store {KEY}")), "kept");
    drop(first);

    let mut locked = Bus::start(&home, None);
    locked.keyring(&home, Keyring::Unopened);
    let mut actor = Actor::start(&home);
    assert_eq!(actor.ask("state"), "locked");
    assert_eq!(
        actor.ask("store another-key-of-some-length"),
        "keychain_locked"
    );
    drop(locked);

    let _open = open_session(&home);
    // In the same process: neither the earlier "locked" nor the stale connection affects the new keyring.
    assert_eq!(actor.ask("state"), "stored …WXYZ");
    assert_eq!(actor.ask("load"), format!("key {KEY}"));
}

#[test]
fn a_keyring_that_was_restarted_is_found_again() {
    let home = Home::new();
    let mut bus = open_session(&home);
    let mut actor = Actor::start(&home);
    assert_eq!(actor.ask(&format!("store {KEY}")), "kept");
    bus.keyring(&home, Keyring::Absent);
    assert_eq!(actor.ask("state"), "no keychain");
    bus.keyring(&home, Keyring::Unlocked);
    assert_eq!(actor.ask("load"), format!("key {KEY}"));
    assert_eq!(actor.ask("store another-key-of-some-length"), "kept");
}

#[test]
fn without_a_bus_the_key_is_kept_for_this_session_and_a_bus_that_appears_is_used() {
    let home = Home::new();
    let mut actor = Actor::start(&home);
    assert_eq!(actor.ask("state"), "no keychain");
    assert_eq!(actor.ask("load"), "no_keychain");
    assert_eq!(actor.ask(&format!("store {KEY}")), "this session only");
    assert_eq!(actor.ask("state"), "session …WXYZ");
    assert_eq!(actor.ask("remove"), "removed");

    let mut bus = Bus::start(&home, None);
    assert_eq!(actor.ask("state"), "no keychain");
    bus.keyring(&home, Keyring::Unlocked);
    assert_eq!(actor.ask("state"), "none");
    assert_eq!(actor.ask(&format!("store {KEY}")), "kept");
    assert!(search(&home).contains(KEY));
}

#[test]
fn a_keyring_with_no_place_to_keep_a_key_counts_as_none() {
    let home = Home::new();
    let mut bus = Bus::start(&home, None);
    bus.keyring(&home, Keyring::Unopened);
    let mut actor = Actor::start(&home);
    assert_eq!(actor.ask("state"), "no keychain");
    assert_eq!(actor.ask(&format!("store {KEY}")), "this session only");
}

#[test]
fn a_bus_that_says_nothing_is_given_up_and_holds_up_neither_a_retry_nor_the_end() {
    let home = Home::new();
    let mute = UnixListener::bind(home.path("run").join("bus")).unwrap();
    let mut actor = Actor::start(&home);
    actor.ask("limit 300");
    assert_eq!(actor.ask("state"), "keychain_timeout");
    assert_eq!(actor.ask(&format!("store {KEY}")), "keychain_timeout");

    let _bus = open_session(&home);
    actor.ask("limit 20000");
    assert_eq!(actor.ask(&format!("store {KEY}")), "kept");
    assert!(actor.finish());
    drop(mute);
}

#[test]
fn a_signing_key_is_in_the_keyring_and_signs_in_the_next_process() {
    let home = Home::new();
    let mut bus = open_session(&home);
    let mut first = Actor::start(&home);
    let created = first.ask("signer");
    let public = created.strip_prefix("signer ").unwrap().to_owned();
    let signed = first.ask(&format!("sign {public}"));
    assert!(signed.starts_with("signed ["), "{signed}");
    assert!(search_for(&home, &format!("signer:{public}")).contains("secret = "));
    drop(first);

    let mut second = Actor::start(&home);
    assert_eq!(second.ask(&format!("sign {public}")), signed);
    bus.keyring(&home, Keyring::Locked);
    assert_eq!(second.ask(&format!("sign {public}")), "keychain_locked");
    assert_eq!(second.ask("signer"), "keychain_locked");
    // There is no display for a prompt, so the prompt is dismissed.
    assert_eq!(second.ask("signer unlock"), "keychain_locked");
    assert_eq!(search(&home), "");
}

#[test]
fn without_a_keyring_no_signing_key_is_created() {
    let home = Home::new();
    let mut actor = Actor::start(&home);
    assert_eq!(actor.ask("signer"), "no_keychain");
    assert_eq!(actor.ask("signer unlock"), "no_keychain");
    let mut bus = Bus::start(&home, None);
    bus.keyring(&home, Keyring::Unopened);
    assert_eq!(actor.ask("signer"), "no_keychain");
}
