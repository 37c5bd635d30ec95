//! Texts and bytes as the database stores them: deflated.
//!
//! The journal is one deflate stream cut into pieces. Each piece is flushed, so any prefix of them can be inflated.

use std::io::{ErrorKind, Read, Write};

use flate2::{
    Compression, Decompress, FlushDecompress, Status, read::DeflateDecoder, write::DeflateEncoder,
};
use sha2::{Digest as _, Sha256};

use crate::{error::Error, facts::Digest, hex};

/// Limit of one inflated column in bytes. The app requests no further part of an audit after 32 MB of answers, and one
/// request has at most three attempts of 32 MB each. Anything larger did not come from the app.
pub(crate) const INFLATED_MAX: u64 = 150_000_000;

/// Deflates `bytes`.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// The bytes are not a deflate stream, or inflate to more than [`INFLATED_MAX`]. The caller knows which record they
/// belong to.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// Inflates `deflated`, as far as it goes.
pub(crate) fn inflate(deflated: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(deflated)
        .take(INFLATED_MAX + 1)
        .read_to_end(&mut bytes);
    match read {
        // The stream has no end; `bytes` holds what could be inflated.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {}
        read => drop(read.map_err(|_| Unreadable)?),
    }
    if bytes.len() as u64 > INFLATED_MAX {
        return Err(Unreadable);
    }
    Ok(bytes)
}

/// Inflates a text. Replaces bytes that are not UTF-8.
pub(crate) fn inflate_text(deflated: &[u8]) -> Result<String, Unreadable> {
    Ok(String::from_utf8_lossy(&inflate(deflated)?).into_owned())
}

/// Inflates a stream in pieces, without holding the result.
pub(crate) struct Inflating {
    decompress: Decompress,
    room: u64,
    ended: bool,
}

impl Inflating {
    /// Creates one that inflates to at most `room` bytes.
    pub(crate) fn new(room: u64) -> Self {
        Self {
            decompress: Decompress::new(false),
            room,
            ended: false,
        }
    }

    /// Inflates `piece` and passes the result to `sink`.
    pub(crate) fn push(
        &mut self,
        piece: &[u8],
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Unreadable> {
        let mut out = [0_u8; 16_384];
        let mut piece = piece;
        loop {
            if self.ended {
                return if piece.is_empty() {
                    Ok(())
                } else {
                    Err(Unreadable)
                };
            }
            let (read, made) = (self.decompress.total_in(), self.decompress.total_out());
            let status = self
                .decompress
                .decompress(piece, &mut out, FlushDecompress::None)
                .map_err(|_| Unreadable)?;
            let read = (self.decompress.total_in() - read) as usize;
            let made = (self.decompress.total_out() - made) as usize;
            self.room = self.room.checked_sub(made as u64).ok_or(Unreadable)?;
            sink(out.get(..made).unwrap_or_default());
            piece = piece.get(read..).unwrap_or_default();
            self.ended = matches!(status, Status::StreamEnd);
            if !self.ended && read == 0 && made == 0 {
                return if piece.is_empty() {
                    Ok(())
                } else {
                    Err(Unreadable)
                };
            }
        }
    }

    /// Whether the end of the stream was reached.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }
}

/// An incremental SHA-256.
#[derive(Default)]
pub(crate) struct Hashing {
    sha256: Sha256,
    bytes: u64,
}

impl Hashing {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The digest of everything pushed.
    pub(crate) fn digest(&self) -> Digest {
        Digest {
            sha256: hex(&self.sha256.clone().finalize()),
            bytes: self.bytes,
        }
    }
}

/// A deflate stream written in pieces.
pub(crate) struct Stream {
    encoder: DeflateEncoder<Vec<u8>>,
    pushed: Hashing,
}

impl Stream {
    pub(crate) fn new() -> Self {
        Self {
            encoder: DeflateEncoder::new(Vec::new(), Compression::default()),
            pushed: Hashing::default(),
        }
    }

    /// Takes more bytes; the next piece contains them.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.pushed.push(bytes);
        self.encoder.write_all(bytes)?;
        Ok(self.encoder.flush()?)
    }

    /// Ends the stream.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        Ok(self.encoder.try_finish()?)
    }

    /// The piece not written yet. It stays until [`Stream::written`], so a failed write loses nothing.
    pub(crate) fn piece(&self) -> &[u8] {
        self.encoder.get_ref()
    }

    /// Marks the piece as written.
    pub(crate) fn written(&mut self) {
        self.encoder.get_mut().clear();
    }

    /// The digest of everything pushed.
    pub(crate) fn digest(&self) -> Digest {
        self.pushed.digest()
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
        assert!(inflate(&[0xff; 40]).is_err());
    }
}
