//! Writes the register as an Excel workbook.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{Cell, Error, Register, date, is_like_formula, shown};

/// Maximum length of a cell's text, in UTF-16 code units.
const CELL_MAX: usize = 32_767;
/// Minimum column width, in digits.
const NARROWEST: f64 = 8.0;
/// Maximum width of a wrapped column, in digits.
const WRAPPED: f64 = 42.0;
/// Maximum width of any column, in digits.
const WIDEST: f64 = 72.0;
/// Width of a date column, in digits.
const DATE: f64 = 20.0;
/// Number of rows examined for column widths.
const LOOKED_AT: usize = 2_000;
/// Excel's code for A4.
const A4: u8 = 9;

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// Writes the register as an Excel workbook of one sheet: with a frozen header row that repeats on each printed page,
/// filters, and typed dates and numbers. Prints in landscape, fitted to the width of A4.
///
/// # Errors
/// More than 1,048,574 rows or 16,384 columns.
pub fn xlsx(register: &Register) -> Result<Vec<u8>, Error> {
    workbook(std::slice::from_ref(register))
}

/// Writes several registers as the sheets of one workbook, each as [`xlsx`] does. Their titles must differ in the first 15
/// characters. The properties of the workbook are those of the first.
///
/// # Errors
/// As [`xlsx`]; no sheet at all.
pub fn workbook(registers: &[Register]) -> Result<Vec<u8>, Error> {
    let first = registers.first();
    let register = first.ok_or_else(|| Error("no sheets".to_owned()))?;
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(shown(&register.title));
    if let Some(notice) = &register.notice {
        properties = properties.set_comment(shown(notice));
    }
    if let Ok(made) = ExcelDateTime::from_timestamp(register.made_local_ms.div_euclid(1000)) {
        properties = properties.set_creation_datetime(&made);
    }
    workbook.set_properties(&properties);
    for register in registers {
        fill(workbook.add_worksheet(), register)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn fill(sheet: &mut Worksheet, register: &Register) -> Result<(), Error> {
    sheet.set_name(sheet_name(&register.title))?;
    let mut head = 0;
    if let Some(notice) = &register.notice {
        let format = Format::new()
            .set_bold()
            .set_font_color(Color::RGB(0x9c_2a_10));
        write_text(sheet, head, 0, notice, &format)?;
        head += 1;
    }
    write_head(sheet, head, register)?;
    let formats = Formats::new();
    let mut line = head;
    for row in &register.rows {
        line += 1;
        for (place, cell) in (0..).zip(row) {
            let wraps = register
                .columns
                .get(usize::from(place))
                .is_some_and(|column| column.wraps);
            write(sheet, (line, place), cell, wraps, &formats)?;
        }
    }
    let last = u16::try_from(register.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.autofilter(head, 0, line, last)?;
    sheet.set_repeat_rows(head, head)?;
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    // In page headers `&` starts a code.
    let title = shown(&register.title).replace('&', "&&");
    let title: String = title.chars().take(120).collect();
    sheet.set_header(format!("&L{title}&R{}", date(register.made_local_ms)));
    sheet.set_footer("&R&P / &N");
    Ok(())
}

/// Cell formats.
struct Formats {
    plain: Format,
    wrapped: Format,
    date: Format,
}

impl Formats {
    fn new() -> Self {
        let plain = Format::new().set_align(FormatAlign::Top);
        Self {
            wrapped: plain.clone().set_text_wrap(),
            date: plain.clone().set_num_format("yyyy-mm-dd hh:mm:ss"),
            plain,
        }
    }
}

fn write_head(sheet: &mut Worksheet, line: u32, register: &Register) -> Result<(), Error> {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0xe8_ed_f3))
        .set_border_bottom(FormatBorder::Thin);
    for (place, column) in (0..).zip(&register.columns) {
        // The filter button takes space beside the header text.
        let mut width = width_of(&column.head) + 3.0;
        for row in register.rows.iter().take(LOOKED_AT) {
            width = width.max(match row.get(usize::from(place)) {
                Some(Cell::Text(text)) => width_of(text),
                Some(Cell::Number(number)) => width_of(&number.to_string()),
                Some(Cell::Date(_)) => DATE,
                Some(Cell::Empty) | None => 0.0,
            });
        }
        let widest = if column.wraps { WRAPPED } else { WIDEST };
        sheet.set_column_width(place, (width + 1.0).clamp(NARROWEST, widest))?;
        write_text(sheet, line, place, &column.head, &format)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (line, place): (u32, u16),
    cell: &Cell,
    wraps: bool,
    formats: &Formats,
) -> Result<(), Error> {
    let format = if wraps {
        &formats.wrapped
    } else {
        &formats.plain
    };
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => write_text(sheet, line, place, text, format)?,
        Cell::Number(number) => {
            sheet.write_number_with_format(line, place, *number, format)?;
        }
        Cell::Date(local_ms) => match ExcelDateTime::from_timestamp(local_ms.div_euclid(1000)) {
            Ok(at) => {
                sheet.write_datetime_with_format(line, place, &at, &formats.date)?;
            }
            // Excel has no dates before 1900 or after 9999.
            Err(_) => write_text(sheet, line, place, &date(*local_ms), format)?,
        },
    }
    Ok(())
}

/// Writes a text cell. Marks a text that looks like a formula, so that it stays text if a user edits the cell.
fn write_text(
    sheet: &mut Worksheet,
    line: u32,
    place: u16,
    text: &str,
    format: &Format,
) -> Result<(), Error> {
    let mut left = CELL_MAX;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    let text: String = shown(text).chars().take_while(fits).collect();
    if is_like_formula(&text) {
        let format = format.clone().set_quote_prefix();
        sheet.write_string_with_format(line, place, text, &format)?;
    } else {
        sheet.write_string_with_format(line, place, text, format)?;
    }
    Ok(())
}

/// Width of a text in digits; Chinese characters count as two.
fn width_of(text: &str) -> f64 {
    let widths = text.lines().map(|line| {
        line.chars()
            .map(|c| if c < '\u{1100}' { 1.0 } else { 2.0 })
            .sum::<f64>()
    });
    widths.fold(0.0, f64::max)
}

/// Makes a valid sheet name: at most 31 characters, without forbidden ones.
fn sheet_name(title: &str) -> String {
    let taken = |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let name: String = shown(title)
        .chars()
        .filter(|c| taken(*c) && !c.is_control())
        .take(15)
        .collect();
    match name.trim_matches(['\'', ' ']) {
        "" => "1".to_owned(),
        name => name.to_owned(),
    }
}
