//! Extracts the parts of an answer from a message, at whatever nesting level they are.
//!
//! The published page flattens the nesting, so each part is looked up in `data`, then beside it, then inside the
//! elements of `data.text`. Scalars may be strings or numbers.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::json;

/// The parts of an answer in one message; each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// `data.text`, its elements joined.
    pub text: Option<String>,
    /// `data.output`, or the `output`s in `data.text`; `data.result` of a synchronous answer.
    pub output: Option<String>,
    /// The flowchart as untrusted SVG text. Sanitise it and bound its size before rendering.
    pub svg: Option<String>,
    /// Tokens used.
    pub usage: Option<Usage>,
    /// The model's context length, as text.
    pub max_token: Option<String>,
}

/// Tokens used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Tokens in total.
    pub total_tokens: Option<u64>,
    /// Tokens of the request.
    pub prompt_tokens: Option<u64>,
    /// Tokens of the answer.
    pub completion_tokens: Option<u64>,
}

/// References to the parts in the message's JSON.
#[derive(Default)]
pub(crate) struct Found<'a> {
    /// The strings that make up [`Content::text`], in order.
    pub(crate) text: Vec<&'a RawValue>,
    /// The strings that make up [`Content::output`], in order.
    pub(crate) output: Vec<&'a RawValue>,
    svg: Option<&'a RawValue>,
    usage: Option<Usage>,
    max_token: Option<String>,
}

impl<'a> Found<'a> {
    fn of(layer: &Layer<'a>) -> Self {
        let output = layer.output.filter(|output| json::is_string(output));
        let result = layer.result.filter(|result| json::is_string(result));
        let mut found = Self {
            text: Vec::new(),
            output: output.or(result).into_iter().collect(),
            svg: layer.svg.filter(|svg| json::is_string(svg)),
            usage: layer.usage.and_then(Usage::of),
            max_token: layer.max_token.and_then(json::scalar),
        };
        if let Some(text) = layer.text {
            found.fill(Self::of_text(text));
        }
        found
    }

    /// Reads `text`: a string, an object, or an array of both.
    fn of_text(text: &'a RawValue) -> Self {
        let mut found = Self::default();
        found.add_piece(text);
        json::elements(text, |element| found.add_piece(element));
        found
    }

    fn add_piece(&mut self, piece: &'a RawValue) {
        if json::is_string(piece) {
            self.text.push(piece);
            return;
        }
        let names = ["output", "text", "content", "svg", "usage", "max_token"];
        let Some([output, text, other, svg, usage, max_token]) = json::members(piece.get(), names)
        else {
            return;
        };
        let string = |value: Option<&'a RawValue>| value.filter(|value| json::is_string(value));
        let output = string(output);
        self.output.extend(output);
        self.text.extend(output.or(string(text)).or(string(other)));
        self.fill(Self {
            svg: string(svg),
            usage: usage.and_then(Usage::of),
            max_token: max_token.and_then(json::scalar),
            ..Self::default()
        });
    }

    /// Fills missing parts from `other`. An empty string counts as missing.
    fn fill(&mut self, other: Self) {
        fn missing<'a>(strings: impl IntoIterator<Item = &'a &'a RawValue>) -> bool {
            strings.into_iter().all(|string| string.get() == "\"\"")
        }
        if !other.text.is_empty() && missing(&self.text) {
            self.text = other.text;
        }
        if !other.output.is_empty() && missing(&self.output) {
            self.output = other.output;
        }
        if missing(&self.svg) && other.svg.is_some() {
            self.svg = other.svg;
        }
        self.usage = self.usage.or(other.usage);
        self.max_token = self.max_token.take().or(other.max_token);
    }
}

impl From<Found<'_>> for Content {
    fn from(found: Found<'_>) -> Self {
        Self {
            text: joined(&found.text),
            output: joined(&found.output),
            svg: found.svg.and_then(json::string),
            usage: found.usage,
            max_token: found.max_token,
        }
    }
}

/// Joins the strings; `None` if there are none.
pub(crate) fn joined(strings: &[&RawValue]) -> Option<String> {
    let joined = strings.iter().filter_map(|string| json::string(string));
    (!strings.is_empty()).then(|| joined.collect())
}

