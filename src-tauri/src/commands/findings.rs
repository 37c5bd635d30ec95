//! The rules: judges the material offline, and shows the law.

use app::{
    findings,
    recording::moment,
    wire::{
        CitedLaw, Findings, FindingsDraft, FindingsRequest, LawArticle, PastedArticle, Problem,
        RecordFindings,
    },
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
    english: bool,
) -> Result<LawArticle, Problem> {
    findings::article(&core, &law, &article, english)
}

/// The laws, with the articles that rules stand on.
#[tauri::command(async)]
pub fn law_list(core: State<'_, Core>) -> Result<Vec<CitedLaw>, Problem> {
    core.rule_packs.laws()
}

/// Keeps the official text of an article, which is in force from then on.
#[tauri::command(async)]
pub fn law_article_check(core: State<'_, Core>, pasted: PastedArticle) -> Result<(), Problem> {
    findings::check_article(&core, &pasted)
}

/// Removes the text that the person gave for an article.
#[tauri::command(async)]
pub fn law_article_forget(
    core: State<'_, Core>,
    law: String,
    article: String,
) -> Result<(), Problem> {
    findings::forget_article(&core, &law, &article)
}

/// Keeps what the person said about the material and its findings as a draft.
#[tauri::command(async)]
pub fn findings_keep(core: State<'_, Core>, draft: FindingsDraft) -> Result<(), Problem> {
    findings::keep_draft(&core, draft)
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
        findings::recheck(app, records, id, &moment())?;
        findings::of_record(app, id, english)
    })
    .await
}
