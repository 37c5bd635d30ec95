//! Prepares a file: converts it to images and text that the service accepts.

use std::panic::{self, AssertUnwindSafe};
use std::{ops::Range, path::PathBuf, time::Duration};

use intake::{Content, Fonts, Plan, Prepared, Refusal, Shown, Stage};
use ocr::{Cancel, Finder, Models, Quad};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use worker::{Job, Limits};

/// The service's limits. The `finagent` crate has the same numbers, but is not a dependency of this crate.
pub const SERVICE: intake::Limits = intake::Limits {
    max_bytes: 5_000_000,
    max_side: 6_000,
};

/// The most characters of a file's text.
pub const TEXT_MAX: u64 = 500_000;

/// The most lines to detect; no picture of the maximum height has more.
const LINES: usize = 20_000;

/// The most bytes of a file's text.
const TEXT: usize = 4 * TEXT_MAX as usize;

/// The preparation job. Input bytes: a file. Output bytes: the images to send, each followed by its thumbnail, then the
/// file's text.
pub struct Prepare;

/// Parameters of the preparation job.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// The folder with the text detection model.
    pub models: PathBuf,
}

/// Description of the output bytes.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    /// What the file is and how it is sent.
    pub plan: Plan,
    /// The images in the order of the plan.
    pub pictures: Vec<Written>,
    /// Length of the file's text in bytes, if it has any.
    pub text: Option<usize>,
}

/// An image in the output bytes.
#[derive(Serialize, Deserialize)]
pub struct Written {
    /// Width in pixels, as stored.
    pub width: u32,
    /// Height in pixels, as stored.
    pub height: u32,
    /// Whether its metadata rotates it by 90°.
    pub rotated: bool,
    /// Length of the image in bytes.
    pub bytes: usize,
    /// Length of its thumbnail in bytes.
    pub thumbnail: usize,
    /// Perceptual hash, if it has a thumbnail.
    pub look: Option<u64>,
}

/// Why a file can't be prepared; see [`intake::Refusal`].
#[derive(Serialize, Deserialize)]
pub struct Refused {
    /// The stable code.
    pub code: String,
    /// The parameters of its message.
    pub params: Value,
}

impl From<&Refusal> for Refused {
    fn from(refusal: &Refusal) -> Self {
        Self {
            code: refusal.code().to_owned(),
            params: refusal.params(),
        }
    }
}

/// Progress of the preparation job.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Word {
    /// Decoding the file.
    Unpacking,
    /// The fraction of the file, 0 to 1, that was searched for lines.
    Lines(f32),
    /// Parts of a picture written, and their total.
    Parts(u32, u32),
    /// Pictures of the file done, and their total.
    Pages(u32, u32),
}

impl Job for Prepare {
    const NAME: &'static str = "prepare_picture";
    const LIMITS: Limits = Limits {
        // Enough for decoding, and for a copy of the largest picture's pixels.
        memory: 3 << 30,
        cpu: Duration::from_secs(600),
        deadline: Duration::from_secs(600),
        input: intake::MAX_FILE_BYTES as usize,
        output: (SERVICE.max_bytes as usize + (64 << 10)) * intake::MAX_PARTS as usize + TEXT,
        threads: true,
    };
    type Request = Request;
    type Answer = Result<Answer, Refused>;
    type Word = Word;
    type Tools = (Option<Finder>, Fonts);

    fn prepare(request: &Request) -> Self::Tools {
        // Without a model, pictures are cut where there is least ink.
        let finder = Models::find(&request.models)
            .and_then(|models| Finder::new(&models))
            .ok();
        (finder, Fonts::load())
    }

    fn work(
        (finder, fonts): Self::Tools,
        _: Request,
        bytes: Vec<u8>,
        say: &mut dyn FnMut(Word),
    ) -> (Self::Answer, Vec<u8>) {
        let say = std::cell::RefCell::new(say);
        let rows = |shown: Shown| {
            let done = shown.top as f32 / shown.picture_height.max(1) as f32;
            let looked = |_| (say.borrow_mut())(Word::Lines(done));
            finder
                .as_ref()
                .and_then(|finder| rows(finder, &shown, looked))
        };
        let tell = |stage| {
            (say.borrow_mut())(match stage {
                Stage::Unpacking => Word::Unpacking,
                Stage::Parts(done, of) => Word::Parts(done, of),
                Stage::Pages(done, of) => Word::Pages(done, of),
            });
        };
        let found = Content::of(&bytes);
        let prepared = without_panic(found, || {
            intake::prepare(bytes.into(), &SERVICE, &fonts, rows, tell)
        });
        match prepared {
            Ok(prepared) => written(prepared),
            Err(refusal) => (Err(Refused::from(&refusal)), Vec::new()),
        }
    }
}

/// Runs a step on a file of this kind. A panic of a decoder counts as a file that it can't decode, so that the user gets a message.
fn without_panic<T>(
    found: Content,
    step: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    panic::catch_unwind(AssertUnwindSafe(step)).unwrap_or(Err(Refusal::Undecodable { found }))
}

/// The row ranges of the lines of text; `None` if detection fails, so that pictures are cut where there is least ink.
fn rows(finder: &Finder, shown: &Shown, looked: impl FnMut(f32)) -> Option<Vec<Range<u32>>> {
    let picture = ocr::Picture::new(shown.width, shown.height, &shown.rgb).ok()?;
    let quads = finder.find(&picture, LINES, &Cancel::new(), looked).ok()?;
    Some(quads.iter().map(span).collect())
}

/// The row range of one line, with a small margin.
fn span(quad: &Quad) -> Range<u32> {
    const AIR: f32 = 2.0;
    let rows = quad.map(|point| point.y);
    let top = rows.iter().copied().fold(f32::INFINITY, f32::min);
    let bottom = rows.iter().copied().fold(0.0, f32::max);
    (top - AIR).max(0.0) as u32..(bottom + AIR).ceil() as u32
}

fn written(prepared: Prepared) -> (Result<Answer, Refused>, Vec<u8>) {
    let mut bytes = Vec::new();
    let mut pictures = Vec::new();
    for picture in prepared.pictures {
        let preview = picture.preview.as_ref();
        let thumbnail = preview.map(|preview| preview.thumbnail.clone());
        let thumbnail = thumbnail.unwrap_or_default();
        bytes.extend_from_slice(&picture.bytes);
        bytes.extend_from_slice(&thumbnail);
        pictures.push(Written {
            width: picture.width,
            height: picture.height,
            rotated: picture.rotated,
            bytes: picture.bytes.len(),
            thumbnail: thumbnail.len(),
            look: preview.map(|preview| preview.look),
        });
    }
    let text = prepared.text.as_ref().map(String::len);
    bytes.extend_from_slice(prepared.text.unwrap_or_default().as_bytes());
    let plan = prepared.plan;
    let answer = Answer {
        plan,
        pictures,
        text,
    };
    (Ok(answer), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_makes_a_picture_undecodable() {
        let step = || Ok(u8::try_from(300).unwrap());
        let refusal = without_panic(Content::Tiff, step).unwrap_err();
        assert_eq!(refusal.code(), "picture_undecodable");
        assert_eq!(refusal.params()["found"], "tiff");
    }
}
