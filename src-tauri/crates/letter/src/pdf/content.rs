//! The document as values for the template.

use std::collections::BTreeSet;

use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use super::fonts::Typefaces;
use super::lists::{Item, outermost};
use super::table;
use super::text::{Characters, Piece, read};
use super::{MAX_CHARACTERS, MAX_PARAGRAPHS, PdfError, picture};
use crate::document::{Block, Colour, Document, Language, Run};

/// Characters of the title in the header of each page.
const HEADER_TITLE: usize = 36;
/// Characters of the number there.
const HEADER_NUMBER: usize = 36;
/// Characters of the warning.
const WARNING: usize = 150;
/// Characters of each text in the metadata; PDF/A allows 32,767 bytes.
const METADATA: usize = 2_000;
/// Keywords in the metadata.
const KEYWORDS: usize = 50;
/// Marks for lists in order of preference; not every font has a bullet.
const BULLETS: [char; 3] = ['•', '·', '-'];

/// Refuses what would take too much time and memory.
pub(super) fn check_length(document: &Document) -> Result<(), PdfError> {
    let (mut characters, mut paragraphs) = (0_usize, 0_usize);
    each_text(document, &mut |text| {
        characters = characters.saturating_add(text.chars().count());
    });
    for block in &document.blocks {
        paragraphs += 1;
        if let Block::Table(table) = block {
            paragraphs += table.rows.iter().map(|row| 1 + row.len()).sum::<usize>();
            let cells = table.rows.iter().flatten();
            paragraphs += cells.map(|cell| cell.paragraphs.len()).sum::<usize>();
        }
    }
    if characters > MAX_CHARACTERS || paragraphs > MAX_PARAGRAPHS {
        return Err(PdfError::TooLong);
    }
    Ok(())
}

/// The characters that are typeset.
pub(super) fn characters(document: &Document) -> BTreeSet<char> {
    let mut characters = BTreeSet::new();
    let mut add = |text: &str| characters.extend(text.chars().filter_map(read));
    each_text(document, &mut add);
    add(match document.language {
        Language::Chinese => "第页共0123456789",
        Language::English => "Page of 0123456789",
    });
    characters.remove(&'\n');
    characters.remove(&' ');
    characters
}

fn each_text(document: &Document, take: &mut dyn FnMut(&str)) {
    for text in [&document.title, &document.number, &document.warning] {
        take(text);
    }
    for block in &document.blocks {
        match block {
            Block::Title(text) | Block::Heading { text, .. } => take(text),
            Block::Paragraph(runs) | Block::Item { runs, .. } => {
                runs.iter().for_each(|run| take(&run.text));
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                let runs = cells.flat_map(|cell| cell.paragraphs.iter().flatten());
                runs.for_each(|run| take(&run.text));
            }
            Block::Picture(picture) => take(&picture.caption),
            Block::PageBreak => {}
        }
    }
}

/// The values that the template reads from `sys.inputs`.
pub(super) fn inputs(
    document: &Document,
    typefaces: &Typefaces,
    characters: &Characters<'_>,
) -> Result<Dict, PdfError> {
    let keywords = document.keywords.iter().take(KEYWORDS);
    let bullet = BULLETS.into_iter().find(|mark| characters.has(*mark));
    Ok(dict! {
        "title" => metadata(&document.title),
        "author" => metadata(&document.author),
        "keywords" => keywords.map(|word| metadata(word).into_value()).collect::<Array>(),
        "chinese" => document.language == Language::Chinese,
        "fonts" => names(&typefaces.families),
        "code-fonts" => names(&typefaces.code),
        "has-bold" => typefaces.bold,
        "has-italic" => typefaces.italic,
        "bullet" => bullet.unwrap_or('-').to_string(),
        "header-title" => characters.short(&document.title, HEADER_TITLE),
        "header-number" => characters.short(&document.number, HEADER_NUMBER),
        "warning" => characters.short(&document.warning, WARNING),
        "blocks" => blocks(&document.blocks, characters)?,
    })
}

