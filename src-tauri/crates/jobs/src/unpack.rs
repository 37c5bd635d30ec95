//! Unpacks an archive: hands out the files in it, some at a time.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

use crate::prepare::Refused;

/// Bytes of files that are handed out at a time; one file at least.
const BATCH: usize = 64 << 20;
/// Bytes of their names and of what goes with each, at most: an answer may have four times as many.
const NAMES: usize = 256 << 10;
/// What goes with each: its length, or why it can't be had.
const BESIDE_NAME: usize = 200;

/// Takes files out of an archive: the bytes are its own, those beside the answer those of the files, one behind the other.
pub struct Unpack;

/// Where to go on.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// So many files were handed out before.
    pub before: usize,
}

/// Some files of an archive.
#[derive(Serialize, Deserialize)]
pub struct Batch {
    /// They.
    pub files: Vec<Unpacked>,
    /// There are more.
    pub more: bool,
}

/// A file of an archive.
#[derive(Serialize, Deserialize)]
pub struct Unpacked {
    /// Its name, for people to read; no path.
    pub name: String,
    /// How many bytes, or why they can't be had.
    pub bytes: Result<usize, Refused>,
}

impl Job for Unpack {
    const NAME: &'static str = "unpack_archive";
    const LIMITS: Limits = Limits {
        // The archive, those in it, one file, and a batch of them, each about 200 MB, and twice while it grows.
        memory: 2 << 30,
        cpu: Duration::from_secs(300),
        deadline: Duration::from_secs(300),
        input: intake::MAX_FILE_BYTES as usize,
        output: BATCH + intake::MAX_FILE_BYTES as usize,
        threads: false,
    };
    type Request = Request;
    type Answer = Result<Batch, Refused>;
    type Word = ();
    type Tools = ();

    fn prepare(_: &Request) {}

    fn work(
        (): (),
        Request { before }: Request,
        bytes: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Self::Answer, Vec<u8>) {
        let mut number = 0;
        let mut handed = Vec::new();
        let mut names = 0;
        let mut batch = Batch {
            files: Vec::new(),
            more: false,
        };
        let outcome = intake::unzip(&bytes.into(), |file| {
            number += 1;
            if number <= before || batch.more {
                return;
            }
            let size = file.bytes.as_ref().map_or(0, bytes::Bytes::len);
            names += file.name.len() + BESIDE_NAME;
            let is_full = handed.len() + size > BATCH || names > NAMES;
            if !batch.files.is_empty() && is_full {
                batch.more = true;
                return;
            }
            let bytes = file.bytes.map_err(|refusal| Refused::from(&refusal));
            let bytes = bytes.map(|bytes| {
                handed.extend_from_slice(&bytes);
                bytes.len()
            });
            batch.files.push(Unpacked {
                name: file.name,
                bytes,
            });
        });
        match outcome {
            Ok(_) => (Ok(batch), handed),
            Err(refusal) => (Err(Refused::from(&refusal)), Vec::new()),
        }
    }
}
