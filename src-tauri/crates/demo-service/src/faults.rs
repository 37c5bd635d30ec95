//! Fault injection for tests. Only whoever starts the service can enable a fault; no request can.
//!
//! `reply` and `script` implement the faults; this module only selects the one that is due.

mod schedule;

use std::str::FromStr;

#[cfg(test)]
pub(crate) use schedule::Length;
pub(crate) use schedule::{Changes, Due, Instead, Schedule};

use crate::StartError;

/// The most events of a [`Fault::Long`] answer.
const MAX_EVENTS: usize = 200_000;
/// The most text of a [`Fault::Long`] answer, in KiB.
const MAX_KILOBYTES: usize = 40_960;

/// A fault to inject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `service-error:CODE`: the JSON `{code, message}` instead of the answer, even if a stream was requested.
    ServiceError {
        /// 1001 to 1010, or any other non-zero number.
        code: i32,
    },
    /// `http:STATUS`: an HTML page with this status, as a gateway would send it.
    Http {
        /// 400 to 599; an invalid status is sent as 500.
        status: u16,
    },
    /// `retry-after:SECONDS`: status 429 with a `Retry-After` header.
    RetryAfter {
        /// Seconds to wait.
        seconds: u32,
    },
    /// `redirect:URL`: status 307 to this address.
    Redirect {
        /// The `Location`.
        to: String,
    },
    /// `silence`: accepts the request and never answers.
    Silence,
    /// `error-mid-stream:CODE[:EVENTS]`: after this many events, an event with `{code, message}`, then the end.
    ErrorMidStream {
        /// The error code.
        code: i32,
        /// Number of events before it.
        after: usize,
    },
    /// `cut:EVENTS`: the connection breaks after this many events, before the last one.
    Cut {
        /// Number of events before the break.
        after: usize,
    },
    /// `slow`: one event per second, whatever the pace.
    Slow,
    /// `long:EVENTS:KILOBYTES`: a long report instead of the answer.
    Long {
        /// Number of text events, not counting step events and the last event; at most 200,000.
        events: usize,
        /// Approximate size of the Markdown in KiB; at most 40,960.
        kilobytes: usize,
    },
}

/// A fault and how often to inject it, as text: `NAME[:ARGUMENT…][*TIMES]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The fault.
    pub fault: Fault,
    /// Number of requests to inject it into; `None` for all.
    pub times: Option<u32>,
}

/// The faults of a run. Of the faults that replace the answer, a request gets the first that is not used up, so several
/// of them play one after another. Faults that change a stream all apply together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Planned>);

impl Faults {
    /// No faults.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds `fault` for every request.
    #[must_use]
    pub fn always(self, fault: Fault) -> Self {
        self.and(Planned { fault, times: None })
    }

    /// Adds `fault` for the first `times` requests it applies to.
    #[must_use]
    pub fn first(self, times: u32, fault: Fault) -> Self {
        self.and(Planned {
            fault,
            times: Some(times),
        })
    }

    /// Adds a planned fault.
    #[must_use]
    pub fn and(mut self, planned: Planned) -> Self {
        self.0.push(planned);
        self
    }
}

impl FromStr for Planned {
    type Err = StartError;

    /// Parses `NAME[:ARGUMENT…][*TIMES]`. Without `*TIMES`, `retry-after` applies once and every other fault always.
    fn from_str(text: &str) -> Result<Self, StartError> {
        let (spec, times) = match text
            .rsplit_once('*')
            .and_then(|(spec, n)| Some((spec, n.parse().ok()?)))
        {
            Some((spec, times)) => (spec, Some(times)),
            None => (text, None),
        };
        let (name, argument) = spec.split_once(':').unwrap_or((spec, ""));
        let fault = read_fault(name, argument)?;
        let times = times.or(matches!(fault, Fault::RetryAfter { .. }).then_some(1));
        Ok(Self { fault, times })
    }
}

