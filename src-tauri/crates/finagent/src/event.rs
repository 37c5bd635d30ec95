//! One message of a stream. The contract leaves points open, so parsing is lenient.
//!
//! Parsing never fails: a message that can't be parsed is progress without content, and [`Event::raw`] keeps all of it.

use serde_json::value::RawValue;

use crate::{
    content::{self, Content, Fault},
    excerpt::{cut, visible},
    json,
    request::Endpoint,
    sse::SseEvent,
};

/// The most characters of an event title.
pub const TITLE_LIMIT: usize = 120;

/// A message of a stream.
#[derive(Debug, Clone)]
pub struct Event {
    /// The event type: from the JSON, else from the SSE `event` line, else `message`.
    pub name: String,
    /// The session id. A number is converted to text.
    pub session_id: Option<String>,
    /// The id of the workflow step. A number is converted to text.
    pub step_id: Option<String>,
    /// When the session was created, in milliseconds since 1970.
    pub created: Option<i64>,
    /// The parts of the answer in this message.
    pub content: Content,
    /// The message's JSON as received, including unknown fields. Data that is not JSON becomes a JSON string.
    pub raw: Box<RawValue>,
    pub(crate) fault: Option<Fault>,
}

impl Event {
    /// Parses a decoded SSE event.
    #[must_use]
    pub fn read(sse: SseEvent) -> Self {
        let SseEvent {
            event: name, data, ..
        } = sse;
        let mut event = Self {
            name: name.into_owned(),
            session_id: None,
            step_id: None,
            created: None,
            content: Content::default(),
            raw: as_json(data),
            fault: None,
        };
        let names = ["event", "session_id", "step_id", "created"];
        if let Some([name, session, step, created]) = json::members(event.raw.get(), names) {
            if let Some(name) = name.and_then(json::string).filter(|name| !name.is_empty()) {
                event.name = name;
            }
            event.session_id = session.and_then(json::scalar);
            event.step_id = step.and_then(json::scalar);
            event.created = created.and_then(json::integer);
            (event.content, event.fault) = content::read_message(&event.raw);
        }
        event
    }

    /// Whether this is the last message of an answer of `endpoint`. Each endpoint has its own name for it.
    #[must_use]
    pub fn is_last(&self, endpoint: Endpoint) -> bool {
        self.name == endpoint.last_event()
    }

    /// Whether the data was a complete JSON object, as the contract requires.
    pub(crate) fn is_object(&self) -> bool {
        self.raw.get().starts_with('{')
    }

    /// The title of the workflow step for display: `data.title`, or `title` beside `data`; one line without control
    /// characters, at most [`TITLE_LIMIT`] characters. `None` if neither is a string with visible text.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let [data, beside] = json::members(self.raw.get(), ["data", "title"])?;
        let inside = data.and_then(|data| json::members(data.get(), ["title"]));
        [inside.and_then(|[title]| title), beside]
            .into_iter()
            .flatten()
            .filter_map(json::string)
            .map(|title| cut(&visible(&title), TITLE_LIMIT))
            .find(|title| !title.is_empty())
    }

    /// The message as one line of JSON: the object as received with the resolved event name in it, or `{"event": …,
    /// "data": "…"}` if the data was not an object.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        let mut line = format!("{{\"event\":{}", quoted(&self.name));
        match json::all_members(self.raw.get()) {
            Some(members) => {
                for (name, value) in members {
                    if name != "event" {
                        line.push(',');
                        line.push_str(&quoted(&name));
                        line.push(':');
                        line.push_str(value.get());
                    }
                }
            }
            None => {
                line.push_str(",\"data\":");
                match json::string(&self.raw) {
                    Some(_) => line.push_str(self.raw.get()),
                    None => line.push_str(&quoted(self.raw.get())),
                }
            }
        }
        line.push('}');
        // In JSON, raw line breaks occur only between tokens; inside strings they are escaped.
        line.replace(['\r', '\n'], " ")
    }
}

