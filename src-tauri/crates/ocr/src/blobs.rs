//! Connected components of a detection map, labelled row by row.
//!
//! The map of a tall picture is never held whole: a component without pixels in the newest row is complete and is handed
//! over.

/// Maximum height of a component, in rows; a taller one is split there. It bounds the memory held; a column of text has
/// about a tenth of it.
const MAX_ROWS: usize = 4096;

/// A connected component.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Blob {
    /// Its first row.
    pub(crate) top: usize,
    /// For each row from `top` on: the first column and the one after the last.
    pub(crate) rows: Vec<(u32, u32)>,
    /// Sum and number of the map's values over the component.
    pub(crate) sum: u64,
    pub(crate) count: u64,
}

impl Blob {
    /// Mean map value of the component, 0 to 255.
    pub(crate) fn mean(&self) -> f32 {
        self.sum as f32 / self.count.max(1) as f32
    }

    fn absorb(&mut self, mut other: Self) {
        if other.rows.len() > self.rows.len() {
            std::mem::swap(self, &mut other);
        }
        if other.top < self.top {
            let missing = self.top - other.top;
            self.rows
                .splice(0..0, std::iter::repeat_n((u32::MAX, 0), missing));
            self.top = other.top;
        }
        let above = other.top - self.top;
        if self.rows.len() < above + other.rows.len() {
            self.rows.resize(above + other.rows.len(), (u32::MAX, 0));
        }
        for (mine, theirs) in self.rows.iter_mut().skip(above).zip(other.rows) {
            *mine = (mine.0.min(theirs.0), mine.1.max(theirs.1));
        }
        self.sum += other.sum;
        self.count += other.count;
    }
}

#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    blob: usize,
}

/// Labels components of values above a threshold. Each pixel is first dilated by one to the right and below.
pub(crate) struct Blobs {
    threshold: u8,
    y: usize,
    above: Vec<u8>,
    mask: Vec<bool>,
    open: Vec<Blob>,
    runs: Vec<Run>,
}

