//! The programs to compare: ours, Tesseract, RapidOCR.
//!
//! Ours and RapidOCR load their models once and take pictures one at a time, so that programs can alternate and other load
//! on the machine slows all of them alike.

use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ocr::{Cancel, Limits, Models, Picture, Reader};
use serde::{Deserialize, Serialize};

/// A line as a program read it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Heard {
    pub(crate) text: String,
    pub(crate) quad: [[f32; 2]; 4],
    /// In pixels; zero if the program does not report it.
    #[serde(default)]
    pub(crate) font_size: f32,
}

/// Result of a program for one picture.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) picture: String,
    pub(crate) heard: Vec<Heard>,
    /// Wall-clock time from request to answer, including decoding of the file.
    pub(crate) seconds: f64,
    /// CPU time in seconds, including all threads.
    pub(crate) cpu: f64,
    /// Peak memory since the program was started.
    pub(crate) megabytes: f64,
}

/// A program that is ready to read.
pub(crate) enum Program {
    /// Runs continuously; answers each line with a path by a line of JSON.
    Running {
        child: Child,
        questions: ChildStdin,
        answers: BufReader<ChildStdout>,
    },
    /// Is started for each picture.
    Tesseract,
}

impl Program {
    /// Starts `ours`, `tesseract`, `rapidocr` or `rapidocr-full`, and waits until it has read the picture `first` as an
    /// unmeasured warm-up.
    pub(crate) fn start(name: &str, first: &Path) -> Result<Self, Box<dyn Error>> {
        let mut command = match name {
            "tesseract" => return Ok(Self::Tesseract),
            "ours" => Command::new(std::env::current_exe()?),
            _ => {
                let python =
                    std::env::var_os("RAPIDOCR_PYTHON").unwrap_or_else(|| "python3".into());
                let mut command = Command::new(python);
                command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("rapid.py"));
                command
            }
        };
        let mut child = command
            .arg(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (questions, answers) = child
            .stdin
            .take()
            .zip(child.stdout.take())
            .ok_or("a program without a way to talk to it")?;
        let mut program = Self::Running {
            child,
            questions,
            answers: BufReader::new(answers),
        };
        program.read(first)?;
        Ok(program)
    }

    /// Reads a picture.
    pub(crate) fn read(&mut self, picture: &Path) -> Result<Outcome, Box<dyn Error>> {
        let since = Instant::now();
        let mut outcome = match self {
            Self::Tesseract => tesseract(picture)?,
            Self::Running {
                child,
                questions,
                answers,
            } => {
                let before = usage(child.id()).cpu;
                writeln!(questions, "{}", picture.display())?;
                questions.flush()?;
                let mut line = String::new();
                // RapidOCR's libraries may print lines of their own.
                while !line.starts_with('[') {
                    line.clear();
                    if answers.read_line(&mut line)? == 0 {
                        return Err(format!("it ended at {}", picture.display()).into());
                    }
                }
                let used = usage(child.id());
                Outcome {
                    heard: serde_json::from_str(&line)?,
                    cpu: used.cpu - before,
                    megabytes: used.megabytes,
                    ..Outcome::default()
                }
            }
        };
        outcome.seconds = since.elapsed().as_secs_f64();
        outcome.picture = picture
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(outcome)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Self::Running { child, .. } = self {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[derive(Default)]
struct Usage {
    cpu: f64,
    megabytes: f64,
}

/// Resources used by a process so far.
fn usage(process: u32) -> Usage {
    let file = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}"));
    // After the name, which may contain spaces: the state, then numbers; the 12th and 13th are hundredths of a second.
    let stat = file("stat").unwrap_or_default();
    let ticks: f64 = stat
        .rsplit_once(") ")
        .map_or("", |(_, rest)| rest)
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|number| number.parse::<f64>().ok())
        .sum();
    let status = file("status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok())
        .unwrap_or(0.0);
    Usage {
        cpu: ticks / 100.0,
        megabytes: kilobytes / 1024.0,
    }
}

/// The other end of [`Program::read`]: a JSON line for each picture.
pub(crate) fn ours() -> Result<(), Box<dyn Error>> {
    let folder = std::env::var_os("READING_MODELS").map_or_else(Models::folder, PathBuf::from);
    let reader = Reader::new(&Models::find(folder)?)?;
    for path in std::io::stdin().lines() {
        let mut file = image::ImageReader::open(path?)?.with_guessed_format()?;
        file.no_limits();
        let pixels = file.decode()?.into_rgb8();
        let picture = Picture::new(pixels.width(), pixels.height(), pixels.as_raw())?;
        let page = reader.read(&picture, &Limits::default(), &Cancel::new(), |_| {})?;
        let heard: Vec<Heard> = page
            .lines
            .into_iter()
            .map(|line| Heard {
                text: line.text,
                quad: line.quad.map(|point| [point.x, point.y]),
                font_size: line.font_size,
            })
            .collect();
        println!("{}", serde_json::to_string(&heard)?);
    }
    Ok(())
}

/// Runs Tesseract once per picture, as a user would; sparse text (11) works better on posters than automatic layout (3).
fn tesseract(picture: &Path) -> Result<Outcome, Box<dyn Error>> {
    let mut child = Command::new("tesseract")
        .arg(picture)
        .args(["stdout", "-l", "chi_sim+eng", "--psm", "11", "tsv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut outcome = Outcome::default();
    let process = child.id();
    let rows = thread::scope(|scope| -> Result<String, Box<dyn Error>> {
        let output = child.stdout.take().ok_or("no output")?;
        let rows = scope.spawn(move || std::io::read_to_string(output));
        while child.try_wait()?.is_none() {
            let used = usage(process);
            outcome.cpu = outcome.cpu.max(used.cpu);
            outcome.megabytes = outcome.megabytes.max(used.megabytes);
            thread::sleep(Duration::from_millis(10));
        }
        Ok(rows.join().map_err(|_| "no output")??)
    })?;
    outcome.heard = rows.lines().skip(1).filter_map(word).collect();
    Ok(outcome)
}

fn word(row: &str) -> Option<Heard> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [_, _, _, _, _, _, left, top, width, height, _, text] = cells.as_slice() else {
        return None;
    };
    let number = |cell: &str| cell.parse::<f32>().ok();
    let (left, top, width, height) = (number(left)?, number(top)?, number(width)?, number(height)?);
    let (right, bottom) = (left + width, top + height);
    (!text.trim().is_empty()).then(|| Heard {
        text: (*text).to_owned(),
        quad: [[left, top], [right, top], [right, bottom], [left, bottom]],
        font_size: 0.0,
    })
}
