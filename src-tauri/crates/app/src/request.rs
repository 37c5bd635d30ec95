//! What a run asks: one request, or the material of an audit in parts, each with an answer of its own.
//!
//! The service takes one picture of 5 MB and one text of 10,000 characters at a time; what is larger is asked for piece by piece,
//! in order. Which pieces of a picture there are was decided when it was prepared; a text is cut here.

use std::ops::Range;

use finagent::{
    AUDIT_TEXT_MAX, CallOptions, Endpoint, Error, Field, Image, Problem, Request, Unit, Violation,
    characters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    stored::{PageKind, PagePlace, PartLabel, Rectangle, TextSpan},
    wire::RunPart,
};

/// Characters of a copy in all: some sixty pieces, more than anybody wants audited at once.
pub const COPY_MAX: u64 = 500_000;

/// Characters that two pieces of a text have in common, so that a sentence cut through is whole in one of them.
const COMMON: usize = 200;
/// The last so many characters of a piece are searched for a good place to end it.
const SEARCHED: usize = 3_000;

/// Bytes of answers that are taken over from an earlier record at most; the others are asked for again.
const REUSED_BYTES: usize = 8_000_000;

/// Between the text of a part and the heading of the next one.
pub const PART_SEPARATOR: &str = "\n\n";

/// What a run asks.
#[derive(Clone, Debug, PartialEq)]
pub enum RunRequest {
    /// One request.
    One(Request),
    /// An audit in parts.
    Parts(Parts),
}

/// An audit in parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The whole copy.
    pub query: String,
    /// At least two.
    pub parts: Vec<Part>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What of the material it is.
    pub label: PartLabel,
    /// What is sent.
    pub request: Request,
    /// Its answer, where an earlier record has it already; nothing is sent then.
    pub kept: Option<ReusedAnswer>,
}

/// An answer that an earlier record has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReusedAnswer {
    /// That record's identity.
    pub record: String,
    /// The answer.
    pub output: String,
}

/// A piece of the picture, ready to be sent.
pub struct SentPicture {
    /// What it shows.
    pub region: Rectangle,
    /// The picture of the file that it is of, where there are several.
    pub page: Option<PagePlace>,
    /// It shows all of it.
    pub context: bool,
    /// It.
    pub image: Image,
}

/// What is kept of a part in the record of its run.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredPart {
    label: PartLabel,
    /// The fields as sent; `null` where nothing is.
    sent: Option<Value>,
    kept: Option<ReusedAnswer>,
}

impl From<Request> for RunRequest {
    fn from(request: Request) -> Self {
        Self::One(request)
    }
}

impl RunRequest {
    /// The audit of a copy and the pieces of a picture.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] where there is neither, and for a piece that breaks a limit.
    pub fn audit(copy: String, pieces: Vec<SentPicture>) -> Result<Self, Error> {
        let actual = characters(&copy);
        if actual > COPY_MAX {
            return Err(Error::InvalidRequest(Violation {
                field: Field::Query,
                problem: Problem::TooLong,
                limit: Some(COPY_MAX),
                actual: Some(actual),
                unit: Some(Unit::Characters),
            }));
        }
        let texts = texts(&copy);
        let in_pieces = texts.len() > 1;
        let mut texts = texts.into_iter();
        let mut parts = Vec::new();
        for piece in pieces {
            // The first piece of the copy goes with the first piece of the picture.
            let text = if parts.is_empty() { texts.next() } else { None };
            let shown = text.as_ref().filter(|_| in_pieces).map(TextOf::shown);
            parts.push(Part {
                label: PartLabel {
                    region: Some(piece.region),
                    page: piece.page,
                    context: piece.context,
                    text: shown,
                },
                request: Request::Audit {
                    query: text.map(|text| text.text).unwrap_or_default(),
                    image: Some(piece.image),
                },
                kept: None,
            });
        }
        parts.extend(texts.map(|text| Part {
            label: PartLabel {
                region: None,
                page: None,
                context: false,
                text: Some(text.shown()),
            },
            request: Request::Audit {
                query: text.text,
                image: None,
            },
            kept: None,
        }));
        let image = None;
        let requests = parts.iter().map(|part| &part.request);
        for request in requests {
            request.check()?;
        }
        match parts.as_slice() {
            [] => {
                let request = Request::Audit { query: copy, image };
                request.check()?;
                Ok(Self::One(request))
            }
            [only] => Ok(Self::One(only.request.clone())),
            _ => Ok(Self::Parts(Parts { query: copy, parts })),
        }
    }

    /// The endpoint that takes it.
    pub fn endpoint(&self) -> Endpoint {
        match self {
            Self::One(request) => request.endpoint(),
            Self::Parts(_) => Endpoint::Audit,
        }
    }

    /// What is asked, as the record of the run keeps it.
    pub fn as_sent(&self, options: &CallOptions) -> Value {
        let parts = match self {
            Self::One(request) => return request.as_sent(options),
            Self::Parts(parts) => parts,
        };
        let written = parts.parts.iter().map(|part| StoredPart {
            label: part.label,
            sent: part.kept.is_none().then(|| part.request.as_sent(options)),
            kept: part.kept.clone(),
        });
        json!({ "query": parts.query, "parts": written.collect::<Vec<_>>() })
    }

