//! OCR of a picture: decodes the file and recognises its lines of text.

use std::{path::PathBuf, time::Duration};

use intake::Fonts;
use ocr::{Cancel, Direction, Line, ModelError, Models, Page, Picture, Progress, Quad, Reader};
use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

/// The maximum number of lines recognised in one picture, and so in an answer.
pub fn most_lines() -> usize {
    ocr::Limits::default().lines
}

/// The direction of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineDirection {
    /// Left to right, slanted by at most 45°.
    Along,
    /// Like `Along`, rotated 90° clockwise: it reads downwards.
    Right,
    /// Like `Along`, rotated 90° counterclockwise: it reads upwards.
    Left,
    /// A column of upright letters.
    Column,
}

/// A recognised line of text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// The recognised text.
    pub text: String,
    /// The model's confidence, 0.5 to 1.
    pub confidence: f32,
    /// The corners in pixels of the picture as displayed: upper left, upper right, lower right, lower left, relative to
    /// the reading direction.
    pub quad: [[f32; 2]; 4],
    /// The direction of the line.
    pub direction: LineDirection,
    /// The approximate font size, in pixels of the picture.
    pub font_size: f32,
}

/// The recognised text of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureText {
    /// The lines in reading order.
    pub lines: Vec<TextLine>,
    /// Number of detected lines that were not recognised because there were too many.
    pub left_out: u32,
    /// How the page was turned clockwise before it became a picture: 0, 90, 180 or 270 degrees. Its lines are recognised
    /// accordingly; their corners are those in the picture as displayed.
    pub turned: u16,
}

/// The OCR job. Input bytes: a picture file. Output bytes: a [`PictureText`] as JSON, empty if the answer is a refusal.
pub struct Read;

/// Parameters of the OCR job.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// The folder with the models.
    pub models: PathBuf,
}

/// Why OCR was not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The models are not installed.
    NotInstalled,
    /// The models are from another version.
    Models,
    /// The file is a kind of JPEG that this machine can't decode, or no picture at all.
    Undecodable,
    /// The pages together have more pixels than can be processed at once.
    TooVast {
        /// The most pixels.
        limit: u64,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The models failed on the picture.
    Failed,
}

/// Progress of the OCR job.
#[derive(Serialize, Deserialize)]
pub enum Word {
    /// The fraction of the picture, 0 to 1, that was searched for lines.
    Looking(f32),
    /// The quads of detected lines.
    Found(Vec<[[f32; 2]; 4]>),
    /// A detected line was recognised, or turned out not to be text (`None`); then the lines done and their total.
    Line(Option<TextLine>, u32, u32),
}

impl Job for Read {
    const NAME: &'static str = "read_picture";
    const LIMITS: Limits = Limits {
        // Enough to decode the largest file, to copy its pixels, and for the models.
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
        turned: 90 * u16::from(page.turned.quarters()),
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

/// Rounds to tenths of a pixel, which is precise enough and takes a third of the digits.
fn corners(quad: &Quad) -> [[f32; 2]; 4] {
    quad.map(|point| [point.x, point.y].map(|place| (place * 10.0).round() / 10.0))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
