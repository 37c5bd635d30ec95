//! The chain of certificates from the signer to a root, checked by `webpki`.

use std::time::Duration;

use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::Error;
use crate::certificate::{Certificate, TIME_STAMPING};
use crate::signature::ACCEPTED;

/// The trust in an authority's certificate: who vouches for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The given root with this index.
    Root(usize),
    /// None of the given roots. The token is intact, but anybody could have made it with any time, under any name.
    SelfAsserted,
}

/// Looks for a chain from `signer` over `others` to one of `roots` that was valid at `time` since 1970.
pub(crate) fn check(
    signer: &Certificate<'_>,
    others: &[&[u8]],
    time: Duration,
    roots: &[impl AsRef<[u8]>],
) -> Result<Chain, Error> {
    let root_certificates: Vec<CertificateDer<'_>> = roots
        .iter()
        .map(|root| CertificateDer::from(root.as_ref()))
        .collect();
    let anchors = root_certificates
        .iter()
        .enumerate()
        .map(|(at, root)| anchor_from_trusted_cert(root).map_err(|_| Error::Root(at)))
        .collect::<Result<Vec<_>, _>>()?;
    // Without a root there is no way to follow, and a certificate on it that has expired says nothing about the signer's.
    let others: Vec<CertificateDer<'_>> = others
        .iter()
        .filter(|other| **other != signer.der && !roots.is_empty())
        .map(|other| CertificateDer::from(*other))
        .collect();
    let der = CertificateDer::from(signer.der);
    let certificate = EndEntityCert::try_from(&der).map_err(|_| Error::Malformed("certificate"))?;
    let verified = certificate.verify_for_usage(
        &ACCEPTED,
        &anchors,
        &others,
        UnixTime::since_unix_epoch(time),
        // The certificates above the signer's need not name a purpose. Its own was checked more strictly.
        KeyUsage::required_if_present(TIME_STAMPING.as_bytes()),
        None,
        None,
    );
    match verified {
        Ok(path) => Ok(anchors
            .iter()
            .position(|anchor| anchor == path.anchor())
            .map_or(Chain::SelfAsserted, Chain::Root)),
        // A root with the name of the real one but another key vouches for nothing either; authorities renew their keys.
        Err(webpki::Error::UnknownIssuer | webpki::Error::InvalidSignatureForPublicKey) => {
            // The authority's own certificate may have been given as the root.
            let given = roots.iter().position(|root| root.as_ref() == signer.der);
            Ok(given.map_or(Chain::SelfAsserted, Chain::Root))
        }
        Err(webpki::Error::CertExpired { .. } | webpki::Error::CertNotValidYet { .. }) => {
            Err(Error::NotValidThen)
        }
        Err(error) => Err(Error::Chain(Box::new(error))),
    }
}
