//! The desktop of one user, with an empty home folder.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::display::Display;
use crate::watchdog::Watchdog;
use crate::{App, Bus, Group, Home, Keyring, until};

/// A home folder, a display, a session bus and a keyring. Dropping it ends everything.
#[derive(Debug)]
pub struct Desktop {
    pub(crate) display: Display,
    /// The process that owns the clipboard. The contents live only as long as their owner.
    pub(crate) clipboard: RefCell<Option<Group>>,
    bus: RefCell<Bus>,
    binary: PathBuf,
    _watchdog: Watchdog,
    // Dropped last, so that no program writes into a deleted folder.
    home: Home,
}

impl Desktop {
    /// Creates an empty desktop for the app at `binary`. Tests pass `env!("CARGO_BIN_EXE_finagent-desk")`.
    pub fn new(binary: impl Into<PathBuf>, keyring: Keyring) -> Self {
        let home = Home::new();
        let display = Display::start(&home);
        let mut bus = Bus::start(&home, Some(display.name()));
        bus.keyring(&home, keyring);
        Self {
            display,
            clipboard: RefCell::new(None),
            bus: RefCell::new(bus),
            binary: binary.into(),
            _watchdog: Watchdog::start(home.path("app.err")),
            home,
        }
    }

    /// The home folder of the user. It persists across starts of the app.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Restarts the keyring in another state. Its contents stay.
    pub fn keyring(&self, state: Keyring) {
        self.bus.borrow_mut().keyring(&self.home, state);
    }

    /// The output of `secret-tool search --all` for these pairs of attribute and value.
    pub fn search_keyring(&self, attributes: &[&str]) -> String {
        self.home
            .output("secret-tool", &[&["search", "--all"], attributes].concat())
    }

    /// Starts the app with these additional environment variables, and waits for its window.
    pub async fn start_app(&self, environment: &[(&str, &str)]) -> App<'_> {
        App::start(self, environment, &[]).await
    }

    /// Starts the app as "open with" does, with these arguments, and waits for its window.
    pub async fn open_with_app(&self, arguments: &[&str]) -> App<'_> {
        App::start(self, &[], arguments).await
    }

    /// A command that starts the app once more.
    pub fn second_start(&self) -> Command {
        self.command(&self.binary)
    }

    pub(crate) fn binary(&self) -> &Path {
        &self.binary
    }

    /// A command that runs `program` in the environment of this desktop.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        self.display.command(&self.home, program)
    }

    pub(crate) fn xdotool(&self, arguments: &[&str]) -> String {
        self.display.xdotool(&self.home, arguments)
    }

    pub(crate) fn windows(&self, class: &str) -> Vec<String> {
        self.display.windows(&self.home, class)
    }

    /// Focuses a window, and waits until it has the focus. `windowactivate --sync` would wait without a limit, and a window manager
    /// ignores a request for a window that it does not know yet.
    pub(crate) fn activate(&self, window: &str) {
        until("the focus", || {
            self.xdotool(&["windowactivate", window]);
            (self.active_window() == window).then_some(())
        });
    }

    /// The id of the window that has the focus, or an empty string.
    pub(crate) fn active_window(&self) -> String {
        self.xdotool(&["getactivewindow"]).trim().to_owned()
    }

    /// Writes a screenshot of the display to `target/screenshots/NAME.png`. The display may be some frames behind the page: see
    /// [`App::display_screenshot`].
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let path = self.picture_path(name);
        let status = self
            .command("import")
            .args(["-window", "root"])
            .arg(&path)
            .status();
        assert!(status.unwrap().success(), "the display can't be captured");
        path
    }

    /// The path of the screenshot `name`. Creates its folder.
    pub(crate) fn picture_path(&self, name: &str) -> PathBuf {
        // `binary` is target/PROFILE/NAME.
        let folder = self
            .binary
            .parent()
            .unwrap()
            .parent()
            .unwrap()
            .join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        folder.join(format!("{name}.png"))
    }
}
