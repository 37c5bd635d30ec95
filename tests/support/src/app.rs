//! The app under test: its process, its window, and its page, driven through WebKitWebDriver.

use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{Desktop, Group, LIMIT, dialog::BETWEEN_PRESSES, until, until_async};

/// The maximum number of bytes of the app's standard error in the message of a failed test.
const TAIL: usize = 4_000;

/// The running app. Dropping it kills the app and everything it started. If the test fails, its output includes a screenshot and the
/// end of the app's standard error.
#[derive(Debug)]
pub struct App<'d> {
    pub(crate) desktop: &'d Desktop,
    /// The id of its window, as printed by xdotool.
    pub(crate) window: String,
    client: Client,
    _driver: Group,
}

impl<'d> App<'d> {
    pub(crate) async fn start(
        desktop: &'d Desktop,
        environment: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        let (mut driver, port) = start_driver(desktop, environment);
        let address = format!("http://127.0.0.1:{port}");
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "webkitgtk:browserOptions".into(),
            json!({ "binary": desktop.binary(), "args": arguments }),
        );
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let connected = tokio::time::timeout(LIMIT, builder.connect(&address)).await;
        let Ok(Ok(client)) = connected else {
            let error = connected.map(Result::err);
            panic!(
                "the app can't be driven: {error:?}; driver: {:?}; standard error:\n{}",
                driver.ended(),
                tail(&stderr_path(desktop))
            );
        };
        let class = class(desktop);
        let window = until("the app's window", || {
            desktop.windows(&class).into_iter().next()
        });
        let app = Self {
            desktop,
            window,
            client,
            _driver: driver,
        };
        app.focus();
        // The page misses keys that are pressed before it listens.
        app.wait_for_script(
            "location.protocol !== 'about:' && document.readyState === 'complete' && document.hasFocus()",
        )
        .await;
        app
    }

    /// The WebDriver client, for everything without a method here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The process id of the app.
    pub fn pid(&self) -> u32 {
        let pid = self.desktop.xdotool(&["getwindowpid", &self.window]);
        pid.trim()
            .parse()
            .unwrap_or_else(|_| panic!("the app's window has gone"))
    }

    /// Waits for an element, visible or not.
    pub async fn wait_for(&self, css: &str) -> Element {
        until_async(css, async || {
            self.client
                .find(Locator::Css(css))
                .await
                .map_err(|error| error.to_string())
        })
        .await
    }

    /// Like [`Self::wait_for`], with another limit: for work that takes long on a busy machine.
    pub async fn wait_long_for(&self, css: &str, limit: Duration) -> Element {
        let started = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                return element;
            }
            assert!(
                started.elapsed() < limit,
                "timed out after {limit:?}: {css}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until no element matches `css`.
    pub async fn wait_until_gone(&self, css: &str) {
        until_async(&format!("the end of {css}"), async || {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => Err(element.html(false).await.unwrap_or_default()),
                Err(error) if error.is_no_such_element() => Ok(()),
                Err(error) => Err(error.to_string()),
            }
        })
        .await;
    }

    /// Waits until the text of the first element that matches `css` contains `part`, and returns the whole text.
    pub async fn wait_for_text(&self, css: &str, part: &str) -> String {
        until_async(&format!("{part:?} in {css}"), async || {
            let text = self.text(css).await.map_err(|error| error.to_string())?;
            if text.contains(part) {
                Ok(text)
            } else {
                Err(text)
            }
        })
        .await
    }

    /// Waits until `expression` is truthy in the page, and returns its value.
    pub async fn wait_for_script(&self, expression: &str) -> Value {
        let script = format!("return ({expression})");
        until_async(expression, async || {
            match self.client.execute(&script, vec![]).await {
                Ok(Value::Null | Value::Bool(false)) => Err("a falsy value".to_owned()),
                Ok(value) if value == json!("") || value == json!(0) => {
                    Err("a falsy value".to_owned())
                }
                Ok(value) => Ok(value),
                Err(error) => Err(error.to_string()),
            }
        })
        .await
    }

    /// The visible text of the first element that matches `css`.
    ///
    /// # Errors
    /// No element matches.
    pub async fn text(&self, css: &str) -> Result<String, CmdError> {
        self.client.find(Locator::Css(css)).await?.text().await
    }

    /// The value of `expression` in the page.
    pub async fn script(&self, expression: &str) -> Value {
        let script = format!("return ({expression})");
        self.client.execute(&script, vec![]).await.unwrap()
    }

    /// Waits for an element and clicks it, once the settings, if they are open, have loaded.
    pub async fn click(&self, css: &str) {
        self.wait_for(css).await;
        // What is still loading moves the element away from the pointer.
        self.wait_until_gone("#screen-settings:not([hidden])[aria-busy=true]")
            .await;
        // Finds the element again each time, because the page may have replaced it.
        until_async(&format!("a click on {css}"), async || {
            let found = self.client.find(Locator::Css(css)).await;
            let element = found.map_err(|error| error.to_string())?;
            element.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Waits for a field and appends text to it by typing.
    pub async fn fill(&self, css: &str, text: &str) {
        self.wait_for(css).await.send_keys(text).await.unwrap();
    }

    /// Writes a screenshot of the page to `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let path = self.desktop.picture_path(name);
        std::fs::write(&path, self.client.screenshot().await.unwrap()).unwrap();
        path
    }

    /// Writes a screenshot of the whole display to `target/screenshots/NAME.png`, including dialogs and the window frame. Waits until the
    /// display shows the current page.
    pub async fn display_screenshot(&self, name: &str) -> PathBuf {
        // The third frame begins after the first one has been shown.
        let script = "const done = arguments[0]; let frames = 3;
            const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done()); next()";
        self.client.execute_async(script, vec![]).await.unwrap();
        self.desktop.screenshot(name)
    }

    /// Resizes the content of the window to this size in pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let (width, height) = (width.to_string(), height.to_string());
        self.desktop
            .xdotool(&["windowsize", &self.window, &width, &height]);
        self.wait_for_script(&format!(
            "innerWidth === {width} && innerHeight === {height}"
        ))
        .await;
    }

    /// The standard output of the app since this start.
    pub fn stdout(&self) -> String {
        tail(&stdout_path(self.desktop))
    }

    /// The standard error of the app since this start.
    pub fn stderr(&self) -> String {
        tail(&stderr_path(self.desktop))
    }

    /// Closes the window through the window manager and waits until the app has ended.
    pub fn quit(self) {
        let process = PathBuf::from(format!("/proc/{}", self.pid()));
        let mut pressed: Option<Instant> = None;
        until("the end of the app", || {
            if !process.exists() {
                return Some(());
            }
            if pressed.is_none_or(|at| at.elapsed() > BETWEEN_PRESSES) {
                self.focus();
                self.press("alt+F4");
                pressed = Some(Instant::now());
            }
            None
        });
    }

    /// Kills the app.
    pub fn kill(self) {
        let desktop = self.desktop;
        drop(self);
        // The next start must not find the window of this one.
        until("the end of the window", || {
            desktop.windows(&class(desktop)).is_empty().then_some(())
        });
    }
}

