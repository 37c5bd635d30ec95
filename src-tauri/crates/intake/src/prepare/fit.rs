//! Fits pixels into a number of bytes with as little loss as possible.

use super::encode::{self, Effort, Pixels};
use super::plan::Encoder;
use super::raster::Raster;
use super::shrink::shrunk;

/// JPEG quality without visible loss; more only takes bytes.
const BEST_QUALITY: u8 = 95;
/// Minimum JPEG quality. Below it small print frays, so smaller parts and finally fewer pixels are preferred.
const LEAST_QUALITY: u8 = 85;
/// Maximum number of full encodings in the search for a quality. The first is usually right or almost right.
const MAX_ENCODINGS: usize = 4;
/// Maximum number of downscaling steps. Two are usually enough.
const MAX_SHRINKINGS: usize = 8;

/// A photograph that exceeds the limit by this factor at quick compression does not fit at thorough compression either. An
/// image with a palette may.
const HOPELESS: f64 = 4.0;

/// An encoded part.
pub(crate) struct Fitted {
    pub(crate) bytes: Vec<u8>,
    pub(crate) encoder: Encoder,
    pub(crate) quality: Option<u8>,
    pub(crate) scale: f64,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Encodes an upright picture in at most `limit` bytes at full resolution. A picture from a `lossy` source is not tried as
/// PNG, which would only preserve its JPEG blocks exactly. `Err` returns the picture and an estimate of the bytes it would
/// need.
pub(crate) fn fit(raster: Raster, lossy: bool, limit: u64) -> Result<Fitted, (Raster, u64)> {
    let raster = raster.without_needless_colour();
    if !lossy && let Some((bytes, encoder)) = without_loss(&raster, limit) {
        return Ok(Fitted::of(&raster, bytes, encoder, None, 1.0));
    }
    match sharp_jpeg(&raster, limit) {
        Ok((bytes, quality)) => {
            let encoder = Encoder::Jpeg;
            Ok(Fitted::of(&raster, bytes, encoder, Some(quality), 1.0))
        }
        Err(needed) => Err((raster, needed)),
    }
}

/// Like [`fit`], but downscales if necessary. `Err` has the bytes still needed if nothing helps.
pub(crate) fn fit_shrunk(raster: Raster, lossy: bool, limit: u64) -> Result<Fitted, u64> {
    let (raster, mut needed) = match fit(raster, lossy, limit) {
        Ok(fitted) => return Ok(fitted),
        Err(unfit) => unfit,
    };
    let mut scale = 1.0;
    for _ in 0..MAX_SHRINKINGS {
        // Downscaled pixels take more bytes each, so leave some margin for that and for a quality above the minimum.
        scale *= (limit as f64 / needed.max(1) as f64).sqrt().min(1.0) * 0.93;
        let Some(small) = shrunk(&raster, scale) else {
            break;
        };
        match sharp_jpeg(&small, limit) {
            Ok((bytes, quality)) => {
                // The actual scale, since sides are rounded to whole pixels.
                let scale = f64::from(small.width.max(small.height))
                    / f64::from(raster.width.max(raster.height));
                let encoder = Encoder::Jpeg;
                return Ok(Fitted::of(&small, bytes, encoder, Some(quality), scale));
            }
            Err(still) => needed = still,
        }
    }
    Err(needed)
}

impl Fitted {
    fn of(
        raster: &Raster,
        bytes: Vec<u8>,
        encoder: Encoder,
        quality: Option<u8>,
        scale: f64,
    ) -> Self {
        Self {
            bytes,
            encoder,
            quality,
            scale,
            width: raster.width,
            height: raster.height,
        }
    }
}

/// A PNG that fits: quickly compressed if possible, thoroughly otherwise. Sample bands from the whole picture predict
/// whether trying is worthwhile.
fn without_loss(raster: &Raster, limit: u64) -> Option<(Vec<u8>, Encoder)> {
    let pixels = Pixels::smallest(raster);
    let sample = raster.sample().map(|sample| {
        let share = f64::from(raster.height) / f64::from(sample.height);
        (Pixels::alike(&sample, pixels.encoder), share)
    });
    for effort in [Effort::Quick, Effort::Thorough] {
        if let Some((sample, share)) = &sample {
            let expected = sample.png(effort)?.len() as f64 * share;
            if pixels.encoder != Encoder::PngPalette && expected > limit as f64 * HOPELESS {
                return None;
            }
            if expected > limit as f64 * 1.03 {
                continue;
            }
        }
        let bytes = pixels.png(effort)?;
        if bytes.len() as u64 <= limit {
            return Some((bytes, pixels.encoder));
        }
    }
    None
}

/// The JPEG of the highest quality that fits, at least `LEAST_QUALITY`. `Err` has the bytes that even that would take.
///
/// A sample shows how the size changes with quality; full encodings show the absolute size.
fn sharp_jpeg(raster: &Raster, limit: u64) -> Result<(Vec<u8>, u8), u64> {
    let sample = raster.sample();
    let looked_at = sample.as_ref().unwrap_or(raster);
    let share = f64::from(raster.height) / f64::from(looked_at.height);
    let unfit = u64::MAX;
    let mut sizes = Sizes {
        raster: looked_at,
        known: Vec::new(),
        factor: share,
    };
    let limit_f = limit as f64;
    let mut best: Option<(Vec<u8>, u8)> = None;
    let mut too_high = BEST_QUALITY + 1;
    let mut smallest = unfit;
    // Aim slightly below the limit: a sample is off by some thousandths, and a full encoding that does not fit is wasted.
    let near = limit_f * if sample.is_some() { 0.995 } else { 1.0 };
    let Some(mut quality) = sizes.highest(LEAST_QUALITY, BEST_QUALITY, near) else {
        let least = sizes.expected(LEAST_QUALITY).ok_or(unfit)?;
        if sample.is_none() || least > limit_f * 1.1 {
            return Err(least as u64);
        }
        return whole(raster, LEAST_QUALITY, limit);
    };
    for _ in 0..MAX_ENCODINGS {
        let bytes = encode::jpeg(raster, quality).ok_or(unfit)?;
        let expected = sizes.expected(quality).ok_or(unfit)?;
        sizes.factor *= bytes.len() as f64 / expected;
        smallest = smallest.min(bytes.len() as u64);
        let least = if bytes.len() as u64 <= limit {
            best = Some((bytes, quality));
            quality + 1
        } else {
            too_high = quality;
            LEAST_QUALITY
        };
        if least >= too_high {
            break;
        }
        let next = match sizes.expected(least) {
            Some(expected) if expected <= limit_f * 1.002 => {
                sizes.highest(least, too_high - 1, limit_f * 1.002)
            }
            _ => None,
        };
        match next {
            Some(next) => quality = next,
            None if best.is_some() => break,
            None if too_high > LEAST_QUALITY => quality = LEAST_QUALITY,
            None => break,
        }
    }
    best.ok_or(smallest)
}

fn whole(raster: &Raster, quality: u8, limit: u64) -> Result<(Vec<u8>, u8), u64> {
    let bytes = encode::jpeg(raster, quality).ok_or(u64::MAX)?;
    let len = bytes.len() as u64;
    if len > limit {
        return Err(len);
    }
    Ok((bytes, quality))
}

/// Predicts the size of the whole picture at a quality.
struct Sizes<'a> {
    raster: &'a Raster,
    /// Qualities at which the sample was encoded, and its sizes in bytes.
    known: Vec<(u8, f64)>,
    /// Ratio of the whole picture's bytes to the sample's.
    factor: f64,
}

