//! Fills a person's template with a letter.

use std::time::Duration;

use letter::{
    document::Language,
    docx::{MAX_PACKED_BYTES, MAX_UNPACKED_BYTES, TemplateError, fill},
    model::Letter,
};
use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

/// Most bytes of a letter and its pictures.
const LETTER_BYTES: usize = 128 << 20;
/// Most characters that a refusal quotes of the template.
const QUOTED: usize = 200;

/// The job that fills a template. Input bytes: [`packed`]. Output bytes: the letter as DOCX, empty if the answer is a
/// refusal.
///
/// The template may be any file; the letter quotes answers of the service.
#[derive(Debug, Clone, Copy)]
pub struct Fill;

/// Where the parts of the input are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    language: Language,
    /// Bytes of the template, which comes first.
    template: usize,
    /// Bytes of the letter, which follows.
    letter: usize,
    /// Bytes of each picture, in the order of the letter.
    pictures: Vec<usize>,
}

/// Packs a template and a letter for the job: the request, and the template followed by the letter as JSON and its
/// pictures. An empty letter checks the template.
///
/// # Errors
/// Errors of [`serde_json`]; none is expected.
pub fn packed(
    template: &[u8],
    mut letter: Letter,
    language: Language,
) -> Result<(Request, Vec<u8>), serde_json::Error> {
    // As JSON, the bytes of a picture would take four times the space.
    let pictures = letter.pictures.iter_mut();
    let pictures: Vec<Vec<u8>> = pictures
        .map(|picture| std::mem::take(&mut picture.bytes))
        .collect();
    let letter = serde_json::to_vec(&letter)?;
    let request = Request {
        language,
        template: template.len(),
        letter: letter.len(),
        pictures: pictures.iter().map(Vec::len).collect(),
    };
    let mut bytes = template.to_vec();
    bytes.extend(letter);
    for picture in pictures {
        bytes.extend(picture);
    }
    Ok((request, bytes))
}

fn unpacked<'a>(request: &Request, bytes: &'a [u8]) -> Option<(&'a [u8], Letter)> {
    let (template, rest) = bytes.split_at_checked(request.template)?;
    let (letter, mut rest) = rest.split_at_checked(request.letter)?;
    let mut letter: Letter = serde_json::from_slice(letter).ok()?;
    for (picture, length) in letter.pictures.iter_mut().zip(&request.pictures) {
        let (bytes, after) = rest.split_at_checked(*length)?;
        picture.bytes = bytes.to_vec();
        rest = after;
    }
    Some((template, letter))
}

impl Job for Fill {
    const NAME: &'static str = "letter_template";
    const LIMITS: Limits = Limits {
        // The unpacked template twice, the nodes of its largest part, and the pictures twice.
        memory: 2 << 30,
        cpu: Duration::from_secs(30),
        deadline: Duration::from_secs(60),
        input: MAX_PACKED_BYTES + LETTER_BYTES,
        output: MAX_UNPACKED_BYTES + 2 * LETTER_BYTES,
        threads: false,
    };
    type Request = Request;
    type Answer = Result<(), TemplateError>;
    type Word = ();
    type Tools = ();

    fn prepare(_: &Request) {}

    fn work(
        (): (),
        request: Request,
        bytes: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Self::Answer, Vec<u8>) {
        let Some((template, letter)) = unpacked(&request, &bytes) else {
            return (Err(TemplateError::Damaged("letter".to_owned())), Vec::new());
        };
        match fill(template, &letter, request.language) {
            Ok(docx) => (Ok(()), docx),
            Err(refusal) => (Err(clipped(refusal)), Vec::new()),
        }
    }
}

/// The refusal, with its quotations from the template shortened: an answer is small.
fn clipped(refusal: TemplateError) -> TemplateError {
    let clip = |text: String| text.chars().take(QUOTED).collect();
    match refusal {
        TemplateError::Damaged(part) => TemplateError::Damaged(clip(part)),
        TemplateError::TooComplex(part) => TemplateError::TooComplex(clip(part)),
        TemplateError::ActiveContent(what) => TemplateError::ActiveContent(clip(what)),
        TemplateError::External(target) => TemplateError::External(clip(target)),
        TemplateError::WordField(code) => TemplateError::WordField(clip(code)),
        other => other,
    }
}
