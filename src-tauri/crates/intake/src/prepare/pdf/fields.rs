//! Draws the values of form fields whose appearance a file leaves to the reader's program.
//!
//! They are written into a second PDF with the same pages, which is drawn over the first. Its fonts are not embedded, so that
//! the renderer takes those it has.

use std::fmt::Write as _;

use hayro::hayro_syntax::page::{Page, Rotation};

use super::annotations::{Field, Value};

/// Room between a field's edge and its text, in points.
const EDGE: f64 = 2.0;
/// Font size of a field that has none, at most.
const USUAL: f64 = 12.0;
/// Smallest font size.
const SMALLEST: f64 = 4.0;
/// Distance of baselines, relative to the font size.
const LEADING: f64 = 1.2;
/// Maximum number of lines in a field.
const MAX_LINES: usize = 1_000;

/// The fields to draw on one page.
pub(super) struct Filled {
    fields: Vec<(Field, bool)>,
}

impl Filled {
    pub(super) fn new() -> Self {
        Self { fields: Vec::new() }
    }

    /// Adds a field; one that shows something else is cleared first.
    pub(super) fn add(&mut self, field: Field, clear: bool) {
        self.fields.push((field, clear));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The values as text, one below the other.
    pub(super) fn text(&self) -> String {
        let values = self.fields.iter().map(|(field, _)| match &field.value {
            Value::Text { text, .. } => text.as_str(),
            Value::Tick => "☑",
            Value::Dot => "●",
        });
        values.collect::<Vec<_>>().join("\n")
    }

    fn content(&self) -> String {
        let mut content = String::new();
        for (field, clear) in &self.fields {
            write_field(&mut content, field, *clear);
        }
        content
    }
}

/// A PDF with these fields on pages of the same size.
pub(super) fn overlay<'a>(pages: impl Iterator<Item = (&'a Page<'a>, &'a Filled)>) -> Vec<u8> {
    const LATIN: &str =
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    const CHINESE: &str = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light \
        /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 \
        /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> \
        /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 \
        /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        LATIN.to_owned(),
        CHINESE.to_owned(),
    ];
    let mut kids = String::new();
    for (page, filled) in pages {
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        let crop = page.intersected_crop_box();
        let turned = match page.rotation() {
            Rotation::None => 0,
            Rotation::Horizontal => 90,
            Rotation::Flipped => 180,
            Rotation::FlippedHorizontal => 270,
        };
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{} {} {} {}] /Rotate {turned} /Contents {} 0 R \
             /Resources << /Font << /L 3 0 R /C 4 0 R >> >> >>",
            crop.x0,
            crop.y0,
            crop.x1,
            crop.y1,
            number + 1
        ));
        let content = filled.content();
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let count = kids.split_ascii_whitespace().count() / 3;
    if let Some(tree) = objects.get_mut(1) {
        *tree = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
    }
    written(&objects)
}

