//! The state of an animated drawing that a still picture shows: the end, with everything visible that appeared by itself.
//!
//! What fades in would otherwise be lost, since the renderer draws an element as it is before its animations begin.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};

use super::applied::{Applied, Declaration};
use super::colour::Variables;
use super::keyframes;
use super::sheets::Sheets;

/// Opacity below which nothing can be seen.
const SEEN: f32 = 0.05;
/// Maximum number of animations that wait for one another.
const MAX_WAITING: usize = 4;
/// Maximum number of begins of an animation that are looked at.
const MAX_BEGINS: usize = 8;
/// Maximum number of animations of one element that are followed.
pub(super) const MAX_ANIMATIONS: usize = 100;

/// An animation of SMIL.
#[derive(Clone, Copy)]
pub(super) struct Animation<'a, 'input> {
    node: Node<'a, 'input>,
    /// Whether it begins without a click or the like.
    by_itself: bool,
}

/// The SMIL animations of a document by the element that they animate.
pub(super) fn animations<'a, 'input>(
    document: &'a Document<'input>,
) -> HashMap<NodeId, Vec<Animation<'a, 'input>>> {
    let nodes: Vec<_> = document
        .descendants()
        .filter(|node| is_animation(*node))
        .collect();
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    if nodes.is_empty() {
        return found;
    }
    let ids: HashMap<_, _> = document
        .descendants()
        .filter_map(|node| Some((node.attribute("id")?, node)))
        .collect();
    for node in nodes {
        let named = node
            .attributes()
            .find(|attribute| attribute.name() == "href")
            .and_then(|attribute| attribute.value().trim().strip_prefix('#'));
        let target = match named {
            Some(id) => ids.get(id).copied(),
            None => node.parent_element(),
        };
        if let Some(target) = target {
            let of_target = found.entry(target.id()).or_default();
            if of_target.len() < MAX_ANIMATIONS {
                let by_itself = starts_by_itself(node, &ids, 0);
                of_target.push(Animation { node, by_itself });
            }
        }
    }
    found
}

/// Whether the element animates another.
pub(super) fn is_animation(node: Node<'_, '_>) -> bool {
    matches!(
        node.tag_name().name(),
        "animate" | "animateColor" | "animateTransform" | "animateMotion" | "set"
    )
}

/// Brings what applies to `node` to its end state.
pub(super) fn end(
    node: Node<'_, '_>,
    animations: &[Animation<'_, '_>],
    sheets: &Sheets,
    variables: &Variables,
    applied: &mut Applied,
) {
    smil(node, animations, applied);
    if !sheets.keyframes.is_empty() {
        keyframes::end(node, sheets, variables, applied);
    }
}

fn smil(node: Node<'_, '_>, animations: &[Animation<'_, '_>], applied: &mut Applied) {
    let of = |by_itself| {
        let chosen = animations.iter();
        let chosen = chosen.filter(move |animation| animation.by_itself == by_itself);
        chosen.map(|animation| animation.node).collect::<Vec<_>>()
    };
    let (by_themselves, on_demand) = (of(true), of(false));
    applied.moves |= !by_themselves.is_empty();
    let mut names: Vec<&str> = Vec::new();
    for animation in &by_themselves {
        if animation.tag_name().name() == "animateTransform" {
            transform(node, *animation, applied);
        } else if let Some(name) = animation.attribute("attributeName")
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    for name in names {
        let base = applied.value(node, name).map(str::to_owned);
        let mut end = base.clone();
        let mut seen = Vec::new();
        for animation in &by_themselves {
            if animation.attribute("attributeName") != Some(name) {
                continue;
            }
            let values = values(*animation, end.as_deref());
            if holds(*animation) {
                end = values.last().cloned().or(end);
            }
            seen.extend(values);
        }
        let end = most_visible(name, end, seen, base.as_deref());
        if end != base
            && let Some(end) = end
        {
            set(name, end, applied);
        }
    }
    for animation in on_demand {
        let Some(name) = animation.attribute("attributeName") else {
            continue;
        };
        let now = applied.value(node, name);
        let is_hidden = !is_visible(name, now);
        let shows = values(animation, now)
            .iter()
            .any(|value| is_visible(name, Some(value)));
        applied.on_demand |= is_hidden && shows;
    }
}

fn starts_by_itself(
    animation: Node<'_, '_>,
    ids: &HashMap<&str, Node<'_, '_>>,
    waiting: usize,
) -> bool {
    let Some(begin) = animation.attribute("begin") else {
        return true;
    };
    begin
        .split(';')
        .take(MAX_BEGINS)
        .map(str::trim)
        .any(|begin| {
            if begin.is_empty()
                || begin.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
            {
                return true;
            }
            // After another animation.
            let Some((id, event)) = begin.split_once('.') else {
                return false;
            };
            let follows = event.starts_with("begin") || event.starts_with("end");
            let other = ids.get(id).filter(|other| is_animation(**other));
            follows
                && waiting < MAX_WAITING
                && other.is_some_and(|other| starts_by_itself(*other, ids, waiting + 1))
        })
}

/// Whether the animated value stays.
fn holds(animation: Node<'_, '_>) -> bool {
    let is = |name, value| animation.attribute(name).map(str::trim) == Some(value);
    let endless = is("repeatCount", "indefinite") || is("repeatDur", "indefinite");
    let set = animation.tag_name().name() == "set"
        && animation
            .attribute("dur")
            .is_none_or(|duration| duration.trim() == "indefinite");
    is("fill", "freeze") || endless || (set && !animation.has_attribute("end"))
}

/// The values that an animation passes through.
fn values(animation: Node<'_, '_>, base: Option<&str>) -> Vec<String> {
    if let Some(values) = animation.attribute("values") {
        let values = values.split(';').map(|value| value.trim().to_owned());
        return values.filter(|value| !value.is_empty()).collect();
    }
    let from = animation.attribute("from");
    let by = animation.attribute("by").and_then(|by| {
        let start: f32 = from.or(base)?.trim().parse().ok()?;
        Some((start + by.trim().parse::<f32>().ok()?).to_string())
    });
    let to = animation.attribute("to").map(str::to_owned).or(by);
    let from = from.map(str::to_owned);
    from.into_iter().chain(to).collect()
}

fn transform(node: Node<'_, '_>, animation: Node<'_, '_>, applied: &mut Applied) {
    let kind = animation.attribute("type").unwrap_or("translate");
    let endless = animation.attribute("repeatCount") == Some("indefinite");
    if !holds(animation) || endless || !kind.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return;
    }
    let values = values(animation, None);
    let Some(end) = values.last() else {
        return;
    };
    let end = format!("{kind}({end})");
    let sum = animation.attribute("additive") == Some("sum");
    let base = applied.value(node, "transform").unwrap_or_default();
    let end = if sum { format!("{base} {end}") } else { end };
    applied.attributes.retain(|(name, _)| name != "transform");
    applied.attributes.push(("transform".to_owned(), end));
}

