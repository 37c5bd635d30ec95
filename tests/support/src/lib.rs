//! A desktop of its own for each test of the real window.
//!
//! [`Desktop`] starts an X server, a window manager, a session bus and a keyring in a home folder that is thrown away,
//! and [`App`] is the app on it, driven through WebKitWebDriver. What a person does outside the page (dragging files in,
//! the clipboard, file dialogs, the keyring's prompt) is done here with a real mouse and a real keyboard. Nothing is
//! shared between two desktops, so tests run in parallel; everything ends with the test, also when it fails.
//!
//! What stays out: anything a test claims about the app. This crate knows no page and no wording.
//!
//! Everything here panics when it can't go on: a test without its desktop has failed. It needs the Debian packages
//! dbus, fonts-noto-cjk, gir1.2-gtk-3.0, gnome-keyring, imagemagick, libglib2.0-bin, libsecret-tools, openbox,
//! python3-gi, webkit2gtk-driver, xclip, xdotool and xvfb.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't have its desktop has failed, and says where"
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

pub use app::App;
pub use bus::{Bus, Keyring, PASSWORD};
pub use desktop::Desktop;
pub use drag::Drag;
pub use fantoccini;
pub use home::Home;
pub use process::Group;
pub use wait::{LIMIT, until, until_async};
