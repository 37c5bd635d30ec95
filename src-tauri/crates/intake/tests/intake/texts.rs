//! Plain text in the encodings that users' files have.

use encoding_rs::{BIG5, GB18030};
use intake::{Content, MAX_TEXT_CHARS, Note, Refusal, shown};
use proptest::prelude::*;

use crate::common::FONTS;
use crate::preparing::{assert_usable, try_prepare};

const COPY: &str = "本产品年化收益率 4.5%，投资有风险。\n过往业绩不代表未来表现。";

fn text(bytes: &[u8]) -> (String, Vec<Note>) {
    let prepared = try_prepare(bytes).unwrap();
    assert!(prepared.pictures.is_empty() && prepared.plan.parts.is_empty());
    assert_eq!(prepared.plan.source.kind, "text");
    (prepared.text.unwrap(), prepared.plan.notes)
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF).into_iter();
    let units = mark.chain(text.encode_utf16());
    units
        .flat_map(|unit| match little {
            true => unit.to_le_bytes(),
            false => unit.to_be_bytes(),
        })
        .collect()
}

#[test]
fn a_text_is_read_in_each_encoding_and_the_rarer_ones_are_named() {
    assert_eq!(text(COPY.as_bytes()), (COPY.to_owned(), vec![]));
    let marked = format!("\u{FEFF}{COPY}");
    assert_eq!(text(marked.as_bytes()), (COPY.to_owned(), vec![]));
    let (chinese, _, _) = GB18030.encode(COPY);
    let named = vec![Note::TextGb18030];
    assert_eq!(text(&chinese), (COPY.to_owned(), named.clone()));
    // Rare characters take four bytes instead of two.
    let (rare, _, _) = GB18030.encode("㐀𠀀 𠮷野家");
    assert_eq!(text(&rare), ("㐀𠀀 𠮷野家".to_owned(), named));
    let wide = vec![Note::TextUtf16];
    for little in [true, false] {
        let marked = utf16(COPY, little, true);
        assert_eq!(text(&marked), (COPY.to_owned(), wide.clone()));
        let bare = utf16(
            "Product 产品 with a mark, 投资有风险 and no other",
            little,
            false,
        );
        assert_eq!(text(&bare).1, wide);
    }
}

#[test]
fn lines_end_alike_and_stray_control_characters_are_gone() {
    let (read, _) = text("一\r\n二\r三\n四\u{2028}五\u{C}六\t七\u{1A}".as_bytes());
    assert_eq!(read, "一\n二\n三\n四\n五\n六\t七");
}

#[test]
fn what_no_encoding_fits_is_refused_rather_than_guessed() {
    let refused = Err(Refusal::TextUndecodable);
    // A word in Latin-1, Chinese in Big5, and UTF-8 with an invalid byte.
    assert_eq!(try_prepare(b"un caf\xe9 noir").map(|_| ()), refused);
    let (big5, _, _) = BIG5.encode("投資有風險，請謹慎。");
    assert_eq!(try_prepare(&big5).map(|_| ()), refused);
    let mut broken = COPY.repeat(3).into_bytes();
    broken.insert(3, 0xFF);
    assert_eq!(try_prepare(&broken).map(|_| ()), refused);
    // Text at the start, but not further on.
    let mut tail = COPY.repeat(100).into_bytes();
    tail.extend([0, 1, 2, 3, 0, 0, 0]);
    assert_eq!(try_prepare(&tail).map(|_| ()), refused);
    assert_eq!(Refusal::TextUndecodable.code(), "text_undecodable");
    // Half a surrogate pair in UTF-16.
    let mut half = utf16(COPY, true, true);
    half.extend([0x00, 0xD8]);
    assert_eq!(try_prepare(&half).map(|_| ()), refused);
}

#[test]
fn a_text_that_is_too_long_says_by_how_much() {
    let limit = MAX_TEXT_CHARS;
    let most = "险".repeat(limit as usize);
    assert_eq!(text(most.as_bytes()).0, most);
    let refusal = try_prepare(format!("{most}险").as_bytes()).unwrap_err();
    let actual = limit + 1;
    assert_eq!(refusal, Refusal::TextTooLong { limit, actual });
    assert_eq!(refusal.code(), "text_too_long");
    assert_eq!(
        refusal.params(),
        serde_json::json!({ "limit": 500_000, "actual": 500_001 })
    );
}

#[test]
fn white_space_alone_is_nothing() {
    for nothing in ["\u{FEFF}", "\u{FEFF}\u{3000}\r\n", " \n\t\r\n"] {
        assert_eq!(try_prepare(nothing.as_bytes()), Err(Refusal::Empty));
    }
}

#[test]
fn a_text_is_no_picture() {
    let found = Content::Text;
    let refusal = shown(COPY.as_bytes(), &FONTS).map(|_| ()).unwrap_err();
    assert_eq!(refusal, Refusal::Format { found });
}

#[test]
fn tables_of_values_are_text_and_markup_is_not() {
    for source in ["# 标题\n\n正文", "名称,收益率\n甲,4.5%\n", "<5% 为低风险"] {
        assert_eq!(text(source.as_bytes()).0, source);
    }
    let page = "<html><body><p>投资有风险</p></body></html>";
    let (chinese, _, _) = GB18030.encode(page);
    for (markup, found) in [
        (page.as_bytes(), Content::Html),
        (&chinese, Content::Html),
        (&utf16(page, true, true), Content::Html),
        ("<!DOCTYPE html><html><body><svg></svg>投资有风险</body></html>".as_bytes(), Content::Html),
        ("<meta charset=gb2312><table><tr><td>4.5%</td></tr></table>".as_bytes(), Content::Html),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\n", Content::Mhtml),
        ("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"x\">险</w:wordDocument>".as_bytes(), Content::WordXml),
        ("<?xml version=\"1.0\"?><mxfile>险</mxfile>".as_bytes(), Content::Xml),
    ] {
        assert_eq!(try_prepare(markup).map(|_| ()), Err(Refusal::Format { found }));
    }
}

#[test]
fn older_kinds_of_documents_are_told_by_name() {
    let mut compound = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    compound.resize(1024, 0);
    let mut locked = compound.clone();
    locked.extend(utf16("EncryptedPackage", true, false));
    locked.resize(2048, 0);
    for (bytes, found) in [
        (compound, Content::OfficeOld),
        (locked, Content::OfficeLocked),
        (b"{\\rtf1\\ansi text}".to_vec(), Content::Rtf),
    ] {
        assert_eq!(try_prepare(&bytes), Err(Refusal::Format { found }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_written_in_unicode_comes_back(written in "[^\\p{C}\\p{Z}\r\n\t][^\\p{C}\\p{Zl}\\p{Zp}]{0,80}") {
        prop_assert_eq!(&text(written.as_bytes()).0, &written);
        for little in [true, false] {
            prop_assert_eq!(&text(&utf16(&written, little, true)).0, &written);
        }
    }

    #[test]
    fn bytes_of_any_kind_make_nothing_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_usable(&try_prepare(&bytes));
    }
}