fn written(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let size = objects.len() + 1;
    let start = file.len();
    let _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

fn write_field(content: &mut String, field: &Field, clear: bool) {
    let place = field.place;
    let (left, bottom) = (place.x0.min(place.x1), place.y0.min(place.y1));
    let (width, height) = ((place.x1 - place.x0).abs(), (place.y1 - place.y0).abs());
    if ![left, bottom, width, height]
        .iter()
        .all(|side| side.abs() < 1e6)
    {
        return;
    }
    if clear {
        let _ = writeln!(content, "1 g {left} {bottom} {width} {height} re f 0 g");
    }
    match &field.value {
        Value::Text { text, many_lines } => {
            let room = (width - 2.0 * EDGE, height);
            let (size, lines) = fitted(text, field.size, room, *many_lines);
            let mut baseline = match many_lines {
                true => bottom + height - EDGE - size * 0.85,
                false => bottom + (height - size) / 2.0 + size * 0.2,
            };
            for line in lines {
                let free = room.0 - advance(&line, size);
                let start = match field.alignment {
                    1 => left + EDGE + free / 2.0,
                    2 => left + EDGE + free,
                    _ => left + EDGE,
                };
                write_line(content, &line, size, start, baseline);
                baseline -= size * LEADING;
            }
        }
        Value::Tick => {
            let at = |x: f64, y: f64| format!("{} {}", left + width * x, bottom + height * y);
            let thick = width.min(height) * 0.12;
            let (a, b, c) = (at(0.2, 0.5), at(0.42, 0.25), at(0.8, 0.78));
            let _ = writeln!(content, "q {thick} w 0 G {a} m {b} l {c} l S Q");
        }
        Value::Dot => {
            let side = width.min(height) * 0.45;
            let (x, y) = (left + width / 2.0, bottom + height / 2.0);
            // A line of no length with round ends.
            let _ = writeln!(content, "q 1 J 0 G {side} w {x} {y} m {x} {y} l S Q");
        }
    }
}

/// The font size at which a text fits into a field, and its lines.
fn fitted(text: &str, wanted: f64, room: (f64, f64), many_lines: bool) -> (f64, Vec<String>) {
    if !many_lines {
        let line = text.replace('\n', " ");
        let size = match wanted > 0.0 {
            true => wanted,
            false => {
                let wide = room.0.max(1.0) / advance(&line, 1.0).max(0.1);
                (room.1 * 0.7).min(USUAL).min(wide).max(SMALLEST)
            }
        };
        return (size, vec![line]);
    }
    let mut size = match wanted > 0.0 {
        true => wanted,
        false => USUAL,
    };
    loop {
        let lines = wrapped(text, size, room.0);
        let fits = lines.len() as f64 * size * LEADING <= room.1;
        if fits || wanted > 0.0 || size <= SMALLEST {
            return (size, lines);
        }
        size = (size * 0.85).max(SMALLEST);
    }
}

/// A text in lines that are no longer than `width`, if possible.
fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0.0;
        for sign in paragraph.chars() {
            let more = advance_of(sign) * size;
            if used + more > width && !line.is_empty() {
                // Break at the last space, if there is one.
                let rest = line
                    .rsplit_once(' ')
                    .map(|(before, rest)| (before.to_owned(), rest.to_owned()));
                let (before, rest) = rest.unwrap_or_else(|| (line.clone(), String::new()));
                lines.push(before);
                used = advance(&rest, size);
                line = rest;
            }
            line.push(sign);
            used += more;
        }
        lines.push(line);
        if lines.len() >= MAX_LINES {
            break;
        }
    }
    lines
}

fn advance(line: &str, size: f64) -> f64 {
    line.chars().map(advance_of).sum::<f64>() * size
}

/// Width of a character relative to the font size, nearly.
fn advance_of(sign: char) -> f64 {
    match sign {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!'
        | '-' | '(' | ')' => 0.3,
        'A'..='Z' | 'm' | 'w' | '%' | '@' => 0.75,
        '\0'..='\u{ff}' => 0.556,
        _ => 1.0,
    }
}

fn write_line(content: &mut String, line: &str, size: f64, left: f64, baseline: f64) {
    let mut at = left;
    let signs: Vec<char> = line.chars().collect();
    for part in signs.chunk_by(|a, b| (*a <= '\u{ff}') == (*b <= '\u{ff}')) {
        let is_latin = part.iter().all(|sign| *sign <= '\u{ff}');
        let mut hex = String::new();
        for sign in part {
            let code = u32::from(*sign);
            let _ = match is_latin {
                true => write!(hex, "{code:02X}"),
                // The encoding of the font knows no more.
                false => write!(hex, "{:04X}", u16::try_from(code).unwrap_or(0x3013)),
            };
        }
        let font = if is_latin { "L" } else { "C" };
        let _ = writeln!(
            content,
            "BT /{font} {size} Tf {at} {baseline} Td <{hex}> Tj ET"
        );
        at += part.iter().map(|sign| advance_of(*sign)).sum::<f64>() * size;
    }
}