    /// Takes whole answers over from an earlier record of the same audit, so that only the others are asked for. Whether it is
    /// one of the same material, copy and way of cutting.
    pub fn keep_answers(&mut self, record: &records::Record) -> bool {
        let Self::Parts(parts) = self else {
            return false;
        };
        let asked = parts_of(&record.started);
        let sent = record.started.materials.iter();
        let sent = sent.filter(|part| part.role == records::Role::Sent);
        let sent: Vec<_> = sent.map(|part| part.sha256.as_str()).collect();
        let images: Vec<_> = parts.parts.iter().filter_map(Part::sha256).collect();
        let same = record.started.request.get("query").and_then(Value::as_str)
            == Some(&parts.query)
            && asked.len() == parts.parts.len()
            && asked
                .iter()
                .zip(&parts.parts)
                .all(|(asked, part)| asked.label == part.label)
            && sent == images;
        if !same {
            return false;
        }
        let mut bytes = 0;
        for answer in answers(record) {
            bytes += answer_text(record, answer).len();
            if !answer.outcome.is_whole() || bytes > REUSED_BYTES {
                continue;
            }
            let place = answer.number.checked_sub(1).map(|place| place as usize);
            if let Some(part) = place.and_then(|place| parts.parts.get_mut(place)) {
                part.kept = Some(ReusedAnswer {
                    record: record.started.uid.clone(),
                    output: answer_text(record, answer).to_owned(),
                });
            }
        }
        true
    }
}

impl Part {
    /// The hash of its picture's bytes.
    fn sha256(&self) -> Option<String> {
        match &self.request {
            Request::Audit {
                image: Some(image), ..
            } => Some(records::sha256_hex(&image.bytes)),
            _ => None,
        }
    }
}

/// The parts of a record's run, as they were written down when it started; none where it did not ask in parts.
pub fn parts_of(started: &records::StartedPart) -> Vec<Recorded> {
    let Some(Value::Array(parts)) = started.request.get("parts") else {
        return Vec::new();
    };
    let read = |part: &Value| serde_json::from_value::<StoredPart>(part.clone()).ok();
    parts
        .iter()
        .filter_map(read)
        .map(|part| Recorded {
            label: part.label,
            kept: part.kept,
        })
        .collect()
}

/// A part as a record names it.
pub struct Recorded {
    /// What of the material it is.
    pub label: PartLabel,
    /// Where its answer was taken from.
    pub kept: Option<ReusedAnswer>,
}

/// The answers of a record that has ended.
pub fn answers(record: &records::Record) -> &[records::Answer] {
    record
        .ended
        .as_ref()
        .map(|ended| ended.answers.as_slice())
        .unwrap_or_default()
}

/// The text of one of them.
pub fn answer_text<'a>(record: &'a records::Record, answer: &records::Answer) -> &'a str {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let from = place(answer.output.at);
    let to = from.saturating_add(place(answer.output.bytes));
    record.output.get(from..to).unwrap_or_default()
}

impl PartLabel {
    /// The part of this number, of so many, as the window is told of it.
    pub fn told(self, number: u32, of: u32) -> RunPart {
        RunPart {
            number,
            of,
            block: None,
            region: self.region.map(Into::into),
            page: self.page.map(Into::into),
            context: self.context,
            text: self.text.map(Into::into),
            state: crate::wire::PartState::Unasked,
            problem: None,
        }
    }

    /// The heading of its answer in the text of a record: in Chinese and in English, as all words of a record are.
    pub fn heading(&self, number: u32, of: u32) -> String {
        let mut chinese = Vec::new();
        let mut english = Vec::new();
        let above = self.page.map_or(0, |page| page.region.y);
        if let Some(page) = self.page {
            let number = page.number;
            let (name, unit) = match page.kind {
                PageKind::Page => ("页", "page"),
                PageKind::Frame => ("帧", "frame"),
                PageKind::Picture => ("张图", "picture"),
            };
            chinese.push(format!("第 {number} {name}"));
            english.push(format!("{unit} {number}"));
        }
        match self.region {
            Some(_) if self.context => {
                chinese.push("全图".to_owned());
                english.push("the whole picture".to_owned());
            }
            // All of that page.
            Some(region) if self.page.is_some_and(|page| page.region == region) => {}
            Some(region) => {
                let top = region.y.saturating_sub(above);
                let (top, bottom) = (top + 1, top + region.height);
                let (left, right) = (region.x + 1, region.x + region.width);
                chinese.push(format!(
                    "图片第 {top}–{bottom} 行、第 {left}–{right} 列像素"
                ));
                english.push(format!(
                    "rows {top}–{bottom}, columns {left}–{right} of the picture"
                ));
            }
            None => {}
        }
        if let Some(TextSpan { from, to }) = self.text {
            chinese.push(format!("文案第 {from}–{to} 字"));
            english.push(format!("characters {from}–{to} of the copy"));
        }
        format!(
            "# 第 {number} 部分，共 {of} 部分（{}）· Part {number} of {of} ({})\n\n",
            chinese.join("，"),
            english.join(", ")
        )
    }
}

