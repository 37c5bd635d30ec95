//! Measures how soon the list of records shows its first rows in the real window.
//!
//! Usage: `list PATH-OF-THE-APP FOLDER`, where `make-records` has filled FOLDER.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its results, and a failed step fails it"
)]

use std::{fs, path::Path};

use serde_json::json;
use window_harness::{App, Desktop, Keyring};

/// Number of app starts: only the first view of the records after a start finds no cache in the app.
const STARTS: usize = 5;

/// Number of further views after each start.
const AGAIN: usize = 4;

/// Clicks on the records and returns the milliseconds until a frame with their first rows was painted.
async fn first_rows(app: &App<'_>) -> f64 {
    app.click("nav a[data-screen=audit]").await;
    let script = "const done = arguments[0];
        const rows = '#records-grid .record-row[data-record]';
        const shown = () => document.querySelector(rows)?.offsetParent != null;
        let begun;
        const look = () => requestAnimationFrame(() => {
            if (!shown()) return look();
            // After the frame in which they are drawn.
            const port = new MessageChannel();
            port.port1.onmessage = () => done(performance.now() - begun);
            port.port2.postMessage(0);
        });
        // Once the screen before is drawn.
        setTimeout(() => {
            begun = performance.now();
            document.querySelector('nav a[data-screen=records]').click();
            look();
        }, 500);";
    let took = app.client().execute_async(script, vec![]).await.unwrap();
    took.as_f64().unwrap()
}

fn told(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let slowest = times.last().copied().unwrap_or_default();
    println!(
        "{name}: {middle:.0} ms (median of {}), slowest {slowest:.0} ms",
        times.len()
    );
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let binary = fs::canonicalize(arguments.next().unwrap()).unwrap();
    let folder = fs::canonicalize(arguments.next().unwrap()).unwrap();
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let desktop = Desktop::new(&binary, Keyring::Unlocked);
        choose(&desktop, &folder);
        let app = desktop.start_app(&[]).await;
        app.resize(1360, 860).await;
        first.push(first_rows(&app).await);
        for _ in 0..AGAIN {
            again.push(first_rows(&app).await);
        }
    }
    told("first rows, for the first time after a start", first);
    told("first rows, again", again);
}

/// Selects the folder of records, as in the settings.
fn choose(desktop: &Desktop, folder: &Path) {
    let settings = desktop.home().path("config/app.finagent.desk");
    fs::create_dir_all(&settings).unwrap();
    let chosen = json!({ "folder": folder });
    fs::write(settings.join("records-folder.json"), chosen.to_string()).unwrap();
}
