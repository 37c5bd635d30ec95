//! Files that "open with" or the command line names, at the start of the app or at a second start, which hands them over.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use app::{dropped_files::take_in, material::restore_staged, wire::ShellEvent};
use tauri::{AppHandle, Manager, Runtime, Url, plugin::TauriPlugin};

use crate::{Core, window::MAIN};

/// Files that wait until the page listens.
pub struct OpenedFiles(Mutex<Waiting>);

enum Waiting {
    /// The page does not listen yet.
    Files(Vec<PathBuf>),
    /// Files go to the page at once.
    Nothing,
}

impl OpenedFiles {
    /// The files that the command line of this process names.
    pub fn of_this_start() -> Self {
        let folder = std::env::current_dir().unwrap_or_default();
        Self(Mutex::new(Waiting::Files(named(
            std::env::args_os(),
            &folder,
        ))))
    }

    /// Returns the files if the page listens already; otherwise they wait for it.
    fn ready(&self, files: Vec<PathBuf>) -> Option<Vec<PathBuf>> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Waiting::Files(waiting) => {
                waiting.extend(files);
                None
            }
            Waiting::Nothing => Some(files),
        }
    }

    fn page_listens(&self) -> Vec<PathBuf> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *waiting, Waiting::Nothing) {
            Waiting::Files(files) => files,
            Waiting::Nothing => Vec::new(),
        }
    }
}

/// Hands over what a second start names to the first one and shows its window. Without a message bus, the second start
/// opens a window that says that the app is already open.
pub fn single_instance<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_single_instance::init(|app, arguments, folder| {
        let arguments = arguments.into_iter().map(OsString::from);
        let files = named(arguments, Path::new(&folder));
        if let Some(window) = app.get_webview_window(MAIN) {
            // A window manager may refuse; the files arrive anyway.
            let _ = window.unminimize().and_then(|()| window.show());
            let _ = window.set_focus();
        }
        let Some(waiting) = app.try_state::<OpenedFiles>() else {
            return;
        };
        if let Some(files) = waiting.ready(files) {
            let core = app.state::<Core>().inner().clone();
            tauri::async_runtime::spawn(take_in_opened(core, files));
        }
    })
}

/// Lets a later start open a window of its own, since this one closes.
pub fn release<R: Runtime>(app: &AppHandle<R>) {
    tauri_plugin_single_instance::destroy(app);
}

/// Takes in the files that wait. A single one replaces the material of the last time, which is otherwise restored.
pub async fn show_waiting<R: Runtime>(app: AppHandle<R>) {
    let core = app.state::<Core>().inner();
    let files = app.try_state::<OpenedFiles>();
    let files = files.map(|files| files.page_listens()).unwrap_or_default();
    tokio::join!(
        take_in_opened(core.clone(), files),
        restore_staged(core.clone())
    );
}

/// Treats files as if they had been dropped on the audit screen.
async fn take_in_opened(core: Core, files: Vec<PathBuf>) {
    if !files.is_empty() {
        core.window.tell(ShellEvent::Dropped);
        take_in(core, files).await;
    }
}

/// The files among the arguments of a process: paths, relative to its folder, and `file:` URLs. Without options.
fn named(arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Vec<PathBuf> {
    let arguments = arguments.into_iter().skip(1);
    let arguments = arguments.filter(|one| !one.as_encoded_bytes().starts_with(b"-"));
    let path = |argument: OsString| {
        let url = argument.to_str().filter(|text| text.starts_with("file:"));
        let url = url.and_then(|text| Url::parse(text).ok());
        let path = url.and_then(|url| url.to_file_path().ok());
        path.unwrap_or_else(|| folder.join(argument))
    };
    arguments.map(path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Vec<PathBuf> {
        let program = ["finagent-desk"].iter().chain(arguments);
        named(program.map(OsString::from), Path::new("/home/desk"))
    }

    #[cfg(unix)]
    #[test]
    fn paths_and_file_urls_are_files_and_options_are_not() {
        assert_eq!(
            of(&[
                "--gapplication-service",
                "海报.png",
                "/tmp/a b.pdf",
                "file:///tmp/%E6%B5%B7%E6%8A%A5.png",
            ]),
            ["/home/desk/海报.png", "/tmp/a b.pdf", "/tmp/海报.png"].map(PathBuf::from)
        );
        assert!(of(&[]).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_url_keeps_the_bytes_of_a_name_that_is_not_utf_8() {
        use std::os::unix::ffi::OsStrExt;
        let files = of(&["file:///tmp/%BA%A3%B1%A8.png"]);
        assert_eq!(
            files.first().unwrap().as_os_str().as_bytes(),
            b"/tmp/\xba\xa3\xb1\xa8.png"
        );
    }

    #[test]
    fn files_wait_until_the_page_listens() {
        let files = OpenedFiles(Mutex::new(Waiting::Files(vec!["a".into()])));
        assert_eq!(files.ready(vec!["b".into()]), None);
        assert_eq!(files.page_listens(), ["a", "b"].map(PathBuf::from));
        assert_eq!(
            files.ready(vec!["c".into()]),
            Some(vec![PathBuf::from("c")])
        );
        assert!(files.page_listens().is_empty(), "of a page that reloads");
    }
}
