//! Texts and bytes as they lie in the database: deflated.
//!
//! The journal is one deflate stream cut into pieces, each flushed, so that any number of first pieces can be inflated.

use std::io::{ErrorKind, Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use sha2::{Digest as _, Sha256};

use crate::{error::Error, facts::Digest, hex};

/// Bytes that one inflated column may have. An answer has at most 32 MB; what is more was put there by somebody else.
const INFLATED_MAX: u64 = 100_000_000;

/// `bytes`, deflated.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// What `deflated` holds, as far as it goes.
pub(crate) fn inflate(deflated: &[u8]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(deflated)
        .take(INFLATED_MAX + 1)
        .read_to_end(&mut bytes);
    match read {
        // A stream that was never ended; what came of it is in `bytes`.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {}
        read => drop(read.map_err(|_| Error::Damaged("a compressed column".to_owned()))?),
    }
    if bytes.len() as u64 > INFLATED_MAX {
        return Err(Error::Damaged("a column that never ends".to_owned()));
    }
    Ok(bytes)
}

/// The same for a text. Bytes that are no UTF-8 are replaced.
pub(crate) fn inflate_text(deflated: &[u8]) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(&inflate(deflated)?).into_owned())
}

/// A deflate stream that is written in pieces.
pub(crate) struct Stream {
    encoder: DeflateEncoder<Vec<u8>>,
    sha256: Sha256,
    bytes: u64,
}

impl Stream {
    pub(crate) fn new() -> Self {
        Self {
            encoder: DeflateEncoder::new(Vec::new(), Compression::default()),
            sha256: Sha256::new(),
            bytes: 0,
        }
    }

    /// Takes more bytes; they come out with the next piece.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
        self.encoder.write_all(bytes)?;
        Ok(self.encoder.flush()?)
    }

    /// Ends the stream.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        Ok(self.encoder.try_finish()?)
    }

    /// The piece that was not written yet. It stays until [`Stream::written`], so that a failed write loses nothing.
    pub(crate) fn piece(&self) -> &[u8] {
        self.encoder.get_ref()
    }

    /// The piece is written.
    pub(crate) fn written(&mut self) {
        self.encoder.get_mut().clear();
    }

    /// Of everything pushed.
    pub(crate) fn digest(&self) -> Digest {
        Digest {
            sha256: hex(&self.sha256.clone().finalize()),
            bytes: self.bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pieces_of_a_stream_hold_what_had_been_pushed_until_then() {
        let mut stream = Stream::new();
        let mut written = Vec::new();
        let mut pushed = Vec::new();
        for n in 0..50 {
            let text =
                format!("data: {{\"event\":\"message\",\"n\":{n},\"text\":\"保本高收益\"}}\n\n");
            stream.push(text.as_bytes()).unwrap();
            pushed.extend(text.as_bytes());
            written.extend(stream.piece());
            stream.written();
            assert_eq!(inflate(&written).unwrap(), pushed, "after {n} pieces");
        }
        stream.finish().unwrap();
        written.extend(stream.piece());
        assert_eq!(inflate(&written).unwrap(), pushed);
        assert_eq!(stream.digest(), Digest::of(&pushed));
        assert!(
            written.len() * 2 < pushed.len(),
            "{} of {}",
            written.len(),
            pushed.len()
        );
    }

    #[test]
    fn nothing_and_rubbish_are_told_apart() {
        assert_eq!(inflate(&[]).unwrap(), Vec::<u8>::new());
        assert_eq!(inflate(&deflate(b"").unwrap()).unwrap(), Vec::<u8>::new());
        assert!(matches!(inflate(&[0xff; 40]), Err(Error::Damaged(_))));
    }
}
