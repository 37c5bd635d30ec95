//! Batches the events of a run and sends them to the window once per frame.
//!
//! A report arrives in thousands of pieces, but the window draws at most 20 times a second. So pieces are collected as they arrive and
//! rendered once per frame. Each message stays below the size up to which the IPC is fast, unless a single block is larger.

use std::time::{Duration, Instant};

use finagent::Progress;
use report::{LiveReport, Patch};

use crate::{
    events::Listener,
    request::PART_SEPARATOR,
    step::Step,
    wire::{Outcome, PartState, Problem, RunEvent, RunPart, Usage},
};

/// The time between two frames: 20 a second. At 30, a machine with two cores and no graphics card spent its time drawing, and a click
/// took twice as long.
pub const FRAME: Duration = Duration::from_millis(50);
/// Tauri sends messages below 8,192 bytes of JSON on a faster path. This leaves room for the other fields of a message.
const MESSAGE_BYTES: usize = 7_800;
/// The maximum number of steps shown. Further ones are dropped from the window.
const STEPS: usize = 500;

/// Batches the events of one run.
pub struct EventBatcher {
    listener: Box<dyn Listener<RunEvent>>,
    began: Instant,
    report: LiveReport,
    /// The number of blocks of earlier parts, including their headings, and of the current part.
    blocks: (usize, usize),
    view_cut: bool,
    /// The current part, if there are several.
    part: Option<RunPart>,
    waiting: Vec<RunEvent>,
    markdown: String,
    /// The offset of the current part in `markdown`.
    text_at: usize,
    attempts: u32,
    steps: usize,
    last_step: Option<Step>,
    usage: Option<Usage>,
    /// The usage of earlier parts.
    usage_before: Usage,
    usage_is_news: bool,
    /// The problem of the recording last reported to the window.
    recording: Option<Problem>,
    /// The duration, if the record gives it.
    took: Option<Duration>,
}

impl EventBatcher {
    /// Batches the events of a run that begins now.
    pub fn new(listener: Box<dyn Listener<RunEvent>>) -> Self {
        Self {
            listener,
            began: Instant::now(),
            report: LiveReport::new(),
            blocks: (0, 0),
            view_cut: false,
            part: None,
            waiting: Vec::new(),
            markdown: String::new(),
            text_at: 0,
            attempts: 1,
            steps: 0,
            last_step: None,
            usage: None,
            usage_before: Usage::default(),
            usage_is_news: false,
            recording: None,
            took: None,
        }
    }

    /// Batches the events of a run replayed from the records, starting with its steps. The caller adds its text next.
    pub fn replay(
        &mut self,
        steps: impl Iterator<Item = (Step, u64)>,
        usage: Option<Usage>,
        took: Duration,
    ) {
        self.waiting.push(RunEvent::Connected);
        for (step, at_ms) in steps {
            self.add_step(step, u32::try_from(at_ms).unwrap_or(u32::MAX));
        }
        self.usage = usage;
        self.took = Some(took);
    }

    /// Starts the clock of the run, together with that of its record.
    pub fn start_clock(&mut self) -> Instant {
        self.began = Instant::now();
        self.began
    }

    /// Sets the duration from the record, so that the window and the record agree.
    pub fn took(&mut self, took: Duration) {
        self.took = Some(took);
    }

    /// Sets the whole text of the current part.
    pub fn put(&mut self, text: &str) {
        self.markdown.truncate(self.text_at);
        self.markdown.push_str(text);
        self.report.set_text(0, text);
    }

    /// Begins a part with its heading. The text that follows belongs to it.
    pub fn begin_part(&mut self, part: RunPart, heading: &str) {
        self.flush();
        self.finish_report();
        let (before, of_this) = self.blocks;
        let block = before + of_this;
        self.blocks = (block + 1, 0);
        self.view_cut |= self.report.is_cut();
        self.report = LiveReport::new();
        if !self.markdown.is_empty() {
            self.markdown.push_str(PART_SEPARATOR);
        }
        self.markdown.push_str(heading);
        self.text_at = self.markdown.len();
        self.usage_before = self.usage.unwrap_or_default();
        let number = part.number;
        let block = u32::try_from(block).unwrap_or(u32::MAX);
        self.tell_part(RunPart {
            block: Some(block),
            ..part
        });
        self.send(RunEvent::Report {
            from: block,
            blocks: vec![format!("<h1 class=\"part\" data-part=\"{number}\"></h1>")],
            open: None,
        });
    }

