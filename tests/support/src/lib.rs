//! An isolated desktop for each test of the real window.
//!
//! [`Desktop`] starts an X server, a window manager, a session bus and a keyring in a temporary home folder. [`App`] is the app on it,
//! driven through WebKitWebDriver. Actions outside the page (dragging files in, the clipboard, file dialogs, the keyring prompt) use a
//! real mouse and a real keyboard. Desktops share nothing, so tests run in parallel. Everything ends with the test, even if it fails.
//!
//! This crate makes no assertions about the app and knows neither its pages nor its wording.
//!
//! All functions panic on failure. They need the Debian packages dbus, fonts-noto-cjk, gir1.2-gtk-3.0, gnome-keyring, imagemagick,
//! libglib2.0-bin, libsecret-tools, openbox, python3-gi, webkit2gtk-driver, xclip, xdotool and xvfb.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod app;
mod bus;
mod clipboard;
mod desktop;
mod dialog;
mod display;
mod drag;
mod home;
mod keyboard;
mod pointer;
mod process;
mod wait;
mod watchdog;

pub use app::App;
pub use bus::{Bus, Keyring, PASSWORD};
pub use desktop::Desktop;
pub use drag::Drag;
pub use fantoccini;
pub use home::Home;
pub use process::Group;
pub use wait::{LIMIT, until, until_async};
