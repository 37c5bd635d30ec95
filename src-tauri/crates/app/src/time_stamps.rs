//! Time stamps (RFC 3161) of an authority that the person chose: its address, the request, the check of its answer.
//!
//! Without an address nothing is ever sent. What is sent is a hash and a random number.

mod address;
mod asking;

#[cfg(test)]
pub(crate) mod authority;

use std::time::Duration;

use rfc3161::{Chain, Stamp};
use serde_json::json;

use crate::wire::Problem;
pub use address::Address;
pub use asking::{Network, ask};

/// How far the authority's clock and that of this machine may be apart. One of them is wrong beyond that, and the times in
/// the review would contradict the stamp.
const TIME_TOLERANCE: Duration = Duration::from_mins(10);

/// A token that was checked, ready to be kept.
pub struct Fresh {
    /// The token, without the answer around it.
    pub token: Vec<u8>,
    /// The contents of the token.
    pub stamp: Stamp,
}

/// Checks the answer of an authority to the request with this nonce, at `now_ms` by the clock of this machine.
///
/// # Errors
/// The reason why the answer is not a time stamp of the hash; `stamp_untrusted` if there are roots and none vouches for
/// the authority; `stamp_clock` if its time differs too much from this machine's.
pub fn accept(
    answer: &[u8],
    sha256: &[u8; 32],
    nonce: u64,
    roots: &[Vec<u8>],
    now_ms: i64,
) -> Result<Fresh, Problem> {
    let stamp = rfc3161::check(answer, sha256, Some(nonce), roots)?;
    if !roots.is_empty() && stamp.chain == Chain::SelfAsserted {
        let params = json!({ "authority": visible_text::strip_invisible(&stamp.authority) });
        return Err(Problem::new("stamp_untrusted", params));
    }
    let apart = Duration::from_millis(stamp.time_ms.abs_diff(now_ms));
    if apart > TIME_TOLERANCE {
        let params = json!({ "minutes": apart.as_secs() / 60 });
        return Err(Problem::new("stamp_clock", params));
    }
    Ok(Fresh {
        token: rfc3161::token(answer)?.to_vec(),
        stamp,
    })
}
