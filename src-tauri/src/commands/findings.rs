//! The rules: judges the material offline, and shows the law.

use app::{
    findings,
    wire::{Findings, FindingsRequest, LawArticle, Problem, RecordFindings},
};
use tauri::State;

use crate::Core;

/// Checks the staged material and its copy.
#[tauri::command(async)]
pub fn findings_check(
    core: State<'_, Core>,
    request: FindingsRequest,
) -> Result<Findings, Problem> {
    findings::check(&core, &request)
}

/// An article of a law in full.
#[tauri::command(async)]
pub fn law_article(
    core: State<'_, Core>,
    law: String,
    article: String,
) -> Result<LawArticle, Problem> {
    findings::article(&core, &law, &article)
}

/// The findings of a recorded audit: the offline check before it, and what the answer says.
#[tauri::command]
pub async fn record_findings(
    core: State<'_, Core>,
    id: i64,
    english: bool,
) -> Result<RecordFindings, Problem> {
    core.with_records(move |app, _| findings::of_record(app, id, english))
        .await
}

/// Checks the material of a record again with the rules of today; the earlier findings stay.
#[tauri::command]
pub async fn record_recheck(
    core: State<'_, Core>,
    id: i64,
    english: bool,
) -> Result<RecordFindings, Problem> {
    core.with_records(move |app, records| {
        findings::recheck(app, records, id)?;
        findings::of_record(app, id, english)
    })
    .await
}
