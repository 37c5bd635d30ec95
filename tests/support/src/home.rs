//! The home folder of a person who exists for one test.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A home folder with all the folders a desktop program looks for, deleted when dropped.
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
    /// An empty one.
    pub fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for name in ["data", "config", "cache", "state", "files"] {
            DirBuilder::new().create(home.path(name)).unwrap();
        }
        // Programs refuse a runtime folder that others can look into.
        DirBuilder::new()
            .mode(0o700)
            .create(home.path("run"))
            .unwrap();
        home
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in it: `data`, `config`, `cache`, `state` and `run` are what the XDG variables name, and `files` is for
    /// the person's own files.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where this person's session bus listens, once there is one.
    pub fn bus_socket(&self) -> PathBuf {
        self.path("run/bus")
    }

    /// `program` as this person would start it: nothing of the machine's own environment gets in but the search path.
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
            // There is no accessibility bus and no settings service here, and GTK would complain of it.
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory")
            .current_dir(self.root())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// What `program` prints, whether it succeeds or not.
    pub fn output(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = self.command(program);
        crate::process::printed(command.args(arguments))
    }
}
