//! The mapping from points of the approved picture to the published one, and how it is fitted.

/// A scale and an offset per axis, from approved to published pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mapping {
    pub(crate) x: Axis,
    pub(crate) y: Axis,
    /// First and last approved rows that can be seen, as far as bars of an app cover the rest.
    pub(crate) rows: (f64, f64),
}

/// One axis of a mapping: `scale` × position + `offset`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    pub(crate) scale: f64,
    pub(crate) offset: f64,
}

impl Axis {
    pub(crate) fn at(&self, position: f64) -> f64 {
        self.scale * position + self.offset
    }

    pub(crate) fn back(&self, position: f64) -> f64 {
        (position - self.offset) / self.scale
    }

    /// The range of approved positions that are visible, given the lengths of both pictures.
    pub(crate) fn overlap(&self, approved: f64, published: f64) -> (f64, f64) {
        (self.back(0.0).max(0.0), self.back(published).min(approved))
    }

    fn is_usable(&self) -> bool {
        self.scale.is_finite() && self.offset.is_finite() && (0.02..50.0).contains(&self.scale)
    }
}

/// A pair of positions on one axis: approved, published.
pub(crate) type Pair = (f64, f64);

/// The fewest pairs that can correct an axis.
const FIT_PAIRS: usize = 4;

/// The axis that fits most pairs, starting from `start`. Pairs that deviate more than the others lose their influence.
/// With pairs too close together or too few, only the offset is corrected.
pub(crate) fn fit_axis(start: Axis, pairs: &[Pair], length: f64) -> Axis {
    let mut axis = start;
    for _ in 0..4 {
        let mut deviations: Vec<f64> = pairs.iter().map(|&(a, b)| (b - axis.at(a)).abs()).collect();
        deviations.sort_by(f64::total_cmp);
        // Twice the median keeps at least half of the pairs.
        let limit = deviations
            .get(deviations.len() / 2)
            .map_or(0.0, |m| m * 2.0 + 1e-3);
        let kept: Vec<Pair> = pairs
            .iter()
            .copied()
            .filter(|&(a, b)| (b - axis.at(a)).abs() <= limit)
            .collect();
        if kept.len() < FIT_PAIRS {
            return axis;
        }
        let count = kept.len() as f64;
        let mean_a = kept.iter().map(|p| p.0).sum::<f64>() / count;
        let mean_b = kept.iter().map(|p| p.1).sum::<f64>() / count;
        let spread = kept.iter().map(|p| (p.0 - mean_a).powi(2)).sum::<f64>();
        let joint = kept
            .iter()
            .map(|p| (p.0 - mean_a) * (p.1 - mean_b))
            .sum::<f64>();
        // Pairs within a tenth of the picture say little about the scale.
        let scale = match (spread / count).sqrt() > length * 0.05 {
            true => joint / spread,
            false => axis.scale,
        };
        let fitted = Axis {
            scale,
            offset: mean_b - scale * mean_a,
        };
        if !fitted.is_usable() || (fitted.scale / start.scale - 1.0).abs() > 0.1 {
            return axis;
        }
        axis = fitted;
    }
    axis
}

impl Mapping {
    pub(crate) fn new(x: Axis, y: Axis) -> Self {
        Self {
            x,
            y,
            rows: (0.0, f64::INFINITY),
        }
    }

    pub(crate) fn is_usable(&self) -> bool {
        self.x.is_usable() && self.y.is_usable()
    }

    /// The smaller of the two scales.
    pub(crate) fn scale(&self) -> f64 {
        self.x.scale.min(self.y.scale)
    }
}