fn names(families: &[String]) -> Array {
    let name = |family: &String| family.as_str().into_value();
    families.iter().map(name).collect()
}

fn metadata(text: &str) -> String {
    let readable = text.chars().filter_map(read);
    let on_one_line = readable.map(|c| if c == '\n' { ' ' } else { c });
    on_one_line.take(METADATA).collect()
}

fn blocks(mut blocks: &[Block], characters: &Characters<'_>) -> Result<Array, PdfError> {
    let mut values = Array::new();
    let (mut pictures, mut pixels) = (0, 0);
    while let Some((block, rest)) = blocks.split_first() {
        let mut after = rest;
        values.push(Value::Dict(match block {
            Block::Title(text) => dict! { "kind" => "title", "pieces" => pieces(text, characters) },
            Block::Heading { level, text } => dict! {
                "kind" => "heading",
                "level" => i64::from((*level).clamp(1, 4)),
                "pieces" => pieces(text, characters),
            },
            Block::Paragraph(text) => {
                dict! { "kind" => "paragraph", "runs" => runs(text, characters) }
            }
            Block::Item { .. } => {
                let items: Vec<Item<'_>> = blocks.iter().map_while(item).collect();
                after = blocks.get(items.len()..).unwrap_or_default();
                dict! { "kind" => "lists", "lists" => lists(&items, characters) }
            }
            Block::Table(table) => table::value(table, characters),
            Block::Picture(given) => {
                pictures += 1;
                let ready = picture::ready(given, pictures, &mut pixels)?;
                dict! {
                    "kind" => "picture",
                    "bytes" => ready.bytes,
                    "format" => ready.format,
                    "width" => ready.width,
                    "description" => description(&given.description, &given.caption),
                    "caption" => pieces(&given.caption, characters),
                }
            }
            Block::PageBreak => dict! { "kind" => "page-break" },
        }));
        blocks = after;
    }
    Ok(values)
}

/// PDF/A-2a demands a description.
fn description(description: &str, caption: &str) -> String {
    let found = [description, caption].map(metadata);
    let found = found.into_iter().find(|text| !text.trim().is_empty());
    found.unwrap_or_else(|| "—".to_owned())
}

fn item(block: &Block) -> Option<Item<'_>> {
    match block {
        Block::Item {
            depth,
            number,
            runs,
        } => Some(Item::new(*depth, *number, runs)),
        _ => None,
    }
}

fn lists(items: &[Item<'_>], characters: &Characters<'_>) -> Array {
    let list = |list: super::lists::List<'_, '_>| {
        let numbered = list.is_numbered();
        let items = list.items.into_iter().map(|(item, below)| {
            dict! {
                "number" => item.number.map_or(0, i64::from),
                "runs" => runs(item.runs, characters),
                "below" => lists(below, characters),
            }
            .into_value()
        });
        dict! { "numbered" => numbered, "items" => items.collect::<Array>() }.into_value()
    };
    outermost(items).into_iter().map(list).collect()
}

/// Styled text. Only the styles that apply are mentioned.
pub(super) fn runs(runs: &[Run], characters: &Characters<'_>) -> Array {
    let value = |run: &Run| {
        let mut value = dict! { "pieces" => pieces(&run.text, characters) };
        let styles = [
            ("bold", run.bold),
            ("italic", run.italic),
            ("struck", run.struck),
            ("code", run.code),
        ];
        for (style, applies) in styles {
            if applies {
                value.insert(style.into(), Value::Bool(true));
            }
        }
        if let Some(colour) = run.colour {
            let colour = match colour {
                Colour::High => "high",
                Colour::Medium => "medium",
                Colour::Low => "low",
                Colour::Quiet => "quiet",
            };
            value.insert("colour".into(), colour.into_value());
        }
        value.into_value()
    };
    runs.iter().map(value).collect()
}

/// Words as texts, and new lines as `none`.
fn pieces(text: &str, characters: &Characters<'_>) -> Array {
    let value = |piece| match piece {
        Piece::Words(words) => words.into_value(),
        Piece::NewLine => Value::None,
    };
    characters.pieces(text).into_iter().map(value).collect()
}
