//! Reads whole pictures with the real models; `make models` installs them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step fails the test"
)]

use std::path::PathBuf;

use image::{RgbImage, imageops};
use ocr::{Cancel, Direction, Limits, Models, Page, Picture, Progress, Reader, Turn};

fn reader() -> Reader {
    let models = Models::find(Models::folder()).expect("the models are fetched by `make models`");
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
    // The column stands beside the table and may be read before or after it.
    let beside = expected.remove(2);
    assert!(texts.contains(&beside.to_owned()), "{texts:#?}");
    let table: Vec<&String> = texts.iter().filter(|text| *text != beside).collect();
    assert_eq!(table.get(..12).unwrap(), expected, "{texts:#?}");
    let column = page.lines.iter().find(|line| line.text == beside).unwrap();
    assert_eq!(column.direction, Direction::Column, "{column:?}");
}

/// With the line breaks of the page.
const LEAFLET: [&str; 12] = [
    "养老年金保险产品说明",
    "本产品为非保本浮动收益型产品,业绩比",
    "较基准不是预期收益率,也不构成收益承",
    "诺。请您认真阅读产品说明书和风险揭示",
    "书,充分了解产品的风险等级与投资范",
    "围,谨慎作出购买决定。",
    "犹豫期内退保可全额退还保费,犹豫期之",
    "后退保会有损失。保险责任以合同条款为",
    "准,本公司不对市场波动负责。全国统一",
    "客服热线每日早晨九点至晚上九点为您服",
    "务,欢迎来电咨询。",
    "本图为软件测试用示例,所示机构与产品均为虚构。",
];

#[test]
fn the_columns_of_a_leaflet_are_read_one_after_the_other_and_the_foot_last() {
    let texts = texts(&read(&fixture("leaflet.png")));
    assert_eq!(texts, LEAFLET);
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
fn a_picture_turned_by_a_quarter_says_so_and_an_upright_one_does_not() {
    assert_eq!(read(&fixture("leaflet.png")).turned, Turn::None);
    assert_eq!(read(&fixture("poster.png")).turned, Turn::None);
    let turned = |pixels: &RgbImage| read(pixels).turned;
    assert_eq!(
        turned(&imageops::rotate90(&fixture("leaflet.png"))),
        Turn::Right
    );
    assert_eq!(
        turned(&imageops::rotate270(&fixture("leaflet.png"))),
        Turn::Left
    );
}

#[test]
fn a_picture_upside_down_says_the_same_in_the_same_order_and_at_its_places() {
    for name in ["leaflet.png", "figures.png"] {
        let upright = fixture(name);
        let (width, height) = (upright.width() as f32, upright.height() as f32);
        let (expected, page) = (read(&upright), read(&imageops::rotate180(&upright)));
        assert_eq!(page.turned, Turn::Half);
        let same = texts(&page)
            .iter()
            .zip(&texts(&expected))
            .filter(|(a, b)| a == b)
            .count();
        assert!(same * 10 >= expected.lines.len() * 8, "{:#?}", texts(&page));
        for line in &page.lines {
            let Some(other) = expected.lines.iter().find(|other| other.text == line.text) else {
                continue;
            };
            let (corner, there) = (line.quad[0], other.quad[0]);
            let from = (corner.x + there.x - width).hypot(corner.y + there.y - height);
            assert!(from < 12.0, "{line:?} {other:?}");
        }
    }
}

#[test]
fn a_dot_does_not_split_a_headline_and_characters_set_apart_make_one_column() {
    let mut page = read(&fixture("apart.png"));
    // Between the characters, detection may find strokes that are none.
    page.lines.retain(|line| line.confidence > 0.6);
    let texts: Vec<String> = texts(&page)
        .iter()
        .map(|text| text.replace(['•', '●'], "·"))
        .collect();
    assert_eq!(
        texts,
        [
            "红利·低波",
            "红利·低波",
            "稳健·增值",
            "稳健增值长期",
            "每日计息按月",
            "养老年金终身",
        ]
    );
    let columns = page.lines.iter().skip(3);
    for column in columns {
        assert_eq!(column.direction, Direction::Column, "{column:?}");
    }
}

#[test]
fn display_figures_of_hundreds_of_pixels_are_read() {
    let texts = texts(&read(&fixture("display.png")));
    let before = texts.iter().position(|text| text == "第").unwrap();
    let figure = texts.get(before + 1).unwrap();
    assert!(figure.starts_with('7'), "{texts:#?}");
    assert!(texts.iter().any(|text| text == "50"), "{texts:#?}");
}

#[test]
fn font_sizes_of_longer_lines_are_right_within_15_percent_in_every_face() {
    let mut lines = read(&fixture("poster.png")).lines;
    lines.extend(read(&fixture("faces.png")).lines);
    for (text, size) in [
        ("利息全网最低", 64.0),
        ("额度高达50万元随借随还", 30.0),
        ("本产品为非保本浮动收益型产品", 20.0),
        ("Pastperformanceisnoguide", 28.0),
        ("投资有风险入市需谨慎", 22.0),
        ("Termsandconditionsapply", 24.0),
        ("历史业绩不代表未来表现", 24.0),
        ("Representativeexample", 26.0),
        ("犹豫期内退保可全额退还保费", 26.0),
        ("Applyonlinetoday", 22.0),
        ("基金管理人承诺以诚实信用原则", 20.0),
        ("WealthManagement", 30.0),
        ("全国统一客服热线九点", 30.0),
        // In this font l looks like 1.
        ("G1oba1EquityIndexFund", 28.0),
        // A condensed font.
        ("请您认真阅读产品说明书", 32.0),
        ("客户经理一对一服务400-123-4567", 21.0),
        ("PremierSavingsaccount", 28.0),
        // Letter-spaced by a third and by a fifth of the font size.
        ("养老年金终身领取", 22.0),
        ("重疾医疗双重保障", 26.0),
    ] {
        let line = lines
            .iter()
            .find(|line| line.text.replace(' ', "") == text)
            .unwrap_or_else(|| panic!("{text} is missing in {lines:#?}"));
        assert!(
            (line.font_size / size - 1.0).abs() < 0.15,
            "{} for {size}: {text}",
            line.font_size
        );
    }
}

#[test]
fn font_sizes_of_figures_in_ruled_tables_are_right_within_15_percent_in_every_face() {
    let lines = read(&fixture("figures.png")).lines;
    let rows = [
        (12.0, "73,920元 21.30% 400-889-1543 2026年8月24日"),
        (12.0, "64,370元 20.35% 400-875-9932 2026年1月10日"),
        (12.0, "68,496元 16.58% 400-792-8017 2026年9月18日"),
        (12.0, "40,064元 22.92% 400-164-4723 2026年6月20日"),
        (16.0, "25,006元 14.78% 400-731-9346 2026年7月19日"),
        (16.0, "36,994元 23.66% 400-496-1716 2026年2月22日"),
        // A condensed font.
        (20.0, "56,160元 15.21% 400-340-6485 2026年9月12日"),
        (14.0, "41,368元 18.17% 400-290-8076 2026年6月19日"),
        // Capitals letter-spaced by a fifth of the font size.
        (24.0, "PREMIERSAVINGS"),
        (24.0, "Subjecttostatusandcreditcheck"),
    ];
    for (size, text) in rows
        .iter()
        .flat_map(|(size, row)| row.split(' ').map(move |text| (size, text)))
    {
        let line = lines
            .iter()
            .find(|line| line.text.replace(' ', "").replace('，', ",") == text)
            .unwrap_or_else(|| panic!("{text} is missing in {lines:#?}"));
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
