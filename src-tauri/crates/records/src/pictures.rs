//! Finds records by picture: the identical file, or one that looks like it.

use rusqlite::Connection;

use crate::{
    error::Error,
    query::Query,
    rows::{Row, rows},
    store::Records,
};

/// The bits of two perceptual hashes (see [`crate::Material::look`]) that may differ for pictures that count as alike.
/// Unrelated pictures differ in about 32 of the 64 bits; a scaled or re-encoded one in a few.
pub const ALIKE_BITS: u32 = 8;

/// Records listed with the same picture, and with similar ones.
pub const PICTURES_SHOWN: usize = 50;

/// Records found by a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByPicture {
    /// Records with the identical file.
    pub same: Vec<Row>,
    /// Records with other pictures that look like it; none of them is in `same`.
    pub alike: Vec<Row>,
}

impl Records {
    /// The records with a picture, by its SHA-256, and those with similar pictures; the latest first, at most
    /// [`PICTURES_SHOWN`] of each.
    ///
    /// # Errors
    /// Any read error.
    pub fn by_picture(&self, sha256: &str, look: Option<u64>) -> Result<ByPicture, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let connection: &Connection = &state;
            let same = latest(connection, &[sha256.to_owned()])?;
            let shown = |places: &[Place], but: &[Place]| -> Result<Vec<Row>, Error> {
                let shown = places.iter().filter(|place| !but.contains(place));
                let ids: Vec<i64> = shown.map(|(_, id)| *id).take(PICTURES_SHOWN).collect();
                let mut found = rows(connection, &ids, &Query::default())?;
                for row in &mut found {
                    row.damaged = row.damaged || self.looked_at(connection, row.id)?.is_some();
                }
                Ok(found)
            };
            let alike = match look {
                Some(look) => latest(connection, &pictures_like(connection, look, sha256)?)?,
                None => Vec::new(),
            };
            Ok(ByPicture {
                same: shown(&same, &[])?,
                alike: shown(&alike, &same)?,
            })
        })
    }
}

/// The start time of a record, and its id.
type Place = (i64, i64);

/// The other pictures that look like this one.
fn pictures_like(connection: &Connection, look: u64, sha256: &str) -> Result<Vec<String>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT look, sha256 FROM material WHERE look IS NOT NULL")?;
    let mut found = statement.query([])?;
    let mut like = Vec::new();
    while let Some(row) = found.next()? {
        let other: i64 = row.get(0)?;
        if (other.cast_unsigned() ^ look).count_ones() <= ALIKE_BITS {
            like.push(row.get(1)?);
        }
    }
    like.retain(|other| other != sha256);
    Ok(like)
}

/// The records with these pictures, the latest first.
fn latest(connection: &Connection, pictures: &[String]) -> Result<Vec<Place>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT created_ms, id FROM record
         WHERE id IN (SELECT record FROM record_material WHERE sha256 = ?1)",
    )?;
    let mut places = Vec::new();
    for picture in pictures {
        let found = statement.query_map([picture], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for place in found {
            places.push(place?);
        }
    }
    places.sort_unstable();
    places.dedup();
    places.reverse();
    Ok(places)
}
