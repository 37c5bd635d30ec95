//! Accepts JSON in the exact form that the program writes, and no other.
//!
//! Two readers may understand one text differently: with duplicate field names one takes the first and the other the
//! last, one reads `1.0` as an integer and the other does not. So a text of a package is checked character by character
//! before it is parsed. It has exactly one form, which docs/evidence.md describes; anything else is rejected.

use std::collections::BTreeSet;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Number, Value};

use super::limits::{JSON_DEPTH_MAX, within};

/// The white space in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// None.
    Compact,
    /// A space after each field name, and each field and element on a line of its own, indented by two spaces per level.
    Indented,
}

/// Parses a text if the program would have written it: the fields of `T` in their order, and no others.
pub(super) fn read<T: DeserializeOwned + Serialize>(text: &str, layout: Layout) -> Option<T> {
    if !is_written(text, layout) {
        return None;
    }
    // Derived deserializers accept more than serializers write: fields in another order, unknown ones, an array for an
    // object.
    let found: T = serde_json::from_str(text).ok()?;
    let value: Value = serde_json::from_str(text).ok()?;
    (serde_json::to_string(&found).ok()? == serde_json::to_string(&value).ok()?).then_some(found)
}

/// Parses a text as an object.
pub(super) fn object(text: &str) -> Option<serde_json::Map<String, Value>> {
    if !is_written(text, Layout::Compact) {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Whether a text is one JSON value in the form that the program writes.
pub(super) fn is_written(text: &str, layout: Layout) -> bool {
    let mut reader = Reader {
        rest: text,
        layout,
        depth: 0,
    };
    reader.value().is_some() && reader.rest.is_empty()
}

struct Reader<'a> {
    rest: &'a str,
    layout: Layout,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn takes(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    fn value(&mut self) -> Option<()> {
        match self.rest.bytes().next()? {
            b'{' => {
                let mut names = BTreeSet::new();
                self.container("{", "}", &mut |reader| {
                    // In this form, a name has only one spelling.
                    if !names.insert(reader.string()?) {
                        return None;
                    }
                    reader.takes(match reader.layout {
                        Layout::Compact => ":",
                        Layout::Indented => ": ",
                    })?;
                    reader.value()
                })
            }
            b'[' => self.container("[", "]", &mut Self::value),
            b'"' => self.string().map(drop),
            b'n' => self.takes("null"),
            b't' => self.takes("true"),
            b'f' => self.takes("false"),
            _ => self.number(),
        }
    }

    fn container(
        &mut self,
        open: &str,
        close: &str,
        element: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.takes(open)?;
        self.depth += 1;
        if !within(self.depth, JSON_DEPTH_MAX) {
            return None;
        }
        if self.takes(close).is_none() {
            loop {
                self.line(self.depth)?;
                element(self)?;
                if self.takes(",").is_none() {
                    break;
                }
            }
            self.line(self.depth - 1)?;
            self.takes(close)?;
        }
        self.depth -= 1;
        Some(())
    }

    /// Expects a line break and indentation, if the layout has them.
    fn line(&mut self, depth: usize) -> Option<()> {
        if self.layout == Layout::Indented {
            self.takes("\n")?;
            for _ in 0..depth {
                self.takes("  ")?;
            }
        }
        Some(())
    }

    /// Reads the text between the quotation marks, as written: only `"`, `\` and control characters are escaped, each in
    /// its shortest form.
    fn string(&mut self) -> Option<&'a str> {
        self.takes("\"")?;
        let text = self.rest;
        loop {
            let at = self
                .rest
                .find(|c: char| matches!(c, '"' | '\\') || c < ' ')?;
            let (_, rest) = self.rest.split_at_checked(at)?;
            self.rest = rest;
            if self.takes("\"").is_some() {
                return text.get(..text.len() - self.rest.len() - 1);
            }
            self.takes("\\")?;
            let escape = self.rest.chars().next()?;
            let length = match escape {
                '"' | '\\' | 'b' | 'f' | 'n' | 'r' | 't' => 1,
                'u' if is_control(self.rest.get(1..5)?) => 5,
                _ => return None,
            };
            self.rest = self.rest.get(length..)?;
        }
    }

    fn number(&mut self) -> Option<()> {
        let of_number = |c: char| matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !of_number(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let whole = !number.contains(['.', 'e', 'E']);
        let written = if whole {
            number
                .parse::<u64>()
                .map(|number| number.to_string())
                .or_else(|_| number.parse::<i64>().map(|number| number.to_string()))
                .ok()?
        } else {
            // Rust's own formatting rounds up where two shortest forms are equally close; the writer rounds to even.
            serde_json::to_string(&Number::from_f64(number.parse().ok()?)?).ok()?
        };
        (written == number).then_some(())
    }
}

/// Whether `\u` with these digits is the shortest escape of a control character.
fn is_control(digits: &str) -> bool {
    let short = ["0008", "0009", "000a", "000c", "000d"];
    let small = |c| matches!(c, '0'..='9' | 'a'..='f');
    (digits.starts_with("000") || digits.starts_with("001"))
        && digits.chars().all(small)
        && !short.contains(&digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn is_compact(text: &str) -> bool {
        is_written(text, Layout::Compact)
    }

    #[test]
    fn what_is_written_otherwise_is_refused() {
        let written = [
            r#"{"a":1,"b":[true,null,{}],"":"\"\\\n\u001f\u007f","c":-0.5}"#
                .replace("\\u007f", "\u{7f}"),
            "18446744073709551615".to_owned(),
            "-9223372036854775808".to_owned(),
            "\"保本\u{2028}\"".to_owned(),
            "1e+16".to_owned(),
            "1.5e-6".to_owned(),
            "0.00001".to_owned(),
            "-0.0".to_owned(),
            "-771367632043085.2".to_owned(),
        ];
        for text in &written {
            assert!(is_compact(text), "{text}");
        }
        for text in [
            "",
            " 1",
            "1 ",
            "1\n",
            "\u{feff}1",
            "1 1",
            "{\"a\": 1}",
            "{\"a\":1,}",
            "[1,]",
            "[,1]",
            "{\"a\":1,\"a\":1}",
            "{\"b\":[{\"a\":1,\"c\":0,\"a\":2}]}",
            "{a:1}",
            "{\"a\"}",
            "[1",
            "\"a",
            "\"\t\"",
            "\"\\/\"",
            "\"\\u0041\"",
            "\"\\u000A\"",
            "\"\\u000a\"",
            "\"\\u001F\"",
            "\"\\ud83d\\ude00\"",
            "\"\\u00保\"",
            "01",
            "+1",
            "-0",
            "1.",
            ".5",
            "1.50",
            "1E5",
            "1e5",
            "1e16",
            "1e+016",
            "1e999",
            "0.30000000000000000001",
            "18446744073709551616",
            "NaN",
            "nul",
            "nulls",
            "--1",
        ] {
            assert!(!is_compact(text), "{text}");
        }
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(is_compact(&deep(100)) && !is_compact(&deep(101)));
        assert!(!is_compact(&"[".repeat(2_000_000)));
    }

    #[test]
    fn an_indented_text_is_indented_as_the_writer_does() {
        let value = json!({ "a": [1, { "b": [] }], "c": {} });
        let text = serde_json::to_string_pretty(&value).unwrap();
        assert!(is_written(&text, Layout::Indented) && !is_compact(&text));
        for (from, to) in [
            ("  ", "\t"),
            (": ", ":"),
            ("[]", "[\n]"),
            ("\n}", "\n }"),
            ("1,", "1, "),
        ] {
            let changed = text.replacen(from, to, 1);
            assert!(!is_written(&changed, Layout::Indented), "{changed}");
        }
        assert!(!is_written(&value.to_string(), Layout::Indented));
    }

    #[test]
    fn a_record_has_the_fields_it_is_written_with() {
        use crate::facts::Tokens;
        let read = |text: &str| read::<Tokens>(text, Layout::Compact);
        let tokens = Tokens {
            total: Some(1),
            prompt: None,
            completion: Some(2),
        };
        assert_eq!(
            read(r#"{"total":1,"prompt":null,"completion":2}"#),
            Some(tokens)
        );
        for text in [
            "[1,null,2]",
            r#"{"total":1,"completion":2,"prompt":null}"#,
            r#"{"total":1,"completion":2}"#,
            r#"{"total":1,"prompt":null,"completion":2,"more":0}"#,
            r#"{"total":1.0,"prompt":null,"completion":2}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (-20_000..20_000_i32).prop_map(|n| Value::from(f64::from(n) / 1_000.0)),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_the_program_writes_is_in_its_form(value in any_value()) {
            prop_assert!(is_compact(&value.to_string()), "{}", value);
            let indented = serde_json::to_string_pretty(&value).unwrap();
            prop_assert!(is_written(&indented, Layout::Indented), "{}", indented);
        }
    }
}
