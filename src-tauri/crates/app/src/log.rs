//! The log of the app's failures: bounded, rotated, and free of secrets and of the customer's text.
//!
//! Only events of this module are written. Libraries log addresses and contents, so theirs are dropped. An event carries a
//! code, numbers, and short names from a list; never a message.

mod rotation;

use std::{
    backtrace::Backtrace,
    fs,
    io::{self, Read, Seek, SeekFrom},
    panic::Location,
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde_json::Value;
use tracing::{Subscriber, error, level_filters::LevelFilter};
use tracing_subscriber::{
    filter::Targets,
    fmt::{self, format::Writer, time::FormatTime},
    layer::{Layer, SubscriberExt},
    registry,
};

use rotation::RotatingFile;

/// The target of all events that are written.
const TARGET: &str = "finagent_desk";
/// The parameters of a problem whose words the program itself chose.
const OWN_WORDS: &[&str] = &["place", "reason", "problem", "wall", "stage", "cause"];
/// Limit of such a word in bytes.
const WORD_BYTES: usize = 60;
/// Limit of a backtrace in bytes.
const BACKTRACE_BYTES: usize = 8_000;
/// Limit of the places of a failure of the page.
const PAGE_PLACES: usize = 10;

/// The folder of the log.
#[derive(Clone, Debug)]
pub struct LogFolder(PathBuf);

impl LogFolder {
    /// The folder within the app's data folder. Creates nothing.
    pub fn new(data: &Path) -> Self {
        Self(data.join("logs"))
    }

    /// Writes the app's events of this level and above into the folder. The first event creates it; events that can't be
    /// written are lost.
    pub fn subscriber(&self, level: LevelFilter) -> impl Subscriber + Send + Sync + use<> {
        let lines = fmt::layer()
            .with_ansi(false)
            .with_target(false)
            .with_timer(LocalTime)
            .with_writer(Mutex::new(RotatingFile::new(self.0.clone())));
        registry().with(lines.with_filter(Targets::new().with_target(TARGET, level)))
    }

    /// The files, the oldest first.
    pub fn files(&self) -> Vec<PathBuf> {
        rotation::files(&self.0)
    }

    /// The last lines of the log, of at most `limit` bytes; empty if nothing was logged.
    ///
    /// # Errors
    /// Any read error.
    pub fn last_lines(&self, limit: u64) -> io::Result<String> {
        let mut text = Vec::new();
        for path in self.files() {
            text.extend(last_bytes(&path, limit)?);
        }
        let from = text.len().saturating_sub(limit as usize);
        let tail = text.get(from..).unwrap_or_default();
        // The first line may be cut.
        let whole = match tail.iter().position(|byte| *byte == b'\n') {
            Some(end) if from > 0 => tail.get(end + 1..).unwrap_or_default(),
            _ => tail,
        };
        Ok(String::from_utf8_lossy(whole).into_owned())
    }
}

fn last_bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(limit)))?;
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The local time with its offset.
struct LocalTime;

impl FormatTime for LocalTime {
    fn format_time(&self, line: &mut Writer<'_>) -> std::fmt::Result {
        write!(line, "{}", jiff::Zoned::now().strftime("%FT%T%:z"))
    }
}

/// Logs a problem: its code, and those of its parameters that contain no text of the customer or the service.
pub fn problem(code: &str, params: &Value) {
    error!(target: TARGET, code, facts = facts(params), "problem");
}

/// Logs a panic. Its message may quote the customer's text, so only the place is written.
pub fn panicked(location: Option<&Location<'_>>, backtrace: &Backtrace) {
    let place = location.map(ToString::to_string);
    let backtrace = backtrace.to_string();
    let shown: String = backtrace.chars().take(BACKTRACE_BYTES).collect();
    error!(target: TARGET, place, "panic\n{shown}");
}

/// Logs an uncaught error of the page: where it was thrown, as `FILE:LINE:COLUMN`. Other places are dropped.
pub fn page_failed(places: &[String]) {
    let places = places.iter().filter(|place| is_page_place(place));
    let places: Vec<&str> = places.map(String::as_str).take(PAGE_PLACES).collect();
    error!(target: TARGET, places = places.join(" "), "error of the page");
}

/// Logs that the process of the page ended on its own.
pub fn page_lost(reason: &str) {
    error!(target: TARGET, reason, "the process of the page ended");
}

fn is_page_place(place: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut parts = place.splitn(3, ':');
    let file = parts.next().unwrap_or_default();
    file.len() <= 100
        && file.ends_with(".js")
        && file.chars().all(allowed)
        && is_number(parts.next())
        && is_number(parts.next())
        && place.len() <= 120
}

/// The harmless parameters, as `name=value`.
fn facts(params: &Value) -> String {
    let Some(params) = params.as_object() else {
        return String::new();
    };
    let facts = params.iter().filter_map(|(name, value)| match value {
        Value::Number(_) | Value::Bool(_) => Some(format!("{name}={value}")),
        Value::String(word) if OWN_WORDS.contains(&name.as_str()) && is_own_word(word) => {
            Some(format!("{name}={word}"))
        }
        _ => None,
    });
    facts.collect::<Vec<String>>().join(" ")
}

fn is_own_word(word: &str) -> bool {
    word.len() <= WORD_BYTES
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b' ')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn logged(log: &LogFolder, work: impl FnOnce()) -> String {
        tracing::subscriber::with_default(log.subscriber(LevelFilter::ERROR), work);
        log.last_lines(100_000).unwrap()
    }

    #[test]
    fn a_problem_is_logged_without_names_addresses_and_keys() {
        let folder = tempfile::tempdir().unwrap();
        let params = json!({
            "status": 413,
            "place": "background work",
            "name": "客户海报.png",
            "url": "https://user:secret@proxy.example",
            "reason": "Sk-Secret.9b1d",
            "retry": true,
            "detail": { "text": "保本" },
        });
        let log = LogFolder::new(folder.path());
        let text = logged(&log, || problem("http_status", &params));
        assert!(text.contains("http_status"), "{text}");
        assert!(
            text.contains("status=413 place=background work retry=true"),
            "{text}"
        );
        for secret in ["海报", "secret", "Secret", "保本", "proxy"] {
            assert!(!text.contains(secret), "{text}");
        }
    }

    #[test]
    fn events_of_libraries_and_below_the_level_are_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFolder::new(folder.path());
        let text = logged(&log, || {
            error!(target: "reqwest", "https://example.com/?key=1");
            tracing::debug!(target: TARGET, "detail");
        });
        assert_eq!(text, "");
        assert!(log.files().is_empty());
    }

    #[test]
    fn only_places_in_scripts_are_kept_of_an_error_of_the_page() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFolder::new(folder.path());
        let places = [
            "js/main.js:12:3",
            "客户.js:1:1",
            "x.js:1:y",
            "data:text/html,保本",
        ]
        .map(str::to_owned);
        let text = logged(&log, || page_failed(&places));
        assert!(text.contains("places=\"js/main.js:12:3\""), "{text}");
    }

    #[test]
    fn the_place_of_a_panic_is_logged_and_not_its_message() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFolder::new(folder.path());
        let text = logged(&log, || {
            panicked(Some(Location::caller()), &Backtrace::disabled())
        });
        assert!(text.contains("log.rs:"), "{text}");
    }
}
