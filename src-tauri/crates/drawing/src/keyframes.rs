//! Animations of style sheets, and the state in which they end.

use roxmltree::Node;

use super::applied::Applied;
use super::colour::Variables;
use super::sheets::Sheets;
use super::still::{HIDING, MAX_ANIMATIONS, most_visible, set};
use super::text_css::{block, declarations, split};

/// Maximum declarations kept of a frame, and maximum values of a property.
const MAX_KEPT: usize = 100;

/// What counts of an animation.
#[derive(Debug, Default)]
pub(super) struct Keyframes {
    /// Declarations of the first frame and the last, by name and value.
    first: Vec<(String, String)>,
    last: Vec<(String, String)>,
    /// Values on the way of properties that can hide an element.
    hiding: Vec<(&'static str, String)>,
}

impl Keyframes {
    /// Reads the frames in the block of an animation.
    pub(super) fn read(text: &str) -> Self {
        let mut keyframes = Self::default();
        let mut rest = text;
        while let Some((places, after)) = rest.split_once('{') {
            let (inside, after) = block(after);
            rest = after;
            let own: Vec<_> = declarations(inside)
                .into_iter()
                .take(MAX_KEPT)
                .map(|one| (one.name.to_owned(), one.value.to_owned()))
                .collect();
            for (name, value) in &own {
                let hiding = HIDING.into_iter().find(|known| known == name);
                if keyframes.hiding.len() < MAX_KEPT {
                    let seen = hiding.map(|name| (name, value.clone()));
                    keyframes.hiding.extend(seen);
                }
            }
            for place in places.split(',').map(str::trim) {
                match place {
                    "from" | "0%" => keyframes.first.clone_from(&own),
                    "to" | "100%" => keyframes.last.clone_from(&own),
                    _ => {}
                }
            }
        }
        keyframes
    }
}

/// Brings what applies to `node` to the end of its animations.
pub(super) fn end(
    node: Node<'_, '_>,
    sheets: &Sheets,
    variables: &Variables,
    applied: &mut Applied,
) {
    let declared = |name: &str| {
        let mut known = applied.declarations.iter().rev();
        known
            .find(|one| one.name.strip_prefix("-webkit-").unwrap_or(&one.name) == name)
            .map(|one| one.value.clone())
    };
    let shorthand = declared("animation").unwrap_or_default();
    let named = declared("animation-name");
    let mut details: Vec<_> = [
        "animation-fill-mode",
        "animation-iteration-count",
        "animation-direction",
    ]
    .into_iter()
    .filter_map(declared)
    .collect();
    if named.is_some() {
        details.push(shorthand.clone());
    }
    let names = named.unwrap_or(shorthand);
    let mut changes: Vec<(String, String)> = Vec::new();
    for one in split(&names, ',').into_iter().take(MAX_ANIMATIONS) {
        let words: Vec<_> = one.split_whitespace().collect();
        let keyframes = words
            .iter()
            .find_map(|word| sheets.keyframes.get(word.trim_matches(['"', '\''])));
        let Some(keyframes) = keyframes else {
            continue;
        };
        applied.moves = true;
        let is = |wanted: &str| {
            let mut details = details.iter().flat_map(|detail| detail.split([' ', ',']));
            words.contains(&wanted) || details.any(|word| word == wanted)
        };
        if is("forwards") || is("both") || is("infinite") {
            let last = match is("reverse") {
                true => &keyframes.first,
                false => &keyframes.last,
            };
            let counts = |name: &str| !(name.starts_with("--") || name == "transform");
            for (name, value) in last.iter().filter(|(name, _)| counts(name)) {
                if let Some(value) = variables.plain(value) {
                    changes.push((name.clone(), value.into_owned()));
                }
            }
        }
        for name in HIDING {
            let base = applied.value(node, name).map(str::to_owned);
            let changed = changes.iter().rev().find(|(known, _)| known == name);
            let end = changed.map(|(_, value)| value.clone()).or(base.clone());
            let seen = keyframes.hiding.iter().filter(|(known, _)| *known == name);
            let seen = seen.filter_map(|(_, value)| variables.plain(value));
            let seen = seen.map(|value| value.into_owned()).collect();
            let best = most_visible(name, end.clone(), seen, base.as_deref());
            if best != end {
                changes.extend(best.map(|value| (name.to_owned(), value)));
            }
        }
    }
    for (name, value) in changes {
        set(&name, value, applied);
    }
}
