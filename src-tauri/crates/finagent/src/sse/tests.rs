use super::*;
use proptest::prelude::*;

fn decode(chunks: &[&[u8]]) -> Vec<Result<SseEvent, EventTooLarge>> {
    let mut decoder = Decoder::new();
    let mut events = Vec::new();
    for chunk in chunks {
        events.extend(decoder.push(Bytes::copy_from_slice(chunk)));
    }
    events.extend(decoder.finish().map(Ok));
    events
}

fn data(chunks: &[&[u8]]) -> Vec<String> {
    decode(chunks)
        .into_iter()
        .map(|event| event.unwrap().data)
        .collect()
}

#[test]
fn a_character_cut_between_chunks_is_put_together() {
    let whole = "data: 金融\n\n".as_bytes();
    for at in 0..whole.len() {
        let (head, tail) = whole.split_at(at);
        assert_eq!(data(&[head, tail]), ["金融"], "cut at {at}");
    }
}

#[test]
fn invalid_bytes_become_replacement_characters_and_the_stream_goes_on() {
    assert_eq!(
        data(&[b"data: a\xFFb\n\ndata: \xE9", b"\x87\n\ndata: c\n\n"]),
        ["a\u{FFFD}b", "\u{FFFD}", "c"]
    );
}

#[test]
fn a_cut_character_followed_by_another_character_is_replaced_alone() {
    assert_eq!(
        data(&[b"data: \xE9\x87", "融\n\n".as_bytes()]),
        ["\u{FFFD}融"]
    );
}

#[test]
fn replacing_is_reported() {
    let mut decoder = Decoder::new();
    _ = decoder.push(Bytes::from_static(b"data: a\n\n")).count();
    assert!(!decoder.replaced_invalid_utf8());
    _ = decoder.push(Bytes::from_static(b"data: \xFF\n")).count();
    assert!(decoder.replaced_invalid_utf8());
}

#[test]
fn a_final_carriage_return_dispatches_at_once_and_swallows_a_line_feed() {
    let mut decoder = Decoder::new();
    assert_eq!(decoder.push(Bytes::from_static(b"data: a\r\r")).count(), 1);
    assert_eq!(
        decoder.push(Bytes::from_static(b"\ndata: b\r\n\r")).count(),
        1
    );
}

#[test]
fn a_block_without_its_blank_line_is_given_only_at_the_end() {
    for tail in ["data: b", "data: b\n", "data: b\r", "data: b\r\n"] {
        let mut decoder = Decoder::new();
        let chunk = Bytes::from(format!("data: a\n\n{tail}"));
        assert_eq!(decoder.push(chunk).count(), 1);
        assert_eq!(decoder.finish().unwrap().data, "b", "{tail:?}");
    }
}

#[test]
fn an_event_of_the_limit_passes_and_one_byte_more_does_not() {
    let event = |size: usize| format!("data:{}\n\n", "x".repeat(size - 7));
    for chunk_size in [1, 7, 64, 1000] {
        let decode = |text: String| {
            let mut decoder = Decoder::with_event_limit(64);
            let mut results = Vec::new();
            for chunk in text.as_bytes().chunks(chunk_size) {
                results.extend(decoder.push(Bytes::copy_from_slice(chunk)));
            }
            results
        };
        let fits = decode(event(64) + &event(64));
        assert_eq!(fits.iter().filter(|result| result.is_ok()).count(), 2);
        let too_large = decode(event(64) + &event(65) + &event(10));
        assert_eq!(too_large.len(), 2, "nothing comes after the refusal");
        assert_eq!(too_large[1], Err(EventTooLarge { limit: 64 }));
    }
}

#[test]
fn an_endless_line_an_endless_comment_and_endless_names_end_at_the_limit() {
    for line in [
        "data: x",
        ": x",
        "event: x",
        "x",
        "data\n",
        "event: x\n",
        ":\n",
    ] {
        let mut decoder = Decoder::with_event_limit(100_000);
        let chunk = Bytes::from(line.repeat(1000));
        let mut pushed = 0;
        loop {
            pushed += chunk.len();
            assert!(pushed < 300_000, "{line:?} goes on for ever");
            if decoder.push(chunk.clone()).any(|event| event.is_err()) {
                break;
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_in_any_chunks_decode_as_the_whole_does(
        pieces in proptest::collection::vec(piece(), 0..40),
        cuts in proptest::collection::vec(0..4000_usize, 0..20),
    ) {
        let whole: Vec<u8> = pieces.concat();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(whole.len())).collect();
        cuts.extend([0, whole.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &whole[pair[0]..pair[1]]).collect();
        prop_assert_eq!(decode(&chunks), decode(&[&whole]));
        let single: Vec<&[u8]> = whole.chunks(1).collect();
        prop_assert_eq!(decode(&single), decode(&[&whole]));
    }

    #[test]
    fn the_guard_replaces_exactly_what_the_standard_library_replaces(
        bytes in proptest::collection::vec(piece(), 0..20),
        size in 1..9_usize,
    ) {
        let whole: Vec<u8> = bytes.concat();
        let mut guard = Utf8Guard::default();
        let mut out = Vec::new();
        for chunk in whole.chunks(size) {
            guard.pass(Bytes::copy_from_slice(chunk), |piece| {
                assert!(std::str::from_utf8(&piece).is_ok());
                out.extend_from_slice(&piece);
            });
        }
        guard.end(|piece| out.extend_from_slice(&piece));
        prop_assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8_lossy(&whole));
    }
}

/// Pieces of streams, broken characters and noise, which make interesting cuts common.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::sample::select(vec![
            &b"data: "[..],
            b"data",
            b"event: a",
            b"id: 1",
            b"id\0",
            b"retry: 5",
            b"\n",
            b"\r",
            b"\r\n",
            b"\n\n",
            b":",
            b" ",
            b"\xEF\xBB\xBF",
            b"\xEF\xBB",
            "融".as_bytes(),
            "😀".as_bytes(),
            b"\xE9",
            b"\xF0\x9F",
            b"\x80",
            b"\xED\xA0\x80",
            b"\xFF",
        ])
        .prop_map(<[u8]>::to_vec),
        proptest::collection::vec(any::<u8>(), 0..12),
    ]
}
