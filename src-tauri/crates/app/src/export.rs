//! Exports records as evidence packages and reports.

use std::{path::Path, sync::Arc};

use records::{Loaded, Record, Records, Rendered};

use crate::{
    App,
    charts::Charts,
    documents,
    record_document::{self, Drawing, alternative},
    recording::moment,
    wire::{ChartOrder, ExportForm, LetterForm, Problem},
};
use platform::atomic_write::{Readers, create_file};

/// Pixels of an exported flowchart per pixel of the SVG: sharp in print.
const CHART_SCALE: f32 = 2.0;

/// Adds an export event to the chain, which never vouches for the file of a damaged record.
pub async fn note(
    app: &Arc<App>,
    of: Loaded,
    form: ExportForm,
    sha256: String,
) -> Result<(), Problem> {
    let (_, form) = kind_of(form);
    app.with_records(move |_, records| {
        match of {
            Loaded::Sound(record) => records.note_export(&record, form, &sha256, &moment())?,
            Loaded::Damaged(damaged) => {
                records.note_damaged_export(&damaged, &sha256, &moment())?;
            }
        }
        Ok(())
    })
    .await
}

/// The problem code for exporting a damaged record in a format that would not say so.
pub const DAMAGED: &str = "record_damaged";

/// A file to write.
pub struct Made {
    /// The file name without its extension.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// The record it was made of.
    pub of: Loaded,
}

/// Exports a record in this format.
///
/// # Errors
/// [`DAMAGED`]; errors of reading the records.
pub async fn made(app: &Arc<App>, id: i64, form: ExportForm) -> Result<Made, Problem> {
    let loaded = loaded(app, id, form).await?;
    let name = name_of(&loaded, form)?;
    let drawing = match (form, &loaded) {
        (
            ExportForm::Html | ExportForm::Package | ExportForm::Docx | ExportForm::Pdf,
            Loaded::Sound(record),
        ) => match &record.svg {
            Some(svg) => draw(&app.charts, svg).await,
            None => None,
        },
        _ => None,
    };
    if let Some(form) = document_form(form) {
        return as_document(app, loaded, drawing, name, form).await;
    }
    let archive = app.archive.clone();
    let make = move || {
        let bytes = match (&loaded, form) {
            (Loaded::Sound(record), ExportForm::Markdown) => {
                record_document::markdown(record).into_bytes()
            }
            (Loaded::Sound(record), ExportForm::Html) => {
                record_document::html(record, drawing.as_ref()).into_bytes()
            }
            (Loaded::Sound(record), ExportForm::Package) => {
                package(&archive.records()?, record, drawing)?
            }
            (Loaded::Damaged(damaged), ExportForm::Package) => {
                archive.records()?.package_damaged(damaged)?.bytes
            }
            (Loaded::Sound(_), ExportForm::Docx | ExportForm::Pdf) => {
                return Err(Problem::internal("form of an export"));
            }
            (Loaded::Damaged(damaged), _) => return Err(damaged.error().into()),
        };
        Ok(Made {
            name,
            bytes,
            of: loaded,
        })
    };
    tokio::task::spawn_blocking(make).await?
}

async fn as_document(
    app: &Arc<App>,
    loaded: Loaded,
    drawing: Option<Drawing>,
    name: String,
    form: LetterForm,
) -> Result<Made, Problem> {
    let parse = move || match &loaded {
        Loaded::Sound(record) => {
            let document = record_document::document(record, drawing.as_ref());
            Ok((document, loaded))
        }
        Loaded::Damaged(damaged) => Err(Problem::from(damaged.error())),
    };
    let (document, of) = tokio::task::spawn_blocking(parse).await??;
    let bytes = app.documents.written(document, form).await?;
    Ok(Made { name, bytes, of })
}

/// Loads the record, comparing with the chain as much of it as the file will contain.
pub async fn loaded(app: &Arc<App>, id: i64, form: ExportForm) -> Result<Loaded, Problem> {
    app.with_records(move |_, records| {
        Ok(match form {
            ExportForm::Package => records.load_whole(id)?,
            ExportForm::Markdown | ExportForm::Html | ExportForm::Docx | ExportForm::Pdf => {
                records.load(id)?
            }
        })
    })
    .await
}

/// The file name without its extension.
///
/// # Errors
/// [`DAMAGED`].
pub fn name_of(loaded: &Loaded, form: ExportForm) -> Result<String, Problem> {
    match (loaded, form) {
        (Loaded::Sound(record), _) => Ok(record_document::file_name(record)),
        (Loaded::Damaged(damaged), ExportForm::Package) => {
            Ok(record_document::file_name_of_damaged(damaged))
        }
        (Loaded::Damaged(damaged), _) => Err(damaged.error().into()),
    }
}

fn package(
    records: &Records,
    record: &Record,
    drawing: Option<Drawing>,
) -> Result<Vec<u8>, Problem> {
    let rendered = Rendered {
        markdown: record_document::markdown(record),
        html: record_document::html(record, drawing.as_ref()),
        flowchart: drawing.map(|drawing| drawing.png),
    };
    Ok(records.package(record.id, rendered, &moment())?.bytes)
}

/// A chart that can't be drawn does not prevent an export, which contains the SVG.
async fn draw(charts: &Charts, svg: &str) -> Option<Drawing> {
    let order = ChartOrder {
        scale: CHART_SCALE,
        region: None,
    };
    let (drawn, png) = charts.draw(svg, order).await.ok()?;
    Some(Drawing {
        png,
        width: drawn.width,
        height: drawn.height,
        alternative: alternative(&drawn.words),
    })
}

/// The name of a format in a dialog, and its file extension.
pub fn kind_of(form: ExportForm) -> (&'static str, &'static str) {
    match form {
        ExportForm::Package => ("ZIP", "zip"),
        ExportForm::Markdown => ("Markdown", "md"),
        ExportForm::Html => ("HTML", "html"),
        ExportForm::Docx => documents::kind_of(LetterForm::Docx),
        ExportForm::Pdf => documents::kind_of(LetterForm::Pdf),
    }
}

/// The format of a document; `None` for other formats.
fn document_form(form: ExportForm) -> Option<LetterForm> {
    match form {
        ExportForm::Docx => Some(LetterForm::Docx),
        ExportForm::Pdf => Some(LetterForm::Pdf),
        ExportForm::Package | ExportForm::Markdown | ExportForm::Html => None,
    }
}

/// Writes a file to a folder under a name that is not taken.
pub fn write_beside(
    folder: &Path,
    name: &str,
    form: ExportForm,
    bytes: &[u8],
) -> std::io::Result<()> {
    let (_, extension) = kind_of(form);
    let name = platform::safe_file_name(name);
    for n in 1..=u32::MAX {
        let path = match n {
            1 => folder.join(format!("{name}.{extension}")),
            n => folder.join(format!("{name} ({n}).{extension}")),
        };
        match create_file(&path, bytes, Readers::AsUsual) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}