/// Lets a value win over all others.
pub(super) fn set(name: &str, value: String, applied: &mut Applied) {
    let is_property = !matches!(
        name,
        "x" | "y"
            | "x1"
            | "x2"
            | "y1"
            | "y2"
            | "cx"
            | "cy"
            | "r"
            | "rx"
            | "ry"
            | "d"
            | "dx"
            | "dy"
            | "width"
            | "height"
            | "points"
            | "offset"
            | "href"
            | "viewBox"
            | "transform"
            | "gradientTransform"
            | "patternTransform"
            | "startOffset"
            | "textLength"
    );
    let attribute = name.strip_prefix("xlink:").unwrap_or(name);
    if !is_property || attribute != name {
        applied.attributes.retain(|(known, _)| known != attribute);
        applied.attributes.push((attribute.to_owned(), value));
        return;
    }
    // An important declaration wins over animations.
    let mut declared = applied.declarations.iter();
    if declared.any(|one| one.name == name && one.important && !applied.added.contains(one)) {
        return;
    }
    let declaration = Declaration {
        name: name.to_owned(),
        value,
        important: true,
    };
    applied.declarations.push(declaration.clone());
    // For the renderer, the first important one counts.
    applied.added.retain(|one| one.name != name);
    applied.added.push(declaration);
}

/// Properties that can hide an element.
pub(super) const HIDING: [&str; 5] = [
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "visibility",
    "display",
];

/// The end, unless it hides what was visible on the way or before.
pub(super) fn most_visible(
    name: &str,
    end: Option<String>,
    seen: Vec<String>,
    base: Option<&str>,
) -> Option<String> {
    if is_visible(name, end.as_deref()) {
        return end;
    }
    let candidates = seen.into_iter().chain(base.map(str::to_owned));
    let shown: Vec<_> = candidates
        .filter(|value| is_visible(name, Some(value)))
        .collect();
    let opacity = |value: &String| number(value).unwrap_or(1.0);
    match shown
        .into_iter()
        .max_by(|a, b| opacity(a).total_cmp(&opacity(b)))
    {
        Some(value) => Some(value),
        // It was visible before it was animated, by default.
        None if base.is_none() => Some(default(name).to_owned()),
        None => end,
    }
}

/// Whether an element with this value of the property can be seen.
pub(super) fn is_visible(name: &str, value: Option<&str>) -> bool {
    let Some(value) = value.map(str::trim) else {
        return true;
    };
    match name {
        "opacity" | "fill-opacity" | "stroke-opacity" | "stop-opacity" => {
            number(value).is_none_or(|opacity| opacity >= SEEN)
        }
        "visibility" => !matches!(value, "hidden" | "collapse"),
        "display" => value != "none",
        _ => true,
    }
}

fn default(name: &str) -> &'static str {
    match name {
        "visibility" => "visible",
        "display" => "inline",
        _ => "1",
    }
}

fn number(value: &str) -> Option<f32> {
    let value = value.trim();
    match value.strip_suffix('%') {
        Some(percent) => Some(percent.trim().parse::<f32>().ok()? / 100.0),
        None => value.parse().ok(),
    }
}
