//! Reads the text in a picture: pixels out of the file, lines out of the pixels.

use std::{path::PathBuf, time::Duration};

use intake::Fonts;
use ocr::{Cancel, Direction, Line, ModelError, Models, Page, Picture, Progress, Quad, Reader};
use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

/// The lines of one picture that are read at most, and so those an answer may have.
pub fn most_lines() -> usize {
    ocr::Limits::default().lines
}

/// How a line of text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineDirection {
    /// From left to right, slanted by half a right angle at most.
    Along,
    /// The same, turned by a quarter clockwise: it runs down.
    Right,
    /// The same, turned by a quarter against the clock: it runs up.
    Left,
    /// A column of upright letters.
    Column,
}

/// A line of text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// How sure the model is, 0.5 to 1.
    pub confidence: f32,
    /// Its corners in pixels of the picture as it is shown: upper left, upper right, lower right, lower left, as the line's
    /// reader sees them.
    pub quad: [[f32; 2]; 4],
    /// How it runs.
    pub direction: LineDirection,
    /// About the size of its font, in pixels of the picture.
    pub font_size: f32,
}

/// All the text of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureText {
    /// In the order in which a person reads them.
    pub lines: Vec<TextLine>,
    /// Places that look like lines and were not read because there were too many.
    pub left_out: u32,
}

/// Reads a picture: the bytes are its file, those beside the answer a [`PictureText`] as JSON, empty where the answer is a
/// refusal.
pub struct Read;

/// Where the models lie.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// The folder.
    pub models: PathBuf,
}

/// Why a picture was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The models are not there.
    NotInstalled,
    /// The models are not those of this version.
    Models,
    /// It is a kind of JPEG that this machine can't decode, or none at all.
    Undecodable,
    /// All its pages lie together on more pixels than can be read at once.
    TooVast {
        /// Most pixels.
        limit: u64,
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The models failed on it.
    Failed,
}

/// What is told meanwhile.
#[derive(Serialize, Deserialize)]
pub enum Word {
    /// This part of the picture, 0 to 1, was looked at for lines.
    Looking(f32),
    /// Lines are here.
    Found(Vec<[[f32; 2]; 4]>),
    /// One was read, or turned out to be none; how many were, of how many.
    Line(Option<TextLine>, u32, u32),
}

impl Job for Read {
    const NAME: &'static str = "read_picture";
    const LIMITS: Limits = Limits {
        // What unpacking the largest may take, its pixels once more, and what the models need.
        memory: 3 << 30,
        cpu: Duration::from_secs(1_200),
        deadline: Duration::from_secs(1_200),
        input: intake::MAX_FILE_BYTES as usize,
        output: 8 << 20,
        threads: true,
    };
    type Request = Request;
    type Answer = Result<(), Refusal>;
    type Word = Word;
    type Tools = Result<(Reader, Fonts), Refusal>;

    fn prepare(request: &Request) -> Self::Tools {
        let models = Models::find(&request.models).map_err(|_| Refusal::NotInstalled)?;
        let reader = Reader::new(&models).map_err(|error| match error {
            ModelError::NotInstalled { .. } => Refusal::NotInstalled,
            _ => Refusal::Models,
        })?;
        Ok((reader, Fonts::load()))
    }

    fn work(
        tools: Self::Tools,
        _: Request,
        bytes: Vec<u8>,
        say: &mut dyn FnMut(Word),
    ) -> (Self::Answer, Vec<u8>) {
        match tools.and_then(|(reader, fonts)| read(&reader, &fonts, bytes, say)) {
            Ok(text) => (Ok(()), text),
            Err(refusal) => (Err(refusal), Vec::new()),
        }
    }
}

fn read(
    reader: &Reader,
    fonts: &Fonts,
    bytes: Vec<u8>,
    say: &mut dyn FnMut(Word),
) -> Result<Vec<u8>, Refusal> {
    let pixels = intake::shown(&bytes, fonts).map_err(|refusal| match refusal {
        intake::Refusal::TooVast {
            limit,
            width,
            height,
        } => Refusal::TooVast {
            limit,
            width,
            height,
        },
        _ => Refusal::Undecodable,
    })?;
    drop(bytes);
    let picture =
        Picture::new(pixels.width, pixels.height, &pixels.rgb).map_err(|_| Refusal::Undecodable)?;
    let page = reader
        .read(
            &picture,
            &ocr::Limits::default(),
            &Cancel::new(),
            |progress| {
                say(match progress {
                    Progress::Looked { part } => Word::Looking(part),
                    Progress::Found { quads } => Word::Found(quads.iter().map(corners).collect()),
                    Progress::Read { line, done, of } => {
                        Word::Line(line.map(shown), count(done), count(of))
                    }
                });
            },
        )
        .map_err(|_| Refusal::Failed)?;
    serde_json::to_vec(&text(&page)).map_err(|_| Refusal::Failed)
}

fn text(page: &Page) -> PictureText {
    PictureText {
        lines: page.lines.iter().map(shown).collect(),
        left_out: count(page.left_out),
    }
}

fn shown(line: &Line) -> TextLine {
    TextLine {
        text: line.text.clone(),
        confidence: line.confidence,
        quad: corners(&line.quad),
        direction: match line.direction {
            Direction::Along => LineDirection::Along,
            Direction::TurnedRight => LineDirection::Right,
            Direction::TurnedLeft => LineDirection::Left,
            Direction::Column => LineDirection::Column,
        },
        font_size: line.font_size,
    }
}

/// Tenths of a pixel are enough, and written in a third of the digits.
fn corners(quad: &Quad) -> [[f32; 2]; 4] {
    quad.map(|point| [point.x, point.y].map(|place| (place * 10.0).round() / 10.0))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
