//! The image of an audit: its format detected by content, its dimensions read from the file header.
//!
//! Only a few header bytes at known offsets are read; the client never decodes an image.

use bytes::Bytes;

use crate::{
    error::{Error, Field, Problem, Violation},
    excerpt::is_invisible,
    request::at_most,
};

/// The most bytes of an image: the contract's "5 MB", read as decimal megabytes.
pub const IMAGE_LIMIT: u64 = 5_000_000;

/// The most pixels of either side; the limit of a sister API of the same service.
pub const IMAGE_SIDE_LIMIT: u64 = 6_000;

/// The most characters of the file name that is sent.
const NAME_LIMIT: usize = 100;

/// An image to audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The file name, as the user knows it.
    pub name: String,
    /// The file format.
    pub format: ImageFormat,
    /// The file content.
    pub bytes: Bytes,
}

/// An image format that the service accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl ImageFormat {
    /// Detects the format by the first bytes of a file.
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

    /// The media type.
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
    /// Wraps a file, detecting its format by content.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if the file is neither JPEG nor PNG, or larger than the contract allows.
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

    /// Width and height in pixels from the file header; `None` if the header is not readable.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        let size = match self.format {
            ImageFormat::Png => png_size(&self.bytes),
            ImageFormat::Jpeg => jpeg_size(&self.bytes),
        };
        size.filter(|(width, height)| *width > 0 && *height > 0)
    }

    /// Checks size, format and dimensions.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] with the limit and the actual value.
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

    /// The file name to send: the last part of the path, without characters that could break out of the header, and
    /// with an extension that matches the format.
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

/// IHDR is always the first chunk: 8 bytes signature, length 13, name, width, height.
fn png_size(file: &[u8]) -> Option<(u32, u32)> {
    let header = file.get(8..24)?;
    let sides = header.strip_prefix(b"\0\0\0\x0DIHDR")?;
    let (width, height) = sides.split_first_chunk()?;
    Some((
        u32::from_be_bytes(*width),
        u32::from_be_bytes(*height.first_chunk()?),
    ))
}

/// Walks the segments up to the frame header (SOF), which holds both dimensions.
fn jpeg_size(file: &[u8]) -> Option<(u32, u32)> {
    let mut rest = file.get(2..)?;
    loop {
        rest = rest.strip_prefix(b"\xFF")?;
        let (&marker, after) = rest.split_first()?;
        match marker {
            // A marker may be preceded by any number of fill bytes.
            0xFF => continue,
            // Markers without a segment.
            0x01 | 0xD0..=0xD7 => rest = after,
            // The image data or the end of the file, and no frame header before it.
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
            match Image::new("a", [head, &tail].concat()) {
                Ok(image) => {
                    let longest = image.size().map(|(width, height)| u64::from(width.max(height)));
                    prop_assert!(longest.is_some_and(|side| side <= IMAGE_SIDE_LIMIT));
                }
                Err(error) => {
                    prop_assert_eq!(error.code(), "invalid_request");
                }
            }
        }
    }
}
