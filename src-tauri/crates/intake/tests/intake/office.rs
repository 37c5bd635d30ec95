//! Text and pictures of DOCX documents.

use image::{ImageFormat, RgbImage};
use intake::{Content, Encoder, Note, PageKind, Refusal, shown};

use crate::common::{FONTS, encoded, packed, picture};
use crate::packages::{TYPES, W, blip, body_text, docx, paragraph};
use crate::preparing::{assert_usable, try_prepare};

#[test]
fn a_document_is_read_in_order_with_its_tables() {
    let cell = |inner: &str| format!("<w:tc><w:tcPr/>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = [
        paragraph("第一段"),
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>".to_owned(),
        format!(
            "<w:tbl>{}{}</w:tbl>",
            row(&[cell(&paragraph("名称")), cell(&paragraph("收益率"))]),
            row(&[
                cell(&[paragraph("稳健"), paragraph("一号")].concat()),
                cell(&paragraph("4.5%"))
            ]),
        ),
        format!(
            "<w:tbl>{}</w:tbl>",
            row(&[cell(&[paragraph("框里"), paragraph("两行")].concat())])
        ),
        paragraph("最后"),
    ];
    assert_eq!(
        body_text(&body.concat()),
        "第一段\n甲\t乙\n丙\n名称\t收益率\n稳健 一号\t4.5%\n框里\n两行\n最后"
    );
}

#[test]
fn what_was_deleted_is_left_out_and_what_was_inserted_is_there() {
    let body = r#"<w:p><w:r><w:t>收益</w:t></w:r><w:del><w:r><w:delText>保本</w:delText></w:r></w:del><w:ins><w:r><w:t>浮动</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>这里</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>那里</w:t></w:r></w:moveTo></w:p>"#;
    let prepared = try_prepare(&docx(body, &[], &[])).unwrap();
    assert_eq!(prepared.text.unwrap(), "收益浮动那里");
    assert_eq!(prepared.plan.notes, [Note::DeletionsLeftOut]);
}

#[test]
fn of_a_field_the_result_is_read_and_of_a_link_its_words() {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let body = format!(
        "<w:p>{}<w:r><w:instrText>PAGE</w:instrText><w:t>secret</w:t></w:r>{}<w:r><w:t>7</w:t></w:r>{}<w:hyperlink><w:r><w:t>官网</w:t></w:r></w:hyperlink></w:p>",
        field("begin"),
        field("separate"),
        field("end"),
    );
    assert_eq!(body_text(&body), "7官网");
    // A field whose instructions never end swallows only its own paragraph.
    let open = format!("<w:p>{}</w:p>{}", field("begin"), paragraph("之后"));
    assert_eq!(body_text(&open), "之后");
}

#[test]
fn a_text_box_is_read_once_though_it_is_written_twice() {
    let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("框内文字"));
    let body = format!(
        r#"<w:p><w:r><w:t>正文前半</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>正文后半</w:t></w:r></w:p>"#
    );
    assert_eq!(body_text(&body), "正文前半正文后半\n框内文字");
    // The fallback is used if the first alternative yields nothing.
    let body = format!(
        r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="new"><new/></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#
    );
    assert_eq!(body_text(&body), "框内文字");
}

