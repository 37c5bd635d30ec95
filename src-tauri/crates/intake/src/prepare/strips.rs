//! Decides where to cut a long picture without cutting through text.

use std::ops::Range;

use super::raster::overlap;

/// The division of a length into strips.
pub(crate) struct Cutting {
    /// Total length in pixels.
    pub(crate) length: u32,
    /// Usual maximum length of a strip, unless a tall line of text needs more.
    pub(crate) usual: u32,
    /// Maximum length of a strip in pixels.
    pub(crate) most: u32,
    /// Usual overlap of two neighbours, in pixels.
    pub(crate) shared: u32,
}

/// The data about a position where a strip could end.
pub(crate) struct Sight {
    /// The best position to cut, if any.
    pub(crate) cut: Option<u32>,
    /// Lines of text around it, to their full extent.
    pub(crate) lines: Vec<Range<u32>>,
    /// Minimum overlap of the strips on both sides, in pixels, to compensate for text that was not detected.
    pub(crate) shared: u32,
}

impl Cutting {
    /// Returns strips that cover the whole length in order, none longer than `most`. Neighbours overlap at least as much as
    /// the sight says. Each detected line is whole in one of the strips, except lines longer than five sixths of `most`.
    /// `look` examines the surroundings of a position, within a range in which the cut has to be.
    pub(crate) fn strips(&self, mut look: impl FnMut(Range<u32>, u32) -> Sight) -> Vec<Range<u32>> {
        let most = self.most.max(6);
        let usual = self.usual.clamp(6, most);
        // Each strip advances at least this far, wherever the lines lie.
        let progress = most.min(usual) / 6;
        let tallest = most - progress;
        let mut lines: Vec<Range<u32>> = Vec::new();
        let mut strips = Vec::new();
        let mut start = 0;
        loop {
            let left = self.length - start;
            if left <= usual {
                strips.push(start..self.length);
                return strips;
            }
            // As many strips as needed, of about equal length, to avoid a sliver at the end.
            let shared = self.shared.min(progress);
            let count = (left - shared).div_ceil(usual - shared);
            let even = start + (left - shared) / count + shared;
            let window = start + usual / 2..start + usual + 1;
            let sight = look(window.clone(), even);
            let seen = sight
                .lines
                .iter()
                .filter_map(|line| overlap(line, &(0..self.length)));
            lines.extend(seen.filter(|line| line.end - line.start <= tallest));
            let cut = sight.cut.filter(|cut| window.contains(cut)).unwrap_or(even);
            let early = |line: &&Range<u32>| (start..start + progress).contains(&line.start);
            let reach = lines.iter().filter(early).map(|line| line.end).max();
            let cut = cut.max(reach.unwrap_or(0));
            if cut >= self.length {
                strips.push(start..self.length);
                return strips;
            }
            strips.push(start..cut);
            let shared = sight.shared.min(progress);
            start = self.next_start(start + progress, cut, shared, &lines);
        }
    }

    /// Start of the strip after a cut: above every line that the cut crosses, and if possible not within any line, since
    /// half a line at the top would be misread.
    fn next_start(&self, least: u32, cut: u32, shared: u32, lines: &[Range<u32>]) -> u32 {
        let crossing = |at: u32| {
            let through =
                move |line: &&Range<u32>| line.start >= least && line.start < at && at < line.end;
            lines.iter().filter(through).map(|line| line.start).min()
        };
        let mut start = crossing(cut).map_or(cut - shared, |line| line.min(cut - shared));
        while let Some(above) = crossing(start) {
            start = above;
        }
        start.max(least)
    }
}

/// Picks the position to cut from some free `bands` within a range: in a wide band close to the position that would make
/// strips equally long.
pub(crate) fn best_band(
    bands: impl IntoIterator<Item = Range<u32>>,
    window: &Range<u32>,
    near: u32,
) -> Option<u32> {
    /// A band wider than this is not preferred any more.
    const WIDE: u32 = 80;
    bands
        .into_iter()
        .filter_map(|band| overlap(&band, window))
        .map(|band| {
            let width = (band.end - band.start).min(WIDE);
            let middle = band.start + (band.end - band.start) / 2;
            // In a very wide band, the position itself or the nearest one with enough margin on both sides.
            let (low, high) = (band.start + WIDE / 2, band.end.saturating_sub(WIDE / 2));
            let place = if low < high {
                near.clamp(low, high)
            } else {
                middle
            };
            (
                i64::from(width) * 20 - i64::from(place.abs_diff(near)),
                place,
            )
        })
        .max()
        .map(|(_, place)| place)
}

