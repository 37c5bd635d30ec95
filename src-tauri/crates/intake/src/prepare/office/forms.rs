//! Form fields and content controls that show a choice.

use roxmltree::Node;

use super::xml::{attribute, child, is_on, value};
use crate::prepare::raised::{Raise, placed};

/// The text that a form field shows; `None` if its text is in the document.
pub(super) fn field(node: Node<'_, '_>) -> Option<String> {
    let data = child(node, "ffData")?;
    if let Some(tick) = child(data, "checkBox") {
        let state = child(tick, "checked").or_else(|| child(tick, "default"));
        return Some(ticked(state.is_some_and(is_on)).to_owned());
    }
    let list = child(data, "ddList")?;
    let entries: Vec<&str> = list
        .children()
        .filter(|entry| entry.tag_name().name() == "listEntry")
        .filter_map(value)
        .collect();
    let chosen = ["result", "default"]
        .iter()
        .find_map(|name| child(list, name).and_then(value))
        .and_then(|at| at.parse::<usize>().ok())
        .unwrap_or_default();
    Some(entries.get(chosen).copied().unwrap_or_default().to_owned())
}

/// The sign that a tick box (a content control) shows; `None` for any other control.
pub(super) fn tick_box(control: Node<'_, '_>) -> Option<&'static str> {
    let properties = child(control, "sdtPr")?;
    let tick = child(properties, "checkbox")?;
    let state = child(tick, "checked");
    let on = state
        .is_some_and(|state| matches!(attribute(state, "val"), None | Some("1" | "true" | "on")));
    Some(ticked(on))
}

fn ticked(on: bool) -> &'static str {
    match on {
        true => "☒",
        false => "☐",
    }
}

/// What an `EQ` field shows in one line, and whether that is certain; `None` for any other field. People use such fields
/// for numbers in circles, for ticked boxes and for fractions.
pub(super) fn equation(code: &str) -> Option<(String, bool)> {
    let code = code.trim();
    let name = code.get(..2)?;
    let rest = code.get(2..)?;
    let separate = rest.starts_with([' ', '\\', '\t']);
    if !name.eq_ignore_ascii_case("eq") || !separate {
        return None;
    }
    // Switches before the brackets say only how it is laid out.
    let (switches, arguments) = rest.split_once('(')?;
    let arguments = arguments
        .rsplit_once(')')
        .map_or(arguments, |(inner, _)| inner);
    let is_nested = arguments.contains('\\');
    let mut parts = arguments.splitn(2, [',', '，', ';']).map(str::trim);
    let (one, other) = (parts.next().unwrap_or_default(), parts.next());
    let kind = switches
        .trim()
        .get(..2)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let written = match (kind.as_str(), other) {
        (r"\o", Some(over)) => laid_over(one, over),
        (r"\f", Some(under)) => Some(format!("({one})/({under})")),
        (r"\r", None) => Some(format!("√({one})")),
        (r"\r", Some(inner)) if !one.is_empty() => Some(format!("{one}√({inner})")),
        (r"\r", Some(inner)) => Some(format!("√({inner})")),
        (r"\s", None) if switches.contains(r"\up") => Some(placed(one, Raise::Up)),
        (r"\s", None) if switches.contains(r"\do") => Some(placed(one, Raise::Down)),
        _ => None,
    };
    match written {
        Some(written) if !is_nested => Some((written, true)),
        _ => {
            let plain: String = arguments.replace([',', '，'], " ");
            Some((plain.replace('\\', " "), false))
        }
    }
}

/// Two signs printed over each other.
fn laid_over(one: &str, other: &str) -> Option<String> {
    let (frame, inner) = match one.chars().next()? {
        '○' | '〇' | '◯' | '□' | '☐' => (one, other),
        _ => (other, one),
    };
    let sign = match (frame, inner) {
        ("□" | "☐", "√" | "✓" | "✔") => "☑".to_owned(),
        ("□" | "☐", "×" | "X" | "x" | "✗") => "☒".to_owned(),
        ("○" | "〇" | "◯", number) => super::counts::circled(number.parse().ok()?),
        _ => return None,
    };
    Some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_laid_over_each_other_are_one_sign() {
        let sure = |text: &str| Some((text.to_owned(), true));
        assert_eq!(equation(r"EQ \o\ac(○,3)"), sure("③"));
        assert_eq!(equation(r" eq \o\ac(□,√) "), sure("☑"));
        assert_eq!(equation(r"EQ \f(1,2)"), sure("(1)/(2)"));
        assert_eq!(equation(r"EQ \r(3,x)"), sure("3√(x)"));
        assert_eq!(equation(r"EQ \s\up5(2)"), sure("²"));
        assert_eq!(equation(r"EQ \b(x)"), Some(("x".to_owned(), false)));
        assert_eq!(equation("EQUATION"), None);
        assert_eq!(equation("PAGE"), None);
    }
}
