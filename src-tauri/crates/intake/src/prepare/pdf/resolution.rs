//! Chooses the resolution of pages: high enough for small print, while all pages together stay within memory limits.

use crate::prepare::sheet::GAP;
use crate::refusal::Refusal;

/// PDF points per inch.
pub(super) const POINTS_PER_INCH: f64 = 72.0;
/// Pixels per point that suffice for any print: 200 dots per inch.
const FINE: f64 = 200.0 / POINTS_PER_INCH;
/// Minimum pixels per point of an ordinary page: 96 dots per inch.
const LEAST: f64 = 96.0 / POINTS_PER_INCH;
/// Minimum pixels per point of a poster, whose points mostly stand for pixels.
const LEAST_OF_POSTER: f64 = 1.0;
/// Maximum longer and shorter side of an ordinary page, in points: A3, with tolerance for rounding.
const PAPER: (f64, f64) = (1_195.0, 846.0);
/// Height of letters in pixels at which they are easy to read.
const READABLE: f64 = 20.0;
/// Assumed height of the smallest letters, in points, on a poster without text.
const USUAL_LETTERS: f64 = 12.0;
/// Maximum pixels of the sheet with all pages.
const MAX_PIXELS: u64 = 250_000_000;

/// Properties of a page that determine its resolution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    /// Width in points, as displayed.
    pub(super) width: f32,
    /// Height in points, as displayed.
    pub(super) height: f32,
    /// Height of the smallest letters that count, in points.
    pub(super) letters: Option<f64>,
}

impl Paper {
    /// Minimum and maximum pixels per point.
    fn range(&self) -> (f64, f64) {
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        if width.max(height) <= PAPER.0 && width.min(height) <= PAPER.1 {
            return (LEAST, FINE);
        }
        let letters = self.letters.unwrap_or(USUAL_LETTERS).max(0.1);
        let wanted = (READABLE / letters).clamp(LEAST_OF_POSTER, FINE);
        (LEAST_OF_POSTER, wanted)
    }
}

/// Converts points to whole pixels, at least one.
pub(super) fn pixels(points: f32, resolution: f64) -> u32 {
    (f64::from(points) * resolution).round().max(1.0) as u32
}

/// Pixels per point of each page, and whether any was reduced because of the number or size of the pages.
pub(super) fn resolutions(papers: &[Paper]) -> Result<(Vec<f64>, bool), Refusal> {
    let at = |part: f64| -> Vec<f64> {
        let of = |paper: &Paper| {
            let (least, wanted) = paper.range();
            (wanted * part).max(least)
        };
        papers.iter().map(of).collect()
    };
    let fits = |resolutions: &[f64]| {
        let (width, height) = sheet(papers, resolutions);
        width.saturating_mul(height) <= MAX_PIXELS
    };
    let wanted = at(1.0);
    if fits(&wanted) {
        return Ok((wanted, false));
    }
    let least = at(0.0);
    if !fits(&least) {
        let (width, height) = sheet(papers, &least);
        return Err(Refusal::TooVast {
            limit: MAX_PIXELS,
            width: u32::try_from(width).unwrap_or(u32::MAX),
            height: u32::try_from(height).unwrap_or(u32::MAX),
        });
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        match fits(&at(middle)) {
            true => low = middle,
            false => high = middle,
        }
    }
    Ok((at(low), true))
}

/// Width and height, in pixels, of the sheet with all pages stacked.
fn sheet(papers: &[Paper], resolutions: &[f64]) -> (u64, u64) {
    let (mut width, mut height) = (0, 0_u64);
    for (paper, resolution) in papers.iter().zip(resolutions) {
        width = width.max(pixels(paper.width, *resolution).into());
        height += u64::from(pixels(paper.height, *resolution)) + u64::from(GAP);
    }
    (width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(width: f32, height: f32, letters: Option<f64>) -> Paper {
        Paper {
            width,
            height,
            letters,
        }
    }

    fn dots(papers: &[Paper]) -> Vec<u32> {
        let (resolutions, _) = resolutions(papers).unwrap();
        let dots = resolutions
            .iter()
            .map(|one| (one * POINTS_PER_INCH).round());
        dots.map(|dots| dots as u32).collect()
    }

    #[test]
    fn paper_is_drawn_at_two_hundred_dots_and_a_poster_by_its_letters() {
        let a4 = paper(595.0, 842.0, Some(3.0));
        let a3 = paper(1191.0, 842.0, None);
        assert_eq!(dots(&[a4, a3]), [200, 200]);
        assert_eq!(dots(&[paper(750.0, 4000.0, Some(10.0))]), [144]);
        assert_eq!(dots(&[paper(750.0, 4000.0, None)]), [120]);
        assert_eq!(dots(&[paper(750.0, 4000.0, Some(24.0))]), [72]);
        assert_eq!(dots(&[paper(750.0, 4000.0, Some(1.0))]), [200]);
    }

    #[test]
    fn many_pages_give_way_evenly_and_too_many_large_ones_are_refused() {
        let hundred = [paper(595.0, 842.0, None); 100];
        let (resolutions, coarser) = resolutions(&hundred).unwrap();
        assert!(coarser);
        assert!(resolutions.iter().all(|one| *one == resolutions[0]));
        assert!((150..170).contains(&dots(&hundred)[0]));
        assert_eq!(dots(&[paper(14_400.0, 14_400.0, None)]), [79]);
        let posters = [paper(14_400.0, 14_400.0, None); 2];
        let refusal = super::resolutions(&posters).unwrap_err();
        assert_eq!(refusal.code(), "picture_too_vast");
    }

    #[test]
    fn paper_beyond_all_measure_is_refused() {
        let endless = paper(5e9, 5e9, None);
        let refusal = resolutions(&[endless]).unwrap_err();
        assert!(matches!(refusal, Refusal::TooVast { .. }), "{refusal}");
    }

    #[test]
    fn a_wide_page_among_many_counts_as_the_sheet_is_wide() {
        let mut papers = vec![paper(595.0, 842.0, None); 60];
        papers.push(paper(3_000.0, 400.0, Some(8.0)));
        let (resolutions, _) = resolutions(&papers).unwrap();
        let (width, height) = sheet(&papers, &resolutions);
        assert!(width * height <= MAX_PIXELS);
    }
}
