//! The picture of an audit: recognised by its content, its size and pixels read from its header.
//!
//! Only the header is looked at, a few bytes at known places; decoding a picture is no matter of a
//! client.

use bytes::Bytes;

use crate::{
    error::{Error, Field, Problem, Violation},
    excerpt::is_invisible,
    request::at_most,
};

/// The most bytes of a picture: the contract's "5 MB" in its smaller reading.
pub const IMAGE_LIMIT: u64 = 5_000_000;

/// The most pixels of either side; the limit of a sister interface of the same service.
pub const IMAGE_SIDE_LIMIT: u64 = 6_000;

/// The longest file name that is sent, in characters.
const NAME_LIMIT: usize = 100;

/// A picture to audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The file's name, as the user knows it.
    pub name: String,
    /// What it is.
    pub format: ImageFormat,
    /// The file.
    pub bytes: Bytes,
}

/// A format that the service takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl ImageFormat {
    /// Recognises a format by the first bytes of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"\xFF\xD8\xFF") {
            Some(Self::Jpeg)
        } else {
            None
        }
    }

    /// Its media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

impl Image {
    /// Takes a file, recognising its format by its content.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when it is neither JPEG nor PNG, or larger than the contract allows.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Result<Self, Error> {
        let bytes = bytes.into();
        let format = ImageFormat::of(&bytes).ok_or(wrong_format())?;
        let image = Self {
            name: name.into(),
            format,
            bytes,
        };
        image.check()?;
        Ok(image)
    }

    /// Width and height in pixels, from the file's header; `None` when there is none to read.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        let size = match self.format {
            ImageFormat::Png => png_size(&self.bytes),
            ImageFormat::Jpeg => jpeg_size(&self.bytes),
        };
        size.filter(|(width, height)| *width > 0 && *height > 0)
    }

    /// Checks size, format and pixels.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] with the limit and the actual size.
    pub fn check(&self) -> Result<(), Error> {
        at_most(
            Field::Image,
            Problem::TooLarge,
            IMAGE_LIMIT,
            self.bytes.len() as u64,
        )?;
        if ImageFormat::of(&self.bytes) != Some(self.format) {
            return Err(wrong_format());
        }
        let (width, height) = self.size().ok_or(wrong_format())?;
        at_most(
            Field::Image,
            Problem::TooManyPixels,
            IMAGE_SIDE_LIMIT,
            u64::from(width.max(height)),
        )
    }

    /// The name to send: the last part of a path, without what could end a header, and with an
    /// extension that is true.
    pub(crate) fn sent_name(&self) -> String {
        let last = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let is_fit = |c: &char| {
            !c.is_control()
                && !is_invisible(*c)
                && !matches!(c, '"' | '<' | '>' | '|' | '*' | '?' | ':' | ';')
        };
        let clean: String = last.chars().filter(is_fit).collect();
        let clean = clean.trim_matches(|c: char| c.is_whitespace() || c == '.');
        let (stem, extension) = clean.rsplit_once('.').unwrap_or((clean, ""));
        let extensions = self.format.extensions();
        let lower = extension.to_ascii_lowercase();
        let known = extensions.iter().find(|known| **known == lower);
        let stem = if known.is_some() { stem } else { clean };
        let stem: String = stem.chars().take(NAME_LIMIT).collect();
        let stem = if stem.is_empty() {
            "image"
        } else {
            stem.as_str()
        };
        let extension = known.or(extensions.first()).copied().unwrap_or_default();
        format!("{stem}.{extension}")
    }
}

fn wrong_format() -> Error {
    Error::InvalidRequest(Violation {
        field: Field::Image,
        problem: Problem::WrongFormat,
        limit: None,
        actual: None,
        unit: None,
    })
}

/// The IHDR chunk is always the first one: 8 bytes of signature, its length 13, its name, two sides.
fn png_size(file: &[u8]) -> Option<(u32, u32)> {
    let header = file.get(8..24)?;
    let sides = header.strip_prefix(b"\0\0\0\x0DIHDR")?;
    let (width, height) = sides.split_first_chunk()?;
    Some((
        u32::from_be_bytes(*width),
        u32::from_be_bytes(*height.first_chunk()?),
    ))
}

