//! The programs, each run as one process per picture, as a user would wait for it.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use image::{RgbImage, imageops};
use intake::Plan;

/// Maximum bytes of a picture, as in `intake`'s limits.
pub(crate) const LIMIT: u64 = 5_000_000;

/// A program to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Ours,
    ImageMagick,
    Vips,
    Pillow,
}

/// All programs, ours first.
pub(crate) const ALL: [Program; 4] = [
    Program::Ours,
    Program::ImageMagick,
    Program::Vips,
    Program::Pillow,
];

/// Cost of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Took {
    /// Wall-clock time of the process.
    pub(crate) seconds: f64,
    /// CPU time in seconds, including all threads and children.
    pub(crate) cpu: f64,
    /// Peak memory of one process.
    pub(crate) megabytes: f64,
}

/// What a program made of a picture.
pub(crate) struct Made {
    pub(crate) bytes: u64,
    /// Short description of the method.
    pub(crate) how: String,
    /// Its pixels, with strips joined.
    pub(crate) pixels: RgbImage,
}

impl Program {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::ImageMagick => "ImageMagick",
            Self::Vips => "libvips",
            Self::Pillow => "Pillow",
        }
    }

    /// Command that writes `out`: a folder for ours; for the others a JPEG, or a PPM with the picture as they decode it.
    fn command(self, prepare: &Path, picture: &Path, out: &Path, limit: u64) -> Command {
        let beside = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let mut command = match self {
            Self::Ours => Command::new(prepare),
            Self::ImageMagick => Command::new("convert"),
            Self::Vips => Command::new(beside("vips.sh")),
            Self::Pillow => {
                // The interpreter for which Debian packages Pillow.
                let mut command = Command::new("/usr/bin/python3");
                command.arg(beside("pillow.py"));
                command
            }
        };
        command.arg(picture);
        if self == Self::ImageMagick {
            command
                .args(["-background", "white", "-alpha", "remove"])
                .args(["-colorspace", "sRGB", "-depth", "8"])
                .arg("-define")
                .arg(format!("jpeg:extent={limit}B"));
        }
        command.arg(out);
        if matches!(self, Self::Vips | Self::Pillow) {
            command.arg(limit.to_string());
        }
        command
    }

    /// Fits the picture once into `limit` bytes, which for ours is always [`LIMIT`], and writes the result into `folder`.
    pub(crate) fn run(
        self,
        prepare: &Path,
        picture: &Path,
        folder: &Path,
        limit: u64,
    ) -> Result<Took, Box<dyn Error>> {
        let out = self.out(folder);
        if self == Self::Ours && out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let inner = self.command(prepare, picture, &out, limit);
        let used = folder.join("used");
        let mut command = Command::new("/usr/bin/time");
        command
            .args(["-f", "%U %S %M", "-o"])
            .arg(&used)
            .arg(inner.get_program())
            .args(inner.get_args());
        let since = Instant::now();
        succeed(&mut command)?;
        let seconds = since.elapsed().as_secs_f64();
        let used = fs::read_to_string(used)?;
        let numbers: Vec<f64> = used
            .split_whitespace()
            .filter_map(|number| number.parse().ok())
            .collect();
        let [user, system, kilobytes] = numbers.as_slice() else {
            return Err(format!("time said {used}").into());
        };
        Ok(Took {
            seconds,
            cpu: user + system,
            megabytes: kilobytes / 1024.0,
        })
    }

    fn out(self, folder: &Path) -> PathBuf {
        match self {
            Self::Ours => folder.join("ours"),
            _ => folder.join(format!("{}.jpg", self.name())),
        }
    }

    /// The picture as this program decodes it, which separates the loss of fitting from differences in decoding.
    pub(crate) fn source(self, picture: &Path, folder: &Path) -> Result<RgbImage, Box<dyn Error>> {
        if self == Self::Ours {
            let shown = intake::shown(&fs::read(picture)?, &intake::Fonts::load())
                .map_err(|refusal| format!("{}: {refusal}", picture.display()))?;
            return RgbImage::from_raw(shown.width, shown.height, shown.rgb)
                .ok_or_else(|| "pixels of another number".into());
        }
        let out = folder.join("source.ppm");
        succeed(&mut self.command(Path::new(""), picture, &out, LIMIT))?;
        let pixels = image::open(&out)?.into_rgb8();
        fs::remove_file(out)?;
        Ok(pixels)
    }

    /// Result of the last run.
    pub(crate) fn made(self, folder: &Path) -> Result<Made, Box<dyn Error>> {
        let out = self.out(folder);
        if self == Self::Ours {
            return joined(&out);
        }
        let pixels = image::open(&out)?.into_rgb8();
        let bytes = fs::metadata(out)?.len();
        let how = "JPEG".to_owned();
        Ok(Made { bytes, how, pixels })
    }
}

/// What ours sends, with strips at their positions.
fn joined(folder: &Path) -> Result<Made, Box<dyn Error>> {
    let plan: Plan = serde_json::from_slice(&fs::read(folder.join("plan.json"))?)?;
    let mut pixels = RgbImage::new(plan.source.width, plan.source.height);
    let mut how = Vec::new();
    // The first of several parts is a downscaled overview, which adds nothing.
    let first = usize::from(plan.parts.len() > 1);
    for (number, part) in plan.parts.iter().enumerate().skip(first) {
        let file = |ending: &str| folder.join(format!("{:02}.{ending}", number + 1));
        let (path, kind) = match part.quality {
            Some(quality) => (file("jpg"), format!("JPEG {quality}")),
            None => (file("png"), "PNG".to_owned()),
        };
        let mut cut = image::open(path)?.into_rgb8();
        let region = part.region;
        if cut.dimensions() != (region.width, region.height) {
            let filter = imageops::FilterType::Lanczos3;
            cut = imageops::resize(&cut, region.width, region.height, filter);
        }
        imageops::replace(&mut pixels, &cut, region.x.into(), region.y.into());
        if !how.contains(&kind) {
            how.push(kind);
        }
    }
    let mut how = how.join(", ");
    if first > 0 {
        how = format!("{} strips and the whole: {how}", plan.parts.len() - 1);
    }
    let bytes = plan.parts.iter().map(|part| part.bytes).sum();
    Ok(Made { bytes, how, pixels })
}

fn succeed(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?}: {said}").into());
    }
    Ok(())
}
