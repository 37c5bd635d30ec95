//! OCR on this machine: one picture at a time, in a confined child process of low priority.
//!
//! Callers identify a picture by its hash and receive progress on a channel. The records store the text by hash and
//! models, so that a picture is read only once. Other modules decide which pictures to read, and what to do with the
//! text.

pub mod known;

use std::{
    collections::{HashMap, hash_map::Entry},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use ::ocr::Models;
use jobs::ocr::{self, Read, Refusal, Request, Word};
use serde_json::json;
use spool::Spool;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use worker::Worker;

use crate::{
    events::Listener,
    stored::{LineDirection, PictureText, TextLine},
    wire::{Problem, ReadingEvent},
};

/// The degrees by which a page can be turned.
const TURNS: [u16; 4] = [0, 90, 180, 270];

/// Recognizes text in pictures.
#[derive(Clone)]
pub struct PictureOcr {
    shared: Arc<Shared>,
}

struct Shared {
    worker: Worker,
    models: PathBuf,
    turn: Semaphore,
    under_way: Mutex<HashMap<String, UnderWay>>,
    last: AtomicU64,
}

/// A picture being read or waiting for it.
struct UnderWay {
    /// Distinguishes this task from a later one for the same picture.
    number: u64,
    stop: CancellationToken,
    listeners: Vec<Arc<dyn Listener<ReadingEvent>>>,
}

impl PictureOcr {
    /// Uses this worker, and the models in this folder, if there are any.
    pub fn new(worker: Worker, models: PathBuf) -> Self {
        Self {
            shared: Arc::new(Shared {
                worker,
                models,
                turn: Semaphore::new(1),
                under_way: Mutex::default(),
                last: AtomicU64::default(),
            }),
        }
    }

    /// Whether the models are installed.
    pub fn installed(&self) -> bool {
        Models::find(&self.shared.models).is_ok()
    }

    /// Adds a listener to the task for a picture; returns false if there is none.
    pub fn join(&self, sha256: &str, listener: &Arc<dyn Listener<ReadingEvent>>) -> bool {
        match self.under_way().get_mut(sha256) {
            Some(reading) => {
                reading.listeners.push(Arc::clone(listener));
                true
            }
            None => false,
        }
    }

    /// Cancels the task for a picture, whoever started it.
    pub fn stop(&self, sha256: &str) {
        if let Some(reading) = self.under_way().remove(sha256) {
            reading.stop.cancel();
            tell(&reading.listeners, &ReadingEvent::Stopped);
        }
    }

    /// Reads a picture when its turn comes, and passes the text to `keep` before any listener gets it. Joins an existing
    /// task for the same picture.
    pub async fn read(
        self,
        sha256: String,
        picture: Spool,
        listener: Arc<dyn Listener<ReadingEvent>>,
        keep: impl FnOnce(PictureText) -> PictureText + Send + 'static,
    ) {
        let stop = CancellationToken::new();
        let number = self.shared.last.fetch_add(1, Ordering::Relaxed);
        {
            let mut under_way = self.under_way();
            if let Some(reading) = under_way.get_mut(&sha256) {
                reading.listeners.push(listener);
                return;
            }
            let reading = UnderWay {
                number,
                stop: stop.clone(),
                listeners: vec![listener],
            };
            under_way.insert(sha256.clone(), reading);
        }
        let outcome = tokio::select! {
            biased;
            // Whoever stopped it has informed the listeners.
            () = stop.cancelled() => return,
            outcome = self.in_turn(&sha256, &picture) => match outcome {
                Ok(text) => {
                    let kept = tokio::task::spawn_blocking(move || keep(text)).await;
                    kept.map_or_else(
                        |error| ReadingEvent::Failed { problem: error.into() },
                        |text| ReadingEvent::Read { text: text.into() },
                    )
                }
                Err(event) => event,
            },
        };
        // One lock for both steps, so that a new listener either joins this task or starts its own.
        let mut under_way = self.under_way();
        if let Entry::Occupied(reading) = under_way.entry(sha256)
            && reading.get().number == number
        {
            tell(&reading.remove().listeners, &outcome);
        }
    }

    async fn in_turn(&self, sha256: &str, picture: &Spool) -> Result<PictureText, ReadingEvent> {
        if self.shared.turn.available_permits() == 0 {
            self.tell(sha256, &ReadingEvent::Waiting);
        }
        let _turn = self.shared.turn.acquire().await;
        self.tell(sha256, &ReadingEvent::Looking { part: 0.0 });
        let request = Request {
            models: self.shared.models.clone(),
        };
        // One message per line, and as many again. A child process compromised by a picture could send messages forever.
        let most = 2 * ocr::most_lines();
        let mut words = 0;
        let heard = self
            .shared
            .worker
            .run_heard::<Read>(&request, picture, |word| {
                words += 1;
                if words <= most {
                    self.tell(sha256, &event(word));
                }
            });
        let (answer, text) = heard.await.map_err(|error| ReadingEvent::Failed {
            problem: error.into(),
        })?;
        answer.map_err(refused)?;
        serde_json::from_slice(&text)
            .ok()
            .filter(|text: &ocr::PictureText| {
                text.lines.len() <= ocr::most_lines() && TURNS.contains(&text.turned)
            })
            .map(PictureText::from)
            .ok_or_else(|| refused(Refusal::Failed))
    }

    fn tell(&self, sha256: &str, event: &ReadingEvent) {
        if let Some(reading) = self.under_way().get(sha256) {
            tell(&reading.listeners, event);
        }
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<String, UnderWay>> {
        let under_way = &self.shared.under_way;
        under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell(listeners: &[Arc<dyn Listener<ReadingEvent>>], event: &ReadingEvent) {
    for listener in listeners {
        listener.tell(event.clone());
    }
}

fn event(word: Word) -> ReadingEvent {
    match word {
        Word::Looking(part) => ReadingEvent::Looking { part },
        Word::Found(mut quads) => {
            quads.truncate(ocr::most_lines());
            ReadingEvent::Found { quads }
        }
        Word::Line(line, done, of) => ReadingEvent::Line {
            line: line.map(|line| TextLine::from(line).into()),
            done,
            of,
        },
    }
}

impl From<ocr::PictureText> for PictureText {
    fn from(text: ocr::PictureText) -> Self {
        Self {
            lines: text.lines.into_iter().map(TextLine::from).collect(),
            left_out: text.left_out,
            turned: text.turned,
        }
    }
}

impl From<TextLine> for ocr::TextLine {
    fn from(line: TextLine) -> Self {
        let TextLine {
            text,
            confidence,
            quad,
            direction,
            font_size,
        } = line;
        Self {
            text,
            confidence,
            quad,
            direction: match direction {
                LineDirection::Along => ocr::LineDirection::Along,
                LineDirection::Right => ocr::LineDirection::Right,
                LineDirection::Left => ocr::LineDirection::Left,
                LineDirection::Column => ocr::LineDirection::Column,
            },
            font_size,
        }
    }
}

impl From<ocr::TextLine> for TextLine {
    fn from(line: ocr::TextLine) -> Self {
        Self {
            text: line.text,
            confidence: line.confidence,
            quad: line.quad,
            direction: match line.direction {
                ocr::LineDirection::Along => LineDirection::Along,
                ocr::LineDirection::Right => LineDirection::Right,
                ocr::LineDirection::Left => LineDirection::Left,
                ocr::LineDirection::Column => LineDirection::Column,
            },
            font_size: line.font_size,
        }
    }
}

fn refused(refusal: Refusal) -> ReadingEvent {
    let problem = match refusal {
        Refusal::NotInstalled => return ReadingEvent::NotInstalled,
        Refusal::Models => Problem::plain("reading_models_changed"),
        Refusal::Undecodable => Problem::plain("reading_undecodable"),
        Refusal::TooVast {
            limit,
            width,
            height,
        } => {
            let params = json!({ "limit": limit, "width": width, "height": height });
            Problem::new("reading_too_vast", params)
        }
        Refusal::Failed => Problem::plain("reading_failed"),
    };
    ReadingEvent::Failed { problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_child_read_is_kept_in_the_form_of_all_records_before() {
        let lines = [
            (ocr::LineDirection::Along, "along"),
            (ocr::LineDirection::Right, "right"),
            (ocr::LineDirection::Left, "left"),
            (ocr::LineDirection::Column, "column"),
        ];
        for (direction, name) in lines {
            let read = ocr::PictureText {
                lines: vec![ocr::TextLine {
                    text: "投资有风险".to_owned(),
                    confidence: 0.9,
                    quad: [[0.1, 2.0], [30.5, 2.0], [30.5, 9.7], [0.1, 9.7]],
                    direction,
                    font_size: 7.25,
                }],
                left_out: 3,
                turned: 0,
            };
            let kept = serde_json::to_string(&PictureText::from(read)).unwrap();
            assert_eq!(
                kept,
                format!(
                    r#"{{"lines":[{{"text":"投资有风险","confidence":0.9,"quad":[[0.1,2.0],[30.5,2.0],[30.5,9.7],[0.1,9.7]],"direction":"{name}","fontSize":7.25}}],"leftOut":3}}"#
                )
            );
        }
    }

    #[test]
    fn a_page_read_turned_is_kept_as_such() {
        let read = ocr::PictureText {
            lines: Vec::new(),
            left_out: 0,
            turned: 180,
        };
        let kept = serde_json::to_string(&PictureText::from(read)).unwrap();
        assert_eq!(kept, r#"{"lines":[],"leftOut":0,"turned":180}"#);
        let before: PictureText = serde_json::from_str(r#"{"lines":[],"leftOut":0}"#).unwrap();
        assert_eq!(before.turned, 0);
    }
}
