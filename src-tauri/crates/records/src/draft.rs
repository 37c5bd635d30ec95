//! What a person had typed and laid ready when the app ended, to be there again at its next start.

use rusqlite::{OptionalExtension, params};

use crate::{error::Error, material::Material, store::Records};

/// What stood in one place of the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The text typed.
    pub text: String,
    /// The picture laid ready.
    pub material: Option<DraftMaterial>,
}

/// A picture that was laid ready.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftMaterial {
    /// Its file's name.
    pub name: String,
    /// It.
    pub material: Material,
}

impl Records {
    /// The draft of a place.
    ///
    /// # Errors
    /// Those of reading.
    pub fn draft(&self, place: &str) -> Result<Option<Draft>, Error> {
        self.read(|connection| {
            let found: Option<(String, Option<String>, String)> = connection
                .prepare_cached("SELECT text, material, material_name FROM draft WHERE place = ?1")?
                .query_row([place], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let Some((text, sha256, name)) = found else {
                return Ok(None);
            };
            let material = match sha256 {
                Some(sha256) => Material::read(connection, &sha256, self.folder())?,
                None => None,
            };
            Ok(Some(Draft {
                text,
                material: material.map(|material| DraftMaterial { name, material }),
            }))
        })
    }

    /// Keeps the text of a place.
    ///
    /// # Errors
    /// Those of writing.
    pub fn keep_draft_text(&self, place: &str, text: &str) -> Result<(), Error> {
        self.keep_draft_texts(vec![(place.to_owned(), text.to_owned())])
    }

    /// Keeps the texts of several places, each under its name: all of them or none.
    ///
    /// # Errors
    /// Those of writing.
    pub fn keep_draft_texts(&self, texts: Vec<(String, String)>) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                let mut keep = transaction.prepare_cached(
                    "INSERT INTO draft (place, text) VALUES (?1, ?2)
                     ON CONFLICT (place) DO UPDATE SET text = excluded.text",
                )?;
                for (place, text) in &texts {
                    keep.execute([place, text])?;
                }
                Ok(())
            })
        })
    }

    /// Keeps the picture of a place, in place of the one before; `None` takes it away.
    ///
    /// # Errors
    /// Those of writing.
    pub fn keep_draft_material(
        &self,
        place: &str,
        material: Option<DraftMaterial>,
    ) -> Result<(), Error> {
        self.store_ahead(material.iter().map(|draft| &draft.material))?;
        let place = place.to_owned();
        self.write(move |writer| {
            writer.transact(|transaction| {
                if let Some(draft) = &material {
                    draft.material.keep(transaction)?;
                }
                let (sha256, name) = match &material {
                    Some(draft) => (Some(&draft.material.sha256), draft.name.as_str()),
                    None => (None, ""),
                };
                transaction
                    .prepare_cached(
                        "INSERT INTO draft (place, text, material, material_name) VALUES (?1, '', ?2, ?3)
                         ON CONFLICT (place) DO UPDATE
                         SET material = excluded.material, material_name = excluded.material_name",
                    )?
                    .execute(params![place, sha256, name])?;
                Material::drop_unused(transaction)
            })
        })
    }
}
