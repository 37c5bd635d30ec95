//! Files made ready to be sent, by a confined child: whatever was brought becomes what the service accepts.
//!
//! What lies on the desk, and what is said meanwhile, is decided elsewhere.

pub mod time_limits;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use intake::{Content, Format, Picture, Prepared, Preview, Refusal};
use jobs::{
    prepare::{self, Answer, Prepare, Refused, Request, Word},
    unpack::{self, Batch, Unpack},
};
use sha2::{Digest, Sha256};
use spool::Spool;
use time_limits::{Budget, Stopwatch, TimeLimit};
use worker::Worker;

use crate::{request::COPY_MAX, staging::LIMITS, wire::Problem};

// The job is built without the client of the service, but prepares for it.
const _: () = assert!(
    prepare::SERVICE.max_bytes == LIMITS.max_bytes
        && prepare::SERVICE.max_side == LIMITS.max_side
        && prepare::TEXT_MAX == COPY_MAX
);

/// Words of a child that are listened to: more than a file of a hundred parts has it say.
const MOST_WORDS: usize = 1_000;

/// Prepares files.
#[derive(Clone)]
pub struct Preparation {
    worker: Worker,
    models: PathBuf,
    folder: PathBuf,
    budget: Budget,
}

/// What is told while a file is prepared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum News {
    /// How far it is.
    Word(Word),
    /// It takes unusually long: more than so many seconds without progress.
    Slow(u32),
}

impl Preparation {
    /// With this worker, and the models in this folder, where there are any, to see what not to cut through; copies of large files
    /// lie in `folder`. A file that takes longer than `budget` is slow.
    pub fn new(worker: Worker, models: PathBuf, folder: PathBuf, budget: Budget) -> Self {
        Self {
            worker,
            models,
            folder,
            budget,
        }
    }

    /// Copies a file that a person brought: what happens to it later changes nothing.
    ///
    /// # Errors
    /// Those of [`intake::copy_file`].
    pub fn copy(&self, path: &Path) -> Result<Spool, Refusal> {
        // Where that can't be, the copy says so.
        let _ = fs::create_dir_all(&self.folder);
        intake::copy_file(path, intake::MAX_FILE_BYTES, &self.folder)
    }

    /// Files of an archive, after so many that were handed out before.
    ///
    /// # Errors
    /// Those of [`intake::unzip`] and of the worker (`worker_…`).
    pub async fn unpack(&self, archive: &Spool, before: usize) -> Result<Unpacked, Problem> {
        let request = unpack::Request { before };
        let (batch, bytes) = self.worker.run::<Unpack>(&request, archive).await?;
        let (batch, folder) = (batch?, self.folder.clone());
        let cut = move || unpacked(batch, &bytes.into(), &folder);
        let files = tokio::task::spawn_blocking(cut).await?;
        files.map_err(|_| Problem::internal("archive"))
    }

    /// Prepares a file; `tell` hears how far that is. Given up when the future is dropped.
    ///
    /// # Errors
    /// Those of [`intake::prepare`] and of the worker (`worker_…`); `preparing_slow` where it takes longer than there is patience
    /// for.
    pub async fn prepare(
        &self,
        file: &Spool,
        time_limit: TimeLimit,
        tell: impl Fn(News) + Send + Sync,
    ) -> Result<Prepared, Problem> {
        let request = Request {
            models: self.models.clone(),
        };
        let mut words = 0;
        let course = Stopwatch::new();
        let heard = self.worker.run_heard::<Prepare>(&request, file, |word| {
            course.hear(word);
            words += 1;
            if words <= MOST_WORDS {
                tell(News::Word(word));
            }
        });
        let answered = async { Ok(heard.await?) };
        let still = u32::try_from(self.budget.still.as_secs()).unwrap_or(u32::MAX);
        let slow = || tell(News::Slow(still));
        let answered = time_limits::within(self.budget, time_limit, &course, answered, slow);
        let (answer, bytes) = answered.await?;
        let answer = answer?;
        let file = file.clone();
        // Hashes of up to 200 MB.
        tokio::task::spawn_blocking(move || checked(answer, bytes.into(), &file))
            .await?
            .ok_or_else(|| Problem::internal("preparation"))
    }
}

/// Files of an archive, by name, each with its bytes or why they can't be had; and whether there are more.
pub type Unpacked = (Vec<(String, Result<Spool, Problem>)>, bool);

/// Cuts the bytes of the files apart.
fn unpacked(batch: Batch, bytes: &Bytes, folder: &Path) -> io::Result<Unpacked> {
    let mut at = 0_usize;
    let mut files = Vec::new();
    for file in batch.files {
        let bytes = match file.bytes {
            Ok(length) => {
                let end = at.saturating_add(length);
                let taken = bytes.get(at..end).ok_or(io::ErrorKind::InvalidData)?;
                at = end;
                Ok(Spool::copy(taken, folder)?)
            }
            Err(refused) => Err(refused.into()),
        };
        files.push((file.name, bytes));
    }
    Ok((files, batch.more))
}

/// What the child says, put together with the bytes it made, as far as that is true: sizes, limits and hashes are made sure of here,
/// for a record rests on them.
fn checked(answer: Answer, bytes: Bytes, file: &Spool) -> Option<Prepared> {
    let Answer {
        plan,
        pictures,
        text,
    } = answer;
    let brought = &plan.source;
    let same = brought.sha256 == records::hex(&file.sha256().ok()?) && brought.bytes == file.len();
    let something = !plan.parts.is_empty() || text.is_some();
    if !same || !something || plan.parts.len() != pictures.len() {
        return None;
    }
    let mut at = 0;
    let mut take = |length: usize| {
        let end = length.checked_add(at).filter(|end| *end <= bytes.len())?;
        let taken = bytes.slice(at..end);
        at = end;
        Some(taken)
    };
    let pictures = pictures
        .into_iter()
        .zip(&plan.parts)
        .map(|(said, part)| {
            let data = take(said.bytes)?;
            let thumbnail = take(said.thumbnail)?;
            let sha256: [u8; 32] = Sha256::digest(&data).into();
            let fits = data.len() as u64 <= LIMITS.max_bytes
                && part.width.max(part.height) <= LIMITS.max_side
                && part.bytes == data.len() as u64
                && records::hex(&sha256) == part.sha256;
            let format = format(&data).filter(|_| fits)?;
            Some(Picture {
                format,
                width: said.width,
                height: said.height,
                rotated: said.rotated,
                bytes: data,
                sha256,
                preview: said.look.map(|look| Preview { thumbnail, look }),
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let text = match text {
        Some(bytes) => Some(String::from_utf8(take(bytes)?.to_vec()).ok()?),
        None => None,
    };
    Some(Prepared {
        pictures,
        plan,
        text,
    })
}

/// The kind of a picture that may be sent.
fn format(bytes: &[u8]) -> Option<Format> {
    match Content::of(bytes) {
        Content::Jpeg => Some(Format::Jpeg),
        Content::Png => Some(Format::Png),
        _ => None,
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::new(&refused.code, refused.params)
    }
}
