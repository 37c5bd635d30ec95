//! Runs in parts: each answer is stored, and no part is requested twice.

use super::*;

/// A copy in three parts.
fn long_copy() -> RunRequest {
    let paragraph = |n: u32| format!("第{n}段：{}。\n\n", "保本高收益，不查征信".repeat(40));
    let copy: String = (0..60).map(paragraph).collect();
    RunRequest::audit(copy, Vec::new()).unwrap()
}

/// The number and latest state of each part as sent to the window.
fn states(events: &[Value]) -> Vec<(u64, String)> {
    let mut states = std::collections::BTreeMap::new();
    for event in events.iter().filter(|event| event["type"] == "part") {
        let part = &event["part"];
        states.insert(
            part["number"].as_u64().unwrap(),
            part["state"].as_str().unwrap().to_owned(),
        );
    }
    states.into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_copy_is_audited_in_parts_and_answered_in_one_report() {
    let mut heard = Received::asking("", Pace::Instant, Place::new(), long_copy()).await;
    let events = heard.until("ended").await;
    assert_eq!(events.last().unwrap()["outcome"], "finished");
    let told = states(&events);
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|(_, state)| state == "finished"));
    let html = shown(&events);
    for number in 1..=3 {
        let heading = format!("<h1 class=\"part\" data-part=\"{number}\"></h1>");
        assert_eq!(html.matches(&heading).count(), 1);
    }
    let record = heard.place.record();
    assert_eq!(record.output, heard.runs.markdown(heard.run).unwrap());
    let ended = record.ended.as_ref().unwrap();
    let raw = heard.place.records().raw(record.id).unwrap().0;
    let mut reached = 0;
    for answer in &ended.answers {
        let text = crate::request::answer_text(&record, answer);
        assert!(text.contains("保本高收益"), "{text}");
        let span = answer.raw.unwrap();
        assert_eq!(span.at, reached, "the spans cover every byte");
        reached += span.bytes;
    }
    assert_eq!(reached, raw.len() as u64);
    let total = |tokens: Option<records::Tokens>| tokens.unwrap().total.unwrap();
    let sum: u64 = ended
        .answers
        .iter()
        .map(|answer| total(answer.tokens))
        .sum();
    assert_eq!(total(ended.tokens), sum);
    assert_eq!(events.last().unwrap()["usage"]["total"], sum);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_fails_leaves_the_others_and_is_asked_for_alone_afterwards() {
    let mut heard = Received::asking("cut:12*1", Pace::Instant, Place::new(), long_copy()).await;
    let events = heard.until("ended").await;
    let end = events.last().unwrap();
    assert_eq!(end["outcome"], "failed");
    assert_eq!(end["problem"]["code"], "parts_missing");
    assert_eq!(end["problem"]["params"]["missing"], 1);
    assert_eq!(end["problem"]["params"]["problem"]["code"], "interrupted");
    let failed = ["failed", "finished", "finished"].map(str::to_owned);
    let expected: Vec<_> = (1..).zip(failed).collect();
    assert_eq!(states(&events), expected);

    let Received { place, .. } = heard;
    let first = place.record();
    let mut rest = long_copy();
    assert!(rest.keep_answers(&first));
    let mut heard = Received::asking("", Pace::Instant, place, rest).await;
    let events = heard.until("ended").await;
    assert_eq!(events.last().unwrap()["outcome"], "finished");
    let kept = ["finished", "kept", "kept"].map(str::to_owned);
    let expected: Vec<_> = (1..).zip(kept).collect();
    assert_eq!(states(&events), expected);
    let second = heard.place.records().record(first.id + 1).unwrap();
    let answers = &second.ended.as_ref().unwrap().answers;
    for (old, new) in first
        .ended
        .as_ref()
        .unwrap()
        .answers
        .iter()
        .zip(answers)
        .skip(1)
    {
        assert_eq!(
            crate::request::answer_text(&first, old),
            crate::request::answer_text(&second, new)
        );
        assert_eq!(new.raw, None, "not requested again");
    }
    assert_eq!(
        second.started.request["parts"][1]["kept"]["record"],
        first.started.uid
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_not_asked_for_while_nothing_can_be_put_on_record() {
    let mut heard = Received::asking("", Pace::Real, Place::new(), long_copy()).await;
    let mut events = heard.until("report").await;
    // Writes fail from here on, while the first answer arrives.
    let file = heard.place.file();
    let full = rusqlite::Connection::open(file).unwrap();
    full.execute_batch("BEGIN IMMEDIATE").unwrap();
    while states(&events).last() != Some(&(3, "unasked".to_owned())) {
        events.push(heard.next().await);
    }
    full.execute_batch("ROLLBACK").unwrap();
    events.extend(heard.until("ended").await);
    let end = events.last().unwrap();
    assert_eq!(end["outcome"], "failed");
    assert_eq!(end["problem"]["code"], "parts_missing");
    assert_eq!(end["problem"]["params"]["missing"], 2);
    let told = ["finished", "unasked", "unasked"].map(str::to_owned);
    assert_eq!(states(&events), (1..).zip(told).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_not_taken_over_from_another_copy() {
    let mut heard = Received::asking("cut:12*1", Pace::Instant, Place::new(), long_copy()).await;
    heard.until("ended").await;
    let other = "保本高收益，不查征信。".repeat(2_400);
    let mut other = RunRequest::audit(other, Vec::new()).unwrap();
    assert!(!other.keep_answers(&heard.place.record()));
    assert!(!copy().keep_answers(&heard.place.record()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_part_would_fail_of_ends_the_run_with_the_first() {
    let faults = "service-error:1001";
    let mut heard = Received::asking(faults, Pace::Instant, Place::new(), long_copy()).await;
    let events = heard.until("ended").await;
    let failed = ["failed", "unasked", "unasked"].map(str::to_owned);
    let expected: Vec<_> = (1..).zip(failed).collect();
    assert_eq!(states(&events), expected);
    let missing = &events.last().unwrap()["problem"]["params"];
    assert_eq!(
        (&missing["missing"], &missing["of"]),
        (&3.into(), &3.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_in_parts_is_shown_again_as_it_was() {
    let mut heard = Received::asking("cut:12*1", Pace::Instant, Place::new(), long_copy()).await;
    let before = heard.until("ended").await;
    let (channel, mut events) = self::heard();
    let record = heard.place.record();
    heard
        .runs
        .replay(&record, Vec::new(), None, channel)
        .unwrap();
    let mut again = Vec::new();
    while again
        .last()
        .is_none_or(|event: &Value| event["type"] != "ended")
    {
        again.push(events.recv().await.unwrap());
    }
    assert_eq!(states(&again), states(&before));
    assert_eq!(shown(&again), shown(&before));
    assert_eq!(
        again.last().unwrap()["problem"],
        before.last().unwrap()["problem"]
    );
}
