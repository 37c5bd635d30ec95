//! Builds the renderer's tree: every label positioned, every reference resolved, nothing drawn yet.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use resvg::usvg::{Error, FontResolver, Group, Options, Size, Tree};
use roxmltree::Node;

use super::bounds::{self, MAX_ELEMENTS, too};
use super::computed::Styles;
use super::document;
use super::emoji::{Emoji, MAX_MISSING};
use super::fonts::Fonts;
use super::pictures::{self, ReadJpeg};
use super::profile::Profile;
use super::refusal::{Excess, Refusal};
use super::request::LeftOut;
use super::rewrite::rewrite;
use super::sheets::Sheets;

/// Viewport for percentages in a chart without any size, in CSS pixels.
const ROOM: (f32, f32) = (800.0, 600.0);
/// Margin around the content of a chart without any size, in CSS pixels.
const MARGIN: f32 = 8.0;
/// Languages from which a `switch` may choose.
const LANGUAGES: [&str; 3] = ["zh", "zh-CN", "en"];

/// A chart ready for rendering.
pub(super) struct Laid {
    pub(super) tree: Tree,
    /// In CSS pixels.
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) left_out: LeftOut,
}

/// Lays out the chart below `root`; its document must have passed all limits.
pub(super) fn lay_out<'a, 'input>(
    root: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
    fonts: &Fonts,
    jpeg: ReadJpeg,
    profile: &Profile,
    filters: bool,
) -> Result<Laid, Refusal> {
    let mut emoji = Emoji {
        family: fonts.emoji.clone(),
        ..Emoji::default()
    };
    let (mut tree, mut left_out) = tree(root, styles, fonts, jpeg, profile, &emoji, filters)?;
    if emoji.family.is_some() {
        // A font tells only now what it lacks.
        missing(tree.root(), &mut emoji.missing);
        if !emoji.missing.is_empty() {
            (tree, left_out) = self::tree(root, styles, fonts, jpeg, profile, &emoji, filters)?;
        }
    }
    // Show a chart that is empty only because content was left out; the answer reports that.
    if !tree.root().has_children() && left_out == LeftOut::default() {
        return Err(Refusal::Empty);
    }
    let (width, height) = if has_size(root) {
        (tree.size().width(), tree.size().height())
    } else {
        let content = tree.root().abs_stroke_bounding_box();
        (content.right() + MARGIN, content.bottom() + MARGIN)
    };
    if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
        return Err(Refusal::Sizeless);
    }
    Ok(Laid {
        tree,
        width,
        height,
        left_out,
    })
}

/// Whether the chart declares its own size.
fn has_size(root: Node<'_, '_>) -> bool {
    let absolute = |name| {
        root.attribute(name).is_some_and(|value| {
            value.starts_with(|c: char| c.is_ascii_digit() || c == '.') && !value.contains('%')
        })
    };
    root.has_attribute("viewBox") || (absolute("width") && absolute("height"))
}

/// The renderer's tree, and what is missing from it.
fn tree<'a, 'input>(
    root: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
    fonts: &Fonts,
    jpeg: ReadJpeg,
    profile: &Profile,
    emoji: &Emoji,
    filters: bool,
) -> Result<(Tree, LeftOut), Refusal> {
    let rewritten = rewrite(root, styles, profile, emoji.clone(), filters);
    if rewritten.svg.is_empty() {
        // The `svg` element has a foreign namespace.
        return Err(Refusal::NotSvg);
    }
    // The SVG was well-formed as sent, so a fault now comes from rewriting, and its line number would mislead.
    let document = document::parse(&rewritten.svg).map_err(|refusal| match refusal {
        Refusal::Broken { .. } => Refusal::Undrawable,
        other => other,
    })?;
    // Check the limits again: a reference may have been hidden in a variable.
    bounds::check(&document, &Sheets::of(&document)?).map(drop)?;
    let images = Arc::new(AtomicU32::new(0));
    let options = Options {
        font_family: fonts.family.clone(),
        font_size: 16.0,
        languages: LANGUAGES.map(str::to_owned).to_vec(),
        default_size: Size::from_wh(ROOM.0, ROOM.1).ok_or(Refusal::Sizeless)?,
        image_href_resolver: pictures::resolver(Arc::clone(&images), profile, jpeg),
        font_resolver: resolver(fonts),
        fontdb: Arc::clone(&fonts.database),
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| match error {
        Error::InvalidSize => Refusal::Sizeless,
        Error::ElementsLimitReached | Error::ParsingFailed(roxmltree::Error::NodesLimitReached) => {
            too(Excess::Elements, MAX_ELEMENTS.into())
        }
        _ => Refusal::Undrawable,
    })?;
    let mut left_out = rewritten.left_out;
    left_out.images += images.load(Ordering::Relaxed);
    Ok((tree, left_out))
}

/// Chooses fonts. The renderer shapes a whole line in each of its fonts, and would replace the one with emoji by any that has
/// all letters of the line.
fn resolver(fonts: &Fonts) -> FontResolver<'static> {
    let fallback = FontResolver::default_fallback_selector();
    let emoji = fonts.emoji_face();
    FontResolver {
        select_fallback: Box::new(move |letter, used, database| {
            let is_emoji = emoji.is_some() && used.first().copied() == emoji;
            match is_emoji {
                true => None,
                false => fallback(letter, used, database),
            }
        }),
        ..FontResolver::default()
    }
}

/// Collects the signs in `group` for which no font has a glyph.
fn missing(group: &Group, found: &mut HashSet<String>) {
    for node in group.children() {
        match node {
            resvg::usvg::Node::Group(group) => missing(group, found),
            resvg::usvg::Node::Text(text) => {
                let spans = text.layouted().iter();
                for glyph in spans.flat_map(|span| &span.positioned_glyphs) {
                    // Glyph 0 stands for a missing character.
                    let is_sign = !glyph.text.contains(char::is_alphanumeric);
                    if glyph.id.0 == 0 && is_sign && found.len() < MAX_MISSING {
                        found.insert(glyph.text.clone());
                    }
                }
            }
            _ => {}
        }
    }
}
