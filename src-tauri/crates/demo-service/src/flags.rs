//! The program's command-line flags.

use demo_service::{Faults, Pace, Planned, Settings, StartError};

/// Text of `--help`.
pub(crate) const HELP: &str = "\
Serves the four FinAgent endpoints on 127.0.0.1 by fixed local rules. Its answers are a demo, not the model's.

Usage: demo-service [--port N] [--pace real|instant] [--key K] [--fault NAME[:ARGUMENT...][*TIMES]]...

  --port N      port to listen on; 0, the default, takes any free one
  --pace P      real (default): 5 to 15 s a stream; instant: no waiting
  --key K       answer any other authorization header with code 1001; also DEMO_SERVICE_KEY, which other users of the
                machine cannot see in the list of processes
  --fault F     fail on purpose; may be given several times, *TIMES limits it to the first requests:
                  service-error:CODE            abnormal JSON in the place of the answer
                  http:STATUS                   an HTML page with this status
                  retry-after:SECONDS           status 429, once unless *TIMES says otherwise
                  redirect:URL                  status 307 to URL
                  silence                       take the request and never answer
                  error-mid-stream:CODE[:N]     abnormal message after N events (8)
                  cut:N                         break the connection after N events
                  slow                          one event a second
                  long:EVENTS:KILOBYTES         a long report
  --help        this text

The first line it prints is `listening on http://127.0.0.1:PORT`.
";

/// The parsed flags.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Run(Settings),
}

/// Why the flags are invalid.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FlagError {
    #[error("unknown flag `{flag}`; --help lists them")]
    Unknown { flag: String },
    #[error("{flag} expects {wanted}")]
    Value {
        flag: &'static str,
        wanted: &'static str,
    },
    #[error(transparent)]
    Fault(#[from] StartError),
}

/// Parses `arguments`, without the program's name. `key` is the default if no flag sets one.
pub(crate) fn read(
    arguments: impl Iterator<Item = String>,
    key: Option<String>,
) -> Result<Command, FlagError> {
    let mut settings = Settings {
        key,
        ..Settings::default()
    };
    let mut faults = Faults::none();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        // Accepts both `--port 1` and `--port=1`.
        let (flag, glued) = match argument.split_once('=') {
            Some((flag, value)) => (flag, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let mut value = |flag, wanted| {
            glued
                .clone()
                .or_else(|| arguments.next())
                .ok_or(FlagError::Value { flag, wanted })
        };
        match flag {
            "--help" | "-h" => return Ok(Command::Help),
            "--port" => {
                let wanted = "a number from 0 to 65535";
                let port = value("--port", wanted)?.parse();
                settings.port = port.map_err(|_| FlagError::Value {
                    flag: "--port",
                    wanted,
                })?;
            }
            "--pace" => {
                let wanted = "real or instant";
                settings.pace = match value("--pace", wanted)?.as_str() {
                    "real" => Pace::Real,
                    "instant" => Pace::Instant,
                    _ => {
                        return Err(FlagError::Value {
                            flag: "--pace",
                            wanted,
                        });
                    }
                };
            }
            "--key" => settings.key = Some(value("--key", "a key")?).filter(|key| !key.is_empty()),
            "--fault" => {
                faults =
                    faults.and(value("--fault", "NAME[:ARGUMENT...][*TIMES]")?.parse::<Planned>()?)
            }
            _ => {
                return Err(FlagError::Unknown {
                    flag: flag.to_owned(),
                });
            }
        }
    }
    settings.faults = faults;
    Ok(Command::Run(settings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use demo_service::Fault;

    fn settings(arguments: &[&str]) -> Settings {
        match read(
            arguments.iter().map(|&argument| argument.to_owned()),
            Some("from-env".into()),
        )
        .unwrap()
        {
            Command::Run(settings) => settings,
            Command::Help => panic!("help was not asked for"),
        }
    }

    fn error(arguments: &[&str]) -> String {
        read(arguments.iter().map(|&argument| argument.to_owned()), None)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn flags_become_settings() {
        let read = settings(&[
            "--port",
            "8123",
            "--pace=instant",
            "--key",
            "k",
            "--fault",
            "cut:3*1",
            "--fault=slow",
        ]);
        assert_eq!(
            (read.port, read.pace, read.key.as_deref()),
            (8123, Pace::Instant, Some("k"))
        );
        assert_eq!(
            read.faults,
            Faults::none()
                .first(1, Fault::Cut { after: 3 })
                .always(Fault::Slow)
        );
    }

    #[test]
    fn the_key_comes_from_the_environment_unless_a_flag_gives_one() {
        assert_eq!(settings(&[]).key.as_deref(), Some("from-env"));
        assert_eq!(settings(&["--key", ""]).key, None);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert!(error(&["--prot", "1"]).contains("`--prot`"));
        assert!(error(&["--port"]).contains("0 to 65535"));
        assert!(error(&["--port", "70000"]).contains("0 to 65535"));
        assert!(error(&["--pace", "fast"]).contains("real or instant"));
        assert!(error(&["--fault", "http:1"]).contains("400 to 599"));
    }
}
