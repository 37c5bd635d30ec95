//! Fields: instructions that a program carries out, and the result that it displays.

/// Maximum nesting depth.
const MAX_FIELDS: usize = 32;
/// Maximum length of the instructions kept, in bytes.
const MAX_CODE: usize = 2_000;

#[derive(Debug, PartialEq, Eq)]
enum State {
    Instructions,
    Result,
    /// A form field, which shows its choice in place of its result.
    Form,
}

/// The open fields, innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<(State, String)>,
}

impl Fields {
    /// Whether text at this point is displayed.
    pub(super) fn show(&self) -> bool {
        self.open.iter().all(|(state, _)| *state == State::Result)
    }

    /// Begins a form field.
    pub(super) fn begin_form(&mut self) {
        if self.open.len() < MAX_FIELDS {
            self.open.push((State::Form, String::new()));
        }
    }

    /// Takes instructions.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some((State::Instructions, code)) = self.open.last_mut()
            && code.len().saturating_add(text.len()) <= MAX_CODE
        {
            code.push_str(text);
        }
    }

    /// Begins, separates or ends a field. Returns the instructions of a field that ended without a result.
    pub(super) fn change(&mut self, kind: Option<&str>) -> Option<String> {
        match kind {
            Some("begin") if self.open.len() < MAX_FIELDS => {
                self.open.push((State::Instructions, String::new()));
            }
            Some("separate") => {
                if let Some((state @ State::Instructions, _)) = self.open.last_mut() {
                    *state = State::Result;
                }
            }
            Some("end") => {
                let ended = self.open.pop();
                return ended
                    .filter(|(state, _)| *state == State::Instructions)
                    .map(|(_, code)| code);
            }
            _ => {}
        }
        None
    }

    /// Treats what follows as results, whether or not the instructions have ended.
    pub(super) fn give_up(&mut self) {
        for (state, _) in &mut self.open {
            *state = State::Result;
        }
    }
}
