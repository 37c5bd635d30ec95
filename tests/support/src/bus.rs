//! A session bus with nothing on it but what a test puts there, and gnome-keyring.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::{Group, Home};

/// What opens the keyring.
pub const PASSWORD: &str = "a-password-of-the-test";

/// Where D-Bus finds the program that shows the keyring's prompt.
const PROMPTER: &str = "/usr/share/dbus-1/services/org.gnome.keyring.SystemPrompter.service";

/// The state of the keyring at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// There, and open.
    Unlocked,
    /// There, with a keyring that [`PASSWORD`] opens.
    Locked,
    /// There, and never given a password: locked if the home folder holds a keyring, and without a place to keep
    /// anything if it does not.
    Unopened,
    /// The bus is there, and nobody on it keeps secrets.
    Absent,
}

/// A running session bus and perhaps a keyring daemon, both ended when dropped.
#[derive(Debug)]
pub struct Bus {
    keyring: Option<Group>,
    _daemon: Group,
}

impl Bus {
    /// Starts a bus where `home`'s programs look for one. Only the keyring's prompter can be started by it on demand;
    /// it shows itself on `display`, and without one it dismisses every prompt.
    pub fn start(home: &Home, display: Option<&str>) -> Self {
        let socket = home.bus_socket();
        let _ = std::fs::remove_file(&socket);
        let services = home.path("services");
        if !services.exists() {
            std::fs::create_dir(&services).unwrap();
            std::os::unix::fs::symlink(PROMPTER, services.join("prompter.service")).unwrap();
        }
        let config = home.path("bus.conf");
        let text = include_str!("bus.conf")
            .replace("@socket@", socket.to_str().unwrap())
            .replace("@services@", services.to_str().unwrap());
        std::fs::write(&config, text).unwrap();
        let mut command = home.command("dbus-daemon");
        command
            .args(["--nofork", "--print-address", "--config-file"])
            .arg(&config)
            .envs(display.map(|display| ("DISPLAY", display)))
            .stdout(Stdio::piped());
        let mut daemon = Group::start(&mut command);
        // It prints its address once it listens.
        let mut address = String::new();
        BufReader::new(daemon.stdout())
            .read_line(&mut address)
            .unwrap();
        assert!(
            address.starts_with("unix:path="),
            "the session bus did not start: {address:?}"
        );
        Self {
            keyring: None,
            _daemon: daemon,
        }
    }

    /// Brings the keyring into a state. Its contents are in the home folder and outlive a restart.
    pub fn keyring(&mut self, home: &Home, state: Keyring) {
        self.keyring = None;
        match state {
            Keyring::Absent => {}
            Keyring::Unopened => self.start_keyring(home, "--start"),
            Keyring::Unlocked => self.start_keyring(home, "--unlock"),
            Keyring::Locked => {
                // One that was never open does not exist yet.
                self.start_keyring(home, "--unlock");
                lock(home);
            }
        }
    }

    fn start_keyring(&mut self, home: &Home, how: &str) {
        let mut daemon = Group::start(
            home.command("gnome-keyring-daemon")
                .args(["--foreground", "--components=secrets", how])
                .stdin(Stdio::piped()),
        );
        // Dropped at once: it reads the password to the end of its input.
        let written = daemon.stdin().write_all(PASSWORD.as_bytes());
        assert!(
            how != "--unlock" || written.is_ok(),
            "the keyring did not take its password"
        );
        self.keyring = Some(daemon);
        let waited = home
            .command("gdbus")
            .args([
                "wait",
                "--session",
                "--timeout",
                "60",
                "org.freedesktop.secrets",
            ])
            .status()
            .unwrap();
        assert!(waited.success(), "the keyring did not appear on the bus");
    }
}

/// Locks the login keyring, as the desktop does when asked to.
fn lock(home: &Home) {
    let answer = home.output(
        "gdbus",
        &[
            "call",
            "--session",
            "--dest=org.freedesktop.secrets",
            "--object-path=/org/freedesktop/secrets",
            "--method=org.freedesktop.Secret.Service.Lock",
            "[objectpath '/org/freedesktop/secrets/collection/login']",
        ],
    );
    assert!(
        answer.contains("collection/login"),
        "the keyring was not locked: {answer:?}"
    );
}
