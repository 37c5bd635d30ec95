//! PPTX presentations, slide by slide.

use image::ImageFormat;
use intake::Note;

use crate::common::picture;
use crate::packages::{P, package, relations, shape, slide};
use crate::preparing::try_prepare;

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
        "",
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
        "<c:chartSpace {P}><c:chart><c:plotArea><c:barChart><c:ser><c:cat><c:strCache><c:pt><c:v>一月</c:v></c:pt><c:pt><c:v>二月</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>8.5</c:v></c:pt></c:numCache></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
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
    assert_eq!(prepared.plan.notes, []);
    assert_eq!(prepared.pictures.len(), 1);
}

/// A presentation of these slides, each with its relationships, and additional parts.
fn presentation(slides: &[(&str, &str)], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let names: Vec<_> = (1..=slides.len())
        .map(|number| {
            let slide = format!("slides/slide{number}.xml");
            (
                format!("rId{number}"),
                slide,
                format!("ppt/slides/_rels/slide{number}.xml.rels"),
            )
        })
        .collect();
    let list: Vec<_> = names
        .iter()
        .map(|(id, slide, _)| (id.as_str(), "slide", slide.as_str()))
        .collect();
    let list = relations(&list);
    let ids: String = names
        .iter()
        .map(|(id, _, _)| format!(r#"<p:sldId r:id="{id}"/>"#))
        .collect();
    let size = r#"<p:sldSz cx="9144000" cy="6858000"/>"#;
    let main = format!("<p:presentation {P}><p:sldIdLst>{ids}</p:sldIdLst>{size}</p:presentation>");
    let mut files = vec![
        ("ppt/presentation.xml".to_owned(), main.as_bytes()),
        (
            "ppt/_rels/presentation.xml.rels".to_owned(),
            list.as_bytes(),
        ),
    ];
    for ((_, name, rels), (slide, related)) in names.iter().zip(slides) {
        files.push((format!("ppt/{name}"), slide.as_bytes()));
        files.push((rels.clone(), related.as_bytes()));
    }
    files.extend(parts.iter().map(|(name, part)| ((*name).to_owned(), *part)));
    let files: Vec<_> = files
        .iter()
        .map(|(name, part)| (name.as_str(), *part))
        .collect();
    package("ppt/presentation.xml", &files)
}

#[test]
fn what_a_slide_show_hides_is_left_out_and_comments_are_told() {
    let hidden_shape = shape(None, "看不见").replace(
        "<p:nvSpPr>",
        r#"<p:nvSpPr><p:cNvPr id="2" name="x" hidden="1"/>"#,
    );
    let hidden_group = format!(
        r#"<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="y" hidden="true"/></p:nvGrpSpPr>{}</p:grpSp>"#,
        shape(None, "组里看不见")
    );
    let first = slide(
        "sld",
        "",
        &[shape(None, "看得见"), hidden_shape, hidden_group].concat(),
    );
    let second = slide("sld", r#" show="0""#, &shape(None, "隐藏页"));
    let alone = slide("sld", r#" showMasterSp="0""#, &shape(None, "末页"));
    let with_layout = relations(&[("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")]);
    let with_comments = relations(&[("rId1", "comments", "../comments/comment1.xml")]);
    let layout = slide("sldLayout", "", &shape(None, "版式文字"));
    let file = presentation(
        &[
            (&first, &with_comments),
            (&second, &with_layout),
            (&alone, &with_layout),
        ],
        &[("ppt/slideLayouts/slideLayout1.xml", layout.as_bytes())],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.text.unwrap(), "看得见\n\n末页");
    let notes = prepared.plan.notes;
    assert_eq!(
        notes,
        [
            Note::HiddenLeftOut,
            Note::CommentsLeftOut,
            Note::HiddenSlidesLeftOut
        ]
    );
}

#[test]
fn on_slides_numbers_are_raised_and_lists_are_numbered() {
    let run = |more: &str, text: &str| format!("<a:r><a:rPr{more}/><a:t>{text}</a:t></a:r>");
    let numbered = |text: &str, more: &str| {
        format!(
            "<a:p><a:pPr{more}><a:buAutoNum type=\"arabicPeriod\"/></a:pPr>{}</a:p>",
            run("", text)
        )
    };
    let ticked = r#"<a:p><a:pPr><a:buFont typeface="Wingdings"/><a:buChar char="&#xFE;"/></a:pPr><a:r><a:t>同意</a:t></a:r></a:p>"#;
    let text = [
        format!("<a:p>{}{}</a:p>", run("", "10"), run(r#" baseline="30000""#, "9")),
        format!("<a:p>{}{}{}</a:p>", run("", "CO"), run(r#" baseline="-25000""#, "2"), run("", "排放")),
        numbered("甲", ""),
        numbered("子", r#" lvl="1""#),
        numbered("乙", ""),
        ticked.to_owned(),
        r#"<a:p><a:r><a:rPr><a:latin typeface="Wingdings 2"/></a:rPr><a:t>R</a:t></a:r><a:r><a:t>是</a:t></a:r></a:p>"#.to_owned(),
    ];
    let body = format!(
        "<p:sp><p:txBody><a:bodyPr/>{}</p:txBody></p:sp>",
        text.concat()
    );
    let file = presentation(&[(&slide("sld", "", &body), &relations(&[]))], &[]);
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(
        prepared.text.unwrap(),
        "10⁹\nCO₂排放\n1. 甲\n1. 子\n2. 乙\n☑ 同意\n☑是"
    );
    assert_eq!(prepared.plan.notes, []);
}

#[test]
fn what_stands_beside_a_slide_is_left_out() {
    let at = |text: &str, x: i64, y: i64, rot: &str| {
        let place = format!(
            r#"<p:spPr><a:xfrm{rot}><a:off x="{x}" y="{y}"/><a:ext cx="1000000" cy="400000"/></a:xfrm></p:spPr><p:txBody>"#
        );
        shape(None, text).replace("<p:txBody>", &place)
    };
    let shapes = [
        at("里面", 0, 0, ""),
        at("伸出一半", -500_000, 6_600_000, ""),
        at("左边草稿", -1_000_000, 0, ""),
        at("下边草稿", 0, 6_858_000, ""),
        at("转过来", 0, -500_000, r#" rot="5400000""#),
    ];
    let file = presentation(
        &[(&slide("sld", "", &shapes.concat()), &relations(&[]))],
        &[],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.text.unwrap(), "里面\n伸出一半\n转过来");
    assert_eq!(prepared.plan.notes, [Note::HiddenLeftOut]);
}
