//! How a letter looks, as far as its text tells.

use letter::document::{Block, Cell, Document, Language, Run, Table};
use letter::pdf::{PdfError, write};

use super::{document, fonts, paragraph, reader, sample, written};

/// The right end of the text on a page of 595 points.
const RIGHT: f64 = 595.3 - 70.8;

fn item(depth: u8, number: Option<u32>, text: &str) -> Block {
    Block::Item {
        depth,
        number,
        runs: vec![Run::plain(text)],
    }
}

#[test]
fn the_text_is_read_in_the_order_of_the_document() {
    let letters = reader::letters(&written(&sample::letter(2)));
    let mut rest = letters.as_str();
    for words in [
        "送审部门零售金融部",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "一、审查结论",
        "经审查，本材料存在高风险问题，建议修改后重新送审。",
        "（中国人民银行令〔2020〕第5号）第三十五条",
        "所称“年化收益率3.85%”须注明",
        "1.删除“保本”“零风险”等表述。",
        "原文：保本保息",
        "2.补充风险提示，见rule:wealth-07（建议）",
        "问题1：收益表述不当",
        "问题2：收益表述不当",
        "建议删除“稳赚不赔”",
    ] {
        let after = rest.split_once(words).map(|(_, after)| after);
        rest = after.unwrap_or_else(|| panic!("{words} is not in {rest}"));
    }
}

#[test]
fn numbers_in_chinese_text_are_found_without_spaces_that_nobody_wrote() {
    let pages = reader::pages(&written(&document(vec![paragraph(
        "2026年5月28日，共3处；见A栏。",
    )])));
    assert!(
        pages[0].contains("2026年5月28日，共3处；见A栏。"),
        "{}",
        pages[0]
    );
}

#[test]
fn each_page_has_the_title_the_number_the_warning_and_its_own_number() {
    let mut letter = sample::letter(12);
    letter.warning = "演示：不是真实的审查意见".to_owned();
    let pages = reader::pages(&written(&letter));
    assert!(pages.len() > 3);
    for (index, page) in pages.iter().enumerate() {
        for words in [
            "演示：不是真实的审查意见",
            "消费者权益保护审查意见书",
            "SC-2026-0001",
        ] {
            assert!(page.contains(words), "{page}");
        }
        let footer = format!("第 {} 页 共 {} 页", index + 1, pages.len());
        assert!(page.contains(&footer), "{page}");
    }
    letter.language = Language::English;
    let pages = reader::pages(&written(&letter));
    assert!(
        pages[1].contains(&format!("Page 2 of {}", pages.len())),
        "{}",
        pages[1]
    );
}

#[test]
fn a_finding_stays_on_one_page_with_its_heading() {
    let pages = reader::pages(&written(&sample::letter(30)));
    for number in 1..=30 {
        let heading = format!("问题{number}：收益表述不当\n");
        let page = pages.iter().find(|page| page.contains(&heading)).unwrap();
        let finding = page.split(&heading).nth(1).unwrap();
        assert!(
            finding.contains("业绩比较基准不构成收益承诺"),
            "finding {number}: {page}"
        );
    }
}

#[test]
fn a_table_longer_than_a_page_repeats_its_header_and_loses_no_row() {
    let row = |number: u32| vec![Cell::plain(format!("第{number}项")), Cell::plain("已整改")];
    for together in [false, true] {
        let mut rows = vec![vec![Cell::plain("项目名称"), Cell::plain("整改情况")]];
        rows.extend((1..=150).map(row));
        let letter = document(vec![Block::Table(Table {
            widths: vec![2, 1],
            header_rows: 1,
            rows,
            together,
            ..Table::default()
        })]);
        let pages = reader::pages(&written(&letter));
        assert!(pages.len() > 3, "{} pages", pages.len());
        for page in &pages {
            assert_eq!(page.matches("项目名称 整改情况").count(), 1, "{page}");
        }
        let text = pages.concat();
        for number in 1..=150 {
            assert!(
                text.contains(&format!("第{number}项 已整改")),
                "row {number}"
            );
        }
    }
}

#[test]
fn a_cell_longer_than_a_page_goes_on_on_the_next() {
    let long = (0..4_000)
        .map(|number| format!("第{number}句。"))
        .collect::<String>();
    let letter = document(vec![Block::Table(Table {
        widths: vec![1, 5],
        header_column: true,
        rows: vec![vec![Cell::plain("原文"), Cell::plain(&*long)]],
        together: true,
        ..Table::default()
    })]);
    let pdf = written(&letter);
    assert!(reader::pages(&pdf).len() > 5);
    for part in ["第0句。", "第2000句。", "第3999句。"] {
        assert!(reader::letters(&pdf).contains(part), "{part}");
    }
}

