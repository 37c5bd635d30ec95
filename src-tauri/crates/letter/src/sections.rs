//! The content of each section of a letter, as blocks.

mod evidence;
mod findings;
mod tables;
mod versions;

use crate::{
    document::{Block, Document, Language, Run},
    fields::{self, BlockField, Field, TextField},
    model::{Letter, StepKind},
    skeleton, words,
};

impl Letter {
    /// The whole letter in a language. Law texts stay Chinese.
    #[must_use]
    pub fn document(&self, language: Language) -> Document {
        let mut blocks = Vec::new();
        for block in skeleton::blocks(language) {
            match skeleton::section_of(&block) {
                Some(section) => blocks.extend(section_blocks(self, language, section)),
                None => blocks.push(skeleton::filled(block, self, language)),
            }
        }
        Document {
            blocks,
            ..self.frame(language)
        }
    }

    /// The document without its content.
    pub(crate) fn frame(&self, language: Language) -> Document {
        let reviewer = self.steps.iter().rev();
        let reviewer = reviewer.filter(|step| step.kind == StepKind::Reviewed);
        Document {
            title: words::title(language).to_owned(),
            number: fields::value(self, language, TextField::Number).text,
            language,
            warning: fields::warning(self, language),
            author: reviewer
                .map(|step| step.name.clone())
                .next()
                .unwrap_or_default(),
            keywords: vec![
                words::ai_keyword(language).to_owned(),
                words::notice_decision(language).to_owned(),
            ],
            at_ms: self.at_ms,
            blocks: Vec::new(),
        }
    }
}

/// The content of a section, without its heading.
pub(crate) fn section_blocks(
    letter: &Letter,
    language: Language,
    section: BlockField,
) -> Vec<Block> {
    match section {
        BlockField::Cover => vec![Block::Table(tables::cover(language, |field| {
            fields::value(letter, language, field)
        }))],
        BlockField::Summary => summary(letter, language),
        BlockField::Findings => {
            let mut blocks = versions::blocks(letter, language);
            blocks.extend(findings::blocks(letter, language));
            blocks
        }
        BlockField::Assessment => assessment(letter, language),
        BlockField::Rectification => tables::rectification(letter, language),
        BlockField::Checklist => tables::checklist(letter, language),
        BlockField::Approvals => approvals(letter, language),
        BlockField::Picture => pictures(letter, language),
        BlockField::Evidence => evidence::blocks(letter, language),
        BlockField::Notice => [
            words::notice_origin(language),
            words::notice_decision(language),
            words::notice_limits(language),
        ]
        .map(paragraph)
        .to_vec(),
    }
}

/// The cover's table in a template: its fields in place of their values.
pub(crate) fn cover_of_fields(language: Language) -> Block {
    Block::Table(tables::cover(language, |field| {
        Run::plain(fields::placeholder(language, Field::Text(field)))
    }))
}

fn summary(letter: &Letter, language: Language) -> Vec<Block> {
    let mut blocks = vec![paragraph(&findings::counted(letter, language))];
    let (proposed, conclusion) = (letter.proposed, letter.conclusion);
    blocks.push(paragraph(&words::concluded(language, proposed, conclusion)));
    if letter.unparsed > 0 {
        blocks.push(paragraph(&words::unparsed(language, letter.unparsed)));
    }
    let unchecked = words::unchecked(language, &letter.unchecked);
    blocks.extend(unchecked.iter().map(|line| paragraph(line)));
    if !letter.findings.is_empty() {
        blocks.push(Block::Table(findings::overview(letter, language)));
    }
    blocks
}

fn assessment(letter: &Letter, language: Language) -> Vec<Block> {
    let mut blocks: Vec<Block> = lines(&letter.opinion).map(paragraph).collect();
    if blocks.is_empty() {
        blocks.push(paragraph(words::none(language)));
    }
    for (label, field) in [
        (words::risk(language), TextField::Risk),
        (words::conclusion(language), TextField::Conclusion),
    ] {
        let label = match language {
            Language::Chinese => format!("{label}："),
            Language::English => format!("{label}: "),
        };
        blocks.push(Block::Paragraph(vec![
            Run::plain(label),
            fields::value(letter, language, field),
        ]));
    }
    blocks
}

fn approvals(letter: &Letter, language: Language) -> Vec<Block> {
    if letter.steps.is_empty() {
        return vec![paragraph(words::nobody_signed(language))];
    }
    let mut blocks = vec![Block::Table(tables::steps(letter, language))];
    if letter.single_handed() {
        blocks.push(Block::Paragraph(vec![Run::bold(words::single_handed(
            language,
        ))]));
    }
    blocks
}

fn pictures(letter: &Letter, language: Language) -> Vec<Block> {
    if letter.pictures.is_empty() {
        return vec![paragraph(words::no_pictures(language))];
    }
    let framed = letter.findings.iter().filter(|finding| finding.framed);
    let numbers: Vec<u32> = framed.map(|finding| finding.number).collect();
    let pictures = letter.pictures.iter().zip(1..).map(|(picture, number)| {
        let mut picture = picture.clone();
        if picture.caption.is_empty() {
            picture.caption = words::picture(language, number);
        }
        if picture.description.is_empty() {
            let material = &letter.submission.title;
            picture.description = words::picture_described(language, material, &numbers);
        }
        Block::Picture(picture)
    });
    pictures.collect()
}

pub(super) fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

/// The lines of a text that say something.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}
