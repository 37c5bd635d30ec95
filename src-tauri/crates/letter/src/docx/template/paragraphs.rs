//! Finds the fields of a paragraph. Word and LibreOffice split the text of a field over several runs wherever a person edited
//! it or the spelling checker marked it, so the texts of all runs are read as one.

use roxmltree::Node;

use super::tree::{Edits, w};
use crate::docx::xml::text_elements;

/// Maximum length of a field's name, in characters.
const MAX_NAME: usize = 40;

/// The fields of a paragraph.
pub(super) struct Fields<'a, 'input> {
    paragraph: Node<'a, 'input>,
    /// The elements that hold text.
    pieces: Vec<Node<'a, 'input>>,
    /// Each character with the piece it stands in; `None` for a tabulator or line break between pieces.
    characters: Vec<(char, Option<usize>)>,
    fields: Vec<Found>,
    unclosed: Vec<String>,
}

/// A field, from the first brace to after the last.
struct Found {
    start: usize,
    end: usize,
    name: String,
}

/// The position of a paragraph in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Directly in the body.
    Body,
    /// In a table, a text box, a content control.
    Elsewhere,
}

/// Reads the fields of a paragraph, without those of paragraphs in text boxes within it.
pub(super) fn fields_of<'a, 'input>(paragraph: Node<'a, 'input>) -> Fields<'a, 'input> {
    let mut fields = Fields {
        paragraph,
        pieces: Vec::new(),
        characters: Vec::new(),
        fields: Vec::new(),
        unclosed: Vec::new(),
    };
    fields.read(paragraph);
    fields.find();
    fields
}

impl<'a, 'input> Fields<'a, 'input> {
    // As deep as the parser allows, which is bounded.
    fn read(&mut self, node: Node<'a, 'input>) {
        for child in node.children().filter(Node::is_element) {
            // Text that was deleted or moved away with changes tracked.
            let skipped = ["p", "pPr", "rPr", "del", "moveFrom", "instrText"];
            if skipped.iter().any(|name| w(child, name)) {
                continue;
            }
            if w(child, "t") {
                let piece = self.pieces.len();
                self.pieces.push(child);
                let texts = child
                    .children()
                    .filter_map(|text| text.is_text().then(|| text.text()).flatten());
                let characters = texts.flat_map(str::chars);
                self.characters.extend(characters.map(|c| (c, Some(piece))));
            } else if ["tab", "br", "cr"].iter().any(|name| w(child, name)) {
                self.characters.push(('\n', None));
            } else {
                self.read(child);
            }
        }
    }

    fn find(&mut self) {
        let mut at = 0;
        while at < self.characters.len() {
            if !self.doubled(at, ['{', '｛']) {
                at += 1;
                continue;
            }
            let start = at;
            let mut end = at + 2;
            let mut name = String::new();
            let closed = loop {
                if self.doubled(end, ['}', '｝']) {
                    break true;
                }
                match self.characters.get(end) {
                    Some((c, Some(_))) if !self.doubled(end, ['{', '｛']) => name.push(*c),
                    _ => break false,
                }
                end += 1;
                if end - start > MAX_NAME + 2 {
                    break false;
                }
            };
            if closed {
                let end = end + 2;
                let name = name.trim().to_owned();
                self.fields.push(Found { start, end, name });
                at = end;
            } else {
                self.unclosed.push(name.trim().chars().take(20).collect());
                at = start + 2;
            }
        }
    }

    fn doubled(&self, at: usize, braces: [char; 2]) -> bool {
        let is = |at: usize| {
            let character = self.characters.get(at);
            character.is_some_and(|(c, piece)| piece.is_some() && braces.contains(c))
        };
        is(at) && is(at + 1)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    pub(super) fn unclosed(&self) -> impl Iterator<Item = String> {
        self.unclosed.iter().cloned()
    }

    /// The field that is all the text of the paragraph.
    pub(super) fn only(&self) -> Option<&str> {
        let [field] = self.fields.as_slice() else {
            return None;
        };
        let outside = self.characters.iter().enumerate();
        let mut outside = outside.filter(|(at, _)| !(field.start..field.end).contains(at));
        outside
            .all(|(_, (c, _))| c.is_whitespace())
            .then_some(field.name.as_str())
    }

    pub(super) fn place(&self) -> Place {
        match self.paragraph.parent() {
            Some(parent) if w(parent, "body") => Place::Body,
            _ => Place::Elsewhere,
        }
    }

    /// Puts values in place of the fields, each in the format of the field's first character.
    pub(super) fn replace_by_text(&self, values: Vec<String>, edits: &mut Edits) {
        let mut texts = vec![String::new(); self.pieces.len()];
        let mut changed = vec![false; self.pieces.len()];
        let mut fields = self.fields.iter().zip(values).peekable();
        for (at, (c, piece)) in self.characters.iter().enumerate() {
            while fields.next_if(|(field, _)| field.end <= at).is_some() {}
            let Some(piece) = *piece else { continue };
            let (Some(text), Some(changed)) = (texts.get_mut(piece), changed.get_mut(piece)) else {
                continue;
            };
            match fields.peek() {
                Some((field, value)) if field.start <= at => {
                    *changed = true;
                    if field.start == at {
                        text.push_str(value);
                    }
                }
                // XML allows line ends in text, where they are spaces.
                _ => text.push(if *c == '\n' { ' ' } else { *c }),
            }
        }
        for ((piece, text), changed) in self.pieces.iter().zip(texts).zip(changed) {
            if changed {
                let mut xml = String::new();
                text_elements(&mut xml, &text);
                edits.replace(piece.range(), xml);
            }
        }
    }

    /// Puts blocks in place of the paragraph. If it holds more than text, such as an anchored logo or the end of a section, it
    /// stays without the field.
    pub(super) fn replace_by_blocks(&self, blocks: String, edits: &mut Edits) {
        let range = self.paragraph.range();
        let has = |names: &[&str]| {
            let mut inside = self.paragraph.descendants();
            inside.any(|node| names.iter().any(|name| w(node, name)))
        };
        let at = match (
            has(&["sectPr"]),
            has(&["drawing", "pict", "bookmarkStart", "bookmarkEnd"]),
        ) {
            (true, _) => range.start,
            (false, true) => range.end,
            (false, false) => {
                edits.replace(range, blocks);
                return;
            }
        };
        edits.replace(at..at, blocks);
        self.replace_by_text(vec![String::new()], edits);
    }
}
