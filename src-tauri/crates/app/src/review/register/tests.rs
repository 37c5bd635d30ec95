use std::io::{Cursor, Read};

use report::register::workbook;

use super::*;
use crate::review::statistics::tests::counted_six;

/// The sheets of a workbook as a spreadsheet reads them, by intake's reader for the first, and as XML.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn the_workbook_has_a_row_for_each_submission_and_a_sheet_for_each_table() {
    for english in [false, true] {
        let mut counted = counted_six();
        "=HYPERLINK(\"http://示例\")".clone_into(&mut counted.cases[0].submission.title);
        let bytes = workbook(&sheets::sheets(&counted, Words { english }, 0)).unwrap();
        let table = intake::read_table(&bytes).unwrap();
        // Notice, header, five submissions.
        assert_eq!(table.rows.len(), 7);
        let [notice, head, first, ..] = table.rows.as_slice() else {
            panic!("{table:?}")
        };
        assert!(notice.cells[0].contains('1'), "{notice:?}");
        assert_eq!(head.cells.len(), 29);
        assert_eq!(first.cells[1], "=HYPERLINK(\"http://示例\")");
        let wanted = if english {
            ["Archived", "Pass"]
        } else {
            ["已归档", "通过"]
        };
        assert_eq!(first.cells[12..14], wanted);
        assert_eq!(first.cells[15], "甲");
        assert_eq!(first.cells[20..24], ["2", "1", "0", "1"]);
        assert_eq!(first.cells[27], "2031-09-03");
        let parts = parts(&bytes);
        let book = parts.iter().find(|(name, _)| name == "xl/workbook.xml");
        let (_, book) = book.unwrap();
        assert_eq!(book.matches("<sheet ").count(), 10, "{book}");
        assert!(!parts.iter().any(|(_, text)| text.contains("<f>")));
        assert!(
            parts
                .iter()
                .any(|(_, text)| text.contains("quotePrefix=\"1\""))
        );
    }
}

#[test]
fn the_page_shows_the_figures_and_nothing_that_people_wrote_as_markup() {
    let mut counted = counted_six();
    let hostile = "a|b <img src=x> **c** [d](e) `f`";
    hostile.clone_into(&mut counted.statistics.reasons[0].reason);
    let html = page::page(
        &counted.statistics,
        Words { english: false },
        "2026-10-10 09:00",
    );
    for part in [
        "<td>一次通过率</td>",
        "<td>33.3%</td>",
        "<td>50.0%</td>",
        "<td>29.0 天</td>",
        "<td>6.0 小时</td>",
        "未计入演示数据 1 份",
        "<td>海报</td>",
        "（未填）",
        "a|b &lt;img src=x&gt; **c** [d](e) `f`",
        "程序不记录整改是否完成",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let english = page::page(&counted.statistics, Words { english: true }, "");
    assert!(english.contains("<td>First-pass rate</td>"), "{english}");
}

#[test]
fn a_period_without_submissions_makes_a_workbook_and_a_page_as_well() {
    let mut counted = counted_six();
    counted.cases.clear();
    counted.statistics = ReviewStatistics::default();
    let words = Words { english: true };
    let bytes = workbook(&sheets::sheets(&counted, words, 0)).unwrap();
    assert_eq!(intake::read_table(&bytes).unwrap().rows.len(), 2);
    let html = page::page(&counted.statistics, words, "");
    assert!(
        html.contains("<td>—</td>") && !html.contains("NaN"),
        "{html}"
    );
}
