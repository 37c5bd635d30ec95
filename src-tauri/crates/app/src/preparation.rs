//! Prepares files for sending in a confined child process: converts them to what the service accepts.
//!
//! Other modules decide what to do with the result, and report progress to the window.

pub mod time_limits;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use intake::{
    Content, Format, MAX_TABLE_BYTES, Picture, Prepared, Preview, Refusal, Table, TableRefusal,
};
use jobs::{
    prepare::{self, Answer, Prepare, Refused, Request, Word},
    table::ReadTable,
    unpack::{self, Batch, Unpack},
};
use sha2::{Digest, Sha256};
use spool::Spool;
use time_limits::{Budget, Stopwatch, TimeLimit};
use worker::Worker;

use crate::{request::COPY_MAX, staging::LIMITS, wire::Problem};

// The job is built without the client crate, but prepares pictures for its limits.
const _: () = assert!(
    prepare::SERVICE.max_bytes == LIMITS.max_bytes
        && prepare::SERVICE.max_side == LIMITS.max_side
        && prepare::TEXT_MAX == COPY_MAX
);

/// Messages accepted from a child process: more than a file of a hundred parts needs.
const MAX_WORDS: usize = 1_000;

/// Prepares files for sending.
#[derive(Clone)]
pub struct Preparation {
    worker: Worker,
    models: PathBuf,
    folder: PathBuf,
    budget: Budget,
}

/// Progress of preparing a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum News {
    /// A progress message.
    Word(Word),
    /// Preparation is slow: no progress for more than this many seconds.
    Slow(u32),
}

impl Preparation {
    /// Uses this worker, the OCR models in `models`, if there are any, to avoid cutting through text, and `folder` for
    /// copies of large files. A file that exceeds `budget` is slow.
    pub fn new(worker: Worker, models: PathBuf, folder: PathBuf, budget: Budget) -> Self {
        Self {
            worker,
            models,
            folder,
            budget,
        }
    }

    /// Copies a file that a person supplied, so that later changes to it have no effect.
    ///
    /// # Errors
    /// The errors of [`intake::copy_file`].
    pub fn copy(&self, path: &Path) -> Result<Spool, Refusal> {
        // If this fails, the copy reports it.
        let _ = fs::create_dir_all(&self.folder);
        intake::copy_file(path, intake::MAX_FILE_BYTES, &self.folder)
    }

    /// Unpacks files from an archive, after the first `before` ones.
    ///
    /// # Errors
    /// The errors of [`intake::unzip`] and of the worker (`worker_…`).
    pub async fn unpack(&self, archive: &Spool, before: usize) -> Result<Unpacked, Problem> {
        let request = unpack::Request { before };
        let (batch, bytes) = self.worker.run::<Unpack>(&request, archive).await?;
        let (batch, folder) = (batch?, self.folder.clone());
        let cut = move || unpacked(batch, &bytes.into(), &folder);
        let files = tokio::task::spawn_blocking(cut).await?;
        files.map_err(|_| Problem::internal("archive"))
    }

    /// Reads a table; `Ok(Err(_))` if it is none.
    ///
    /// # Errors
    /// The errors of the worker (`worker_…`).
    pub async fn table(&self, file: &Spool) -> Result<Result<Table, TableRefusal>, Problem> {
        let (limit, actual) = (MAX_TABLE_BYTES, usize::try_from(file.len()));
        let actual = actual.unwrap_or(usize::MAX);
        if actual > limit {
            return Ok(Err(TableRefusal::Bytes { limit, actual }));
        }
        let (answer, bytes) = self.worker.run::<ReadTable>(&(), file).await?;
        let table = answer.map(|()| serde_json::from_slice(&bytes));
        let table = table.map(|read| read.map_err(|_| Problem::internal("table")));
        match table {
            Ok(table) => Ok(Ok(table?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Prepares a file; `tell` receives its progress. Dropping the future cancels it.
    ///
    /// # Errors
    /// The errors of [`intake::prepare`] and of the worker (`worker_…`); `preparing_slow` if it exceeds the time limit.
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
            if words <= MAX_WORDS {
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
        // Hashes up to 200 MB.
        tokio::task::spawn_blocking(move || checked(answer, bytes.into(), &file))
            .await?
            .ok_or_else(|| Problem::internal("preparation"))
    }
}

/// The files in an archive by name, each with its bytes or an error; and whether there are more.
pub type Unpacked = (Vec<(String, Result<Spool, Problem>)>, bool);

/// Splits the bytes into files.
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

/// Combines the message of the child process with the bytes it made, after verifying sizes, limits and hashes: a record
/// relies on these.
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

/// The format of a picture that may be sent.
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