#[test]
fn headers_notes_and_footers_are_read_once_each() {
    let part = |kind: &str, text: &str| {
        format!("<w:{kind} {W}>{}</w:{kind}>", paragraph(text)).into_bytes()
    };
    let (one, two) = (part("hdr", "页眉"), part("hdr", "页眉"));
    let footnotes = format!(
        r#"<w:footnotes {W}><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">{}</w:footnote></w:footnotes>"#,
        paragraph("脚注")
    );
    let footer = part("ftr", "投资有风险");
    let reference =
        r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let file = docx(
        reference,
        &[
            ("rId1", "footer", "footer1.xml"),
            ("rId2", "header", "header1.xml"),
            ("rId3", "header", "/word/header2.xml"),
            ("rId4", "footnotes", "footnotes.xml"),
            ("rId5", "comments", "comments.xml"),
        ],
        &[
            ("word/header1.xml", &one),
            ("word/header2.xml", &two),
            ("word/footnotes.xml", footnotes.as_bytes()),
            ("word/footer1.xml", &footer),
        ],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(
        prepared.text.unwrap(),
        "页眉\n\n正文[1]\n\n脚注\n\n投资有风险"
    );
    assert_eq!(prepared.plan.notes, [Note::CommentsLeftOut]);
}

#[test]
fn pictures_come_in_order_each_once_and_bad_ones_cost_nothing_else() {
    let (large, other) = (
        picture(ImageFormat::Png, 200, 100),
        picture(ImageFormat::Bmp, 90, 70),
    );
    let icon = picture(ImageFormat::Png, 20, 20);
    let mut damaged = large.clone();
    damaged.truncate(damaged.len() / 2);
    // Valid by its structure, but not decodable.
    let mut rotten = picture(ImageFormat::Gif, 120, 80);
    rotten.truncate(60);
    let body = [
        "b", "a", "copy", "a", "icon", "emf", "cut", "rotten", "gone", "web", "none",
    ];
    let body: String = body.iter().map(|id| blip(id)).collect();
    let file = docx(
        &(paragraph("图文") + &body),
        &[
            ("a", "image", "media/a.png"),
            ("b", "image", "media/b.bmp"),
            ("copy", "image", "media/copy.png"),
            ("icon", "image", "media/icon.png"),
            ("emf", "image", "media/drawing.emf"),
            ("cut", "image", "media/cut.png"),
            ("rotten", "image", "media/rotten.gif"),
            ("gone", "image", "media/gone.png"),
            ("web", "image", "http://127.0.0.1:9/a.png"),
        ],
        &[
            ("word/media/a.png", &large),
            ("word/media/b.bmp", &other),
            ("word/media/copy.png", &large),
            ("word/media/icon.png", &icon),
            ("word/media/drawing.emf", b"\x01\0\0\0\x6c\0\0\0"),
            ("word/media/cut.png", &damaged),
            ("word/media/rotten.gif", &rotten),
        ],
    );
    let prepared = try_prepare(&file).unwrap();
    let plan = &prepared.plan;
    assert_eq!(plan.source.kind, "docx");
    assert_eq!(plan.source.page_kind, Some(PageKind::Picture));
    assert_eq!(prepared.text.as_deref(), Some("图文"));
    let sizes: Vec<_> = plan
        .parts
        .iter()
        .map(|part| (part.width, part.height))
        .collect();
    assert_eq!(sizes, [(90, 70), (200, 100)]);
    assert!(plan.parts[1].encoder == Encoder::Original);
    assert!(*prepared.pictures[1].bytes == large);
    let pages: Vec<_> = plan.parts.iter().map(|part| part.page).collect();
    assert_eq!(pages, [Some(1), Some(2)]);
    for note in [
        Note::PicturesLeftOut,
        Note::PicturesSmall,
        Note::PicturesLinked,
    ] {
        assert!(plan.notes.contains(&note), "{:?}", plan.notes);
    }
    // The sheet for OCR must be the one that the plan describes.
    let sheet = shown(&file, &FONTS).unwrap();
    assert_eq!(
        (sheet.width, sheet.height),
        (plan.source.width, plan.source.height)
    );
    assert_eq!(plan.source.pages.len(), 2);
}

#[test]
fn a_document_may_be_pictures_alone_and_must_be_something() {
    let poster = picture(ImageFormat::Jpeg, 300, 200);
    let file = docx(
        &blip("a"),
        &[("a", "image", "media/a.jpg")],
        &[("word/media/a.jpg", &poster)],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!((prepared.text, prepared.pictures.len()), (None, 1));
    assert_eq!(try_prepare(&docx("<w:p/>", &[], &[])), Err(Refusal::Empty));
    let rotten = picture(ImageFormat::Gif, 120, 80);
    let file = docx(
        &blip("a"),
        &[("a", "image", "media/a.gif")],
        &[("word/media/a.gif", &rotten[..rotten.len() / 2])],
    );
    assert_usable(&try_prepare(&file));
}

#[test]
fn packages_are_told_by_their_directory_wherever_their_parts_are() {
    let filler = vec![7; 100_000];
    for (name, found) in [
        ("xl/workbook.xml", Content::Xlsx),
        ("word/document.xml", Content::Docx),
        ("ppt/presentation.xml", Content::Pptx),
        ("photos/1.jpg", Content::Zip),
    ] {
        let file = packed(&[
            ("docProps/thumbnail.bin", &filler),
            (TYPES, b""),
            (name, b""),
        ]);
        assert_eq!(Content::of(&file), found);
    }
    for (parts, found) in [
        (&["OFD.xml", "Doc_0/Document.xml"][..], Content::Ofd),
        (&[TYPES, "visio/document.xml"], Content::Visio),
        (&["Index/Document.iwa", "preview.jpg"], Content::Iwork),
        (&["Index.zip", "Metadata/Properties.plist"], Content::Iwork),
        (&["META-INF/container.xml", "OEBPS/a.xhtml"], Content::Epub),
        (
            &["content.json", "metadata.json", "Thumbnails/thumbnail.png"],
            Content::Xmind,
        ),
        (
            &["content.xml", "styles.xml", "META-INF/manifest.xml"],
            Content::Xmind,
        ),
        (
            &[TYPES, "_rels/.rels", "Documents/1/FixedDoc.fdoc"],
            Content::Package,
        ),
        (&["META-INF/MANIFEST.MF", "a.class"], Content::Package),
        (&["content.json", "a.jpg"], Content::Zip),
    ] {
        let parts: Vec<_> = parts.iter().map(|name| (*name, &b"x"[..])).collect();
        let file = packed(&parts);
        assert_eq!(Content::of(&file), found, "{parts:?}");
        if found != Content::Zip {
            assert_eq!(try_prepare(&file), Err(Refusal::Format { found }));
            // In an archive it stays one file.
            let outer = bytes::Bytes::from(packed(&[("a.dat", &file)]));
            let mut names = Vec::new();
            intake::unzip(&outer, |file| names.push(file.name)).unwrap();
            assert_eq!(names, ["a.dat"]);
        }
    }
    let book = packed(&[("mimetype", b"application/epub+zip"), ("a.xhtml", b"")]);
    assert_eq!(Content::of(&book), Content::Epub);
    // A folder of that name does not make a document.
    assert_eq!(Content::of(&packed(&[("word/a.txt", b"")])), Content::Zip);
    let mimetype = b"application/vnd.oasis.opendocument.text";
    let file = packed(&[("mimetype", mimetype), ("content.xml", b"")]);
    let found = Content::OpenDocument;
    assert_eq!(try_prepare(&file), Err(Refusal::Format { found }));
    assert_eq!(found.as_str(), "odf");
}

#[test]
fn pictures_kept_are_drawn_at_their_place() {
    let red = RgbImage::from_pixel(100, 80, image::Rgb([200, 0, 0]));
    let red = encoded(ImageFormat::Png, &red.into());
    let blue = RgbImage::from_pixel(100, 80, image::Rgb([0, 0, 200]));
    let blue = encoded(ImageFormat::Tiff, &blue.into());
    let file = docx(
        &(blip("a") + &blip("b")),
        &[
            ("a", "image", "media/a.png"),
            ("b", "image", "media/b.tiff"),
        ],
        &[("word/media/a.png", &red), ("word/media/b.tiff", &blue)],
    );
    let source = try_prepare(&file).unwrap().plan.source;
    let sheet = shown(&file, &FONTS).unwrap();
    let second = source.pages[1];
    let at = (second.y * sheet.width + second.x) as usize * 3;
    assert_eq!(sheet.rgb[at..at + 3], [0, 0, 200]);
}
