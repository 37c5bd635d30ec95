//! A real keyboard: keys go to whatever window has the focus, through the X server.

use crate::App;

impl App<'_> {
    /// Gives the app's window the keyboard, and waits until it has it.
    pub fn focus(&self) {
        self.desktop
            .xdotool(&["windowactivate", "--sync", &self.window]);
    }

    /// Presses a key or a chord, as xdotool names it: `Escape`, `ctrl+Return`, `Tab`.
    pub fn press(&self, key: &str) {
        self.desktop.xdotool(&["key", key]);
    }

    /// Types a text, one character after the other.
    pub fn type_text(&self, text: &str) {
        self.desktop.type_text(text);
    }
}

impl crate::Desktop {
    /// Types into whatever window has the focus.
    pub(crate) fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "8", "--", text]);
    }
}
