//! Prepares a file: whatever was brought becomes what the service accepts.

use std::{ops::Range, path::PathBuf, time::Duration};

use intake::{Fonts, Plan, Prepared, Refusal, Shown, Stage};
use ocr::{Cancel, Finder, Models, Quad};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use worker::{Job, Limits};

/// What the service accepts. The client of the service has the same numbers; it is not needed here.
pub const SERVICE: intake::Limits = intake::Limits {
    max_bytes: 5_000_000,
    max_side: 6_000,
};

/// Most characters of the text in a file.
pub const TEXT_MAX: u64 = 500_000;

/// Lines that are looked for at most: more than a picture as long as any has.
const LINES: usize = 20_000;

/// Bytes of a text at most.
const TEXT: usize = 4 * TEXT_MAX as usize;

/// Prepares a file: the bytes are its own, those beside the answer the pictures that are sent, each with its thumbnail behind it, and
/// then its text.
pub struct Prepare;

/// Where the model lies that finds lines.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// The folder.
    pub models: PathBuf,
}

/// What is sent, without the bytes.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    /// How it came about.
    pub plan: Plan,
    /// What is sent, in the order of the plan.
    pub pictures: Vec<Written>,
    /// Bytes of the text in it, where it has one.
    pub text: Option<usize>,
}

/// A picture that is sent, and how many bytes of it and its thumbnail lie beside the answer.
#[derive(Serialize, Deserialize)]
pub struct Written {
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// Its metadata has it shown on its side.
    pub rotated: bool,
    /// Of the picture.
    pub bytes: usize,
    /// Of its thumbnail.
    pub thumbnail: usize,
    /// What it looks like, where it has a thumbnail.
    pub look: Option<u64>,
}

/// Why a file can't be prepared, as [`intake::Refusal`] names it.
#[derive(Serialize, Deserialize)]
pub struct Refused {
    /// Its code.
    pub code: String,
    /// What its sentence needs.
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

/// What is told meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Word {
    /// It is being unpacked.
    Unpacking,
    /// This part of it, 0 to 1, was looked at for lines.
    Lines(f32),
    /// So many parts are written, of so many.
    Parts(u32, u32),
    /// So many of its pictures are done, of so many.
    Pages(u32, u32),
}

impl Job for Prepare {
    const NAME: &'static str = "prepare_picture";
    const LIMITS: Limits = Limits {
        // What unpacking may take, and a copy of the pixels of the largest.
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
        // Without it, pictures are cut where there is least ink.
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
        match intake::prepare(bytes.into(), &SERVICE, &fonts, rows, tell) {
            Ok(prepared) => written(prepared),
            Err(refusal) => (Err(Refused::from(&refusal)), Vec::new()),
        }
    }
}

/// The rows that lines of text take; `None` where the finder fails, and cuts go by ink.
fn rows(finder: &Finder, shown: &Shown, looked: impl FnMut(f32)) -> Option<Vec<Range<u32>>> {
    let picture = ocr::Picture::new(shown.width, shown.height, &shown.rgb).ok()?;
    let quads = finder.find(&picture, LINES, &Cancel::new(), looked).ok()?;
    Some(quads.iter().map(span).collect())
}

/// The rows of one line, with a little air.
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
