//! Windows outside the page: file dialogs and the keyring prompt, operated with the keyboard. Each method waits for its window first.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::{App, Desktop, until};

/// The time after which a key counts as lost if the window has not reacted.
pub(crate) const BETWEEN_PRESSES: Duration = Duration::from_secs(3);

impl App<'_> {
    /// Chooses a file in the open dialog, and waits until the dialog has closed.
    pub fn choose_file(&self, path: &Path) {
        self.wait_for_dialog();
        self.answer(path);
    }

    /// Chooses a folder in the open dialog, and waits until the dialog has closed.
    pub fn choose_folder(&self, path: &Path) {
        self.wait_for_dialog();
        // The dialog starts with the recent files, where it accepts no typed path.
        self.press("alt+Home");
        self.answer(path);
    }

    /// Enters the file name in the save dialog, and waits until the dialog has closed.
    pub fn save_file_as(&self, path: &Path) {
        self.wait_for_dialog();
        self.answer(path);
    }

    /// The name that the save dialog proposes. The dialog stays open.
    pub fn proposed_name(&self) -> String {
        self.wait_for_dialog();
        until("the proposed name", || {
            self.press("ctrl+a");
            let name = self.desktop.selected_text();
            (!name.is_empty()).then_some(name)
        })
    }

    /// The title of the dialog.
    pub fn dialog_title(&self) -> String {
        self.wait_for_dialog();
        let dialog = self.active_window();
        let title = self.desktop.xdotool(&["getwindowname", &dialog]);
        title.trim().to_owned()
    }

    /// Dismisses the dialog.
    pub fn dismiss_dialog(&self) {
        self.wait_for_dialog();
        self.press("Escape");
        self.wait_for_end_of_dialog();
    }

    /// Waits until a window other than the app's main window has the focus.
    fn wait_for_dialog(&self) {
        until("a dialog", || {
            let active = self.active_window();
            (!active.is_empty() && active != self.window).then_some(())
        });
    }

    /// Types a path, and confirms it once the field holds it. A dialog that is still opening loses keys.
    fn answer(&self, path: &Path) {
        let path = path.to_str().unwrap();
        until("the path in the dialog's field", || {
            self.press("ctrl+l");
            self.press("ctrl+a");
            self.type_text(path);
            // Deletes the completion that the field proposes.
            self.press("Delete");
            self.press("ctrl+a");
            (self.desktop.selected_text() == path).then_some(())
        });
        // A list of completions may consume the first press.
        let mut next_press = Instant::now();
        until("the end of the dialog", || {
            if self.active_window() == self.window {
                return Some(());
            }
            if Instant::now() >= next_press {
                self.press("Return");
                next_press = Instant::now() + BETWEEN_PRESSES;
            }
            None
        });
    }

    fn wait_for_end_of_dialog(&self) {
        until("the end of the dialog", || {
            (self.active_window() == self.window).then_some(())
        });
    }

    fn active_window(&self) -> String {
        self.desktop.active_window()
    }
}

impl Desktop {
    /// Types the password into the keyring prompt, and waits until the prompt has closed.
    pub fn answer_keyring_prompt(&self, password: &str) {
        self.keyring_prompt();
        self.type_text(password);
        self.xdotool(&["key", "Return"]);
        self.wait_for_end_of_prompt();
    }

    /// Dismisses the keyring prompt.
    pub fn dismiss_keyring_prompt(&self) {
        self.keyring_prompt();
        self.xdotool(&["key", "Escape"]);
        self.wait_for_end_of_prompt();
    }

    fn keyring_prompt(&self) {
        let prompt = until("the keyring's prompt", || {
            self.windows(PROMPTER).into_iter().next()
        });
        self.activate(&prompt);
    }

    fn wait_for_end_of_prompt(&self) {
        until("the end of the keyring's prompt", || {
            self.windows(PROMPTER).is_empty().then_some(())
        });
    }
}

/// The window class of the keyring prompt.
const PROMPTER: &str = "gcr-prompter";
