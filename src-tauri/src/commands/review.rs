//! Reviews: decisions on the findings of an audit, signatures, letters, the archive.

use std::{fs::File, sync::Arc};

use app::{
    file_types::{ENDINGS, KINDS},
    review,
    wire::{
        LetterForm, LetterTemplate, Problem, Review, ReviewDraft, ReviewRow, ReviewStatistics,
        Signer, VersionChoice, VersionsCompared,
    },
};
use tauri::{AppHandle, Runtime, State};

use crate::{
    Core,
    commands::{
        clipboard::{Pasted, pasted},
        dialog,
    },
    window::DropPlace,
};

/// All reviews, the latest change first.
#[tauri::command]
pub async fn review_list(core: State<'_, Core>) -> Result<Vec<ReviewRow>, Problem> {
    core.with_records(|_, records| review::list(records)).await
}

/// The review of an audit that ended.
#[tauri::command]
pub async fn review_open(
    core: State<'_, Core>,
    record: i64,
    english: bool,
) -> Result<Review, Problem> {
    core.with_records(move |app, records| review::open(app, records, record, english))
        .await
}

/// Saves the draft of an open review.
#[tauri::command]
pub async fn review_save(
    core: State<'_, Core>,
    record: i64,
    draft: ReviewDraft,
    english: bool,
) -> Result<Review, Problem> {
    core.with_records(move |app, records| review::save(app, records, record, draft, english))
        .await
}

/// The next free number of a submission.
#[tauri::command]
pub async fn review_next_number(core: State<'_, Core>) -> Result<String, Problem> {
    core.with_records(|_, records| review::next_number(records))
        .await
}

/// Signs a review.
#[tauri::command]
pub async fn review_sign(
    core: State<'_, Core>,
    record: i64,
    signer: String,
    english: bool,
) -> Result<Review, Problem> {
    review::sign(&core, record, signer, english).await
}

/// Approves a signed review.
#[tauri::command]
pub async fn review_approve(
    core: State<'_, Core>,
    record: i64,
    signer: String,
    opinion: String,
    english: bool,
) -> Result<Review, Problem> {
    review::approve(&core, record, signer, opinion, english).await
}

/// Returns a signed review.
#[tauri::command]
pub async fn review_return(
    core: State<'_, Core>,
    record: i64,
    signer: String,
    reason: String,
    english: bool,
) -> Result<Review, Problem> {
    review::give_back(&core, record, signer, reason, english).await
}

/// Archives a review with its letters.
#[tauri::command]
pub async fn review_archive(
    core: State<'_, Core>,
    record: i64,
    signer: String,
    english: bool,
) -> Result<Review, Problem> {
    review::archive(&core, record, signer, english).await
}

/// Asks for the time stamp of an archived review that lacks one.
#[tauri::command]
pub async fn review_stamp(
    core: State<'_, Core>,
    record: i64,
    english: bool,
) -> Result<Review, Problem> {
    review::stamp(&core, record, english).await
}

/// Saves the letter where the person chooses. Returns its name, or `None` if the person cancels.
#[tauri::command]
pub async fn review_letter<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    record: i64,
    form: LetterForm,
    english: bool,
) -> Result<Option<String>, Problem> {
    let made = review::made(&core, record, form, english).await?;
    let (kind, extension) = match form {
        LetterForm::Docx => ("Word", "docx"),
        LetterForm::Pdf => ("PDF", "pdf"),
    };
    let content = async { Ok(made.bytes) };
    dialog::save(&app, &made.name, kind, &[extension], content).await
}

/// Saves the packet of an archived review where the person chooses. Returns its name, or `None` if the person cancels.
#[tauri::command]
pub async fn review_packet<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    record: i64,
) -> Result<Option<String>, Problem> {
    let packet = Arc::new(review::packet(&core, record).await?);
    let writing = Arc::clone(&packet);
    let write = move |file: &mut File| writing.write(file);
    let saved = dialog::save_by(&app, &packet.name, "ZIP", &["zip"], write).await?;
    let Some((name, sha256)) = saved else {
        return Ok(None);
    };
    packet.note(&core, sha256).await?;
    Ok(Some(name))
}

/// The person's template of letters, checked.
#[tauri::command]
pub async fn letter_template(
    core: State<'_, Core>,
    english: bool,
) -> Result<LetterTemplate, Problem> {
    review::template(&core, english).await
}

/// Saves the built-in template where the person chooses. Returns its name, or `None` if the person cancels.
#[tauri::command]
pub async fn letter_template_save<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    english: bool,
) -> Result<Option<String>, Problem> {
    let (name, bytes) = review::built_in_template(&core, english)?;
    dialog::save(&app, name, "Word", &["docx"], async { Ok(bytes) }).await
}

