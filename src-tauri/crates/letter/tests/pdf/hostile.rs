//! Words of a document are only ever words.

use letter::document::{Block, Cell, Document, Picture, Run, Table};

use super::{document, reader, sample, written};

const MARKUP: [&str; 14] = [
    "#import \"@preview/cetz:0.1.0\"",
    "#read(\"/etc/passwd\")",
    "#panic(sys.inputs)",
    "$ x^2 + integral $",
    "*粗* _斜_ `码` ~ -- --- ...",
    "= 标题",
    "- 项 + 项 / 词: 义",
    "\\ \\u{41} \\n",
    "@引用 <标签>",
    "// 注释 /* 注释 */",
    "\"引号\" '引号'",
    "https://example.com/a?b=c#d",
    "#let x = [ ] #x; { } ( ) [ ]",
    "{{title}} <b>&lt;</b> %PDF-1.4 endobj",
];

/// A document with a text in every place that takes one.
fn everywhere(text: &str) -> Document {
    let run = |run: Run| Run {
        text: text.to_owned(),
        ..run
    };
    let runs = vec![
        run(Run::default()),
        run(Run::bold("")),
        Run {
            code: true,
            italic: true,
            struck: true,
            ..run(Run::default())
        },
    ];
    Document {
        title: text.to_owned(),
        number: text.to_owned(),
        warning: text.to_owned(),
        author: text.to_owned(),
        keywords: vec![text.to_owned(), text.to_owned()],
        ..document(vec![
            Block::Title(text.to_owned()),
            Block::Heading {
                level: 255,
                text: text.to_owned(),
            },
            Block::Paragraph(runs.clone()),
            Block::Item {
                depth: 255,
                number: Some(u32::MAX),
                runs: runs.clone(),
            },
            Block::Table(Table {
                widths: vec![u32::MAX, 1],
                rows: vec![vec![
                    Cell {
                        paragraphs: vec![runs],
                    },
                    Cell::plain(text),
                ]],
                header_rows: usize::MAX,
                header_column: true,
                together: true,
            }),
            Block::Picture(Picture {
                description: text.to_owned(),
                caption: text.to_owned(),
                ..sample::photo(9, 9)
            }),
        ])
    }
}

#[test]
fn markup_stays_as_it_was_written() {
    for text in MARKUP {
        let letters = reader::letters(&written(&everywhere(text)));
        let expected: String = text.split_whitespace().collect();
        // The title, the heading, three runs in three places, the cell, the caption; the header may be shortened.
        let found = letters.matches(&expected).count();
        assert!(found >= 12, "{text}: {found} times in {letters}");
    }
}

#[test]
fn characters_that_hide_or_reorder_are_left_out() {
    let text = "收\u{202e}益\u{200b}率\u{2066}3\u{0}.\u{7}8\u{1b}5\u{feff}%\u{ad}\u{fe0f}";
    let pdf = written(&everywhere(text));
    let letters = reader::letters(&pdf);
    assert!(letters.matches("收益率3.85%").count() >= 8, "{letters}");
    assert!(reader::info(&pdf).contains("Title:           收益率3.85%\n"));
}

#[test]
fn odd_texts_make_a_letter() {
    for text in [
        "",
        " ",
        "\n\n\n",
        "\t\u{a0}\u{3000}\u{2003}",
        "שלום مرحبا",
        "e\u{301}\u{301}\u{301}\u{301}",
        "\u{10ffff}\u{fffe}\u{fdd0}",
        "👨‍👩‍👧‍👦🇨🇳",
        "ﬁ ﬃ Ⅷ ㈱ ①",
        "（（（（（（（（（（（（（（（（（（（（（（",
        "………………——————",
    ] {
        reader::assert_archivable(&written(&everywhere(text)));
    }
}
