//! Documents as DOCX (Office Open XML, transitional), for Word, WPS and LibreOffice. The same document gives the same bytes.

mod body;
mod frame;
mod measure;
mod package;
mod pictures;
mod styles;
mod template;
mod xml;

pub use package::PackingFailed;
pub use template::{
    FieldErrors, MAX_FILES, MAX_PACKED_BYTES, MAX_TEXT_FIELDS, MAX_UNPACKED_BYTES, MAX_XML_BYTES,
    TemplateError, check, fill,
};

use self::{
    body::{Body, Fonts},
    package::Part,
    pictures::{Media, Page},
    styles::StyleIds,
};
use crate::{
    document::{Document, Language},
    skeleton,
};

/// Writes a document.
///
/// # Errors
/// [`PackingFailed`] beyond the limits of a ZIP archive.
pub fn write(document: &Document) -> Result<Vec<u8>, PackingFailed> {
    let ids = StyleIds::own();
    let mut media = Media::new(1, Vec::new(), "rIdPicture".to_owned());
    let fonts = Some(Fonts::EACH_RUN);
    let mut body = Body::new(document.language, &ids, fonts, Page::A4, &mut media);
    body.blocks(&document.blocks);
    let body = body.finish();
    let mut parts = vec![
        frame::content_types(&media),
        frame::package_relations(),
        frame::document_relations(&media),
        Part::text("word/document.xml", frame::document(&body)),
        Part::text("word/styles.xml", styles::part(document.language)),
        frame::settings(document.language),
        frame::header(document),
        frame::footer(document.language),
        frame::core_properties(document),
        frame::app_properties(),
    ];
    parts.extend(media.into_parts());
    package::pack(&parts)
}

/// The default template of a language, to be edited in Word, WPS or LibreOffice. docs/letter-templates.md describes its
/// fields.
///
/// # Errors
/// [`PackingFailed`], though the template is small.
pub fn template(language: Language) -> Result<Vec<u8>, PackingFailed> {
    write(&skeleton::template(language))
}
