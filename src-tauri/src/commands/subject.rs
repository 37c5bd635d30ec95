//! Due diligence on a company, regulatory updates on a topic: a run about a subject, and the subjects themselves.

use finagent::Request;
use records::Kind;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    commands::run::{options, start},
    ipc::{Problem, RunEvent, Subject, SubjectKind, SubjectRequest},
    kept::now_ms,
    recording::Entry,
    runs::{Keep, Lane},
    subjects::Subjects,
};

/// Starts a report on a company. What is wrong with the request is said before anything is sent.
#[tauri::command(async)]
pub fn diligence_run<R: Runtime>(
    app: AppHandle<R>,
    request: SubjectRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    let asked = Request::Diligence {
        company: request.subject.clone(),
        allow_long: request.insist,
    };
    report_on(
        app,
        SubjectKind::Company,
        Lane::Diligence,
        asked,
        request,
        channel,
    )
}

/// Starts a report on a topic. What is wrong with the request is said before anything is sent.
#[tauri::command(async)]
pub fn updates_run<R: Runtime>(
    app: AppHandle<R>,
    request: SubjectRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    let asked = Request::Updates {
        query: request.subject.clone(),
        allow_long: request.insist,
    };
    report_on(
        app,
        SubjectKind::Topic,
        Lane::Updates,
        asked,
        request,
        channel,
    )
}

fn report_on<R: Runtime>(
    app: AppHandle<R>,
    kind: SubjectKind,
    lane: Lane,
    asked: Request,
    request: SubjectRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    asked.check()?;
    let options = options(&app, &request.model, request.temperature)?;
    let record = match kind {
        SubjectKind::Company => Kind::Diligence,
        SubjectKind::Topic => Kind::Updates,
    };
    let entry = Entry::subject(record, &request.subject);
    let keep = || Ok(Box::new(drop) as Keep);
    let run = start(app.clone(), lane, entry, asked, options, keep, channel)?;
    // A list that can't be written is told where it is shown; the report itself is worth more.
    let _ = app
        .state::<Subjects>()
        .note(kind, &request.subject, now_ms());
    Ok(run)
}

/// What was asked about before: pinned subjects first, then the latest.
#[tauri::command(async)]
pub fn subject_list(
    kind: SubjectKind,
    subjects: State<'_, Subjects>,
) -> Result<Vec<Subject>, Problem> {
    subjects.list(kind)
}

/// Pins a subject or lets it go.
#[tauri::command(async)]
pub fn subject_pin(
    kind: SubjectKind,
    name: &str,
    pinned: bool,
    subjects: State<'_, Subjects>,
) -> Result<Vec<Subject>, Problem> {
    subjects.pin(kind, name, pinned)
}

/// Forgets a subject.
#[tauri::command(async)]
pub fn subject_forget(
    kind: SubjectKind,
    name: &str,
    subjects: State<'_, Subjects>,
) -> Result<Vec<Subject>, Problem> {
    subjects.forget(kind, name)
}
