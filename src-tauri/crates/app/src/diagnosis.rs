//! Diagnoses the way to the configured service for the window: one diagnosis at a time, which can be stopped.

use std::sync::{Mutex, PoisonError};

use finagent::{
    KeyVerdict, ProxySource as Source,
    diagnosis::{Facts, Outcome, Progress, Report, Step, Trust},
};
use tokio_util::sync::CancellationToken;

use crate::{
    connection::Connection,
    events::Listener,
    settings::SettingsFile,
    wire::{
        CertificateTrust, DiagnosedKey, DiagnosisEvent, DiagnosisFacts, DiagnosisResult,
        DiagnosisState, DiagnosisStep, Problem, ProxySource,
    },
};

/// The diagnosis in progress.
#[derive(Default)]
pub struct Diagnosis(Mutex<CancellationToken>);

impl Diagnosis {
    /// Diagnoses the way to the configured service, even if the demo service answers. Stops an earlier diagnosis. Returns
    /// whether it came to its end.
    ///
    /// # Errors
    /// The client's error for a proxy or certificate that no longer works.
    pub async fn run(
        &self,
        connection: &Connection,
        settings: &SettingsFile,
        listener: Box<dyn Listener<DiagnosisEvent>>,
    ) -> Result<bool, Problem> {
        let cancel = CancellationToken::new();
        self.replace(cancel.clone());
        let (target, no_key) = connection.real_service(settings).await?;
        let mut tell = |progress| listener.tell(event(progress, no_key.as_ref()));
        Ok(target.client.diagnose(&cancel, &mut tell).await.is_ok())
    }

    /// Stops the diagnosis in progress.
    pub fn stop(&self) {
        self.replace(CancellationToken::new());
    }

    fn replace(&self, next: CancellationToken) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        current.cancel();
        *current = next;
    }
}

/// `no_key`: why the key could not be read.
fn event(progress: Progress, no_key: Option<&Problem>) -> DiagnosisEvent {
    match progress {
        Progress::Planned(steps) => DiagnosisEvent::Planned {
            steps: steps.into_iter().map(DiagnosisStep::from).collect(),
        },
        Progress::Began(step) => DiagnosisEvent::Began { step: step.into() },
        Progress::Ended(report) => DiagnosisEvent::Ended {
            result: Box::new(result(*report, no_key)),
        },
    }
}

fn result(report: Report, no_key: Option<&Problem>) -> DiagnosisResult {
    let (mut state, mut problem) = match report.outcome {
        Outcome::Passed => (DiagnosisState::Passed, None),
        Outcome::Noted => (DiagnosisState::Noted, None),
        Outcome::Skipped => (DiagnosisState::Skipped, None),
        Outcome::Failed(error) => (DiagnosisState::Failed, Some(error.into())),
    };
    // Without a key, the client skips the step that needs it, without knowing why there is none.
    if report.step == Step::Key
        && state == DiagnosisState::Skipped
        && let Some(no_key) = no_key
    {
        state = DiagnosisState::Noted;
        problem = Some(no_key.clone());
    }
    DiagnosisResult {
        step: report.step.into(),
        state,
        ms: u32::try_from(report.took.as_millis()).unwrap_or(u32::MAX),
        facts: report.facts.map(facts),
        problem,
    }
}

fn facts(found: Facts) -> DiagnosisFacts {
    match found {
        Facts::Proxy {
            proxy,
            scheme,
            source,
            has_login,
        } => DiagnosisFacts::Proxy {
            proxy,
            scheme,
            source: source.into(),
            variable: match source {
                Source::Environment(name) | Source::EnvironmentException(name) => {
                    Some(name.to_owned())
                }
                _ => None,
            },
            has_login,
        },
        Facts::Addresses {
            host,
            addresses,
            count,
        } => DiagnosisFacts::Addresses {
            host,
            addresses: addresses.iter().map(ToString::to_string).collect(),
            count: u32::try_from(count).unwrap_or(u32::MAX),
        },
        Facts::Connected { to } => DiagnosisFacts::Connected { to },
        Facts::Tls {
            certificate,
            root,
            trust,
        } => {
            let certificate = certificate.unwrap_or_default();
            DiagnosisFacts::Tls {
                subject: certificate.subject,
                issuer: certificate.issuer,
                hosts: certificate.hosts,
                not_before: certificate.not_before.as_secs(),
                not_after: certificate.not_after.as_secs(),
                root: root.unwrap_or_default(),
                trust: trust.into(),
            }
        }
        Facts::Answer {
            status,
            server,
            via,
        } => DiagnosisFacts::Answer {
            status,
            server,
            via,
        },
        Facts::Clock { ahead } => DiagnosisFacts::Clock { ahead },
        Facts::Key { verdict } => DiagnosisFacts::Key {
            verdict: match verdict {
                KeyVerdict::Accepted => DiagnosedKey::Accepted,
                KeyVerdict::Rejected => DiagnosedKey::Rejected,
                KeyVerdict::InvalidUser => DiagnosedKey::InvalidUser,
            },
        },
    }
}

impl From<Step> for DiagnosisStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Proxy => Self::Proxy,
            Step::Resolve => Self::Resolve,
            Step::Connect => Self::Connect,
            Step::Tunnel => Self::Tunnel,
            Step::Tls => Self::Tls,
            Step::Answer => Self::Answer,
            Step::Clock => Self::Clock,
            Step::Key => Self::Key,
        }
    }
}

impl From<Source> for ProxySource {
    fn from(source: Source) -> Self {
        match source {
            Source::ThisMachine => Self::ThisMachine,
            Source::Setting => Self::Setting,
            Source::SettingException => Self::SettingException,
            Source::Environment(_) => Self::Environment,
            Source::EnvironmentException(_) => Self::EnvironmentException,
            Source::System => Self::System,
            Source::Nothing => Self::Nothing,
        }
    }
}

impl From<Trust> for CertificateTrust {
    fn from(trust: Trust) -> Self {
        match trust {
            Trust::System => Self::System,
            Trust::Added => Self::Added,
            Trust::Nobody => Self::Nobody,
        }
    }
}
