//! The picture of a record, and the comparison of two pictures in a confined child.

use std::sync::Arc;

use jobs::{
    compare::{Compare, Refusal, Request},
    ocr::TextLine,
};
use published::Outcome;
use records::{Record, Records, Role, statement::Comparison};
use spool::Spool;
use tokio::sync::mpsc::unbounded_channel;

use crate::{
    App,
    ocr::{PictureOcr, known},
    stored,
    wire::{Problem, ReadingEvent, ReviewPicture},
};

/// A picture to compare.
pub struct Picture {
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The file.
    pub file: Spool,
}

impl Picture {
    /// A picture of a record.
    ///
    /// # Errors
    /// Errors of reading the records.
    pub fn recorded(records: &Records, sha256: &str) -> Result<Self, Problem> {
        Ok(Self {
            sha256: sha256.to_owned(),
            file: records.material(sha256)?.data,
        })
    }
}

/// Receives the progress of a comparison.
pub type Tell<'a> = &'a (dyn Fn(&str, u32, u32) + Sync);

/// The differences of two pictures.
pub struct Compared {
    /// The differences.
    pub comparison: published::Comparison,
    /// The lines of the second picture.
    pub texts: Vec<String>,
    /// The text of one of them was never read.
    pub unread: bool,
}

/// The picture of a record; `None` for text, and for a file that can't be shown.
pub fn of_record(record: &Record) -> Option<ReviewPicture> {
    let materials = &record.started.materials;
    let received = materials.iter().find(|one| one.role == Role::Received);
    let picture = received.filter(|one| one.width > 0)?;
    Some(ReviewPicture {
        sha256: picture.sha256.clone(),
        name: visible_text::strip_invisible(&picture.name),
        width: picture.width,
        height: picture.height,
    })
}

/// Compares a second picture with a first one. Reads the text of the second one if it is unknown and OCR is installed.
/// `tell` gets each stage, and how much of it is done; 0 of 0 if that is unknown. Dropping the future stops OCR.
///
/// # Errors
/// `published_unreadable` if the second one can't be shown; why the text can't be read; `worker_…`.
pub async fn compared(
    app: &Arc<App>,
    first: Picture,
    second: Picture,
    tell: Tell<'_>,
) -> Result<Compared, Problem> {
    let (known_app, hashes) = (
        Arc::clone(app),
        [first.sha256.clone(), second.sha256.clone()],
    );
    let texts = move || hashes.map(|sha256| known::text(&known_app, &sha256));
    let [first_text, second_text] = tokio::task::spawn_blocking(texts).await?;
    let second_text = match second_text {
        Some(text) => Some(text),
        None => read(app, &second.sha256, &second.file, tell).await?,
    };
    let unread = first_text.is_none() || second_text.is_none();
    let input = tokio::task::spawn_blocking(move || {
        let mut input = first.file.bytes().map_err(|_| unreadable())?.to_vec();
        let first_bytes = input.len();
        input.extend_from_slice(&second.file.bytes().map_err(|_| unreadable())?);
        Ok::<_, Problem>((first_bytes, input))
    });
    let (first_bytes, input) = input.await??;
    let request = Request {
        approved_bytes: first_bytes,
        approved: lines(first_text),
        published: lines(second_text),
    };
    let texts = request.published.iter().map(|line| line.text.clone());
    let texts = texts.collect();
    tell("comparing", 0, 0);
    let (answer, _) = app.reviews.worker.run::<Compare>(&request, input).await?;
    let comparison = answer.map_err(|refusal| match refusal {
        Refusal::Approved => Problem::internal("approved picture"),
        Refusal::Published => unreadable(),
    })?;
    Ok(Compared {
        comparison,
        texts,
        unread,
    })
}

/// The problem with a file that can't be shown.
pub fn unreadable() -> Problem {
    Problem::plain("published_unreadable")
}

/// The result in a statement.
pub fn outcome(outcome: Outcome, same_file: bool) -> Comparison {
    match outcome {
        _ if same_file => Comparison::Identical,
        Outcome::Identical | Outcome::Same => Comparison::SamePicture,
        Outcome::Framed => Comparison::Framed,
        Outcome::Cropped => Comparison::Cropped,
        Outcome::Altered | Outcome::SameWords => Comparison::Altered,
        Outcome::Other => Comparison::Other,
    }
}

fn lines(text: Option<stored::PictureText>) -> Vec<TextLine> {
    let lines = text.map(|text| text.lines).unwrap_or_default();
    lines.into_iter().map(Into::into).collect()
}

/// The text of a picture; `None` if OCR is not installed.
async fn read(
    app: &Arc<App>,
    sha256: &str,
    file: &Spool,
    tell: Tell<'_>,
) -> Result<Option<stored::PictureText>, Problem> {
    let (reported, mut events) = unbounded_channel();
    let (kept, mut text) = unbounded_channel();
    // Without a receiver, nobody is waiting for it.
    let listener = Arc::new(move |event: ReadingEvent| drop(reported.send(event)));
    let keep = move |read: stored::PictureText| {
        // As above.
        let _ = kept.send(read.clone());
        read
    };
    let ocr = app.ocr.clone();
    if !ocr.installed() {
        return Ok(None);
    }
    let _stopped_with_this = Reading(ocr.clone(), sha256);
    tokio::spawn(ocr.read(sha256.to_owned(), file.clone(), listener, keep));
    while let Some(event) = events.recv().await {
        match event {
            ReadingEvent::Read { .. } => return Ok(text.try_recv().ok()),
            ReadingEvent::Waiting => tell("waiting", 0, 0),
            ReadingEvent::Looking { part } => {
                tell("lines", (part.clamp(0.0, 1.0) * 100.0) as u32, 100);
            }
            ReadingEvent::Found { quads } => {
                tell("text", 0, u32::try_from(quads.len()).unwrap_or(u32::MAX));
            }
            ReadingEvent::Line { done, of, .. } => tell("text", done, of),
            ReadingEvent::Failed { problem } if problem.code == "reading_undecodable" => {
                return Err(unreadable());
            }
            ReadingEvent::Failed { problem } => return Err(problem),
            ReadingEvent::NotInstalled | ReadingEvent::Unread | ReadingEvent::Stopped => break,
        }
    }
    Ok(None)
}

/// Stops reading a picture that nobody is waiting for.
struct Reading<'a>(PictureOcr, &'a str);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.stop(self.1);
    }
}
