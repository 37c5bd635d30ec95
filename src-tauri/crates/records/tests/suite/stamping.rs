//! Time stamps for tests, from an authority that `openssl` plays.

#[path = "../../../rfc3161/tests/suite/authority.rs"]
#[expect(dead_code, reason = "the tests of rfc3161 need more of it")]
mod authority;

use records::{Statement, StatementBody, sha256_hex, statement::Stamped};
use sha2::Digest as _;

pub(crate) use authority::{Authority, NAME, Shape, USUAL};

thread_local! {
    /// One for each test. Its folder is removed with the thread.
    static AUTHORITY: Authority = Authority::new(USUAL);
}

/// The root of the authority, in DER.
pub fn root() -> Vec<u8> {
    AUTHORITY.with(Authority::root)
}

/// The root of the authority, in PEM.
pub fn root_pem() -> Vec<u8> {
    AUTHORITY.with(|authority| authority.pem("root"))
}

/// A token of the SHA-256 of this text, and its time.
pub fn token(text: &[u8]) -> (Vec<u8>, i64) {
    AUTHORITY.with(|authority| token_of(authority, text))
}

pub(crate) fn token_of(authority: &Authority, text: &[u8]) -> (Vec<u8>, i64) {
    let hash: [u8; 32] = sha2::Sha256::digest(text).into();
    let answer = authority.answer(&rfc3161::request(&hash, 7));
    let roots: &[&[u8]] = &[];
    let stamp = rfc3161::check(&answer, &hash, Some(7), roots).unwrap();
    (rfc3161::token(&answer).unwrap().to_vec(), stamp.time_ms)
}

/// A time stamp on an archive, with the file of its statement.
pub fn stamp(archived: &Statement) -> (StatementBody, Vec<Vec<u8>>) {
    let (token, time_ms) = token(archived.text.as_bytes());
    let body = StatementBody::Stamped(Stamped {
        archived: archived.sha256.clone(),
        token: sha256_hex(&token),
        authority: "http://tsa.example/".to_owned(),
        time_ms,
    });
    (body, vec![token])
}
