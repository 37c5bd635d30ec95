//! Generates pictures that can't be sent unchanged. They are made on each machine from photographs and fonts of Debian
//! packages; noise has a fixed seed, so that they are the same each time.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use image::{
    ImageBuffer, Rgb, Rgb32FImage, RgbImage, Rgba, RgbaImage,
    imageops::{self, FilterType},
};

/// Names and descriptions, in table order.
pub(crate) const ALL: [(&str, &str); 10] = [
    ("photo.jpg", "photograph, JPEG"),
    ("photo.tif", "photograph, TIFF"),
    ("noisy.png", "photograph with noise, PNG"),
    ("deep.png", "photograph of 16 bits, PNG"),
    ("alpha.png", "photograph cut out softly, PNG"),
    ("inks.jpg", "photograph in four inks, JPEG"),
    ("screen.png", "screenshot, text over a photograph, PNG"),
    ("long.png", "long poster over photographs, PNG"),
    ("page.tif", "coloured page for print, TIFF"),
    ("scan.tif", "scanned page with a table, TIFF"),
];

type Made = Result<(), Box<dyn Error>>;

pub(crate) fn make(folder: &Path) -> Made {
    fs::create_dir_all(folder)?;
    let to = |name: &str| folder.join(name);
    fs::copy(photograph("Infinite-Sea_by_Aury88"), to("photo.jpg"))?;
    open("seeding_by_Clements_Engelhardt")?.save(to("photo.tif"))?;
    let mut noise = Noise(1);
    noise
        .over(open("Dragonfly_by_Bolly")?, 12)
        .save(to("noisy.png"))?;
    deep(&to("deep.png"))?;
    cut_out(open("picosdeeuropa_by_Aitzol_Berasategi")?).save(to("alpha.png"))?;
    in_inks(&to("inks.jpg"))?;
    let drawn = to("drawn.png");
    let screen = Page {
        kind: "photo",
        photograph: "Infinite-Sea_by_Aury88",
        width: 1280,
        height: 1600,
        scale: "2",
    };
    screen.draw(1, &drawn)?;
    fs::rename(&drawn, to("screen.png"))?;
    long(&drawn)?.save(to("long.png"))?;
    let page = Page {
        kind: "colour",
        photograph: "",
        width: 1654,
        height: 2339,
        scale: "2.5",
    };
    page.draw(2, &drawn)?;
    image::open(&drawn)?.into_rgb8().save(to("page.tif"))?;
    let table = Page {
        kind: "table",
        scale: "2",
        ..page
    };
    table.draw(3, &drawn)?;
    let printed = imageops::fast_blur(&image::open(&drawn)?.into_rgb8(), 0.7);
    noise.over(on_paper(printed), 6).save(to("scan.tif"))?;
    fs::remove_file(drawn)?;
    Ok(())
}

fn photograph(name: &str) -> PathBuf {
    Path::new("/usr/share/backgrounds").join(format!("{name}.jpg"))
}

fn open(name: &str) -> Result<RgbImage, Box<dyn Error>> {
    Ok(image::open(photograph(name))?.into_rgb8())
}

/// Downscales a larger photograph and keeps the precision between 256 levels.
fn deep(to: &Path) -> Made {
    let large: Rgb32FImage = image::open(photograph("Kleiber_by_Lukas_Baubkus"))?.into_rgb32f();
    let small = imageops::resize(&large, 4000, 2250, FilterType::Triangle);
    let (width, height) = small.dimensions();
    let pixels = small
        .into_raw()
        .into_iter()
        .map(|part| (part * 65_535.0).round() as u16)
        .collect();
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> =
        ImageBuffer::from_raw(width, height, pixels).ok_or("a picture of another size")?;
    deep.save(to)?;
    Ok(())
}

/// An oval cut-out with a soft edge.
fn cut_out(picture: RgbImage) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let off = |at: u32, side: u32| (f64::from(at) * 2.0 / f64::from(side) - 1.0).powi(2);
    RgbaImage::from_fn(width, height, |x, y| {
        let Rgb([r, g, b]) = *picture.get_pixel(x, y);
        let inside = (1.1 - (off(x, width) + off(y, height)).sqrt()) * 4.0;
        Rgba([r, g, b, (inside.clamp(0.0, 1.0) * 255.0) as u8])
    })
}

/// CMYK, as a print shop sends it.
fn in_inks(to: &Path) -> Made {
    let mut command = Command::new("convert");
    command
        .arg(photograph("Kleiber_by_Lukas_Baubkus"))
        .args(["-resize", "5400x", "-colorspace", "CMYK", "-quality", "96"])
        .arg(to);
    succeed(&mut command)
}

/// Posters stacked vertically.
fn long(drawn: &Path) -> Result<RgbImage, Box<dyn Error>> {
    let photographs = [
        "picosdeeuropa_by_Aitzol_Berasategi",
        "Kleiber_by_Lukas_Baubkus",
        "life_by_Aitzol_Berasategi",
        "Infinite-Sea_by_Aury88",
    ];
    let mut whole = RgbImage::new(1080, 14_000);
    for (number, photograph) in photographs.iter().cycle().take(8).enumerate() {
        let poster = Page {
            kind: "photo",
            photograph,
            width: 1080,
            height: 1750,
            scale: "1",
        };
        poster.draw(10 + number, drawn)?;
        let poster = image::open(drawn)?.into_rgb8();
        imageops::replace(&mut whole, &poster, 0, number as i64 * 1750);
    }
    Ok(whole)
}

/// Paper is not white, nor is ink black.
fn on_paper(mut page: RgbImage) -> RgbImage {
    for Rgb(parts) in page.pixels_mut() {
        for (part, paper) in parts.iter_mut().zip([212_u32, 208, 196]) {
            *part = (30 + u32::from(*part) * paper / 255) as u8;
        }
    }
    page
}

/// A poster of the page in `benches/posters`.
#[derive(Clone, Copy)]
struct Page<'a> {
    kind: &'a str,
    photograph: &'a str,
    width: u32,
    height: u32,
    /// Device pixels per CSS pixel.
    scale: &'a str,
}

impl Page<'_> {
    fn draw(self, seed: usize, to: &Path) -> Made {
        let Self {
            kind,
            width,
            height,
            scale,
            ..
        } = self;
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../posters/poster.html");
        let photograph = photograph(self.photograph);
        let address = format!(
            "file://{}#{kind},Noto Sans CJK SC,{seed},{width},{height},{},12",
            page.canonicalize()?.display(),
            photograph.display(),
        );
        let mut command = Command::new("chromium");
        command
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                "--virtual-time-budget=3000",
            ])
            .arg(format!("--force-device-scale-factor={scale}"))
            .arg(format!("--window-size={width},{height}"))
            .arg(format!("--screenshot={}", to.display()))
            .arg(address.replace(' ', "%20"));
        succeed(&mut command)
    }
}

fn succeed(command: &mut Command) -> Made {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("{command:?}: {status}").into());
    }
    Ok(())
}

/// Deterministic pseudo-random numbers.
struct Noise(u32);

impl Noise {
    /// Adds noise of up to `levels` levels to every channel; the extremes are rare.
    fn over(&mut self, mut picture: RgbImage, levels: i32) -> RgbImage {
        for part in picture.iter_mut() {
            let moved = i32::from(*part) + (self.draw(levels) + self.draw(levels)) / 2;
            *part = moved.clamp(0, 255) as u8;
        }
        picture
    }

    fn draw(&mut self, levels: i32) -> i32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as i32 % (2 * levels + 1) - levels
    }
}
