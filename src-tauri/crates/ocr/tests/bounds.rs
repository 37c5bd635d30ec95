//! Bounds on time and memory for adversarial pictures, each read in a process of its own.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

use std::{env, fs, path::Path, process::Command, time::Duration};

use image::{Rgb, RgbImage, imageops};
use ocr::{Cancel, Limits, Models, Picture, Progress, Reader};

/// Environment variable that tells the child which picture to read.
const CASE: &str = "READING_BOUNDS_CASE";
/// CPU time of all threads, which does not depend on other load on the machine.
const MINUTE: Duration = Duration::from_secs(60);
/// Maximum memory beyond the pixels, models and program included.
const MEGABYTES: u64 = 700;

fn picture(case: &str) -> RgbImage {
    match case {
        "dot" => RgbImage::new(1, 1),
        "thread" => RgbImage::new(1, 50_000),
        "wire" => RgbImage::new(50_000, 1),
        "black" => RgbImage::new(3000, 3000),
        "noise" => {
            let mut state = 1_u32;
            let mut noise = move || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            RgbImage::from_fn(2000, 2000, |_, _| Rgb([noise(), noise(), noise()]))
        }
        "crowd" => crowd(),
        _ => panic!("no such case: {case}"),
    }
}

/// 40,000 lines of small text, five letters of 10 pixels each.
fn crowd() -> RgbImage {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/leaflet.png");
    let leaflet = image::open(fixture).unwrap().into_rgb8();
    let (across, down) = (16, 2500);
    let words: Vec<RgbImage> = (0..4)
        .map(|part| {
            let words = imageops::crop_imm(&leaflet, 28 + part * 70, 248, 70, 20).to_image();
            imageops::resize(&words, 50, 14, imageops::FilterType::Triangle)
        })
        .collect();
    let mut sheet = RgbImage::from_pixel(across * 80, down * 17, Rgb([255; 3]));
    for number in 0..across * down {
        let words = words.get(number as usize % words.len()).unwrap();
        let (x, y) = (number % across * 80 + 15, number / across * 17 + 2);
        imageops::replace(&mut sheet, words, i64::from(x), i64::from(y));
    }
    sheet
}

/// CPU time used by this process: fields 14 and 15 of `/proc/self/stat`, in hundredths of a second. The name in field 2 may
/// contain spaces.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, rest) = stat.rsplit_once(") ").unwrap();
    let ticks = rest.split(' ').skip(11).take(2);
    Duration::from_millis(ticks.map(|ticks| ticks.parse::<u64>().unwrap() * 10).sum())
}

/// The child process. Prints the number of lines detected and read, its peak memory in MB beyond the pixels, and its CPU
/// time in ms.
#[test]
#[ignore = "started by the other tests"]
fn child() {
    let pixels = picture(&env::var(CASE).expect("started by the other tests"));
    let models = Models::find(Models::folder()).expect("the models are fetched by `make models`");
    let reader = Reader::new(&models).unwrap();
    let view = Picture::new(pixels.width(), pixels.height(), pixels.as_raw()).unwrap();
    let mut found = 0;
    let before = processor();
    let page = reader
        .read(&view, &Limits::default(), &Cancel::new(), |progress| {
            if let Progress::Found { quads } = progress {
                found = quads.len();
            }
        })
        .unwrap();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next())
        .map_or(0, |number| number.parse().unwrap());
    println!(
        "\nanswer {} {} {} {} {}",
        found,
        page.lines.len(),
        page.left_out,
        (kilobytes / 1024).saturating_sub(pixels.as_raw().len() as u64 >> 20),
        (processor() - before).as_millis(),
    );
}

struct Answer {
    found: u64,
    read: u64,
    left_out: u64,
}

/// Reads a picture in a child process and asserts the bounds.
fn bounded(case: &str, time: Duration) -> Answer {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env(CASE, case)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let answer: Vec<u64> = output
        .lines()
        .find_map(|line| line.strip_prefix("answer "))
        .unwrap_or_else(|| panic!("{case}: {output}"))
        .split(' ')
        .map(|number| number.parse().unwrap())
        .collect();
    let [found, read, left_out, megabytes, took] = answer.as_slice() else {
        panic!("{case}: {answer:?}");
    };
    assert!(*megabytes < MEGABYTES, "{case}: {megabytes} MB");
    assert!(
        Duration::from_millis(*took) < time,
        "{case}: {took} ms, {megabytes} MB, {found} found"
    );
    Answer {
        found: *found,
        read: *read,
        left_out: *left_out,
    }
}

#[test]
fn pictures_without_text_are_read_within_a_minute_and_say_nothing() {
    for case in ["dot", "thread", "wire", "black", "noise"] {
        assert!(bounded(case, MINUTE).read < 5, "{case}");
    }
}

#[test]
fn of_40_000_small_lines_as_many_are_read_as_the_limits_allow() {
    let answer = bounded("crowd", 3 * MINUTE);
    assert_eq!(answer.found, Limits::default().lines as u64);
    assert!(answer.left_out > 0);
    assert!(answer.read > answer.found / 2, "{}", answer.read);
}
