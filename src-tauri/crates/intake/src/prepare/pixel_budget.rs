//! Limits the number of pixels by the size of the file.
//!
//! A few bytes can declare a picture of 300 megapixels, or a hundred of them, and each takes seconds to decode. Real
//! pictures have content, and content takes bytes: at least one per thousand pixels, even in a nearly empty scan.

use crate::recognise::Content;
use crate::refusal::Refusal;

/// Pixels allowed for any file, however small.
const BASE: u64 = 60_000_000;
/// Pixels allowed for any document, for all of its pictures together.
const BASE_OF_DOCUMENT: u64 = 300_000_000;
/// Additional pixels per byte of the file.
const PER_BYTE: u64 = 5_000;
/// Pixels allowed for all frames of any animation.
const BASE_OF_FRAMES: u64 = 500_000_000;
/// Additional pixels of frames per byte of the file.
const FRAMES_PER_BYTE: u64 = 2_000;
/// Maximum pixels of all frames, whatever the size of the file; they take half a minute.
const MAX_OF_FRAMES: u64 = 4_000_000_000;

/// Remaining pixel budget of a file while its pictures are decoded.
#[derive(Debug, Clone)]
pub(crate) struct PixelBudget {
    bytes: u64,
    limit: u64,
    taken: u64,
}

impl PixelBudget {
    /// Budget of a file of `bytes` bytes; the pictures of a document share it.
    pub(crate) fn of(content: Content, bytes: u64) -> Self {
        let base = match content {
            Content::Docx | Content::Pptx | Content::Tiff => BASE_OF_DOCUMENT,
            _ => BASE,
        };
        Self {
            bytes,
            limit: base.saturating_add(bytes.saturating_mul(PER_BYTE)),
            taken: 0,
        }
    }

    /// Deducts one more picture, by the size in its header.
    ///
    /// # Errors
    /// [`Refusal::TooSparse`] if the budget is exceeded.
    pub(crate) fn take(&mut self, (width, height): (u32, u32)) -> Result<(), Refusal> {
        let pixels = u64::from(width) * u64::from(height);
        let taken = self.taken.saturating_add(pixels);
        if taken > self.limit {
            return Err(Refusal::TooSparse {
                bytes: self.bytes,
                limit: self.limit,
                actual: taken,
            });
        }
        self.taken = taken;
        Ok(())
    }
}

/// Maximum number of pixels examined in all frames of an animation of `bytes` bytes.
pub(crate) fn of_frames(bytes: u64) -> u64 {
    let budget = BASE_OF_FRAMES.saturating_add(bytes.saturating_mul(FRAMES_PER_BYTE));
    budget.min(MAX_OF_FRAMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_of_a_file_count_together_and_a_refused_one_takes_nothing() {
        let mut budget = PixelBudget::of(Content::Gif, 2_000);
        let (bytes, limit) = (2_000, 70_000_000);
        budget.take((10_000, 6_000)).unwrap();
        let refusal = Refusal::TooSparse {
            bytes,
            limit,
            actual: 100_000_000,
        };
        assert_eq!(budget.take((8_000, 5_000)), Err(refusal));
        budget.take((10_000, 1_000)).unwrap();
        let endless = PixelBudget::of(Content::Jpeg, u64::MAX).take((u32::MAX, u32::MAX));
        assert_eq!(endless, Ok(()));
    }
}