#[test]
fn rows_with_cells_missing_or_too_many_keep_their_words() {
    let letter = document(vec![
        Block::Table(Table {
            widths: vec![0, 3],
            header_rows: 9,
            rows: vec![
                vec![Cell::plain("甲")],
                vec![],
                vec![Cell::plain("乙"), Cell::plain("丙"), Cell::plain("丁")],
            ],
            ..Table::default()
        }),
        Block::Table(Table::default()),
    ]);
    let letters = reader::letters(&written(&letter));
    for words in ["甲", "乙丙丁"] {
        assert!(letters.contains(words), "{letters}");
    }
}

#[test]
fn lists_in_lists_keep_their_numbers() {
    let pdf = written(&document(vec![
        item(3, None, "深"),
        item(0, Some(7), "七"),
        item(1, None, "点"),
        item(200, Some(1), "内"),
        item(0, Some(9), "九"),
        item(0, None, "末"),
    ]));
    let letters = reader::letters(&pdf);
    assert!(letters.contains("•深7.七•点1.内9.九•末"), "{letters}");
}

#[test]
fn a_new_line_in_a_text_starts_a_line_and_a_page_break_a_page() {
    let pages = reader::pages(&written(&document(vec![
        Block::PageBreak,
        paragraph("第一行\r\n第二行\n\n第四行"),
        Block::PageBreak,
        paragraph("后页"),
    ])));
    assert_eq!(pages.len(), 2);
    assert!(pages[0].contains("第一行\n第二行\n第四行"), "{}", pages[0]);
    assert!(pages[1].contains("后页"));
}

#[test]
fn a_picture_keeps_its_bytes_and_fits_on_a_page_with_its_caption() {
    let wide = sample::photo(3_000, 200);
    let tall = sample::photo(200, 6_000);
    for picture in [wide, tall] {
        let letter = document(vec![paragraph("海报："), Block::Picture(picture.clone())]);
        let pdf = written(&letter);
        let held = pdf
            .windows(picture.bytes.len())
            .any(|part| part == picture.bytes);
        assert!(held, "the JPEG was encoded again");
        let pages = reader::pages(&pdf);
        assert!(pages.len() <= 2, "{} pages", pages.len());
        assert!(pages.last().unwrap().contains("图1 送审海报"));
    }
}

#[test]
fn a_picture_that_can_not_be_read_is_named() {
    let good = sample::photo(9, 9);
    let mut cut = good.clone();
    cut.bytes.truncate(30);
    let mut drawing = good.clone();
    drawing.bytes = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".to_vec();
    let mut for_print = good.clone();
    for_print.bytes.clear();
    jpeg_encoder::Encoder::new(&mut for_print.bytes, 80)
        .encode(&[90; 9 * 9 * 4], 9, 9, jpeg_encoder::ColorType::Cmyk)
        .unwrap();
    for bad in [cut, drawing, for_print] {
        let letter = document(vec![
            Block::Picture(good.clone()),
            paragraph("中间"),
            Block::Picture(bad),
        ]);
        let refusal = write(&letter, &fonts()).unwrap_err();
        assert_eq!(refusal, PdfError::Picture { number: 2 });
    }
}

#[test]
fn long_words_are_broken_at_the_margin_and_in_narrow_columns() {
    let words = [
        "w".repeat(10_000),
        format!("w{}", "！".repeat(3_000)),
        "é".repeat(300),
    ];
    let mut blocks: Vec<_> = words.iter().map(|word| paragraph(word)).collect();
    let cells = words.iter().map(|word| Cell::plain(&**word)).collect();
    blocks.push(Block::Table(Table {
        widths: vec![1, 1, 1],
        rows: vec![cells],
        ..Table::default()
    }));
    let pdf = written(&document(blocks));
    assert!(
        reader::right_end(&pdf) < RIGHT,
        "{}",
        reader::right_end(&pdf)
    );
    let letters = reader::letters(&pdf);
    assert_eq!(letters.matches('w').count(), 20_002);
    assert_eq!(letters.matches('！').count(), 6_000);
}

#[test]
fn a_document_that_is_too_long_is_refused_at_once() {
    let long = document(vec![paragraph(&"长".repeat(500_001))]);
    assert_eq!(write(&long, &fonts()), Err(PdfError::TooLong));
    let rows = vec![vec![Cell::default(); 10]; 5_000];
    let table = document(vec![Block::Table(Table {
        rows,
        ..Table::default()
    })]);
    assert_eq!(write(&table, &fonts()), Err(PdfError::TooLong));
}

#[test]
fn an_empty_document_is_a_page() {
    assert_eq!(reader::pages(&written(&Document::default())).len(), 1);
}
