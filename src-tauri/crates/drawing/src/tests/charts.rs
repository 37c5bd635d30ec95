//! Charts as real tools write them: the picture has every label.

use resvg::usvg::{Group, Node};

use super::{charts, drawn, laid_out};

/// Labels as the renderer laid them out, with their boxes in the chart.
fn positioned(group: &Group, found: &mut Vec<(String, resvg::tiny_skia::Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => positioned(group, found),
            Node::Text(text) => {
                for span in text.layouted().iter().filter(|span| span.visible) {
                    let glyphs: String = span
                        .positioned_glyphs
                        .iter()
                        // Glyph 0 stands for a missing character.
                        .filter(|glyph| glyph.id.0 != 0)
                        .map(|glyph| glyph.text.as_str())
                        .collect();
                    found.push((glyphs, text.abs_bounding_box()));
                }
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn without_space(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

#[test]
fn every_label_of_every_chart_is_laid_out_inside_the_picture() {
    for (name, svg) in charts() {
        let laid = laid_out(&svg).unwrap();
        let mut found = Vec::new();
        positioned(laid.tree.root(), &mut found);
        let picture: String = found.iter().map(|(text, _)| without_space(text)).collect();
        let (drawn, _) = drawn(&svg, 1.0).unwrap();
        assert!(drawn.words.labels.len() >= 4, "{name}: {:?}", drawn.words);
        for label in &drawn.words.labels {
            let label = without_space(label);
            assert!(
                picture.contains(&label),
                "{name}: {label:?} is not in {picture:?}"
            );
        }
        for (text, place) in &found {
            let inside = place.left() >= -1.0
                && place.top() >= -1.0
                && place.right() <= laid.width + 1.0
                && place.bottom() <= laid.height + 1.0;
            assert!(
                inside || text.trim().is_empty(),
                "{name}: {text:?} at {place:?}"
            );
        }
    }
}

/// Writes the pictures to the folder in `CHARTS_OUT` for manual review.
#[test]
fn charts_can_be_looked_at() {
    for (name, svg) in charts() {
        let (drawn, png) = drawn(&svg, 2.0).unwrap();
        assert!(drawn.pixel_width > 100 && png.len() > 1_000, "{name}");
        if let Some(folder) = std::env::var_os("CHARTS_OUT") {
            std::fs::write(std::path::Path::new(&folder).join(name + ".png"), png).unwrap();
        }
    }
}
