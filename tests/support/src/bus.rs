//! An isolated session bus with gnome-keyring.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::{Group, Home};

/// The password of the keyring.
pub const PASSWORD: &str = "a-password-of-the-test";

/// The D-Bus service file of the program that shows the keyring prompt.
const PROMPTER: &str = "/usr/share/dbus-1/services/org.gnome.keyring.SystemPrompter.service";

/// The state of the keyring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// Running and unlocked.
    Unlocked,
    /// Running, with a locked keyring that [`PASSWORD`] unlocks.
    Locked,
    /// Running, but started without a password: locked if the home folder has a keyring, otherwise without any keyring.
    Unopened,
    /// No Secret Service on the bus.
    Absent,
}

/// A running session bus and optionally a keyring daemon. Dropping it ends both.
#[derive(Debug)]
pub struct Bus {
    keyring: Option<Group>,
    _daemon: Group,
}

impl Bus {
    /// Starts a bus at the address that programs in `home` use. It can activate only the prompter of the keyring, which opens on
    /// `display`. Without a display, the prompter dismisses every prompt.
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
        // The daemon prints its address once it listens.
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

    /// Restarts the keyring in this state. Its contents stay in the home folder.
    pub fn keyring(&mut self, home: &Home, state: Keyring) {
        self.keyring = None;
        match state {
            Keyring::Absent => {}
            Keyring::Unopened => self.start_keyring(home, "--start"),
            Keyring::Unlocked => self.start_keyring(home, "--unlock"),
            Keyring::Locked => {
                // A keyring exists only after the first unlock.
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
        // The daemon reads the password until the end of its input, so dropping stdin at once is necessary.
        let written = daemon.stdin().write_all(PASSWORD.as_bytes());
        assert!(
            how != "--unlock" || written.is_ok(),
            "the keyring did not accept its password"
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

/// Locks the login keyring through D-Bus.
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
