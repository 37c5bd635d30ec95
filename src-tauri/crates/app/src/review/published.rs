//! Compares what was published with the material of a signed review (上线比对). The result becomes part of the record.

use std::{path::PathBuf, sync::Arc};

use jobs::compare::{Compare, Refusal, Request};
use published::{Evidence, Outcome, WordChange, WordKind};
use records::{
    Role,
    statement::{Compared, Comparison, NewStatement, Region, StatementBody, StatementKind},
};
use spool::Spool;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::{Open, signed};
use crate::{
    App,
    events::Listener,
    ocr::known,
    recording::moment,
    stored,
    wire::{Problem, ReadingEvent, Review},
};

/// The most differences that are stored.
const MOST: usize = 200;
/// The longest quotation in a difference, in characters.
const QUOTE: usize = 200;

/// Copies the file at `path` and compares it: see [`compare`].
///
/// # Errors
/// Why the file can't be read; those of [`compare`].
pub async fn compare_file(
    app: &Arc<App>,
    id: i64,
    path: PathBuf,
    english: bool,
) -> Result<Review, Problem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = visible_text::strip_invisible(&name);
    let folder = app.reviews.data.clone();
    let copy = move || intake::copy_file(&path, intake::MAX_FILE_BYTES, &folder);
    let file = tokio::task::spawn_blocking(copy).await??;
    compare(app, id, name, file, english).await
}

/// Compares a file with the material of a review, and adds the result to the record.
///
/// # Errors
/// `review_not_signed` before the review is signed; `review_no_picture` if nothing was shown in it;
/// `published_unreadable` if the file is no picture; why the records can't be read or written.
async fn compare(
    app: &Arc<App>,
    id: i64,
    name: String,
    file: Spool,
    english: bool,
) -> Result<Review, Problem> {
    let (approved, sha256) = app
        .with_records(move |app, records| {
            let open = Open::read(app, records, id, english)?;
            if open.can_change() {
                return Err(Problem::plain("review_not_signed"));
            }
            let materials = &open.record.started.materials;
            let received = materials.iter().find(|one| one.role == Role::Received);
            let picture = received.filter(|one| one.width > 0);
            let picture = picture.ok_or_else(|| Problem::plain("review_no_picture"))?;
            Ok((
                records.material(&picture.sha256)?.data,
                picture.sha256.clone(),
            ))
        })
        .await?;
    let hash = file.clone();
    let published_hash = tokio::task::spawn_blocking(move || {
        let bytes = hash.bytes().map_err(|_| unreadable())?;
        Ok::<_, Problem>(records::sha256_hex(&bytes))
    })
    .await??;
    let lines = read(app, &published_hash, &file).await?;
    let texts: Vec<_> = lines.iter().map(|line| line.text.clone()).collect();
    let (known_app, approved_hash) = (Arc::clone(app), sha256.clone());
    let approved_lines =
        tokio::task::spawn_blocking(move || known::text(&known_app, &approved_hash)).await?;
    let input = tokio::task::spawn_blocking(move || {
        let mut input = approved.bytes().map_err(|_| unreadable())?.to_vec();
        let approved_bytes = input.len();
        input.extend_from_slice(&file.bytes().map_err(|_| unreadable())?);
        Ok::<_, Problem>((approved_bytes, input))
    });
    let (approved_bytes, input) = input.await??;
    let request = Request {
        approved_bytes,
        approved: approved_lines
            .map(|text| text.lines)
            .unwrap_or_default()
            .into_iter()
            .map(Into::into)
            .collect(),
        published: lines,
    };
    let (answer, _) = app.reviews.worker.run::<Compare>(&request, input).await?;
    let comparison = answer.map_err(|refusal| match refusal {
        Refusal::Approved => Problem::internal("approved picture"),
        Refusal::Published => unreadable(),
    })?;
    let same_file = published_hash == sha256;
    app.with_records(move |app, records| {
        let open = Open::read(app, records, id, english)?;
        let archived = signed::last(&open.statements, StatementKind::Archived);
        let mut findings = differences(&comparison, &texts);
        let valid_until = &open.draft.submission.valid_until;
        if is_past(valid_until) {
            findings.insert(0, format!("已过有效期 Expired：{valid_until}"));
        }
        let body = StatementBody::Compared(Compared {
            archived: archived.map(|one| one.sha256.clone()),
            picture: published_hash,
            name,
            outcome: outcome(comparison.outcome, same_file),
            findings,
            regions: comparison
                .regions
                .iter()
                .take(MOST)
                .map(|region| Region {
                    x: region.approved.x,
                    y: region.approved.y,
                    width: region.approved.width,
                    height: region.approved.height,
                })
                .collect(),
        });
        let new = NewStatement {
            body,
            files: Vec::new(),
        };
        records.add_statement(id, new, &moment())?;
        Open::read(app, records, id, english)?.shown(app)
    })
    .await
}

