//! The audit of the material on the desk.

use app::{
    assistants,
    wire::{AuditRequest, Problem, RunEvent},
};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window};

/// Starts an audit. What is wrong with the request is said before anything is sent.
#[tauri::command(async)]
pub fn audit_run(
    core: State<'_, Core>,
    request: AuditRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    assistants::audit(&core, request, to_window(channel))
}
