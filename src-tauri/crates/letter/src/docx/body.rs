//! Blocks as the elements of a body. Word wants the properties in the order of the schema.

use super::{
    measure::heights,
    pictures::{Media, Page},
    styles::{Style, StyleIds},
    xml::text_elements,
};
use crate::document::{Block, Cell, Colour, Language, Picture, Run, Table};

/// A row may not be split between pages if it is no higher than this part of a page, as a divisor.
const WHOLE_ROWS: u32 = 2;

/// Fonts that are set on each run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fonts {
    text: (&'static str, &'static str),
    heading: (&'static str, &'static str),
}

impl Fonts {
    /// Those of our own styles, for programs that look at runs only.
    pub(super) const EACH_RUN: Self = Self {
        text: ("Times New Roman", "宋体"),
        heading: ("Arial", "黑体"),
    };
}

/// Writes blocks.
pub(super) struct Body<'a> {
    language: Language,
    ids: &'a StyleIds,
    /// `None` where the styles decide, as in templates.
    fonts: Option<Fonts>,
    page: Page,
    media: &'a mut Media,
    xml: String,
    /// The next paragraph starts a page.
    break_before: bool,
}

/// The surroundings of a paragraph.
#[derive(Clone, Copy)]
struct Look {
    style: Style,
    keep_next: bool,
    bold: bool,
}

impl Look {
    const fn of(style: Style) -> Self {
        Self {
            style,
            keep_next: false,
            bold: false,
        }
    }
}

impl<'a> Body<'a> {
    pub(super) const fn new(
        language: Language,
        ids: &'a StyleIds,
        fonts: Option<Fonts>,
        page: Page,
        media: &'a mut Media,
    ) -> Self {
        Self {
            language,
            ids,
            fonts,
            page,
            media,
            xml: String::new(),
            break_before: false,
        }
    }

