//! Calls one of the four endpoints and prints what comes, one JSON line an event, the outcome last.
//!
//! It shows how the client is used without a window around it. `--help` says how it is called.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use finagent::{
    ApiKey, CallOptions, Client, Error, Failure, Image, Mode, Origin, Progress, Request,
    SUBJECT_MAX, Turn, characters,
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

const USAGE: &str = "\
Calls a FinAgent endpoint; the key comes from FINAGENT_API_KEY.

  call diligence --company S
  call audit     [--text S | --text-file F] [--image F]
  call sparring  --query S [--history F.json]
  call updates   --query S

Each may have
  --base-url URL   another origin than https://open.bigmodel.cn
  --sync           one answer at the end instead of a stream
  --model M        4-Plus (default) or 4-Air
  --temperature T  0.0 to 1.0, by default 0.5
  --long           no warning about a company or topic of more than 25 characters

Standard output gets one line of JSON for each event and one for the outcome:
  {\"outcome\":\"finished\",\"output\":…,\"svg\":…,\"usage\":…}
  {\"outcome\":\"failed\",\"code\":…,\"params\":…,\"partial\":…}
The exit code is 0 when the answer finished, 1 when it did not, 2 when the command line is wrong.
";

/// Files are read up to this size, so that a wrong name does no harm. Larger ones break a limit of the
/// contract anyhow.
const FILE_LIMIT: u64 = 64_000_000;

#[derive(Default)]
struct Arguments {
    origin: Origin,
    options: CallOptions,
    company: Option<String>,
    query: Option<String>,
    image: Option<(String, Vec<u8>)>,
    history: Vec<Turn>,
    long: bool,
}

/// What is wrong with the command line.
enum Stop {
    Help,
    Usage(String),
    Refused(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match prepare(std::env::args().skip(1)) {
        Ok((client, request, options)) => call(&client, &request, &options).await,
        Err(Stop::Refused(error)) => Err(error.into()),
        Err(Stop::Help) => {
            _ = io::stdout().write_all(USAGE.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(Stop::Usage(problem)) => {
            _ = writeln!(io::stderr(), "{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let finished = outcome.is_ok();
    let printed = print_line(&outcome_line(outcome).to_string());
    if finished && printed.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn call(
    client: &Client,
    request: &Request,
    options: &CallOptions,
) -> Result<finagent::Answer, Failure> {
    let cancel = CancellationToken::new();
    let on_interrupt = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            on_interrupt.cancel();
        }
    });
    client
        .call(request, options, &cancel, &mut |progress| match progress {
            // Nobody reads on: there is no point in going on, either.
            Progress::Event(event) if print_line(&event.to_json_line()).is_err() => cancel.cancel(),
            Progress::Retrying { cause, after, next } => {
                _ = writeln!(
                    io::stderr(),
                    "{cause}; attempt {next} in {:.1} s",
                    after.as_secs_f32()
                );
            }
            _ => {}
        })
        .await
}

fn print_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

fn outcome_line(outcome: Result<finagent::Answer, Failure>) -> Value {
    let (name, rest) = match outcome {
        Ok(answer) => ("finished", json!(answer)),
        Err(failure) => {
            let Failure { error, partial } = failure;
            (
                "failed",
                json!({ "code": error.code(), "params": error.params(), "partial": partial }),
            )
        }
    };
    let mut line = json!({ "outcome": name });
    if let (Value::Object(line), Value::Object(rest)) = (&mut line, rest) {
        line.extend(rest);
    }
    line
}

fn prepare(
    mut words: impl Iterator<Item = String>,
) -> Result<(Client, Request, CallOptions), Stop> {
    let command = words
        .next()
        .ok_or_else(|| usage("an endpoint is missing"))?;
    if matches!(command.as_str(), "--help" | "-h" | "help") {
        return Err(Stop::Help);
    }
    let arguments = Arguments::read(words)?;
    let origin = arguments.origin.clone();
    let options = arguments.options;
    let request = arguments.request(&command)?;
    let key = match std::env::var("FINAGENT_API_KEY") {
        Ok(key) if !key.trim().is_empty() => Some(ApiKey::parse(&key).map_err(Error::from)?),
        _ => None,
    };
    let client = Client::builder(origin).key(key).build()?;
    Ok((client, request, options))
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, Stop> {
        let mut arguments = Self::default();
        while let Some(name) = words.next() {
            let mut value = || {
                words
                    .next()
                    .ok_or_else(|| usage(&format!("{name} needs a value")))
            };
            match name.as_str() {
                "--sync" => arguments.options.mode = Mode::Sync,
                "--long" => arguments.long = true,
                "--base-url" => arguments.origin = value()?.parse()?,
                "--model" => arguments.options.model = value()?.parse()?,
                "--temperature" => arguments.options.temperature = value()?.parse()?,
                "--company" => arguments.company = Some(value()?),
                "--text" | "--query" => arguments.query = Some(value()?),
                "--text-file" => arguments.query = Some(text_file(&value()?)?),
                "--image" => {
                    let path = value()?;
                    let bytes = file(&path)?;
                    arguments.image = Some((path, bytes));
                }
                "--history" => arguments.history = history(&value()?)?,
                "--help" | "-h" => return Err(Stop::Help),
                _ => return Err(usage(&format!("{name} is not known"))),
            }
        }
        Ok(arguments)
    }

    fn request(self, command: &str) -> Result<Request, Stop> {
        if matches!(command, "diligence" | "updates") && !self.long {
            let subject = self.company.as_ref().or(self.query.as_ref());
            let length = subject.map_or(0, |subject| characters(subject));
            if length > SUBJECT_MAX {
                // Its own example breaks the contract's limit, so the service decides.
                _ = writeln!(
                    io::stderr(),
                    "{length} characters are more than {SUBJECT_MAX}; sent all the same"
                );
            }
        }
        Ok(match command {
            "diligence" => Request::Diligence {
                company: self.company.ok_or_else(|| usage("--company is missing"))?,
                allow_long: true,
            },
            "updates" => Request::Updates {
                query: self.query.ok_or_else(|| usage("--query is missing"))?,
                allow_long: true,
            },
            "sparring" => Request::Sparring {
                query: self.query.ok_or_else(|| usage("--query is missing"))?,
                history: self.history,
            },
            "audit" => Request::Audit {
                query: self.query.unwrap_or_default(),
                image: self
                    .image
                    .map(|(path, bytes)| Image::new(path, bytes))
                    .transpose()?,
            },
            other => return Err(usage(&format!("{other} is no endpoint"))),
        })
    }
}

fn usage(problem: &str) -> Stop {
    Stop::Usage(problem.to_owned())
}

fn file(path: &str) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(FILE_LIMIT).read_to_end(&mut bytes))
        .map_err(|error| usage(&format!("{path}: {error}")))?;
    Ok(bytes)
}

fn text_file(path: &str) -> Result<String, Stop> {
    String::from_utf8(file(path)?).map_err(|_| usage(&format!("{path}: not UTF-8 text")))
}

fn history(path: &str) -> Result<Vec<Turn>, Stop> {
    serde_json::from_slice(&file(path)?).map_err(|error| usage(&format!("{path}: {error}")))
}
