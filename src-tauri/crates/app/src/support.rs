//! The support bundle: what a developer or an IT department needs to explain a failure, in one ZIP file.
//!
//! It holds versions, settings without secrets, and the log. No record, no material, no name of a file.

use std::{
    fs,
    io::{self, Cursor, Write},
};

use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use url::Url;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{App, problem::io_reason, stored::Settings, wire::Problem};

/// The end of the log that the window shows, in bytes.
const SHOWN_BYTES: u64 = 200_000;
/// Limit of a log file in the bundle, in bytes.
const FILE_BYTES: u64 = 2_000_000;

/// The last lines of the log; empty if nothing was logged.
///
/// # Errors
/// `log_unreadable`.
pub async fn log_lines(app: &App) -> Result<String, Problem> {
    let log = app.log.clone();
    spawn_blocking(move || log.last_lines(SHOWN_BYTES))
        .await?
        .map_err(|error| unreadable(&error))
}

/// Packs the bundle. `platform` describes the system and its web view.
///
/// # Errors
/// `log_unreadable`, if the log can't be read or the bundle not be packed.
pub async fn bundle(app: &App, platform: Value) -> Result<Vec<u8>, Problem> {
    let versions = json!({
        "app": app.version,
        "architecture": std::env::consts::ARCH,
        "platform": platform,
        "records": app.archive.state().problem.map(|problem| problem.code),
    });
    let settings = shown(&app.settings.get());
    let log = app.log.clone();
    let pack = move || -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, bytes: &[u8]| {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(bytes)
        };
        add("versions.json", &pretty(&versions)?)?;
        add("settings.json", &pretty(&settings)?)?;
        for path in log.files() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let mut bytes = Vec::new();
            io::Read::read_to_end(
                &mut io::Read::take(fs::File::open(&path)?, FILE_BYTES),
                &mut bytes,
            )?;
            add(&name, &bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    spawn_blocking(pack)
        .await?
        .map_err(|error| unreadable(&error))
}

fn pretty(value: &Value) -> io::Result<Vec<u8>> {
    Ok(serde_json::to_vec_pretty(value)?)
}

fn unreadable(error: &io::Error) -> Problem {
    Problem::new("log_unreadable", json!({ "reason": io_reason(error) }))
}

/// The settings that matter for a failure. Of addresses, user names, passwords and queries are left out.
fn shown(settings: &Settings) -> Value {
    json!({
        "language": settings.language,
        "theme": settings.theme,
        "zoom": settings.zoom,
        "origin": address(&settings.origin),
        "model": settings.model,
        "stream": settings.stream,
        "preferDemo": settings.prefer_demo,
        "proxy": address(&settings.proxy),
        "noProxy": settings.no_proxy,
        "extraCa": settings.extra_ca_name.is_some(),
        "queueAtOnce": settings.queue_at_once,
        "reviewApproval": settings.review_approval,
        "stampAuthority": address(&settings.stamp_authority),
        "stampRoots": settings.stamp_roots_name.is_some(),
    })
}

/// Scheme, host and port; "unreadable" if it is no address, since that may be anything.
fn address(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let Ok(url) = Url::parse(text.trim()) else {
        return "unreadable".to_owned();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{}://{host}:{port}", url.scheme()),
        (Some(host), None) => format!("{}://{host}", url.scheme()),
        (None, _) => "unreadable".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_user_names_passwords_and_paths() {
        assert_eq!(
            address("http://user:p%40ss@proxy.example:3128/path?key=1"),
            "http://proxy.example:3128"
        );
        assert_eq!(address("sk-key-in-the-wrong-field"), "unreadable");
        assert_eq!(address(" "), "");
    }
}
