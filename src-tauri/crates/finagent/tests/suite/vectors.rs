//! The decoder against the conformance vectors, with every chunk size.

use bytes::Bytes;
use finagent::sse::Decoder;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    name: String,
    body_base64: String,
    expected: Vec<Expected>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Expected {
    event: String,
    data: String,
    id: String,
}

/// Yields the events that a browser would dispatch, so without the last block if it lacks its blank line.
fn decode(body: &[u8], size: usize) -> Vec<Expected> {
    let mut decoder = Decoder::new();
    let mut events = Vec::new();
    for chunk in body.chunks(size) {
        for event in decoder.push(Bytes::copy_from_slice(chunk)) {
            let event = event.unwrap();
            events.push(Expected {
                event: event.event.into_owned(),
                data: event.data,
                id: event.id,
            });
        }
    }
    events
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => panic!("not base64"),
    };
    let digits: Vec<u8> = text.trim_end_matches('=').bytes().map(digit).collect();
    let mut bytes = Vec::new();
    for group in digits.chunks(4) {
        let bits = (0..4).fold(0_u32, |bits, i| {
            bits << 6 | u32::from(*group.get(i).unwrap_or(&0))
        });
        bytes.extend(bits.to_be_bytes().iter().skip(1).take(group.len() * 3 / 4));
    }
    bytes
}

#[test]
fn every_conformance_vector_passes_at_every_chunk_size() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("data/sse_vectors.json")).unwrap();
    let mut runs = 0;
    let mut failed = Vec::new();
    for vector in &vectors {
        let body = base64(&vector.body_base64);
        for size in [1, 2, 3, 7, body.len().max(1)] {
            runs += 1;
            if decode(&body, size) != vector.expected {
                failed.push(format!("{} at {size}", vector.name));
            }
        }
    }
    assert_eq!(runs, 5 * 56, "vectors are missing");
    assert!(
        failed.is_empty(),
        "{} of {runs} runs failed: {failed:#?}",
        failed.len()
    );
}
