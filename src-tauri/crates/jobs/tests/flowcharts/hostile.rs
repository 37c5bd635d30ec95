//! Every chart is drawn or refused with a reason, by the worker's own limits at the latest, and none includes external content.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use drawing::{Drawn, Refusal};

use super::{draw, fixtures, kin};

/// The outcome of a chart, if it is one of the allowed ones.
async fn end_of(name: &str, svg: &[u8]) -> String {
    let (outcome, seconds) = draw(svg, 1.0).await;
    let end = match outcome {
        Ok((Ok(drawn), png)) => {
            assert!(png.starts_with(b"\x89PNG"), "{name}");
            format!("drawn {}x{}", drawn.pixel_width, drawn.pixel_height)
        }
        Ok((Err(refusal), png)) => {
            assert!(png.is_empty(), "{name}");
            refusal.to_string()
        }
        Err(error @ (worker::Error::OutOfMemory | worker::Error::OutOfTime { .. })) => {
            error.to_string()
        }
        Err(other) => panic!("{name}: {other}"),
    };
    println!("{seconds:5.2} s  {name}: {end}");
    end
}

#[tokio::test]
async fn every_hostile_file_ends_in_time_with_a_reason_or_a_picture() {
    for (name, expected) in [
        ("ok.svg", "drawn 640x320"),
        ("laughs.svg", "the SVG declares entities (nested)"),
        ("xxe.svg", "the SVG declares entities (external)"),
        ("quad.svg", "the SVG declares entities (too_long)"),
        (
            "use10_6.svg",
            "the SVG is too complex: more than 200000 (elements)",
        ),
        ("filter814.svg", "drawn 934x1024"),
        ("filter_oct.svg", "drawn 2000x2000"),
        (
            "deepop1000.svg",
            "the SVG is too complex: more than 256 (depth)",
        ),
        ("local.svg", "drawn 50x50"),
        ("huge.svg", "drawn 4096x4096"),
    ] {
        let svg = std::fs::read(fixtures().join("hostile").join(name)).unwrap();
        assert_eq!(end_of(name, &svg).await, expected, "{name}");
    }
}

#[tokio::test]
async fn kin_of_the_hostile_files_end_so_too() {
    for (name, svg) in kin::all() {
        end_of(name, svg.as_bytes()).await;
    }
}

async fn picture(svg: &str) -> Result<(Drawn, Vec<u8>), Refusal> {
    let (answer, png) = draw(svg.as_bytes(), 1.0).await.0.unwrap();
    answer.map(|drawn| (drawn, png))
}

/// Charts that reference `address` in every possible way.
fn charts_naming(address: &str) -> Vec<String> {
    let chart = |body: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='50' height='50'><rect width='50' height='50' fill='#fff'/>{body}</svg>"
        )
    };
    let inner = BASE64_STANDARD.encode(chart(&format!(
        "<image href='{address}' width='50' height='50'/>"
    )));
    [
        format!("<image href='{address}' width='50' height='50'/>"),
        format!("<image xlink:href='{address}' width='50' height='50'/>"),
        format!("<pattern id='p' width='50' height='50'><image href='{address}' width='50' height='50'/></pattern><rect width='50' height='50' fill='url(#p)'/>"),
        format!("<filter id='f'><feImage href='{address}'/></filter><rect filter='url(#f)' width='50' height='50' fill='#fff'/>"),
        format!("<style>@import url('{address}'); path{{fill:url('{address}')}}</style><path d='M0 0H50V50z' style='stroke:url({address}#a) #fff'/>"),
        format!("<foreignObject width='50' height='50'><div style='background:url({address})'><img src='{address}'/>x</div></foreignObject>"),
        format!("<use href='{address}#a'/>"),
        format!("<image width='50' height='50' href='data:image/svg+xml;base64,{inner}'/>"),
        format!("<image width='50' height='50' href='data:text/plain;base64,{inner}'/>"),
    ]
    .iter()
    .map(|body| chart(body))
    .collect()
}

#[tokio::test]
async fn nothing_outside_the_chart_is_brought_in() {
    let secret = std::fs::canonicalize(fixtures().join("hostile/secret.png")).unwrap();
    let secret = secret.display();
    let mut expected = Vec::new();
    for svg in charts_naming("nowhere.png") {
        expected.push(picture(&svg).await.unwrap().1);
    }
    for address in [
        "secret.png".to_owned(),
        format!("{secret}"),
        format!("file://{secret}"),
        format!("file:{secret}"),
        format!(" {secret}"),
        "http://127.0.0.1:9/secret.png".to_owned(),
        "//127.0.0.1/secret.png".to_owned(),
    ] {
        for (svg, expected) in charts_naming(&address).iter().zip(&expected) {
            let (_, png) = picture(svg).await.unwrap();
            assert!(png == *expected, "{svg}");
        }
    }
}

#[tokio::test]
async fn a_small_picture_inside_the_chart_is_drawn_and_others_are_counted() {
    let png = BASE64_STANDARD.encode(std::fs::read(fixtures().join("hostile/secret.png")).unwrap());
    let chart = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><rect width='50' height='50' fill='#fff'/><image href='data:image/png;base64,{png}' width='50' height='50'/><image href='http://127.0.0.1:9/a.png' width='9' height='9'/></svg>"
    );
    let (drawn, with) = picture(&chart).await.unwrap();
    assert_eq!(drawn.left_out.images, 1);
    let (_, without) = picture(&chart.replace("data:image/png", "data:image/bmp"))
        .await
        .unwrap();
    assert_ne!(with, without);
}
