//! The picture of a record, and the comparison of two pictures in a confined child.

use std::sync::Arc;

use jobs::{
    compare::{Compare, Refusal, Request},
    ocr::TextLine,
};
use published::Outcome;
use records::{Record, Records, Role, statement::Comparison};
use spool::Spool;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::{
    App,
    events::Listener,
    ocr::known,
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
    /// Why the records can't be read.
    pub fn recorded(records: &Records, sha256: &str) -> Result<Self, Problem> {
        Ok(Self {
            sha256: sha256.to_owned(),
            file: records.material(sha256)?.data,
        })
    }
}

/// How two pictures differ.
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
///
/// # Errors
/// `published_unreadable` if the second one can't be shown; why the text can't be read; `worker_…`.
pub async fn compared(
    app: &Arc<App>,
    first: Picture,
    second: Picture,
) -> Result<Compared, Problem> {
    let (known_app, hashes) = (
        Arc::clone(app),
        [first.sha256.clone(), second.sha256.clone()],
    );
    let texts = move || hashes.map(|sha256| known::text(&known_app, &sha256));
    let [first_text, second_text] = tokio::task::spawn_blocking(texts).await?;
    let second_text = match second_text {
        Some(text) => Some(text),
        None => read(app, &second.sha256, &second.file).await?,
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
) -> Result<Option<stored::PictureText>, Problem> {
    let (tell, mut events) = unbounded_channel();
    let (kept, mut text) = unbounded_channel();
    let listener = Arc::new(Progress(tell));
    let keep = move |read: stored::PictureText| {
        // Without a receiver, nobody waits for it any more.
        let _ = kept.send(read.clone());
        read
    };
    let ocr = app.ocr.clone();
    if !ocr.installed() {
        return Ok(None);
    }
    tokio::spawn(ocr.read(sha256.to_owned(), file.clone(), listener, keep));
    while let Some(event) = events.recv().await {
        match event {
            ReadingEvent::Read { .. } => return Ok(text.try_recv().ok()),
            ReadingEvent::Waiting
            | ReadingEvent::Looking { .. }
            | ReadingEvent::Found { .. }
            | ReadingEvent::Line { .. } => {}
            ReadingEvent::Failed { problem } => return Err(problem),
            ReadingEvent::NotInstalled | ReadingEvent::Unread | ReadingEvent::Stopped => break,
        }
    }
    Ok(None)
}

struct Progress(UnboundedSender<ReadingEvent>);

impl Listener<ReadingEvent> for Progress {
    fn tell(&self, event: ReadingEvent) {
        // Without a receiver, nobody waits for it any more.
        let _ = self.0.send(event);
    }
}
