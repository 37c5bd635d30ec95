//! Reads a picture and prints its lines as JSON; with `--draw`, also saves the picture with their boxes.
//!
//! `cargo run -p ocr --example read -- PICTURE [--draw OUT.png]`

use std::{env, error::Error, io::Write, path::PathBuf, process::ExitCode, time::Instant};

use image::{ImageDecoder, Rgb, RgbImage};
use ocr::{Cancel, Limits, Models, Picture, Point, Progress, Quad, Reader};
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [picture] => read(picture, None),
        [picture, option, out] if option == "--draw" => read(picture, Some(out)),
        _ => Err("usage: read PICTURE [--draw OUT.png]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "read: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(picture: &str, draw: Option<&String>) -> Result<(), Box<dyn Error>> {
    let folder = env::var_os("READING_MODELS").map_or_else(Models::folder, PathBuf::from);
    let models = Models::find(folder).map_err(|error| format!("{error}; run make models"))?;
    let reader = Reader::new(&models)?;
    let mut decoder = image::ImageReader::open(picture)?.with_guessed_format()?;
    decoder.no_limits();
    let mut decoder = decoder.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut upright = image::DynamicImage::from_decoder(decoder)?;
    upright.apply_orientation(orientation);
    let mut pixels = on_white(upright);

    let since = Instant::now();
    let mut found_after = None;
    let view = Picture::new(pixels.width(), pixels.height(), pixels.as_raw())?;
    let page = reader.read(&view, &Limits::default(), &Cancel::new(), |progress| {
        if let Progress::Found { .. } = progress {
            found_after = Some(since.elapsed());
        }
    })?;
    let took = since.elapsed();

    let lines: Vec<_> = page
        .lines
        .iter()
        .map(|line| {
            json!({
                "text": line.text,
                "confidence": line.confidence,
                "quad": line.quad.map(|point| [point.x, point.y]),
                "direction": format!("{:?}", line.direction),
                "font_size": line.font_size,
            })
        })
        .collect();
    let report = json!({
        "lines": lines,
        "left_out": page.left_out,
        "turned": format!("{:?}", page.turned),
        "found_ms": found_after.map(|time| time.as_millis() as u64),
        "took_ms": took.as_millis() as u64,
    });
    writeln!(std::io::stdout(), "{report:#}")?;
    if let Some(out) = draw {
        for line in &page.lines {
            outline(&mut pixels, &line.quad);
        }
        pixels.save(out)?;
    }
    Ok(())
}

/// Composites transparent pictures onto white, the usual background on screen.
fn on_white(picture: image::DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, a] = picture.get_pixel(x, y).0.map(u16::from);
        Rgb([r, g, b].map(|value| ((value * a + 255 * (255 - a)) / 255) as u8))
    })
}

/// Draws a quadrilateral with its upper side in blue, which shows the reading direction.
fn outline(picture: &mut RgbImage, quad: &Quad) {
    let [a, b, c, d] = *quad;
    for (from, to, colour) in [
        (a, b, [0, 80, 255]),
        (b, c, [255, 0, 0]),
        (c, d, [255, 0, 0]),
        (d, a, [255, 0, 0]),
    ] {
        stroke(picture, from, to, Rgb(colour));
    }
}

fn stroke(picture: &mut RgbImage, from: Point, to: Point, colour: Rgb<u8>) {
    let steps = (to.x - from.x).hypot(to.y - from.y).ceil().max(1.0);
    for step in 0..=steps as u32 {
        let part = step as f32 / steps;
        let (x, y) = (
            from.x + (to.x - from.x) * part,
            from.y + (to.y - from.y) * part,
        );
        for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)] {
            if let Some(pixel) =
                picture.get_pixel_mut_checked((x + dx).max(0.0) as u32, (y + dy).max(0.0) as u32)
            {
                *pixel = colour;
            }
        }
    }
}
