//! The state of an animated drawing that a still picture shows: the end, with everything visible that appeared by itself.
//!
//! What fades in would otherwise be lost, since the renderer draws an element as it is before its animations begin.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};

use super::applied::{Applied, Declaration};
use super::colour::Variables;
use super::sheets::{Frame, Sheets};
use super::text_css::{declarations, split};

/// Opacity below which nothing can be seen.
const SEEN: f32 = 0.05;
/// Maximum number of animations that wait for one another.
const MAX_WAITING: usize = 8;
/// Maximum number of animations of one element that are followed.
const MAX_ANIMATIONS: usize = 100;

/// The SMIL animations of a document by the element that they animate.
pub(super) fn animations<'a, 'input>(
    document: &'a Document<'input>,
) -> HashMap<NodeId, Vec<Node<'a, 'input>>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    let mut ids = None;
    for node in document.descendants().filter(|node| is_animation(*node)) {
        let named = node
            .attributes()
            .find(|attribute| attribute.name() == "href")
            .and_then(|attribute| attribute.value().trim().strip_prefix('#'));
        let target = match named {
            Some(id) => {
                let ids = ids.get_or_insert_with(|| {
                    let with_id = document.descendants();
                    with_id
                        .filter_map(|node| Some((node.attribute("id")?, node)))
                        .collect::<HashMap<_, _>>()
                });
                ids.get(id).copied()
            }
            None => node.parent_element(),
        };
        if let Some(target) = target {
            let of_target = found.entry(target.id()).or_default();
            if of_target.len() < MAX_ANIMATIONS {
                of_target.push(node);
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
    animations: &[Node<'_, '_>],
    sheets: &Sheets,
    variables: &Variables,
    applied: &mut Applied,
) {
    smil(node, animations, applied);
    if !sheets.keyframes.is_empty() {
        styles(node, sheets, variables, applied);
    }
}

fn smil(node: Node<'_, '_>, animations: &[Node<'_, '_>], applied: &mut Applied) {
    let (by_themselves, on_demand): (Vec<_>, Vec<_>) = animations
        .iter()
        .copied()
        .partition(|animation| starts_by_itself(*animation, 0));
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

/// Whether the animation begins without a click or the like.
fn starts_by_itself(animation: Node<'_, '_>, depth: usize) -> bool {
    let Some(begin) = animation.attribute("begin") else {
        return true;
    };
    begin.split(';').map(str::trim).any(|begin| {
        if begin.is_empty() || begin.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        {
            return true;
        }
        // After another animation.
        let Some((id, event)) = begin.split_once('.') else {
            return false;
        };
        if !(event.starts_with("begin") || event.starts_with("end")) || depth >= MAX_WAITING {
            return false;
        }
        let document = animation.document();
        document
            .descendants()
            .find(|node| node.attribute("id") == Some(id))
            .is_some_and(|other| is_animation(other) && starts_by_itself(other, depth + 1))
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

/// CSS animations.
fn styles(node: Node<'_, '_>, sheets: &Sheets, variables: &Variables, applied: &mut Applied) {
    let declared = |name: &str| {
        let mut known = applied.declarations.iter().rev();
        known
            .find(|one| one.name.strip_prefix("-webkit-").unwrap_or(&one.name) == name)
            .map(|one| one.value.clone())
    };
    let shorthand = declared("animation").unwrap_or_default();
    let details: String = [
        "animation-fill-mode",
        "animation-iteration-count",
        "animation-direction",
    ]
    .into_iter()
    .filter_map(declared)
    .map(|value| value + " ")
    .collect();
    let lists = match declared("animation-name") {
        Some(names) => names,
        None => shorthand.clone(),
    };
    let mut changes: Vec<Declaration> = Vec::new();
    for one in split(&lists, ',').into_iter().take(MAX_ANIMATIONS) {
        let words: Vec<&str> = one.split_whitespace().collect();
        let frames = words.iter().find_map(|word| {
            sheets
                .keyframes
                .get(word.trim_matches(['"', '\'']))
                .filter(|frames| !frames.is_empty())
        });
        let Some(frames) = frames else {
            continue;
        };
        applied.moves = true;
        let mut words = words.iter().copied().chain(details.split([' ', ',']));
        let all: Vec<&str> = words.by_ref().collect();
        let is = |word: &str| all.contains(&word);
        let held = is("forwards") || is("both") || is("infinite");
        let backwards = is("reverse");
        let last = if backwards {
            frames.first()
        } else {
            frames.last()
        };
        if held && let Some(last) = last.filter(|last| last.at == 0.0 || last.at == 100.0) {
            for one in declarations(&last.css) {
                let ignored = one.name.starts_with("--")
                    || one.name.starts_with("animation")
                    || one.name == "transform";
                if !ignored && let Some(value) = variables.plain(one.value) {
                    changes.push(Declaration {
                        name: one.name.to_owned(),
                        value: value.into_owned(),
                        important: false,
                    });
                }
            }
        }
        for name in HIDING {
            let base = applied.value(node, name).map(str::to_owned);
            let changed = changes.iter().rev().find(|one| one.name == name);
            let end = changed.map(|one| one.value.clone()).or(base.clone());
            let seen = of_frames(frames, name, variables);
            let best = most_visible(name, end.clone(), seen, base.as_deref());
            if best != end
                && let Some(value) = best
            {
                changes.push(Declaration {
                    name: name.to_owned(),
                    value,
                    important: false,
                });
            }
        }
    }
    for change in changes {
        set(&change.name, change.value, applied);
    }
}

/// The values that a property has in the frames.
fn of_frames(frames: &[Frame], name: &str, variables: &Variables) -> Vec<String> {
    frames
        .iter()
        .take(MAX_ANIMATIONS)
        .flat_map(|frame| declarations(&frame.css))
        .filter(|one| one.name == name)
        .filter_map(|one| variables.plain(one.value))
        .map(|value| value.into_owned())
        .collect()
}

/// Lets a value win over all others.
fn set(name: &str, value: String, applied: &mut Applied) {
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
const HIDING: [&str; 5] = [
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "visibility",
    "display",
];

/// The end, unless it hides what was visible on the way or before.
fn most_visible(
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
