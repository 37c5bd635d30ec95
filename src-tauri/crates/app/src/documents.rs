//! Writes documents for Word and as PDF.

mod report;

use jobs::typeset::{Typeset, packed};
use letter::{document::Document, docx, pdf::PdfError};
use serde_json::json;
use worker::Worker;

use crate::wire::{LetterForm, Problem};

pub use report::{Marks, document_of};

/// Writes documents.
pub struct Documents {
    worker: Worker,
}

impl Documents {
    /// Typesets in children of this worker.
    pub fn new(worker: Worker) -> Self {
        Self { worker }
    }

    /// The document in a format.
    ///
    /// # Errors
    /// `document_no_font`, `document_unwritable`, `worker_…`.
    pub async fn written(&self, document: Document, form: LetterForm) -> Result<Vec<u8>, Problem> {
        match form {
            LetterForm::Docx => {
                let write = move || docx::write(&document);
                let written = tokio::task::spawn_blocking(write).await?;
                written.map_err(|error| unwritable(&error))
            }
            LetterForm::Pdf => {
                let (request, input) =
                    packed(document).map_err(|_| Problem::internal("document to JSON"))?;
                let (answer, pdf) = self.worker.run::<Typeset>(&request, input).await?;
                answer.map_err(|error| match error {
                    PdfError::NoChineseFont | PdfError::NoFont => {
                        Problem::plain("document_no_font")
                    }
                    other => unwritable(&other),
                })?;
                Ok(pdf)
            }
        }
    }
}

fn unwritable(error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "document_unwritable",
        json!({ "reason": error.to_string() }),
    )
}

/// The name of a format in a dialog, and its file extension.
pub fn kind_of(form: LetterForm) -> (&'static str, &'static str) {
    match form {
        LetterForm::Docx => ("Word", "docx"),
        LetterForm::Pdf => ("PDF", "pdf"),
    }
}