/// Uses a template that the person chooses; `None` if they cancel.
#[tauri::command]
pub async fn letter_template_choose<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    english: bool,
) -> Result<Option<LetterTemplate>, Problem> {
    let Some(path) = dialog::choose(&app, "Word", &review::TEMPLATE_ENDINGS).await? else {
        return Ok(None);
    };
    let chosen = review::choose_template(&core, path, english).await?;
    Ok(Some(chosen))
}

/// Goes back to the built-in form of letters.
#[tauri::command(async)]
pub fn letter_template_remove(core: State<'_, Core>) -> Result<LetterTemplate, Problem> {
    review::remove_template(&core)
}

/// Compares a picture that the person chooses with the material of a signed review; `None` if the person cancels.
#[tauri::command]
pub async fn review_compare<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    record: i64,
    english: bool,
) -> Result<Option<Review>, Problem> {
    let Some(path) = dialog::choose(&app, KINDS, &ENDINGS).await? else {
        return Ok(None);
    };
    let compared = review::compare_files(&core, record, vec![path], english).await?;
    Ok(Some(compared))
}

/// The signed reviews that an open review may correct, the likeliest first.
#[tauri::command]
pub async fn review_version_choices(
    core: State<'_, Core>,
    record: i64,
    english: bool,
) -> Result<Vec<VersionChoice>, Problem> {
    core.with_records(move |app, records| review::version_choices(app, records, record, english))
        .await
}

/// Says which signed review an open review corrects; `None`: none.
#[tauri::command]
pub async fn review_correct(
    core: State<'_, Core>,
    record: i64,
    earlier: Option<i64>,
    english: bool,
) -> Result<Review, Problem> {
    core.with_records(move |app, records| review::correct(app, records, record, earlier, english))
        .await
}

/// Compares the material of a review with that of the previous version.
#[tauri::command]
pub async fn review_versions_compare(
    core: State<'_, Core>,
    record: i64,
    english: bool,
) -> Result<VersionsCompared, Problem> {
    review::compare_versions(&core, record, english).await
}

/// Compares the picture on the clipboard with the material of a signed review.
#[tauri::command]
pub async fn review_compare_paste<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    record: i64,
    english: bool,
) -> Result<Review, Problem> {
    match pasted(app).await? {
        Pasted::Files(paths) => review::compare_files(&core, record, paths, english).await,
        Pasted::Picture(png) => review::compare_pasted(&core, record, png, english).await,
    }
}

/// Stops the comparison in progress; nothing is added to the record.
#[tauri::command]
pub fn review_compare_stop(core: State<'_, Core>) {
    core.reviews.stop_comparing();
}

/// Sets the signed review with whose material a dropped picture is compared; `None`: it goes where it goes otherwise.
#[tauri::command]
pub fn review_drop(record: Option<i64>, english: bool, place: State<'_, DropPlace>) {
    place.compare(record.map(|record| (record, english)));
}

/// The people who can sign on this machine.
#[tauri::command]
pub async fn signers(core: State<'_, Core>) -> Result<Vec<Signer>, Problem> {
    review::signers(&core).await
}

/// Creates the signing key of a person.
#[tauri::command]
pub async fn signer_create(
    core: State<'_, Core>,
    name: String,
    staff: String,
) -> Result<Signer, Problem> {
    review::create_signer(&core, &name, &staff).await
}

/// The figures of the reviews of a period.
#[tauri::command]
pub async fn review_statistics(
    core: State<'_, Core>,
    period: String,
) -> Result<ReviewStatistics, Problem> {
    core.with_records(move |_, records| review::statistics(records, &period))
        .await
}

/// Saves the register of a period where the person chooses. Returns its name, or `None` if the person cancels.
#[tauri::command]
pub async fn review_register<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    period: String,
    english: bool,
) -> Result<Option<String>, Problem> {
    let made = core.with_records(move |_, records| review::register(records, &period, english));
    let made = made.await?;
    dialog::save(&app, &made.name, "Excel", &["xlsx"], async {
        Ok(made.bytes)
    })
    .await
}

/// Saves the page for the yearly report where the person chooses. Returns its name, or `None` if the person cancels.
#[tauri::command]
pub async fn review_yearly_page<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    period: String,
    english: bool,
) -> Result<Option<String>, Problem> {
    let made = core.with_records(move |_, records| review::yearly_page(records, &period, english));
    let made = made.await?;
    dialog::save(&app, &made.name, "HTML", &["html"], async {
        Ok(made.bytes)
    })
    .await
}
