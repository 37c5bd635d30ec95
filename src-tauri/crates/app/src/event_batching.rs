//! Gathers what happens in a run and hands it to the window one frame at a time.
//!
//! A report comes in thousands of pieces; the window draws at most 20 times a second. So pieces are only noted
//! as they arrive, and rendered once a frame. A message stays below the size up to which the IPC is fast, unless a single
//! block is larger than that.

use std::time::{Duration, Instant};

use finagent::Progress;
use report::{LiveReport, Patch};

use crate::{
    events::Listener,
    request::PART_SEPARATOR,
    step::Step,
    wire::{Outcome, PartState, Problem, RunEvent, RunPart, Usage},
};

/// Time between two frames: 20 a second. At 30, two cores without a graphics card spent their time on drawing, and a click had to wait twice as long.
pub const FRAME: Duration = Duration::from_millis(50);
/// Below Tauri's limit of 8,192 bytes of JSON, up to which messages go the fast way, with room for the rest of a message.
const MESSAGE_BYTES: usize = 7_800;
/// A service that names more steps than a person could read gets the rest dropped from the window.
const STEPS: usize = 500;

/// The frames of one run.
pub struct EventBatcher {
    listener: Box<dyn Listener<RunEvent>>,
    began: Instant,
    report: LiveReport,
    /// Blocks of the parts before this one, their headings among them, and of this one.
    blocks: (usize, usize),
    view_cut: bool,
    /// The part that is being told of, where there are several.
    part: Option<RunPart>,
    waiting: Vec<RunEvent>,
    markdown: String,
    /// Where in it the text of this part begins.
    text_at: usize,
    attempts: u32,
    steps: usize,
    last_step: Option<Step>,
    usage: Option<Usage>,
    /// Of the parts before this one.
    usage_before: Usage,
    usage_is_news: bool,
    /// Why what arrives can't be recorded, as the window knows it.
    recording: Option<Problem>,
    /// How long it took, where it is not happening now.
    took: Option<Duration>,
}

impl EventBatcher {
    /// Of a run that begins now.
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

    /// Of a run that is shown once more: its steps as they were; its text is put in next, and sent with the end.
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

    /// The clock of the run starts now, together with that of its record.
    pub fn start_clock(&mut self) -> Instant {
        self.began = Instant::now();
        self.began
    }

    /// How long the run took, where its record says so: the window shows no other time than the record.
    pub fn took(&mut self, took: Duration) {
        self.took = Some(took);
    }

    /// The whole text of this part, at once.
    pub fn put(&mut self, text: &str) {
        self.markdown.truncate(self.text_at);
        self.markdown.push_str(text);
        self.report.set_text(0, text);
    }

    /// A part begins, with a heading of its own; what follows belongs to it.
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

    /// The part that began last stands so now.
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

    /// Where a part stands, also one that never begins.
    pub fn tell_part(&mut self, part: RunPart) {
        self.send(RunEvent::Part { part: part.clone() });
        self.part = Some(part);
    }

    /// Tells the window when what arrives can't be recorded, and when it can again.
    pub fn note_recording(&mut self, problem: Option<Problem>) {
        if self.recording != problem {
            self.recording.clone_from(&problem);
            self.waiting.push(RunEvent::Recording { problem });
        }
    }

    /// The Markdown that has arrived, all of it.
    pub fn markdown(&self) -> &str {
        &self.markdown
    }

    /// Sends at once, before anything else happens.
    pub fn send(&self, event: RunEvent) {
        // Where nobody listens any more, the run goes on and its answer is kept.
        self.listener.tell(event);
    }

    /// Notes what the client reports.
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
            // The raw bytes are for those who keep evidence; the window shows the text.
            _ => {}
        }
    }

    /// Text pieces repeat their step over and over; only a step that differs from the one before is news.
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

    /// Sends what has gathered since the last frame.
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

    /// Sends what of this part's report the window does not have yet.
    fn finish_report(&mut self) {
        if self.listener.shows_text()
            && let Some(patch) = self.report.finish()
        {
            self.send_patch(patch);
        }
    }

    /// Sends the rest and the end: with it whether there is a flowchart, and when the former report was finished.
    pub fn end(&mut self, outcome: Outcome, problem: Option<Problem>, extras: (bool, Option<u64>)) {
        self.flush();
        self.finish_report();
        self.tell_end(outcome, problem, extras);
    }

    /// Sends the end alone: for when the rest can't be sent.
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

/// Cuts a patch into messages of at most [`MESSAGE_BYTES`]. A single block that is larger goes alone, the slow way.
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

/// What a text takes as a string of JSON. HTML of the report has no control characters but line feeds and tabs.
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
                assert_eq!(*from, next, "no gap, no overlap");
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
