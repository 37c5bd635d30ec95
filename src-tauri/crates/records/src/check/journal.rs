//! Compressed columns of a record, hashed as they are inflated: never whole in memory.

use rusqlite::Connection;

use crate::{
    deflated::{Hashing, INFLATED_MAX, Inflating},
    error::Error,
    facts::Digest,
};

/// A stream while it is hashed; `None` from the piece on that is none of it.
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

    /// Of the whole; where it must have come to its end, it is nothing before that.
    fn digest(self, whole: bool) -> Option<Digest> {
        let (inflating, hashing) = self.0?;
        (inflating.ended() || !whole).then(|| hashing.digest())
    }
}

/// What a deflated column holds; `None` where it is no such thing.
pub(super) fn column(deflated: &[u8]) -> Option<Digest> {
    let mut stream = Stream::new();
    stream.push(deflated);
    stream.digest(true)
}

/// The raw answer and the happenings of a record; `None` for what can't be read. One that was interrupted may end anywhere.
pub(super) fn journal(
    connection: &Connection,
    record: i64,
    whole: bool,
) -> Result<[Option<Digest>; 2], Error> {
    let [mut raw, mut happenings] = [Stream::new(), Stream::new()];
    let mut pieces = connection
        .prepare_cached("SELECT raw, happenings FROM journal WHERE record = ?1 ORDER BY piece")?;
    let mut rows = pieces.query([record])?;
    // Piece numbers give no more than the order: version 0.1.0 left gaps in them where several runs went on at once.
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
    // Nothing at all was heard: an empty stream that nobody ended.
    let whole = whole && any;
    Ok([raw.digest(whole), happenings.digest(whole)])
}
