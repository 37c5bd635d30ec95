//! The settings screen: settings, certificate and API key.

use app::{
    start::start,
    wire::{DiagnosisEvent, KeyTest, Problem, Service, Settings, Start},
};
use tauri::{AppHandle, Runtime, State, ipc::Channel};

use crate::{Core, commands::dialog, events::to_window};

/// The extensions of files with certificates.
const CERTIFICATES: &[&str] = &["pem", "crt", "cer", "der", "p7b", "p7c"];

/// Checks and stores the settings, and returns the resulting state.
#[tauri::command]
pub async fn settings_save(core: State<'_, Core>, settings: Settings) -> Result<Start, Problem> {
    core.settings.save(settings.into())?;
    start(&core).await
}

/// Asks for a certificate file to trust besides those of the system; `None` if the person cancels.
#[tauri::command]
pub async fn settings_choose_ca<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<Settings>, Problem> {
    let Some(path) = dialog::choose(&app, "PEM, DER, PKCS#7", CERTIFICATES).await? else {
        return Ok(None);
    };
    core.settings.set_extra_ca(&path)?;
    Ok(Some(core.settings.get().into()))
}

/// Trusts only the certificates of the system again.
#[tauri::command(async)]
pub fn settings_remove_ca(core: State<'_, Core>) -> Result<Settings, Problem> {
    core.settings.remove_extra_ca()?;
    Ok(core.settings.get().into())
}

/// Asks for a file with the roots that vouch for the time stamp authority; `None` if the person cancels.
#[tauri::command]
pub async fn settings_choose_stamp_roots<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<Settings>, Problem> {
    let Some(path) = dialog::choose(&app, "PEM, DER, PKCS#7", CERTIFICATES).await? else {
        return Ok(None);
    };
    core.settings.set_stamp_roots(&path)?;
    Ok(Some(core.settings.get().into()))
}

/// Forgets the roots that vouch for the time stamp authority.
#[tauri::command(async)]
pub fn settings_remove_stamp_roots(core: State<'_, Core>) -> Result<Settings, Problem> {
    core.settings.remove_stamp_roots()?;
    Ok(core.settings.get().into())
}

/// Stores a key. No command returns it.
#[tauri::command]
pub async fn key_save(key: String, core: State<'_, Core>) -> Result<Service, Problem> {
    core.connection.save_key(&core.settings, &key).await?;
    Ok(core.connection.service(&core.settings).await)
}

/// Removes the key.
#[tauri::command]
pub async fn key_remove(core: State<'_, Core>) -> Result<Service, Problem> {
    core.connection.remove_key(&core.settings).await?;
    Ok(core.connection.service(&core.settings).await)
}

/// Checks the state of the key again; with `unlock`, the operating system asks the person to unlock the keychain first.
#[tauri::command]
pub async fn key_refresh(unlock: bool, core: State<'_, Core>) -> Result<Service, Problem> {
    if unlock {
        core.connection.unlock(&core.settings).await?;
    }
    Ok(core.connection.service(&core.settings).await)
}

/// Asks the service whether it accepts the key, at no cost.
#[tauri::command]
pub async fn key_test(core: State<'_, Core>) -> Result<KeyTest, Problem> {
    core.connection.test_key(&core.settings).await
}

/// Diagnoses the way to the service, at no cost; returns whether it came to its end.
#[tauri::command]
pub async fn network_diagnose(
    core: State<'_, Core>,
    channel: Channel<DiagnosisEvent>,
) -> Result<bool, Problem> {
    let listener = to_window(channel);
    core.diagnosis
        .run(&core.connection, &core.settings, listener)
        .await
}

/// Stops the diagnosis of the network.
#[tauri::command]
pub fn network_diagnose_stop(core: State<'_, Core>) {
    core.diagnosis.stop();
}
