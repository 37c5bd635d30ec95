//! The time stamps on an archive: checks that each token is of it, signed, and of the time that its statement says.

use rfc3161::Chain;

use super::{Claim, StampShown, Verdict, files::Files, names, statements::Stated};
use crate::{
    package::manifest::Manifest,
    statement::{Flaw, Stamped, StatementBody, TOKEN_NAME, check_token},
    unhex,
};

/// Bytes of a token that is read.
const TOKEN_MAX: u64 = rfc3161::MAX_BYTES as u64;

/// The claims about a token, in the order in which they are decided.
const CLAIMS: [(Claim, Flaw); 4] = [
    (Claim::StampReadable, Flaw::Form),
    (Claim::StampOfArchive, Flaw::OtherArchive),
    (Claim::StampSigned, Flaw::Signature),
    (Claim::StampTimeAgrees, Flaw::Time),
];

/// Checks the tokens that are the files their statements name; any other is already reported.
pub(super) fn check(
    files: &Files<'_>,
    manifest: &Manifest,
    statements: &[Stated],
    roots: Option<&[Vec<u8>]>,
    verdict: &mut Verdict,
) {
    let listed: Vec<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    for (stated, number) in statements.iter().zip(1..) {
        let Some(StatementBody::Stamped(stamped)) = stated.body() else {
            continue;
        };
        let start = names::statement_file_start(number, 1);
        let path = names::listed_path(&start, TOKEN_NAME, &listed);
        let digest = files.digest(&path);
        if digest.is_none_or(|digest| digest.sha256 != stamped.token) {
            continue;
        }
        let token = files.bytes(&path, TOKEN_MAX).unwrap_or_default();
        one(&path, &token, stamped, roots, verdict);
    }
}

fn one(
    path: &str,
    token: &[u8],
    stamped: &Stamped,
    roots: Option<&[Vec<u8>]>,
    verdict: &mut Verdict,
) {
    let found = check_token(token, stamped);
    for (claim, flaw) in CLAIMS {
        let broken = found == Err(flaw);
        verdict.claim(claim, path, !broken);
        // What comes after the first flaw was not looked at.
        if broken {
            return;
        }
    }
    let Ok(stamp) = found else {
        return;
    };
    let trusted = roots.map(|roots| {
        let checked =
            unhex(&stamped.archived).map(|archived| rfc3161::check(token, &archived, None, roots));
        matches!(checked, Some(Ok(stamp)) if matches!(stamp.chain, Chain::Root(_)))
    });
    if let Some(trusted) = trusted {
        verdict.claim(Claim::StampTrusted, path, trusted);
    }
    verdict.stamps.push(StampShown {
        about: path.to_owned(),
        authority: stamp.authority,
        address: stamped.authority.clone(),
        time_ms: stamp.time_ms,
        trusted,
    });
}
