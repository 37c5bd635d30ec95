//! The audit of the material.

use app::{
    assistants,
    wire::{AuditRequest, Problem, RunEvent},
};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window};

/// Starts an audit. Reports an invalid request before sending anything.
#[tauri::command(async)]
pub fn audit_run(
    core: State<'_, Core>,
    request: AuditRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    assistants::audit(&core, request, to_window(channel))
}
