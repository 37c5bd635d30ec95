//! Text detection: runs the detection model over the picture, tile by tile.

use std::sync::Arc;

use rten::{Model, RunOptions};
use rten_tensor::{NdTensor, prelude::*};

use crate::{
    Cancel, Error,
    blobs::{Blob, Blobs},
    crop,
    inference::{InferenceThreads, ModelCall, Threads},
    outline,
    picture::Picture,
    quad::OrientedBox,
    resize::{Window, planes},
};

/// Map values above this (of 255) count as text.
const THRESHOLD: u8 = 77;
/// A component whose mean is below this (of 255) is not text but texture, an icon or an edge.
const LEAST_MEAN: f32 = 0.5 * 255.0;
/// The model outputs shrunken lines; this is the unclip ratio it was trained with, which undoes that.
const GROWTH: f32 = 1.6;
/// A component thinner than this, in map pixels, is too small to be legible.
const LEAST_SIDE: f32 = 3.0;
/// Maximum side of a tile, in map pixels.
const TILE_SIDE: usize = 1280;
/// Approximate maximum of a tile's pixels: the runtime takes 300 MB for them.
const TILE_PIXELS: usize = 1280 * 736;
/// Overlap of neighbouring tiles, in map pixels. The model sees half of it on each side badly, for lack of context.
const OVERLAP: usize = 128;
/// The model takes sides that are multiples of this.
const STEP: usize = 32;

/// Average budget of columns (48 pixels high) per line of the limit: eleven letters. It bounds the time, since a line of a
/// hundred letters takes ten times as long.
const COLUMNS: usize = 400;

/// The usual number of picture pixels per map pixel.
pub(crate) fn scale(picture: &Picture<'_>) -> f32 {
    let width = picture.width() as f32;
    (width / 1280.0).clamp(1.0, 3.0)
}

/// Detected lines within the limits, and how many more there were before detection stopped.
pub(crate) struct Found {
    pub(crate) slabs: Vec<OrientedBox>,
    pub(crate) left_out: usize,
    columns: usize,
}

