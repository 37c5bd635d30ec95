//! Due diligence on a company, regulatory updates on a topic: their runs, and the lists of subjects.

use app::{
    assistants,
    wire::{Problem, RunEvent, Subject, SubjectKind, SubjectRequest},
};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window};

/// Starts a report on a company. Reports an invalid request before sending anything.
#[tauri::command(async)]
pub fn diligence_run(
    core: State<'_, Core>,
    request: SubjectRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    assistants::diligence(&core, request, to_window(channel))
}

/// Starts a report on a topic. Reports an invalid request before sending anything.
#[tauri::command(async)]
pub fn updates_run(
    core: State<'_, Core>,
    request: SubjectRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    assistants::updates(&core, request, to_window(channel))
}

/// The subjects of earlier reports: pinned ones first, then the latest.
#[tauri::command(async)]
pub fn subject_list(kind: SubjectKind, core: State<'_, Core>) -> Result<Vec<Subject>, Problem> {
    Ok(shown(core.subjects.list(kind.into())?))
}

/// Pins or unpins a subject.
#[tauri::command(async)]
pub fn subject_pin(
    kind: SubjectKind,
    name: &str,
    pinned: bool,
    core: State<'_, Core>,
) -> Result<Vec<Subject>, Problem> {
    Ok(shown(core.subjects.pin(kind.into(), name, pinned)?))
}

/// Removes a subject.
#[tauri::command(async)]
pub fn subject_forget(
    kind: SubjectKind,
    name: &str,
    core: State<'_, Core>,
) -> Result<Vec<Subject>, Problem> {
    Ok(shown(core.subjects.forget(kind.into(), name)?))
}

fn shown(subjects: Vec<app::stored::Subject>) -> Vec<Subject> {
    subjects.into_iter().map(Subject::from).collect()
}
