//! Oversized pictures: prepared, audited in parts, and shown by part.

use std::{
    fs,
    ops::Range,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use demo_service::Pace;
use image::{Rgb, RgbImage, imageops};
use window_harness::{App, Desktop};

use crate::stage::{
    answering_to, app_of, chinese, chinese_at, desktop, enter_key, open, open_latest_record,
    poster, ready, report, service,
};

/// The distance between two lines of the long poster in pixels.
const PITCH: u32 = 40;
/// The height of a line in pixels.
const LINE: u32 = 26;
/// The size of a block in pixels. Blocks next to each line encode its number: a red one, then a black or white one for each bit.
const BLOCK: u32 = 6;
const BITS: u32 = 10;
const RED: Rgb<u8> = Rgb([255, 0, 0]);

/// A poster of 1080 × 14000 with 340 lines of text of 20 pixels, each with its encoded number.
pub fn long_poster() -> RgbImage {
    let leaflet = include_bytes!("../../src-tauri/crates/ocr/tests/fixtures/leaflet.png");
    let leaflet = image::load_from_memory(leaflet).unwrap().into_rgb8();
    // 本产品为非保本浮动收益型产品，业绩比
    let line = imageops::crop_imm(&leaflet, 28, 91, 334, 24).to_image();
    let line = imageops::resize(&line, 362, LINE, imageops::FilterType::CatmullRom);
    let mut poster = RgbImage::from_pixel(1080, 14_000, Rgb([255, 255, 255]));
    for number in 0..340 {
        let top = i64::from(top(number));
        imageops::replace(&mut poster, &line, 120, top);
        imageops::replace(&mut poster, &line, 560, top);
        for bit in 0..=BITS {
            let colour = match bit.checked_sub(1) {
                None => RED,
                Some(bit) if number >> bit & 1 == 1 => Rgb([0, 0, 0]),
                Some(_) => Rgb([255, 255, 255]),
            };
            let block = RgbImage::from_pixel(BLOCK, LINE, colour);
            imageops::replace(&mut poster, &block, i64::from(10 + bit * BLOCK), top);
        }
    }
    poster
}

fn top(number: u32) -> u32 {
    200 + number * PITCH
}

/// The numbers of the lines that are complete in a strip.
fn whole_lines(strip: &RgbImage) -> Vec<u32> {
    let red = |y: u32| *strip.get_pixel(10 + BLOCK / 2, y) == RED;
    let mut found = Vec::new();
    let mut from = 0;
    while from + LINE <= strip.height() {
        let rows: Range<u32> = from..from + LINE;
        let begins = from == 0 || !red(from - 1);
        if begins && rows.clone().all(red) {
            let dark =
                |bit: u32| strip.get_pixel(10 + (bit + 1) * BLOCK + BLOCK / 2, from).0[0] < 128;
            found.push((0..BITS).filter(|bit| dark(*bit)).map(|bit| 1 << bit).sum());
        }
        from += 1;
    }
    found
}

/// The picture in a request: the only form field that is not text.
fn picture_in(request: &[u8]) -> Option<Vec<u8>> {
    let head = String::from_utf8_lossy(request.get(..2_000).unwrap_or(request)).into_owned();
    let (_, boundary) = head.split_once("boundary=")?;
    let boundary = boundary.split("\r\n").next()?.trim_matches('"');
    let boundary = format!("\r\n--{boundary}");
    fields(request, boundary.as_bytes())
        .into_iter()
        .find_map(|field| {
            let start = field.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
            let body = field.get(start..)?;
            let is_picture =
                body.starts_with(b"\x89PNG\r\n\x1a\n") || body.starts_with(b"\xff\xd8\xff");
            is_picture.then(|| body.to_vec())
        })
}

fn fields<'a>(request: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let ends = request.windows(boundary.len()).enumerate();
    let ends: Vec<usize> = ends
        .filter(|(_, bytes)| *bytes == boundary)
        .map(|(at, _)| at)
        .collect();
    ends.windows(2)
        .filter_map(|pair| match *pair {
            [from, to] => request.get(from + boundary.len()..to),
            _ => None,
        })
        .collect()
}

