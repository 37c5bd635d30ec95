//! Calls one of the four endpoints and prints one JSON line per event, then the outcome.
//!
//! It shows how to use the client without a GUI. See `--help`.

mod command_line;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use command_line::{CommandLine, Misuse, Refusal, USAGE};
use finagent::{Answer, ApiKey, CallOptions, Client, Error, Failure, Partial, Progress, Request};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let line = match CommandLine::read(std::env::args_os().skip(1)) {
        Ok(line) => line,
        Err(Misuse::Help) => {
            _ = io::stdout().write_all(USAGE.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(Misuse::Wrong(problem)) => {
            _ = writeln!(io::stderr(), "{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let (finished, outcome) = match prepare(&line) {
        Ok((client, request, options)) => match call(&client, &request, &options).await {
            Ok(answer) => (true, finished(&answer)),
            Err(Failure { error, partial }) => (false, failed(&error.into(), &partial)),
        },
        Err(refusal) => (false, failed(&refusal, &Partial::default())),
    };
    let printed = print_line(&outcome.to_string());
    if finished && printed.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn prepare(line: &CommandLine) -> Result<(Client, Request, CallOptions), Refusal> {
    let key = match std::env::var("FINAGENT_API_KEY") {
        Ok(key) if !key.trim().is_empty() => Some(ApiKey::parse(&key).map_err(Error::from)?),
        _ => None,
    };
    let client = Client::builder(line.origin()?).key(key).build()?;
    Ok((client, line.request()?, line.options()?))
}

async fn call(
    client: &Client,
    request: &Request,
    options: &CallOptions,
) -> Result<Answer, Failure> {
    let cancel = CancellationToken::new();
    let on_interrupt = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            on_interrupt.cancel();
        }
    });
    client
        .call(request, options, &cancel, &mut |progress| match progress {
            // The reader of standard output is gone, so stop.
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

fn finished(answer: &Answer) -> Value {
    let mut line = json!({ "outcome": "finished" });
    if let (Value::Object(line), Value::Object(answer)) = (&mut line, json!(answer)) {
        line.extend(answer);
    }
    line
}

fn failed(refusal: &Refusal, partial: &Partial) -> Value {
    json!({
        "outcome": "failed",
        "code": refusal.code(),
        "params": refusal.params(),
        "partial": partial,
    })
}
