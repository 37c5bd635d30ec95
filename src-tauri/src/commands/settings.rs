//! The settings screen: what the person chooses, and the key.

use tauri::{AppHandle, Manager, Runtime, State};

use crate::{
    commands::{app::start, dialog},
    connection::Connection,
    ipc::{KeyTest, Problem, Service, Settings, Start},
    settings::SettingsFile,
};

/// Checks and keeps the settings, and says what follows from them.
#[tauri::command]
pub async fn settings_save<R: Runtime>(
    app: AppHandle<R>,
    settings: Settings,
) -> Result<Start, Problem> {
    app.state::<SettingsFile>().save(settings)?;
    start(&app).await
}

/// Asks for a certificate file to trust besides the system's; nothing where the person changed their mind.
#[tauri::command]
pub async fn settings_choose_ca<R: Runtime>(
    app: AppHandle<R>,
) -> Result<Option<Settings>, Problem> {
    let Some(path) = dialog::choose(&app, "PEM", &["pem", "crt", "cer"]).await? else {
        return Ok(None);
    };
    let file = app.state::<SettingsFile>();
    file.set_extra_ca(&path)?;
    Ok(Some(file.get()))
}

/// Trusts the system's certificates alone again.
#[tauri::command(async)]
pub fn settings_remove_ca(file: State<'_, SettingsFile>) -> Result<Settings, Problem> {
    file.remove_extra_ca()?;
    Ok(file.get())
}

/// Keeps a key. It goes one way: no command gives it back.
#[tauri::command]
pub async fn key_save(
    key: String,
    file: State<'_, SettingsFile>,
    connection: State<'_, Connection>,
) -> Result<Service, Problem> {
    connection.save_key(&file, &key).await?;
    Ok(connection.service(&file).await)
}

/// Forgets the key.
#[tauri::command]
pub async fn key_remove(
    file: State<'_, SettingsFile>,
    connection: State<'_, Connection>,
) -> Result<Service, Problem> {
    connection.remove_key(&file).await?;
    Ok(connection.service(&file).await)
}

/// Looks again how the key stands; with `unlock`, the operating system asks the person first.
#[tauri::command]
pub async fn key_refresh(
    unlock: bool,
    file: State<'_, SettingsFile>,
    connection: State<'_, Connection>,
) -> Result<Service, Problem> {
    if unlock {
        connection.unlock(&file).await?;
    }
    Ok(connection.service(&file).await)
}

/// Asks the service whether it knows the key, at no cost.
#[tauri::command]
pub async fn key_test(
    file: State<'_, SettingsFile>,
    connection: State<'_, Connection>,
) -> Result<KeyTest, Problem> {
    connection.test_key(&file).await
}
