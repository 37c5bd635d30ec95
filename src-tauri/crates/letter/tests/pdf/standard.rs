//! What others rely on: the archive format, metadata, fonts, equal bytes.

use letter::document::{Block, Document, Language};
use letter::pdf::{Fonts, PdfError, uncovered, write};

use super::{REGULAR, SIMPLIFIED, document, face, fonts, paragraph, reader, sample, written};

#[test]
fn a_letter_is_an_archivable_tagged_file_with_its_metadata() {
    let info = reader::info(&written(&sample::letter(1)));
    for line in [
        "Title:           消费者权益保护审查意见书",
        "Author:          示例银行",
        "Keywords:        AI辅助生成, 消保审核",
        "Creator:         FinAgent Desk",
        "CreationDate:    2026-05-28T20:26:40Z",
        "Tagged:          yes",
        "JavaScript:      no",
        "Page size:       595.276 x 841.89 pts (A4)",
    ] {
        assert!(info.contains(line), "{line} is not in\n{info}");
    }
    reader::assert_archivable(&written(&sample::letter(1)));
}

#[test]
fn the_file_has_the_parts_of_its_fonts_that_it_needs_and_no_others() {
    let pdf = written(&sample::letter(1));
    let listed = reader::fonts(&pdf);
    let fonts: Vec<_> = listed.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{listed}");
    for font in fonts {
        assert!(font.contains("NotoSansCJKsc-"), "{font}");
        // Embedded, a subset, and with a table from letters to characters.
        assert!(font.contains("yes yes yes"), "{font}");
    }
    assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
}

#[test]
fn people_who_can_not_see_the_page_hear_headings_tables_lists_and_pictures() {
    let mut letter = sample::letter(1);
    letter.blocks.push(Block::Picture(sample::photo(400, 300)));
    let structure = reader::structure(&written(&letter));
    for tag in [
        "H1", "H2", "Table", "TH", "TD", "L ", "LI", "Figure", "Caption",
    ] {
        assert!(structure.contains(tag), "{tag} is not in\n{structure}");
    }
}

#[test]
fn two_letters_of_the_same_content_are_equal_and_the_time_counts() {
    let letter = sample::letter(3);
    assert!(written(&letter) == written(&letter));
    let later = Document {
        at_ms: letter.at_ms + 1_000,
        ..letter.clone()
    };
    assert!(written(&letter) != written(&later));
}

#[test]
fn a_time_that_no_document_has_becomes_the_nearest_that_one_can_have() {
    for (at_ms, expected) in [(i64::MIN, "1970-01-01"), (i64::MAX, "9999-01-01")] {
        let letter = Document {
            at_ms,
            ..sample::letter(0)
        };
        let info = reader::info(&written(&letter));
        assert!(
            info.contains(&format!("CreationDate:    {expected}T00:00:00Z")),
            "{info}"
        );
    }
}

#[test]
fn chinese_without_a_chinese_font_is_refused() {
    let none = Fonts::default();
    assert_eq!(
        write(&sample::letter(1), &none),
        Err(PdfError::NoChineseFont)
    );
    // The fixed words of a Chinese letter are Chinese, too.
    assert_eq!(
        write(&Document::default(), &none),
        Err(PdfError::NoChineseFont)
    );
    let english = Document {
        language: Language::English,
        ..Document::default()
    };
    assert_eq!(write(&english, &none), Err(PdfError::NoFont));
}

#[test]
fn a_file_that_is_no_font_is_as_good_as_none() {
    let files = vec![
        letter::pdf::FontFile {
            bytes: std::sync::Arc::new(b"no font".to_vec()),
            index: 0,
        },
        face(&REGULAR, 4_000),
    ];
    let written = write(&sample::letter(1), &Fonts { files });
    assert_eq!(written, Err(PdfError::NoChineseFont));
}

#[test]
fn a_character_that_no_font_has_appears_as_its_code() {
    let letter = document(vec![paragraph("🎉限时优惠\u{e000}𠮷好")]);
    let pdf = written(&letter);
    let letters = reader::letters(&pdf);
    assert!(
        letters.contains("[U+1F389]限时优惠[U+E000]𠮷好"),
        "{letters}"
    );
    let missing: Vec<char> = uncovered(&letter, &fonts()).into_iter().collect();
    assert_eq!(missing, ['\u{e000}', '🎉']);
    reader::assert_archivable(&pdf);
}

#[test]
fn without_a_bold_face_the_letters_are_thickened() {
    let fonts = Fonts {
        files: vec![face(&REGULAR, SIMPLIFIED)],
    };
    let letter = document(vec![Block::Heading {
        level: 1,
        text: "结论".to_owned(),
    }]);
    let pdf = write(&letter, &fonts).unwrap();
    assert_eq!(reader::fonts(&pdf).lines().skip(2).count(), 1);
    assert!(reader::letters(&pdf).contains("结论"));
    reader::assert_archivable(&pdf);
}
