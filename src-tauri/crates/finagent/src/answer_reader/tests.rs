use super::*;
use proptest::prelude::*;

/// Reads a body in these chunks. Returns what the caller is told and the outcome.
fn read(chunks: &[&[u8]], mode: Mode) -> (Vec<String>, Result<Answer, Error>) {
    let cancel = CancellationToken::new();
    let mut heard = Vec::new();
    let mut on = |progress: Progress<'_>| match progress {
        Progress::Event(event) => heard.push(event.to_json_line()),
        Progress::Text(change) => heard.push(format!("{} {}", change.kept, change.text)),
        Progress::Usage(usage) => heard.push(format!("{usage:?}")),
        _ => {}
    };
    let mut reading = AnswerReader::new(Expectation {
        endpoint: Endpoint::Audit,
        mode,
        content_type: None,
        key: None,
    });
    for chunk in chunks {
        match reading.push(Bytes::copy_from_slice(chunk), &cancel, &mut on) {
            Ok(None) => {}
            Ok(Some(answer)) => return (heard, Ok(answer)),
            Err(error) => return (heard, Err(error)),
        }
    }
    let end = reading.end(&mut on);
    (heard, end)
}

/// Drops what depends on how the body was cut into chunks: the byte counts, and whether anything after the last event
/// was looked at.
fn without_chunking(
    (heard, end): (Vec<String>, Result<Answer, Error>),
) -> (Vec<String>, Result<Answer, Error>) {
    let end = match end {
        Ok(mut answer) => {
            answer.bytes = 0;
            answer
                .notes
                .retain(|note| *note != Note::InvalidUtf8Replaced);
            Ok(answer)
        }
        Err(Error::Interrupted { events, .. }) => Err(Error::Interrupted { events, bytes: 0 }),
        Err(other) => Err(other),
    };
    (heard, end)
}

#[test]
fn a_cancel_between_two_events_of_one_chunk_is_heard() {
    let cancel = CancellationToken::new();
    let mut events = 0;
    let mut reading = AnswerReader::new(Expectation {
        endpoint: Endpoint::Audit,
        mode: Mode::Stream,
        content_type: None,
        key: None,
    });
    let chunk = Bytes::from("data: {}\n\n".repeat(10));
    let result = reading.push(chunk, &cancel, &mut |_| {
        events += 1;
        cancel.cancel();
    });
    assert_eq!((result, events), (Err(Error::Cancelled), 1));
}

proptest! {
    #[test]
    fn any_body_in_any_chunks_reads_as_the_whole_does(
        pieces in prop::collection::vec(piece(), 0..24),
        cuts in prop::collection::vec(0..2000_usize, 0..12),
        mode in prop::sample::select(vec![Mode::Stream, Mode::Sync]),
    ) {
        let whole: Vec<u8> = pieces.concat();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(whole.len())).collect();
        cuts.extend([0, whole.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &whole[pair[0]..pair[1]]).collect();
        let single: Vec<&[u8]> = whole.chunks(1).collect();
        let expected = without_chunking(read(&[&whole], mode));
        prop_assert_eq!(&without_chunking(read(&chunks, mode)), &expected);
        prop_assert_eq!(&without_chunking(read(&single, mode)), &expected);
    }
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "data: {\"data\":{\"text\":[\"金\"]}}\n\n",
        "data: {\"event\":\"workflow_finished\",\"data\":{\"output\":\"金融\"}}\n\n",
        "data: {\"event\":\"workflow_finished\",\"data\":{\"output\":\"金融\"}}",
        "data: {\"code\":1007,\"message\":\"m\"}\n\n",
        "data: [DONE]\n\n",
        "data: {\"data\":{\"usage\":{\"total_tokens\":1}}}\r\r",
        "{\"result\":\"r\"}",
        "{\"code\":1,",
        "\u{FEFF}",
        "event: workflow_finished\r\n",
        "event: workflow_finished\ndata: {\"output\":\"o\"}",
        "data: {\"event\":\"message_finished\",\"data\":{\"output\":\"x\"}}\n\n",
        "data: ",
        ": ping\n\n",
        "\n",
        " ",
        "<html>",
    ]);
    prop_oneof![
        4 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ]
}