/// Walks the segments up to the frame header (SOF), which holds both sides.
fn jpeg_size(file: &[u8]) -> Option<(u32, u32)> {
    let mut rest = file.get(2..)?;
    loop {
        rest = rest.strip_prefix(b"\xFF")?;
        let (&marker, after) = rest.split_first()?;
        match marker {
            // Any number of fill bytes may stand before a marker.
            0xFF => continue,
            // Markers without a segment.
            0x01 | 0xD0..=0xD7 => rest = after,
            // The picture's data begins, or it ends, and no frame header has come.
            0xD8..=0xDA => return None,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let (height, width) = after.get(3..7)?.split_first_chunk()?;
                let width = u16::from_be_bytes(*width.first_chunk()?);
                return Some((u32::from(width), u32::from(u16::from_be_bytes(*height))));
            }
            _ => {
                let length = u16::from_be_bytes(*after.first_chunk()?);
                rest = after.get(usize::from(length.max(2))..)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
        file.extend(width.to_be_bytes());
        file.extend(height.to_be_bytes());
        file
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut file = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xFF\xC4\0\x03c\xFF\xC2\0\x11\x08".to_vec();
        file.extend(height.to_be_bytes());
        file.extend(width.to_be_bytes());
        file
    }

    fn problem(file: Vec<u8>) -> Option<(Problem, Option<u64>, Option<u64>)> {
        match Image::new("a", file) {
            Ok(_) => None,
            Err(Error::InvalidRequest(v)) => Some((v.problem, v.limit, v.actual)),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn both_sides_are_read_from_the_header() {
        assert_eq!(
            Image::new("a", png(640, 480)).unwrap().size(),
            Some((640, 480))
        );
        assert_eq!(
            Image::new("a", jpeg(640, 480)).unwrap().size(),
            Some((640, 480))
        );
    }

    #[test]
    fn a_side_of_6000_pixels_passes_and_6001_does_not() {
        assert_eq!(problem(png(6000, 6000)), None);
        assert_eq!(
            problem(png(1, 6001)),
            Some((Problem::TooManyPixels, Some(6000), Some(6001)))
        );
        assert_eq!(
            problem(jpeg(6001, 1)),
            Some((Problem::TooManyPixels, Some(6000), Some(6001)))
        );
    }

    #[test]
    fn a_file_of_5_000_000_bytes_passes_and_one_more_does_not() {
        let mut file = png(1, 1);
        file.resize(5_000_000, 0);
        assert_eq!(problem(file.clone()), None);
        file.push(0);
        assert_eq!(
            problem(file),
            Some((Problem::TooLarge, Some(5_000_000), Some(5_000_001)))
        );
    }

    #[test]
    fn what_is_no_picture_or_another_one_than_it_says_is_refused() {
        let wrong = Some((Problem::WrongFormat, None, None));
        for file in [
            &b""[..],
            b"GIF89a",
            b"\xFF\xD8\xFF\xD9",
            b"\x89PNG\r\n\x1A\n",
            b"%PDF-1.7",
        ] {
            assert_eq!(problem(file.to_vec()), wrong, "{file:?}");
        }
        assert_eq!(problem(png(0, 5)), wrong);
        let lie = Image {
            name: "a.jpg".into(),
            format: ImageFormat::Jpeg,
            bytes: png(1, 1).into(),
        };
        assert!(lie.check().is_err());
    }

    #[test]
    fn the_name_that_is_sent_can_not_break_a_header_and_has_a_true_extension() {
        for (name, expected) in [
            ("海报.PNG", "海报.png"),
            ("/home/someone/海报 1.png", "海报 1.png"),
            ("C:\\secret\\a.png", "a.png"),
            ("a\"; filename=\"b\r\nX: y.png", "a filename=bX y.png"),
            ("poster.jpg", "poster.jpg.png"),
            ("..", "image.png"),
            ("", "image.png"),
        ] {
            let image = Image {
                name: name.into(),
                format: ImageFormat::Png,
                bytes: png(1, 1).into(),
            };
            assert_eq!(image.sent_name(), expected, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn any_file_is_judged_without_a_panic(
            head in prop::sample::select(vec![
                &b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1A\n", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", b"",
            ]),
            tail in proptest::collection::vec(prop_oneof![Just(0xFF_u8), Just(0), any::<u8>()], 0..60),
        ) {
            _ = Image::new("a", [head, &tail].concat());
        }
    }
}
