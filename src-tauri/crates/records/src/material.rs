//! Materials by content: stored once, whatever they are called and however often they come.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;

/// A picture as it was brought or sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Material {
    /// Of `data`, in small hexadecimal digits.
    pub sha256: String,
    /// `image/jpeg`, `image/png` and so on.
    pub media_type: String,
    /// Pixels across, as shown.
    pub width: u32,
    /// Pixels down, as shown.
    pub height: u32,
    /// A perceptual hash: pictures that look alike differ in few of its bits. `None` where it could not be decoded.
    pub look: Option<u64>,
    /// A small picture that stands for it in lists; JPEG.
    pub thumbnail: Option<Vec<u8>>,
    /// The file, byte for byte.
    pub data: Vec<u8>,
}

/// Without the bytes: megabytes don't belong into a log.
impl std::fmt::Debug for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Material")
            .field("sha256", &self.sha256)
            .field("media_type", &self.media_type)
            .field("bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

impl Material {
    /// Stores it where it is not stored yet.
    pub(crate) fn keep(&self, connection: &Connection) -> Result<(), Error> {
        let fresh = connection
            .prepare_cached(
                "INSERT INTO material (sha256, media_type, width, height, bytes, look)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (sha256) DO NOTHING",
            )?
            .execute(params![
                self.sha256,
                self.media_type,
                self.width,
                self.height,
                self.data.len() as i64,
                self.look.map(u64::cast_signed),
            ])?;
        if fresh > 0 {
            connection
                .prepare_cached(
                    "INSERT INTO material_data (sha256, thumbnail, data) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![self.sha256, self.thumbnail, self.data])?;
        }
        Ok(())
    }

    /// The material with this hash.
    pub(crate) fn read(connection: &Connection, sha256: &str) -> Result<Option<Self>, Error> {
        let read = connection
            .prepare_cached(
                "SELECT media_type, width, height, look, thumbnail, data
                 FROM material JOIN material_data USING (sha256) WHERE sha256 = ?1",
            )?
            .query_row([sha256], |row| {
                Ok(Self {
                    sha256: sha256.to_owned(),
                    media_type: row.get(0)?,
                    width: row.get(1)?,
                    height: row.get(2)?,
                    look: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
                    thumbnail: row.get(4)?,
                    data: row.get(5)?,
                })
            });
        Ok(read.optional()?)
    }

    /// Takes away what no record, no draft and no place in the queue refers to.
    pub(crate) fn drop_unused(connection: &Connection) -> Result<(), Error> {
        connection.execute(
            "DELETE FROM material WHERE sha256 NOT IN (SELECT sha256 FROM record_material)
             AND sha256 NOT IN (SELECT material FROM draft WHERE material IS NOT NULL)
             AND sha256 NOT IN (SELECT material FROM queue)",
            [],
        )?;
        Ok(())
    }
}
