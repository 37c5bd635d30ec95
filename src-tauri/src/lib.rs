//! FinAgent Desk, the shell: the only code that knows Tauri. It wires the crates to the window and does nothing else.

mod commands;
mod connection;
mod desk;
mod environment;
mod frames;
pub mod ipc;
mod material_scheme;
mod problem;
mod runs;
mod settings;
mod step;
mod whole_file;
mod window;

use std::path::PathBuf;

use connection::Connection;
use demo_service::Pace;
use desk::Desk;
use keychain::Keychain;
use runs::Runs;
use settings::SettingsFile;
use tauri::{Builder, Context, Manager, Runtime};

/// Starts the app and returns when its window is closed.
#[expect(
    clippy::print_stderr,
    reason = "without a window, standard error is the only place left to say why"
)]
pub fn run() {
    environment::prepare();
    let surroundings = Surroundings {
        keychain: Keychain::system(),
        pace: Pace::Real,
        settings_folder: None,
    };
    let started = wired(Builder::default(), surroundings)
        .setup(|app| {
            window::open(app.handle())?;
            Ok(())
        })
        .run(context());
    if let Err(error) = started {
        eprintln!("FinAgent Desk can't open its window: {error}");
        std::process::exit(1);
    }
}

/// The configuration, pages and permissions that are built in.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// What the app finds outside itself.
pub struct Surroundings {
    /// Where the key is kept.
    pub keychain: Keychain,
    /// How fast the demo service writes.
    pub pace: Pace,
    /// Where the settings are kept; the platform's configuration folder where none is given.
    pub settings_folder: Option<PathBuf>,
}

/// A builder with everything but the window: what tests call through the IPC and what [`run`] opens a window for.
pub fn wired<R: Runtime>(builder: Builder<R>, surroundings: Surroundings) -> Builder<R> {
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri::plugin::Builder::<R>::new("state")
                .setup(move |app, _| {
                    let folder = match surroundings.settings_folder {
                        Some(folder) => folder,
                        None => app.path().app_config_dir()?,
                    };
                    app.manage(SettingsFile::open(folder));
                    app.manage(Connection::new(surroundings.keychain, surroundings.pace));
                    app.manage(Desk::default());
                    app.manage(Runs::default());
                    app.manage(commands::app::Listener::default());
                    app.manage(commands::clipboard::SystemClipboard::default());
                    Ok(())
                })
                .build(),
        )
        .register_uri_scheme_protocol(material_scheme::SCHEME, material_scheme::respond)
        .invoke_handler(tauri::generate_handler![
            commands::app::app_start,
            commands::app::app_listen,
            commands::app::link_open,
            commands::audit::audit_run,
            commands::audit::report_markdown,
            commands::audit::report_save,
            commands::audit::run_cancel,
            commands::clipboard::clipboard_write,
            commands::material::material_choose,
            commands::material::material_paste,
            commands::material::material_remove,
            commands::settings::key_refresh,
            commands::settings::key_remove,
            commands::settings::key_save,
            commands::settings::key_test,
            commands::settings::settings_choose_ca,
            commands::settings::settings_remove_ca,
            commands::settings::settings_save,
        ])
}
