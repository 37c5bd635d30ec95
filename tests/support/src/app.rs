//! The app under test: its process, its window, and its page through WebKitWebDriver.

use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{Desktop, Group, LIMIT, dialog::BETWEEN_PRESSES, until, until_async};

/// How much of the app's standard error goes into the message of a failed test, in bytes.
const TAIL: usize = 4_000;

/// The app, running. Killed with everything it started when dropped; a test that fails meanwhile leaves a picture of the
/// display and the end of the app's standard error in its output.
#[derive(Debug)]
pub struct App<'d> {
    pub(crate) desktop: &'d Desktop,
    /// The number of its window, as xdotool writes it.
    pub(crate) window: String,
    client: Client,
    _driver: Group,
}

impl<'d> App<'d> {
    pub(crate) async fn start(desktop: &'d Desktop, environment: &[(&str, &str)]) -> Self {
        let (mut driver, port) = start_driver(desktop, environment);
        let address = format!("http://127.0.0.1:{port}");
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "webkitgtk:browserOptions".into(),
            json!({ "binary": desktop.binary(), "args": [] }),
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
        // Keys pressed before the page listens would be lost.
        app.wait_for_script(
            "location.protocol !== 'about:' && document.readyState === 'complete' && document.hasFocus()",
        )
        .await;
        app
    }

    /// The WebDriver client, for what has no word of its own here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The number of the app's process.
    pub fn pid(&self) -> u32 {
        let pid = self.desktop.xdotool(&["getwindowpid", &self.window]);
        pid.trim()
            .parse()
            .unwrap_or_else(|_| panic!("the app's window has gone"))
    }

    /// Waits for an element, which need not be visible.
    pub async fn wait_for(&self, css: &str) -> Element {
        until_async(css, async || {
            self.client
                .find(Locator::Css(css))
                .await
                .map_err(|error| error.to_string())
        })
        .await
    }

    /// Waits until no element answers to `css`.
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

    /// Waits until the text of the first element that answers to `css` contains `part`, and returns all of it.
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

    /// The text of the first element that answers to `css`, as a person sees it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, css: &str) -> Result<String, CmdError> {
        self.client.find(Locator::Css(css)).await?.text().await
    }

    /// The value of `expression` in the page.
    pub async fn script(&self, expression: &str) -> Value {
        let script = format!("return ({expression})");
        self.client.execute(&script, vec![]).await.unwrap()
    }

    /// Waits for an element and clicks it.
    pub async fn click(&self, css: &str) {
        self.wait_for(css).await;
        // Found anew each time: the page may put another element in its place meanwhile.
        until_async(&format!("a click on {css}"), async || {
            let found = self.client.find(Locator::Css(css)).await;
            let element = found.map_err(|error| error.to_string())?;
            element.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Waits for a field and types into it, after what is there.
    pub async fn fill(&self, css: &str, text: &str) {
        self.wait_for(css).await.send_keys(text).await.unwrap();
    }

    /// Writes a picture of the page to `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let path = self.desktop.picture_path(name);
        std::fs::write(&path, self.client.screenshot().await.unwrap()).unwrap();
        path
    }

    /// Writes a picture of the whole display to `target/screenshots/NAME.png`: with dialogs and the window's frame, which
    /// the page's own picture does not show. Waits until what the page shows has reached the display.
    pub async fn display_screenshot(&self, name: &str) -> PathBuf {
        // The third frame begins when the first has been shown.
        let script = "const done = arguments[0]; let frames = 3;
            const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done()); next()";
        self.client.execute_async(script, vec![]).await.unwrap();
        self.desktop.screenshot(name)
    }

    /// Makes the window's inside this large, in pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let (width, height) = (width.to_string(), height.to_string());
        self.desktop
            .xdotool(&["windowsize", &self.window, &width, &height]);
        self.wait_for_script(&format!(
            "innerWidth === {width} && innerHeight === {height}"
        ))
        .await;
    }

    /// What the app has written to standard output so far, in this start.
    pub fn stdout(&self) -> String {
        tail(&stdout_path(self.desktop))
    }

    /// What the app has written to standard error so far, in this start.
    pub fn stderr(&self) -> String {
        tail(&stderr_path(self.desktop))
    }

    /// Closes the window as a person does, and waits for the app to end.
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

    /// Kills the app in the middle of whatever it does.
    pub fn kill(self) {
        let desktop = self.desktop;
        drop(self);
        // The next one to start must not find this one's.
        until("the end of the window", || {
            desktop.windows(&class(desktop)).is_empty().then_some(())
        });
    }
}

impl Drop for App<'_> {
    #[expect(
        clippy::print_stderr,
        reason = "it becomes part of the failed test's output"
    )]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current()
                .name()
                .unwrap_or("test")
                .replace("::", "-");
            let path = self.desktop.picture_path(&format!("failed-{name}"));
            // No assertion here: a second panic would end the whole run.
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

/// Starts a driver on a port of its own, with the environment that it will hand to the app.
fn start_driver(desktop: &Desktop, environment: &[(&str, &str)]) -> (Group, u16) {
    // Another program may take the port between our look and the driver's start; then it ends, and we look again.
    until("a web driver", || {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
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
        loop {
            if driver.ended().is_some() {
                return None;
            }
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some((driver, port));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    })
}

/// The class of the app's windows: GTK takes the name of the program.
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
