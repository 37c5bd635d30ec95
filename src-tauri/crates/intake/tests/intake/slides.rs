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
