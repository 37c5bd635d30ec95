//! Fills a template that a person edited. The template is untrusted: it may be any file.
//!
//! Everything in the template stays as it is but for its fields, its metadata and the styles that the sections need.

mod archive;
mod checks;
mod paragraphs;
mod relations;
mod style_sheet;
mod tree;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use archive::{MAX_FILES, MAX_PACKED_BYTES, MAX_UNPACKED_BYTES};
pub use tree::MAX_XML_BYTES;

use self::{
    archive::Package,
    paragraphs::{Place, fields_of},
    relations::Layout,
    tree::{Edits, w},
};
use super::{
    body::Body,
    frame,
    package::{self, PackingFailed, Part},
    pictures::{Media, Page},
    styles::StyleIds,
};
use crate::{
    document::Language,
    fields::{self, BlockField, FIELDS, Field, Named},
    model::Letter,
    sections::section_blocks,
    words,
};

/// Maximum number of text fields in a template, counting each occurrence.
pub const MAX_TEXT_FIELDS: usize = 2_000;

/// Maximum number of names that are reported for each kind of mistake.
const MAX_REPORTED: usize = 100;

/// The reason why a template can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateError {
    /// Not a DOCX file.
    #[error("the file is not a Word document in the .docx format")]
    NotDocx,
    /// Protected by a password, or in the format of Word 97.
    #[error("the file is protected by a password or in an old format")]
    Protected,
    /// Damaged; names the part of the package that can't be read.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Larger than [`MAX_PACKED_BYTES`].
    #[error("the file is larger than {MAX_PACKED_BYTES} bytes")]
    TooLarge,
    /// Unpacks to more than [`MAX_UNPACKED_BYTES`].
    #[error("the file unpacks to more than {MAX_UNPACKED_BYTES} bytes")]
    UnpacksTooLarge,
    /// Consists of more than [`MAX_FILES`] files.
    #[error("the file consists of more than {MAX_FILES} files")]
    TooManyFiles,
    /// A part of it is too large or too deeply nested, or has a document type definition.
    #[error("the file is too complex: {0}")]
    TooComplex(String),
    /// Contains macros.
    #[error("the file holds macros")]
    Macros,
    /// Contains something that runs or embeds other programs, such as an OLE object.
    #[error("the file holds active content: {0}")]
    ActiveContent(String),
    /// Loads something from outside, such as a linked picture.
    #[error("the file links to something outside of it: {0}")]
    External(String),
    /// Contains a Word field that may load or run something, such as INCLUDETEXT.
    #[error("the file holds a Word field that is not allowed: {0}")]
    WordField(String),
    /// Its fields are wrong.
    #[error("the fields of the template are wrong: {0}")]
    Fields(FieldErrors),
    /// The letter can't be packed.
    #[error(transparent)]
    Packing(#[from] PackingFailed),
}

/// What is wrong with the fields of a template, all at once. Names are as they stand in the template; missing ones are in the
/// language of the letter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Error, Serialize, Deserialize)]
#[error(
    "unknown: {unknown:?}; missing: {missing:?}; not alone in a paragraph of the body: {misplaced:?}; repeated: {repeated:?}; not closed: {unclosed:?}"
)]
pub struct FieldErrors {
    /// Names that no field has.
    pub unknown: Vec<String>,
    /// Required fields that the template lacks.
    pub missing: Vec<String>,
    /// Section fields that do not stand alone in a paragraph of the body.
    pub misplaced: Vec<String>,
    /// Section fields that occur more than once.
    pub repeated: Vec<String>,
    /// The characters after `{{` where `}}` is missing.
    pub unclosed: Vec<String>,
}

/// Fills the fields of a template with a letter.
///
/// # Errors
/// See [`TemplateError`].
pub fn fill(
    template: &[u8],
    letter: &Letter,
    language: Language,
) -> Result<Vec<u8>, TemplateError> {
    let mut package = archive::open(template)?;
    let layout = relations::layout(&mut package)?;
    let style_ids = style_sheet::complete(&mut package, &layout, language)?;
    let mut media = media(&package, &layout)?;
    let mut filling = Filling {
        letter,
        language,
        style_ids: &style_ids,
        media: &mut media,
        found: Vec::new(),
        text_fields: 0,
        errors: FieldErrors::default(),
    };
    for name in layout.texts() {
        let xml = filling.part(&package, name, name == layout.main)?;
        package.replace(name, xml);
    }
    filling.check()?;
    add_media(&mut package, &layout, media)?;
    let core = frame::core_xml(&letter.frame(language));
    relations::set_core_properties(&mut package, &layout, core)?;
    Ok(package::pack(&package.into_parts())?)
}

/// Whether a template can be used for letters in `language`, in which missing fields are named.
///
/// # Errors
/// See [`TemplateError`].
pub fn check(template: &[u8], language: Language) -> Result<(), TemplateError> {
    fill(template, &Letter::default(), language).map(drop)
}

struct Filling<'a> {
    letter: &'a Letter,
    language: Language,
    style_ids: &'a StyleIds,
    media: &'a mut Media,
    found: Vec<Field>,
    text_fields: usize,
    errors: FieldErrors,
}

