//! Presentations: reads slide by slide with speaker notes, followed by the text that layouts show on every slide.

use std::collections::{HashMap, HashSet};

use super::Reading;
use super::package::Relation;
use super::walk::Shapes;
use super::xml;
use crate::prepare::plan::Note;
use crate::refusal::Refusal;

/// Heading of the speaker notes, bilingual because the text may be read in either language.
const NOTES: &str = "备注 Notes:";

/// Reads the whole presentation.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Refusal> {
    let main = reading.package.main("ppt/presentation.xml")?;
    let mut layouts: Vec<String> = Vec::new();
    for slide in slides(reading, &main)? {
        let look = SlideLook::of(reading, &slide)?;
        if look.hidden {
            reading.note(Note::HiddenSlidesLeftOut);
            continue;
        }
        let text = reading.part(&slide, Shapes::All)?;
        let text = text.ok_or_else(|| reading.damaged())?;
        reading.add(&text)?;
        let relations = reading.package.relations(&slide)?;
        if of(&relations, "comments").next().is_some() {
            reading.note(Note::CommentsLeftOut);
        }
        for notes in of(&relations, "notesSlide") {
            let text = reading.part(notes, Shapes::Notes)?.unwrap_or_default();
            if !text.trim().is_empty() {
                reading.add(&format!("{NOTES}\n{}", text.trim()))?;
            }
        }
        for layout in of(&relations, "slideLayout").filter(|_| look.with_master) {
            if !layouts.contains(layout) {
                layouts.push(layout.clone());
            }
        }
    }
    let mut masters = Vec::new();
    for layout in &layouts {
        let text = reading.part(layout, Shapes::Fixed)?;
        reading.add(&text.unwrap_or_default())?;
        if !SlideLook::of(reading, layout)?.with_master {
            continue;
        }
        let relations = reading.package.relations(layout)?;
        masters.extend(of(&relations, "slideMaster").cloned());
    }
    for master in masters {
        let text = reading.part(&master, Shapes::Fixed)?;
        reading.add(&text.unwrap_or_default())?;
    }
    Ok(())
}

/// The settings of a slide or layout for what is displayed.
struct SlideLook {
    hidden: bool,
    /// Whether the shapes of its layout or master are displayed on it.
    with_master: bool,
}

impl SlideLook {
    fn of(reading: &mut Reading<'_>, name: &str) -> Result<Self, Refusal> {
        let text = reading.package.xml(name)?.unwrap_or_default();
        let document = xml::parse(&text);
        let off = |name| {
            let root = document.as_ref().map(|document| document.root_element());
            let value = root.and_then(|root| root.attribute(name));
            matches!(value, Some("0" | "false"))
        };
        Ok(Self {
            hidden: off("show"),
            with_master: !off("showMasterSp"),
        })
    }
}

/// The slides in order, each once.
fn slides(reading: &mut Reading<'_>, main: &str) -> Result<Vec<String>, Refusal> {
    let relations = reading.package.relations(main)?;
    let text = reading.package.xml(main)?;
    let text = text.ok_or_else(|| reading.damaged())?;
    let document = xml::parse(&text).ok_or_else(|| reading.damaged())?;
    let by_id: HashMap<&str, &Relation> = relations
        .iter()
        .filter(|relation| !relation.outside)
        .map(|relation| (relation.id.as_str(), relation))
        .collect();
    let size = document
        .descendants()
        .find(|node| node.tag_name().name() == "sldSz");
    let side = |name| size?.attribute(name)?.parse::<i64>().ok();
    reading.word.slide = side("cx").zip(side("cy"));
    let mut seen = HashSet::new();
    let mut slides = Vec::new();
    let ids = document
        .descendants()
        .filter(|node| node.tag_name().name() == "sldId")
        .filter_map(|node| xml::relation(node, "id"));
    for id in ids {
        let slide = by_id.get(id).ok_or_else(|| reading.damaged())?;
        if seen.insert(slide.target.as_str()) {
            slides.push(slide.target.clone());
        }
    }
    Ok(slides)
}

fn of<'a>(relations: &'a [Relation], kind: &'a str) -> impl Iterator<Item = &'a String> {
    let inside = relations.iter().filter(|relation| !relation.outside);
    inside
        .filter(move |relation| relation.kind == kind)
        .map(|relation| &relation.target)
}
