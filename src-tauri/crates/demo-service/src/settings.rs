//! What a caller decides before the service starts. Nothing here changes while it runs.

use std::fmt;

use crate::Faults;

/// How the service is to be run. The default listens on any free port at the real pace, takes any key and has no faults.
#[derive(Clone, Default)]
pub struct Settings {
    /// Port on `127.0.0.1`; 0 takes any free one.
    pub port: u16,
    /// How fast answers stream.
    pub pace: Pace,
    /// When set, a request whose `authorization` header is anything else is answered with code 1001.
    /// `None` takes any key, and none at all.
    pub key: Option<String>,
    /// Failures to show, none by default.
    pub faults: Faults,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("port", &self.port)
            .field("pace", &self.pace)
            .field("key", &self.key.as_ref().map(|_| "(set)"))
            .field("faults", &self.faults)
            .finish()
    }
}

/// How fast an answer arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Like the real service: the first event within 0.3 s, the whole stream in 5 to 15 s, a synchronous answer in 3 s.
    #[default]
    Real,
    /// The same events without any waiting.
    Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_never_appears_when_settings_are_printed() {
        let settings = Settings {
            key: Some("sesame-4711".into()),
            ..Settings::default()
        };
        let printed = format!("{settings:?}");
        assert!(!printed.contains("sesame"), "{printed}");
        assert!(printed.contains("(set)"), "{printed}");
    }
}
