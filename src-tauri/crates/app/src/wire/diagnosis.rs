//! The diagnosis of the network. Contains no credentials.

use serde::Serialize;
use ts_rs::TS;

use super::Problem;

/// What a diagnosis reports while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum DiagnosisEvent {
    /// The steps to come.
    Planned {
        /// The steps, in their order.
        steps: Vec<DiagnosisStep>,
    },
    /// A step has begun.
    Began {
        /// The step.
        step: DiagnosisStep,
    },
    /// A step has ended.
    Ended {
        /// Its result.
        result: Box<DiagnosisResult>,
    },
}

/// A step of the diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DiagnosisStep {
    /// Which proxy is in effect, and who says so.
    Proxy,
    /// The addresses of the service, or of the proxy if there is one.
    Resolve,
    /// A TCP connection to one of them.
    Connect,
    /// The way through the proxy.
    Tunnel,
    /// TLS with the service.
    Tls,
    /// A request without the key.
    Answer,
    /// The clock of this machine against the service's.
    Clock,
    /// A request with the key, which costs nothing.
    Key,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DiagnosisState {
    /// All is well.
    Passed,
    /// Something is wrong, but it does not stop requests.
    Noted,
    /// Requests fail here.
    Failed,
    /// An earlier step failed, or there is nothing to look at.
    Skipped,
}

/// The end of a step.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisResult {
    /// The step.
    pub step: DiagnosisStep,
    /// How it ended.
    pub state: DiagnosisState,
    /// How long it took, in milliseconds.
    pub ms: u32,
    /// What it found out.
    pub facts: Option<DiagnosisFacts>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// What a step found out.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "of", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DiagnosisFacts {
    /// Which proxy is in effect.
    Proxy {
        /// Host and port; `null` for a direct connection.
        proxy: Option<String>,
        /// `http`, `https` or `socks5`.
        scheme: Option<String>,
        /// Who chose it, or chose none.
        source: ProxySource,
        /// The environment variable that did.
        variable: Option<String>,
        /// Whether there are a user name and a password for it.
        has_login: bool,
    },
    /// The addresses of a host.
    Addresses {
        /// The proxy's or the service's host.
        host: String,
        /// The first ones.
        addresses: Vec<String>,
        /// How many there are.
        count: u32,
    },
    /// A TCP connection.
    Connected {
        /// Address and port at the other end.
        to: String,
    },
    /// The certificate of the service.
    Tls {
        /// Whose it is.
        subject: String,
        /// Who issued it.
        issuer: String,
        /// The hosts that it is for.
        hosts: Vec<String>,
        /// When it becomes valid, in seconds since 1970.
        #[ts(type = "number")]
        not_before: u64,
        /// When it expires, in seconds since 1970.
        #[ts(type = "number")]
        not_after: u64,
        /// The authority at the end of its chain.
        root: String,
        /// Who vouches for it.
        trust: CertificateTrust,
    },
    /// An answer without the key.
    Answer {
        /// The HTTP status.
        status: Option<u16>,
        /// What the software that answered calls itself.
        server: Option<String>,
        /// The gateways on the way.
        via: Option<String>,
    },
    /// The clocks.
    Clock {
        /// Seconds by which this machine's clock is ahead; negative if it is behind.
        #[ts(type = "number")]
        ahead: i64,
    },
    /// The service's verdict on the key.
    Key {
        /// The verdict.
        verdict: DiagnosedKey,
    },
}

/// Who decides about the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProxySource {
    /// The service is on this machine.
    ThisMachine,
    /// The setting.
    Setting,
    /// The setting's list of hosts without a proxy.
    SettingException,
    /// An environment variable.
    Environment,
    /// An environment variable with hosts without a proxy.
    EnvironmentException,
    /// The operating system.
    System,
    /// Nothing names a proxy.
    Nothing,
}

/// Who vouches for a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CertificateTrust {
    /// A root of the system.
    System,
    /// Only a certificate that was added in the settings.
    Added,
    /// Nobody.
    Nobody,
}

/// The service's verdict on the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DiagnosedKey {
    /// It accepts the key.
    Accepted,
    /// It does not accept the key.
    Rejected,
    /// It accepts the key but not its user.
    InvalidUser,
}

pub(super) fn declarations(config: &ts_rs::Config) -> Vec<String> {
    vec![
        DiagnosisEvent::decl(config),
        DiagnosisStep::decl(config),
        DiagnosisState::decl(config),
        DiagnosisResult::decl(config),
        DiagnosisFacts::decl(config),
        ProxySource::decl(config),
        CertificateTrust::decl(config),
        DiagnosedKey::decl(config),
    ]
}
