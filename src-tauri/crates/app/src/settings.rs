//! The settings, in a JSON file in the platform's configuration folder.
//!
//! The file is written atomically, so a crash leaves the old one. An unreadable file is renamed, never overwritten. The
//! API key is not a setting: the `keychain` crate stores it.

mod stamp_roots;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use finagent::{Model, Origin, Temperature};
use platform::{ReadError, read_bounded};
use serde_json::json;

use crate::{
    json_store::{Unusable, read_json, unreadable},
    problem::{io_reason, read_reason},
    stored::Settings,
    time_stamps::Address,
    wire::Problem,
};
use platform::atomic_write::{Readers, replace_file};

const FILE: &str = "settings.json";
/// The most files of the queue audited at the same time.
pub const AT_ONCE: u32 = 4;

/// The most years that a review is kept.
const RETENTION_YEARS: u16 = 100;

/// Limit of the file in bytes; its actual size is less than a thousandth of it.
const BYTES: u64 = 1_000_000;
const EXTRA_CA: &str = "extra-ca.pem";
/// The smallest share of either side of a divider, in percent.
const LEAST_SHARE: u8 = 20;
const MAX_SHARE: u8 = 80;
/// Limit of a certificate bundle in bytes.
const EXTRA_CA_BYTES: u64 = 1_000_000;

/// The current settings and their file.
pub struct SettingsFile {
    folder: PathBuf,
    current: Mutex<Settings>,
    problem: Mutex<Option<Problem>>,
}

