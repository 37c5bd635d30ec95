//! A real keyboard: keys go through the X server to the window that has the focus.

use crate::App;

impl App<'_> {
    /// Focuses the window of the app, and waits until it has the focus.
    pub fn focus(&self) {
        self.desktop.activate(&self.window);
    }

    /// Presses a key or a chord, as xdotool names it: `Escape`, `ctrl+Return`, `Tab`.
    pub fn press(&self, key: &str) {
        self.desktop.xdotool(&["key", key]);
    }

    /// Types a text into the window that has the focus, one character after another.
    pub fn type_text(&self, text: &str) {
        self.desktop.type_text(text);
    }
}

impl crate::Desktop {
    /// Types into the window that has the focus.
    pub(crate) fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "8", "--", text]);
    }
}
