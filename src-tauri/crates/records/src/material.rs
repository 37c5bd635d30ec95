//! Materials by content: stored once, whatever their names and however often they come.

use std::{io, path::Path};

use rusqlite::{Connection, MAIN_DB, OptionalExtension, params};
use spool::Spool;

use crate::{error::Error, hex, store::Records};

/// A picture as received or sent.
#[derive(Clone)]
pub struct Material {
    /// The SHA-256 of `data`, in lowercase hexadecimal digits.
    pub sha256: String,
    /// `image/jpeg`, `image/png`, …
    pub media_type: String,
    /// Width in pixels, as shown.
    pub width: u32,
    /// Height in pixels, as shown.
    pub height: u32,
    /// A perceptual hash: the hashes of pictures that look alike differ in few bits. `None` if the picture could not be
    /// decoded.
    pub look: Option<u64>,
    /// A thumbnail for lists; JPEG.
    pub thumbnail: Option<Vec<u8>>,
    /// The file, byte for byte.
    pub data: Spool,
}

/// The same hash means the same bytes.
impl PartialEq for Material {
    fn eq(&self, other: &Self) -> bool {
        let of = |material: &Self| {
            let Self {
                sha256,
                media_type,
                width,
                height,
                look,
                thumbnail,
                data: _,
            } = material.clone();
            (sha256, media_type, width, height, look, thumbnail)
        };
        of(self) == of(other)
    }
}

/// Without the bytes: a log has no use for megabytes.
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
    /// Stores the material unless it is stored already.
    pub(crate) fn keep(&self, connection: &Connection) -> Result<(), Error> {
        let Some(row) = self.insert_empty(connection)? else {
            connection
                .prepare_cached("DELETE FROM material_arriving WHERE sha256 = ?1")?
                .execute([&self.sha256])?;
            return Ok(());
        };
        // Written piece by piece, since a statement would hold all of it twice.
        let mut blob = connection.blob_open(MAIN_DB, "material_data", "data", row, false)?;
        io::copy(&mut self.data.reader(), &mut blob)?;
        Ok(blob.close()?)
    }

    /// Inserts the material with zeros for its bytes. Returns the row of the bytes, or `None` if the material is stored already.
    fn insert_empty(&self, connection: &Connection) -> Result<Option<i64>, Error> {
        let len = self.data.len() as i64;
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
                len,
                self.look.map(u64::cast_signed),
            ])?;
        if fresh == 0 {
            return Ok(None);
        }
        connection
            .prepare_cached(
                "INSERT INTO material_data (sha256, thumbnail, data) VALUES (?1, ?2, zeroblob(?3))",
            )?
            .execute(params![self.sha256, self.thumbnail, len])?;
        Ok(Some(connection.last_insert_rowid()))
    }

    /// Reads the material with this hash and verifies it. `folder` is where the bytes may be spooled.
    pub(crate) fn read(
        connection: &Connection,
        sha256: &str,
        folder: &Path,
    ) -> Result<Option<Self>, Error> {
        let read = connection
            .prepare_cached(
                "SELECT media_type, width, height, look, thumbnail, material_data.rowid
                 FROM material JOIN material_data USING (sha256) WHERE sha256 = ?1",
            )?
            .query_row([sha256], |row| {
                let material = Self {
                    sha256: sha256.to_owned(),
                    media_type: row.get(0)?,
                    width: row.get(1)?,
                    height: row.get(2)?,
                    look: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
                    thumbnail: row.get(4)?,
                    data: Vec::new().into(),
                };
                Ok((material, row.get(5)?))
            });
        let Some((material, row)) = read.optional()? else {
            return Ok(None);
        };
        let blob = connection.blob_open(MAIN_DB, "material_data", "data", row, true)?;
        let data = Spool::copy(blob, folder)?;
        if hex(&data.sha256()?) != sha256 {
            return Err(Error::MaterialDamaged);
        }
        Ok(Some(Self { data, ..material }))
    }

    /// The bytes stored under this hash, without verifying it.
    pub(crate) fn bytes_as_found(
        connection: &Connection,
        sha256: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let bytes = connection
            .prepare_cached("SELECT data FROM material_data WHERE sha256 = ?1")?
            .query_row([sha256], |row| row.get(0));
        Ok(bytes.optional()?)
    }

    /// Deletes materials that were incomplete when the app ended.
    pub(crate) fn drop_arriving(connection: &Connection) -> Result<(), Error> {
        connection.execute(
            "DELETE FROM material WHERE sha256 IN (SELECT sha256 FROM material_arriving)",
            [],
        )?;
        Ok(())
    }

    /// Deletes materials that no record, no draft and no queue entry refers to.
    pub(crate) fn drop_unused(connection: &Connection) -> Result<(), Error> {
        connection.execute(
            "DELETE FROM material WHERE sha256 NOT IN (SELECT sha256 FROM record_material)
             AND sha256 NOT IN (SELECT material FROM draft WHERE material IS NOT NULL)
             AND sha256 NOT IN (SELECT material FROM queue)
             AND sha256 NOT IN (SELECT sha256 FROM material_arriving)",
            [],
        )?;
        Ok(())
    }
}

