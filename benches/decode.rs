//! Decodes 200,000 events: the client's decoder, with its limits, against plain crates without limits.

use std::{convert::Infallible, hint::black_box};

use benches::event;
use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use eventsource_stream::Eventsource;
use finagent::sse::Decoder;
use futures_util::{FutureExt, StreamExt, stream};
use sse_stream::SseByteStream;

const EVENTS: usize = 200_000;
/// About the size of one read from a socket.
const CHUNK: usize = 16 * 1024;

fn chunks() -> Vec<Bytes> {
    let stream: String = (0..EVENTS)
        .map(|n| event(&format!("第 {n} 段：利息全网最低，")))
        .collect();
    let stream = Bytes::from(stream);
    (0..stream.len())
        .step_by(CHUNK)
        .map(|at| stream.slice(at..stream.len().min(at + CHUNK)))
        .collect()
}

/// A body that is available at once, so that only decoding is measured.
fn body(chunks: &[Bytes]) -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> + Unpin {
    stream::iter(chunks.to_vec()).map(Ok)
}

fn decode(criterion: &mut Criterion) {
    let chunks = chunks();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Elements(EVENTS as u64));
    group.sample_size(20);
    group.bench_function("finagent", |bench| {
        bench.iter(|| {
            let mut decoder = Decoder::new();
            let events = chunks
                .iter()
                .flat_map(|chunk| decoder.push(chunk.clone()).collect::<Vec<_>>())
                .filter(|event| black_box(event).is_ok())
                .count();
            assert_eq!(events, EVENTS);
        });
    });
    group.bench_function("sse-stream", |bench| {
        bench.iter(|| {
            let events = SseByteStream::new(body(&chunks))
                .filter(|event| std::future::ready(black_box(event).is_ok()))
                .count();
            assert_eq!(events.now_or_never(), Some(EVENTS));
        });
    });
    group.bench_function("eventsource-stream", |bench| {
        bench.iter(|| {
            let events = body(&chunks)
                .eventsource()
                .filter(|event| std::future::ready(black_box(event).is_ok()))
                .count();
            assert_eq!(events.now_or_never(), Some(EVENTS));
        });
    });
    group.finish();
}

criterion_group!(benchmarks, decode);
criterion_main!(benchmarks);
