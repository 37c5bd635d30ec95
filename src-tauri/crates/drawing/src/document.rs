//! From bytes to XML without declarations of its own.
//!
//! The parser refuses every document type. A harmless one, as Graphviz and PlantUML write it, is stripped; short entities of
//! plain text, as Illustrator declares them, are put in; any other declaration gets the chart refused.

use std::borrow::Cow;

use roxmltree::{Document, Error, ParsingOptions};

use super::bounds::{MAX_DEPTH, MAX_ELEMENTS, too};
use super::entities::Entities;
use super::profile::Profile;
use super::refusal::{Declaration, Excess, Refusal};
use super::repair::repair;
use super::source::place;
use crate::xml;

/// Extracts the SVG from `bytes`, ready for parsing.
pub(super) fn text<'a>(bytes: &'a [u8], profile: &Profile) -> Result<Cow<'a, str>, Refusal> {
    if bytes.len() > profile.bytes {
        return Err(Refusal::TooLarge {
            limit: profile.bytes as u64,
            actual: bytes.len() as u64,
        });
    }
    let text = String::from_utf8_lossy(bytes);
    if text
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .is_empty()
    {
        return Err(Refusal::Empty);
    }
    let place = place(&text).ok_or(Refusal::NotSvg)?;
    let svg = match &text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(place.clone()).ok_or(Refusal::NotSvg)?),
        Cow::Owned(text) => Cow::Owned(text.get(place.clone()).ok_or(Refusal::NotSvg)?.to_owned()),
    };
    let before = text.get(..place.start).unwrap_or_default();
    let svg = Entities::declared(before)?.put_in(svg)?;
    bearable(&svg)?;
    match parse(&svg) {
        Ok(_) => Ok(svg),
        // Language models often write SVG with small liberties of HTML.
        Err(refusal @ Refusal::Broken { .. }) => {
            let mended = repair(&svg);
            bearable(&mended)?;
            parse(&mended).map_err(|_still_broken| refusal)?;
            Ok(Cow::Owned(mended))
        }
        Err(refusal) => Err(refusal),
    }
}

/// Parses what [`text`] returned.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    let options = ParsingOptions {
        allow_dtd: false,
        // Text and comments are nodes too.
        nodes_limit: 4 * MAX_ELEMENTS,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => too(Excess::Elements, MAX_ELEMENTS.into()),
        Error::DtdDetected => Refusal::Entities {
            why: Declaration::Other,
        },
        other => Refusal::Broken {
            line: other.pos().row,
        },
    })
}

/// Refuses XML on which the parser would take hours.
fn bearable(text: &str) -> Result<(), Refusal> {
    xml::bearable(text).map_err(|excess| match excess {
        xml::Excess::Attributes(actual) => Refusal::TooComplex {
            what: Excess::Attributes,
            limit: xml::MAX_ATTRIBUTES as u64,
            actual: Some(actual as u64),
        },
        xml::Excess::Depth => too(Excess::Depth, MAX_DEPTH.into()),
        xml::Excess::Namespaces => too(Excess::Namespaces, xml::MAX_COMPARISONS as u64),
    })
}
