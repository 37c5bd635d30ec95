//! Drafts: the text a person had typed and the picture they had chosen when the app ended, restored at its next start.

use rusqlite::{OptionalExtension, params};

use crate::{error::Error, material::Material, store::Records};

/// The draft of one input in the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The text typed.
    pub text: String,
    /// The picture chosen.
    pub material: Option<DraftMaterial>,
}

/// A picture chosen for a run that has not started.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftMaterial {
    /// The file name.
    pub name: String,
    /// The picture.
    pub material: Material,
}

impl Records {
    /// The draft of an input, by its name.
    ///
    /// # Errors
    /// Any read error.
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

    /// Stores the text of an input.
    ///
    /// # Errors
    /// Any write error.
    pub fn keep_draft_text(&self, place: &str, text: &str) -> Result<(), Error> {
        self.keep_draft_texts(vec![(place.to_owned(), text.to_owned())])
    }

    /// Stores the texts of several inputs by name: all of them or none.
    ///
    /// # Errors
    /// Any write error.
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

    /// Replaces the picture of an input; `None` removes it.
    ///
    /// # Errors
    /// Any write error.
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
