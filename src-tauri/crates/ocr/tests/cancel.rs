//! Measures the delay of a cancellation. It has a test binary of its own, because other tests would keep the cores busy.

use std::{
    thread,
    time::{Duration, Instant},
};

use image::RgbImage;
use ocr::{Cancel, Error, Limits, Models, Picture, Reader};

#[test]
fn cancelling_ends_reading_within_200_ms() {
    let pixels = RgbImage::from_pixel(1280, 2560, image::Rgb([255; 3]));
    let picture = Picture::new(pixels.width(), pixels.height(), pixels.as_raw()).unwrap();
    let cancel = Cancel::new();
    let models = Models::find(Models::folder()).expect("the models are fetched by `make models`");
    let reader = Reader::new(&models).unwrap();
    let ended = thread::scope(|scope| {
        let flag = cancel.clone();
        let reading = scope.spawn(move || {
            let outcome = reader.read(&picture, &Limits::default(), &flag, |_| {});
            (outcome, Instant::now())
        });
        cancel.cancel();
        let since = Instant::now();
        let (outcome, ended) = reading.join().unwrap();
        assert!(matches!(outcome, Err(Error::Cancelled)), "{outcome:?}");
        ended.saturating_duration_since(since)
    });
    assert!(ended < Duration::from_millis(200), "{ended:?}");
}
