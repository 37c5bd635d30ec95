//! The answer of an authority: a status, and the token if it made one.

use der::Tag;

use crate::read::Elements;
use crate::{Error, Failure};

/// The most characters kept of the authority's words.
const MAX_TEXT: usize = 500;

/// The token within an answer, or the answer itself if it is a token.
pub(crate) fn token(answer: &[u8]) -> Result<&[u8], Error> {
    let malformed = |_| Error::Malformed("answer");
    let mut fields = Elements::of_sequence(answer).map_err(malformed)?;
    let first = fields.any().map_err(malformed)?;
    // A token starts with the identifier of its content, an answer with its status.
    if first.tag == Tag::ObjectIdentifier {
        return Ok(answer);
    }
    let granted = status(first.whole).map_err(malformed)?;
    granted?;
    let token = fields.element(Tag::Sequence).map_err(malformed)?;
    fields.end().map_err(malformed)?;
    Ok(token.whole)
}

/// Reads a PKIStatusInfo. The inner result is the authority's decision.
fn status(bytes: &[u8]) -> der::Result<Result<(), Error>> {
    let mut fields = Elements::of_sequence(bytes)?;
    let status = fields.next(Tag::Integer)?;
    let text = match fields.optional(Tag::Sequence)? {
        Some(texts) => words(texts.content)?,
        None => String::new(),
    };
    let failure = fields.optional(Tag::BitString)?;
    fields.end()?;
    // 0 is granted, 1 is granted with changes; the changes show in the token.
    if matches!(status, [0 | 1]) {
        return Ok(Ok(()));
    }
    Ok(Err(Error::Refused {
        text,
        failure: failure.and_then(|bits| chosen(bits.content)),
    }))
}

fn words(content: &[u8]) -> der::Result<String> {
    let mut texts = Elements::of(content)?;
    let mut words = Vec::new();
    while !texts.is_empty() {
        words.push(String::from_utf8_lossy(texts.next(Tag::Utf8String)?));
    }
    Ok(words
        .join(" ")
        .chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_TEXT)
        .collect())
}

/// The first reason whose bit is set. Some authorities encode the bits not quite as DER demands.
fn chosen(bits: &[u8]) -> Option<Failure> {
    let (_unused, bytes) = bits.split_first()?;
    [
        (0, Failure::Algorithm),
        (2, Failure::Request),
        (5, Failure::Format),
        (14, Failure::Time),
        (15, Failure::Policy),
        (16, Failure::Extension),
        (17, Failure::Information),
        (25, Failure::System),
    ]
    .into_iter()
    .find(|(bit, _)| {
        bytes
            .get(bit / 8)
            .is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0)
    })
    .map(|(_, failure)| failure)
}
