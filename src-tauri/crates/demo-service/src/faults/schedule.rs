//! Selects the faults of a request and uses them up.

use std::sync::{Mutex, PoisonError};

use super::{Fault, Faults, MAX_EVENTS, MAX_KILOBYTES, Planned};

/// A fault that replaces the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Instead {
    ServiceError { code: i32 },
    Http { status: u16 },
    RetryAfter { seconds: u32 },
    Redirect { to: String },
    Silence,
}

/// Faults that change an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) error: Option<(i32, usize)>,
    pub(crate) cut: Option<usize>,
    pub(crate) slow: bool,
    pub(crate) long: Option<Length>,
}

/// The size of a long report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) events: usize,
    pub(crate) kilobytes: usize,
}

/// The faults of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Instead(Instead),
    Changes(Changes),
}

/// The remaining faults of a running service.
#[derive(Debug)]
pub(crate) struct Schedule(Mutex<Vec<Planned>>);

impl Schedule {
    pub(crate) fn new(faults: Faults) -> Self {
        Self(Mutex::new(faults.0))
    }

    /// Returns the faults of the next request and uses them up.
    pub(crate) fn next(&self) -> Due {
        let mut planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in planned.iter_mut().filter(|entry| entry.times != Some(0)) {
            if let Some(instead) = instead(&entry.fault) {
                entry.use_up_one();
                return Due::Instead(instead);
            }
        }
        let mut changes = Changes::default();
        for entry in planned.iter_mut().filter(|entry| entry.times != Some(0)) {
            entry.use_up_one();
            changes.add(&entry.fault);
        }
        Due::Changes(changes)
    }
}

impl Planned {
    fn use_up_one(&mut self) {
        self.times = self.times.map(|times| times.saturating_sub(1));
    }
}

fn instead(fault: &Fault) -> Option<Instead> {
    match fault {
        Fault::ServiceError { code } => Some(Instead::ServiceError { code: *code }),
        Fault::Http { status } => Some(Instead::Http { status: *status }),
        Fault::RetryAfter { seconds } => Some(Instead::RetryAfter { seconds: *seconds }),
        Fault::Redirect { to } => Some(Instead::Redirect { to: to.clone() }),
        Fault::Silence => Some(Instead::Silence),
        Fault::ErrorMidStream { .. } | Fault::Cut { .. } | Fault::Slow | Fault::Long { .. } => None,
    }
}

impl Changes {
    fn add(&mut self, fault: &Fault) {
        match *fault {
            Fault::ErrorMidStream { code, after } => self.error = Some((code, after)),
            Fault::Cut { after } => self.cut = Some(after),
            Fault::Slow => self.slow = true,
            Fault::Long { events, kilobytes } => {
                let (events, kilobytes) = (
                    events.clamp(1, MAX_EVENTS),
                    kilobytes.clamp(1, MAX_KILOBYTES),
                );
                self.long = Some(Length { events, kilobytes });
            }
            Fault::ServiceError { .. }
            | Fault::Http { .. }
            | Fault::RetryAfter { .. }
            | Fault::Redirect { .. }
            | Fault::Silence => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_that_replace_the_answer_play_one_after_the_other_and_then_leave_it_alone() {
        let faults = Faults::none()
            .first(2, Fault::ServiceError { code: 1006 })
            .first(1, Fault::Http { status: 502 })
            .always(Fault::Slow);
        let schedule = Schedule::new(faults);
        let error = Due::Instead(Instead::ServiceError { code: 1006 });
        assert_eq!(schedule.next(), error);
        assert_eq!(schedule.next(), error);
        assert_eq!(schedule.next(), Due::Instead(Instead::Http { status: 502 }));
        for _ in 0..3 {
            assert_eq!(
                schedule.next(),
                Due::Changes(Changes {
                    slow: true,
                    ..Changes::default()
                })
            );
        }
    }
}
