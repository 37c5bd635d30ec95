//! The roots of the time stamp authority: a file that the person chose, kept beside the settings.

use std::{fs, io, path::Path};

use platform::{
    atomic_write::{Readers, replace_file},
    read_bounded,
};
use serde_json::json;

use super::{EXTRA_CA_BYTES, SettingsFile, not_saved};
use crate::{problem::read_reason, stored::Settings, wire::Problem};

const FILE: &str = "stamp-roots.pem";

impl SettingsFile {
    /// Copies the file at `path`, with the roots that vouch for a time stamp authority, and trusts them from now on.
    ///
    /// # Errors
    /// `stamp_roots_unreadable` if it holds no certificate that can be a root, or has more than 1 MB.
    pub fn set_stamp_roots(&self, path: &Path) -> Result<(), Problem> {
        let certificates = finagent::certificates(&read(path)?).map_err(|found| {
            Problem::new("stamp_roots_unreadable", json!({ "found": found.as_str() }))
        })?;
        // Only the certificates are kept: there may be a private key beside them.
        let file = finagent::certificates_to_pem(&certificates).into_bytes();
        rfc3161::roots(&file)?;
        let name = path
            .file_name()
            .map(|name| visible_text::strip_invisible(&name.to_string_lossy()));
        let mut current = self.lock();
        let settings = Settings {
            stamp_roots_name: name,
            ..current.clone()
        };
        fs::create_dir_all(&self.folder).map_err(not_saved)?;
        replace_file(&self.folder.join(FILE), &file, Readers::Owner).map_err(not_saved)?;
        self.write(&settings)?;
        *current = settings;
        Ok(())
    }

    /// Trusts no roots of time stamp authorities any more.
    ///
    /// # Errors
    /// Any write error.
    pub fn remove_stamp_roots(&self) -> Result<(), Problem> {
        let mut current = self.lock();
        let settings = Settings {
            stamp_roots_name: None,
            ..current.clone()
        };
        self.write(&settings)?;
        *current = settings;
        match fs::remove_file(self.folder.join(FILE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(not_saved(error)),
            _ => Ok(()),
        }
    }

    /// The roots that vouch for a time stamp authority, in DER; empty if there are none.
    ///
    /// # Errors
    /// `stamp_roots_unreadable` if the file is gone or damaged.
    pub fn stamp_roots(&self) -> Result<Vec<Vec<u8>>, Problem> {
        if self.lock().stamp_roots_name.is_none() {
            return Ok(Vec::new());
        }
        Ok(rfc3161::roots(&read(&self.folder.join(FILE))?)?)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    read_bounded(path, EXTRA_CA_BYTES).map_err(|error| {
        let params = json!({ "reason": read_reason(&error) });
        Problem::new("stamp_roots_unreadable", params)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_kept_found_again_and_what_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let opened = || {
            let file = SettingsFile::new(folder.path().join("settings"));
            file.load();
            file
        };
        let file = opened();
        assert_eq!(file.stamp_roots().unwrap(), [[0; 0]; 0]);
        let notes = folder.path().join("notes.pem");
        fs::write(&notes, "no certificate").unwrap();
        for bad in [notes.as_path(), folder.path(), Path::new("/dev/zero")] {
            let refused = file.set_stamp_roots(bad).unwrap_err();
            assert_eq!(refused.code, "stamp_roots_unreadable", "{}", bad.display());
        }
        let key = rcgen::generate_simple_self_signed(["tsa.example".to_owned()]).unwrap();
        let good = folder.path().join("tsa.pem");
        fs::write(&good, key.cert.pem()).unwrap();
        file.set_stamp_roots(&good).unwrap();
        let private = folder.path().join("key.pem");
        fs::write(&private, key.signing_key.serialize_pem()).unwrap();
        let refused = file.set_stamp_roots(&private).unwrap_err();
        assert_eq!(refused.params, json!({ "found": "private_key" }));
        // Saving other settings does not change them.
        file.save(Settings::default()).unwrap();
        let file = opened();
        assert_eq!(file.get().stamp_roots_name.as_deref(), Some("tsa.pem"));
        assert_eq!(file.stamp_roots().unwrap(), [key.cert.der().to_vec()]);
        fs::write(folder.path().join("settings").join(FILE), "damaged").unwrap();
        assert!(file.stamp_roots().is_err());
        file.remove_stamp_roots().unwrap();
        assert_eq!(opened().stamp_roots().unwrap(), [[0; 0]; 0]);
    }

    #[test]
    fn an_address_is_checked_and_kept_in_one_form() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::new(folder.path().to_owned());
        let with = |address: &str| Settings {
            stamp_authority: address.to_owned(),
            ..Settings::default()
        };
        file.save(with(" http://tsa.example ")).unwrap();
        assert_eq!(file.get().stamp_authority, "http://tsa.example/");
        let refused = file.save(with("tsa.example")).unwrap_err();
        assert_eq!(refused.code, "stamp_address");
        assert_eq!(file.get().stamp_authority, "http://tsa.example/");
        file.save(with("  ")).unwrap();
        assert_eq!(file.get().stamp_authority, "");
    }
}
