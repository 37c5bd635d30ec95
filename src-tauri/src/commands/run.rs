//! Commands for all kinds of runs.

use app::wire::Problem;
use tauri::State;

use crate::Core;

/// Stops a run; what had arrived is kept.
#[tauri::command]
pub fn run_cancel(run: u32, core: State<'_, Core>) -> Result<(), Problem> {
    core.runs.cancel(run)
}
