//! Steps of the service's work, as the window lists them.
//!
//! The API contract does not define steps: any unknown event counts as progress. A person sees the name of the event, the
//! id of its step, and a title if the event has one.

use finagent::Event;

/// Characters kept of a name, an id or a title: a service may send any length.
const NAME_CHARACTERS: usize = 120;

/// Identifies a step: text events repeat that of the step they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the event as the service writes it.
    pub name: String,
    /// The id of the step.
    pub id: Option<String>,
    /// A title for people.
    pub title: Option<String>,
}

impl Step {
    /// The step that an event belongs to.
    pub fn of(event: &Event) -> Self {
        Self {
            name: short(&event.name),
            id: event.step_id.as_deref().map(short),
            title: event.title(),
        }
    }
}

fn short(text: &str) -> String {
    visible_text::strip_invisible(text)
        .chars()
        .take(NAME_CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_end_is_cut() {
        assert_eq!(
            short(&"长\n".repeat(10_000)).chars().count(),
            NAME_CHARACTERS
        );
    }

    #[test]
    fn a_name_hides_nothing() {
        assert_eq!(short("node\u{61c}\u{200b}\u{2029}\u{e0061}_1"), "node_1");
    }
}
