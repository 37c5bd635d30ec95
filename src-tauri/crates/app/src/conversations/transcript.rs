//! One conversation: its lines, and those that an edit removed.

use finagent::{HISTORY_MAX, Role, Turn};
use report::LiveReport;
use serde::{Deserialize, Serialize};

use crate::{
    stored::{Source, Speaker},
    wire::{Conversation, ConversationName, ConversationWords, Line, Opening, Problem},
};

/// Characters of a title, and of the words shown instead of one.
const TITLE: usize = 120;

/// Bytes stored of an answer. Every start loads all of them, and 30 such lines are sent with the next one.
const ANSWER: usize = 200_000;

/// A conversation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transcript {
    title: String,
    scenario: Option<String>,
    changed_at: u64,
    lines: Vec<Kept>,
    /// Where lines were last removed, and these lines.
    taken_away: Option<(usize, Vec<Kept>)>,
}

/// A line.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    speaker: Speaker,
    source: Source,
    text: String,
    at: u64,
    incomplete: bool,
}

/// An answer of the service.
pub struct Said {
    /// The text as it arrived.
    pub text: String,
    /// The service that answered.
    pub source: Source,
    /// The answer was interrupted or stopped.
    pub incomplete: bool,
}

/// Identifies the line that an answer must follow. A line that replaces it gets another mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineMark {
    place: usize,
    at: u64,
}

impl Transcript {
    /// Creates a conversation.
    pub fn begin(title: &str, scenario: Option<String>, opening: Vec<Opening>, now: u64) -> Self {
        let lines = opening.into_iter().map(|line| Kept {
            speaker: line.speaker.into(),
            source: Source::Scenario,
            text: line.text,
            at: now,
            incomplete: false,
        });
        let mut transcript = Self {
            title: String::new(),
            scenario,
            changed_at: now,
            lines: lines.collect(),
            taken_away: None,
        };
        transcript.rename(title);
        transcript
    }

    /// Renames it; an empty title removes the name.
    pub fn rename(&mut self, title: &str) {
        self.title = one_line(title);
    }

    /// See [`super::Conversations::say`].
    pub fn say(
        &mut self,
        text: &str,
        instead_of: Option<u32>,
        now: u64,
    ) -> Result<LineMark, Problem> {
        if let Some(place) = instead_of {
            let place = self.place(place)?;
            self.taken_away = Some((place, self.lines.split_off(place)));
        }
        let mark = LineMark {
            place: self.lines.len(),
            at: now,
        };
        self.lines.push(Kept {
            speaker: Speaker::Adviser,
            source: Source::Person,
            text: text.to_owned(),
            at: now,
            incomplete: false,
        });
        self.changed_at = now;
        Ok(mark)
    }

    /// See [`super::Conversations::history`].
    pub fn history(&self, instead_of: Option<u32>) -> Result<Vec<Turn>, Problem> {
        let end = match instead_of {
            Some(place) => self.place(place)?,
            None => self.lines.len(),
        };
        let most = usize::try_from(HISTORY_MAX).unwrap_or(usize::MAX);
        let skipped = end.saturating_sub(most);
        let sent = self.lines.iter().take(end).skip(skipped);
        Ok(sent
            .map(|line| Turn {
                role: match line.speaker {
                    Speaker::Adviser => Role::User,
                    Speaker::Partner => Role::Assistant,
                },
                content: line.text.clone(),
            })
            .collect())
    }

    /// See [`super::Conversations::answer`].
    pub fn answer(&mut self, to: LineMark, mut said: Said, now: u64) {
        let last = self.lines.last().map(|line| LineMark {
            place: self.lines.len() - 1,
            at: line.at,
        });
        if last != Some(to) {
            return;
        }
        let kept = said.text.floor_char_boundary(ANSWER);
        let cut = kept < said.text.len();
        said.text.truncate(kept);
        self.lines.push(Kept {
            speaker: Speaker::Partner,
            source: said.source,
            text: said.text,
            at: now,
            incomplete: said.incomplete || cut,
        });
        self.changed_at = now;
    }

    /// See [`super::Conversations::undo`].
    pub fn undo(&mut self) {
        if let Some((place, lines)) = self.taken_away.take() {
            // A file may contain any number.
            let place = place.min(self.lines.len());
            self.taken_away = Some((place, self.lines.split_off(place)));
            self.lines.extend(lines);
        }
    }

    /// The line that the person typed.
    pub fn typed(&self) -> String {
        let typed: Vec<_> = self
            .lines
            .iter()
            .filter(|line| line.source == Source::Person)
            .map(|line| line.text.trim())
            .collect();
        typed.join("\n")
    }

    /// Whether the demo service answers in it.
    pub fn is_demo(&self) -> bool {
        self.lines.iter().any(|line| line.source == Source::Demo)
    }

    /// The entry in the list.
    pub fn name(&self, id: u32) -> ConversationName {
        let typed = self.lines.iter().find(|line| line.source == Source::Person);
        let first = typed.or(self.lines.last());
        ConversationName {
            id,
            title: self.title.clone(),
            beginning: first.map(|line| one_line(&line.text)).unwrap_or_default(),
            changed_at: self.changed_at,
            lines: u32::try_from(self.lines.len()).unwrap_or(u32::MAX),
        }
    }

    /// The conversation as the window shows it.
    pub fn shown(&self, id: u32) -> Conversation {
        Conversation {
            id,
            title: self.title.clone(),
            scenario: self.scenario.clone(),
            lines: self.lines.iter().map(Kept::shown).collect(),
            can_undo: self.taken_away.is_some(),
        }
    }

    /// The conversation as Markdown.
    pub fn markdown(&self, words: &ConversationWords) -> String {
        let mut text = format!("{}\n", words.heading.trim_end());
        for line in &self.lines {
            let whose = match line.speaker {
                Speaker::Adviser => &words.adviser,
                Speaker::Partner => &words.partner,
            };
            let mut marks = Vec::new();
            match line.source {
                Source::Demo => marks.push(words.demo.as_str()),
                Source::Scenario => marks.push(words.scenario.as_str()),
                Source::Person | Source::Service => {}
            }
            if line.incomplete {
                marks.push(&words.incomplete);
            }
            let marks: String = marks.iter().map(|mark| format!(" · {mark}")).collect();
            text.push_str(&format!("\n**{whose}**{marks}\n\n"));
            // A block quote keeps headings in an answer below those of the conversation.
            for row in line.text.trim().lines() {
                text.push_str(format!("> {row}").trim_end());
                text.push('\n');
            }
        }
        text
    }

    fn place(&self, line: u32) -> Result<usize, Problem> {
        let place = usize::try_from(line).unwrap_or(usize::MAX);
        if place < self.lines.len() {
            return Ok(place);
        }
        Err(Problem::plain("line_unknown"))
    }
}

impl Kept {
    fn shown(&self) -> Line {
        Line {
            speaker: self.speaker.into(),
            source: self.source.into(),
            text: self.text.clone(),
            blocks: match self.speaker {
                Speaker::Adviser => Vec::new(),
                Speaker::Partner => blocks(&self.text),
            },
            at: self.at,
            incomplete: self.incomplete,
        }
    }
}

/// An answer as sanitized HTML, block by block.
fn blocks(markdown: &str) -> Vec<String> {
    let mut report = LiveReport::new();
    report.set_text(0, markdown);
    let patch = report.finish();
    patch
        .map(|patch| patch.blocks.into_iter().map(|block| block.html).collect())
        .unwrap_or_default()
}

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    visible_text::strip_invisible(&line)
        .chars()
        .take(TITLE)
        .collect()
}
