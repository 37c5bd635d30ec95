//! Names what a certificate lacks that the TLS library rejects.

use rustls::CertificateError as Fault;

use crate::error::TlsReason;

pub(crate) fn reason(error: &rustls::Error) -> TlsReason {
    match error {
        rustls::Error::InvalidCertificate(fault) => of_fault(fault),
        _ => TlsReason::Handshake,
    }
}

fn of_fault(fault: &Fault) -> TlsReason {
    match fault {
        Fault::UnknownIssuer => TlsReason::UnknownIssuer,
        Fault::Expired | Fault::ExpiredContext { .. } => TlsReason::Expired,
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => TlsReason::NotYetValid,
        // Without any name, the certificate has no extension for names: the common name does not count.
        Fault::NotValidForNameContext { presented, .. } if presented.is_empty() => {
            TlsReason::NoHost
        }
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => TlsReason::WrongHost,
        Fault::Revoked => TlsReason::Revoked,
        Fault::UnhandledCriticalExtension => TlsReason::CriticalExtension,
        Fault::InvalidPurpose | Fault::InvalidPurposeContext { .. } => TlsReason::Purpose,
        Fault::UnsupportedSignatureAlgorithmContext { .. }
        | Fault::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => TlsReason::Algorithm,
        Fault::BadSignature => TlsReason::Signature,
        Fault::Other(other) => other
            .0
            .downcast_ref::<webpki::Error>()
            .map_or(TlsReason::Rejected, of_webpki),
        _ => TlsReason::Rejected,
    }
}

/// The faults for which rustls has no name of its own.
fn of_webpki(fault: &webpki::Error) -> TlsReason {
    match fault {
        webpki::Error::CaUsedAsEndEntity => TlsReason::Authority,
        webpki::Error::EndEntityUsedAsCa => TlsReason::IssuerNoAuthority,
        webpki::Error::UnsupportedCertVersion => TlsReason::Version,
        webpki::Error::UnsupportedCriticalExtension => TlsReason::CriticalExtension,
        _ => TlsReason::Rejected,
    }
}
