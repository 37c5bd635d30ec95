//! Writes a document as PDF.

use std::time::Duration;

use letter::document::{Block, Document};
use letter::pdf::{FontFile, Fonts, PdfError, write};
use serde::{Deserialize, Serialize};
use worker::{Job, Limits};

/// The job that writes a document as PDF. Input bytes: [`packed`]. Output bytes: the PDF, empty if the answer is a
/// refusal.
///
/// The document quotes answers of the service and files of the user, and its pictures are decoded again.
#[derive(Debug, Clone, Copy)]
pub struct Typeset;

/// Where the parts of the input are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Bytes of the document, which come first.
    document: usize,
    /// Bytes of each picture, in the order of the document.
    pictures: Vec<usize>,
}

/// Packs a document for the job: the request, and the document as JSON followed by its pictures.
///
/// # Errors
/// Errors of [`serde_json`]; none is expected.
pub fn packed(mut document: Document) -> Result<(Request, Vec<u8>), serde_json::Error> {
    // As JSON, the bytes of a picture would take four times the space.
    let pictures: Vec<Vec<u8>> = pictures(&mut document).map(std::mem::take).collect();
    let mut bytes = serde_json::to_vec(&document)?;
    let request = Request {
        document: bytes.len(),
        pictures: pictures.iter().map(Vec::len).collect(),
    };
    for picture in pictures {
        bytes.extend(picture);
    }
    Ok((request, bytes))
}

fn unpacked(request: &Request, bytes: &[u8]) -> Option<Document> {
    let (document, mut rest) = bytes.split_at_checked(request.document)?;
    let mut document: Document = serde_json::from_slice(document).ok()?;
    for (picture, length) in pictures(&mut document).zip(&request.pictures) {
        let (bytes, after) = rest.split_at_checked(*length)?;
        *picture = bytes.to_vec();
        rest = after;
    }
    Some(document)
}

/// The bytes of all pictures.
fn pictures(document: &mut Document) -> impl Iterator<Item = &mut Vec<u8>> {
    document.blocks.iter_mut().filter_map(|block| match block {
        Block::Picture(picture) => Some(&mut picture.bytes),
        _ => None,
    })
}

impl Job for Typeset {
    const NAME: &'static str = "typeset";
    const LIMITS: Limits = Limits {
        // The pixels of all pictures, twice while one is encoded again, and what Typst remembers of 500 pages.
        memory: 3 << 30,
        cpu: Duration::from_secs(120),
        deadline: Duration::from_secs(120),
        input: 128 << 20,
        output: 256 << 20,
        threads: true,
    };
    type Request = Request;
    type Answer = Result<(), PdfError>;
    type Word = ();
    type Tools = Fonts;

    fn prepare(_: &Request) -> Fonts {
        let fonts = drawing::Fonts::load().faces();
        Fonts {
            files: fonts
                .into_iter()
                .map(|(bytes, index)| FontFile { bytes, index })
                .collect(),
        }
    }

    fn work(
        fonts: Fonts,
        request: Request,
        bytes: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Self::Answer, Vec<u8>) {
        let Some(document) = unpacked(&request, &bytes) else {
            let garbled = PdfError::Typesetting("the document can't be read".to_owned());
            return (Err(garbled), Vec::new());
        };
        drop(bytes);
        match write(&document, &fonts) {
            Ok(pdf) => (Ok(()), pdf),
            Err(refusal) => (Err(refusal), Vec::new()),
        }
    }
}
