//! FinAgent Desk, the Tauri shell: the only code that depends on Tauri. It opens the window, and passes its commands to
//! the application.

mod commands;
mod environment;
mod events;
mod faults;
mod guard;
mod material_scheme;
mod opened_files;
mod window;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use app::App;
pub use app::{preparation::time_limits::Budget, wire};
use demo_service::Pace;
pub use faults::report_panics;
use keychain::Keychain;
use opened_files::OpenedFiles;
use tauri::{Builder, Context, Manager, RunEvent, Runtime};
use worker::Worker;

/// The application, as Tauri passes it to commands.
type Core = Arc<App>;

/// Starts the app and returns when its window is closed.
#[expect(
    clippy::print_stderr,
    reason = "without a window, only standard error can show the reason"
)]
pub fn run() -> ExitCode {
    let context = context();
    environment::prepare(&context.config().identifier);
    let worker = match jobs::worker() {
        Ok(worker) => worker,
        Err(error) => {
            eprintln!("FinAgent Desk can't find its own program: {error}");
            return ExitCode::FAILURE;
        }
    };
    let environment = Environment {
        keychain: Keychain::system(),
        pace: Pace::Real,
        settings_folder: None,
        data_folder: None,
        models: ocr::Models::folder(),
        worker,
        budget: Budget::default(),
    };
    // First, so that a second start does nothing but hand over its files.
    let builder = Builder::default().plugin(opened_files::single_instance());
    let started = wired(builder, environment)
        .setup(|app| {
            app.manage(OpenedFiles::of_this_start());
            let core = app.state::<Core>().inner().clone();
            faults::log_to(&core.log);
            faults::report_panics(app.handle().clone());
            faults::reload_lost_page(&window::open(app.handle())?)?;
            tauri::async_runtime::spawn(core.keep_backed_up());
            Ok(())
        })
        .build(context)
        .map(|app| {
            app.run(|app, event| match event {
                RunEvent::ExitRequested { .. } => opened_files::release(app),
                RunEvent::Exit => close_records(app),
                _ => {}
            });
        });
    if let Err(error) = started {
        eprintln!("FinAgent Desk can't open its window: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The built-in configuration, pages and permissions.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// The dependencies of the app.
pub struct Environment {
    /// Stores the API key.
    pub keychain: Keychain,
    /// How fast the demo service answers.
    pub pace: Pace,
    /// The folder of the settings; `None` for the platform's configuration folder.
    pub settings_folder: Option<PathBuf>,
    /// The folder of records, subjects and conversations; `None` for the platform's data folder.
    pub data_folder: Option<PathBuf>,
    /// The folder of the OCR models, if they are installed.
    pub models: PathBuf,
    /// Processes untrusted files in a confined child process.
    pub worker: Worker,
    /// How long preparing a file may take before the person is asked.
    pub budget: Budget,
}

/// Closes the records at the end of the app: everything is on disk, and the anchor of the chain is stored. Releases the
/// lock on the folders.
pub fn close_records<R: Runtime>(app: &tauri::AppHandle<R>) {
    app.state::<Core>().close();
}

/// A builder with everything but the window: the tests call it through IPC, and [`run`] opens a window for it.
pub fn wired<R: Runtime>(builder: Builder<R>, environment: Environment) -> Builder<R> {
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri::plugin::Builder::<R>::new("state")
                .setup(move |app, _| {
                    let folder = match environment.settings_folder {
                        Some(folder) => folder,
                        None => app.path().app_config_dir()?,
                    };
                    let data = match environment.data_folder {
                        Some(folder) => folder,
                        None => app.path().app_data_dir()?,
                    };
                    app.manage(App::new(app::Environment {
                        keychain: environment.keychain,
                        pace: environment.pace,
                        settings_folder: folder,
                        data_folder: data,
                        models: environment.models,
                        worker: environment.worker,
                        budget: environment.budget,
                        runtime: tauri::async_runtime::handle().inner().clone(),
                        version: app.package_info().version.to_string(),
                    }));
                    app.manage(window::DropPlace::default());
                    app.manage(window::Closing::default());
                    app.manage(commands::clipboard::SystemClipboard::default());
                    Ok(())
                })
                .build(),
        )
        .register_asynchronous_uri_scheme_protocol(
            material_scheme::SCHEME,
            material_scheme::respond,
        )
        .invoke_handler(guard::guarded(tauri::generate_handler![
            commands::app::app_close,
            commands::app::app_listen,
            commands::app::app_start,
            commands::support::app_restart,
            commands::support::log_lines,
            commands::support::page_failed,
            commands::support::support_save,
            commands::app::link_open,
            commands::audit::audit_run,
            commands::clipboard::clipboard_write,
            commands::flowchart::flowchart_copy,
            commands::flowchart::flowchart_draw,
            commands::flowchart::flowchart_save,
            commands::material::material_choose,
            commands::material::material_paste,
            commands::material::material_remove,
            commands::material::material_stop,
            commands::material::material_text,
            commands::notification::app_notify,
            commands::findings::findings_check,
            commands::findings::findings_keep,
            commands::findings::law_article,
            commands::findings::law_article_check,
            commands::findings::law_article_forget,
            commands::findings::law_list,
            commands::findings::record_findings,
            commands::findings::record_recheck,
            commands::rules::own_rules,
            commands::rules::own_rules_effect,
            commands::rules::own_rules_export,
            commands::rules::own_rules_save,
            commands::rules::own_rules_try,
            commands::rules::rule_pack_import,
            commands::rules::rule_pack_remove,
            commands::ocr::picture_read,
            commands::ocr::picture_read_stop,
            commands::queue::queue_add,
            commands::queue::queue_add_slow,
            commands::queue::queue_add_stop,
            commands::review::review_list,
            commands::review::review_open,
            commands::review::review_save,
            commands::review::review_next_number,
            commands::review::review_sign,
            commands::review::review_approve,
            commands::review::review_return,
            commands::review::review_archive,
            commands::review::review_stamp,
            commands::review::review_compare,
            commands::review::review_version_choices,
            commands::review::review_correct,
            commands::review::review_versions_compare,
            commands::review::review_compare_paste,
            commands::review::review_compare_stop,
            commands::review::review_drop,
            commands::review::review_letter,
            commands::review::review_packet,
            commands::review::letter_template,
            commands::review::letter_template_choose,
            commands::review::letter_template_remove,
            commands::review::letter_template_save,
            commands::review::review_statistics,
            commands::review::review_register,
            commands::review::review_yearly_page,
            commands::review::signers,
            commands::review::signer_create,
            commands::queue::queue_at_once,
            commands::queue::queue_clear,
            commands::queue::queue_leave,
            commands::queue::queue_move,
            commands::queue::queue_pause,
            commands::queue::queue_remove,
            commands::queue::queue_retry,
            commands::queue::queue_start,
            commands::queue::queue_state,
            commands::queue::queue_stop,
            commands::queue::queue_submissions,
            commands::records::draft_keep,
            commands::records::record_damage,
            commands::records::record_delete,
            commands::records::record_material,
            commands::records::record_open,
            commands::integrity::records_begin_anew,
            commands::integrity::records_check,
            commands::integrity::records_choose_folder,
            commands::records::records_damaged,
            commands::records::records_drop,
            commands::export::records_export,
            commands::records::records_page,
            commands::export::records_register,
            commands::integrity::records_restore,
            commands::integrity::records_retry,
            commands::records::records_search,
            commands::integrity::records_state,
            commands::records::records_statistics,
            commands::export::records_stop,
            commands::report::report_compare,
            commands::report::report_document_save,
            commands::report::report_markdown,
            commands::report::report_news,
            commands::report::report_page_save,
            commands::report::report_save,
            commands::run::run_cancel,
            commands::settings::key_refresh,
            commands::settings::key_remove,
            commands::settings::key_save,
            commands::settings::key_test,
            commands::settings::network_diagnose,
            commands::settings::network_diagnose_stop,
            commands::settings::settings_choose_ca,
            commands::settings::settings_remove_ca,
            commands::settings::settings_choose_stamp_roots,
            commands::settings::settings_remove_stamp_roots,
            commands::settings::settings_save,
            commands::sparring::conversation_begin,
            commands::sparring::conversation_delete,
            commands::sparring::conversation_names,
            commands::sparring::conversation_open,
            commands::sparring::conversation_rename,
            commands::sparring::conversation_restore,
            commands::sparring::conversation_save,
            commands::sparring::conversation_undo,
            commands::sparring::sparring_audit,
            commands::sparring::sparring_run,
            commands::stability::stability_list,
            commands::stability::stability_run,
            commands::subject::diligence_run,
            commands::subject::subject_forget,
            commands::subject::subject_list,
            commands::subject::subject_pin,
            commands::subject::updates_run,
        ]))
}
