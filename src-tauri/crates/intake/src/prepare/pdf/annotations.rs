//! Annotations of a page: comments, which are left out, and form fields and text boxes that the reader's program has to draw.

use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Rect, String as Bytes};
use hayro::hayro_syntax::page::Page;

/// Maximum number of annotations examined on a page.
const MAX_ANNOTATIONS: usize = 20_000;
/// Maximum number of ancestors of a field.
const MAX_PARENTS: usize = 16;
/// Maximum length of a field's value, in characters.
const MAX_VALUE: usize = 20_000;
/// Maximum length of all values on a page, in characters.
const MAX_VALUES: usize = 50_000;

/// Flags of annotations that no program shows: hidden, or not to be viewed.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
const MULTILINE: u32 = 1 << 12;
const PASSWORD: u32 = 1 << 13;
const RADIO: u32 = 1 << 15;
const PUSH_BUTTON: u32 = 1 << 16;

/// Kinds that comment on the page. Text boxes do only if they are hidden.
const COMMENTS: [&[u8]; 14] = [
    b"Text",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Caret",
    b"Ink",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Stamp",
    b"Redact",
];

/// What the annotations of a page are.
#[derive(Default)]
pub(super) struct Annotations {
    /// Whether there are comments.
    pub(super) comments: bool,
    /// Fields and text boxes with a value.
    pub(super) fields: Vec<Field>,
}

/// A form field or text box with a value.
pub(super) struct Field {
    /// Its place in the coordinates of the page.
    pub(super) place: Rect,
    pub(super) value: Value,
    /// Font size in points, 0 if the program chooses one.
    pub(super) size: f64,
    /// 0 for left, 1 for centred, 2 for right.
    pub(super) alignment: u32,
    /// Whether the file says how it looks.
    pub(super) has_appearance: bool,
}

/// The value of a field.
pub(super) enum Value {
    Text {
        text: String,
        many_lines: bool,
    },
    /// A ticked box.
    Tick,
    /// A chosen radio button.
    Dot,
}

impl Annotations {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut found = Self::default();
        let Some(all) = page.raw().get::<Array<'_>>("Annots") else {
            return found;
        };
        let mut room = MAX_VALUES;
        let mut fits = |field: &Field| {
            let length = match &field.value {
                Value::Text { text, .. } => text.chars().count(),
                Value::Tick | Value::Dot => 1,
            };
            let rest = room.checked_sub(length);
            room = rest.unwrap_or(room);
            rest.is_some()
        };
        for annotation in all.iter::<Dict<'_>>().take(MAX_ANNOTATIONS) {
            let kind = annotation.get::<Name<'_>>("Subtype");
            let kind = kind.as_ref().map(|name| name.as_ref()).unwrap_or_default();
            let hidden = annotation.get::<u32>("F").unwrap_or_default() & UNSEEN != 0;
            let words = || text(&annotation, "Contents").is_some();
            match kind {
                b"FileAttachment" | b"Sound" => found.comments = true,
                b"Widget" if !hidden => {
                    found.fields.extend(field(&annotation).filter(&mut fits));
                }
                b"FreeText" if !hidden => {
                    found.fields.extend(text_box(&annotation).filter(&mut fits));
                }
                b"FreeText" => found.comments |= words(),
                _ if COMMENTS.contains(&kind) => {
                    found.comments |= words() || annotation.contains_key("RC");
                }
                _ => {}
            }
        }
        found
    }
}

/// A text box without an appearance.
fn text_box(annotation: &Dict<'_>) -> Option<Field> {
    let has_appearance = has_appearance(annotation);
    let text = text(annotation, "Contents").filter(|_| !has_appearance)?;
    Some(Field {
        place: annotation.get::<Rect>("Rect")?,
        value: Value::Text {
            text,
            many_lines: true,
        },
        size: font_size(annotation),
        alignment: annotation.get::<u32>("Q").unwrap_or_default(),
        has_appearance,
    })
}