/// Detects lines in a picture shrunk by `scale`. Calls `looked` after each band of tiles with the share of the picture covered so far, from 0 to 1.
pub(crate) fn detect(
    model: &Arc<Model>,
    (inference, threads): (&InferenceThreads, usize),
    (picture, scale): (&Picture<'_>, f32),
    limit: usize,
    cancel: &Cancel,
    mut looked: impl FnMut(f32),
) -> Result<Found, Error> {
    let width = (picture.width() as f32 / scale).ceil().max(1.0) as usize;
    let height = (picture.height() as f32 / scale).ceil().max(1.0) as usize;
    let columns = spans(width, TILE_SIDE);
    let tile_width = columns
        .first()
        .map_or(STEP, |span| round_up(span.end - span.start));
    let bands = spans(
        height,
        (TILE_PIXELS / tile_width / STEP * STEP).clamp(OVERLAP * 2, TILE_SIDE),
    );

    let model = Arc::clone(model);
    let work: ModelCall<(Window, Vec<f32>), (Window, Vec<u8>)> =
        Arc::new(move |(window, planes), options| {
            Ok((window, call(&model, window, planes, options)?))
        });
    let mut blobs = Blobs::new(width, THRESHOLD);
    let mut found = Found {
        slabs: Vec::new(),
        left_out: 0,
        columns: 0,
    };
    let mut done = Vec::new();
    for band in &bands {
        let rows = band.end - band.start;
        let mut map = vec![0; width * rows];
        let jobs = columns.iter().map(|column| {
            let window = Window {
                x: column.start,
                y: band.start,
                width: round_up(column.end - column.start),
                height: round_up(rows),
            };
            (window, planes(picture, scale, window))
        });
        // One call at a time on all threads, so the runtime allocates its memory only once.
        inference.run(
            Threads { calls: 1, threads },
            &work,
            jobs,
            cancel,
            |(window, values)| {
                if let Some(column) = columns.iter().find(|column| column.start == window.x) {
                    copy(&values, window, column, &mut map, width);
                }
                Ok(())
            },
        )?;
        let kept = map
            .chunks_exact(width)
            .skip(band.first - band.start)
            .take(band.last - band.first);
        for row in kept {
            blobs.push(row, &mut done);
            found.take(&mut done, scale, limit);
        }
        cancel.check()?;
        if found.left_out > 0 {
            // Stop here: lines beyond the limit are not read anyway.
            looked(1.0);
            return Ok(found);
        }
        looked(band.last as f32 / height as f32);
    }
    blobs.finish(&mut done);
    found.take(&mut done, scale, limit);
    Ok(found)
}

impl Found {
    fn take(&mut self, blobs: &mut Vec<Blob>, scale: f32, limit: usize) {
        for oriented_box in blobs.drain(..).filter_map(|blob| line(&blob)) {
            let columns = crop::cost(&oriented_box);
            if self.slabs.len() < limit && self.columns + columns <= limit * COLUMNS {
                self.columns += columns;
                self.slabs.push(oriented_box.scaled(scale));
            } else {
                self.left_out += 1;
            }
        }
    }
}

/// The box of the line that a component stands for, expanded to its true size.
fn line(blob: &Blob) -> Option<OrientedBox> {
    if blob.mean() < LEAST_MEAN {
        return None;
    }
    let oriented_box = outline::smallest(blob)?;
    if oriented_box.length.min(oriented_box.thickness) < LEAST_SIDE {
        return None;
    }
    let growth = oriented_box.length * oriented_box.thickness * GROWTH
        / (oriented_box.length + oriented_box.thickness);
    Some(OrientedBox {
        length: oriented_box.length + growth,
        thickness: oriented_box.thickness + growth,
        ..oriented_box
    })
}

fn call(
    model: &Model,
    window: Window,
    planes: Vec<f32>,
    options: &RunOptions,
) -> Result<Vec<u8>, Error> {
    let input = NdTensor::from_data([1, 3, window.height, window.width], planes);
    let output = model
        .run_one(input.view().into(), Some(options.clone()))
        .map_err(|error| Error::Run(Box::new(error)))?;
    let map: NdTensor<f32, 4> = output
        .try_into()
        .map_err(|error| Error::Run(Box::new(error)))?;
    Ok(map
        .iter()
        .map(|value| (value * 255.0).clamp(0.0, 255.0) as u8)
        .collect())
}

/// Copies the columns for which a tile has enough context into the band's map.
fn copy(values: &[u8], window: Window, column: &Span, map: &mut [u8], width: usize) {
    for (from, to) in values
        .chunks_exact(window.width)
        .zip(map.chunks_exact_mut(width))
    {
        let seen = from.get(column.first - column.start..column.last - column.start);
        if let (Some(seen), Some(to)) = (seen, to.get_mut(column.first..column.last)) {
            to.copy_from_slice(seen);
        }
    }
}

fn round_up(side: usize) -> usize {
    side.div_ceil(STEP) * STEP
}

/// An interval that one tile covers (`start` to `end`), and the part of it that is kept (`first` to `last`).
#[derive(Debug, PartialEq)]
struct Span {
    start: usize,
    end: usize,
    first: usize,
    last: usize,
}

/// Splits `length` into overlapping intervals of equal size, at most `side` each.
fn spans(length: usize, side: usize) -> Vec<Span> {
    let count = if length <= side {
        1
    } else {
        (length - OVERLAP).div_ceil(side - OVERLAP)
    };
    let side = if count == 1 {
        length
    } else {
        ((length - OVERLAP).div_ceil(count) + OVERLAP).next_multiple_of(STEP)
    };
    let starts: Vec<usize> = (0..count)
        .map(|number| (number * side.saturating_sub(OVERLAP)).min(length - side.min(length)))
        .collect();
    let border = |number: usize| match (
        number.checked_sub(1).and_then(|n| starts.get(n)),
        starts.get(number),
    ) {
        (Some(before), Some(start)) => (before + side + start) / 2,
        (None, Some(_)) => 0,
        _ => length,
    };
    starts
        .iter()
        .enumerate()
        .map(|(number, &start)| Span {
            start,
            end: (start + side).min(length),
            first: border(number),
            last: border(number + 1),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_everything_once_and_see_beyond_what_they_keep() {
        for length in [1, 31, 1280, 1281, 1400, 5000, 131_072] {
            let spans = spans(length, 1280);
            let mut at = 0;
            for span in &spans {
                assert_eq!(span.first, at, "{length}");
                assert!(
                    span.end - span.start <= 1280
                        && span.start <= span.first
                        && span.last <= span.end
                );
                assert!(span.first == 0 || span.first - span.start >= OVERLAP / 2);
                assert!(span.last == length || span.end - span.last >= OVERLAP / 2);
                at = span.last;
            }
            assert_eq!(at, length);
        }
    }
}