/// The gaps between `lines` within a range, including the one at its end.
pub(crate) fn between(lines: &[Range<u32>], within: &Range<u32>) -> Vec<Range<u32>> {
    let mut sorted: Vec<_> = lines
        .iter()
        .filter_map(|line| overlap(line, within))
        .collect();
    sorted.sort_by_key(|line| line.start);
    let mut bands = Vec::new();
    let mut free = within.start;
    for line in sorted {
        if line.start > free {
            bands.push(free..line.start);
        }
        free = free.max(line.end);
    }
    bands.push(free..within.end + 1);
    bands
}

/// Runs of positions within `window` where there is about as little ink as anywhere in it.
pub(crate) fn quiet_bands(ink: &[u32], window: &Range<u32>) -> Vec<Range<u32>> {
    /// Difference of half a level between neighbours, which is JPEG noise.
    const NOISE: u32 = 8;
    let inked = ink
        .get(window.start as usize..(window.end as usize).min(ink.len()))
        .unwrap_or_default();
    let Some(least) = inked.iter().min() else {
        return Vec::new();
    };
    let quiet = least + least / 4 + NOISE;
    let mut bands: Vec<Range<u32>> = Vec::new();
    for (at, _) in (window.start..)
        .zip(inked)
        .filter(|(_, ink)| **ink <= quiet)
    {
        match bands.last_mut() {
            Some(band) if band.end == at => band.end += 1,
            _ => bands.push(at..at + 1),
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_text(cutting: &Cutting, lines: &[Range<u32>]) -> Vec<Range<u32>> {
        let free = between(lines, &(0..cutting.length));
        cutting.strips(|window, near| Sight {
            cut: best_band(free.iter().cloned(), &window, near),
            lines: lines.to_vec(),
            shared: cutting.shared,
        })
    }

    fn poster(length: u32) -> Cutting {
        Cutting {
            length,
            usual: 2592,
            most: 6000,
            shared: 120,
        }
    }

    #[test]
    fn a_long_poster_is_cut_between_its_lines_into_equal_strips() {
        let lines: Vec<_> = (0..280).map(|n| n * 50 + 10..n * 50 + 35).collect();
        let strips = by_text(&poster(14_000), &lines);
        assert_eq!(strips.len(), 6);
        for strip in &strips {
            assert!((2_000..=2_592).contains(&strip.len()), "{strips:?}");
            for edge in [strip.start, strip.end] {
                assert!(
                    !lines.iter().any(|l| l.start < edge && edge < l.end),
                    "{edge}"
                );
            }
        }
    }

    #[test]
    fn a_line_that_is_taller_than_a_usual_strip_gets_a_longer_one() {
        let headline = 300..5_000;
        let strips = by_text(&poster(12_000), &[headline]);
        assert!(strips.iter().any(|s| s.start <= 300 && s.end >= 5_000));
    }

    #[test]
    fn ink_is_least_between_the_lines() {
        let ink: Vec<_> = (0..100)
            .map(|y| if y % 20 < 12 { 300 } else { 4 })
            .collect();
        let bands = quiet_bands(&ink, &(15..65));
        assert_eq!(bands, [15..20, 32..40, 52..60]);
        assert_eq!(best_band(bands, &(15..65), 45), Some(36));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn strips_cover_everything_and_hold_each_line_whole(
            length in 1_u32..60_000,
            usual in 1_u32..7_000,
            shared in 0_u32..800,
            lines in prop::collection::vec((0_u32..60_000, 0_u32..5_000), 0..200),
        ) {
            let lines: Vec<_> = lines.into_iter().map(|(at, tall)| at..at + tall).collect();
            let cutting = Cutting { length, usual, most: 6_000, shared };
            let strips = by_text(&cutting, &lines);
            prop_assert_eq!(strips.first().map(|s| s.start), Some(0));
            prop_assert_eq!(strips.last().map(|s| s.end), Some(length));
            for strip in &strips {
                prop_assert!(!strip.is_empty() && strip.len() <= 6_000);
            }
            for pair in strips.windows(2) {
                prop_assert!(pair[0].start < pair[1].start && pair[1].start <= pair[0].end);
            }
            for line in lines {
                let shown = line.start.min(length)..line.end.min(length);
                prop_assert!(
                    shown.is_empty() || strips.iter().any(|s| s.start <= shown.start && shown.end <= s.end),
                    "{:?} in {:?}", shown, strips
                );
            }
        }
    }
}
