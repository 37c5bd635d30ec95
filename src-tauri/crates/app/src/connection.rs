//! Decides who answers the next run: the service with the person's key, or the demo service on this machine.
//!
//! The demo service only answers if there is certainly no key, or if the person chose it. A locked or broken keychain
//! does not mean "no key": a run then fails instead of getting an answer from the wrong service.

use demo_service::{DemoService, Pace};
use finagent::{ApiKey, Client, Origin};
use keychain::{KeyState as Kept, Keychain, StoreError};
use secrecy::ExposeSecret;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::{
    settings::{SettingsFile, proxy},
    stored::Settings,
    wire::{KeyState, KeyTest, Problem, Service},
};

/// Connects to the service or the demo service.
pub struct Connection {
    keychain: Keychain,
    pace: Pace,
    demo: Mutex<Option<DemoService>>,
}

/// A client, with the facts about its service that a person must know.
pub struct Target {
    /// The client of the service.
    pub client: Client,
    /// Whether it is the demo service.
    pub demo: bool,
    /// The service: scheme, host and port.
    pub origin: String,
    /// The fingerprint of its API key.
    pub key_fingerprint: Option<String>,
}

impl Connection {
    /// Reads keys from `keychain`; the demo service answers at this pace.
    pub fn new(keychain: Keychain, pace: Pace) -> Self {
        Self {
            keychain,
            pace,
            demo: Mutex::new(None),
        }
    }

    /// The service that would answer now.
    pub async fn service(&self, settings: &SettingsFile) -> Service {
        let chosen = settings.get();
        let key = self.keychain.state(&chosen.origin).await;
        Service {
            demo: chosen.prefer_demo || matches!(key, Kept::None | Kept::NoKeychain),
            origin: chosen.origin,
            key: key.into(),
        }
    }

    /// A client of the service that answers now.
    ///
    /// # Errors
    /// The keychain's error if it is unknown whether there is a key; the client's error for a proxy or certificate that
    /// no longer works; `demo_failed`.
    pub async fn target(&self, settings: &SettingsFile) -> Result<Target, Problem> {
        // Take the settings once: a key read for one origin must not be sent to another, saved meanwhile.
        let chosen = settings.get();
        if chosen.prefer_demo {
            return self.demo_target().await;
        }
        match self.key(&chosen.origin).await? {
            Some(key) => real_target(chosen, settings.extra_ca()?, Some(key)),
            None => self.demo_target().await,
        }
    }

    /// Asks the real service whether it accepts the key, at no cost.
    pub async fn test_key(&self, settings: &SettingsFile) -> Result<KeyTest, Problem> {
        let chosen = settings.get();
        let key = self.key(&chosen.origin).await?;
        let key = key.ok_or_else(|| Problem::new("key_format", json!({ "problem": "empty" })))?;
        let target = real_target(chosen, settings.extra_ca()?, Some(key))?;
        let verdict = target
            .client
            .check_key(&tokio_util::sync::CancellationToken::new())
            .await;
        Ok(match verdict {
            Ok(finagent::KeyVerdict::Accepted) => KeyTest::Accepted,
            Ok(finagent::KeyVerdict::Rejected) => KeyTest::Rejected,
            Ok(finagent::KeyVerdict::InvalidUser) => KeyTest::InvalidUser,
            Err(error) => KeyTest::Unknown {
                problem: error.into(),
            },
        })
    }

    /// The configured service, even if the demo service would answer, and the reason why its key could not be read.
    ///
    /// # Errors
    /// The client's error for a proxy or certificate that no longer works.
    pub async fn real_service(
        &self,
        settings: &SettingsFile,
    ) -> Result<(Target, Option<Problem>), Problem> {
        let chosen = settings.get();
        let (key, problem) = match self.key(&chosen.origin).await {
            Ok(key) => (key, None),
            Err(problem) => (None, Some(problem)),
        };
        Ok((real_target(chosen, settings.extra_ca()?, key)?, problem))
    }

    /// Stores `pasted` as the key of the configured origin.
    pub async fn save_key(&self, settings: &SettingsFile, pasted: &str) -> Result<(), Problem> {
        let key = ApiKey::parse(pasted)?;
        self.keychain
            .store(&settings.get().origin, key.expose().to_owned().into())
            .await?;
        Ok(())
    }

    /// Removes the key of the configured origin.
    pub async fn remove_key(&self, settings: &SettingsFile) -> Result<(), Problem> {
        Ok(self.keychain.remove(&settings.get().origin).await?)
    }

    /// The keychain, which also holds the keys of people who sign.
    pub fn keychain(&self) -> &Keychain {
        &self.keychain
    }

    /// Makes the operating system ask the person to unlock the keychain.
    pub async fn unlock(&self, settings: &SettingsFile) -> Result<(), Problem> {
        self.keychain.load(&settings.get().origin, true).await?;
        Ok(())
    }

    async fn key(&self, origin: &str) -> Result<Option<ApiKey>, Problem> {
        let secret = match self.keychain.load(origin, false).await {
            // Without a keychain nothing can be stored: the only failure that means "no key".
            Err(StoreError::NoKeychain) => None,
            loaded => loaded?,
        };
        secret
            .map(|secret| ApiKey::parse(secret.expose_secret()).map_err(Problem::from))
            .transpose()
    }

    async fn demo_target(&self) -> Result<Target, Problem> {
        let failed = || Problem::plain("demo_failed");
        let mut demo = self.demo.lock().await;
        let running = match demo.take() {
            Some(running) => running,
            None => DemoService::start(demo_service::Settings {
                pace: self.pace,
                ..Default::default()
            })
            .await
            .map_err(|_| failed())?,
        };
        let origin = running.origin();
        *demo = Some(running);
        let client = Client::builder(origin.parse().map_err(|_| failed())?).build()?;
        Ok(Target {
            client,
            demo: true,
            origin,
            key_fingerprint: None,
        })
    }
}

fn real_target(
    chosen: Settings,
    extra_ca: Option<Vec<u8>>,
    key: Option<ApiKey>,
) -> Result<Target, Problem> {
    let origin: Origin = chosen.origin.parse()?;
    let fingerprint = key.as_ref().map(|key| key_fingerprint(key.expose()));
    let client = Client::builder(origin)
        .key(key)
        .proxy(proxy(&chosen))
        .extra_ca(extra_ca)
        .build()?;
    Ok(Target {
        client,
        demo: false,
        origin: chosen.origin,
        key_fingerprint: fingerprint,
    })
}

/// Identifies a key without revealing it: the beginning of a domain-separated hash.
fn key_fingerprint(key: &str) -> String {
    let hash = Sha256::digest(["finagent-desk key fingerprint\n", key].concat());
    records::hex(&hash).chars().take(16).collect()
}

impl From<Kept> for KeyState {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::None => Self::None,
            Kept::Stored { last4 } => Self::Stored { last4 },
            Kept::Locked => Self::Locked,
            Kept::Session { last4 } => Self::Session { last4 },
            Kept::NoKeychain => Self::NoKeychain,
            Kept::Failed { code } => Self::Failed {
                problem: Problem::plain(code),
            },
        }
    }
}
