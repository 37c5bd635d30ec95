//! A report as a document: the parts of a saved page, in the same order.

use letter::document::{Block, Cell, Colour, Document, Language, Picture, Run, Table};
use report::{
    Severity,
    document::{self, Span, blocks},
    page::{Found, Page},
};

/// What a document has besides the content of a page.
pub struct Marks<'a> {
    /// In the header of each page; may be empty.
    pub number: &'a str,
    /// The demo service answered.
    pub demo: bool,
    /// When it was written, in milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

/// At the top of each page of a document with answers of the demo service.
const DEMO: &str = "演示结果，不能作为业务或合规决定的依据 DEMO: no basis for any decision";
/// In the metadata, for programs that index documents.
const ASSISTED: &str = "人工智能辅助 AI-assisted";
const CUT: &str = "报告过长，其余内容见原记录。 The report is too long; the record has the rest.";
/// The widths of a column of labels and of their values.
const FACTS: [u32; 2] = [24, 76];
/// The minimum and maximum width of a column, in Latin letters.
const COLUMN: (u32, u32) = (6, 60);
/// Levels of headings in a document.
const LEVELS: u8 = 4;

/// The document with the content of a page.
pub fn document_of(page: &Page<'_>, marks: &Marks<'_>) -> Document {
    let mut blocks = vec![Block::Title(page.title.to_owned())];
    for notice in page.notice {
        blocks.push(Block::Paragraph(vec![Run {
            colour: Some(Colour::Medium),
            ..Run::bold(*notice)
        }]));
    }
    let facts = page.facts.iter();
    blocks.extend(table_of_facts(facts.map(|(label, value)| (*label, *value))));
    if let Some(found) = &page.found {
        push_found(&mut blocks, found);
    }
    if let Some(chart) = &page.flowchart {
        blocks.push(Block::Picture(Picture {
            bytes: chart.png.to_vec(),
            width: pixels(chart.width),
            height: pixels(chart.height),
            description: chart.alternative.to_owned(),
            caption: chart.caption.to_owned(),
        }));
    }
    push_report(&mut blocks, page.markdown);
    let mut keywords = vec![ASSISTED.to_owned()];
    keywords.extend(page.notice.iter().map(|notice| (*notice).to_owned()));
    Document {
        title: page.title.to_owned(),
        number: marks.number.to_owned(),
        language: match page.language {
            "en" => Language::English,
            _ => Language::Chinese,
        },
        warning: if marks.demo { DEMO } else { "" }.to_owned(),
        author: String::new(),
        keywords,
        at_ms: marks.at_ms,
        blocks,
    }
}

fn push_found(blocks: &mut Vec<Block>, found: &Found<'_>) {
    blocks.push(heading(1, found.title));
    let notes = found.notes.iter();
    blocks.extend(notes.map(|note| Block::Paragraph(vec![Run::plain(note)])));
    for (number, item) in (1..).zip(found.items) {
        blocks.push(heading(2, &format!("{number}. {}", item.title)));
        let facts = item.facts.iter();
        blocks.extend(table_of_facts(
            facts.map(|(label, value)| (*label, value.as_str())),
        ));
    }
}

