//! The API key: cleaned up as pasted, and never displayed.
//!
//! It is not `Serialize`, and its `Debug` is opaque. Storing it is up to the caller.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// The longest accepted key, in bytes. The service publishes no length; its keys have about 50.
pub const KEY_LIMIT: usize = 512;

/// An API key of the service, sent unchanged in the `authorization` header.
#[derive(Clone)]
pub struct ApiKey(SecretString);

/// Why a text is not a valid key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFormat {
    /// Nothing is left after removing quotes, whitespace and `Bearer`.
    #[error("the key is empty")]
    Empty,
    /// It contains whitespace or a line break.
    #[error("the key contains whitespace")]
    Blank,
    /// It contains a character that is not visible ASCII.
    #[error("the key contains a character that is not visible ASCII")]
    NotAscii,
    /// It is longer than [`KEY_LIMIT`].
    #[error("the key is longer than {KEY_LIMIT} bytes")]
    TooLong,
}

impl KeyFormat {
    /// The stable name of the problem.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Blank => "blank",
            Self::NotAscii => "not_ascii",
            Self::TooLong => "too_long",
        }
    }
}

impl ApiKey {
    /// Parses a pasted key. Removes surrounding whitespace and quotes of any kind and a leading `Bearer `, repeatedly.
    ///
    /// # Errors
    /// [`KeyFormat`] if the rest is not a valid key.
    pub fn parse(pasted: &str) -> Result<Self, KeyFormat> {
        let key = bare(pasted);
        if key.is_empty() {
            return Err(KeyFormat::Empty);
        }
        if key.len() > KEY_LIMIT {
            return Err(KeyFormat::TooLong);
        }
        if key.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(KeyFormat::Blank);
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KeyFormat::NotAscii);
        }
        Ok(Self(SecretString::from(key)))
    }

    /// The key itself, for the header and the keychain.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

fn bare(pasted: &str) -> &str {
    let is_wrapping = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '"' | '\'' | '`' | '\u{FEFF}' | '\u{200B}')
            || matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛')
            || matches!(
                c,
                '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '＂' | '＇'
            )
    };
    let mut key = pasted.trim_matches(is_wrapping);
    loop {
        let scheme = key
            .get(..6)
            .is_some_and(|word| word.eq_ignore_ascii_case("bearer"));
        let Some(rest) = key.get(6..).filter(|_| scheme) else {
            return key;
        };
        // A key may start with these six letters; it is the word only if whitespace, a quote or nothing follows.
        if !rest.is_empty() && !rest.starts_with(is_wrapping) {
            return key;
        }
        key = rest.trim_matches(is_wrapping);
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste_around_a_key_is_taken_off() {
        for pasted in [
            "abcd1234.XYZ",
            "  abcd1234.XYZ\r\n",
            "\"abcd1234.XYZ\"",
            "'abcd1234.XYZ'",
            "“abcd1234.XYZ”",
            "Bearer abcd1234.XYZ",
            "bEaReR\tabcd1234.XYZ",
            "「Bearer “Bearer abcd1234.XYZ”」",
            "\u{FEFF}abcd1234.XYZ",
            "Bearer \"abcd1234.XYZ\" ",
        ] {
            assert_eq!(
                ApiKey::parse(pasted).unwrap().expose(),
                "abcd1234.XYZ",
                "{pasted:?}"
            );
        }
        assert_eq!(ApiKey::parse("bearer42").unwrap().expose(), "bearer42");
    }

    #[test]
    fn what_is_no_key_is_refused_with_its_reason() {
        for (pasted, problem) in [
            ("", KeyFormat::Empty),
            (" \"\" ", KeyFormat::Empty),
            ("Bearer ", KeyFormat::Empty),
            ("ab cd", KeyFormat::Blank),
            ("ab\ncd", KeyFormat::Blank),
            ("ab\u{0}cd", KeyFormat::Blank),
            ("密钥", KeyFormat::NotAscii),
        ] {
            assert_eq!(ApiKey::parse(pasted).unwrap_err(), problem, "{pasted:?}");
        }
        assert!(ApiKey::parse(&"k".repeat(512)).is_ok());
        assert_eq!(
            ApiKey::parse(&"k".repeat(513)).unwrap_err(),
            KeyFormat::TooLong
        );
    }

    #[test]
    fn a_debug_print_says_nothing_of_the_key() {
        assert_eq!(
            format!("{:?}", ApiKey::parse("abcd1234").unwrap()),
            "ApiKey(hidden)"
        );
    }
}
