//! Word documents: reads headers, body, footnotes, endnotes and footers, in this order, each once.

use super::Reading;
use super::walk::Shapes;
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
    // First, even and odd pages and each section have their own headers, mostly with the same text.
    let mut said = Vec::new();
    once(reading, &of("header"), &mut said)?;
    let body = reading.part(&main, Shapes::All)?;
    let body = body.ok_or_else(|| reading.damaged())?;
    reading.add(&body)?;
    for kind in ["footnotes", "endnotes"] {
        for name in of(kind) {
            let notes = reading.part(&name, Shapes::All)?;
            reading.add(&notes.unwrap_or_default())?;
        }
    }
    once(reading, &of("footer"), &mut said)
}

/// Adds those parts whose text was not added yet.
fn once(
    reading: &mut Reading<'_>,
    names: &[String],
    said: &mut Vec<String>,
) -> Result<(), Refusal> {
    for name in names {
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
