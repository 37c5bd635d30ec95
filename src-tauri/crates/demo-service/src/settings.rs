//! Settings chosen before the service starts. They do not change while it runs.

use std::fmt;

use crate::Faults;

/// Settings of the service. By default it listens on any free port at the real pace, accepts any key and injects no
/// faults.
#[derive(Clone, Default)]
pub struct Settings {
    /// Port on `127.0.0.1`; 0 selects any free one.
    pub port: u16,
    /// How fast answers stream.
    pub pace: Pace,
    /// If set, a request with any other `authorization` header gets code 1001. `None` accepts any key and requests
    /// without one.
    pub key: Option<String>,
    /// Faults to inject; none by default.
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

/// The speed of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Like the real service: the first event within 0.3 s, the whole stream in 5 to 15 s, a synchronous answer in 3 s.
    #[default]
    Real,
    /// The same events without delays.
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
