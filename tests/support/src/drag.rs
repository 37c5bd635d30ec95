//! Drags files from the window of another program onto the app with a real mouse.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::display::SCREEN;
use crate::{App, Group, LIMIT};

/// The pause between two moves. The drag protocol between two programs takes time, and the pointer must not pass the target before the
/// drag has begun.
const PACE: Duration = Duration::from_millis(25);

/// Steps from the source to the target.
const STEPS: i32 = 8;

/// A drag in progress: files over the app, with the mouse button down.
#[derive(Debug)]
pub struct Drag<'a> {
    app: &'a App<'a>,
    said: Receiver<String>,
    _source: Group,
}

impl App<'_> {
    /// Drops files on an element. Returns once the app has accepted or refused them.
    pub async fn drop_files(&self, files: &[&Path], css: &str) {
        self.hold_files_over(files, css).await.let_go();
    }

    /// Drags files over an element and keeps the button down, so that a test can inspect the page.
    pub async fn hold_files_over(&self, files: &[&Path], css: &str) -> Drag<'_> {
        let target = self.middle_of(css).await;
        let (mut source, said) = start_source(self, files);
        let ready = hear(&said, &mut source);
        let Some((x, y)) = ready
            .strip_prefix("ready ")
            .and_then(|place| place.split_once(' '))
        else {
            panic!("the drag source said {ready:?}");
        };
        let desktop = self.desktop;
        desktop.xdotool(&["mousemove", x, y]);
        desktop.xdotool(&["mousedown", "1"]);
        // Moves far enough for a press to become a drag.
        for _ in 0..STEPS {
            std::thread::sleep(PACE);
            desktop.xdotool(&["mousemove_relative", "--", "-3", "-3"]);
        }
        let began = hear(&said, &mut source);
        assert_eq!(began, "began", "the drag did not begin");
        let drag = Drag {
            app: self,
            said,
            _source: source,
        };
        // Starts from the far corner of the window, so that the pointer enters and crosses the window.
        drag.travel(target);
        drag
    }
}

impl Drag<'_> {
    /// Moves to another element.
    pub async fn move_over(&self, css: &str) {
        let target = self.app.middle_of(css).await;
        self.travel(target);
    }

    /// Leaves the window of the app.
    pub fn leave(&self) {
        let (x, y) = (SCREEN.0 - 5, SCREEN.1 - 5);
        std::thread::sleep(PACE);
        self.app
            .desktop
            .xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
        std::thread::sleep(PACE);
        self.app
            .desktop
            .xdotool(&["mousemove_relative", "--", "-1", "-1"]);
    }

    /// Releases the button, and returns once the app has answered.
    pub fn let_go(mut self) {
        self.app.desktop.xdotool(&["mouseup", "1"]);
        self.hear_the_end();
    }

    /// Cancels the drag with Escape.
    pub fn give_up(mut self) {
        self.app.press("Escape");
        self.hear_the_end();
        self.app.desktop.xdotool(&["mouseup", "1"]);
    }

    fn hear_the_end(&mut self) {
        while hear(&self.said, &mut self._source) != "ended" {}
    }

    /// Moves the pointer to `target`, in pixels from the corner of the app's window.
    fn travel(&self, target: (i32, i32)) {
        for step in (0..STEPS).rev() {
            std::thread::sleep(PACE);
            self.app
                .move_pointer(target.0 + step * 6, target.1 + step * 6);
        }
    }
}

fn start_source(app: &App<'_>, files: &[&Path]) -> (Group, Receiver<String>) {
    let mut source = Group::start(
        app.desktop
            // The Python of the system, because Debian installs the GTK bindings for it.
            .command("/usr/bin/python3")
            .args(["-c", include_str!("drag_source.py")])
            .arg((SCREEN.0 - 110).to_string())
            .arg((SCREEN.1 - 70).to_string())
            .args(files)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit()),
    );
    let output = BufReader::new(source.stdout());
    let (say, said) = channel();
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if say.send(line).is_err() {
                break;
            }
        }
    });
    (source, said)
}

fn hear(said: &Receiver<String>, source: &mut Group) -> String {
    said.recv_timeout(LIMIT).unwrap_or_else(|_| {
        panic!(
            "the drag source says nothing; it ended: {:?}",
            source.ended()
        )
    })
}