impl Sizes<'_> {
    fn expected(&mut self, quality: u8) -> Option<f64> {
        let found = self.known.iter().find(|(known, _)| *known == quality);
        let len = match found {
            Some((_, len)) => *len,
            None => {
                let len = encode::jpeg(self.raster, quality)?.len() as f64;
                self.known.push((quality, len));
                len
            }
        };
        Some(len * self.factor)
    }

    /// The highest quality in the range that is expected to fit.
    fn highest(&mut self, least: u8, best: u8, limit: f64) -> Option<u8> {
        let mut above = self.expected(best)?;
        if above <= limit {
            return Some(best);
        }
        let mut below = self.expected(least)?;
        if below > limit {
            return None;
        }
        let (mut fits, mut too_much) = (least, best);
        while too_much - fits > 1 {
            // Sizes grow by about the same factor from one quality to the next.
            let share = (limit / below).ln() / (above / below).ln();
            let step = (f64::from(too_much - fits) * share).round() as u8;
            let middle = (fits + step).clamp(fits + 1, too_much - 1);
            let size = self.expected(middle)?;
            if size <= limit {
                (fits, below) = (middle, size);
            } else {
                (too_much, above) = (middle, size);
            }
        }
        Some(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waves with some noise: the higher `noise`, the more bytes.
    fn picture(width: u32, height: u32, noise: u32) -> Raster {
        let mut seed = 7_u32;
        let mut data = Vec::new();
        for y in 0..height {
            for x in 0..width {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let wave = (x / 3 + y / 5) % 200;
                let value = (wave + (seed >> 16) % (noise + 1)).min(255) as u8;
                data.extend([value, value / 2, 255 - value]);
            }
        }
        Raster::upright(width, height, 3, data)
    }

    #[test]
    fn what_fits_without_loss_is_sent_without_loss() {
        let fitted = fit_shrunk(picture(600, 400, 0), false, 500_000)
            .ok()
            .unwrap();
        assert!(fitted.encoder != Encoder::Jpeg && fitted.quality.is_none());
        let back = image::load_from_memory(&fitted.bytes).unwrap().into_rgb8();
        assert_eq!(back.into_raw(), picture(600, 400, 0).data);
    }

    #[test]
    fn the_quality_is_the_highest_that_fits() {
        for (width, height) in [(500, 400), (2_400, 1_600)] {
            let raster = picture(width, height, 60);
            let at = |quality| encode::jpeg(&raster, quality).unwrap().len() as u64;
            for wanted in [85, 89, 94] {
                let limit = at(wanted) + 10;
                let fitted = fit_shrunk(picture(width, height, 60), true, limit)
                    .ok()
                    .unwrap();
                assert_eq!((fitted.quality, fitted.scale), (Some(wanted), 1.0));
                assert!(fitted.bytes.len() as u64 <= limit);
            }
        }
    }

    #[test]
    fn below_the_least_quality_pixels_go_and_the_quality_stays() {
        for (width, height) in [(500, 400), (2_400, 1_600)] {
            let raster = picture(width, height, 60);
            let least = encode::jpeg(&raster, LEAST_QUALITY).unwrap().len() as u64;
            for share in [2, 30] {
                let fitted = fit_shrunk(picture(width, height, 60), false, least / share)
                    .ok()
                    .unwrap();
                assert!(fitted.bytes.len() as u64 <= least / share);
                assert!(
                    fitted.bytes.len() as u64 * 10 > least / share * 6,
                    "much is left unused"
                );
                assert!(fitted.quality.unwrap() >= LEAST_QUALITY && fitted.scale < 1.0);
                let scale = f64::from(fitted.width) / f64::from(width);
                assert!((scale - fitted.scale).abs() < 0.01);
            }
        }
    }

    #[test]
    fn where_nothing_helps_that_is_said() {
        assert!(fit_shrunk(picture(50, 50, 60), false, 10).is_err());
    }
}
