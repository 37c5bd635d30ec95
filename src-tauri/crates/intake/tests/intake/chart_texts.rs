//! Text and numbers of charts as they are displayed.

use intake::Note;

use crate::packages::{P, docx, relations};
use crate::preparing::try_prepare;

/// Text and notes of a document with one chart; `drawn` is drawn on it.
fn read(chart: &str, drawn: Option<&str>) -> (String, Vec<Note>) {
    let chart = format!("<c:chartSpace {P}>{chart}</c:chartSpace>");
    let list = relations(&[("rId1", "chartUserShapes", "../drawings/drawing1.xml")]);
    let drawn = drawn.map(|shapes| format!("<c:userShapes {P}>{shapes}</c:userShapes>"));
    let mut parts = vec![("word/charts/chart1.xml", chart.as_bytes())];
    if let Some(drawn) = &drawn {
        parts.push(("word/charts/_rels/chart1.xml.rels", list.as_bytes()));
        parts.push(("word/drawings/drawing1.xml", drawn.as_bytes()));
    }
    let body = r#"<w:p><w:r><w:drawing><c:chart r:id="a"/></w:drawing></w:r></w:p>"#;
    let file = docx(body, &[("a", "chart", "charts/chart1.xml")], &parts);
    let prepared = try_prepare(&file).unwrap();
    (prepared.text.unwrap(), prepared.plan.notes)
}

