//! The requests of a run: a single one, or an audit in parts, each with its own answer.
//!
//! The service accepts one picture of 5 MB and one text of 10,000 characters at a time; larger material is sent in
//! pieces, in order. Preparation has split the picture; the text is split here.

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

/// Limit of the text in characters: some sixty pieces, more than anybody wants to audit at once.
pub const COPY_MAX: u64 = 500_000;

/// Characters by which two pieces of a text overlap, so that one of them contains a sentence at the cut completely.
const COMMON: usize = 200;
/// Characters at the end of a piece that are searched for a good place to cut.
const SEARCHED: usize = 3_000;

/// Limit in bytes of the answers reused from an earlier record; the others are requested again.
const REUSED_BYTES: usize = 8_000_000;

/// The text between one part and the heading of the next.
pub const PART_SEPARATOR: &str = "\n\n";

/// The requests of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum RunRequest {
    /// A single request.
    One(Request),
    /// An audit in parts.
    Parts(Parts),
}

/// An audit in parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The whole text.
    pub query: String,
    /// At least two parts.
    pub parts: Vec<Part>,
}

/// A part of an audit.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which part of the material it is.
    pub label: PartLabel,
    /// The request.
    pub request: Request,
    /// The answer from an earlier record, if there is one; nothing is sent then.
    pub kept: Option<ReusedAnswer>,
}

/// An answer from an earlier record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReusedAnswer {
    /// The uid of that record.
    pub record: String,
    /// The answer.
    pub output: String,
}

/// A piece of the picture, ready to send.
pub struct SentPicture {
    /// The part of the picture that it shows.
    pub region: Rectangle,
    /// The picture of the file that it shows, if the file has several.
    pub page: Option<PagePlace>,
    /// Whether it shows the whole picture.
    pub context: bool,
    /// The image.
    pub image: Image,
}

/// A part as stored in the record of its run.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredPart {
    label: PartLabel,
    /// The fields as sent; `null` if nothing is sent.
    sent: Option<Value>,
    kept: Option<ReusedAnswer>,
}

impl From<Request> for RunRequest {
    fn from(request: Request) -> Self {
        Self::One(request)
    }
}

impl RunRequest {
    /// An audit of a text and the pieces of a picture.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if both are missing, or a piece exceeds a limit.
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
            // The first piece of the text is sent with the first piece of the picture.
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

    /// The endpoint of its requests.
    pub fn endpoint(&self) -> Endpoint {
        match self {
            Self::One(request) => request.endpoint(),
            Self::Parts(_) => Endpoint::Audit,
        }
    }

    /// The request as the record of the run stores it.
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

    /// Whether a recorded audit sent its material in the same parts.
    pub fn has_parts_of(&self, started: &records::StartedPart) -> bool {
        let labels: &[Part] = match self {
            Self::One(_) => &[],
            Self::Parts(parts) => &parts.parts,
        };
        let asked = parts_of(started).into_iter().map(|part| part.label);
        asked.eq(labels.iter().map(|part| part.label))
    }

    /// Reuses complete answers from an earlier record of the same audit, so that only the others are requested. Returns
    /// false if the material, the text or the way of splitting differs.
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
    /// The SHA-256 of its picture.
    fn sha256(&self) -> Option<String> {
        match &self.request {
            Request::Audit {
                image: Some(image), ..
            } => Some(records::sha256_hex(&image.bytes)),
            _ => None,
        }
    }
}

/// The parts of a recorded run, as stored at its start; empty if it had a single request.
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

/// A part as stored in a record.
pub struct Recorded {
    /// Which part of the material it is.
    pub label: PartLabel,
    /// The answer reused from an earlier record.
    pub kept: Option<ReusedAnswer>,
}

/// The answers of an ended record.
pub fn answers(record: &records::Record) -> &[records::Answer] {
    record
        .ended
        .as_ref()
        .map(|ended| ended.answers.as_slice())
        .unwrap_or_default()
}

/// The text of one answer.
pub fn answer_text<'a>(record: &'a records::Record, answer: &records::Answer) -> &'a str {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let from = place(answer.output.at);
    let to = from.saturating_add(place(answer.output.bytes));
    record.output.get(from..to).unwrap_or_default()
}

impl PartLabel {
    /// The part with its number, out of `of`, for the window.
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

    /// The heading of its answer in the text of a record: in Chinese and English, like all text in a record.
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
            // The whole page.
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
    /// Its range in characters, counted from 0.
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

/// Splits a text into pieces that the service accepts, preferably between paragraphs, or else between sentences. Each
/// piece begins a little before the end of the previous one. An empty text has no pieces; one that fits has one.
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
        // A range of blank lines contains nothing to audit.
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

/// The best end of a piece within `window`: after an empty line, else after a line, else after a sentence, else at its
/// end.
fn cut(window: &[char]) -> usize {
    /// Whether the characters end in such a way.
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
