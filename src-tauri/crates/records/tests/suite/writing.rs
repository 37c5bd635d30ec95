//! Writes JSON that differs in one place from what the program writes.

use serde_json::Value;

/// The difference at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// The first field twice.
    Twice,
    /// The first field twice, first with another value.
    TwiceOtherwise,
    /// An unknown field.
    Unknown,
    /// Without the first field.
    LeftOut,
    /// The first two fields swapped.
    Swapped,
    /// An array of the values instead of an object.
    Unnamed,
    /// `1.0` for `1`.
    Fraction,
    /// `1e0` for `1`.
    Exponent,
    /// `01` for `1`.
    Zero,
    /// `"1"` for `1`.
    Text,
    /// An escaped letter.
    Escape,
    /// A space before the value.
    Space,
    /// A comma after the last element.
    Comma,
    /// A value that is not JSON.
    Nonsense,
}

/// Fields whose content the format does not specify.
const FREE: [&str; 3] = ["request", "preparation", "problem"];

impl Edit {
    pub const ALL: [Self; 14] = [
        Self::Twice,
        Self::TwiceOtherwise,
        Self::Unknown,
        Self::LeftOut,
        Self::Swapped,
        Self::Unnamed,
        Self::Fraction,
        Self::Exponent,
        Self::Zero,
        Self::Text,
        Self::Escape,
        Self::Space,
        Self::Comma,
        Self::Nonsense,
    ];

    /// Whether the difference is an error in any place.
    pub fn is_of_form(self) -> bool {
        !matches!(
            self,
            Self::Unknown
                | Self::LeftOut
                | Self::Swapped
                | Self::Unnamed
                | Self::Fraction
                | Self::Text
        )
    }

    fn is_possible(self, value: &Value) -> bool {
        let fields = value.as_object().map(serde_json::Map::len);
        match self {
            Self::Twice | Self::TwiceOtherwise | Self::LeftOut | Self::Unnamed => fields > Some(0),
            Self::Unknown => fields.is_some(),
            Self::Swapped => fields > Some(1),
            Self::Fraction | Self::Exponent | Self::Zero | Self::Text => value.is_u64(),
            Self::Escape => value
                .as_str()
                .is_some_and(|text| text.starts_with(|c: char| c.is_ascii_alphanumeric())),
            Self::Space | Self::Nonsense => true,
            Self::Comma => {
                fields > Some(0)
                    || value
                        .as_array()
                        .is_some_and(|elements| !elements.is_empty())
            }
        }
    }
}

pub struct Editor {
    edit: Edit,
    /// Places to skip before making the change.
    left: usize,
    indented: bool,
    /// The value being written may have any content.
    free: bool,
    /// Whether the change was made, and if so, whether in free content.
    done: Option<bool>,
}

impl Editor {
    pub fn new(edit: Edit, place: usize, indented: bool, free: bool) -> Self {
        Self {
            edit,
            left: place,
            indented,
            free,
            done: None,
        }
    }

    /// The number of places where the change is possible.
    pub fn places(value: &Value, edit: Edit) -> usize {
        let deeper: usize = match value {
            Value::Object(fields) => fields.values().map(|value| Self::places(value, edit)).sum(),
            Value::Array(values) => values.iter().map(|value| Self::places(value, edit)).sum(),
            _ => 0,
        };
        deeper + usize::from(edit.is_possible(value))
    }

    /// The text, and whether the change is in free content.
    pub fn write(mut self, value: &Value) -> (String, bool) {
        let text = self.at(value, 1);
        (text, self.done.unwrap())
    }

    fn at(&mut self, value: &Value, depth: usize) -> String {
        let mut here = false;
        if self.done.is_none() && self.edit.is_possible(value) {
            here = self.left == 0;
            self.left = self.left.saturating_sub(1);
            self.done = here.then_some(self.free);
        }
        let text = match value {
            Value::Object(fields) => self.object(fields, depth, here),
            Value::Array(values) => {
                let values = values
                    .iter()
                    .map(|value| self.at(value, depth + 1))
                    .collect();
                self.container("[", values, "]", depth, here)
            }
            plain => plain.to_string(),
        };
        match self.edit {
            Edit::Fraction if here => format!("{text}.0"),
            Edit::Exponent if here => format!("{text}e0"),
            Edit::Zero if here => format!("0{text}"),
            Edit::Text if here => format!("\"{text}\""),
            Edit::Escape if here => {
                let (first, rest) = text.get(1..).unwrap().split_at(1);
                format!("\"\\u{:04x}{rest}", first.as_bytes()[0])
            }
            Edit::Space if here => format!(" {text}"),
            Edit::Nonsense if here => "NaN".to_owned(),
            _ => text,
        }
    }

    fn object(
        &mut self,
        fields: &serde_json::Map<String, Value>,
        depth: usize,
        here: bool,
    ) -> String {
        let colon = if self.indented { ": " } else { ":" };
        let mut texts = Vec::new();
        for (name, value) in fields {
            let before = self.free;
            self.free |= FREE.contains(&name.as_str());
            let value = self.at(value, depth + 1);
            self.free = before;
            texts.push((Value::from(name.as_str()).to_string(), value));
        }
        match self.edit {
            Edit::Twice if here => texts.push(texts[0].clone()),
            Edit::TwiceOtherwise if here => texts.insert(0, (texts[0].0.clone(), "0".to_owned())),
            Edit::Unknown if here => texts.push(("\"extra\"".to_owned(), "null".to_owned())),
            Edit::LeftOut if here => drop(texts.remove(0)),
            Edit::Swapped if here => texts.swap(0, 1),
            Edit::Unnamed if here => {
                let values = texts.into_iter().map(|(_, value)| value).collect();
                return self.container("[", values, "]", depth, false);
            }
            _ => {}
        }
        let texts = texts
            .into_iter()
            .map(|(name, value)| name + colon + &value)
            .collect();
        self.container("{", texts, "}", depth, here)
    }

    fn container(
        &self,
        open: &str,
        elements: Vec<String>,
        close: &str,
        depth: usize,
        here: bool,
    ) -> String {
        if elements.is_empty() {
            return format!("{open}{close}");
        }
        let line = |depth: usize| {
            if self.indented {
                format!("\n{}", "  ".repeat(depth))
            } else {
                String::new()
            }
        };
        let comma = if here && self.edit == Edit::Comma {
            ","
        } else {
            ""
        };
        let between = format!(",{}", line(depth));
        format!(
            "{open}{}{}{comma}{}{close}",
            line(depth),
            elements.join(&between),
            line(depth - 1)
        )
    }
}