fn points(list: &[(usize, &str)]) -> String {
    let points = list
        .iter()
        .map(|(at, text)| format!(r#"<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>"#));
    points.collect()
}

fn numbers(kind: &str, format: &str, count: usize, list: &[(usize, &str)]) -> String {
    format!(
        r#"<c:{kind}><c:numRef><c:f>Sheet1!$B$2</c:f><c:numCache><c:formatCode>{format}</c:formatCode><c:ptCount val="{count}"/>{}</c:numCache></c:numRef></c:{kind}>"#,
        points(list)
    )
}

fn words(kind: &str, list: &[&str]) -> String {
    let list: Vec<_> = list.iter().copied().enumerate().collect();
    format!(
        r#"<c:{kind}><c:strRef><c:strCache><c:ptCount val="{}"/>{}</c:strCache></c:strRef></c:{kind}>"#,
        list.len(),
        points(&list)
    )
}

fn plot(kind: &str, inner: &str, axes: &str) -> String {
    format!(
        r#"<c:chart><c:plotArea><c:{kind}>{inner}<c:axId val="1"/><c:axId val="2"/></c:{kind}>{axes}</c:plotArea></c:chart>"#
    )
}

fn series(parts: &[String]) -> String {
    format!("<c:ser>{}</c:ser>", parts.concat())
}

#[test]
fn numbers_are_written_in_their_format_and_gaps_keep_their_column() {
    let chart = plot(
        "lineChart",
        &(series(&[
            words("tx", &["业绩基准"]),
            words("cat", &["一月", "二月", "三月"]),
            numbers(
                "val",
                "0.00%",
                3,
                &[(0, "3.8500000000000003E-2"), (2, "0.04")],
            ),
        ]) + &series(&[
            words("tx", &["规模"]),
            words("cat", &["一月", "二月", "三月"]),
            numbers("val", "#,##0.0", 3, &[(1, "1234.56"), (2, "-8")]),
        ])),
        "",
    );
    let (text, notes) = read(&chart, None);
    assert_eq!(
        text,
        "\t一月\t二月\t三月\n业绩基准\t3.85%\t\t4.00%\n规模\t\t1,234.6\t-8.0".trim_start()
    );
    assert_eq!(notes, []);
}

#[test]
fn dates_are_dates() {
    let chart = plot(
        "areaChart",
        &series(&[
            numbers("cat", "yyyy/m/d", 2, &[(0, "45292"), (1, "45323")]),
            numbers("val", "General", 2, &[(0, "1.02"), (1, "1.05")]),
        ]),
        "",
    );
    assert_eq!(read(&chart, None).0, "2024/1/1\t2024/2/1\n1.02\t1.05");
    let axis = r#"<c:dateAx><c:axId val="1"/><c:numFmt formatCode="yyyy&quot;年&quot;m&quot;月&quot;" sourceLinked="0"/></c:dateAx>"#;
    let chart = plot(
        "areaChart",
        &series(&[
            numbers("cat", "yyyy/m/d", 1, &[(0, "45292")]),
            numbers("val", "General", 1, &[(0, "1")]),
        ]),
        axis,
    );
    assert_eq!(read(&chart, None).0, "2024年1月\n1");
    let old = format!(
        r#"<c:date1904 val="1"/>{}"#,
        plot(
            "areaChart",
            &series(&[
                numbers("cat", "yyyy-m-d", 1, &[(0, "0")]),
                numbers("val", "General", 1, &[(0, "1")])
            ]),
            "",
        )
    );
    assert_eq!(read(&old, None).0, "1904-1-1\n1");
}

#[test]
fn labels_come_before_cells_and_cells_before_the_axis() {
    let labels = |format: &str| {
        format!(
            r#"<c:dLbls><c:numFmt formatCode="{format}" sourceLinked="0"/><c:showVal val="1"/></c:dLbls>"#
        )
    };
    let axis =
        r#"<c:valAx><c:axId val="2"/><c:numFmt formatCode="0%" sourceLinked="0"/></c:valAx>"#;
    let with = |labels: &str, format: &str| {
        let chart = plot(
            "barChart",
            &series(&[
                labels.to_owned(),
                numbers("val", format, 1, &[(0, "0.0385")]),
            ]),
            axis,
        );
        read(&chart, None).0
    };
    assert_eq!(with(&labels("0.0%"), "0.00%"), "3.9%");
    // A label may show the number as it is.
    assert_eq!(with(&labels("General"), "0.00%"), "0.0385");
    assert_eq!(with("", "0.00%"), "3.85%");
    assert_eq!(with("", "General"), "4%");
    let pie = plot(
        "pieChart",
        &series(&[
            r#"<c:dLbls><c:showVal val="0"/><c:showPercent val="1"/></c:dLbls>"#.to_owned(),
            words("cat", &["股票", "债券"]),
            numbers("val", "General", 2, &[(0, "1"), (1, "3")]),
        ]),
        "",
    );
    assert_eq!(read(&pie, None).0, "股票\t债券\n25%\t75%");
}

#[test]
fn what_is_typed_into_a_chart_or_drawn_on_it_is_told() {
    let rich = |text: &str| {
        format!("<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx>")
    };
    let chart = format!(
        "<c:chart><c:title>{}</c:title><c:plotArea><c:barChart>{}</c:barChart><c:valAx><c:axId val=\"2\"/><c:title>{}</c:title></c:valAx></c:plotArea></c:chart>",
        rich("业绩走势"),
        series(&[
            format!(
                r#"<c:dLbls><c:dLbl><c:idx val="0"/>{}</c:dLbl></c:dLbls>"#,
                rich("最高")
            ),
            words("cat", &["一月"]),
            numbers("val", "0", 1, &[(0, "7")]),
        ]),
        rich("亿元"),
    );
    let drawn = "<cdr:relSizeAnchor xmlns:cdr=\"x\"><cdr:sp><cdr:txBody><a:bodyPr/><a:p><a:r><a:t>历史业绩不代表未来</a:t></a:r></a:p></cdr:txBody></cdr:sp></cdr:relSizeAnchor>";
    assert_eq!(
        read(&chart, Some(drawn)).0,
        "业绩走势\n一月\n7\n最高\n亿元\n历史业绩不代表未来"
    );
}

#[test]
fn a_format_that_is_not_understood_is_said() {
    let chart = plot(
        "barChart",
        &series(&[numbers("val", "# ?/?", 1, &[(0, "0.5")])]),
        "",
    );
    assert_eq!(
        read(&chart, None),
        ("0.5".to_owned(), vec![Note::ChartNumbersGuessed])
    );
}

#[test]
fn categories_of_several_levels_and_series_that_are_filtered_out() {
    let levels = format!(
        r#"<c:cat><c:multiLvlStrRef><c:multiLvlStrCache><c:ptCount val="2"/><c:lvl>{}</c:lvl><c:lvl>{}</c:lvl></c:multiLvlStrCache></c:multiLvlStrRef></c:cat>"#,
        points(&[(0, "一季度"), (1, "二季度")]),
        points(&[(0, "2024年")]),
    );
    let filtered =
        "<c:extLst><c:ext><c:ser><c:tx><c:v>不显示</c:v></c:tx></c:ser></c:ext></c:extLst>";
    let chart = plot(
        "barChart",
        &(series(&[levels, numbers("val", "0", 2, &[(0, "1"), (1, "2")])]) + filtered),
        "",
    );
    assert_eq!(read(&chart, None).0, "2024年 一季度\t二季度\n1\t2");
}