impl Drop for App<'_> {
    #[expect(
        clippy::print_stderr,
        reason = "the output of a failed test includes it"
    )]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current()
                .name()
                .unwrap_or("test")
                .replace("::", "-");
            let path = self.desktop.picture_path(&format!("failed-{name}"));
            // No assertion here: a second panic would abort the whole test run.
            let taken = self
                .desktop
                .command("import")
                .args(["-window", "root"])
                .arg(&path)
                .status();
            eprintln!("the display: {} ({taken:?})", path.display());
            eprintln!("the app's standard error:\n{}", self.stderr());
        }
    }
}

/// Starts a WebDriver server on a free port, with the environment of the app.
fn start_driver(desktop: &Desktop, environment: &[(&str, &str)]) -> (Group, u16) {
    // If another program has the port, the loop tries the next one.
    until("a web driver", || {
        let port = next_port();
        drop(TcpListener::bind(("127.0.0.1", port)).ok()?);
        let mut driver = Group::start(
            desktop
                .command("WebKitWebDriver")
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("RUST_BACKTRACE", "1")
                .envs(environment.iter().copied())
                .stdout(Stdio::from(File::create(stdout_path(desktop)).unwrap()))
                .stderr(Stdio::from(File::create(stderr_path(desktop)).unwrap())),
        );
        let started = Instant::now();
        loop {
            if driver.ended().is_some() || started.elapsed() > LIMIT / 4 {
                return None;
            }
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some((driver, port));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    })
}

/// A port for a driver. The system gives those from 32768 on to whoever asks for any port; a server of another test could get the
/// driver's port before the driver does, and would be taken for it.
fn next_port() -> u16 {
    const PORTS: std::ops::Range<u32> = 20_000..32_768;
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    // Test programs that run side by side begin at different ports.
    let first = std::process::id().wrapping_mul(97);
    let next = first.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed));
    u16::try_from(PORTS.start + next % (PORTS.end - PORTS.start)).unwrap()
}

/// The window class of the app. GTK uses the name of the program.
fn class(desktop: &Desktop) -> String {
    desktop
        .binary()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

fn stdout_path(desktop: &Desktop) -> PathBuf {
    desktop.home().path("app.out")
}

fn stderr_path(desktop: &Desktop) -> PathBuf {
    desktop.home().path("app.err")
}

fn tail(path: &PathBuf) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    let end = bytes
        .get(bytes.len().saturating_sub(TAIL)..)
        .unwrap_or_default();
    String::from_utf8_lossy(end).into_owned()
}
