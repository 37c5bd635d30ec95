use std::io::{Cursor, Write};

use proptest::prelude::*;

use super::*;

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let table = read_table(bytes).unwrap();
    table.rows.into_iter().map(|row| row.cells).collect()
}

/// A workbook whose parts have these bodies.
fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let usual = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
            <Relationship Id="r2" Type="x/worksheet" Target="worksheets/sheet2.xml"/>
            <Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
    ];
    for (name, body) in usual.iter().chain(parts) {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const BOOK: &str = r#"<workbook xmlns="m" xmlns:r="http://x/relationships"><workbookPr date1904="1"/>
    <sheets><sheet name="a" state="hidden" r:id="r2"/><sheet name="b" r:id="r1"/></sheets></workbook>"#;

#[test]
fn a_list_is_read_in_every_encoding_and_with_every_separator() {
    let text = "文件名;材料名称;申请人\r\n海报.png;\"示例；理财\";张示例\r\n\r\n";
    let wanted = [
        vec!["文件名", "材料名称", "申请人"],
        vec!["海报.png", "示例；理财", "张示例"],
    ];
    for separator in [",", ";", "\t"] {
        let text = text.replace(';', separator);
        let (gbk, _, _) = encoding_rs::GBK.encode(&text);
        let marked = format!("\u{feff}{text}");
        let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), marked.as_bytes(), &gbk, &utf16] {
            assert_eq!(cells(bytes), wanted, "{separator:?}");
        }
    }
}

#[test]
fn rows_keep_their_numbers_and_a_line_may_name_the_separator() {
    let table = read_table("sep=;\r\na,b;c\r\n\r\n\"x\r\ny\";z\r\nlast;\r\n".as_bytes()).unwrap();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.number, row.cells.join("|")))
        .collect();
    let rows: Vec<_> = rows.iter().map(|(at, row)| (*at, row.as_str())).collect();
    assert_eq!(rows, [(2, "a,b|c"), (4, "x\r\ny|z"), (6, "last")]);
}

#[test]
fn a_workbook_gives_the_cells_of_its_first_visible_sheet_as_they_are_stored() {
    let shared = "<sst xmlns=\"m\"><si><t>文件名</t></si><si><r><t>示例</t></r><r><t>银行</t></r><rPh><t>ABC</t></rPh></si></sst>";
    let sheet = r#"<worksheet xmlns="m"><sheetData>
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t> 电话 </t></is></c></row>
        <row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>46266</v></c><c r="C4"><v>1.38E+10</v></c>
          <c r="D4" t="str"><f>A1</f><v>=1+1</v></c><c r="E4" t="e"><v>#REF!</v></c><c r="F4" t="b"><v>1</v></c></row>
        <row><c t="s"><v>99</v></c><c><v>0.5</v></c><c r="AZ5" s="1"/></row>
        <row r="9"/></sheetData></worksheet>"#;
    let book = workbook(&[
        ("xl/workbook.xml", BOOK),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    ]);
    let table = read_table(&book).unwrap();
    assert!(table.from_1904);
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.number, row.cells.join("|")))
        .collect();
    assert_eq!(
        rows,
        [
            (2, "文件名||电话".to_owned()),
            (4, "示例银行|46266|13800000000|=1+1||TRUE".to_owned()),
            (5, "|0.5".to_owned()),
        ]
    );
}

#[test]
fn what_is_no_list_or_too_large_is_refused_with_its_reason() {
    let found = |bytes: &[u8]| read_table(bytes).unwrap_err();
    let kind = |name: &str| TableRefusal::Kind {
        found: name.to_owned(),
    };
    assert_eq!(found(b""), TableRefusal::Empty);
    assert_eq!(found(b" \r\n,,\r\n"), TableRefusal::Empty);
    assert_eq!(found(b"%PDF-1.7\n"), kind("pdf"));
    assert_eq!(
        found(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"),
        kind("office_old")
    );
    assert_eq!(found(b"a,\xff\xff\xff,b"), TableRefusal::Encoding);
    assert_eq!(found(&workbook(&[])), TableRefusal::Damaged);
    let rows = "a\n".repeat(MAX_TABLE_ROWS + 1);
    assert_eq!(
        found(rows.as_bytes()),
        TableRefusal::Rows {
            limit: MAX_TABLE_ROWS
        }
    );
    let columns = format!("a\n{}b", ",".repeat(MAX_TABLE_COLUMNS));
    assert_eq!(
        found(columns.as_bytes()),
        TableRefusal::Columns {
            limit: MAX_TABLE_COLUMNS,
            row: 2
        }
    );
    // One cell at the far end of a sheet, which a dense grid would fill up to.
    let far = r#"<worksheet><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></worksheet>"#;
    let far = workbook(&[("xl/workbook.xml", BOOK), ("xl/worksheets/sheet1.xml", far)]);
    assert_eq!(
        found(&far),
        TableRefusal::Columns {
            limit: MAX_TABLE_COLUMNS,
            row: 1_048_576
        }
    );
    let text = format!("a\n{}", "b".repeat(MAX_TABLE_TEXT));
    assert!(matches!(found(text.as_bytes()), TableRefusal::Bytes { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn anything_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), sheet in ".{0,200}") {
        let _ = read_table(&bytes);
        let sheet = format!("<worksheet><row>{sheet}</row></worksheet>");
        let _ = read_table(&workbook(&[("xl/workbook.xml", BOOK), ("xl/worksheets/sheet1.xml", &sheet)]));
    }
}
