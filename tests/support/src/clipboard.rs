//! Reads and writes the clipboard from another program.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;

use crate::process::printed;
use crate::{Desktop, Group, until};

impl Desktop {
    /// Copies the picture of a PNG file.
    pub fn copy_picture(&self, png: &Path) {
        self.own_clipboard("image/png", Stdio::from(File::open(png).unwrap()));
    }

    /// Copies files as a file manager does.
    pub fn copy_files(&self, files: &[&Path]) {
        let list: String = files
            .iter()
            .map(|file| format!("file://{}\r\n", file.display()))
            .collect();
        self.copy_as("text/uri-list", &list);
    }

    /// Copies text.
    pub fn copy_text(&self, text: &str) {
        self.copy_as("UTF8_STRING", text);
    }

    /// The text on the clipboard, or an empty string.
    pub fn clipboard_text(&self) -> String {
        self.text_of("clipboard")
    }

    /// The HTML on the clipboard, or an empty string.
    pub fn clipboard_html(&self) -> String {
        printed(self.command("xclip").args([
            "-selection",
            "clipboard",
            "-out",
            "-target",
            "text/html",
        ]))
    }

    /// The text last selected on the display. X keeps it separate from the clipboard.
    pub(crate) fn selected_text(&self) -> String {
        self.text_of("primary")
    }

    fn text_of(&self, selection: &str) -> String {
        printed(self.command("xclip").args([
            "-selection",
            selection,
            "-out",
            "-target",
            "UTF8_STRING",
        ]))
    }

    fn copy_as(&self, kind: &str, contents: &str) {
        let path = self.home().path("clipboard");
        std::fs::write(&path, contents).unwrap();
        self.own_clipboard(kind, Stdio::from(File::open(path).unwrap()));
    }

    fn own_clipboard(&self, kind: &str, contents: Stdio) {
        // Ends the old owner first, so that a reader sees only the new contents.
        self.clipboard.replace(None);
        let owner = Group::start(
            self.command("xclip")
                .args(["-quiet", "-selection", "clipboard", "-in", "-target", kind])
                .stdin(contents),
        );
        self.clipboard.replace(Some(owner));
        until("the clipboard", || {
            let kinds = printed(self.command("xclip").args([
                "-selection",
                "clipboard",
                "-out",
                "-target",
                "TARGETS",
            ]));
            kinds.lines().any(|line| line == kind).then_some(())
        });
    }
}
