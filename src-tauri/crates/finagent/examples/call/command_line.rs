//! Turns the command line into a request in two steps: parse the arguments, then read the files they name.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::File,
    io::{self, Read, Write},
};

use finagent::{
    CallOptions, Error, Field, IMAGE_LIMIT, Image, Mode, Origin, Problem, Request, SUBJECT_MAX,
    Turn, Unit, Violation, characters,
};
use serde_json::{Value, json};

/// Usage text.
pub const USAGE: &str = "\
Calls a FinAgent endpoint; the key comes from FINAGENT_API_KEY.

  call diligence --company S
  call audit     [TEXT] [--image F]
  call sparring  TEXT [--history F.json]
  call updates   TEXT

TEXT is one of --text S, --query S (the same) and --text-file F.
Each may have
  --base-url URL   another origin than https://open.bigmodel.cn
  --sync           one answer at the end instead of a stream
  --model M        4-Plus (default) or 4-Air
  --temperature T  0.0 to 1.0, by default 0.5
A company or topic of more than 25 characters is sent with a warning.

Standard output gets one line of JSON for each event and one for the outcome:
  {\"outcome\":\"finished\",\"output\":…,\"svg\":…,\"usage\":…}
  {\"outcome\":\"failed\",\"code\":…,\"params\":…,\"partial\":…}
The exit code is 0 when the answer finished, 1 when it did not, 2 when the command line is wrong.
";

const COMMON: [&str; 3] = ["--base-url", "--model", "--temperature"];
const TEXTS: [&str; 3] = ["--text", "--query", "--text-file"];

/// The most bytes read of a text or history file, in case the path is wrong.
const TEXT_FILE_LIMIT: u64 = 64_000_000;

/// Why the arguments are not acted on.
pub enum Misuse {
    /// The user asks for help.
    Help,
    /// The arguments are invalid.
    Wrong(String),
}

/// Why the request can't be built.
pub enum Refusal {
    /// The client rejects it.
    Error(Error),
    /// A file can't be read.
    File { path: String, cause: io::Error },
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Refusal {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Error(error) => error.code(),
            Self::File { .. } => "file_unreadable",
        }
    }

    pub fn params(&self) -> Value {
        match self {
            Self::Error(error) => error.params(),
            Self::File { path, cause } => json!({ "file": path, "detail": cause.to_string() }),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Command {
    Diligence,
    Audit,
    Sparring,
    Updates,
}

impl Command {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "diligence" => Self::Diligence,
            "audit" => Self::Audit,
            "sparring" => Self::Sparring,
            "updates" => Self::Updates,
            _ => return None,
        })
    }

    fn takes(self, flag: &str) -> bool {
        COMMON.contains(&flag)
            || match self {
                Self::Diligence => flag == "--company",
                Self::Audit => TEXTS.contains(&flag) || flag == "--image",
                Self::Sparring => TEXTS.contains(&flag) || flag == "--history",
                Self::Updates => TEXTS.contains(&flag),
            }
    }
}

/// The parsed arguments.
pub struct CommandLine {
    command: Command,
    sync: bool,
    values: BTreeMap<String, String>,
}

impl CommandLine {
    pub fn read(words: impl Iterator<Item = OsString>) -> Result<Self, Misuse> {
        let mut words = words.map(|word| {
            word.into_string()
                .map_err(|word| wrong(format!("{} is not Unicode", word.display())))
        });
        let name = words
            .next()
            .ok_or_else(|| wrong("an endpoint is missing"))??;
        if matches!(name.as_str(), "--help" | "-h" | "help") {
            return Err(Misuse::Help);
        }
        let command =
            Command::named(&name).ok_or_else(|| wrong(format!("{name} is no endpoint")))?;
        let mut line = Self {
            command,
            sync: false,
            values: BTreeMap::new(),
        };
        while let Some(flag) = words.next() {
            let flag = flag?;
            match flag.as_str() {
                "--help" | "-h" => return Err(Misuse::Help),
                "--sync" => line.sync = true,
                known if command.takes(known) => {
                    let value = words
                        .next()
                        .ok_or_else(|| wrong(format!("{flag} needs a value")))??;
                    if line.values.contains_key(&flag) {
                        return Err(wrong(format!("{flag} is there twice")));
                    }
                    line.values.insert(flag, value);
                }
                _ => return Err(wrong(format!("{flag} is nothing that {name} takes"))),
            }
        }
        line.complete()
    }

    /// Checks that all required arguments are there, and that none is given twice under two names.
    fn complete(self) -> Result<Self, Misuse> {
        let texts = TEXTS.iter().filter(|text| self.value(text).is_some());
        match (self.command, texts.count()) {
            (_, 2..) => Err(wrong(
                "of --text, --query and --text-file only one is taken",
            )),
            (Command::Sparring | Command::Updates, 0) => Err(wrong("--query is missing")),
            (Command::Diligence, _) if self.value("--company").is_none() => {
                Err(wrong("--company is missing"))
            }
            _ => Ok(self),
        }
    }

    fn value(&self, flag: &str) -> Option<&str> {
        self.values.get(flag).map(String::as_str)
    }

    pub fn origin(&self) -> Result<Origin, Error> {
        self.value("--base-url")
            .map_or_else(|| Ok(Origin::default()), str::parse)
    }

    pub fn options(&self) -> Result<CallOptions, Error> {
        let mut options = CallOptions::default();
        if self.sync {
            options.mode = Mode::Sync;
        }
        if let Some(model) = self.value("--model") {
            options.model = model.parse()?;
        }
        if let Some(temperature) = self.value("--temperature") {
            options.temperature = temperature.parse()?;
        }
        Ok(options)
    }

    pub fn request(&self) -> Result<Request, Refusal> {
        Ok(match self.command {
            Command::Diligence => Request::Diligence {
                company: subject(self.value("--company").unwrap_or_default().to_owned()),
                allow_long: true,
            },
            Command::Updates => Request::Updates {
                query: subject(self.text()?),
                allow_long: true,
            },
            Command::Sparring => Request::Sparring {
                query: self.text()?,
                history: self.history()?,
            },
            Command::Audit => Request::Audit {
                query: self.text()?,
                image: self.image()?,
            },
        })
    }

    fn text(&self) -> Result<String, Refusal> {
        let Some(path) = self.value("--text-file") else {
            let text = self.value("--text").or_else(|| self.value("--query"));
            return Ok(text.unwrap_or_default().to_owned());
        };
        let bytes = contents(path, Field::Query, TEXT_FILE_LIMIT)?;
        String::from_utf8(bytes).map_err(|_| wrong_format(Field::Query).into())
    }

    fn history(&self) -> Result<Vec<Turn>, Refusal> {
        let Some(path) = self.value("--history") else {
            return Ok(Vec::new());
        };
        let bytes = contents(path, Field::History, TEXT_FILE_LIMIT)?;
        serde_json::from_slice(&bytes).map_err(|_| wrong_format(Field::History).into())
    }

    fn image(&self) -> Result<Option<Image>, Refusal> {
        let Some(path) = self.value("--image") else {
            return Ok(None);
        };
        let bytes = contents(path, Field::Image, IMAGE_LIMIT)?;
        Ok(Some(Image::new(path, bytes)?))
    }
}

fn wrong(problem: impl Into<String>) -> Misuse {
    Misuse::Wrong(problem.into())
}

fn wrong_format(field: Field) -> Error {
    Error::InvalidRequest(Violation {
        field,
        problem: Problem::WrongFormat,
        limit: None,
        actual: None,
        unit: None,
    })
}

/// The contract's own example exceeds its limit, so let the service decide.
fn subject(text: String) -> String {
    let length = characters(&text);
    if length > SUBJECT_MAX {
        _ = writeln!(
            io::stderr(),
            "{length} characters are more than {SUBJECT_MAX}; sent all the same"
        );
    }
    text
}

/// Reads a whole file of at most `limit` bytes.
fn contents(path: &str, field: Field, limit: u64) -> Result<Vec<u8>, Refusal> {
    let unreadable = |cause| Refusal::File {
        path: path.to_owned(),
        cause,
    };
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::new();
    if size <= limit {
        // Devices and growing files hold more than their metadata says.
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(unreadable)?;
    }
    if size > limit || bytes.len() as u64 > limit {
        return Err(Refusal::Error(Error::InvalidRequest(Violation {
            field,
            problem: Problem::TooLarge,
            limit: Some(limit),
            actual: Some(size).filter(|size| *size > limit),
            unit: Some(Unit::Bytes),
        })));
    }
    Ok(bytes)
}
