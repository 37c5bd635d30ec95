use std::io::{Cursor, Read};

use super::*;

/// 2026-09-01 09:30:00.
const AT: i64 = 1_788_255_000_000;

fn register(title: &str, notice: Option<&str>) -> Register {
    let column = |head: &str, wraps| Column {
        head: head.to_owned(),
        wraps,
    };
    Register {
        title: title.to_owned(),
        notice: notice.map(str::to_owned),
        made_local_ms: AT,
        columns: vec![
            column("编号", false),
            column("开始", false),
            column("标题", true),
        ],
        rows: vec![
            vec![
                Cell::Number(1.0),
                Cell::Date(AT),
                Cell::Text("示例海报, “一”\"二\"".to_owned()),
            ],
            vec![
                Cell::Number(2.5),
                Cell::Empty,
                Cell::Text("=HYPERLINK(\"http://示例\")".to_owned()),
            ],
        ],
    }
}

/// All files of a workbook, concatenated.
fn unzipped(xlsx: Vec<u8>) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut all = String::new();
    for place in 0..archive.len() {
        archive
            .by_index(place)
            .unwrap()
            .read_to_string(&mut all)
            .unwrap();
        all.push('\n');
    }
    all
}

#[test]
fn a_csv_has_a_mark_for_excel_and_the_notice_above_its_head() {
    let csv = String::from_utf8(csv(&register("登记簿", Some("含演示数据"))).unwrap()).unwrap();
    assert_eq!(
        csv,
        "\u{feff}含演示数据\r\n编号,开始,标题\r\n1,2026-09-01 09:30:00,\"示例海报, “一”\"\"二\"\"\"\r\n\
         2.5,,\"'=HYPERLINK(\"\"http://示例\"\")\"\r\n"
    );
}

#[test]
fn nothing_that_a_person_wrote_is_a_formula() {
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1"] {
        let mut register = register("登记簿", None);
        register.rows = vec![vec![Cell::Text(text.to_owned())]];
        register.columns[0].head = text.to_owned();
        register.notice = Some(text.to_owned());
        let csv = String::from_utf8(csv(&register).unwrap()).unwrap();
        assert_eq!(csv.matches(&format!("'{text}")).count(), 3, "{csv:?}");
        let files = unzipped(xlsx(&register).unwrap());
        assert!(!files.contains("<f>"), "{text:?}");
        assert!(files.contains("quotePrefix=\"1\""), "{text:?}");
    }
}

#[test]
fn a_number_below_zero_stays_a_number() {
    let mut register = register("登记簿", None);
    register.rows = vec![vec![Cell::Number(-1.5)]];
    assert!(
        String::from_utf8(csv(&register).unwrap())
            .unwrap()
            .ends_with("\r\n-1.5\r\n")
    );
}

#[test]
fn a_workbook_has_a_fixed_head_a_filter_dates_numbers_and_words_for_print() {
    let files = unzipped(xlsx(&register("登记簿 A&B", Some("含演示数据"))).unwrap());
    for part in [
        "<autoFilter ref=\"A2:C4\"/>",
        "<pane ySplit=\"2\"",
        "state=\"frozen\"",
        "<c r=\"A3\" s=\"",
        "><v>2.5</v></c>",
        "formatCode=\"yyyy-mm-dd hh:mm:ss\"",
        "wrapText=\"1\"",
        "orientation=\"landscape\"",
        "&amp;L登记簿 A&amp;&amp;B&amp;R2026-09-01 09:30:00",
        "&amp;R&amp;P / &amp;N",
        "<dc:title>登记簿 A&amp;B</dc:title>",
        "2026-09-01T09:30:00Z",
        "_xlnm.Print_Titles",
        "示例海报, “一”",
        "含演示数据",
    ] {
        assert!(files.contains(part), "{part}\n{files}");
    }
    // 2026-09-01 has the serial number 46266 in Excel.
    assert!(files.contains("<v>46266.395833"), "{files}");
}

#[test]
fn odd_titles_texts_and_times_make_a_workbook_as_well() {
    for title in ["", "''", "[a]:*?/\\", &"长".repeat(300)] {
        let mut register = register(title, Some(""));
        register.made_local_ms = i64::MIN;
        register.rows.push(vec![
            Cell::Date(i64::MAX),
            Cell::Date(-1),
            Cell::Text(format!("\u{1}\u{ffff}_x0041_{}", "长😀".repeat(20_000))),
        ]);
        assert!(unzipped(xlsx(&register).unwrap()).contains("<worksheet"));
        let table = String::from_utf8(csv(&register).unwrap()).unwrap();
        assert!(table.contains("编号,开始,标题\r\n"), "{table:?}");
        register.rows.clear();
        register.columns.clear();
        assert!(unzipped(xlsx(&register).unwrap()).contains("<worksheet"));
        let table = String::from_utf8(csv(&register).unwrap()).unwrap();
        assert!(!table.contains("编号"), "{table:?}");
    }
}

#[test]
fn dates_are_those_of_the_calendar() {
    for (ms, told) in [
        (0, "1970-01-01 00:00:00"),
        (-1, "1969-12-31 23:59:59"),
        (951_782_400_000, "2000-02-29 00:00:00"),
        (AT + 59_999, "2026-09-01 09:30:59"),
        (1_735_689_599_000, "2024-12-31 23:59:59"),
    ] {
        assert_eq!(date(ms), told);
    }
}