/// The requests received by a service on loopback.
#[derive(Clone, Default)]
pub struct Received(Arc<Mutex<Vec<Vec<u8>>>>);

impl Received {
    /// Starts the service and returns its origin.
    pub async fn service(&self) -> String {
        let received = self.0.clone();
        answering_to(move |request| {
            received.lock().unwrap().push(request.to_vec());
            ("本部分没有发现问题，但仍须由人工复核。".to_owned(), None)
        })
        .await
    }

    /// Whether a request contains the text.
    pub fn says(&self, text: &str) -> bool {
        let requests = self.0.lock().unwrap();
        requests.iter().any(|request| {
            request
                .windows(text.len())
                .any(|bytes| bytes == text.as_bytes())
        })
    }

    /// Whether there was no request.
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }

    /// Whether one request contains both texts.
    pub fn says_together(&self, one: &str, other: &str) -> bool {
        let holds = |request: &[u8], text: &str| {
            request
                .windows(text.len())
                .any(|bytes| bytes == text.as_bytes())
        };
        let requests = self.0.lock().unwrap();
        requests
            .iter()
            .any(|request| holds(request, one) && holds(request, other))
    }

    /// Forgets all requests so far.
    pub fn forget(&self) {
        self.0.lock().unwrap().clear();
    }

    /// The pictures, in the order of their requests.
    pub fn pictures(&self) -> Vec<Vec<u8>> {
        let requests = self.0.lock().unwrap();
        requests
            .iter()
            .filter_map(|request| picture_in(request))
            .collect()
    }
}

/// Starts the app with a key for the service at this origin.
pub async fn with_key<'d>(desktop: &'d Desktop, origin: &str) -> App<'d> {
    let app = open(desktop, &chinese_at(origin)).await;
    enter_key(&app, "0123456789abcdef.example").await;
    app.click("nav a[data-screen=audit]").await;
    app
}

