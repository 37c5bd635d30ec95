//! The pipe protocol: one message to the child; back from it, any number of progress messages and one final message.
//!
//! A message is a prefix of 16 bytes, a head (JSON) and a body (bytes). The prefix gives both lengths. Each side checks
//! a length against its limit before allocating memory, because the other side may be compromised.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–3 | `WRK1` |
//! | 4–7 | length of the head, little endian |
//! | 8–15 | length of the body, little endian |

use std::io;

use serde::{Deserialize, Serialize};

use crate::error::SandboxLayer;
use crate::job::Limits;

const MAGIC: [u8; 4] = *b"WRK1";

/// The head of a message from the child.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply<A, W> {
    /// A progress message; more messages follow.
    Word(W),
    /// The job is done; the body holds its output bytes.
    Done(A),
    /// The job failed.
    Failed(Failure),
}

/// Why the child has no answer, as far as it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Failure {
    /// There is no job of that name.
    UnknownJob,
    /// The parent is another build.
    OtherBuild,
    /// The request can't be parsed, or there are more bytes than the job accepts.
    Garbled,
    /// A sandbox layer could not be set up.
    NotConfined(SandboxLayer),
    /// The job panicked.
    Panicked,
    /// The answer or the output bytes exceed this limit.
    OutputTooLarge(u64),
}

/// Why a message could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// The other side closed the pipe before the end of the message.
    #[error("message truncated")]
    CutShort,
    /// It does not start with `WRK1`.
    #[error("not a message")]
    NoMessage,
    /// The announced length exceeds this limit.
    #[error("message over {0} bytes")]
    TooLarge(u64),
}

/// The lengths of a message, checked against their limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Prefix {
    pub head: usize,
    pub body: usize,
}

impl Prefix {
    pub const LENGTH: usize = 16;

    /// Encodes the prefix of a message; `None` if the head is too long.
    pub fn of(head: &[u8], body: u64) -> Option<[u8; Self::LENGTH]> {
        let [m0, m1, m2, m3] = MAGIC;
        let [h0, h1, h2, h3] = u32::try_from(head.len()).ok()?.to_le_bytes();
        let [b0, b1, b2, b3, b4, b5, b6, b7] = body.to_le_bytes();
        Some([
            m0, m1, m2, m3, h0, h1, h2, h3, b0, b1, b2, b3, b4, b5, b6, b7,
        ])
    }

    /// Decodes a prefix. Accepts a head of at most [`Limits::HEAD`] and a body of at most `body_limit` bytes.
    pub fn read(bytes: [u8; Self::LENGTH], body_limit: usize) -> Result<Self, Broken> {
        let [
            m0,
            m1,
            m2,
            m3,
            h0,
            h1,
            h2,
            h3,
            b0,
            b1,
            b2,
            b3,
            b4,
            b5,
            b6,
            b7,
        ] = bytes;
        if [m0, m1, m2, m3] != MAGIC {
            return Err(Broken::NoMessage);
        }
        Ok(Self {
            head: within(u32::from_le_bytes([h0, h1, h2, h3]).into(), Limits::HEAD)?,
            body: within(
                u64::from_le_bytes([b0, b1, b2, b3, b4, b5, b6, b7]),
                body_limit,
            )?,
        })
    }
}

fn within(length: u64, limit: usize) -> Result<usize, Broken> {
    usize::try_from(length)
        .ok()
        .filter(|length| *length <= limit)
        .ok_or(Broken::TooLarge(limit as u64))
}

impl From<io::Error> for Broken {
    /// Any pipe error means that the other end is gone.
    fn from(_: io::Error) -> Self {
        Self::CutShort
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Prefixes, many of which are nearly valid.
    fn prefixes() -> impl Strategy<Value = [u8; Prefix::LENGTH]> {
        (
            prop_oneof![Just(MAGIC), any::<[u8; 4]>()],
            prop_oneof![0..=Limits::HEAD as u32 + 1, any::<u32>()],
            prop_oneof![0..3000_u64, any::<u64>()],
        )
            .prop_map(|(magic, head, body)| {
                let mut bytes = [0; Prefix::LENGTH];
                bytes[..4].copy_from_slice(&magic);
                bytes[4..8].copy_from_slice(&head.to_le_bytes());
                bytes[8..].copy_from_slice(&body.to_le_bytes());
                bytes
            })
    }

    proptest! {
        #[test]
        fn whatever_comes_as_a_prefix_no_length_over_a_bound_is_accepted(bytes in prefixes(), limit in 0..2000_usize) {
            let announced = (
                u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize,
                u64::from_le_bytes(bytes[8..].try_into().unwrap()),
            );
            let fits = announced.0 <= Limits::HEAD && announced.1 <= limit as u64;
            match Prefix::read(bytes, limit) {
                Ok(prefix) => {
                    prop_assert!(fits);
                    prop_assert_eq!((prefix.head, prefix.body as u64), announced);
                }
                Err(Broken::NoMessage) => prop_assert_ne!(&bytes[..4], &MAGIC),
                Err(Broken::TooLarge(bound)) => {
                    prop_assert!(!fits);
                    prop_assert!(bound == limit as u64 || bound == Limits::HEAD as u64);
                }
                Err(Broken::CutShort) => prop_assert!(false, "the prefix was whole"),
            }
        }

        #[test]
        fn what_one_side_announces_the_other_side_reads(head in 0..5000_usize, body in 0..5000_usize) {
            let announced = Prefix::of(&vec![0; head], body as u64).unwrap();
            let prefix = Prefix::read(announced, 5000).unwrap();
            prop_assert_eq!(prefix, Prefix { head, body });
        }
    }
}