impl Usage {
    fn of(json: &RawValue) -> Option<Self> {
        let names = ["total_tokens", "prompt_tokens", "completion_tokens"];
        let counts = json::members(json.get(), names)?
            .map(|count| u64::try_from(count.and_then(json::integer)?).ok());
        let [total_tokens, prompt_tokens, completion_tokens] = counts;
        counts.iter().any(Option::is_some).then_some(Self {
            total_tokens,
            prompt_tokens,
            completion_tokens,
        })
    }
}

/// The service's own error: `{code, message}` with a non-zero code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: i64,
    pub(crate) message: String,
}

impl Fault {
    /// Takes a non-zero code, with or without a message.
    fn of_code(layer: &Layer<'_>) -> Option<Self> {
        let code = layer
            .code
            .and_then(json::integer)
            .filter(|code| *code != 0)?;
        Some(Self {
            code,
            message: layer.message.and_then(json::string).unwrap_or_default(),
        })
    }

    /// Takes a non-zero code only if there is a message.
    fn of_code_and_message(layer: &Layer<'_>) -> Option<Self> {
        layer.message.and_then(json::string)?;
        Self::of_code(layer)
    }
}

/// Reads a message of a stream: first `data`, then its siblings. An error is `{code, message}` at the top level or in
/// `data`; a code without a message is an ordinary field.
pub(crate) fn read_message(message: &RawValue) -> (Content, Option<Fault>) {
    let (found, fault) = find_in_message(message);
    (found.into(), fault)
}

/// Like [`read_message`], but returns references into the message.
pub(crate) fn find_in_message(message: &RawValue) -> (Found<'_>, Option<Fault>) {
    find(message, Fault::of_code_and_message)
}

/// Reads the body of a synchronous answer. Here the contract defines `code`, so a non-zero one is an error even without
/// a message.
pub(crate) fn read_document(document: &RawValue) -> (Content, Option<Fault>) {
    let (found, fault) = find(document, Fault::of_code);
    (found.into(), fault)
}

/// Like [`read_document`], but returns references into the document.
pub(crate) fn find_in_document(document: &RawValue) -> Found<'_> {
    find(document, Fault::of_code).0
}

fn find(
    json: &RawValue,
    fault_at_the_top: impl FnOnce(&Layer<'_>) -> Option<Fault>,
) -> (Found<'_>, Option<Fault>) {
    let Some((top, data)) = Layer::of_message(json) else {
        return (Found::default(), None);
    };
    let data = data.and_then(Layer::of_object).unwrap_or_default();
    let fault = fault_at_the_top(&top).or_else(|| Fault::of_code_and_message(&data));
    let mut found = Found::of(&data);
    found.fill(Found::of(&top));
    (found, fault)
}

/// The members of one object that may hold parts of an answer.
#[derive(Default)]
struct Layer<'a> {
    code: Option<&'a RawValue>,
    message: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
    output: Option<&'a RawValue>,
    result: Option<&'a RawValue>,
    svg: Option<&'a RawValue>,
    usage: Option<&'a RawValue>,
    max_token: Option<&'a RawValue>,
}

impl<'a> Layer<'a> {
    fn of_object(object: &'a RawValue) -> Option<Self> {
        Self::of_message(object).map(|(layer, _)| layer)
    }

