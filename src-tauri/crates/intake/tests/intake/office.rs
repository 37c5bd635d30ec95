//! Documents and presentations: what is written in them, and their pictures.

use bytes::Bytes;
use image::{ImageFormat, RgbImage};
use intake::{Content, Damage, Encoder, Limits, Note, PageKind, Prepared, Refusal, prepare, shown};
use proptest::prelude::*;

use crate::common::{FONTS, packed, picture};

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#;
const P: &str = r#"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram""#;
const TYPES: &str = "[Content_Types].xml";

/// References of a part: id, kind, target; one that begins with `http` is outside.
fn relations(list: &[(&str, &str, &str)]) -> String {
    let lines = list.iter().map(|(id, kind, target)| {
        let mode = match target.starts_with("http") || target.starts_with("file") {
            true => r#" TargetMode="External""#,
            false => "",
        };
        format!(
            r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>"#
        )
    });
    format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
        lines.collect::<String>()
    )
}

/// A package with a list of types and one reference to its main part.
fn package(main: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let root = relations(&[("rId1", "officeDocument", main)]);
    let mut files: Vec<(&str, &[u8])> =
        vec![(TYPES, b"<Types/>"), ("_rels/.rels", root.as_bytes())];
    files.extend(parts);
    packed(&files)
}

