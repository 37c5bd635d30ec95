//! The home folder of a user who exists for one test.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A home folder with all folders that a desktop program expects. Dropping it deletes the folder.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Home {
    /// Creates an empty home folder.
    pub fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for name in ["data", "config", "cache", "state", "files"] {
            DirBuilder::new().create(home.path(name)).unwrap();
        }
        // Programs refuse a runtime folder that other users can read.
        DirBuilder::new()
            .mode(0o700)
            .create(home.path("run"))
            .unwrap();
        home
    }

    /// The path of the home folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the home folder. The XDG variables point to `data`, `config`, `cache`, `state` and `run`. `files` is for the user's files.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The socket of the session bus.
    pub fn bus_socket(&self) -> PathBuf {
        self.path("run/bus")
    }

    /// A command that runs `program` for this user. Of the environment of the machine, it inherits only the search path.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.root())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("XDG_STATE_HOME", self.path("state"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("LANG", "C.UTF-8")
            // Avoids warnings of GTK about a missing accessibility bus and settings service.
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory")
            .current_dir(self.root())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// The output of `program`, whether it succeeds or not.
    pub fn output(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = self.command(program);
        crate::process::printed(command.args(arguments))
    }
}