/// Bytes of a material written in one transaction. Journal writes wait for one chunk at most: some 50 ms.
const CHUNK: usize = 8_000_000;

impl Records {
    /// Stores large materials before the transaction that refers to them, one chunk per transaction. That transaction stores
    /// smaller ones itself.
    pub(crate) fn store_ahead<'a>(
        &self,
        materials: impl IntoIterator<Item = &'a Material>,
    ) -> Result<(), Error> {
        let large = |material: &&Material| material.data.len() > CHUNK as u64;
        for material in materials.into_iter().filter(large) {
            // Held to the end, since two concurrent writers of one material would interleave their chunks.
            let mut incomplete = self.storing();
            if incomplete.contains(&material.sha256) {
                self.delete_arriving(material)?;
                incomplete.remove(&material.sha256);
            }
            if let Err(error) = self.store_chunks(material) {
                if self.delete_arriving(material).is_err() {
                    incomplete.insert(material.sha256.clone());
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn delete_arriving(&self, material: &Material) -> Result<(), Error> {
        let sha256 = material.sha256.clone();
        self.write(move |writer| {
            writer.transact(|transaction| {
                transaction
                    .prepare_cached(
                        "DELETE FROM material WHERE sha256 = ?1
                         AND sha256 IN (SELECT sha256 FROM material_arriving)",
                    )?
                    .execute([sha256])?;
                Ok(())
            })
        })
    }

    fn store_chunks(&self, material: &Material) -> Result<(), Error> {
        let arriving = material.clone();
        let row = self.write(move |writer| {
            writer.transact(|transaction| {
                let row = arriving.insert_empty(transaction)?;
                if row.is_some() {
                    transaction
                        .prepare_cached("INSERT INTO material_arriving (sha256) VALUES (?1)")?
                        .execute([&arriving.sha256])?;
                }
                Ok(row)
            })
        })?;
        let Some(row) = row else { return Ok(()) };
        let mut at = 0;
        while at < material.data.len() {
            let mut chunk = vec![0; CHUNK];
            let read = material.data.read_at(at, &mut chunk)?;
            chunk.truncate(read);
            if read == 0 {
                return Err(Error::Io("the file became shorter".to_owned()));
            }
            let place = usize::try_from(at).unwrap_or(usize::MAX);
            self.write(move |writer| {
                writer.transact(|transaction| {
                    let mut blob =
                        transaction.blob_open(MAIN_DB, "material_data", "data", row, false)?;
                    blob.write_all_at(&chunk, place)?;
                    Ok(blob.close()?)
                })
            })?;
            at += read as u64;
        }
        Ok(())
    }
}
