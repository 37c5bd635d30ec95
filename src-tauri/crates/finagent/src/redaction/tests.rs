#![expect(clippy::string_slice, reason = "the tests slice only their own texts")]

use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    answer::Answer,
    answer_reader::{AnswerReader, Expectation},
    error::Error,
    options::Mode,
    progress::Progress,
};

const KEY: &str = "9b1d7e52c0a84f6e.Window-Secret";

/// Everything visible of a body: its bytes and what is parsed from them.
#[derive(Debug, Default)]
struct Seen {
    bytes: Vec<u8>,
    texts: Vec<String>,
    events: Vec<String>,
    end: Option<Result<Answer, Error>>,
    partial: String,
}

impl Seen {
    fn all(&self) -> String {
        let bytes = String::from_utf8_lossy(&self.bytes);
        let events = self.events.concat();
        let (end, partial) = (&self.end, &self.partial);
        format!(
            "{bytes}\n{}\n{events}\n{end:?}\n{partial}",
            self.texts.join("\n")
        )
    }
}

fn seen<C: AsRef<[u8]>>(
    chunks: impl IntoIterator<Item = C>,
    key: &str,
    endpoint: Endpoint,
) -> Seen {
    let key = ApiKey::parse(key).unwrap();
    let mut guard = Redactor::new(Some(&key), endpoint, None);
    let mut reading = AnswerReader::new(Expectation {
        endpoint,
        mode: Mode::Stream,
        content_type: None,
        key: None,
    });
    let mut seen = Seen::default();
    let chunks = chunks
        .into_iter()
        .map(|chunk| guard.pass(Bytes::copy_from_slice(chunk.as_ref())));
    let mut chunks: Vec<Bytes> = chunks.collect();
    chunks.push(guard.rest());
    for chunk in chunks {
        seen.bytes.extend_from_slice(&chunk);
        if seen.end.is_none() {
            let Seen { texts, events, .. } = &mut seen;
            let mut on = |progress: Progress<'_>| match progress {
                Progress::Text(change) => texts.push(change.text.to_owned()),
                Progress::Event(event) => events.push(format!("{event:?} {:?}\n", event.title())),
                _ => {}
            };
            let read = reading.push(chunk, &CancellationToken::new(), &mut on);
            seen.end = read.transpose();
        }
    }
    if seen.end.is_none() {
        seen.end = Some(reading.end(&mut |_| {}));
    }
    seen.partial = format!("{:?}", reading.partial());
    seen
}

