//! Renders an SVG file as a PNG in the app's sandboxed child process: `svg2png in.svg out.png [--scale N]`.
//!
//! On failure it writes no file and prints the reason as one line on stderr.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use drawing::{DrawRequest, Refusal};
use jobs::draw::Draw;
use worker::{Job, Worker};

const USAGE: &str = "usage: svg2png in.svg out.png [--scale N]";

/// Why there is no PNG.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{USAGE}")]
    Usage,
    #[error("{path}: {cause}", path = .path.display())]
    File { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Worker(#[from] worker::Error),
    #[error("no runtime: {0}")]
    Runtime(io::Error),
}

fn main() -> ExitCode {
    if let Some(code) = jobs::serve() {
        return code;
    }
    match convert(std::env::args_os().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            _ = writeln!(io::stderr(), "svg2png: {failure}");
            ExitCode::from(if matches!(failure, Failure::Usage) {
                2
            } else {
                1
            })
        }
    }
}

fn convert(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let (input, output, scale) = read(arguments).ok_or(Failure::Usage)?;
    let svg = load(&input).map_err(|cause| Failure::File { path: input, cause })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let request = DrawRequest {
        scale,
        region: None,
    };
    let worker = Worker::of_this_program(jobs::BUILD)?;
    let (answer, png) = runtime.block_on(worker.run::<Draw>(&request, svg))?;
    answer?;
    save(&output, &png).map_err(|cause| Failure::File {
        path: output,
        cause,
    })
}

fn read(arguments: impl Iterator<Item = OsString>) -> Option<(PathBuf, PathBuf, f32)> {
    let mut paths = Vec::new();
    let mut scale = 1.0;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        if argument == "--scale" {
            scale = arguments.next()?.to_str()?.parse().ok()?;
        } else {
            paths.push(PathBuf::from(argument));
        }
    }
    let [input, output] = <[PathBuf; 2]>::try_from(paths).ok()?;
    (scale > 0.0).then_some((input, output, scale))
}

/// Reads one byte more than the job accepts, which is enough for a refusal.
fn load(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = Draw::LIMITS.input as u64 + 1;
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes atomically, so that a full disk leaves no truncated picture.
fn save(path: &Path, png: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = everybodys(&mut tempfile::Builder::new()).tempfile_in(folder)?;
    file.write_all(png)?;
    file.persist(path)?;
    Ok(())
}

/// Creates a file with mode 0666 less the umask.
#[cfg(unix)]
fn everybodys<'a, 'b>(
    builder: &'a mut tempfile::Builder<'b, 'b>,
) -> &'a mut tempfile::Builder<'b, 'b> {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

/// On other systems a new file inherits its folder's permissions.
#[cfg(not(unix))]
fn everybodys<'a, 'b>(
    builder: &'a mut tempfile::Builder<'b, 'b>,
) -> &'a mut tempfile::Builder<'b, 'b> {
    builder
}