    /// Ends the current part in this state.
    pub fn end_part(&mut self, state: PartState, problem: Option<Problem>) {
        self.flush();
        self.finish_report();
        if let Some(part) = self.part.take() {
            self.tell_part(RunPart {
                state,
                problem,
                ..part
            });
        }
    }

    /// Reports the state of a part, also of one that never begins.
    pub fn tell_part(&mut self, part: RunPart) {
        self.send(RunEvent::Part { part: part.clone() });
        self.part = Some(part);
    }

    /// Reports that recording fails, or works again.
    pub fn note_recording(&mut self, problem: Option<Problem>) {
        if self.recording != problem {
            self.recording.clone_from(&problem);
            self.waiting.push(RunEvent::Recording { problem });
        }
    }

    /// All Markdown received so far.
    pub fn markdown(&self) -> &str {
        &self.markdown
    }

    /// Sends an event at once.
    pub fn send(&self, event: RunEvent) {
        // Without a receiver, the run continues and its answer is stored.
        self.listener.tell(event);
    }

    /// Collects a progress event of the client.
    pub fn note(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Attempt { of, .. } => self.attempts = of,
            Progress::Retrying { cause, after, next } => {
                self.waiting.push(RunEvent::Retrying {
                    problem: cause.into(),
                    after_ms: millis(after),
                    attempt: next,
                    of: self.attempts,
                });
            }
            Progress::Connected { .. } => self.waiting.push(RunEvent::Connected),
            Progress::Event(event) => self.note_step(event),
            Progress::Text(change) => {
                self.markdown.truncate(self.text_at + change.kept);
                self.markdown
                    .push_str(change.text.get(change.kept..).unwrap_or_default());
                self.report.set_text(change.kept, change.text);
            }
            Progress::Usage(usage) => {
                let usage = self.usage_before + Usage::from(usage);
                self.usage_is_news |= self.usage != Some(usage);
                self.usage = Some(usage);
            }
            // The journal records raw bytes. The window shows only text.
            _ => {}
        }
    }

    /// Every piece of text repeats its step, so only a step that differs from the last one is added.
    fn note_step(&mut self, event: &finagent::Event) {
        let at_ms = millis(self.began.elapsed());
        self.add_step(Step::of(event), at_ms);
    }

    fn add_step(&mut self, step: Step, at_ms: u32) {
        if self.steps >= STEPS {
            return;
        }
        if self.last_step.as_ref() == Some(&step) {
            return;
        }
        self.steps += 1;
        self.last_step = Some(step.clone());
        self.waiting.push(RunEvent::Step {
            name: step.name,
            title: step.title,
            step: step.id,
            at_ms,
        });
    }

    /// Sends everything collected since the last frame.
    pub fn flush(&mut self) {
        for event in std::mem::take(&mut self.waiting) {
            self.send(event);
        }
        if std::mem::take(&mut self.usage_is_news)
            && let Some(usage) = self.usage
        {
            self.send(RunEvent::Usage { usage });
        }
        if self.listener.shows_text()
            && let Some(patch) = self.report.render()
        {
            self.send_patch(patch);
        }
    }

    /// Sends the rest of the report of the current part.
    fn finish_report(&mut self) {
        if self.listener.shows_text()
            && let Some(patch) = self.report.finish()
        {
            self.send_patch(patch);
        }
    }

    /// Sends the rest of the report and then the end. `extras` tells whether there is a flowchart, and the time of the previous report.
    pub fn end(&mut self, outcome: Outcome, problem: Option<Problem>, extras: (bool, Option<u64>)) {
        self.flush();
        self.finish_report();
        self.tell_end(outcome, problem, extras);
    }

    /// Sends only the end, for a run that panicked.
    pub fn tell_end(
        &self,
        outcome: Outcome,
        problem: Option<Problem>,
        (flowchart, former_at): (bool, Option<u64>),
    ) {
        self.send(RunEvent::Ended {
            outcome,
            problem,
            usage: self.usage,
            elapsed_ms: millis(self.took.unwrap_or_else(|| self.began.elapsed())),
            markdown_bytes: u32::try_from(self.markdown().len()).unwrap_or(u32::MAX),
            view_cut: self.view_cut || self.report.is_cut(),
            flowchart,
            former_at,
        });
    }

    fn send_patch(&mut self, patch: Patch) {
        let (before, of_this) = &mut self.blocks;
        *of_this = patch.from + patch.blocks.len();
        let patch = Patch {
            from: *before + patch.from,
            ..patch
        };
        for event in messages(patch) {
            self.send(event);
        }
    }
}