impl Filling<'_> {
    /// The part with its fields filled.
    fn part(
        &mut self,
        package: &Package,
        name: &str,
        is_main: bool,
    ) -> Result<String, TemplateError> {
        let text = package.text(name)?;
        let tree = tree::parse(text, name)?;
        // What is inserted uses this prefix.
        let root = tree.root_element();
        if root.lookup_namespace_uri(Some("w")) != Some(frame::W) {
            return Err(TemplateError::NotDocx);
        }
        let mut edits = Edits::default();
        let pages = tree::pages(&tree);
        for node in tree.descendants().filter(|node| w(*node, "p")) {
            let fields = fields_of(node);
            if let (Some(name), true) = (fields.only(), is_main)
                && let Some(named) = fields::named(name)
                && let Field::Block(section) = named.field
            {
                if fields.place() == Place::Elsewhere {
                    self.errors.misplaced.push(name.to_owned());
                } else if self.found.contains(&named.field) {
                    self.errors.repeated.push(name.to_owned());
                } else {
                    self.found.push(named.field);
                    let page = tree::page_at(&pages, node.range().start);
                    let blocks = self.section(section, page);
                    fields.replace_by_blocks(blocks, &mut edits);
                }
                continue;
            }
            self.errors.unclosed.extend(fields.unclosed());
            self.text_fields += fields.names().count();
            if self.text_fields > MAX_TEXT_FIELDS {
                return Err(TemplateError::TooComplex(name.to_owned()));
            }
            let values = fields.names().map(|name| self.value(name)).collect();
            fields.replace_by_text(values, &mut edits);
        }
        Ok(edits.apply(text))
    }

    /// The text for a field; empty for one that is not a field of text, which is noted.
    fn value(&mut self, name: &str) -> String {
        let Some(named) = fields::named(name) else {
            self.errors.unknown.push(name.to_owned());
            return String::new();
        };
        match named.field {
            Field::Text(field) => {
                self.found.push(named.field);
                fields::value(self.letter, self.language, field).text
            }
            Field::Block(_) => {
                self.errors.misplaced.push(name.to_owned());
                String::new()
            }
        }
    }

    fn section(&mut self, section: BlockField, page: Page) -> String {
        let blocks = section_blocks(self.letter, self.language, section);
        let mut body = Body::new(self.language, self.style_ids, None, page, self.media);
        body.blocks(&blocks);
        body.finish()
    }

    fn check(mut self) -> Result<(), TemplateError> {
        let has_cover = self.found.contains(&Field::Block(BlockField::Cover));
        let misplaced = |named: &Named, errors: &FieldErrors| {
            let mut names = errors.misplaced.iter();
            names.any(|name| fields::named(name).is_some_and(|it| it.field == named.field))
        };
        for named in FIELDS.iter().filter(|named| named.required) {
            // The cover holds all required values but the warning.
            let on_cover =
                matches!(named.field, Field::Text(field) if field != fields::TextField::Warning);
            let found = self.found.contains(&named.field)
                || has_cover && on_cover
                || misplaced(named, &self.errors);
            if !found {
                let name = words::say(self.language, named.chinese, named.english);
                self.errors.missing.push(name.to_owned());
            }
        }
        let errors = &mut self.errors;
        for names in [
            &mut errors.unknown,
            &mut errors.misplaced,
            &mut errors.repeated,
            &mut errors.unclosed,
        ] {
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.len() < MAX_REPORTED && seen.insert(name.clone()));
        }
        match self.errors == FieldErrors::default() {
            true => Ok(()),
            false => Err(TemplateError::Fields(self.errors)),
        }
    }
}

/// Room for pictures whose ids and names the template does not use.
fn media(package: &Package, layout: &Layout) -> Result<Media, TemplateError> {
    let tree = tree::parse(package.text(&layout.main)?, &layout.main)?;
    let used = tree
        .descendants()
        .filter(|node| node.has_tag_name("docPr") || node.tag_name().name() == "docPr");
    let highest = used.filter_map(|node| node.attribute("id")?.parse::<u32>().ok());
    let highest = highest.filter(|id| *id < 1_000_000_000).max();
    let ids = relations::ids(package, &layout.main)?;
    let taken = |prefix: &String| {
        let after = ids.range(prefix.clone()..).next();
        after.is_some_and(|id| id.starts_with(prefix))
    };
    let prefix = (0..)
        .map(|number| format!("rIdLetter{number}x"))
        .find(|prefix| !taken(prefix))
        .unwrap_or_default();
    Ok(Media::new(
        highest.unwrap_or_default() + 1,
        package.names(),
        prefix,
    ))
}

fn add_media(package: &mut Package, layout: &Layout, media: Media) -> Result<(), TemplateError> {
    relations::add_content_types(package, &media.content_types())?;
    relations::add_relations(package, &layout.main, &media.relations())?;
    for Part { name, bytes } in media.into_parts() {
        package.add(name, bytes);
    }
    Ok(())
}