fn unreadable() -> Problem {
    Problem::plain("published_unreadable")
}

fn outcome(outcome: Outcome, same_file: bool) -> Comparison {
    match outcome {
        _ if same_file => Comparison::Identical,
        Outcome::Identical | Outcome::Same => Comparison::SamePicture,
        Outcome::Framed => Comparison::Framed,
        Outcome::Cropped => Comparison::Cropped,
        Outcome::Altered | Outcome::SameWords => Comparison::Altered,
        Outcome::Other => Comparison::Other,
    }
}

/// What differs, in words of both languages, since a record must not depend on the language of the window.
fn differences(comparison: &published::Comparison, published: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    if comparison.outcome == Outcome::SameWords {
        all.push("文字一致，版式不同 Same words, another layout".to_owned());
    }
    let certain = |change: &&WordChange| change.evidence != Evidence::Misread;
    all.extend(comparison.words.iter().filter(certain).map(in_words));
    let speechless = comparison
        .regions
        .iter()
        .filter(|region| region.approved_lines.is_empty() && region.published_lines.is_empty());
    let speechless = speechless.count();
    if speechless > 0 {
        all.push(format!(
            "画面改动 {speechless} 处 Changes beside the words: {speechless}"
        ));
    }
    // A caption around an unaltered poster may promise what the poster does not.
    let around = comparison.frame_lines.iter();
    let around: Vec<_> = around.filter_map(|line| published.get(*line)).collect();
    if !around.is_empty() {
        let words = around.into_iter().map(String::as_str).collect::<Vec<_>>();
        let words = quote(&words.join(" "));
        all.push(format!(
            "四周的文字，未比对 Text around it, not compared：「{words}」"
        ));
    }
    all.truncate(MOST);
    all
}

fn quote(text: &str) -> String {
    let text = visible_text::strip_invisible(text);
    text.chars().take(QUOTE).collect()
}

fn in_words(change: &WordChange) -> String {
    let (approved, published) = (quote(&change.approved), quote(&change.published));
    let said = match change.kind {
        WordKind::Removed => format!("缺少 Missing：「{approved}」"),
        WordKind::Added => format!("新增 Added：「{published}」"),
        WordKind::Changed => format!("改动 Changed：「{approved}」→「{published}」"),
    };
    match change.evidence {
        Evidence::TextOnly => format!("{said}（仅凭文字识别 by OCR alone）"),
        Evidence::CutOff => format!("{said}（被裁掉 cut off）"),
        Evidence::Pixels | Evidence::Misread => said,
    }
}

/// Whether a day is before today.
fn is_past(day: &str) -> bool {
    let day = day.trim().parse::<jiff::civil::Date>();
    day.is_ok_and(|day| day < jiff::Zoned::now().date())
}

/// The lines of the published picture; none if OCR is not installed.
async fn read(
    app: &Arc<App>,
    sha256: &str,
    file: &Spool,
) -> Result<Vec<jobs::ocr::TextLine>, Problem> {
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
        return Ok(Vec::new());
    }
    tokio::spawn(ocr.read(sha256.to_owned(), file.clone(), listener, keep));
    while let Some(event) = events.recv().await {
        match event {
            ReadingEvent::Read { .. } => {
                let lines = text.try_recv().map(|text| text.lines).unwrap_or_default();
                return Ok(lines.into_iter().map(Into::into).collect());
            }
            ReadingEvent::Waiting
            | ReadingEvent::Looking { .. }
            | ReadingEvent::Found { .. }
            | ReadingEvent::Line { .. } => {}
            ReadingEvent::Failed { problem } => return Err(problem),
            ReadingEvent::NotInstalled | ReadingEvent::Unread | ReadingEvent::Stopped => break,
        }
    }
    Ok(Vec::new())
}

struct Progress(UnboundedSender<ReadingEvent>);

impl Listener<ReadingEvent> for Progress {
    fn tell(&self, event: ReadingEvent) {
        // Without a receiver, nobody waits for it any more.
        let _ = self.0.send(event);
    }
}
