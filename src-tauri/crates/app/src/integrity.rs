//! Maintenance of the records: checks them, and replaces or reopens unusable ones.

use std::{sync::Arc, time::Instant};

use records::check;

use crate::{
    App,
    archive::Archive,
    events::Listener,
    queue::Queue,
    wire::{Advance, AnchorState, CheckFault, CheckReport, Problem, RecordsState},
};

/// Replaces or reopens the records. The queue must not be running meanwhile, and is reloaded afterwards.
///
/// # Errors
/// `records_recording` while the queue is running; the errors of `work`.
pub async fn others(
    archive: &Archive,
    queue: &Queue,
    work: impl FnOnce(&Archive) -> Result<(), Problem> + Send + 'static,
) -> Result<RecordsState, Problem> {
    if queue.is_at_work() {
        return Err(Problem::plain("records_recording"));
    }
    let state = after(archive, work).await?;
    queue.records_replaced();
    Ok(state)
}

/// The state of the records after some work on them.
///
/// # Errors
/// The errors of `work`.
pub async fn after(
    archive: &Archive,
    work: impl FnOnce(&Archive) -> Result<(), Problem> + Send + 'static,
) -> Result<RecordsState, Problem> {
    let archive = archive.clone();
    let done = move || {
        work(&archive)?;
        Ok(archive.state())
    };
    tokio::task::spawn_blocking(done).await?
}

/// Checks all records against the chain, and the chain against the anchor in the keychain.
///
/// # Errors
/// Errors of opening or reading the records.
pub async fn check_all(
    app: &Arc<App>,
    listener: Box<dyn Listener<Advance>>,
) -> Result<CheckReport, Problem> {
    let long = app.long_tasks.begin(listener);
    app.with_records(move |app, records| {
        let began = Instant::now();
        let (kept, stood) = app.archive.anchors().of(records);
        let report = records.check(kept.as_ref(), &mut |done, of| long.go_on(done, of))?;
        let anchor = match (report.anchor, stood) {
            (check::AnchorState::None, AnchorState::Unavailable) => AnchorState::Unavailable,
            (check::AnchorState::None, _) => AnchorState::None,
            (check::AnchorState::Holds, _) => AnchorState::Holds,
            (check::AnchorState::Broken, _) => AnchorState::Broken,
        };
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(CheckReport {
            events: report.events,
            head: report.head.hash,
            records: count(report.records),
            materials: count(report.materials),
            anchor,
            restored_at: records.restores()?,
            faults: report.faults.into_iter().map(CheckFault::from).collect(),
            fault_count: count(report.fault_count),
            elapsed_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
            stopped: report.stopped,
        })
    })
    .await
}