/// A piece of a text.
struct TextOf {
    text: String,
    /// Its characters, counted from 0.
    place: Range<usize>,
}

impl TextOf {
    fn shown(&self) -> TextSpan {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        TextSpan {
            from: count(self.place.start + 1),
            to: count(self.place.end),
        }
    }
}

/// A text in pieces that the service takes, cut between paragraphs if that can be, else between sentences; each begins a little
/// before the one before it ends. None for a text of nothing, and one for a text that fits.
fn texts(copy: &str) -> Vec<TextOf> {
    if characters(copy) == 0 {
        return Vec::new();
    }
    let letters: Vec<char> = copy.chars().collect();
    let most = usize::try_from(AUDIT_TEXT_MAX).unwrap_or(usize::MAX);
    if characters(copy) <= AUDIT_TEXT_MAX {
        return vec![TextOf {
            text: copy.to_owned(),
            place: 0..letters.len(),
        }];
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    loop {
        let left = letters.get(from..).unwrap_or_default();
        let length = match left.get(..most) {
            Some(window) if left.len() > most => cut(window),
            _ => left.len(),
        };
        let to = from + length;
        let text: String = left.iter().take(length).collect();
        // A stretch of blank lines holds nothing to be audited.
        if characters(&text) > 0 {
            pieces.push(TextOf {
                text,
                place: from..to,
            });
        }
        if to >= letters.len() {
            return pieces;
        }
        from = to - COMMON.min(length / 2);
    }
}

/// Where a piece that may be as long as `window` ends best: after an empty line, else after a line, else after a sentence, else
/// where it must.
fn cut(window: &[char]) -> usize {
    /// Whether such an end comes last.
    type Ends = fn(&[char]) -> bool;
    const ENDS: [Ends; 3] = [
        |before| before.ends_with(&['\n', '\n']) || before.ends_with(&['\n', '\r', '\n']),
        |before| before.ends_with(&['\n']),
        |before| matches!(before.last(), Some('。' | '！' | '？' | '；' | '!' | '?')),
    ];
    let least = window.len().saturating_sub(SEARCHED).max(1);
    let last = |ends: Ends| {
        (least..=window.len())
            .rev()
            .find(|&end| window.get(..end).is_some_and(ends))
    };
    ENDS.into_iter().find_map(last).unwrap_or(window.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_one_request() {
        let copy = "字".repeat(10_000);
        let run_request = RunRequest::audit(copy.clone(), Vec::new()).unwrap();
        let image = None;
        assert_eq!(
            run_request,
            RunRequest::One(Request::Audit { query: copy, image })
        );
    }

    #[test]
    fn a_text_that_is_too_long_in_all_is_refused_with_both_numbers() {
        let error = RunRequest::audit("字".repeat(500_001), Vec::new()).unwrap_err();
        let params = error.params();
        assert_eq!(
            (&params["limit"], &params["actual"]),
            (&500_000.into(), &500_001.into())
        );
    }

    #[test]
    fn nothing_is_refused() {
        let error = RunRequest::audit("  \n".to_owned(), Vec::new()).unwrap_err();
        assert_eq!(error.code(), "invalid_request");
    }

    #[test]
    fn a_long_text_is_cut_between_its_paragraphs_and_nothing_of_it_is_missing() {
        let paragraph =
            |n: usize| format!("第{n}段：{}。\n\n", "投资有风险，入市需谨慎".repeat(40));
        let copy: String = (0..60).map(paragraph).collect();
        let RunRequest::Parts(Parts { query, parts }) =
            RunRequest::audit(copy.clone(), Vec::new()).unwrap()
        else {
            panic!("in one piece");
        };
        assert_eq!(query, copy);
        let letters: Vec<char> = copy.chars().collect();
        let mut reached = 0;
        for (number, part) in parts.iter().enumerate() {
            let TextSpan { from, to } = part.label.text.unwrap();
            let (from, to) = (from as usize - 1, to as usize);
            let Request::Audit { query, .. } = &part.request else {
                panic!()
            };
            assert_eq!(*query, letters[from..to].iter().collect::<String>());
            assert!(characters(query) <= AUDIT_TEXT_MAX);
            assert!(from <= reached && to > reached, "a gap");
            if number > 0 {
                assert_eq!(reached - from, COMMON);
            }
            if to < letters.len() {
                assert!(query.ends_with("\n\n"), "cut in a paragraph");
            }
            reached = to;
        }
        assert_eq!(reached, letters.len());
    }

    #[test]
    fn a_text_without_any_end_is_cut_where_it_must_be() {
        let RunRequest::Parts(Parts { parts, .. }) =
            RunRequest::audit("字".repeat(30_000), Vec::new()).unwrap()
        else {
            panic!("in one piece");
        };
        assert_eq!(parts.len(), 4);
        assert!(parts.iter().all(|part| part.request.check().is_ok()));
    }
}