fn read_fault(name: &str, argument: &str) -> Result<Fault, StartError> {
    let wants = |wanted| StartError::FaultArgument {
        fault: name.to_owned(),
        wanted,
    };
    let code = |text: &str| {
        text.parse()
            .ok()
            .filter(|&code| code != 0)
            .ok_or(wants("a code other than 0"))
    };
    let events = |text: &str| {
        text.parse::<usize>()
            .map_err(|_| wants("a number of events"))
    };
    match name {
        "service-error" => Ok(Fault::ServiceError {
            code: code(argument)?,
        }),
        "http" => match argument.parse() {
            Ok(status @ 400..=599) => Ok(Fault::Http { status }),
            _ => Err(wants("a status from 400 to 599")),
        },
        "retry-after" => Ok(Fault::RetryAfter {
            seconds: argument.parse().map_err(|_| wants("a number of seconds"))?,
        }),
        "redirect" if !argument.is_empty() && argument.chars().all(|c| c.is_ascii_graphic()) => {
            Ok(Fault::Redirect {
                to: argument.to_owned(),
            })
        }
        "redirect" => Err(wants("an address in ASCII")),
        "silence" if argument.is_empty() => Ok(Fault::Silence),
        "slow" if argument.is_empty() => Ok(Fault::Slow),
        "silence" | "slow" => Err(wants("no argument")),
        "error-mid-stream" => {
            let (first, after) = argument.split_once(':').unwrap_or((argument, "8"));
            Ok(Fault::ErrorMidStream {
                code: code(first)?,
                after: events(after)?,
            })
        }
        "cut" => Ok(Fault::Cut {
            after: events(argument)?,
        }),
        "long" => {
            let wanted = "EVENTS:KILOBYTES, up to 200000 and 40960";
            let read = argument
                .split_once(':')
                .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            match read {
                Some((events @ 1..=MAX_EVENTS, kilobytes @ 1..=MAX_KILOBYTES)) => {
                    Ok(Fault::Long { events, kilobytes })
                }
                _ => Err(wants(wanted)),
            }
        }
        _ => Err(StartError::UnknownFault {
            fault: name.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(text: &str) -> Planned {
        text.parse().unwrap()
    }

    #[test]
    fn faults_are_read_from_their_names_and_arguments() {
        for (text, fault, times) in [
            (
                "service-error:1006*2",
                Fault::ServiceError { code: 1006 },
                Some(2),
            ),
            ("http:502", Fault::Http { status: 502 }, None),
            ("retry-after:3", Fault::RetryAfter { seconds: 3 }, Some(1)),
            ("retry-after:3*5", Fault::RetryAfter { seconds: 3 }, Some(5)),
            (
                "redirect:http://127.0.0.1:9/a*b",
                Fault::Redirect {
                    to: "http://127.0.0.1:9/a*b".into(),
                },
                None,
            ),
            ("silence", Fault::Silence, None),
            (
                "error-mid-stream:1007",
                Fault::ErrorMidStream {
                    code: 1007,
                    after: 8,
                },
                None,
            ),
            (
                "error-mid-stream:1007:3",
                Fault::ErrorMidStream {
                    code: 1007,
                    after: 3,
                },
                None,
            ),
            ("cut:12", Fault::Cut { after: 12 }, None),
            ("slow", Fault::Slow, None),
            (
                "long:5000:200",
                Fault::Long {
                    events: 5000,
                    kilobytes: 200,
                },
                None,
            ),
        ] {
            assert_eq!(planned(text), Planned { fault, times }, "{text}");
        }
    }

    #[test]
    fn a_fault_that_cannot_be_read_says_what_it_wants() {
        for (text, wanted) in [
            ("sevice-error:1006", "unknown fault"),
            ("service-error", "a code other than 0"),
            ("service-error:0", "a code other than 0"),
            ("http:200", "a status from 400 to 599"),
            ("cut:many", "a number of events"),
            ("cut:-1", "a number of events"),
            ("silence:5", "no argument"),
            ("long:5000", "EVENTS:KILOBYTES"),
            ("long:5000:99999999", "EVENTS:KILOBYTES"),
            ("redirect:", "an address"),
            ("redirect:http://a/\nx", "an address"),
        ] {
            let error = text.parse::<Planned>().unwrap_err().to_string();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }
}
