//! The rules that the person writes in the window.

use app::{
    findings,
    wire::{OwnRules, OwnRulesEffect, OwnRulesState, OwnRulesTrial, Problem},
};
use tauri::{AppHandle, Runtime, State};

use crate::{Core, commands::dialog};

/// The own rules, and the packs from elsewhere.
#[tauri::command(async)]
pub fn own_rules(core: State<'_, Core>) -> Result<OwnRulesState, Problem> {
    core.rule_packs.state()
}

/// Saves the own rules, which are in force from then on.
#[tauri::command(async)]
pub fn own_rules_save(core: State<'_, Core>, rules: OwnRules) -> Result<(), Problem> {
    findings::save_own(&core, rules)
}

/// What these rules change in a text.
#[tauri::command(async)]
pub fn own_rules_try(
    core: State<'_, Core>,
    rules: OwnRules,
    text: String,
    english: bool,
) -> Result<OwnRulesTrial, Problem> {
    findings::try_own(&core, &rules, &text, english)
}

/// What these rules change in the latest audits.
#[tauri::command]
pub async fn own_rules_effect(
    core: State<'_, Core>,
    rules: OwnRules,
) -> Result<OwnRulesEffect, Problem> {
    core.with_records(move |app, _| findings::effect(app, &rules))
        .await
}

/// Saves the own rules as a rule pack where the person chooses. Returns its name, or `None` if the person cancels.
#[tauri::command]
pub async fn own_rules_export<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<String>, Problem> {
    let text = findings::exported(&core.rule_packs.own()?);
    let content = async { Ok(text.into_bytes()) };
    dialog::save(&app, "own-rules.toml", "TOML", &["toml"], content).await
}

/// Adds a rule pack that the person chooses; `None` if they cancel.
#[tauri::command]
pub async fn rule_pack_import<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<OwnRulesState>, Problem> {
    let Some(path) = dialog::choose(&app, "TOML", &["toml"]).await? else {
        return Ok(None);
    };
    let core = std::sync::Arc::clone(&core);
    tokio::task::spawn_blocking(move || findings::import(&core, &path).map(Some)).await?
}

/// Removes a rule pack from elsewhere.
#[tauri::command(async)]
pub fn rule_pack_remove(core: State<'_, Core>, file: String) -> Result<OwnRulesState, Problem> {
    findings::remove(&core, &file)
}
