//! Reading DER element by element, on the reader of the crate `der`.

use der::{AnyRef, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};

/// One element: its tag, its content, and all of its bytes.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: Tag,
    pub(crate) content: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// The elements within another element, in order.
pub(crate) struct Elements<'a>(SliceReader<'a>);

impl<'a> Elements<'a> {
    pub(crate) fn of(content: &'a [u8]) -> der::Result<Self> {
        SliceReader::new(content).map(Self)
    }

    /// The elements of the single SEQUENCE that `bytes` consist of.
    pub(crate) fn of_sequence(bytes: &'a [u8]) -> der::Result<Self> {
        Self::of(only(bytes, Tag::Sequence)?)
    }

    /// The next element, whatever its tag.
    pub(crate) fn any(&mut self) -> der::Result<Element<'a>> {
        let whole = self.0.tlv_bytes()?;
        let element = AnyRef::from_der(whole)?;
        Ok(Element {
            tag: element.tag(),
            content: element.value(),
            whole,
        })
    }

    /// The next element, which must have this tag.
    pub(crate) fn element(&mut self, tag: Tag) -> der::Result<Element<'a>> {
        let element = self.any()?;
        element.tag.assert_eq(tag)?;
        Ok(element)
    }

    /// The content of the next element, which must have this tag.
    pub(crate) fn next(&mut self, tag: Tag) -> der::Result<&'a [u8]> {
        Ok(self.element(tag)?.content)
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: Tag) -> der::Result<Option<Element<'a>>> {
        if !self.is_empty() && Tag::peek(&self.0)? == tag {
            self.any().map(Some)
        } else {
            Ok(None)
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_finished()
    }

    /// Fails if there are more elements.
    pub(crate) fn end(self) -> der::Result<()> {
        self.0.finish()
    }
}

/// The content of the single element that `bytes` consist of.
pub(crate) fn only(bytes: &[u8], tag: Tag) -> der::Result<&[u8]> {
    let mut elements = Elements::of(bytes)?;
    let content = elements.next(tag)?;
    elements.end()?;
    Ok(content)
}

/// The tag `[number]` of an element that contains others.
pub(crate) const fn constructed(number: u32) -> Tag {
    Tag::ContextSpecific {
        constructed: true,
        number: TagNumber(number),
    }
}

/// The tag `[number]` of an element that contains none.
pub(crate) const fn primitive(number: u32) -> Tag {
    Tag::ContextSpecific {
        constructed: false,
        number: TagNumber(number),
    }
}

/// An error for a value that is not permitted.
pub(crate) fn wrong(tag: Tag) -> der::Error {
    tag.value_error().to_error()
}
