//! Plans a stream before it is sent: which events, in which order, after which delays. Faults that change a stream are
//! part of the plan, so that the sender only has to follow it.

use std::time::Duration;

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::faults::Changes;
use crate::pieces;
use crate::settings::Pace;
use crate::wire::Data;

/// Delay before each of the first two events.
const START: Duration = Duration::from_millis(60);
/// Duration of a step before the text.
const STEP: Duration = Duration::from_millis(550);
/// Time per piece of text; the total is clamped to the bounds that follow.
const PIECE: Duration = Duration::from_millis(32);
const LEAST_WRITING: Duration = Duration::from_millis(4_000);
const MAX_WRITING: Duration = Duration::from_millis(10_000);
/// Delay between the last piece and the last event.
const FINISH: Duration = Duration::from_millis(200);
/// Duration of a synchronous answer.
const SYNCHRONOUS: Duration = Duration::from_secs(3);
/// Delay before each event of a slow stream.
const SLOW: Duration = Duration::from_secs(1);
/// Breaking a connection discards buffered data; this delay lets it be sent first.
pub(crate) const BEFORE_CUT: Duration = Duration::from_millis(20);

/// The next act of a stream and the delay before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Beat {
    pub(crate) after: Duration,
    pub(crate) act: Act,
}

/// Something that happens in a stream.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    /// A message of the workflow step with this number.
    Say {
        event: &'static str,
        step: u32,
        data: Data,
    },
    /// A message with `{code, message}`.
    Fail { code: i32 },
    /// The connection breaks.
    Cut,
}

/// The duration of a synchronous answer.
pub(crate) const fn synchronous_wait(pace: Pace) -> Duration {
    match pace {
        Pace::Real => SYNCHRONOUS,
        Pace::Instant => Duration::ZERO,
    }
}

/// Plans the stream of `answer`.
pub(crate) fn script(
    endpoint: Endpoint,
    answer: Answer,
    pace: Pace,
    changes: Changes,
) -> Vec<Beat> {
    let mut beats = Vec::new();
    let mut step = 0;
    let mut say = |after, event, step, data| {
        beats.push(Beat {
            after,
            act: Act::Say { event, step, data },
        })
    };
    let titled = |title: &str| Data::Step {
        title: title.to_owned(),
    };

    if endpoint.is_workflow() {
        say(START, "workflow_started", step, titled(answer.writing));
    }
    for title in &answer.steps {
        step += 1;
        say(START, "node_started", step, titled(title));
        say(STEP, "node_finished", step, titled(title));
    }
    step += 1;
    say(START, "node_started", step, titled(answer.writing));
    let pieces = match changes.long {
        Some(length) => pieces::even(&answer.output, length.events),
        None => pieces::uneven(&answer.output),
    };
    let wait = writing_wait(pieces.len());
    for piece in pieces {
        say(wait, "message", step, Data::Text { text: [piece] });
    }
    say(FINISH, "node_finished", step, titled(answer.writing));
    let Answer {
        output, svg, usage, ..
    } = answer;
    let finished = Data::Finished {
        output,
        svg,
        usage,
        max_token: "128000",
    };
    say(START, endpoint.last_event(), step, finished);

    for beat in &mut beats {
        if changes.slow {
            beat.after = SLOW;
        } else if pace == Pace::Instant {
            beat.after = Duration::ZERO;
        }
    }
    interrupt(&mut beats, changes);
    beats
}

/// The delay before each of `pieces` pieces.
fn writing_wait(pieces: usize) -> Duration {
    let count = u32::try_from(pieces).unwrap_or(u32::MAX).max(1);
    PIECE
        .saturating_mul(count)
        .clamp(LEAST_WRITING, MAX_WRITING)
        / count
}

