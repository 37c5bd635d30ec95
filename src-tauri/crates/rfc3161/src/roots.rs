//! A file with the certificates of the authorities to trust.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use webpki::anchor_from_trusted_cert;

use crate::Error;

/// The most certificates in a file of roots.
pub const MAX_ROOTS: usize = 100;

/// The first byte of a certificate in DER: the tag of a SEQUENCE.
const DER: u8 = 0x30;

/// Reads the roots in a file: certificates in PEM, at most [`MAX_ROOTS`], or a single one in DER. Other PEM sections are
/// skipped.
///
/// # Errors
/// [`Error::NoRoots`] if there is no certificate, too many of them, or the PEM is damaged; [`Error::Root`] if one of them
/// is not a certificate that can be a root.
pub fn roots(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let found: Vec<CertificateDer<'_>> = if bytes.first() == Some(&DER) {
        vec![CertificateDer::from(bytes)]
    } else {
        CertificateDer::pem_slice_iter(bytes)
            .take(MAX_ROOTS + 1)
            .collect::<Result<_, _>>()
            .map_err(|_| Error::NoRoots)?
    };
    if found.is_empty() || found.len() > MAX_ROOTS {
        return Err(Error::NoRoots);
    }
    for (at, root) in found.iter().enumerate() {
        anchor_from_trusted_cert(root).map_err(|_| Error::Root(at))?;
    }
    Ok(found.iter().map(|root| root.to_vec()).collect())
}