fn saved(desktop: &Desktop, name: &str, picture: &RgbImage) -> PathBuf {
    let path = desktop.home().path(format!("files/{name}"));
    picture.save(&path).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_poster_is_sent_in_strips_that_hold_every_line_whole_and_answered_in_one_report() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let file = saved(&desktop, "九月活动长图.png", &long_poster());
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_text("#sent-how", "6").await;
    app.screenshot("parts-ready").await;
    app.click("#sent-how").await;
    app.wait_for("#sent-list .sent-part").await;
    app.screenshot("parts-how").await;
    app.press("Escape");
    app.fill("#copy", "九月活动").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    app.wait_for_script("document.querySelectorAll('#audit-section h1.part[data-state=finished], #audit-document h1.part[data-state=finished], h1.part[data-state=finished]').length === 7").await;
    app.screenshot("parts-report").await;

    let pictures = received.pictures();
    assert_eq!(pictures.len(), 7, "the whole and six strips");
    let mut whole = Vec::new();
    for picture in pictures.iter().skip(1) {
        assert!(picture.len() <= 5_000_000);
        let strip = image::load_from_memory(picture).unwrap().into_rgb8();
        assert_eq!(strip.width(), 1080, "unscaled");
        whole.extend(whole_lines(&strip));
    }
    whole.sort_unstable();
    whole.dedup();
    assert_eq!(
        whole,
        (0..340).collect::<Vec<_>>(),
        "every line must be complete in a strip"
    );

    open_latest_record(&app).await;
    app.wait_for_script(
        "document.querySelectorAll('#screen-records h1.part[data-state=finished]').length === 7",
    )
    .await;
    app.screenshot("parts-record").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_fits_arrives_byte_for_byte_and_one_with_a_place_without_it() {
    let desktop = desktop();
    let received = Received::default();
    let app = with_key(&desktop, &received.service().await).await;
    let file = poster(&desktop, "海报.jpg");
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.press("ctrl+Return");
    report(&app, "finished").await;
    let plain = fs::read(&file).unwrap();
    assert!(
        received.pictures() == [plain.clone()],
        "the picture must be sent unchanged"
    );

    let located = desktop.home().path("files/手机照片.jpg");
    fs::write(&located, with_place(&plain)).unwrap();
    app.drop_files(&[&located], "#material").await;
    app.wait_for_text("#material-title", "手机照片").await;
    app.screenshot("material-without-place").await;
    app.press("ctrl+Return");
    app.wait_for("#audit-report[data-state=running], #audit-report[data-state=finished]")
        .await;
    report(&app, "finished").await;
    window_harness::until("the second picture", || {
        (received.pictures().len() == 2).then_some(())
    });
    let sent = received.pictures().pop().unwrap();
    assert!(
        !sent.windows(9).any(|bytes| bytes == b"31.230416"),
        "the location must be removed"
    );
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    assert!(
        pixels(&sent) == pixels(&plain),
        "the pixels must not change"
    );
}

/// Adds metadata with a location to the file.
fn with_place(jpeg: &[u8]) -> Vec<u8> {
    let xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" exif:GPSLatitude=\"31.230416\"/></rdf:RDF></x:xmpmeta>";
    let length = u16::try_from(xmp.len() + 2).unwrap().to_be_bytes();
    let (start, rest) = jpeg.split_at(2);
    [start, &[0xff, 0xe1], &length, xmp.as_bytes(), rest].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_kill_leaves_of_an_audit_in_parts_is_kept_and_only_the_rest_is_asked_for() {
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let app = app_of(&desktop, &service).await;
    let file = saved(&desktop, "长图.png", &long_poster());
    app.drop_files(&[&file], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.fill("#copy", "保本高收益").await;
    app.press("ctrl+Return");
    app.wait_for("h1.part[data-part='2'][data-state=running]")
        .await;
    app.kill();

    let app = desktop.start_app(&[]).await;
    ready(&app).await;
    open_latest_record(&app).await;
    app.wait_for("#screen-records h1.part[data-part='1'][data-state=finished]")
        .await;
    app.wait_for("#screen-records h1.part[data-part='2'][data-state=stopped]")
        .await;
    app.screenshot("parts-interrupted").await;
    app.click("#record-rest").await;
    app.wait_for("#app[data-screen=audit]").await;
    app.wait_for("#screen-audit h1.part[data-part='1'][data-state=kept]")
        .await;
    app.wait_for("#screen-audit h1.part[data-part='2'][data-state=running]")
        .await;
    app.screenshot("parts-rest").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tiff_is_shown_as_it_is_sent_and_a_preparation_can_be_stopped() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let small = image::load_from_memory(include_bytes!("../fixtures/poster.jpg")).unwrap();
    let tiff = saved(&desktop, "海报.tiff", &small.to_rgb8());
    app.drop_files(&[&tiff], "#material").await;
    app.wait_for("#material[data-state=loaded]").await;
    app.wait_for_text("#material-facts", "TIFF").await;
    app.wait_for_script("[...document.querySelectorAll('#viewer img')].some(i => i.complete && i.naturalWidth === 1240)").await;
    app.screenshot("material-tiff").await;

    let large = imageops::resize(
        &small.to_rgb8(),
        7_000,
        10_900,
        imageops::FilterType::Nearest,
    );
    let large = saved(&desktop, "户外大幅.png", &large);
    app.drop_files(&[&large], "#material").await;
    app.wait_for("#material-preparing:not([hidden])").await;
    app.screenshot("material-preparing").await;
    app.click("#material-stop").await;
    app.wait_for("#material-preparing[hidden]").await;
    app.wait_for_text("#material-title", "海报.tiff").await;
}
