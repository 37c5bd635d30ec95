//! Steps of the service's work, as the window lists them.
//!
//! The contract names no steps: an event nobody has listed is progress. What a person can read of one is its name, its
//! step's id, and a title if the message happens to carry one.

use finagent::Event;

/// A name longer than this is no name.
const NAME_CHARACTERS: usize = 120;

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
