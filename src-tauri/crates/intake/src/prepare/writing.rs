//! Cuts, fits and encodes the parts of one picture.

use image::{DynamicImage, GrayImage, RgbImage};
use sha2::{Digest, Sha256};

use super::Stage;
use super::fit::{Fitted, fit, fit_shrunk};
use super::layout::{bearable, lighter, regions};
use super::lines::Lines;
use super::plan::{Encoder, PartPlan, Reason, Region};
use super::raster::Raster;
use super::shrink::shrunk;
use crate::picture::{Format, Limits, Picture};
use crate::preview::{Preview, THUMBNAIL_SIDE};
use crate::refusal::Refusal;

/// The settings for encoding the parts of one picture.
pub(crate) struct Writing<'a> {
    /// Whether the source file was compressed with loss.
    pub(crate) lossy: bool,
    pub(crate) limits: &'a Limits,
    /// The reasons why the file can't be sent unchanged.
    pub(crate) reasons: Vec<Reason>,
}

/// A picture to send, and how it was made.
pub(crate) type Part = (Picture, PartPlan);

impl Writing<'_> {
    /// All parts of a picture in reading order; if it is split, the first part shows the whole.
    pub(crate) fn parts(
        &self,
        raster: &Raster,
        lines: &mut Lines<'_>,
        tell: &mut dyn FnMut(Stage),
    ) -> Result<Vec<Part>, Refusal> {
        let mut regions = regions(raster, self.limits, lines)?;
        if let [whole] = regions.as_slice() {
            let whole = *whole;
            tell(Stage::Parts(0, 1));
            let part = raster.region(whole);
            let preview = preview(&part);
            match fit(part, self.lossy, self.limits.max_bytes) {
                Ok(fitted) => return Ok(vec![self.part(fitted, whole, None, preview)]),
                Err((_, needed)) => regions = lighter(raster, self.limits, needed, lines),
            }
        }
        if let [whole] = regions.as_slice() {
            return Ok(vec![self.written(raster.region(*whole), *whole, None)?]);
        }
        bearable(regions.len() + 1)?;
        let count = u32::try_from(regions.len() + 1).unwrap_or(u32::MAX);
        tell(Stage::Parts(0, count));
        let mut parts = vec![self.context(raster)?];
        for (done, region) in (1..).zip(regions) {
            tell(Stage::Parts(done, count));
            parts.push(self.written(raster.region(region), region, None)?);
        }
        Ok(parts)
    }

    /// The whole picture, as large as allowed.
    fn context(&self, raster: &Raster) -> Result<Part, Refusal> {
        let (width, height) = raster.shown();
        let region = Region::whole(width, height);
        let side = self.limits.max_side;
        let mut small = raster.region(region);
        // Box-filter a huge picture first, so that the better filter, which needs much memory, runs on a smaller one.
        let rough = width.max(height) / side;
        if rough > 1 {
            small = small.coarse(rough);
        }
        let longest = small.width.max(small.height);
        if longest > side
            && let Some(fine) = shrunk(&small, f64::from(side) / f64::from(longest))
        {
            small = fine;
        }
        self.written(small, region, Some(Reason::Context))
    }

    fn written(
        &self,
        part: Raster,
        region: Region,
        reason: Option<Reason>,
    ) -> Result<Part, Refusal> {
        let preview = preview(&part);
        let limit = self.limits.max_bytes;
        let fitted = fit_shrunk(part, self.lossy, limit)
            .map_err(|actual| Refusal::TooLarge { limit, actual })?;
        Ok(self.part(fitted, region, reason, preview))
    }

    fn part(
        &self,
        fitted: Fitted,
        region: Region,
        reason: Option<Reason>,
        preview: Option<Preview>,
    ) -> Part {
        let (width, height) = (fitted.width, fitted.height);
        let longest = f64::from(region.width.max(region.height)).max(1.0);
        // Overall scale, including downscaling before encoding; sides are rounded to whole pixels.
        let scale = f64::from(width.max(height)) / longest;
        let picture = Picture {
            format: match fitted.encoder {
                Encoder::Jpeg => Format::Jpeg,
                _ => Format::Png,
            },
            width,
            height,
            rotated: false,
            sha256: Sha256::digest(&fitted.bytes).into(),
            bytes: fitted.bytes.into(),
            preview,
        };
        let mut plan = PartPlan {
            region,
            page: None,
            dots_per_inch: None,
            scale,
            width,
            height,
            encoder: fitted.encoder,
            quality: fitted.quality,
            lossless: !self.lossy && fitted.encoder != Encoder::Jpeg && scale == 1.0,
            bytes: picture.bytes.len() as u64,
            sha256: picture.sha256_hex(),
            reasons: self.reasons.clone(),
        };
        plan.reasons.extend(reason);
        let gave_way = fitted.scale < 1.0 || plan.quality.is_some() && !self.lossy;
        if gave_way && !plan.reasons.contains(&Reason::Bytes) {
            plan.reasons.push(Reason::Bytes);
        }
        (picture, plan)
    }
}

/// Made from the pixels at hand, since decoding the result would take as long again; and box-filtered first, which is much
/// faster and looks the same.
fn preview(part: &Raster) -> Option<Preview> {
    let coarse = part.coarse(part.width.min(part.height) / (4 * THUMBNAIL_SIDE));
    let (width, height) = (coarse.width, coarse.height);
    let picture: DynamicImage = match coarse.channels {
        1 => GrayImage::from_raw(width, height, coarse.data)?.into(),
        _ => RgbImage::from_raw(width, height, coarse.data)?.into(),
    };
    Preview::of(&picture)
}
