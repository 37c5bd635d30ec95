//! The same contents as different programs write them. `fixtures/README.md` says how the files were made.

use intake::{Note, Prepared};

use crate::preparing::{pixels, try_prepare};

fn assert_right_half(prepared: &Prepared) {
    let sent = pixels(prepared, 0);
    assert_eq!(
        (sent.dimensions(), sent.get_pixel(0, 0).0),
        ((100, 100), [0, 0, 200])
    );
}

#[test]
fn a_document_reads_alike_whoever_wrote_it() {
    let own_lists = [
        "甲款\n乙款\n丙款\n点一\n点二",
        "1. 甲款\n2. 乙款\n3. 丙款\n• 点一\n• 点二",
    ];
    let formulas = ["公式(a)/(b)+(1+r)^n", "公式"];
    let files = [
        &include_bytes!("fixtures/python-docx-1.2.docx")[..],
        include_bytes!("fixtures/libreoffice-7.4.docx"),
    ];
    for ((file, lists), formula) in files.into_iter().zip(own_lists).zip(formulas) {
        let prepared = try_prepare(file).unwrap();
        let text = format!(
            "产品说明\n规模10⁹元，CO₂\n可见\n{lists}\n☑是☐否\n☒已阅读\n等级高风险\n☒同意\n{formula}\n第一条 总则\n（一）目的\n（二）范围\n第二条 附则"
        );
        assert_eq!(prepared.text.as_deref(), Some(text.as_str()));
        assert_eq!(
            prepared.plan.notes,
            [Note::HiddenLeftOut, Note::PicturesCropped]
        );
        assert_right_half(&prepared);
    }
}

#[test]
fn a_presentation_of_a_library_is_read_as_it_is_shown() {
    let prepared = try_prepare(include_bytes!("fixtures/python-pptx-1.0.pptx")).unwrap();
    assert_eq!(
        prepared.text.as_deref(),
        Some("业绩\n10⁹\n\t2024-01-01\t2024-02-01\t2024-03-01\n收益率\t3.85%\t\t4.00%")
    );
    assert_eq!(
        prepared.plan.notes,
        [
            Note::HiddenLeftOut,
            Note::HiddenSlidesLeftOut,
            Note::PicturesCropped
        ]
    );
    assert_right_half(&prepared);
}