    pub(super) fn finish(mut self) -> String {
        if self.break_before {
            self.paragraph(Look::of(Style::Normal), &[]);
        }
        self.xml
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Title(text) => self.words(Style::Title, text),
                Block::Heading { level, text } => self.words(
                    match level {
                        0 | 1 => Style::Heading1,
                        2 => Style::Heading2,
                        3 => Style::Heading3,
                        _ => Style::Heading4,
                    },
                    text,
                ),
                Block::Paragraph(runs) => self.paragraph(Look::of(Style::BodyText), runs),
                Block::Item {
                    depth,
                    number,
                    runs,
                } => self.item(*depth, *number, runs),
                Block::Table(table) => self.table(table),
                Block::Picture(picture) => self.picture(picture),
                Block::PageBreak => self.break_before = true,
            }
        }
    }

    fn words(&mut self, style: Style, text: &str) {
        self.paragraph(Look::of(style), &[Run::plain(text)]);
    }

    fn paragraph(&mut self, look: Look, runs: &[Run]) {
        self.open_paragraph(look, "");
        for run in runs {
            self.run(look, run);
        }
        self.xml.push_str("</w:p>");
    }

    /// `indent` is an element of paragraph properties after the spacing.
    fn open_paragraph(&mut self, look: Look, indent: &str) {
        let id = self.ids.of(look.style);
        self.xml
            .push_str(&format!(r#"<w:p><w:pPr><w:pStyle w:val="{id}"/>"#));
        if look.keep_next {
            self.xml.push_str("<w:keepNext/>");
        }
        if std::mem::take(&mut self.break_before) {
            self.xml.push_str("<w:pageBreakBefore/>");
        }
        self.xml.push_str(indent);
        self.xml.push_str("</w:pPr>");
    }

    fn item(&mut self, depth: u8, number: Option<u32>, runs: &[Run]) {
        let look = Look::of(Style::List);
        let left = 420 * (u32::from(depth.min(8)) + 1);
        // The number is text, so that it stays what the caller said wherever the item is moved.
        let indent = format!(
            r#"<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs><w:ind w:left="{left}" w:hanging="420"/>"#
        );
        self.open_paragraph(look, &indent);
        let mark = match number {
            Some(number) => format!("{number}.\t"),
            None => "•\t".to_owned(),
        };
        self.run(look, &Run::plain(mark));
        for run in runs {
            self.run(look, run);
        }
        self.xml.push_str("</w:p>");
    }

    fn run(&mut self, look: Look, run: &Run) {
        if run.text.is_empty() {
            return;
        }
        self.xml.push_str("<w:r><w:rPr>");
        self.run_fonts(look, run.code);
        if run.bold || look.bold {
            self.xml.push_str("<w:b/><w:bCs/>");
        }
        if run.italic {
            self.xml.push_str("<w:i/><w:iCs/>");
        }
        if run.struck {
            self.xml.push_str("<w:strike/>");
        }
        if let Some(colour) = run.colour {
            let colour = rgb(colour);
            self.xml
                .push_str(&format!(r#"<w:color w:val="{colour}"/>"#));
        }
        if run.code {
            // 64 hexadecimal digits fit in a line of a table.
            self.xml
                .push_str(r#"<w:sz w:val="16"/><w:szCs w:val="16"/>"#);
        }
        self.xml.push_str("</w:rPr>");
        text_elements(&mut self.xml, &run.text);
        self.xml.push_str("</w:r>");
    }

    fn run_fonts(&mut self, look: Look, code: bool) {
        self.xml.push_str("<w:rFonts");
        // Quotation marks are as wide as Chinese characters.
        if self.language == Language::Chinese && !code {
            self.xml.push_str(r#" w:hint="eastAsia""#);
        }
        let fonts = self.fonts.map(|fonts| match look.style {
            Style::Title
            | Style::Heading1
            | Style::Heading2
            | Style::Heading3
            | Style::Heading4 => fonts.heading,
            _ => fonts.text,
        });
        let latin = match code {
            true => Some("Courier New"),
            false => fonts.map(|(latin, _)| latin),
        };
        if let Some(latin) = latin {
            self.xml
                .push_str(&format!(r#" w:ascii="{latin}" w:hAnsi="{latin}""#));
        }
        if let Some((_, chinese)) = fonts {
            self.xml.push_str(&format!(r#" w:eastAsia="{chinese}""#));
        }
        if let Some(latin) = latin {
            self.xml.push_str(&format!(r#" w:cs="{latin}""#));
        }
        self.xml.push_str("/>");
    }

    fn table(&mut self, table: &Table) {
        let columns = columns(table, self.page.width);
        if columns.is_empty() || table.rows.is_empty() {
            return;
        }
        if self.break_before {
            // A table can't start a page by itself.
            self.paragraph(Look::of(Style::Gap), &[]);
        }
        let id = self.ids.of(Style::Grid);
        // Cells that hold names: the row above or the column at the left.
        let (row, column) = (
            u8::from(table.header_rows > 0),
            u8::from(table.header_column),
        );
        self.xml.push_str(&format!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="{id}"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="{row}" w:lastRow="0" w:firstColumn="{column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>"#
        ));
        for width in &columns {
            self.xml.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
        }
        self.xml.push_str("</w:tblGrid>");
        let heights = heights(table, &columns);
        let total = heights.iter().copied().fold(0, u32::saturating_add);
        // Leaves room for the heading above.
        let together = table.together && total < self.page.height.saturating_sub(1_200);
        let last = table.rows.len().saturating_sub(1);
        for (at, (cells, height)) in table.rows.iter().zip(heights).enumerate() {
            let header = at < table.header_rows;
            self.xml.push_str("<w:tr><w:trPr>");
            if height < self.page.height / WHOLE_ROWS {
                self.xml.push_str("<w:cantSplit/>");
            }
            if header {
                self.xml.push_str("<w:tblHeader/>");
            }
            self.xml.push_str("</w:trPr>");
            let keep_next = at < last && (together || header);
            for (at, width) in columns.iter().enumerate() {
                let name = header || table.header_column && at == 0;
                self.cell(cells.get(at), *width, name, keep_next);
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl>");
        // Keeps tables apart, and Word wants a paragraph after the last one.
        self.paragraph(Look::of(Style::Gap), &[]);
    }

    fn cell(&mut self, cell: Option<&Cell>, width: u32, name: bool, keep_next: bool) {
        self.xml.push_str(&format!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#
        ));
        if name {
            self.xml
                .push_str(r#"<w:shd w:val="clear" w:color="auto" w:fill="EDEFF2"/>"#);
        }
        self.xml.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
        let look = Look {
            style: Style::TableText,
            keep_next,
            bold: name,
        };
        let paragraphs = cell.map_or(&[][..], |cell| &cell.paragraphs);
        for runs in paragraphs {
            self.paragraph(look, runs);
        }
        if paragraphs.is_empty() {
            self.paragraph(look, &[]);
        }
        self.xml.push_str("</w:tc>");
    }

    fn picture(&mut self, picture: &Picture) {
        let strips = self.media.add(picture, self.page);
        let last = strips.len().saturating_sub(1);
        for (at, strip) in strips.iter().enumerate() {
            let look = Look {
                keep_next: at == last && !picture.caption.is_empty(),
                ..Look::of(Style::Picture)
            };
            self.open_paragraph(look, "");
            self.xml.push_str("<w:r>");
            self.xml.push_str(strip);
            self.xml.push_str("</w:r></w:p>");
        }
        if !picture.caption.is_empty() {
            self.words(Style::Caption, &picture.caption);
        }
    }
}

/// The widths of the columns in twips.
fn columns(table: &Table, width: u32) -> Vec<u32> {
    let count = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut shares: Vec<u64> = table.widths.iter().map(|share| u64::from(*share)).collect();
    shares.resize(count, 1);
    let total = shares.iter().sum::<u64>().max(1);
    let part = |share: u64| u32::try_from(u64::from(width) * share / total).unwrap_or(width);
    shares.into_iter().map(|share| part(share).max(1)).collect()
}

const fn rgb(colour: Colour) -> &'static str {
    match colour {
        Colour::High => "C00000",
        Colour::Medium => "A85A00",
        Colour::Low => "2F6B2F",
        Colour::Quiet => "595959",
    }
}
