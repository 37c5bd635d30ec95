//! Prepares the environment variables of the process before anything reads them. Called first, while there is only one
//! thread.
#![expect(
    unsafe_code,
    reason = "changing the environment is safe only before other threads start"
)]

#[cfg(target_os = "linux")]
use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use app::{settings::chosen_language, stored::Language};

/// Sets the variables that the web view and GTK need, and clears those that nobody may set from outside. `identifier`
/// names the folder of the settings.
#[cfg_attr(
    not(target_os = "linux"),
    expect(unused_variables, reason = "only Linux uses the identifier")
)]
pub fn prepare(identifier: &str) {
    // SAFETY: `run` calls this before starting any other thread, so no thread can be reading the environment.
    unsafe {
        // The tests may drive a debug build through WebDriver; nobody may drive a release build from outside.
        #[cfg(not(debug_assertions))]
        std::env::remove_var("TAURI_WEBVIEW_AUTOMATION");
        // Without a GPU (on most virtual desktops), the web view would emulate one, which draws a streaming report at a
        // quarter of the speed of its software renderer.
        #[cfg(target_os = "linux")]
        if !Path::new("/dev/dri").exists() {
            std::env::set_var("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
        }
        // GTK dialogs read their language from here, once.
        #[cfg(target_os = "linux")]
        if let Some(folder) = settings_folder(identifier) {
            let supported = !libc::setlocale(libc::LC_ALL, c"".as_ptr()).is_null();
            let now = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
            for (name, value) in spoken(chosen_language(&folder), supported, &now) {
                std::env::set_var(name, value);
            }
        }
    }
}

/// The folder of the settings, as Tauri determines it.
#[cfg(target_os = "linux")]
fn settings_folder(identifier: &str) -> Option<PathBuf> {
    let named = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let usual = || Some(std::env::home_dir()?.join(".config"));
    let folder = named.filter(|folder| folder.is_absolute()).or_else(usual)?;
    Some(folder.join(identifier))
}

/// The variables to set so that GTK uses the chosen language. `supported` tells whether the current locale is installed;
/// `now` is that locale by `LC_ALL`, `LC_MESSAGES` and `LANG`.
#[cfg(target_os = "linux")]
fn spoken(
    language: Language,
    supported: bool,
    now: &[Option<String>; 3],
) -> Vec<(&'static str, &'static str)> {
    let languages = match language {
        Language::System => return Vec::new(),
        Language::Chinese => "zh_CN:zh",
        Language::English => "en",
    };
    let mut set = vec![("LANGUAGE", languages)];
    let locale = now.iter().flatten().find(|locale| !locale.is_empty());
    // In the C locale, and in one that is not installed, the C library translates nothing, whatever `LANGUAGE` says.
    let mute = locale.is_none_or(|locale| matches!(locale.as_str(), "C" | "POSIX"));
    if mute || !supported {
        set.push(("LC_ALL", "C.UTF-8"));
    }
    set
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn locale(all: &str, messages: &str, lang: &str) -> [Option<String>; 3] {
        [all, messages, lang].map(|value| (!value.is_empty()).then(|| value.to_owned()))
    }

    #[test]
    fn dialogs_speak_the_language_that_was_chosen_also_where_the_locale_is_c_or_not_installed() {
        let (chinese, everywhere) = (("LANGUAGE", "zh_CN:zh"), ("LC_ALL", "C.UTF-8"));
        for mute in [
            locale("", "", ""),
            locale("C", "", "zh_CN.UTF-8"),
            locale("", "POSIX", "en_US.UTF-8"),
            locale("", "", "C"),
        ] {
            assert_eq!(
                spoken(Language::Chinese, true, &mute),
                [chinese, everywhere]
            );
        }
        let usual = locale("", "", "en_US.UTF-8");
        assert_eq!(spoken(Language::Chinese, true, &usual), [chinese]);
        assert_eq!(
            spoken(Language::Chinese, false, &usual),
            [chinese, everywhere]
        );
        assert_eq!(
            spoken(Language::English, true, &usual),
            [("LANGUAGE", "en")]
        );
        assert_eq!(spoken(Language::System, false, &locale("C", "", "")), []);
    }
}