impl Blobs {
    pub(crate) fn new(width: usize, threshold: u8) -> Self {
        Self {
            threshold,
            y: 0,
            above: vec![0; width],
            mask: vec![false; width],
            open: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Takes the next row and appends the components that ended above it to `done`.
    pub(crate) fn push(&mut self, row: &[u8], done: &mut Vec<Blob>) {
        let mut left = false;
        for ((mask, &value), above) in self.mask.iter_mut().zip(row).zip(&mut self.above) {
            let here = value > self.threshold || *above > self.threshold;
            *mask = here || left;
            left = here;
            *above = value;
        }
        let mut runs = Vec::new();
        let mut start = None;
        for (x, &on) in self.mask.iter().chain([&false]).enumerate() {
            match (on, start) {
                (true, None) => start = Some(x),
                (false, Some(first)) => {
                    runs.push(Run {
                        start: first,
                        end: x,
                        blob: 0,
                    });
                    start = None;
                }
                _ => {}
            }
        }
        self.join(runs, row, done);
        self.y += 1;
    }

    /// Appends the components that reach the last row.
    pub(crate) fn finish(self, done: &mut Vec<Blob>) {
        done.extend(self.open);
    }

    /// Assigns each run of this row to the component it touches, and unites components that it connects.
    fn join(&mut self, mut runs: Vec<Run>, row: &[u8], done: &mut Vec<Blob>) {
        let mut parents: Vec<usize> = (0..self.open.len()).collect();
        let mut first = 0;
        for run in &mut runs {
            let (sum, count) = row
                .get(run.start..run.end)
                .unwrap_or(&[])
                .iter()
                .filter(|value| **value > self.threshold)
                .fold((0, 0), |(sum, count), value| {
                    (sum + u64::from(*value), count + 1)
                });
            run.blob = parents.len();
            parents.push(run.blob);
            self.open.push(Blob {
                top: self.y,
                rows: vec![(run.start as u32, run.end as u32)],
                sum,
                count,
            });
            // Runs that touch only at a corner are connected too.
            while self
                .runs
                .get(first)
                .is_some_and(|above| above.end < run.start)
            {
                first += 1;
            }
            for above in self
                .runs
                .iter()
                .skip(first)
                .take_while(|above| above.start <= run.end)
            {
                let (a, b) = (root(&mut parents, above.blob), root(&mut parents, run.blob));
                if let Some(parent) = parents.get_mut(a.max(b)) {
                    *parent = a.min(b);
                }
            }
        }
        self.settle(&mut parents, &mut runs, done);
        self.runs = runs;
    }

    /// Merges united components, hands over those that have ended and renumbers the rest.
    fn settle(&mut self, parents: &mut [usize], runs: &mut [Run], done: &mut Vec<Blob>) {
        let mut blobs: Vec<Option<Blob>> = std::mem::take(&mut self.open)
            .into_iter()
            .map(Some)
            .collect();
        // Children have higher numbers than their parents, so going backwards a component is complete before it is merged
        // on.
        for child in (0..blobs.len()).rev() {
            let parent = root(parents, child);
            if parent != child
                && let Some(blob) = blobs.get_mut(child).and_then(Option::take)
                && let Some(Some(into)) = blobs.get_mut(parent)
            {
                into.absorb(blob);
            }
        }
        let mut number = vec![None; blobs.len()];
        for run in runs {
            let old = root(parents, run.blob);
            if let Some(blob) = blobs.get_mut(old).and_then(Option::take) {
                if let Some(number) = number.get_mut(old) {
                    *number = Some(self.open.len());
                }
                self.open.push(blob);
            }
            run.blob = number.get(old).copied().flatten().unwrap_or(0);
        }
        done.extend(blobs.into_iter().flatten());
        for blob in &mut self.open {
            if blob.rows.len() >= MAX_ROWS {
                done.push(std::mem::replace(
                    blob,
                    Blob {
                        top: self.y + 1,
                        ..Blob::default()
                    },
                ));
            }
        }
    }
}

fn root(parents: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while let Some(&parent) = parents.get(at)
        && parent != at
    {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = above;
        }
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spots(rows: &[&str]) -> Vec<Blob> {
        let mut blobs = Blobs::new(rows[0].len(), 100);
        let mut done = Vec::new();
        for row in rows {
            let row: Vec<u8> = row
                .bytes()
                .map(|byte| if byte == b'#' { 200 } else { 0 })
                .collect();
            blobs.push(&row, &mut done);
        }
        blobs.finish(&mut done);
        done.sort_by_key(|blob| (blob.top, blob.rows[0].0));
        done
    }

    #[test]
    fn spots_apart_stay_apart() {
        let spots = spots(&[
            "#....#....",
            "#....#....",
            "..........",
            "..........",
            "...##.....",
        ]);
        assert_eq!(spots.len(), 3);
        assert_eq!(spots[0].rows, [(0, 2), (0, 2), (0, 2)]);
        assert_eq!(spots[2].top, 4);
        assert_eq!(spots[0].mean(), 200.0);
    }

    #[test]
    fn arms_that_meet_below_are_one_spot_with_the_rows_of_both() {
        let spots = spots(&["#.......", "#......#", "#......#", "#......#", "########"]);
        assert_eq!(spots.len(), 1);
        assert_eq!(spots[0].top, 0);
        assert_eq!(spots[0].rows.len(), 5);
        assert_eq!(spots[0].rows[0], (0, 2));
        assert_eq!(spots[0].rows[1], (0, 8));
    }

    #[test]
    fn a_comb_of_many_teeth_is_bounded() {
        let mut blobs = Blobs::new(64, 100);
        let row: Vec<u8> = (0..64).map(|x| if x % 8 == 0 { 255 } else { 0 }).collect();
        let mut done = Vec::new();
        for _ in 0..3 * MAX_ROWS {
            blobs.push(&row, &mut done);
        }
        blobs.finish(&mut done);
        assert!(done.iter().all(|blob| blob.rows.len() <= MAX_ROWS));
        assert!(done.len() >= 24);
    }
}
