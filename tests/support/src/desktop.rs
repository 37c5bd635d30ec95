//! One person's desktop, from an empty home folder.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::display::Display;
use crate::{App, Bus, Group, Home, Keyring};

/// A home folder, a display, a session bus and a keyring. Everything ends when this is dropped.
#[derive(Debug)]
pub struct Desktop {
    pub(crate) display: Display,
    /// Whoever owns the clipboard: its contents live as long as their owner.
    pub(crate) clipboard: RefCell<Option<Group>>,
    bus: RefCell<Bus>,
    binary: PathBuf,
    // Last, so that no program writes into a folder that has gone.
    home: Home,
}

impl Desktop {
    /// An empty desktop on which the app at `binary` will be started; a test passes
    /// `env!("CARGO_BIN_EXE_finagent-desk")`.
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
            home,
        }
    }

    /// The person's home folder, which outlives every start of the app.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Brings the keyring into another state; what it keeps stays.
    pub fn keyring(&self, state: Keyring) {
        self.bus.borrow_mut().keyring(&self.home, state);
    }

    /// What `secret-tool search --all` prints for these pairs of attribute and value.
    pub fn search_keyring(&self, attributes: &[&str]) -> String {
        self.home
            .output("secret-tool", &[&["search", "--all"], attributes].concat())
    }

    /// Starts the app with some more in its environment, and waits for its window.
    pub async fn start_app(&self, environment: &[(&str, &str)]) -> App<'_> {
        App::start(self, environment).await
    }

    pub(crate) fn binary(&self) -> &Path {
        &self.binary
    }

    /// `program` as this person would start it from a menu.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        self.display.command(&self.home, program)
    }

    pub(crate) fn xdotool(&self, arguments: &[&str]) -> String {
        self.display.xdotool(&self.home, arguments)
    }

    pub(crate) fn windows(&self, class: &str) -> Vec<String> {
        self.display.windows(&self.home, class)
    }

    /// Writes a picture of the whole display as it is to `target/screenshots/NAME.png`. The page may be some frames
    /// behind what a script sees of it: see [`App::display_screenshot`].
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let path = self.picture_path(name);
        let status = self
            .command("import")
            .args(["-window", "root"])
            .arg(&path)
            .status();
        assert!(
            status.unwrap().success(),
            "no picture could be taken of the display"
        );
        path
    }

    /// Where the picture called `name` goes; the folder is there afterwards.
    pub(crate) fn picture_path(&self, name: &str) -> PathBuf {
        // The app is at target/PROFILE/NAME.
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
