//! Hashes the compressed columns of a record while inflating them, never holding one in memory as a whole.

use rusqlite::Connection;

use crate::{
    deflated::{Hashing, INFLATED_MAX, Inflating},
    error::Error,
    facts::Digest,
};

/// A stream being hashed; `None` after the first piece that does not belong to it.
struct Stream(Option<(Inflating, Hashing)>);

impl Stream {
    fn new() -> Self {
        Self(Some((Inflating::new(INFLATED_MAX), Hashing::default())))
    }

    fn push(&mut self, piece: &[u8]) {
        if let Some((inflating, hashing)) = &mut self.0
            && inflating
                .push(piece, &mut |bytes| hashing.push(bytes))
                .is_err()
        {
            self.0 = None;
        }
    }

    /// The digest of the stream. With `whole`, `None` unless the stream is complete.
    fn digest(self, whole: bool) -> Option<Digest> {
        let (inflating, hashing) = self.0?;
        (inflating.ended() || !whole).then(|| hashing.digest())
    }
}

/// The digest of the contents of a deflated column; `None` if it is not a deflate stream.
pub(super) fn column(deflated: &[u8]) -> Option<Digest> {
    let mut stream = Stream::new();
    stream.push(deflated);
    stream.digest(true)
}

/// The digests of the raw answer and the happenings of a record; `None` for data that can't be read. An interrupted record may
/// end anywhere.
pub(super) fn journal(
    connection: &Connection,
    record: i64,
    whole: bool,
) -> Result<[Option<Digest>; 2], Error> {
    let [mut raw, mut happenings] = [Stream::new(), Stream::new()];
    let mut pieces = connection
        .prepare_cached("SELECT raw, happenings FROM journal WHERE record = ?1 ORDER BY piece")?;
    let mut rows = pieces.query([record])?;
    // Piece numbers only give the order: version 0.1.0 left gaps in them when several runs were in progress.
    let mut any = false;
    while let Some(row) = rows.next()? {
        any = true;
        for (column, stream) in [(0, &mut raw), (1, &mut happenings)] {
            stream.push(
                row.get_ref(column)?
                    .as_blob()
                    .map_err(rusqlite::Error::from)?,
            );
        }
    }
    // Nothing arrived at all: an empty stream without an end.
    let whole = whole && any;
    Ok([raw.digest(whole), happenings.digest(whole)])
}