impl SettingsFile {
    /// Uses the file in `folder`. Reads nothing yet: until [`Self::load`], the defaults are in force.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            current: Mutex::default(),
            problem: Mutex::default(),
        }
    }

    /// Loads the file; uses the defaults if it is missing or unreadable.
    pub fn load(&self) {
        let path = self.folder.join(FILE);
        let (settings, problem) = match read(&path) {
            Ok(settings) => (settings, None),
            // The next save would destroy the old file, if it was not renamed.
            Err(why) => {
                let problem = unreadable("settings_unreadable", &path, &why);
                (Settings::default(), Some(problem))
            }
        };
        *self.lock() = settings;
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    /// Reads the file without applying the settings or renaming an unreadable file.
    pub fn glance(&self) -> Settings {
        read(&self.folder.join(FILE)).unwrap_or_default()
    }

    /// The reason why the file could not be read at the start.
    pub fn problem(&self) -> Option<Problem> {
        let problem = self.problem.lock();
        problem.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The current settings.
    pub fn get(&self) -> Settings {
        self.lock().clone()
    }

    /// Checks, writes and applies `wanted`. Ignores settings that have commands of their own: the name of the
    /// certificates, which only change together with them, and how many files the queue audits at the same time.
    pub fn save(&self, wanted: Settings) -> Result<(), Problem> {
        let mut current = self.lock();
        let settings = Settings {
            extra_ca_name: current.extra_ca_name.clone(),
            stamp_roots_name: current.stamp_roots_name.clone(),
            queue_at_once: current.queue_at_once,
            ..checked(wanted)?
        };
        self.write(&settings)?;
        *current = settings;
        Ok(())
    }

    /// Applies and writes how many files the queue audits at the same time.
    ///
    /// # Errors
    /// Any write error; the value applies until the app ends anyway.
    pub fn set_queue_at_once(&self, at_once: u32) -> Result<(), Problem> {
        let mut current = self.lock();
        let at_once = at_once.clamp(1, AT_ONCE);
        if current.queue_at_once == at_once {
            return Ok(());
        }
        current.queue_at_once = at_once;
        self.write(&current)
    }

    /// Copies the certificate file at `path` and trusts it from now on.
    ///
    /// # Errors
    /// `ca_unreadable` if it contains no certificate in PEM, DER or PKCS#7, or has more than 1 MB.
    pub fn set_extra_ca(&self, path: &Path) -> Result<(), Problem> {
        let certificates = finagent::certificates(&read_certificate(path)?)
            .map_err(|found| finagent::Error::UnreadableCa { found })?;
        // Only the certificates are kept: there may be a private key beside them.
        let pem = finagent::certificates_to_pem(&certificates).into_bytes();
        // The client decides what is a valid certificate.
        finagent::Client::builder(Origin::default())
            .extra_ca(Some(pem.clone()))
            .build()?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let mut current = self.lock();
        let settings = Settings {
            extra_ca_name: name,
            ..current.clone()
        };
        fs::create_dir_all(&self.folder).map_err(not_saved)?;
        replace_file(&self.folder.join(EXTRA_CA), &pem, Readers::Owner).map_err(not_saved)?;
        self.write(&settings)?;
        *current = settings;
        Ok(())
    }

    /// Trusts only the certificates of the system again.
    pub fn remove_extra_ca(&self) -> Result<(), Problem> {
        let mut current = self.lock();
        let settings = Settings {
            extra_ca_name: None,
            ..current.clone()
        };
        self.write(&settings)?;
        *current = settings;
        match fs::remove_file(self.folder.join(EXTRA_CA)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(not_saved(error)),
            _ => Ok(()),
        }
    }

    /// The certificate to trust besides those of the system, as PEM.
    pub fn extra_ca(&self) -> Result<Option<Vec<u8>>, Problem> {
        if self.lock().extra_ca_name.is_none() {
            return Ok(None);
        }
        read_certificate(&self.folder.join(EXTRA_CA)).map(Some)
    }

    fn write(&self, settings: &Settings) -> Result<(), Problem> {
        let text = serde_json::to_vec_pretty(settings)
            .map_err(|_| Problem::internal("settings to JSON"))?;
        // Never write what could not be read back.
        if text.len() as u64 > BYTES {
            return Err(not_saved(io::ErrorKind::FileTooLarge.into()));
        }
        fs::create_dir_all(&self.folder).map_err(not_saved)?;
        replace_file(&self.folder.join(FILE), &text, Readers::Owner).map_err(not_saved)
    }

    fn lock(&self) -> MutexGuard<'_, Settings> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a regular file of at most [`EXTRA_CA_BYTES`].
fn read_certificate(path: &Path) -> Result<Vec<u8>, Problem> {
    read_bounded(path, EXTRA_CA_BYTES).map_err(|error| {
        let reason = read_reason(&error);
        let params = match error {
            ReadError::TooLarge { limit, actual } => {
                json!({ "reason": reason, "limit": limit, "actual": actual })
            }
            _ => json!({ "reason": reason }),
        };
        Problem::new("ca_unreadable", params)
    })
}

/// The language in the settings file in `folder`; reads nothing else and changes nothing.
#[cfg(target_os = "linux")]
pub fn chosen_language(folder: &Path) -> crate::stored::Language {
    let settings = read_json::<Settings>(&folder.join(FILE), BYTES);
    let settings = settings.ok().flatten();
    settings
        .map(|settings| settings.language)
        .unwrap_or_default()
}

/// Reads the file; the defaults if it does not exist.
fn read(path: &Path) -> Result<Settings, Unusable> {
    match read_json(path, BYTES)? {
        Some(settings) => checked(settings).map_err(|_| Unusable::Values),
        None => Ok(Settings::default()),
    }
}

fn checked(wanted: Settings) -> Result<Settings, Problem> {
    let origin: Origin = wanted.origin.trim().parse()?;
    let model: Model = wanted.model.parse()?;
    let temperature = Temperature::new(wanted.temperature)?;
    let settings = Settings {
        origin: origin.to_string(),
        model: model.as_str().to_owned(),
        temperature: temperature.get(),
        zoom: wanted.zoom.clamp(100, 200),
        queue_at_once: wanted.queue_at_once.clamp(1, AT_ONCE),
        review_retention_years: wanted.review_retention_years.min(RETENTION_YEARS),
        material_width: wanted.material_width.map(share),
        picture_height: wanted.picture_height.map(share),
        proxy: wanted.proxy.trim().to_owned(),
        no_proxy: wanted.no_proxy.trim().to_owned(),
        stamp_authority: stamp_authority(&wanted.stamp_authority)?,
        ..wanted
    };
    // The client decides what is a valid proxy; it ignores the proxy for an origin on this machine.
    finagent::Client::builder(Origin::default())
        .proxy(proxy(&settings))
        .build()?;
    Ok(settings)
}

/// The address in one form; empty for no time stamps.
fn stamp_authority(typed: &str) -> Result<String, Problem> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    Ok(Address::parse(typed)?.to_string())
}

fn share(percent: u8) -> u8 {
    percent.clamp(LEAST_SHARE, MAX_SHARE)
}

/// The proxy in `settings`, if one is set.
pub fn proxy(settings: &Settings) -> Option<finagent::ProxySetting> {
    (!settings.proxy.is_empty()).then(|| finagent::ProxySetting {
        url: settings.proxy.clone(),
        no_proxy: settings.no_proxy.clone(),
    })
}

fn not_saved(error: io::Error) -> Problem {
    Problem::new("settings_not_saved", json!({ "reason": io_reason(&error) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_can_be_added_on_a_fresh_machine_and_what_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::new(folder.path().join("not-there-yet"));
        file.load();
        let not_one = folder.path().join("notes.pem");
        fs::write(&not_one, "no certificate").unwrap();
        for bad in [
            not_one.as_path(),
            folder.path(),
            Path::new("/dev/zero"),
            Path::new("/nowhere"),
        ] {
            assert_eq!(
                file.set_extra_ca(bad).unwrap_err().code,
                "ca_unreadable",
                "{}",
                bad.display()
            );
        }
        let key = rcgen::generate_simple_self_signed(["bank.example".to_owned()]).unwrap();
        let good = folder.path().join("bank.pem");
        fs::write(&good, key.cert.pem()).unwrap();
        file.set_extra_ca(&good).unwrap();
        assert_eq!(file.get().extra_ca_name.as_deref(), Some("bank.pem"));
        assert_eq!(
            file.extra_ca().unwrap().unwrap(),
            key.cert.pem().into_bytes()
        );
        // The same in DER, and beside a private key, which is not kept.
        let der = folder.path().join("bank.der");
        fs::write(&der, key.cert.der()).unwrap();
        let private = key.signing_key.serialize_pem();
        let beside_key = folder.path().join("beside-key.pem");
        fs::write(&beside_key, private.clone() + &key.cert.pem()).unwrap();
        for good in [&der, &beside_key] {
            file.set_extra_ca(good).unwrap();
            let kept = file.extra_ca().unwrap().unwrap();
            assert_eq!(kept, key.cert.pem().into_bytes(), "{}", good.display());
        }
        let alone = folder.path().join("key.pem");
        fs::write(&alone, private).unwrap();
        let refused = file.set_extra_ca(&alone).unwrap_err();
        assert_eq!(refused.params, json!({ "found": "private_key" }));
        file.remove_extra_ca().unwrap();
        assert_eq!(file.extra_ca().unwrap(), None);
    }

    #[test]
    fn dividers_stay_where_both_sides_can_be_seen_and_a_file_without_them_is_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), r#"{"zoom":125}"#).unwrap();
        let opened = || {
            let file = SettingsFile::new(folder.path().to_owned());
            file.load();
            file
        };
        let file = opened();
        assert_eq!((file.get().material_width, file.get().zoom), (None, 125));
        for (wanted, kept) in [
            (Some(55), Some(55)),
            (Some(0), Some(20)),
            (Some(255), Some(80)),
            (None, None),
        ] {
            file.save(Settings {
                material_width: wanted,
                picture_height: wanted,
                ..file.get()
            })
            .unwrap();
            let read = opened().get();
            assert_eq!((read.material_width, read.picture_height), (kept, kept));
        }
    }

    #[test]
    fn two_unreadable_files_are_both_kept() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["{ first", "{ second"] {
            fs::write(folder.path().join(FILE), text).unwrap();
            let file = SettingsFile::new(folder.path().to_owned());
            file.load();
            assert!(file.problem().is_some());
        }
        let kept =
            |n| fs::read_to_string(folder.path().join(format!("settings.unreadable-{n}.json")));
        assert_eq!(
            (kept(1).unwrap(), kept(2).unwrap()),
            ("{ first".to_owned(), "{ second".to_owned())
        );
    }
}
