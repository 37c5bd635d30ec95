//! A 200 KB report in 5,000 pieces: block by block, as the app renders it, against the whole text for each piece.
#![expect(
    clippy::print_stdout,
    reason = "the benchmark prints the size as a result"
)]

use std::hint::black_box;

use benches::{pieces, report_of};
use criterion::{Criterion, criterion_group, criterion_main};
use report::{LiveReport, Patch};

const BYTES: usize = 200_000;
const PIECES: usize = 5_000;
/// Rendering the whole for each of 5,000 pieces takes minutes, so this many evenly spread samples are measured and
/// extrapolated.
const SAMPLED: usize = 50;

fn bytes(patch: Option<&Patch>) -> usize {
    patch.map_or(0, |patch| {
        patch
            .blocks
            .iter()
            .chain(&patch.open)
            .map(|block| block.html.len())
            .sum()
    })
}

/// Renders after each piece, as if each were a frame; returns the bytes sent to the window.
fn by_blocks(text: &str, pieces: &[&str]) -> usize {
    let mut live = LiveReport::new();
    let (mut at, mut sent) = (0, 0);
    for piece in pieces {
        let kept = at;
        at += piece.len();
        live.set_text(kept, text.get(..at).unwrap_or_default());
        sent += bytes(live.render().as_ref());
    }
    sent + bytes(live.finish().as_ref())
}

/// Renders the whole text received up to some of the pieces; returns the bytes sent to the window.
fn whole(text: &str, pieces: &[&str]) -> usize {
    let (mut at, mut sent) = (0, 0);
    for (index, piece) in pieces.iter().enumerate() {
        at += piece.len();
        if index % (PIECES / SAMPLED) == 0 {
            let mut live = LiveReport::new();
            live.set_text(0, text.get(..at).unwrap_or_default());
            sent += bytes(black_box(live.finish()).as_ref());
        }
    }
    sent
}

fn blocks(criterion: &mut Criterion) {
    let text = report_of(BYTES);
    let pieces = pieces(&text, PIECES);
    let (ours, theirs) = (
        by_blocks(&text, &pieces),
        whole(&text, &pieces) * (PIECES / SAMPLED),
    );
    println!(
        "bytes for the window: {ours} by blocks, {theirs} whole each time: ratio {:.0}",
        theirs as f64 / ours as f64
    );
    let mut group = criterion.benchmark_group("blocks");
    group.sample_size(10);
    group.bench_function("by-blocks", |bench| {
        bench.iter(|| black_box(by_blocks(&text, &pieces)))
    });
    group.bench_function("whole-one-in-100", |bench| {
        bench.iter(|| black_box(whole(&text, &pieces)))
    });
    group.finish();
}

criterion_group!(benchmarks, blocks);
criterion_main!(benchmarks);
