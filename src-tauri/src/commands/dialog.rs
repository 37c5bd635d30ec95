//! Async wrappers for the file dialogs of the operating system.

use std::{fs::File, path::PathBuf};

use app::{file_types::with_capitals, json_store::not_saved, stored::Language, wire::Problem};
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::Core;
use platform::atomic_write::{Readers, replace_file, replace_file_by};

/// The title of a GTK dialog; GTK translates the rest. Other systems choose the title themselves.
#[derive(Clone, Copy)]
enum Heading {
    Open,
    Folder,
    Save,
}

impl Heading {
    fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Open, Language::English) => "Open",
            (Self::Folder, Language::English) => "Choose a folder",
            (Self::Save, Language::English) => "Save as",
            (Self::Open, _) => "打开",
            (Self::Folder, _) => "选择文件夹",
            (Self::Save, _) => "另存为",
        }
    }
}

/// Creates a dialog in the language of the window.
fn dialog<R: Runtime>(app: &AppHandle<R>, heading: Heading) -> FileDialogBuilder<R> {
    let dialog = app.dialog().file();
    if cfg!(not(target_os = "linux")) {
        return dialog;
    }
    let chosen = app.state::<Core>().settings.get().language;
    dialog.set_title(heading.words(spoken(chosen)))
}

/// The language of the window, which asks the system if none is chosen.
fn spoken(chosen: Language) -> Language {
    if chosen != Language::System {
        return chosen;
    }
    let variables = ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];
    let mut locales = variables.iter().filter_map(|name| std::env::var(name).ok());
    match locales.find(|locale| !locale.is_empty()) {
        Some(locale) if locale.starts_with("zh") => Language::Chinese,
        Some(locale) if locale.starts_with("en") || locale.starts_with('C') => Language::English,
        Some(_) => Language::Chinese,
        None => Language::English,
    }
}

/// Asks for a file to open; `None` if the person cancels.
pub async fn choose<R: Runtime>(
    app: &AppHandle<R>,
    kind: &str,
    extensions: &[&str],
) -> Result<Option<PathBuf>, Problem> {
    let (answer, answered) = oneshot::channel();
    let extensions = with_capitals(extensions);
    dialog(app, Heading::Open)
        .add_filter(kind, &names(&extensions))
        .pick_file(move |path| drop(answer.send(path)));
    path_of(answered).await
}

/// Asks for files to open; empty if the person cancels.
pub async fn choose_several<R: Runtime>(
    app: &AppHandle<R>,
    kind: &str,
    extensions: &[&str],
) -> Result<Vec<PathBuf>, Problem> {
    let (answer, answered) = oneshot::channel();
    let extensions = with_capitals(extensions);
    dialog(app, Heading::Open)
        .add_filter(kind, &names(&extensions))
        .pick_files(move |paths| drop(answer.send(paths)));
    let failed = || Problem::internal("file dialog");
    let chosen = answered.await.map_err(|_| failed())?;
    let chosen = chosen.unwrap_or_default().into_iter();
    chosen
        .map(|path| path.into_path().map_err(|_| failed()))
        .collect()
}

fn names(extensions: &[String]) -> Vec<&str> {
    extensions.iter().map(String::as_str).collect()
}

/// Asks for a folder; `None` if the person cancels.
pub async fn choose_folder<R: Runtime>(app: &AppHandle<R>) -> Result<Option<PathBuf>, Problem> {
    let (answer, answered) = oneshot::channel();
    dialog(app, Heading::Folder).pick_folder(move |path| drop(answer.send(path)));
    path_of(answered).await
}

/// Asks where to save; `None` if the person cancels. The proposed name never contains a path, wherever it comes from.
async fn save_as<R: Runtime>(
    app: &AppHandle<R>,
    file_name: &str,
    kind: &str,
    extensions: &[&str],
) -> Result<Option<PathBuf>, Problem> {
    let (answer, answered) = oneshot::channel();
    dialog(app, Heading::Save)
        .set_file_name(dialog_name(file_name))
        .add_filter(kind, extensions)
        .save_file(move |path| drop(answer.send(path)));
    path_of(answered).await
}

/// Asks where to save, and then writes the result of `content` atomically. Returns the file name; `None` if the person
/// cancels.
///
/// # Errors
/// The errors of `content`; `save_failed`.
pub async fn save<R: Runtime>(
    app: &AppHandle<R>,
    file_name: &str,
    kind: &str,
    extensions: &[&str],
    content: impl Future<Output = Result<Vec<u8>, Problem>>,
) -> Result<Option<String>, Problem> {
    let Some(path) = save_as(app, file_name, kind, extensions).await? else {
        return Ok(None);
    };
    let bytes = content.await?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    tokio::task::spawn_blocking(move || replace_file(&path, &bytes, Readers::AsUsual))
        .await?
        .map_err(not_saved)?;
    Ok(name)
}

/// Asks where to save, and then replaces the file atomically by what `write` writes. Returns the file name and the result of
/// `write`; `None` if the person cancels.
///
/// # Errors
/// The errors of `write`; `save_failed`.
pub async fn save_by<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    file_name: &str,
    kind: &str,
    extensions: &[&str],
    write: impl FnOnce(&mut File) -> Result<T, Problem> + Send + 'static,
) -> Result<Option<(String, T)>, Problem> {
    let Some(path) = save_as(app, file_name, kind, extensions).await? else {
        return Ok(None);
    };
    let name = path.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let replace = move || replace_file_by(&path, Readers::AsUsual, write);
    let written = tokio::task::spawn_blocking(replace)
        .await?
        .map_err(not_saved)??;
    Ok(Some((name, written)))
}

fn dialog_name(proposed: &str) -> String {
    let safe = platform::safe_file_name(proposed);
    safe.trim_start_matches('.').to_owned()
}

async fn path_of(
    answered: oneshot::Receiver<Option<FilePath>>,
) -> Result<Option<PathBuf>, Problem> {
    let chosen = answered
        .await
        .map_err(|_| Problem::internal("file dialog"))?;
    chosen
        .map(|path| {
            path.into_path()
                .map_err(|_| Problem::internal("file dialog"))
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_name_can_not_lead_into_another_folder() {
        assert_eq!(dialog_name("../../etc/审核报告.md"), "etc审核报告.md");
        assert_eq!(dialog_name("C:\\a\n.md"), "Ca.md");
        assert_eq!(
            dialog_name("\u{200b}.\u{feff}./审核\u{61c}\u{2028}.md"),
            "审核.md"
        );
    }
}
