//! Steps of the service's work, as the window lists them.
//!
//! The contract names no steps: an event nobody has listed is progress. What a person can read of one is its name, its
//! step's id, and a title if the message happens to carry one.

use finagent::Event;
use serde::Deserialize;

/// A title longer than this is no title.
const TITLE_CHARACTERS: usize = 120;

/// What tells one step from the next: text pieces of one step repeat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The event's name as the service writes it.
    pub name: String,
    /// The step's id.
    pub id: Option<String>,
    /// A title for people.
    pub title: Option<String>,
}

#[derive(Default, Deserialize)]
struct Titled {
    #[serde(default)]
    title: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(flatten)]
    own: Titled,
    #[serde(default)]
    data: Option<Titled>,
}

impl Step {
    /// The step that an event belongs to.
    pub fn of(event: &Event) -> Self {
        Self {
            name: short(&event.name),
            id: event.step_id.as_deref().map(short),
            title: title(event.raw.get()),
        }
    }
}

fn title(raw: &str) -> Option<String> {
    let message: Message = serde_json::from_str(raw).ok()?;
    let data = message.data.unwrap_or_default();
    let title = data.title.or(message.own.title)?;
    let title = short(title.as_str()?.trim());
    (!title.is_empty()).then_some(title)
}

fn short(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(TITLE_CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_beside_or_inside_the_data_and_anything_else_is_no_title() {
        assert_eq!(
            title(r#"{"data":{"title":" 读取材料 "}}"#).unwrap(),
            "读取材料"
        );
        assert_eq!(title(r#"{"title":"Reading"}"#).unwrap(), "Reading");
        for none in [
            r#"{"data":{}}"#,
            r#"{"data":5}"#,
            r#"{"title":7}"#,
            r#""text""#,
            "[]",
            r#"{"title":""}"#,
        ] {
            assert_eq!(title(none), None, "{none}");
        }
    }

    #[test]
    fn a_title_without_end_is_cut() {
        let long = format!(r#"{{"title":"{}"}}"#, "长".repeat(10_000));
        assert_eq!(title(&long).unwrap().chars().count(), TITLE_CHARACTERS);
    }
}
