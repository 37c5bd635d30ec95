//! Excel workbooks: reads the cells of the first visible sheet as text.
//!
//! Formulas give the value that was stored with them; nothing is calculated, and formats of numbers are ignored.

use roxmltree::Node;

use super::package::Package;
use super::xml;
use crate::recognise::Content;
use crate::table::{MAX_TABLE_COLUMNS, Rows, Table, TableRefusal};

/// Reads the first visible sheet.
pub(crate) fn read(bytes: &[u8]) -> Result<Table, TableRefusal> {
    let mut package = Package::open(bytes, Content::Xlsx)?;
    let main = package.main("xl/workbook.xml")?;
    let relations = package.relations(&main)?;
    let text = package.xml(&main)?.ok_or(TableRefusal::Damaged)?;
    let workbook = xml::parse(&text).ok_or(TableRefusal::Damaged)?;
    let from_1904 = elements(workbook.root_element(), "workbookPr")
        .any(|found| matches!(found.attribute("date1904"), Some("1" | "true")));
    let mut sheets = elements(workbook.root_element(), "sheet")
        .filter(|sheet| !matches!(sheet.attribute("state"), Some("hidden" | "veryHidden")));
    let sheet = sheets.next().and_then(|sheet| xml::relation(sheet, "id"));
    let sheet = relations
        .iter()
        .find(|one| Some(one.id.as_str()) == sheet && one.kind == "worksheet" && !one.outside)
        .ok_or(TableRefusal::Damaged)?;
    let shared = relations.iter().find(|one| one.kind == "sharedStrings");
    let shared = match shared {
        Some(part) => package.xml(&part.target)?,
        None => None,
    };
    let shared = match &shared {
        Some(text) => strings(text).ok_or(TableRefusal::Damaged)?,
        None => Vec::new(),
    };
    let text = package.xml(&sheet.target)?.ok_or(TableRefusal::Damaged)?;
    let cells = xml::parse(&text).ok_or(TableRefusal::Damaged)?;
    let mut rows = Rows::default();
    let mut number = 0_u32;
    for row in elements(cells.root_element(), "row") {
        let named = row.attribute("r").and_then(|named| named.parse().ok());
        number = named.unwrap_or_else(|| number.saturating_add(1));
        rows.push(number, row_of(row, &shared, number)?)?;
    }
    Ok(Table {
        rows: rows.rows,
        from_1904,
    })
}

fn row_of(row: Node<'_, '_>, shared: &[String], number: u32) -> Result<Vec<String>, TableRefusal> {
    let mut cells = Vec::new();
    let mut next = 0;
    for cell in row.children().filter(|node| node.is_called("c")) {
        let named = cell.attribute("r").and_then(column);
        let at = named.unwrap_or(next);
        next = at.saturating_add(1);
        let text = text_of(cell, shared);
        if text.trim().is_empty() {
            continue;
        }
        if at >= MAX_TABLE_COLUMNS {
            return Err(TableRefusal::Columns {
                limit: MAX_TABLE_COLUMNS,
                row: number,
            });
        }
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        if let Some(place) = cells.get_mut(at) {
            *place = text;
        }
    }
    Ok(cells)
}

/// The column of a cell such as `B3`, from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0_usize, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

fn text_of(cell: Node<'_, '_>, shared: &[String]) -> String {
    let value = || {
        let value = cell.children().find(|node| node.is_called("v"));
        value.and_then(|value| value.text()).unwrap_or_default()
    };
    match cell.attribute("t") {
        Some("s") => {
            let at = value().trim().parse::<usize>().ok();
            at.and_then(|at| shared.get(at)).cloned()
        }
        Some("inlineStr") => Some(written(cell)),
        Some("b") => Some(
            if value().trim() == "1" {
                "TRUE"
            } else {
                "FALSE"
            }
            .to_owned(),
        ),
        // An error such as `#REF!` says nothing.
        Some("e") => None,
        Some("str" | "d") => Some(value().to_owned()),
        _ => Some(number(value())),
    }
    .unwrap_or_default()
}

/// A number as people write it: a telephone number may be stored as `1.38E+10`.
fn number(stored: &str) -> String {
    /// Whole numbers below this are exact in a spreadsheet.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match stored.trim().parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < EXACT => format!("{number:.0}"),
        _ => stored.to_owned(),
    }
}

/// The shared texts of a workbook; `None` if they can't be read.
fn strings(text: &str) -> Option<Vec<String>> {
    let document = xml::parse(text)?;
    let items = document.root_element().children();
    let items = items.filter(|node| node.is_called("si"));
    Some(items.map(written).collect())
}

/// The text of an element, without the phonetic guides of East Asian words.
fn written(of: Node<'_, '_>) -> String {
    let texts = of.descendants().filter(|node| node.is_called("t"));
    let texts = texts.filter(|text| !text.ancestors().any(|above| above.is_called("rPh")));
    texts.filter_map(|text| text.text()).collect()
}

fn elements<'a, 'input>(
    within: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    within
        .descendants()
        .filter(move |node| node.is_called(name))
}

/// Compares names in whatever namespace: strict and transitional workbooks have different ones.
trait Named {
    fn is_called(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn is_called(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
