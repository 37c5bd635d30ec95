//! Checks the files of the queue against the rule packs before anything is sent: reads one after another in the background, so that a
//! batch can be sorted by what the rules find.

use std::sync::{Arc, Weak};

use records::{QueueState, Queued};
use rules::{Context, Language};
use tokio::sync::{
    mpsc::{UnboundedSender, unbounded_channel},
    oneshot,
};

use super::Request;
use crate::{
    App,
    events::Listener,
    findings::Check,
    ocr::known,
    preparation::time_limits::TimeLimit,
    stored::PictureText,
    wire::{Problem, QueueChecked, ReadingEvent},
};

/// Runs until the app ends.
pub async fn run(app: Weak<App>) {
    loop {
        let (answer, next) = oneshot::channel();
        let Some(asking) = app.upgrade() else { return };
        asking.queue.send(Request::NextUnchecked(answer));
        // Waiting must not keep the app alive.
        drop(asking);
        let Ok(item) = next.await else { return };
        let Some(app) = app.upgrade() else { return };
        let checked = check(&app, &item).await.unwrap_or(QueueChecked::Unread);
        app.queue.send(Request::Checked(item.id, checked));
    }
}

/// Reads and checks a file. A file that needs no audit any more is only checked if its text is known.
async fn check(app: &Arc<App>, item: &Queued) -> Result<QueueChecked, Problem> {
    let waits = matches!(
        item.standing.state,
        QueueState::Waiting | QueueState::Alike | QueueState::Unsure
    );
    let is_picture = item.media_type.starts_with("image/");
    let mut text = None;
    if waits && !is_picture {
        text = document_text(app, item).await?;
    }
    let picture = match &text {
        Some(_) => None,
        None => Some(picture_text(app, &item.sha256, waits).await?),
    };
    if picture.as_ref().is_some_and(Option::is_none) {
        return Ok(QueueChecked::Unread);
    }
    let (app, copy) = (Arc::clone(app), text.unwrap_or_default());
    let check = move || {
        let packs = app.rule_packs.packs()?;
        let context = Context::default();
        let check = Check::new(packs, picture, &copy, &context, Language::Chinese);
        Ok::<_, Problem>(check.counts())
    };
    let counts = tokio::task::spawn_blocking(check).await??;
    Ok(QueueChecked::Checked { counts })
}

/// The text of a document; `None` if it has none, as in a scan.
async fn document_text(app: &Arc<App>, item: &Queued) -> Result<Option<String>, Problem> {
    let sha256 = item.sha256.clone();
    let file = app.with_records(move |_, records| Ok(records.material(&sha256)?.data));
    let file = file.await?;
    let prepared = app
        .preparation
        .prepare(&file, TimeLimit::Waiting, drop)
        .await?;
    Ok(prepared.text.clone())
}

/// The text of a picture. If it is unknown and `read` is set, reads it when its turn comes.
async fn picture_text(
    app: &Arc<App>,
    sha256: &str,
    read: bool,
) -> Result<Option<PictureText>, Problem> {
    let (tell, mut events) = unbounded_channel();
    let listener = Arc::new(Progress(tell));
    known::tell(app, sha256.to_owned(), read, listener).await?;
    while let Some(event) = events.recv().await {
        match event {
            ReadingEvent::Read { .. } => {
                let (app, sha256) = (Arc::clone(app), sha256.to_owned());
                let known = tokio::task::spawn_blocking(move || known::text(&app, &sha256));
                return Ok(known.await?);
            }
            ReadingEvent::Waiting
            | ReadingEvent::Looking { .. }
            | ReadingEvent::Found { .. }
            | ReadingEvent::Line { .. } => {}
            ReadingEvent::NotInstalled
            | ReadingEvent::Unread
            | ReadingEvent::Stopped
            | ReadingEvent::Failed { .. } => return Ok(None),
        }
    }
    Ok(None)
}

struct Progress(UnboundedSender<ReadingEvent>);

impl Listener<ReadingEvent> for Progress {
    fn tell(&self, event: ReadingEvent) {
        // Without a receiver, nobody is waiting for it.
        let _ = self.0.send(event);
    }
}
