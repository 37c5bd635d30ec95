//! Decides on which background a transparent picture can be seen.
//!
//! White is the background of nearly all programs that show pictures in a text. White letters on transparency, made for a
//! dark page, vanish there.

use image::DynamicImage;

/// Pixels with less alpha than this count as clear.
const CLEAR: u8 = 64;
/// Minimum luma that vanishes on white.
const LIGHT: u8 = 225;
/// Colours whose luma differs less than this from the background can't be told from it.
const CLOSE: u8 = 64;
/// Backgrounds for what white hides, as a grey value: the second is for content that is both light and dark.
const OTHERS: [u8; 2] = [48, 128];
/// White.
pub(crate) const WHITE: u8 = 255;

/// What there is to say about a decoded picture with transparency that is sent as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnWhite {
    /// It is opaque, or its content can be seen.
    Seen,
    /// Content vanishes.
    Vanishes,
    /// It is of one plain colour.
    Plain,
}

/// Examines a decoded picture.
pub(crate) fn on_white(picture: &DynamicImage) -> OnWhite {
    if !picture.color().has_alpha() {
        return OnWhite::Seen;
    }
    let pixels = picture.to_rgba8();
    let width = pixels.width() as usize;
    let data = pixels.as_raw();
    if of::<4>(data, width) != WHITE {
        return OnWhite::Vanishes;
    }
    let clear = data
        .chunks_exact(4)
        .any(|pixel| pixel.last() != Some(&u8::MAX));
    let mut first = None;
    let is_plain = data.chunks_exact(4).all(|pixel| {
        let colour = laid(pixel);
        colour == *first.get_or_insert(colour)
    });
    match clear && is_plain {
        true => OnWhite::Plain,
        false => OnWhite::Seen,
    }
}

fn laid(pixel: &[u8]) -> [u8; 3] {
    match *pixel {
        [red, green, blue, alpha] => [red, green, blue].map(|value| over(value, alpha, WHITE)),
        _ => [WHITE; 3],
    }
}

/// A value composited onto a background of grey.
pub(crate) fn over(value: u8, alpha: u8, background: u8) -> u8 {
    let (value, alpha, below) = (u16::from(value), u16::from(alpha), u16::from(background));
    let mixed = (value * alpha + below * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// The grey value of the background for rows of `width` pixels of `N` bytes, the last of which is alpha.
pub(crate) fn of<const N: usize>(data: &[u8], width: usize) -> u8 {
    let (pixels, _) = data.as_chunks::<N>();
    let is_clear = |at: usize| pixels.get(at).is_some_and(|pixel| alpha(pixel) < CLEAR);
    let (mut visible, mut vanishing) = (0_u64, 0_u64);
    for pixel in pixels.iter().filter(|pixel| alpha(pixel) >= CLEAR) {
        visible += 1;
        vanishing += u64::from(over(luma(pixel), alpha(pixel), WHITE) >= LIGHT);
    }
    if visible == 0 || visible == pixels.len() as u64 || vanishing == 0 {
        return WHITE;
    }
    // Colours where visible content ends: those of letters, but hardly those of a sheet of paper.
    let mut edges = [0_u64; 256];
    for (at, pixel) in pixels.iter().enumerate() {
        if alpha(pixel) < CLEAR {
            continue;
        }
        let column = at % width.max(1);
        let beside = column > 0 && is_clear(at - 1) || column + 1 < width && is_clear(at + 1);
        if (beside || at >= width && is_clear(at - width) || is_clear(at + width))
            && let Some(count) = edges.get_mut(usize::from(luma(pixel)))
        {
            *count += 1;
        }
    }
    let hidden = |background: u8| -> u64 {
        let close = |luma: usize| luma.abs_diff(usize::from(background)) < usize::from(CLOSE);
        let counts = edges.iter().enumerate().filter(|(luma, _)| close(*luma));
        counts.map(|(_, count)| count).sum()
    };
    let all: u64 = edges.iter().sum();
    let light: u64 = edges.iter().skip(usize::from(LIGHT)).sum();
    let nothing_is_left = vanishing * 1_000 >= visible * 995;
    let is_thin = light * 4 >= all && light * 20 >= vanishing;
    if !nothing_is_left && !is_thin {
        return WHITE;
    }
    let best = OTHERS
        .into_iter()
        .min_by_key(|background| hidden(*background));
    best.filter(|background| hidden(*background) < hidden(WHITE))
        .unwrap_or(WHITE)
}

fn alpha<const N: usize>(pixel: &[u8; N]) -> u8 {
    pixel.last().copied().unwrap_or(u8::MAX)
}

fn luma<const N: usize>(pixel: &[u8; N]) -> u8 {
    match pixel.as_slice() {
        [red, green, blue, _] => {
            let sum = u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29;
            u8::try_from(sum >> 8).unwrap_or(u8::MAX)
        }
        [grey, ..] => *grey,
        [] => 0,
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    /// Strokes of these colours on transparency.
    fn strokes(colours: &[[u8; 3]]) -> RgbaImage {
        let clear = RgbaImage::from_pixel(200, 100, Rgba([0, 0, 0, 0]));
        let mut picture = clear;
        for (number, [red, green, blue]) in colours.iter().enumerate() {
            for x in (20..180).filter(|x| x % 12 < 5) {
                for y in 0..12 {
                    let y = 10 + number as u32 * 20 + y;
                    picture.put_pixel(x, y, Rgba([*red, *green, *blue, 255]));
                }
            }
        }
        picture
    }

    fn background(picture: &RgbaImage) -> u8 {
        of::<4>(picture.as_raw(), picture.width() as usize)
    }

    #[test]
    fn light_strokes_get_a_background_that_shows_them() {
        let (white, black, red) = ([255, 255, 255], [0, 0, 0], [200, 0, 0]);
        assert_eq!(background(&strokes(&[white])), 48);
        assert_eq!(background(&strokes(&[[240, 240, 230], white])), 48);
        assert_eq!(background(&strokes(&[white, black])), 128);
        assert_eq!(background(&strokes(&[white, red])), 128);
        assert_eq!(background(&strokes(&[black, red])), WHITE);
    }

    #[test]
    fn a_sheet_of_paper_with_clear_corners_lies_on_white() {
        let paper = RgbaImage::from_fn(300, 300, |x, y| {
            let corner = x < 8 && y < 8 || x > 291 && y > 291;
            let ink = x % 10 < 3 && y % 20 < 8;
            let value = if ink { 20 } else { 255 };
            Rgba([value, value, value, if corner { 0 } else { 255 }])
        });
        assert_eq!(background(&paper), WHITE);
        assert_eq!(on_white(&paper.into()), OnWhite::Seen);
    }

    #[test]
    fn what_is_clear_throughout_is_plain() {
        let clear = RgbaImage::from_pixel(9, 9, Rgba([7, 8, 9, 0]));
        assert_eq!(on_white(&clear.into()), OnWhite::Plain);
        let opaque = RgbaImage::from_pixel(9, 9, Rgba([7, 8, 9, 255]));
        assert_eq!(on_white(&opaque.into()), OnWhite::Seen);
    }
}
