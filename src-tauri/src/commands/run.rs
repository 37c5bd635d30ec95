//! What all runs have in common: how they are asked for, started and stopped.

use finagent::{CallOptions, Mode};
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    archive::Archive,
    asks::Asks,
    connection::Connection,
    ipc::{Problem, RunEvent},
    recording::Entry,
    runs::{Keep, Lane, Plan, Runs},
    settings::SettingsFile,
};

/// How to ask: what the window says, in the mode that the settings say.
pub fn options<R: Runtime>(
    app: &AppHandle<R>,
    model: &str,
    temperature: f32,
) -> Result<CallOptions, Problem> {
    let stream = app.state::<SettingsFile>().get().stream;
    Ok(CallOptions {
        mode: if stream { Mode::Stream } else { Mode::Sync },
        model: model.parse()?,
        temperature: finagent::Temperature::new(temperature)?,
    })
}

/// Starts a run of requests that were checked, with whoever answers now; see [`Runs::start`].
pub fn start<R: Runtime>(
    app: AppHandle<R>,
    lane: Lane,
    entry: Entry,
    asks: impl Into<Asks>,
    options: CallOptions,
    begin: impl FnOnce() -> Result<Keep, Problem>,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    let here = app.clone();
    let target = async move {
        let settings = app.state::<SettingsFile>();
        app.state::<Connection>().target(&settings).await
    };
    let plan = Plan {
        lane,
        target,
        asks: asks.into(),
        options,
        archive: here.state::<Archive>().inner().clone(),
        entry,
    };
    here.state::<Runs>().start(plan, begin, channel)
}

/// Stops a run; what had arrived is kept.
#[tauri::command]
pub fn run_cancel(run: u32, runs: State<'_, Runs>) -> Result<(), Problem> {
    runs.cancel(run)
}
