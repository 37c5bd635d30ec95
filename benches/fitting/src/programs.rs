//! The programs, each a process of its own a picture, as a person would wait for it.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use image::{RgbImage, imageops};
use intake::Plan;

/// Bytes that a picture may have: those of `intake`'s limits.
pub(crate) const LIMIT: u64 = 5_000_000;

/// Who fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Ours,
    ImageMagick,
    Vips,
    Pillow,
}

/// All of them, ours first.
pub(crate) const ALL: [Program; 4] = [
    Program::Ours,
    Program::ImageMagick,
    Program::Vips,
    Program::Pillow,
];

/// What one run took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Took {
    /// From the start of the process to its end.
    pub(crate) seconds: f64,
    /// On the processor, all threads and children together.
    pub(crate) cpu: f64,
    /// Most memory of one process.
    pub(crate) megabytes: f64,
}

/// What a program made of a picture.
pub(crate) struct Made {
    pub(crate) bytes: u64,
    /// How, in short.
    pub(crate) how: String,
    /// Its pixels, of strips together.
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

    /// The run that writes `out`: a folder for ours, a JPEG or, to see what it sees in the picture, a PPM for the others.
    fn command(self, prepare: &Path, picture: &Path, out: &Path, limit: u64) -> Command {
        let beside = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let mut command = match self {
            Self::Ours => Command::new(prepare),
            Self::ImageMagick => Command::new("convert"),
            Self::Vips => Command::new(beside("vips.sh")),
            Self::Pillow => {
                // The one that Debian's packages are for.
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

    /// Has it fit the picture once into `limit` bytes, which for ours is always [`LIMIT`]; what it wrote is in `folder` then.
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

    /// The picture as this program sees it: what is lost by fitting is told from other ways to unpack it.
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

    /// What the last run wrote.
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

/// What ours sends, strips laid where they were cut out.
fn joined(folder: &Path) -> Result<Made, Box<dyn Error>> {
    let plan: Plan = serde_json::from_slice(&fs::read(folder.join("plan.json"))?)?;
    let mut pixels = RgbImage::new(plan.source.width, plan.source.height);
    let mut how = Vec::new();
    // Of several parts the first is the whole, shrunk, which shows no more than they do.
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
