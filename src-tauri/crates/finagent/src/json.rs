//! Lenient JSON access: each lookup returns a value or nothing, never an error.
//!
//! Values stay text ([`RawValue`]) until one of the few needed is extracted. A parsed tree of an 8 MB event could take
//! hundreds of megabytes, and unknown values must be kept as received.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Looks up members of an object, in the order of `names`. `None` if it is not an object. Of duplicate names, the last
/// one counts.
pub(crate) fn members<'a, const N: usize>(
    json: &'a str,
    names: [&str; N],
) -> Option<[Option<&'a RawValue>; N]> {
    struct Wanted<'n, const N: usize>([&'n str; N]);

    impl<'de, const N: usize> Visitor<'de> for Wanted<'_, N> {
        type Value = [Option<&'de RawValue>; N];

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = [None; N];
            while let Some(Text(name)) = map.next_key()? {
                match self.0.iter().position(|wanted| *wanted == name) {
                    Some(index) => {
                        let value = map.next_value()?;
                        if let Some(slot) = found.get_mut(index) {
                            *slot = Some(value);
                        }
                    }
                    None => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
            Ok(found)
        }
    }

    let mut json = serde_json::Deserializer::from_str(json);
    json.deserialize_map(Wanted(names)).ok()
}

/// Calls `each` for every element of an array, in order.
pub(crate) fn elements<'a>(json: &'a RawValue, each: impl FnMut(&'a RawValue)) {
    struct Each<F>(F);

    impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Each<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut array: A) -> Result<(), A::Error> {
            while let Some(element) = array.next_element()? {
                (self.0)(element);
            }
            Ok(())
        }
    }

    let mut json = serde_json::Deserializer::from_str(json.get());
    // The value is valid JSON already; anything but an array has no elements.
    _ = json.deserialize_seq(Each(each));
}

/// All members of an object, in order; `None` if it is not an object.
pub(crate) fn all_members(json: &str) -> Option<Vec<(String, &RawValue)>> {
    struct All;

    impl<'de> Visitor<'de> for All {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some((Text(name), value)) = map.next_entry()? {
                all.push((name, value));
            }
            Ok(all)
        }
    }

    let mut json = serde_json::Deserializer::from_str(json);
    json.deserialize_map(All).ok()
}

/// Whether the value is a string.
pub(crate) fn is_string(json: &RawValue) -> bool {
    json.get().starts_with('"')
}

/// Reads a string. Senders that cut text by UTF-16 units write lone surrogates; they are replaced so that the text
/// stays readable.
pub(crate) fn string(json: &RawValue) -> Option<String> {
    if !is_string(json) {
        return None;
    }
    serde_json::from_str(json.get()).ok().map(|Text(text)| text)
}

/// Reads a string or a number as text.
pub(crate) fn scalar(json: &RawValue) -> Option<String> {
    let number = json
        .get()
        .starts_with(|c: char| c == '-' || c.is_ascii_digit());
    if number {
        Some(json.get().to_owned())
    } else {
        string(json)
    }
}

/// Reads an integer that is written as a number or as a string.
pub(crate) fn integer(json: &RawValue) -> Option<i64> {
    let text = scalar(json)?;
    let text = text.trim();
    text.parse().ok().or_else(|| {
        // Some senders write a time in milliseconds as 1.7e12.
        let number: f64 = text.parse().ok()?;
        let whole = number.fract() == 0.0 && number.abs() < 9.0e15;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the line above checks the range"
        )]
        whole.then_some(number as i64)
    })
}

/// A string deserialized as bytes: that is how serde_json accepts lone surrogates.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lossy;

        impl Visitor<'_> for Lossy {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(Text(String::from_utf8_lossy(bytes).into_owned()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
        }

        deserializer.deserialize_bytes(Lossy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn members_are_found_whatever_else_an_object_holds() {
        let [a, b, c] = members(r#"{"a":1,"x":[{}],"\u0062":"2","a":3}"#, ["a", "b", "c"]).unwrap();
        assert_eq!(a.unwrap().get(), "3");
        assert_eq!(b.unwrap().get(), "\"2\"");
        assert!(c.is_none());
        assert!(members("[]", ["a"]).is_none());
        assert!(members("{\"a\":", ["a"]).is_none());
    }

    #[test]
    fn half_a_surrogate_pair_does_not_make_a_text_unreadable() {
        assert_eq!(
            string(&raw(r#""a\ud83db""#)).unwrap(),
            "a\u{FFFD}\u{FFFD}\u{FFFD}b"
        );
        assert_eq!(string(&raw(r#""\ud83d\ude00""#)).unwrap(), "😀");
        assert!(members(r#"{"\ud83d":0,"a":1}"#, ["a"]).unwrap()[0].is_some());
    }

    #[test]
    fn numbers_are_read_from_numbers_and_strings() {
        for (json, expected) in [
            ("12", Some(12)),
            ("\"12\"", Some(12)),
            ("\" 12 \"", Some(12)),
            ("-3", Some(-3)),
            ("1.7e12", Some(1_700_000_000_000)),
            ("1.5", None),
            ("1e300", None),
            ("\"twelve\"", None),
            ("null", None),
            ("{}", None),
        ] {
            assert_eq!(integer(&raw(json)), expected, "{json}");
        }
        assert_eq!(
            scalar(&raw("12345678901234567890123")).unwrap(),
            "12345678901234567890123"
        );
    }
}
