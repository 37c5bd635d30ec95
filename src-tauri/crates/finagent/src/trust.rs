//! Decides which certificates to trust, and remembers those that a host shows.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

use crate::transport::BoxError;

/// Trusts the system's certificates and these, in DER.
pub(crate) fn verifier(extra_ca: &[Vec<u8>]) -> Result<Arc<dyn ServerCertVerifier>, BoxError> {
    let provider = provider();
    let verifier = if extra_ca.is_empty() {
        Verifier::new(provider)?
    } else {
        let extra = extra_ca.iter().cloned().map(CertificateDer::from);
        Verifier::new_with_extra_roots(extra, provider)?
    };
    Ok(Arc::new(verifier))
}

pub(crate) fn config(
    verifier: Arc<dyn ServerCertVerifier>,
    protocols: &[&[u8]],
) -> Result<ClientConfig, BoxError> {
    let config =
        ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let mut config = config
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(config)
}

fn provider() -> Arc<CryptoProvider> {
    let provider = CryptoProvider::get_default().cloned();
    provider.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

/// The certificates that a host has shown: its own first.
pub(crate) type Chain = Vec<CertificateDer<'static>>;

/// A verifier that remembers the certificates it was asked about, accepted or not.
#[derive(Debug)]
pub(crate) struct Witness {
    inner: Arc<dyn ServerCertVerifier>,
    seen: Mutex<Option<(Chain, ServerName<'static>)>>,
}

impl Witness {
    pub(crate) fn new(inner: Arc<dyn ServerCertVerifier>) -> Arc<Self> {
        Arc::new(Self {
            inner,
            seen: Mutex::default(),
        })
    }

    /// The certificates of the last handshake; empty if the host showed none.
    pub(crate) fn chain(&self) -> Chain {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.as_ref()
            .map(|(chain, _)| chain.clone())
            .unwrap_or_default()
    }

    /// Whether the system's certificates alone vouch for the chain.
    pub(crate) fn is_system_enough(&self) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((own, others)) = seen.as_ref().and_then(|(chain, _)| chain.split_first()) else {
            return false;
        };
        let Some((_, name)) = seen.as_ref() else {
            return false;
        };
        let Ok(system) = verifier(&[]) else {
            return false;
        };
        let now = UnixTime::now();
        system
            .verify_server_cert(own, others, name, &[], now)
            .is_ok()
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let all = std::iter::once(end_entity).chain(intermediates);
        let chain = all.map(|one| one.clone().into_owned()).collect();
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((chain, server_name.to_owned()));
        self.inner
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