/// A document with that body, such references and such parts beside.
fn docx(body: &str, list: &[(&str, &str, &str)], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let body =
        format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>");
    let list = relations(list);
    let mut files = vec![
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", list.as_bytes()),
    ];
    files.extend(parts);
    package("word/document.xml", &files)
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn blip(id: &str) -> String {
    format!(r#"<w:p><w:r><w:drawing><a:blip r:embed="{id}"/></w:drawing></w:r></w:p>"#)
}

fn try_prepare(bytes: &[u8]) -> Result<Prepared, Refusal> {
    let bytes = Bytes::copy_from_slice(bytes);
    prepare(bytes, &Limits::default(), &FONTS, |_| None, |_| ())
}

fn text(bytes: &[u8]) -> String {
    try_prepare(bytes).unwrap().text.unwrap()
}

fn body_text(body: &str) -> String {
    text(&docx(body, &[], &[]))
}

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
    // One whose instructions never end takes no more than its paragraph.
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
    // Where the first form says nothing here, the second does.
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
        r#"<w:footnotes {W}><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>{}</w:footnote></w:footnotes>"#,
        paragraph("脚注")
    );
    let footer = part("ftr", "投资有风险");
    let file = docx(
        &paragraph("正文"),
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
    assert_eq!(prepared.text.unwrap(), "页眉\n\n正文\n\n脚注\n\n投资有风险");
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
    // Whole by its structure, and no picture all the same.
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
    // And the sheet that is read is the one that the plan tells of.
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
    let _ = try_prepare(&file);
}

/// A shape with a text, holding the place of that kind.
fn shape(place: Option<&str>, text: &str) -> String {
    let place = place.map(|kind| format!(r#"<p:ph type="{kind}"/>"#));
    format!(
        "<p:sp><p:nvSpPr><p:nvPr>{}</p:nvPr></p:nvSpPr><p:txBody><a:bodyPr/><a:p><a:pPr/><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>",
        place.unwrap_or_default()
    )
}

fn slide(kind: &str, more: &str, shapes: &str) -> String {
    format!("<p:{kind} {P}{more}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{kind}>")
}

#[test]
fn a_presentation_is_read_slide_by_slide_with_its_notes() {
    let list = relations(&[
        ("rId1", "slide", "slides/slide1.xml"),
        ("rId2", "slide", "slides/slide2.xml"),
    ]);
    let main = format!(
        r#"<p:presentation {P}><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>"#
    );
    let table = "<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>甲</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>乙</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>";
    let first = slide(
        "sld",
        r#" show="0""#,
        &[
            shape(Some("title"), "标题"),
            format!("<p:grpSp>{}</p:grpSp>", shape(None, "组内")),
            table.to_owned(),
            r#"<p:pic><p:blipFill><a:blip r:embed="rId2"/></p:blipFill></p:pic>"#.to_owned(),
            r#"<p:graphicFrame><dgm:relIds r:dm="rId4"/></p:graphicFrame>"#.to_owned(),
            r#"<p:graphicFrame><c:chart r:id="rId5"/></p:graphicFrame>"#.to_owned(),
        ]
        .concat(),
    );
    let second = slide("sld", "", &shape(None, "另一页"));
    let of_first = relations(&[
        ("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"),
        ("rId2", "image", "../media/image1.png"),
        ("rId3", "slideLayout", "../slideLayouts/slideLayout1.xml"),
        ("rId4", "diagramData", "../diagrams/data1.xml"),
        ("rId5", "chart", "../charts/chart1.xml"),
    ]);
    let notes = slide(
        "notes",
        "",
        &[shape(Some("sldNum"), "1"), shape(Some("body"), "口播词")].concat(),
    );
    let layout = slide(
        "sldLayout",
        "",
        &[
            shape(Some("title"), "单击此处编辑"),
            shape(None, "投资有风险"),
        ]
        .concat(),
    );
    let diagram = format!(
        "<dgm:dataModel {P}><dgm:t><a:p><a:r><a:t>步骤一</a:t></a:r></a:p></dgm:t></dgm:dataModel>"
    );
    let chart = format!(
        "<c:chartSpace {P}><c:cat><c:strCache><c:pt><c:v>一月</c:v></c:pt><c:pt><c:v>二月</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>8.5</c:v></c:pt></c:numCache></c:val></c:chartSpace>"
    );
    let poster = picture(ImageFormat::Png, 160, 90);
    let file = package(
        "ppt/presentation.xml",
        &[
            ("ppt/presentation.xml", main.as_bytes()),
            ("ppt/_rels/presentation.xml.rels", list.as_bytes()),
            ("ppt/slides/slide1.xml", first.as_bytes()),
            ("ppt/slides/_rels/slide1.xml.rels", of_first.as_bytes()),
            ("ppt/slides/slide2.xml", second.as_bytes()),
            ("ppt/notesSlides/notesSlide1.xml", notes.as_bytes()),
            ("ppt/slideLayouts/slideLayout1.xml", layout.as_bytes()),
            ("ppt/diagrams/data1.xml", diagram.as_bytes()),
            ("ppt/charts/chart1.xml", chart.as_bytes()),
            ("ppt/media/image1.png", &poster),
        ],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.plan.source.kind, "pptx");
    assert_eq!(
        prepared.text.unwrap(),
        "另一页\n\n标题\n组内\n甲\t乙\n步骤一\n一月\t二月\n8.5\n\n备注 Notes:\n口播词\n\n投资有风险"
    );
    assert_eq!(prepared.plan.notes, [Note::SlidesHidden]);
    assert_eq!(prepared.pictures.len(), 1);
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
    // A folder of that name makes no document.
    assert_eq!(Content::of(&packed(&[("word/a.txt", b"")])), Content::Zip);
    let mimetype = b"application/vnd.oasis.opendocument.text";
    let file = packed(&[("mimetype", mimetype), ("content.xml", b"")]);
    let found = Content::OpenDocument;
    assert_eq!(try_prepare(&file), Err(Refusal::Format { found }));
    assert_eq!(found.as_str(), "odf");
}

fn damaged(found: Content, damage: Damage) -> Result<Prepared, Refusal> {
    Err(Refusal::DocumentDamaged { found, damage })
}

#[test]
fn xml_that_is_a_trap_is_refused() {
    let structure = damaged(Content::Docx, Damage::Structure);
    let deep = format!(
        "{}{}",
        "<w:sdt>".repeat(100_000),
        "</w:sdt>".repeat(100_000)
    );
    assert_eq!(try_prepare(&docx(&deep, &[], &[])), structure);
    // A comment that seems to end where it begins, and something passed over that is not.
    let hidden = format!("<!--> <? -->{deep}?>");
    assert_eq!(try_prepare(&docx(&hidden, &[], &[])), structure);
    let wide: String = (0..200).map(|number| format!(" a{number}=\"\"")).collect();
    assert_eq!(
        try_prepare(&docx(&format!("<w:p{wide}/>"), &[], &[])),
        structure
    );
    let entities = format!(
        r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document {W}><w:body><w:p><w:r><w:t>&b;&b;&b;</w:t></w:r></w:p></w:body></w:document>"#
    );
    let file = package(
        "word/document.xml",
        &[("word/document.xml", entities.as_bytes())],
    );
    assert_eq!(try_prepare(&file), structure);
    // A thousand names in force, and every element adds one.
    let mut body: String = (0..100)
        .map(|depth| {
            let names: String = (0..100)
                .map(|n| format!(" xmlns:x{depth}y{n}=\"u\""))
                .collect();
            format!("<w:sdt{names}>")
        })
        .collect();
    body.push_str(&"<w:p xmlns:q=\"u\"/>".repeat(10_000));
    body.push_str(&"</w:sdt>".repeat(100));
    assert_eq!(try_prepare(&docx(&body, &[], &[])), structure);
}

#[test]
fn references_in_a_circle_and_out_of_the_package_lead_nowhere() {
    let file = docx(
        &paragraph("正文"),
        &[
            ("rId1", "header", "document.xml"),
            ("rId2", "footer", "../../../../etc/passwd"),
            ("rId3", "footnotes", "file:///etc/passwd"),
            ("rId4", "chart", "document.xml"),
        ],
        &[],
    );
    let _ = try_prepare(&file);
    let list = relations(&[
        ("rId1", "slide", "presentation.xml"),
        ("rId2", "slideLayout", "presentation.xml"),
    ]);
    let main = format!(
        r#"<p:presentation {P}><p:sldIdLst><p:sldId r:id="rId1"/><p:sldId r:id="rId1"/></p:sldIdLst>{}</p:presentation>"#,
        shape(None, "圈")
    );
    let file = package(
        "ppt/presentation.xml",
        &[
            ("ppt/presentation.xml", main.as_bytes()),
            ("ppt/_rels/presentation.xml.rels", list.as_bytes()),
        ],
    );
    assert_eq!(text(&file), "圈");
}

#[test]
fn a_part_that_unpacks_to_too_much_is_counted_while_it_does() {
    let zeros = vec![b' '; 65_000_000];
    let file = package("word/document.xml", &[("word/document.xml", &zeros)]);
    let limit = 64_000_000;
    let refusal = try_prepare(&file).unwrap_err();
    assert!(
        matches!(refusal, Refusal::DocumentTooVast { limit: l, actual } if l == limit && actual > limit)
    );
    assert_eq!(refusal.code(), "document_too_vast");
    let long = paragraph(&"字".repeat(500_001));
    let (limit, actual) = (500_000, 500_001);
    assert_eq!(
        try_prepare(&docx(&long, &[], &[])),
        Err(Refusal::TextTooLong { limit, actual })
    );
}

#[test]
fn a_document_that_lost_its_end_or_its_body_is_damaged() {
    let file = docx(&paragraph("正文"), &[], &[]);
    for end in [file.len() - 1, file.len() - 30] {
        assert_eq!(
            try_prepare(&file[..end]),
            damaged(Content::Docx, Damage::Truncated)
        );
    }
    let without = package("word/document.xml", &[("word/other.xml", b"<a/>")]);
    assert_eq!(
        try_prepare(&without),
        damaged(Content::Docx, Damage::Structure)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_make_nothing_fall(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let small = picture(ImageFormat::Png, 70, 70);
        let body = paragraph("正文") + &blip("a") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
        let mut file = docx(&body, &[("a", "image", "media/a.png")], &[("word/media/a.png", &small)]);
        for (at, byte) in changes {
            let at = at.index(file.len());
            if let Some(changed) = file.get_mut(at) {
                *changed = byte;
            }
        }
        let _ = try_prepare(&file);
        let _ = shown(&file, &FONTS);
    }

    #[test]
    fn any_xml_makes_nothing_fall(body in "(<w:(p|r|t|tbl|tr|tc|del|sdt)>|</w:(p|r|t|tbl|tr|tc|del|sdt)>|<w:(tab|br)/>|字|&|<!--|-->){0,60}") {
        let _ = try_prepare(&docx(&body, &[], &[]));
    }

    #[test]
    fn any_tree_makes_nothing_fall(names in prop::collection::vec(0_usize..14, 0..200)) {
        const NAMES: [&str; 14] = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:txbxContent", "mc:AlternateContent", "mc:Choice", "a:blip", "w:fldChar", "a:sp", "c", "w:ins"];
        let mut body = String::new();
        let mut open = Vec::new();
        for (number, name) in names.iter().map(|at| NAMES[*at]).enumerate() {
            body.push_str(&format!("<{name}>字"));
            open.push(name);
            if number % 3 == 2 {
                body.push_str(&format!("</{}>", open.pop().unwrap_or_default()));
            }
        }
        while let Some(name) = open.pop() {
            body.push_str(&format!("</{name}>"));
        }
        let _ = try_prepare(&docx(&body, &[], &[]));
    }
}

#[test]
fn pictures_kept_are_drawn_at_their_place() {
    let red = RgbImage::from_pixel(100, 80, image::Rgb([200, 0, 0]));
    let red = crate::common::encoded(ImageFormat::Png, &red.into());
    let blue = RgbImage::from_pixel(100, 80, image::Rgb([0, 0, 200]));
    let blue = crate::common::encoded(ImageFormat::Tiff, &blue.into());
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
