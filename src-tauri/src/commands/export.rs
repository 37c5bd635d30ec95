//! Exports records, one to a file, several to a folder: as evidence packages, as reports, as a register.

use app::{
    App,
    export::{DAMAGED, kind_of, loaded, made, name_of, note, write_beside},
    file_name,
    json_store::not_saved,
    long_tasks::FollowedTask,
    recording::moment,
    register::register,
    wire::{Advance, ExportForm, Exported, Problem, RegisterForm, RegisterWords},
};
use report::register::{csv, xlsx};
use std::sync::Arc;
use tauri::{AppHandle, Runtime, State, ipc::Channel};

use crate::{
    Core,
    commands::dialog::{choose_folder, save},
    events::to_window,
};

/// Stops the exports and checks in progress; exported files remain.
#[tauri::command]
pub fn records_stop(core: State<'_, Core>) {
    core.long_tasks.stop();
}

/// Asks for a destination and exports records: one to a file, several to a folder.
#[tauri::command]
pub async fn records_export<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    ids: Vec<i64>,
    form: ExportForm,
    channel: Channel<Advance>,
) -> Result<Exported, Problem> {
    let long = core.long_tasks.begin(to_window(channel));
    if let [id] = ids.as_slice() {
        return export_one(app, &core, *id, form, &long).await;
    }
    let Some(folder) = choose_folder(&app).await? else {
        return Ok(Exported {
            name: None,
            count: 0,
            damaged: 0,
            stopped: false,
        });
    };
    let (mut written, mut damaged) = (0, 0);
    let mut stopped = false;
    for (done, id) in ids.iter().enumerate() {
        if !long.go_on(done as u64, ids.len() as u64) {
            stopped = true;
            break;
        }
        let file = match made(&core, *id, form).await {
            Ok(file) => file,
            // It does not prevent the export of the others.
            Err(problem) if problem.code == DAMAGED => {
                damaged += 1;
                continue;
            }
            Err(problem) => return Err(problem),
        };
        let sha256 = records::sha256_hex(&file.bytes);
        let (folder, name) = (folder.clone(), file.name.clone());
        let write = move || write_beside(&folder, &name, form, &file.bytes);
        tokio::task::spawn_blocking(write)
            .await?
            .map_err(not_saved)?;
        note(&core, file.of, form, sha256).await?;
        written += 1;
    }
    long.go_on(ids.len() as u64, ids.len() as u64);
    Ok(Exported {
        name: folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()),
        count: written,
        damaged,
        stopped,
    })
}

async fn export_one<R: Runtime>(
    app: AppHandle<R>,
    core: &Arc<App>,
    id: i64,
    form: ExportForm,
    long: &FollowedTask,
) -> Result<Exported, Problem> {
    let loaded = loaded(core, id, form).await?;
    let (kind, extension) = kind_of(form);
    let proposed = format!("{}.{extension}", name_of(&loaded, form)?);
    let mut noted = None;
    let name = save(&app, &proposed, kind, &[extension], async {
        let file = made(core, id, form).await?;
        noted = Some((file.of, records::sha256_hex(&file.bytes)));
        long.unless_stopped(0, 1)?;
        Ok(file.bytes)
    })
    .await?;
    if let (Some(_), Some((of, sha256))) = (&name, noted) {
        note(core, of, form, sha256).await?;
    }
    let count = u32::from(name.is_some());
    Ok(Exported {
        name,
        count,
        damaged: 0,
        stopped: false,
    })
}

/// Asks where to save and writes a register of records: the results of a search, or those with these ids. Returns the
/// file name, or `None` if the person cancels.
#[tauri::command]
pub async fn records_register<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    search: Option<u32>,
    ids: Option<Vec<i64>>,
    form: RegisterForm,
    words: RegisterWords,
    channel: Channel<Advance>,
) -> Result<Option<String>, Problem> {
    let long = core.long_tasks.begin(to_window(channel));
    let (kind, extension) = match form {
        RegisterForm::Xlsx => ("Excel", "xlsx"),
        RegisterForm::Csv => ("CSV", "csv"),
    };
    let ids = match (ids, search) {
        (Some(ids), _) => ids,
        (None, Some(search)) => core.searches.get(search)?.ids.clone(),
        (None, None) => return Err(Problem::internal("register")),
    };
    let name = format!(
        "{}.{extension}",
        file_name::stem(&moment(), &words.title, &[])
    );
    let made = core.with_records(move |_, records| {
        let register = register(records, &ids, &words, &long)?;
        let bytes = match form {
            RegisterForm::Xlsx => xlsx(&register),
            RegisterForm::Csv => csv(&register),
        };
        bytes.map_err(|_| Problem::internal("register"))
    });
    save(&app, &name, kind, &[extension], made).await
}
