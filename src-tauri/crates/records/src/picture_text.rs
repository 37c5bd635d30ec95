//! The text recognized in pictures (OCR), stored by the content of the picture and searchable.
//!
//! It is derived: not part of the evidence of a record, without proof value, and reproducible. This module does not know
//! how OCR works or what a line looks like.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    deflated::{deflate, inflate_text},
    error::Error,
    index::{index_record, unindex_record},
    store::Records,
};

/// The text of one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureText {
    /// The SHA-256 of the picture.
    pub sha256: String,
    /// The models that recognized it.
    pub models: String,
    /// The text, one recognized line per line; searchable.
    pub text: String,
    /// The same lines with their positions, in the caller's format.
    pub lines: String,
}

impl Records {
    /// Replaces the text of a picture, and indexes the records of that picture by it.
    ///
    /// # Errors
    /// Any write error; the earlier text stays.
    pub fn keep_picture_text(&self, read: PictureText) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                let records = records_of(transaction, &read.sha256)?;
                for id in &records {
                    unindex_record(transaction, *id)?;
                }
                transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO picture_text (sha256, models, text, lines) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![
                        read.sha256,
                        read.models,
                        deflate(read.text.as_bytes())?,
                        deflate(read.lines.as_bytes())?
                    ])?;
                for id in &records {
                    index_record(transaction, *id)?;
                }
                Ok(())
            })
        })
    }

    /// The stored lines of a picture; `None` if these models have not read it.
    ///
    /// # Errors
    /// Any read error.
    pub fn picture_lines(&self, sha256: &str, models: &str) -> Result<Option<String>, Error> {
        self.read(|connection| {
            let lines: Option<Vec<u8>> = connection
                .prepare_cached("SELECT lines FROM picture_text WHERE sha256 = ?1 AND models = ?2")?
                .query_row([sha256, models], |row| row.get(0))
                .optional()?;
            // If it can't be inflated, the picture is read again.
            Ok(lines.and_then(|lines| inflate_text(&lines).ok()))
        })
    }
}

/// The records that use a picture.
fn records_of(connection: &Connection, sha256: &str) -> Result<Vec<i64>, Error> {
    let mut found = connection
        .prepare_cached("SELECT DISTINCT record FROM record_material WHERE sha256 = ?1")?;
    let found = found.query_map([sha256], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The text of all pictures of a record, each picture once, in their order; empty if none was read.
pub(crate) fn pictured(connection: &Connection, record: i64) -> Result<String, Error> {
    let mut texts = connection.prepare_cached(
        "SELECT text FROM picture_text JOIN record_material USING (sha256) WHERE record = ?1
         GROUP BY sha256 ORDER BY min(role), min(place)",
    )?;
    let texts = texts.query_map([record], |row| row.get::<_, Vec<u8>>(0))?;
    let mut pictured = String::new();
    for text in texts {
        if !pictured.is_empty() {
            pictured.push('\n');
        }
        // The text is derived, so one that can't be inflated counts as empty.
        pictured.push_str(&inflate_text(&text?).unwrap_or_default());
    }
    Ok(pictured)
}

/// Deletes the texts of pictures that are no longer stored.
pub(crate) fn drop_unused(connection: &Connection) -> Result<(), Error> {
    connection.execute(
        "DELETE FROM picture_text WHERE sha256 NOT IN (SELECT sha256 FROM material)",
        [],
    )?;
    Ok(())
}