/// Truncates the plan according to the faults. A break at or after its end drops the last event.
fn interrupt(beats: &mut Vec<Beat>, changes: Changes) {
    let last = beats.len().saturating_sub(1);
    if let Some((code, after)) = changes.error {
        beats.truncate(after.min(last));
        beats.push(Beat {
            after: Duration::ZERO,
            act: Act::Fail { code },
        });
    }
    if let Some(after) = changes.cut {
        beats.truncate(after.min(last));
        beats.push(Beat {
            after: BEFORE_CUT,
            act: Act::Cut,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{answer, tests::samples};
    use crate::faults::Length;
    use crate::request::Task;

    fn endpoint_of(task: &Task) -> Endpoint {
        match task {
            Task::Diligence { .. } => Endpoint::Diligence,
            Task::Audit { .. } => Endpoint::Audit,
            Task::Sparring { .. } => Endpoint::Sparring,
            Task::Updates { .. } => Endpoint::Updates,
        }
    }

    fn scripts(pace: Pace, changes: Changes) -> Vec<(Endpoint, Vec<Beat>)> {
        samples()
            .into_iter()
            .map(|(_, request)| {
                let endpoint = endpoint_of(&request.task);
                (endpoint, script(endpoint, answer(&request), pace, changes))
            })
            .collect()
    }

    fn event(beat: &Beat) -> &'static str {
        match beat.act {
            Act::Say { event, .. } => event,
            Act::Fail { .. } => "(fail)",
            Act::Cut => "(cut)",
        }
    }

    #[test]
    fn at_the_real_pace_the_first_event_comes_within_a_third_of_a_second_and_the_last_within_5_to_15()
     {
        for (endpoint, beats) in scripts(Pace::Real, Changes::default()) {
            assert!(beats[0].after <= Duration::from_millis(300), "{endpoint:?}");
            let whole: Duration = beats.iter().map(|beat| beat.after).sum();
            assert!(
                (5.0..=15.0).contains(&whole.as_secs_f64()),
                "{endpoint:?}: {whole:?}"
            );
        }
    }

    #[test]
    fn at_the_instant_pace_the_same_events_come_without_waiting() {
        let real = scripts(Pace::Real, Changes::default());
        let instant = scripts(Pace::Instant, Changes::default());
        for ((_, real), (_, instant)) in real.iter().zip(&instant) {
            assert!(instant.iter().all(|beat| beat.after.is_zero()));
            let acts = |beats: &[Beat]| {
                beats
                    .iter()
                    .map(|beat| beat.act.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!(acts(real), acts(instant));
        }
    }

    #[test]
    fn step_marks_come_first_then_text_and_last_the_event_the_contract_names() {
        for (endpoint, beats) in scripts(Pace::Instant, Changes::default()) {
            let events: Vec<_> = beats.iter().map(event).collect();
            let first_text = events.iter().position(|&e| e == "message").unwrap();
            assert!(first_text >= 3, "{events:?}");
            assert!(
                events[..first_text]
                    .iter()
                    .all(|e| e.ends_with("_started") || *e == "node_finished"),
                "{events:?}"
            );
            assert_eq!(events.last(), Some(&endpoint.last_event()));
            let started = events.iter().filter(|&&e| e == "node_started").count();
            let finished = events.iter().filter(|&&e| e == "node_finished").count();
            assert_eq!(started, finished);
        }
    }

    #[test]
    fn the_text_pieces_together_are_the_output_of_the_last_event() {
        for (_, beats) in scripts(Pace::Instant, Changes::default()) {
            let mut text = String::new();
            let mut output = None;
            for beat in beats {
                match beat.act {
                    Act::Say {
                        data: Data::Text { text: [piece] },
                        ..
                    } => text.push_str(&piece),
                    Act::Say {
                        data: Data::Finished { output: whole, .. },
                        ..
                    } => output = Some(whole),
                    _ => {}
                }
            }
            assert_eq!(Some(text), output);
        }
    }

    #[test]
    fn a_cut_and_an_error_come_after_the_number_of_events_asked_for_and_leave_out_the_last() {
        let cut = Changes {
            cut: Some(5),
            ..Changes::default()
        };
        let error = Changes {
            error: Some((1007, 7)),
            ..Changes::default()
        };
        let late = Changes {
            cut: Some(1_000_000),
            ..Changes::default()
        };
        for (changes, count, end) in [
            (cut, Some(5), "(cut)"),
            (error, Some(7), "(fail)"),
            (late, None, "(cut)"),
        ] {
            for (endpoint, beats) in scripts(Pace::Instant, changes) {
                let events: Vec<_> = beats.iter().map(event).collect();
                assert_eq!(events.last(), Some(&end));
                assert!(!events.contains(&endpoint.last_event()));
                assert!(
                    count.is_none_or(|count| events.len() == count + 1),
                    "{events:?}"
                );
            }
        }
    }

    #[test]
    fn a_slow_stream_has_a_second_before_each_event_at_any_pace() {
        for pace in [Pace::Real, Pace::Instant] {
            for (_, beats) in scripts(
                pace,
                Changes {
                    slow: true,
                    ..Changes::default()
                },
            ) {
                assert!(
                    beats
                        .iter()
                        .all(|beat| beat.after == Duration::from_secs(1))
                );
            }
        }
    }

    #[test]
    fn a_long_stream_has_exactly_the_text_events_asked_for() {
        let changes = Changes {
            long: Some(Length {
                events: 700,
                kilobytes: 1,
            }),
            ..Changes::default()
        };
        for (_, beats) in scripts(Pace::Instant, changes) {
            assert_eq!(
                beats.iter().filter(|beat| event(beat) == "message").count(),
                700
            );
        }
    }
}
