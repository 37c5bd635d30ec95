//! Unpacks an archive in batches.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

use crate::prepare::Refused;

/// The most bytes of files per batch; a batch has at least one file.
const BATCH: usize = 64 << 20;
/// The maximum number of bytes of names and metadata per batch, a quarter of what an answer may have.
const NAMES: usize = 256 << 10;
/// Estimated bytes of metadata per file: its length or the reason for a refusal.
const BESIDE_NAME: usize = 200;

/// The unpacking job. Input bytes: an archive. Output bytes: the files' contents, concatenated.
pub struct Unpack;

/// Parameters of the unpacking job.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// Number of files in the batches before.
    pub before: usize,
}

/// A batch of files.
#[derive(Serialize, Deserialize)]
pub struct Batch {
    /// The files, in archive order.
    pub files: Vec<Unpacked>,
    /// Whether there are more files.
    pub more: bool,
}

/// A file of an archive.
#[derive(Serialize, Deserialize)]
pub struct Unpacked {
    /// The file name for display, without a path.
    pub name: String,
    /// Its length in bytes, or why it can't be unpacked.
    pub bytes: Result<usize, Refused>,
}

impl Job for Unpack {
    const NAME: &'static str = "unpack_archive";
    const LIMITS: Limits = Limits {
        // The archive, nested archives, one file and a batch, each about 200 MB, and twice that while a buffer grows.
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
