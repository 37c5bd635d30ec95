//! The fonts of a document, chosen from those that the caller has.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontFlags, FontInfo, FontStyle, FontWeight};

use super::{PdfError, text};

/// Shared bytes of a font file.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A font in memory.
#[derive(Clone)]
pub struct FontFile {
    /// The bytes of the file.
    pub bytes: FontBytes,
    /// The number of the font in the file; 0 unless it is a collection.
    pub index: u32,
}

/// The fonts that a document may use, in order of preference.
///
/// Text is set in the family with most of the Chinese characters of the document, or in the first one if it has none.
/// Code is set in the first font of equal widths. The others are used for characters that these lack. Files that can't
/// be read as fonts are ignored.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    /// The fonts.
    pub files: Vec<FontFile>,
}

/// Omits the bytes.
impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FontFile({})", self.index)
    }
}

/// Lets Typst share the bytes of a font file.
struct Shared(FontBytes);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}

/// The fonts of one document.
pub(super) struct Typefaces {
    pub fonts: Vec<Font>,
    pub book: FontBook,
    /// The families for text, the most important one first.
    pub families: Vec<String>,
    /// The families for code.
    pub code: Vec<String>,
    /// Whether the family for text has a bold face.
    pub bold: bool,
    /// Whether it has an italic face.
    pub italic: bool,
}

impl Typefaces {
    /// Chooses the fonts for a document with these characters.
    pub fn of(fonts: &Fonts, characters: BTreeSet<char>) -> Result<Self, PdfError> {
        let fonts = parsed(fonts);
        let chinese: Vec<char> = characters
            .into_iter()
            .filter(|c| text::is_han(*c))
            .collect();
        let covered = |font: &Font| {
            let coverage = &font.info().coverage;
            chinese
                .iter()
                .filter(|c| coverage.contains(u32::from(**c)))
                .count()
        };
        // Of equally good fonts, the first one.
        let mut best: Option<(usize, &Font)> = None;
        for font in &fonts {
            let count = covered(font);
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, font));
            }
        }
        let chinese_is_missing = |count: usize| !chinese.is_empty() && count * 2 < chinese.len();
        let family = match best {
            Some((count, _)) if chinese_is_missing(count) => return Err(PdfError::NoChineseFont),
            None if !chinese.is_empty() => return Err(PdfError::NoChineseFont),
            None => return Err(PdfError::NoFont),
            Some((_, font)) => font.info().family.clone(),
        };
        let of_family = |test: fn(&FontInfo) -> bool| {
            fonts
                .iter()
                .any(|font| font.info().family == family && test(font.info()))
        };
        let bold = of_family(|info| info.variant.weight >= FontWeight::SEMIBOLD);
        let italic = of_family(|info| info.variant.style != FontStyle::Normal);
        let mut families = vec![family.clone()];
        let mut code = Vec::new();
        for font in &fonts {
            let name = &font.info().family;
            if font.info().flags.contains(FontFlags::MONOSPACE) && code.is_empty() {
                code.push(name.clone());
            } else if !families.contains(name) {
                families.push(name.clone());
            }
        }
        code.extend(families.iter().cloned());
        Ok(Self {
            book: FontBook::from_fonts(&fonts),
            bold,
            italic,
            families,
            code,
            fonts,
        })
    }
}

/// The characters that no font has.
pub(super) fn uncovered(fonts: &Fonts, mut characters: BTreeSet<char>) -> BTreeSet<char> {
    let fonts = parsed(fonts);
    characters.retain(|c| !has(&fonts, *c) || text::is_private(*c));
    characters
}

/// Whether one of the fonts has a character.
pub(super) fn has(fonts: &[Font], c: char) -> bool {
    fonts
        .iter()
        .any(|font| font.info().coverage.contains(u32::from(c)))
}

fn parsed(fonts: &Fonts) -> Vec<Font> {
    let font = |file: &FontFile| Font::new(Bytes::new(Shared(Arc::clone(&file.bytes))), file.index);
    fonts.files.iter().filter_map(font).collect()
}