    /// Reads the layer and the `data` in it.
    fn of_message(object: &'a RawValue) -> Option<(Self, Option<&'a RawValue>)> {
        let names = [
            "data",
            "code",
            "message",
            "text",
            "output",
            "result",
            "svg",
            "usage",
            "max_token",
        ];
        let [
            data,
            code,
            message,
            text,
            output,
            result,
            svg,
            usage,
            max_token,
        ] = json::members(object.get(), names)?;
        Some((
            Self {
                code,
                message,
                text,
                output,
                result,
                svg,
                usage,
                max_token,
            },
            data,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(json: &str) -> Content {
        read_message(&RawValue::from_string(json.to_owned()).unwrap()).0
    }

    /// The error code in `json`, read as a stream message and as a document.
    fn faults(json: &str) -> (Option<i64>, Option<i64>) {
        let json = RawValue::from_string(json.to_owned()).unwrap();
        let code = |fault: Option<Fault>| fault.map(|fault| fault.code);
        (code(read_message(&json).1), code(read_document(&json).1))
    }

    #[test]
    fn text_is_taken_from_strings_objects_and_mixtures() {
        for (json, expected) in [
            (r#"{"data":{"text":["a","b"]}}"#, "ab"),
            (r#"{"data":{"text":"ab"}}"#, "ab"),
            (r#"{"data":{"text":[{"text":"a"},{"content":"b"}]}}"#, "ab"),
            (r#"{"data":{"text":[{"output":"a"},"b",1,null,[]]}}"#, "ab"),
            (r#"{"data":{"text":{"text":"ab"}}}"#, "ab"),
        ] {
            assert_eq!(content(json).text.as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn output_and_svg_are_found_in_data_in_text_and_at_the_top() {
        for json in [
            r#"{"data":{"output":"o","svg":"s"}}"#,
            r#"{"data":{"text":[{"output":"o","svg":"s"}]}}"#,
            r#"{"data":{"output":"","text":[{"output":"o"}],"svg":"s"}}"#,
            r#"{"data":{"result":"o","svg":"s"}}"#,
            r#"{"result":"o","svg":"s"}"#,
            r#"{"data":null,"result":"o","svg":"s"}"#,
            r#"{"data":{"result":"o"},"svg":"s"}"#,
        ] {
            let content = content(json);
            assert_eq!(content.output.as_deref(), Some("o"), "{json}");
            assert_eq!(content.svg.as_deref(), Some("s"), "{json}");
        }
    }

    #[test]
    fn usage_and_context_length_are_found_beside_and_inside() {
        for json in [
            r#"{"data":{"usage":{"total_tokens":3,"prompt_tokens":"1"},"max_token":"128"}}"#,
            r#"{"data":{},"usage":{"total_tokens":3,"prompt_tokens":1},"max_token":128}"#,
            r#"{"data":{"text":[{"usage":{"total_tokens":"3","prompt_tokens":1},"max_token":128}]}}"#,
        ] {
            let content = content(json);
            let expected = Usage {
                total_tokens: Some(3),
                prompt_tokens: Some(1),
                completion_tokens: None,
            };
            assert_eq!(content.usage, Some(expected), "{json}");
            assert_eq!(content.max_token.as_deref(), Some("128"), "{json}");
        }
        assert_eq!(
            content(r#"{"data":{"usage":{"total_tokens":-1}}}"#).usage,
            None
        );
        assert_eq!(content(r#"{"data":{"usage":"many"}}"#).usage, None);
    }

    #[test]
    fn only_a_code_that_is_not_zero_is_a_fault() {
        for json in [
            r#"{"code":1007,"message":"m"}"#,
            r#"{"code":"1007","message":""}"#,
            r#"{"event":"error","data":{"code":1007,"message":"m"}}"#,
            r#"{"code":0,"data":{"code":1007,"message":"m"}}"#,
        ] {
            assert_eq!(faults(json), (Some(1007), Some(1007)), "{json}");
        }
        for json in [
            r#"{"code":0,"message":"ok"}"#,
            r#"{"code":"ok"}"#,
            r#"{"code":null}"#,
            r#"{"data":{"code":7}}"#,
            "[1]",
        ] {
            assert_eq!(faults(json), (None, None), "{json}");
        }
    }

    #[test]
    fn a_code_without_words_is_a_fault_of_a_document_and_a_mere_field_of_a_message() {
        for json in [
            r#"{"code":"1007"}"#,
            r#"{"code":1007,"message":7}"#,
            r#"{"code":1007,"message":null,"data":{"output":"o"}}"#,
        ] {
            assert_eq!(faults(json), (None, Some(1007)), "{json}");
        }
        // The code beside `data` does not hide the error inside it.
        let json = r#"{"code":200,"data":{"code":1007,"message":"m"}}"#;
        assert_eq!(faults(json), (Some(1007), Some(200)));
    }
}