fn as_json(data: String) -> Box<RawValue> {
    match serde_json::from_str::<&RawValue>(&data) {
        Ok(raw) => raw.to_owned(),
        Err(_) => RawValue::from_string(quoted(&data)).unwrap_or_default(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(name: &'static str, data: &str) -> Event {
        Event::read(SseEvent {
            event: name.into(),
            data: data.to_owned(),
            id: String::new(),
        })
    }

    #[test]
    fn ids_are_taken_as_strings_and_as_numbers() {
        let e = event(
            "message",
            r#"{"session_id":12345678901234567890,"step_id":"s1","created":"1700000000000"}"#,
        );
        assert_eq!(e.session_id.as_deref(), Some("12345678901234567890"));
        assert_eq!(e.step_id.as_deref(), Some("s1"));
        assert_eq!(e.created, Some(1_700_000_000_000));
    }

    #[test]
    fn each_endpoint_has_its_own_last_event() {
        for (endpoint, last, other) in [
            (Endpoint::Diligence, "workflow_finished", "message_finished"),
            (Endpoint::Audit, "workflow_finished", "message_finished"),
            (Endpoint::Sparring, "message_finished", "workflow_finished"),
            (Endpoint::Updates, "workflow_finished", "message_finished"),
        ] {
            assert!(event(last, "{}").is_last(endpoint), "{endpoint:?}");
            assert!(!event(other, "{}").is_last(endpoint), "{endpoint:?}");
        }
    }

    #[test]
    fn a_title_is_taken_from_data_or_from_beside_it() {
        for (json, expected) in [
            (r#"{"data":{"title":"检索"},"title":"outer"}"#, Some("检索")),
            (r#"{"data":{"title":7},"title":"outer"}"#, Some("outer")),
            (r#"{"data":{"title":" \n"},"title":"outer"}"#, Some("outer")),
            (r#"{"data":["title"],"title":"outer"}"#, Some("outer")),
            (r#"{"title":"outer"}"#, Some("outer")),
            (r#"{"data":{"data":{"title":"deep"}}}"#, None),
            (r#"{"data":{"title":null}}"#, None),
            (r#"{"data":"title"}"#, None),
            (r#"["title"]"#, None),
            ("title", None),
        ] {
            assert_eq!(event("x", json).title().as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn a_title_is_one_bounded_line_without_control_characters() {
        let titled = |title: &str| {
            let json = serde_json::json!({ "data": { "title": title } }).to_string();
            event("x", &json).title().unwrap()
        };
        assert_eq!(titled(" a\r\nb\u{1B}[31m\u{202E}c\0 "), "a  b[31mc");
        assert_eq!(titled(&"融".repeat(120)), "融".repeat(120));
        assert_eq!(titled(&"融".repeat(121)), "融".repeat(119) + "…");
    }

    #[test]
    fn the_line_keeps_every_field_and_has_the_resolved_name() {
        let e = event("delta", "{\"x\": {\"y\":\n[1]},\n\"created\":1.0}");
        assert_eq!(
            e.to_json_line(),
            r#"{"event":"delta","x":{"y": [1]},"created":1.0}"#
        );
        let e = event("delta", r#"{"a":1,"event":"json","b":2}"#);
        assert_eq!(e.to_json_line(), r#"{"event":"json","a":1,"b":2}"#);
        assert_eq!(
            event("ping", "pong \"1\"\n2").to_json_line(),
            r#"{"event":"ping","data":"pong \"1\"\n2"}"#
        );
        assert_eq!(
            event("ping", "[1]").to_json_line(),
            r#"{"event":"ping","data":"[1]"}"#
        );
        assert_eq!(
            event("ping", "\"a\"").to_json_line(),
            r#"{"event":"ping","data":"a"}"#
        );
    }

    #[test]
    fn deep_nesting_is_kept_and_harms_nothing() {
        let deep = format!("{{\"x\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(event("message", &deep).raw.get(), deep);
        let text = format!(
            "{{\"data\":{{\"text\":{}{}}}}}",
            "[".repeat(200_000),
            "]".repeat(200_000)
        );
        assert_eq!(event("message", &text).content.text, None);
    }

    proptest! {
        #[test]
        fn any_data_is_read_without_a_panic_and_its_line_is_json(data in any_message()) {
            let e = event("message", &data);
            let line = e.to_json_line();
            prop_assert!(!line.contains(['\n', '\r']));
            let value: Result<Box<RawValue>, _> = serde_json::from_str(&line);
            prop_assert!(value.is_ok(), "{}", line);
        }
    }

    /// Messages with the contract's field names and any values, and plain noise.
    fn any_message() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[ -~融😀\\n]{0,12}".prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<f64>().prop_map(serde_json::Value::from),
            any::<bool>().prop_map(serde_json::Value::from),
            Just(serde_json::Value::Null),
        ];
        let names = prop::sample::select(vec![
            "event",
            "session_id",
            "step_id",
            "created",
            "data",
            "text",
            "output",
            "svg",
            "usage",
            "code",
            "message",
            "total_tokens",
            "max_token",
            "result",
            "content",
            "other",
        ]);
        let value = leaf.prop_recursive(5, 64, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
                prop::collection::vec((names.clone(), inner), 0..8).prop_map(|members| {
                    members
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect()
                }),
            ]
        });
        prop_oneof![
            4 => value.prop_map(|value| value.to_string()),
            1 => "\\PC{0,60}",
            1 => "[\\[\\]{}\",:a\\\\u0-9\\n\\r-]{0,40}",
        ]
    }
}