/// All JSON strings in a stream or a document: each alone, and those of the same name joined.
fn strings(bytes: &[u8]) -> String {
    fn walk(value: &Value, name: &str, found: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => found.push((name.to_owned(), text.clone())),
            Value::Array(items) => items.iter().for_each(|item| walk(item, name, found)),
            Value::Object(members) => {
                for (name, value) in members {
                    found.push(("names".to_owned(), format!("{name}\n")));
                    walk(value, name, found);
                }
            }
            other => found.push((name.to_owned(), other.to_string())),
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    for line in text.lines() {
        let json = line.strip_prefix("data:").unwrap_or(line);
        if let Ok(value) = serde_json::from_str(json) {
            walk(&value, "", &mut found);
        }
    }
    let mut names: Vec<_> = found.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    names.dedup();
    names
        .iter()
        .map(|name| {
            let of_name = found.iter().filter(|(other, _)| other == name);
            of_name.map(|(_, text)| text.as_str()).collect::<String>() + "\n"
        })
        .collect()
}

/// A naive search: ignores case and decodes what a reader would decode.
fn holds(text: &str, key: &str) -> bool {
    let plain = |text: &str| {
        let mut text = text.to_ascii_lowercase();
        for byte in 0x21..0x7F_u8 {
            let is = char::from(byte).to_ascii_lowercase().to_string();
            for spelled in [
                format!("&#{byte};"),
                format!("&#x{byte:x};"),
                format!("%{byte:02x}"),
                format!("\\u{byte:04x}"),
            ] {
                text = text.replace(&spelled, &is);
            }
        }
        text
    };
    let text = text.to_ascii_lowercase();
    let key = key.to_ascii_lowercase();
    text.contains(&key) || plain(&text).contains(&key)
}

fn text_event(text: &str) -> String {
    let data = json!({ "event": "message", "session_id": "s", "data": { "text": [text] } });
    format!("data: {data}\n\n")
}

fn last_event(output: &str) -> String {
    let data = json!({ "event": "workflow_finished", "data": { "output": output } });
    format!("data: {data}\n\n")
}

#[test]
fn a_key_in_one_chunk_or_in_several_is_never_seen() {
    let stream = format!(": {KEY}\n\n{}", last_event(&format!("a {KEY} b")));
    let hidden = stream.replace(KEY, &"*".repeat(KEY.len()));
    for size in [1, 2, 7, 1000] {
        let seen = seen(stream.as_bytes().chunks(size), KEY, Endpoint::Audit);
        assert_eq!(String::from_utf8(seen.bytes).unwrap(), hidden);
    }
}

#[test]
fn a_key_cut_between_events_is_never_seen_and_the_final_text_is_the_streamed_one() {
    for cut in 1..KEY.len() {
        let (head, tail) = KEY.split_at(cut);
        let stream = [
            text_event("金 "),
            text_event(head),
            text_event(&format!("{tail} 融")),
            last_event(&format!("金 {KEY} 融")),
        ];
        let seen = seen(&stream, KEY, Endpoint::Audit);
        let hidden = format!("金 {} 融", "*".repeat(KEY.len()));
        assert_eq!(seen.texts.last(), Some(&hidden), "cut at {cut}");
        assert!(
            seen.texts.iter().all(|text| hidden.starts_with(text)),
            "cut at {cut}: {:?}",
            seen.texts
        );
        assert_eq!(seen.end.unwrap().unwrap().output, hidden);
    }
}

#[test]
fn growing_snapshots_of_a_text_with_the_key_still_grow() {
    let text = format!("金 {KEY} 融");
    let ends = text
        .char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .chain([text.len()]);
    let snapshot = |end: usize| {
        let data = json!({ "event": "message", "data": { "output": &text[..end] } });
        format!("data: {data}\n\n")
    };
    let stream: Vec<String> = ends.map(snapshot).chain([last_event(&text)]).collect();
    let seen = seen(&stream, KEY, Endpoint::Audit);
    let hidden = text.replace(KEY, &"*".repeat(KEY.len()));
    assert!(
        seen.texts.iter().all(|text| hidden.starts_with(text)),
        "{:?}",
        seen.texts
    );
    assert_eq!(seen.end.unwrap().unwrap().output, hidden);
}

#[test]
fn a_number_and_a_name_that_are_the_key_stay_a_number_and_a_name() {
    let key = "1234567890123456";
    let stream = format!(
        "data: {{\"session_id\":{key},\"{key}\":1,\"data\":{{\"text\":[\"a\"]}}}}\n\n{}",
        last_event("b")
    );
    let seen = seen([stream], key, Endpoint::Audit);
    assert!(!holds(&seen.all(), key));
    assert_eq!(
        seen.end.unwrap().unwrap().session_id.unwrap(),
        "1".repeat(16)
    );
}

#[test]
fn an_event_waits_for_the_next_only_while_its_text_may_begin_the_key() {
    let key = ApiKey::parse(KEY).unwrap();
    let guard = || Redactor::new(Some(&key), Endpoint::Audit, None);
    let pass =
        |guard: &mut Redactor, text: &str| guard.pass(Bytes::copy_from_slice(text.as_bytes()));
    let quiet = "data: {\"event\":\"node_started\"}\n\n";

    let mut plain = guard();
    assert_eq!(pass(&mut plain, &text_event("金融")), text_event("金融"));
    // A single letter is held, but not until text arrives, which may take long.
    let (letter, rest) = (text_event(&KEY[..1]), text_event("x"));
    assert_eq!(pass(&mut plain, &letter), "");
    assert_eq!(pass(&mut plain, quiet), letter.clone() + quiet);
    assert_eq!(pass(&mut plain, &letter), "");
    assert_eq!(pass(&mut plain, &rest), letter + &rest);
    // Half the key is held.
    let half = text_event(&KEY[..15]);
    assert_eq!(pass(&mut plain, &half), "");
    assert_eq!(pass(&mut plain, quiet), "");
    assert_eq!(plain.rest(), half.clone() + quiet);

    // The connection breaks in the next event, which may contain the other half.
    let mut cut = guard();
    assert_eq!(pass(&mut cut, &half), "");
    let begun = format!("data: {{\"data\":{{\"text\":[\"{}", &KEY[15..]);
    assert_eq!(pass(&mut cut, &begun), "");
    assert_eq!(
        cut.rest(),
        half.replace(&KEY[..15], &"*".repeat(15)) + &begun
    );
}

#[test]
fn a_short_key_hides_nothing() {
    let stream = text_event("demo") + &last_event("demo demokey");
    for key in ["demo", "demokey"] {
        assert_eq!(
            seen([&stream], key, Endpoint::Audit).bytes,
            stream.as_bytes()
        );
    }
}

/// A JSON string with the given characters escaped.
fn literal(text: &str, escaped: &[bool]) -> String {
    let mut escaped = escaped.iter().cycle();
    let written = text.chars().map(|c| match (c, escaped.next()) {
        (c, Some(true)) if c.is_ascii() => format!("\\u{:04X}", u32::from(c)),
        ('"' | '\\', _) => format!("\\{c}"),
        (c, _) => c.to_string(),
    });
    format!("\"{}\"", written.collect::<String>())
}

/// The key split into pieces, each with its spelling.
#[derive(Debug, Clone)]
struct Echo {
    cuts: Vec<usize>,
    spelling: u8,
    upper: Vec<bool>,
    escaped: Vec<bool>,
}

fn echo() -> impl Strategy<Value = Echo> {
    let bools = || prop::collection::vec(any::<bool>(), 1..9);
    (
        prop::collection::vec(0..200_usize, 0..6),
        0..6_u8,
        bools(),
        bools(),
    )
        .prop_map(|(cuts, spelling, upper, escaped)| Echo {
            cuts,
            spelling,
            upper,
            escaped,
        })
}

impl Echo {
    fn spelled(&self, key: &str) -> String {
        let mut upper = self.upper.iter().cycle();
        let mut spelled = String::new();
        for byte in key.bytes() {
            let byte = match upper.next() {
                Some(true) => byte.to_ascii_uppercase(),
                _ => byte,
            };
            match self.spelling {
                1 => spelled += &format!("&#{byte};"),
                2 => spelled += &format!("%{byte:02X}"),
                3 => spelled += &format!("&#x{byte:x};"),
                4 if byte.is_ascii_punctuation() => spelled.extend(['\\', char::from(byte)]),
                5 if byte % 3 == 0 => spelled += &format!("\u{200B}&#{byte};"),
                _ => spelled.push(char::from(byte)),
            }
        }
        spelled
    }

    fn pieces(&self, key: &str) -> Vec<String> {
        let spelled = self.spelled(key);
        let mut cuts: Vec<usize> = self
            .cuts
            .iter()
            .map(|cut| cut % (spelled.len() + 1))
            .collect();
        cuts.extend([0, spelled.len()]);
        cuts.retain(|cut| spelled.is_char_boundary(*cut));
        cuts.sort_unstable();
        cuts.windows(2)
            .map(|cut| spelled[cut[0]..cut[1]].to_owned())
            .collect()
    }
}

/// Places an echo of the key in an answer. Returns the events.
fn placed(place: u8, echo: &Echo, key: &str, last: &str) -> Vec<String> {
    let json = |text: &str| literal(text, &echo.escaped);
    let whole = json(&echo.spelled(key));
    let pieces: Vec<String> = echo.pieces(key).iter().map(|piece| json(piece)).collect();
    let event = |data: String| format!("data: {data}\n\n");
    let each =
        |form: &dyn Fn(&str) -> String| pieces.iter().map(|piece| event(form(piece))).collect();
    match place {
        0 => each(&|piece| format!("{{\"event\":\"message\",\"data\":{{\"text\":[{piece}]}}}}")),
        1 => each(&|piece| format!("{{\"event\":\"message\",\"data\":{{\"output\":{piece}}}}}")),
        2 => vec![event(format!(
            "{{\"data\":{{\"text\":[{}]}}}}",
            pieces.join(",")
        ))],
        3 => {
            let objects: Vec<_> = pieces
                .iter()
                .map(|piece| format!("{{\"output\":{piece}}}"))
                .collect();
            vec![event(format!(
                "{{\"data\":{{\"text\":[{}]}}}}",
                objects.join(" ,\t")
            ))]
        }
        4 => {
            let form = |(at, piece): (usize, &String)| {
                let name = ["output", "text", "result"][at % 3];
                event(format!("{{\"data\":{{\"{name}\":{piece}}}}}"))
            };
            pieces.iter().enumerate().map(form).collect()
        }
        5 => vec![event(format!(
            "{{\"data\":{{\"svg\":{whole},\"max_token\":{whole}}},\"step_id\":{whole}}}"
        ))],
        6 => vec![event(format!(
            "{{\"event\":{whole},\"session_id\":{whole},\"data\":{{\"title\":{whole}}}}}"
        ))],
        7 => vec![format!(
            "event: {}\nid: {}\ndata: {whole}\n\n",
            echo.spelled(key),
            echo.spelled(key)
        )],
        8 => vec![format!(
            ": {}\n\ndata: not json {}\n\n",
            echo.spelled(key),
            echo.spelled(key)
        )],
        9 => vec![event(format!("{{\"code\":1006,\"message\":{whole}}}"))],
        10 => vec![event(format!(
            "{{\"event\":\"{last}\",\"data\":{{\"output\":{whole}}}}}"
        ))],
        11 => vec![event(format!(
            "{{\"event\":\"{last}\",\"data\":{{\"text\":[{}]}}}}",
            pieces.join(",")
        ))],
        12 => vec![format!(
            "{{\"code\":0,\"message\":{whole},\"data\":{{\"result\":{whole},\"svg\":{whole}}}}}"
        )],
        13 => vec![format!(
            "{{\"code\":0,\"data\":{{\"text\":[{}]}}}}",
            pieces.join(",")
        )],
        14 => vec![format!("{{\"code\":1003,\"message\":{whole}}}")],
        _ => vec![format!("<html>{}</html>", echo.spelled(key))],
    }
}

fn cut(whole: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (whole.len() + 1)).collect();
    cuts.extend([0, whole.len()]);
    cuts.sort_unstable();
    cuts.windows(2)
        .map(|cut| whole[cut[0]..cut[1]].to_vec())
        .collect()
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    select(vec![
        Endpoint::Diligence,
        Endpoint::Audit,
        Endpoint::Sparring,
        Endpoint::Updates,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_key_is_seen_by_nobody_wherever_and_however_the_service_repeats_it(
        key in "[a-zA-Z0-9._-]{8,64}",
        echo in echo(),
        place in 0..16_u8,
        endpoint in endpoint(),
        around in prop::collection::vec((any::<bool>(), "[ 金融a-c.]{0,8}"), 0..4),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
        breaks in prop::option::of(any::<usize>()),
        pings in any::<bool>(),
    ) {
        let last = endpoint.last_event();
        let mut stream = Vec::new();
        let echoed = placed(place, &echo, &key, last);
        let is_stream = echoed.iter().all(|event| event.ends_with("\n\n"));
        let at = around.iter().filter(|(before, _)| *before).count();
        for (number, (_, text)) in around.iter().enumerate().filter(|_| is_stream) {
            if number == at {
                stream.extend(echoed.iter().cloned());
            }
            stream.push(text_event(text));
        }
        if at >= around.len() || !is_stream {
            stream.extend(echoed.iter().cloned());
        }
        if is_stream {
            stream.push(format!("data: {{\"event\":\"{last}\"}}\n\n"));
        }
        let between = if pings && is_stream { ": ping\n\n" } else { "" };
        let mut whole = stream.join(between).into_bytes();
        if let Some(breaks) = breaks {
            whole.truncate(breaks % (whole.len() + 1));
        }
        let seen = seen(cut(&whole, &cuts), &key, endpoint);
        prop_assert_eq!(seen.bytes.len(), whole.len(), "nothing is lost");
        let all = seen.all();
        prop_assert!(!holds(&all, &key), "{}", all);
        let strings = strings(&seen.bytes);
        prop_assert!(!holds(&strings, &key), "{}", strings);
    }

    #[test]
    fn what_does_not_hold_the_key_passes_as_it_came(
        pieces in prop::collection::vec((any::<u8>(), 1..30_usize, "[ 金融%&\\\\<>#;a-f0-9.\"]{0,8}"), 0..12),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
        endpoint in endpoint(),
    ) {
        // Pieces of the key's beginning, never the whole key.
        let stream: Vec<String> = pieces.iter().map(|(kind, length, text)| {
            let text = format!("{text}{}", &KEY[..(*length).min(KEY.len() - 1)]);
            let data = match kind % 5 {
                0 => json!({ "data": { "text": [text, " "] } }),
                1 => json!({ "data": { "output": text + " " } }),
                2 => json!({ "data": { "text": [{ "output": text }, { "text": "|" }], "svg": text } }),
                3 => json!({ "event": text, "session_id": text, "created": 1 }),
                _ => json!({ "data": { "text": [text] } }),
            };
            format!("data: {data}\r\n\r\n")
        }).collect();
        let stream = stream.concat() + &last_event("x");
        let joined = strings(stream.as_bytes());
        prop_assume!(!joined.to_lowercase().replace(['%', '&', '\\', '<', '>', '#', ';', '.', '"', '-', '|'], "").contains("9b1d7e52c0a84f6ewindowsecret"));
        let seen = seen(cut(stream.as_bytes(), &cuts), KEY, endpoint);
        prop_assert_eq!(String::from_utf8(seen.bytes).unwrap(), stream);
    }
}

#[test]
fn a_large_answer_of_beginnings_of_the_key_takes_time_by_its_size_alone() {
    // Counts search steps instead of time: the cost per character is bounded, whatever came before.
    let key = "aaaaaaaa".repeat(8);
    let long = "a".repeat(63) + "b";
    let text = text_event(&long.repeat(100));
    let beginnings = text_event(&long[..63]) + &text_event("b");
    for (event, times) in [(text, 200), (beginnings, 5_000)] {
        let stream = event.repeat(times) + &last_event("x");
        let seen = seen([&stream], &key, Endpoint::Audit);
        assert!(seen.bytes == stream.as_bytes());
    }
}