/// Splits a patch into messages of at most [`MESSAGE_BYTES`]. A larger block gets a message of its own.
fn messages(patch: Patch) -> Vec<RunEvent> {
    let mut messages = Vec::new();
    let mut from = patch.from;
    let mut blocks = Vec::new();
    let mut bytes = 0;
    let mut send = |blocks: &mut Vec<String>, open| {
        let full = std::mem::take(blocks);
        let first = u32::try_from(from).unwrap_or(u32::MAX);
        from += full.len();
        messages.push(RunEvent::Report {
            from: first,
            blocks: full,
            open,
        });
    };
    for block in patch.blocks {
        let size = json_bytes(&block.html);
        if !blocks.is_empty() && bytes + size > MESSAGE_BYTES {
            send(&mut blocks, None);
            bytes = 0;
        }
        bytes += size;
        blocks.push(block.html);
    }
    let open = patch.open.map(|open| open.html);
    let open_bytes = open.as_deref().map_or(0, json_bytes);
    if !blocks.is_empty() && bytes + open_bytes > MESSAGE_BYTES {
        send(&mut blocks, None);
    }
    send(&mut blocks, open);
    messages
}

/// The size of a text as a JSON string. HTML of the report has no control characters except line breaks and tabs.
fn json_bytes(text: &str) -> usize {
    let escaped = |byte: &u8| matches!(byte, b'"' | b'\\' | b'\n' | b'\t' | b'\r');
    text.len() + text.bytes().filter(|byte| escaped(byte)).count() + 2
}

impl From<&finagent::Usage> for Usage {
    fn from(usage: &finagent::Usage) -> Self {
        Self {
            total: usage.total_tokens,
            prompt: usage.prompt_tokens,
            completion: usage.completion_tokens,
        }
    }
}

fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use report::Block;

    use super::*;

    fn block(html: &str) -> Block {
        Block {
            html: html.to_owned(),
        }
    }

    #[test]
    fn a_long_patch_is_cut_into_messages_that_follow_one_another() {
        let quotes = "<p class=\"x\">\n".repeat(150);
        for open in ["open".to_owned(), quotes.clone(), quotes.repeat(3)] {
            let blocks: Vec<_> = (0..10).map(|_| block(&quotes)).collect();
            let messages = messages(Patch {
                from: 3,
                blocks,
                open: Some(block(&open)),
            });
            let mut next = 3;
            let mut opens = 0;
            for message in &messages {
                let RunEvent::Report { from, blocks, open } = message else {
                    panic!("{message:?}")
                };
                assert_eq!(*from, next, "the ranges have no gap and no overlap");
                next += u32::try_from(blocks.len()).unwrap();
                opens += usize::from(open.is_some());
                assert!(serde_json::to_string(message).unwrap().len() < 8_192);
            }
            assert_eq!(next, 13);
            assert_eq!(opens, 1, "the open block comes once, last");
            assert!(messages.len() > 2);
        }
    }

    #[test]
    fn a_patch_without_blocks_still_takes_blocks_back() {
        let messages = messages(Patch {
            from: 2,
            blocks: vec![],
            open: None,
        });
        assert!(matches!(
            messages.as_slice(),
            [RunEvent::Report { from: 2, .. }]
        ));
    }
}
