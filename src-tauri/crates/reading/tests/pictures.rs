//! Whole pictures, read with the real models: `make models` fetches them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on has failed"
)]

use std::path::{Path, PathBuf};

use image::{RgbImage, imageops};
use reading::{Cancel, Direction, Limits, Models, Page, Picture, Progress, Reader};

fn reader() -> Reader {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/models");
    let models = Models::find(folder).expect("the models are fetched by `make models`");
    Reader::new(&models).unwrap()
}

fn fixture(name: &str) -> RgbImage {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/fixtures", name]
        .iter()
        .collect();
    image::open(path).unwrap().into_rgb8()
}

fn read(pixels: &RgbImage) -> Page {
    let picture = Picture::new(pixels.width(), pixels.height(), pixels.as_raw()).unwrap();
    reader()
        .read(&picture, &Limits::default(), &Cancel::new(), |_| {})
        .unwrap()
}

fn texts(page: &Page) -> Vec<String> {
    let plain = |text: &str| text.replace(' ', "").replace('，', ",");
    page.lines.iter().map(|line| plain(&line.text)).collect()
}

const POSTER: [&str; 13] = [
    "利息全网最低",
    "额度高达50万元随借随还",
    "限时抢购先到先得",
    "期限",
    "年化利率",
    "起购金额",
    "三个月",
    "3.15%",
    "1,000元",
    "一年期",
    "4.20%",
    "50,000元",
    "客户经理一对一服务400-123-4567",
];

#[test]
fn a_poster_with_a_table_is_read_row_by_row() {
    let page = read(&fixture("poster.png"));
    let texts = texts(&page);
    let mut expected: Vec<&str> = POSTER.to_vec();
    // The column stands beside the table: a person may read it before or after.
    let beside = expected.remove(2);
    assert!(texts.contains(&beside.to_owned()), "{texts:#?}");
    let table: Vec<&String> = texts.iter().filter(|text| *text != beside).collect();
    assert_eq!(table.get(..12).unwrap(), expected, "{texts:#?}");
    let column = page.lines.iter().find(|line| line.text == beside).unwrap();
    assert!(
        matches!(column.direction, Direction::Column | Direction::TurnedRight),
        "{column:?}"
    );
}

#[test]
fn the_columns_of_a_leaflet_are_read_one_after_the_other() {
    let text = texts(&read(&fixture("leaflet.png"))).concat();
    let places: Vec<usize> = ["养老年金", "本产品为", "谨慎作出", "犹豫期内", "欢迎来电"]
        .iter()
        .map(|part| {
            text.find(part)
                .unwrap_or_else(|| panic!("{part} is missing in {text}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?} in {text}");
}

#[test]
fn a_picture_turned_by_a_quarter_says_the_same_in_the_same_order() {
    let expected = texts(&read(&fixture("leaflet.png")));
    for (turned, direction) in [
        (
            imageops::rotate90(&fixture("leaflet.png")),
            Direction::TurnedRight,
        ),
        (
            imageops::rotate270(&fixture("leaflet.png")),
            Direction::TurnedLeft,
        ),
    ] {
        let page = read(&turned);
        assert!(
            page.lines.iter().all(|line| line.direction == direction),
            "{page:#?}"
        );
        let same = texts(&page)
            .iter()
            .zip(&expected)
            .filter(|(a, b)| a == b)
            .count();
        assert!(same * 10 >= expected.len() * 8, "{:#?}", texts(&page));
    }
}

#[test]
fn font_sizes_of_longer_lines_are_right_within_15_percent() {
    let page = read(&fixture("poster.png"));
    for (text, size) in [("利息全网最低", 64.0), ("额度高达50万元随借随还", 30.0)] {
        let line = page
            .lines
            .iter()
            .find(|line| line.text.replace(' ', "") == text)
            .unwrap();
        assert!(
            (line.font_size / size - 1.0).abs() < 0.15,
            "{} for {size}: {text}",
            line.font_size
        );
    }
}

#[test]
fn progress_tells_of_places_first_and_of_every_line_then() {
    let pixels = fixture("poster.png");
    let picture = Picture::new(pixels.width(), pixels.height(), pixels.as_raw()).unwrap();
    let (mut found, mut read) = (0, 0);
    reader()
        .read(
            &picture,
            &Limits::default(),
            &Cancel::new(),
            |progress| match progress {
                Progress::Looked { part } => assert!(part <= 1.0 && found == 0),
                Progress::Found { quads } => found = quads.len(),
                Progress::Read { done, of, .. } => {
                    read += 1;
                    assert_eq!((done, of), (read, found));
                }
            },
        )
        .unwrap();
    assert!(read >= POSTER.len());
}

#[test]
fn garbage_ends_soon_and_without_words() {
    let mut state = 1_u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let noise = RgbImage::from_fn(640, 480, |_, _| image::Rgb([noise(), noise(), noise()]));
    for pixels in [
        RgbImage::new(1, 1),
        RgbImage::new(1, 50_000),
        RgbImage::new(20_000, 2),
        RgbImage::new(800, 600),
        noise,
    ] {
        assert!(read(&pixels).lines.len() < 5);
    }
}

#[test]
fn of_40_000_tiny_lines_as_many_are_read_as_the_limit_says() {
    // Dashes of 20 × 6 pixels, 40,000 of them: as crowded as a picture can be.
    let pixels = RgbImage::from_fn(1280, 7_000, |x, y| {
        let dark = x % 26 < 20 && y % 9 < 6 && (x ^ y) % 3 != 0;
        image::Rgb([if dark { 0 } else { 255 }; 3])
    });
    let picture = Picture::new(pixels.width(), pixels.height(), pixels.as_raw()).unwrap();
    let limits = Limits {
        lines: 20,
        ..Limits::default()
    };
    let mut tried = 0;
    reader()
        .read(&picture, &limits, &Cancel::new(), |progress| {
            if let Progress::Found { quads } = progress {
                tried = quads.len();
            }
        })
        .unwrap();
    assert!(tried <= 20);
}
