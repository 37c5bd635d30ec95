//! The text that this machine read in pictures: kept by the picture's content, and found by searching.
//!
//! Derived: it is no part of a record's evidence, proves nothing and can be made again. How a picture is read and what the
//! lines look like stays out.

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
    /// The picture, by its SHA-256.
    pub sha256: String,
    /// Names the models that read it.
    pub models: String,
    /// What it says, a line a line: a search finds this.
    pub text: String,
    /// The same with places, as the caller writes it down.
    pub lines: String,
}

impl Records {
    /// Keeps the text of a picture in place of an earlier one's, and from now on finds the records of that picture by it.
    ///
    /// # Errors
    /// Those of writing; what was there still is.
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

    /// The lines of a picture as they were kept; `None` where these models have not read it.
    ///
    /// # Errors
    /// Those of reading.
    pub fn picture_lines(&self, sha256: &str, models: &str) -> Result<Option<String>, Error> {
        self.read(|connection| {
            let lines: Option<Vec<u8>> = connection
                .prepare_cached("SELECT lines FROM picture_text WHERE sha256 = ?1 AND models = ?2")?
                .query_row([sha256, models], |row| row.get(0))
                .optional()?;
            // What can't be inflated is read anew from the picture.
            Ok(lines.and_then(|lines| inflate_text(&lines).ok()))
        })
    }
}

/// The records that a picture belongs to.
fn records_of(connection: &Connection, sha256: &str) -> Result<Vec<i64>, Error> {
    let mut found = connection
        .prepare_cached("SELECT DISTINCT record FROM record_material WHERE sha256 = ?1")?;
    let found = found.query_map([sha256], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// What the pictures of a record say, each picture once, in their order; empty where none was read.
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
        // Derived, so what can't be inflated says nothing.
        pictured.push_str(&inflate_text(&text?).unwrap_or_default());
    }
    Ok(pictured)
}

/// Takes away the texts of pictures that are nowhere any more.
pub(crate) fn drop_unused(connection: &Connection) -> Result<(), Error> {
    connection.execute(
        "DELETE FROM picture_text WHERE sha256 NOT IN (SELECT sha256 FROM material)",
        [],
    )?;
    Ok(())
}