fn push_report(into: &mut Vec<Block>, markdown: &str) {
    let (parsed, cut) = blocks(markdown);
    let levels = parsed.iter().filter_map(|block| match block {
        document::Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let top = levels.min().unwrap_or(1);
    into.extend(parsed.into_iter().map(|block| {
        match block {
            document::Block::Heading { level, text } => {
                heading((level.saturating_sub(top) + 1).min(LEVELS), &text)
            }
            document::Block::Paragraph { spans, quoted } => {
                let mut runs = runs(spans);
                if quoted {
                    for run in &mut runs {
                        run.colour = run.colour.or(Some(Colour::Quiet));
                    }
                }
                Block::Paragraph(runs)
            }
            document::Block::Item {
                depth,
                number,
                spans,
            } => Block::Item {
                depth,
                number,
                runs: runs(spans),
            },
            document::Block::Table(rows) => Block::Table(Table {
                widths: widths(&rows),
                header_rows: 1,
                rows: rows
                    .into_iter()
                    .map(|row| row.into_iter().map(cell).collect())
                    .collect(),
                ..Table::default()
            }),
        }
    }));
    if cut {
        into.push(Block::Paragraph(vec![Run::bold(CUT)]));
    }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.to_owned(),
    }
}

fn table_of_facts<'a>(facts: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Block> {
    let rows: Vec<_> = facts
        .map(|(label, value)| vec![Cell::plain(label), Cell::plain(value)])
        .collect();
    let table = Table {
        widths: FACTS.to_vec(),
        header_column: true,
        rows,
        ..Table::default()
    };
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

fn runs(spans: Vec<Span>) -> Vec<Run> {
    let run = |span: Span| Run {
        text: span.text,
        bold: span.bold,
        italic: span.italic,
        struck: span.struck,
        code: span.code,
        colour: span.severity.map(|severity| match severity {
            Severity::High => Colour::High,
            Severity::Medium => Colour::Medium,
            Severity::Low => Colour::Low,
        }),
    };
    spans.into_iter().map(run).collect()
}

fn cell(spans: Vec<Span>) -> Cell {
    Cell {
        paragraphs: vec![runs(spans)],
    }
}

/// Columns get room for their words: a Chinese character is as wide as two Latin letters.
fn widths(rows: &[Vec<Vec<Span>>]) -> Vec<u32> {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut widths = vec![COLUMN.0; count];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            let letters = cell.iter().flat_map(|span| span.text.chars());
            let letters = letters.map(|c| if c.is_ascii() { 1 } else { 2 });
            let letters: u32 = letters.take(COLUMN.1 as usize).sum();
            *width = (*width).max(letters.min(COLUMN.1));
        }
    }
    widths
}

/// A length in pixels; 0 leaves a picture out.
fn pixels(length: f32) -> u32 {
    // The cast saturates.
    length.round() as u32
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use letter::docx;

    use super::*;

    const MARKDOWN: &str = "## 一、概况\n\n见[公告](https://example.com/a)。\n\n### （一）财务\n\n| 指标 | 风险等级 |\n|---|---|\n| 现金流 | 高 |\n\n1. 先核对\n   - 附件\n";

    fn page<'a>(facts: &'a [(&'a str, &'a str)], notice: &'a [&'a str]) -> Page<'a> {
        Page {
            title: "示例科技",
            language: "zh-CN",
            facts,
            notice,
            found: None,
            markdown: MARKDOWN,
            flowchart: None,
            contents_label: "目录",
        }
    }

    fn text(document: &Document) -> String {
        let packed = docx::write(document).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
        let mut xml = String::new();
        for part in ["word/document.xml", "word/header1.xml", "docProps/core.xml"] {
            let mut part = zip.by_name(part).unwrap();
            part.read_to_string(&mut xml).unwrap();
        }
        xml
    }

    #[test]
    fn a_report_keeps_its_facts_headings_table_and_the_notice_of_ai() {
        let document = document_of(
            &page(&[("模型", "4-Plus")], &["正文由模型生成，须由人工复核。"]),
            &Marks {
                number: "rec-1",
                demo: false,
                at_ms: 0,
            },
        );
        let levels: Vec<_> = document
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, text } => Some((*level, text.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(levels, [(1, "一、概况"), (2, "（一）财务")]);
        let xml = text(&document);
        for words in [
            "示例科技",
            "须由人工复核",
            "4-Plus",
            "公告 (https://example.com/a)",
            "人工智能辅助",
            "现金流",
            "rec-1",
        ] {
            assert!(xml.contains(words), "{words}");
        }
        assert_eq!(xml.matches("<w:tbl>").count(), 2);
        assert!(xml.contains("C00000"), "a high risk has its colour");
        assert!(!xml.contains("DEMO"));
    }

    #[test]
    fn a_demo_says_so_on_every_page() {
        let marks = Marks {
            number: "",
            demo: true,
            at_ms: 0,
        };
        let document = document_of(&page(&[], &[]), &marks);
        assert!(document.warning.contains("演示结果"));
        assert!(text(&document).contains("演示结果"));
    }

    #[test]
    fn a_wide_column_gets_more_room_than_a_narrow_one_but_not_all() {
        let span = |text: &str| {
            vec![Span {
                text: text.to_owned(),
                ..Span::default()
            }]
        };
        let rows = vec![vec![span("高"), span("Latin"), span(&"长".repeat(5_000))]];
        assert_eq!(widths(&rows), [6, 6, 60]);
    }
}
