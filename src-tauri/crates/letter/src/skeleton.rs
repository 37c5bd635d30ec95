//! The order of a letter: headings, the cover, and a field for each section. The default template is this skeleton, and a
//! letter without a template is this skeleton filled, so that both look the same.

use crate::{
    document::{Block, Cell, Document, Language, Run},
    fields::{self, BlockField, Field, TextField},
    model::Letter,
    sections, words,
};

/// The default template.
pub(crate) fn template(language: Language) -> Document {
    let field = |field| fields::placeholder(language, Field::Text(field));
    Document {
        title: words::title(language).to_owned(),
        number: field(TextField::Number),
        language,
        warning: field(TextField::Warning),
        keywords: vec![words::ai_keyword(language).to_owned()],
        blocks: blocks(language),
        ..Document::default()
    }
}

/// The blocks of the template.
pub(crate) fn blocks(language: Language) -> Vec<Block> {
    let mut blocks = vec![
        Block::Title(words::title(language).to_owned()),
        sections::cover_of_fields(language),
        Block::PageBreak,
    ];
    for (heading, section) in [
        (words::heading_summary(language), BlockField::Summary),
        (words::heading_findings(language), BlockField::Findings),
        (words::heading_assessment(language), BlockField::Assessment),
        (
            words::heading_rectification(language),
            BlockField::Rectification,
        ),
        (words::heading_checklist(language), BlockField::Checklist),
        (words::heading_approvals(language), BlockField::Approvals),
        (words::heading_picture(language), BlockField::Picture),
        (words::heading_evidence(language), BlockField::Evidence),
        (words::heading_notice(language), BlockField::Notice),
    ] {
        if section == BlockField::Picture {
            blocks.push(Block::PageBreak);
        }
        let (level, text) = (1, heading.to_owned());
        blocks.push(Block::Heading { level, text });
        let field = fields::placeholder(language, Field::Block(section));
        blocks.push(Block::Paragraph(vec![Run::plain(field)]));
    }
    blocks
}

/// The section that replaces a block of the skeleton.
pub(crate) fn section_of(block: &Block) -> Option<BlockField> {
    let Block::Paragraph(runs) = block else {
        return None;
    };
    match field_of(runs)? {
        Field::Block(section) => Some(section),
        Field::Text(_) => None,
    }
}

/// A block of the skeleton with the letter's values in it.
pub(crate) fn filled(block: Block, letter: &Letter, language: Language) -> Block {
    let Block::Table(mut table) = block else {
        return block;
    };
    for cell in table.rows.iter_mut().flatten() {
        fill(cell, letter, language);
    }
    Block::Table(table)
}

fn fill(cell: &mut Cell, letter: &Letter, language: Language) {
    for runs in &mut cell.paragraphs {
        if let Some(Field::Text(field)) = field_of(runs) {
            *runs = vec![fields::value(letter, language, field)];
        }
    }
}

/// The field that is all there is in a paragraph.
fn field_of(runs: &[Run]) -> Option<Field> {
    let [run] = runs else { return None };
    let name = run.text.strip_prefix("{{")?.strip_suffix("}}")?;
    fields::named(name).map(|named| named.field)
}
