//! An X server in memory with a window manager, and access to its windows.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::printed;
use crate::{Group, Home, until};

/// The size of the screen in pixels, large enough for the app and a drag source next to it.
pub(crate) const SCREEN: (i32, i32) = (1500, 1000);

/// A running X server. Dropping it ends the server.
#[derive(Debug)]
pub(crate) struct Display {
    name: String,
    _window_manager: Group,
    _server: Group,
}

impl Display {
    /// Starts a server on a free display number, with openbox.
    pub(crate) fn start(home: &Home) -> Self {
        let (width, height) = SCREEN;
        let mut server = Group::start(
            home.command("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    "-screen",
                    "0",
                ])
                .arg(format!("{width}x{height}x24"))
                .stdout(Stdio::piped()),
        );
        // The server prints its display number once it accepts clients.
        let mut number = String::new();
        BufReader::new(server.stdout())
            .read_line(&mut number)
            .unwrap();
        let name = format!(":{}", number.trim_end());
        assert!(name.len() > 1, "the X server did not start");

        let config = home.path("openbox.xml");
        std::fs::write(&config, include_str!("openbox.xml")).unwrap();
        let mut openbox = home.command("openbox");
        openbox
            .env("DISPLAY", &name)
            .arg("--sm-disable")
            .arg("--config-file")
            .arg(config);
        let display = Self {
            _window_manager: Group::start(&mut openbox),
            name,
            _server: server,
        };
        until("the window manager", || {
            display
                .xdotool(home, &["get_num_desktops"])
                .trim()
                .parse::<u32>()
                .ok()
        });
        display
    }

    /// The value of `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A command that runs `program` on this display.
    pub(crate) fn command(&self, home: &Home, program: impl AsRef<Path>) -> Command {
        let mut command = home.command(program);
        command.env("DISPLAY", &self.name);
        command
    }

    /// The output of xdotool.
    pub(crate) fn xdotool(&self, home: &Home, arguments: &[&str]) -> String {
        printed(self.command(home, "xdotool").args(arguments))
    }

    /// The visible windows of a program, by its window class.
    pub(crate) fn windows(&self, home: &Home, class: &str) -> Vec<String> {
        let class = format!("^{class}$");
        let arguments = ["search", "--onlyvisible", "--class", &class];
        let found = until("a list of windows", || {
            let mut command = self.command(home, "xdotool");
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let output = command.args(arguments).output().unwrap();
            // xdotool aborts if a window closes during its search.
            let cut_short = String::from_utf8_lossy(&output.stderr).contains("BadWindow");
            (!cut_short).then(|| String::from_utf8(output.stdout).unwrap())
        });
        let is_seen = |window: &&str| {
            let geometry = self.xdotool(home, &["getwindowgeometry", "--shell", window]);
            // GTK keeps windows of one pixel off the screen for drags and the clipboard.
            geometry.contains("WIDTH=") && !geometry.contains("WIDTH=1\n")
        };
        found.lines().filter(is_seen).map(str::to_owned).collect()
    }
}
