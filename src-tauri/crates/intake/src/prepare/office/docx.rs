//! Word documents: reads headers, body, footnotes, endnotes and footers, in this order, each once.
//!
//! Footnotes and endnotes are read after the body, since only its references say which are displayed and in which order.

use super::Reading;
use super::numbering::Numbering;
use super::styles::Styles;
use super::walk::Shapes;
use super::word::NoteKind;
use super::xml;
use crate::prepare::plan::Note;
use crate::refusal::Refusal;

/// Reads the whole document.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Refusal> {
    let main = reading.package.main("word/document.xml")?;
    let relations = reading.package.relations(&main)?;
    let of = |kind: &str| -> Vec<String> {
        let others = relations.iter().filter(|other| !other.outside);
        let others = others.filter(|other| other.kind == kind);
        others.map(|other| other.target.clone()).collect()
    };
    if !of("comments").is_empty() {
        reading.note(Note::CommentsLeftOut);
    }
    for (kind, look) in [
        ("styles", Look::Styles),
        ("numbering", Look::Numbering),
        ("settings", Look::Notes),
    ] {
        for name in of(kind) {
            take(reading, &name, look)?;
        }
    }
    // Sections say how notes are numbered too.
    take(reading, &main, Look::NotesOfSections)?;
    let lists = reading.word.numbering.clone();
    // First, even and odd pages and each section have their own headers, mostly with the same text.
    let mut said = Vec::new();
    once(reading, &of("header"), &lists, &mut said)?;
    reading.word.numbering.clone_from(&lists);
    let body = reading.part(&main, Shapes::All)?;
    let body = body.ok_or_else(|| reading.damaged())?;
    reading.add(&body)?;
    for (part, kind) in [("footnotes", NoteKind::Foot), ("endnotes", NoteKind::End)] {
        for name in of(part) {
            reading.word.numbering.clone_from(&lists);
            let notes = reading.notes(&name, kind)?;
            reading.add(&notes.unwrap_or_default())?;
        }
    }
    once(reading, &of("footer"), &lists, &mut said)
}

/// Adds those parts whose text was not added yet. Each counts its lists for itself.
fn once(
    reading: &mut Reading<'_>,
    names: &[String],
    lists: &Numbering,
    said: &mut Vec<String>,
) -> Result<(), Refusal> {
    for name in names {
        reading.word.numbering.clone_from(lists);
        let Some(text) = reading.part(name, Shapes::All)? else {
            continue;
        };
        if !said.contains(&text) {
            reading.add(&text)?;
            said.push(text);
        }
    }
    Ok(())
}

/// The formatting that a part gives to the text.
#[derive(Debug, Clone, Copy)]
enum Look {
    Styles,
    Numbering,
    Notes,
    NotesOfSections,
}

fn take(reading: &mut Reading<'_>, name: &str, look: Look) -> Result<(), Refusal> {
    let Some(text) = reading.package.xml(name)? else {
        return Ok(());
    };
    // The body is large, and hardly any says something.
    if matches!(look, Look::NotesOfSections) && !text.contains("notePr") {
        return Ok(());
    }
    let document = xml::parse(&text).ok_or_else(|| reading.damaged())?;
    let root = document.root_element();
    match look {
        Look::Styles => reading.word.styles = Styles::of(root),
        Look::Numbering => reading.word.numbering = Numbering::of(root),
        Look::Notes => reading.word.configure_notes(root),
        Look::NotesOfSections => {
            let sections = root
                .descendants()
                .filter(|node| node.tag_name().name() == "sectPr");
            for section in sections {
                reading.word.configure_notes(section);
            }
        }
    }
    Ok(())
}