/// A field with a value.
fn field(widget: &Dict<'_>) -> Option<Field> {
    let parents = parents(widget);
    let inherited = |key: &str| parents.iter().find(|dict| dict.contains_key(key));
    let kind = inherited("FT")?.get::<Name<'_>>("FT")?;
    let flags = inherited("Ff").and_then(|dict| dict.get::<u32>("Ff"));
    let flags = flags.unwrap_or_default();
    let has = |flag: u32| flags & flag != 0;
    let value = match kind.as_ref() {
        b"Tx" if !has(PASSWORD) => Value::Text {
            text: text(inherited("V")?, "V")?,
            many_lines: has(MULTILINE),
        },
        b"Ch" => Value::Text {
            text: chosen(inherited("V")?, inherited("Opt"))?,
            many_lines: true,
        },
        b"Btn" if !has(PUSH_BUTTON) => {
            let state = widget
                .get::<Name<'_>>("AS")
                .or_else(|| inherited("V")?.get::<Name<'_>>("V"))?;
            if state.as_ref() == b"Off" {
                return None;
            }
            match has(RADIO) {
                true => Value::Dot,
                false => Value::Tick,
            }
        }
        _ => return None,
    };
    Some(Field {
        place: widget.get::<Rect>("Rect")?,
        value,
        size: inherited("DA").map_or(0.0, |dict| font_size(dict)),
        alignment: inherited("Q")
            .and_then(|dict| dict.get::<u32>("Q"))
            .unwrap_or_default(),
        has_appearance: has_appearance(widget),
    })
}

/// A widget and the fields to which it belongs.
fn parents<'a>(widget: &Dict<'a>) -> Vec<Dict<'a>> {
    let mut parents = vec![widget.clone()];
    while let Some(parent) = parents
        .last()
        .and_then(|last| last.get::<Dict<'_>>("Parent"))
    {
        if parents.len() >= MAX_PARENTS {
            break;
        }
        parents.push(parent);
    }
    parents
}

fn has_appearance(annotation: &Dict<'_>) -> bool {
    let appearance = annotation.get::<Dict<'_>>("AP");
    appearance.is_some_and(|all| {
        matches!(
            all.get::<Object<'_>>("N"),
            Some(Object::Stream(_) | Object::Dict(_))
        )
    })
}

/// The chosen entries of a list, as it shows them.
fn chosen(field: &Dict<'_>, options: Option<&Dict<'_>>) -> Option<String> {
    let values: Vec<String> = match field.get::<Object<'_>>("V")? {
        Object::String(value) => vec![decoded(value.as_bytes())],
        Object::Array(values) => values
            .iter::<Bytes<'_>>()
            .take(100)
            .map(|value| decoded(value.as_bytes()))
            .collect(),
        _ => return None,
    };
    let options = options.and_then(|dict| dict.get::<Array<'_>>("Opt"));
    let shown: Vec<(String, String)> = options
        .into_iter()
        .flat_map(|options| options.iter::<Array<'_>>().take(1_000))
        .filter_map(|pair| {
            let mut pair = pair.iter::<Bytes<'_>>();
            Some((
                decoded(pair.next()?.as_bytes()),
                decoded(pair.next()?.as_bytes()),
            ))
        })
        .collect();
    let shown = |value: String| {
        let known = shown.iter().find(|(export, _)| *export == value);
        known.map_or_else(|| value.clone(), |(_, shown)| shown.clone())
    };
    let text = values.into_iter().map(shown).collect::<Vec<_>>().join("\n");
    (!text.trim().is_empty()).then_some(text)
}

/// A text that isn't blank.
fn text(dict: &Dict<'_>, key: &str) -> Option<String> {
    let text = match dict.get::<Object<'_>>(key)? {
        Object::String(text) => decoded(text.as_bytes()),
        Object::Stream(stream) => decoded(&stream.decoded_data().ok()?),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// A text string: UTF-16 or UTF-8 with a mark, otherwise PDFDocEncoding.
fn decoded(bytes: &[u8]) -> String {
    let signs: String = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into(),
        _ => bytes.iter().map(|byte| of_pdf_doc(*byte)).collect(),
    };
    let lines = signs
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}'], "\n");
    let seen = lines
        .chars()
        .filter(|sign| *sign == '\n' || !sign.is_control());
    seen.take(MAX_VALUE).collect()
}

fn of_pdf_doc(byte: u8) -> char {
    const HIGH: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž";
    match byte {
        0x80..=0x9E => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or(' '),
        0xA0 => '€',
        _ => char::from(byte),
    }
}

/// The font size in a default appearance, as in `/Helv 12 Tf 0 g`; 0 if it says none.
fn font_size(dict: &Dict<'_>) -> f64 {
    let Some(appearance) = dict.get::<Bytes<'_>>("DA") else {
        return 0.0;
    };
    let appearance = String::from_utf8_lossy(appearance.as_bytes()).into_owned();
    let words: Vec<&str> = appearance.split_ascii_whitespace().collect();
    let size = words.windows(2).find_map(|pair| match pair {
        [size, "Tf"] => size.parse::<f64>().ok(),
        _ => None,
    });
    size.filter(|size| (0.0..1_000.0).contains(size))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_read_in_all_their_encodings() {
        assert_eq!(decoded(b"\xFE\xFF\x5E\x74\x53\x16"), "年化");
        assert_eq!(decoded("\u{feff}年化".as_bytes()), "年化");
        assert_eq!(decoded(b"a\r\nb\x80\xA0\x00"), "a\nb•€");
        assert_eq!(decoded(b"\xFE\xFF\x5E"), "\u{fffd}");
    }
}
