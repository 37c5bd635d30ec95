//! The application: everything between the window and the crates that do one thing each. It knows no window; what it tells
//! one goes through the traits in [`events`].

pub mod archive;
pub mod assistants;
pub mod charts;
mod comparison;
pub mod connection;
pub mod conversations;
pub mod dropped_files;
mod event_batching;
pub mod events;
pub mod export;
pub mod file_name;
pub mod file_types;
pub mod instance_lock;
pub mod integrity;
pub mod json_store;
pub mod long_tasks;
pub mod material;
mod merged_answer;
pub mod ocr;
pub mod preparation;
pub mod problem;
pub mod provenance;
pub mod queue;
pub mod record_document;
pub mod recording;
pub mod register;
pub mod replay;
pub mod request;
pub mod runs;
pub mod search_results;
mod sent_pictures;
pub mod settings;
pub mod staging;
pub mod start;
mod step;
pub mod stored;
pub mod subjects;
pub mod wire;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use archive::Archive;
use charts::Charts;
use connection::Connection;
use conversations::Conversations;
use demo_service::Pace;
use events::Window;
use instance_lock::InstanceLock;
use keychain::Keychain;
use long_tasks::LongTasks;
use ocr::PictureOcr;
use preparation::{Preparation, time_limits::Budget};
use queue::Queue;
use records::Records;
use runs::Runs;
use search_results::SearchResults;
use settings::SettingsFile;
use staging::Staging;
use subjects::Subjects;
use tokio::runtime::Handle;
use wire::Problem;
use worker::Worker;

/// What the application finds outside itself.
pub struct Environment {
    /// Where the key is kept.
    pub keychain: Keychain,
    /// How fast the demo service writes.
    pub pace: Pace,
    /// Where the settings are kept.
    pub settings_folder: PathBuf,
    /// Where records, subjects and conversations are kept.
    pub data_folder: PathBuf,
    /// Where the models are that read text in pictures, if they are installed.
    pub models: PathBuf,
    /// Does the work on hostile bytes.
    pub worker: Worker,
    /// How long a file may be prepared before somebody is asked.
    pub budget: Budget,
    /// What asynchronous work runs on that is waited for from other threads.
    pub runtime: Handle,
    /// The version of the program.
    pub version: String,
}

/// The application. Shared, since its work goes on beside the window.
pub struct App {
    /// The records in force.
    pub archive: Archive,
    /// Flowcharts drawn by the confined child.
    pub charts: Charts,
    /// Whether this process has the app's folders.
    pub instance_lock: InstanceLock,
    /// The way to the service.
    pub connection: Connection,
    /// Conversations of adviser sparring.
    pub conversations: Conversations,
    /// The material that waits to be audited.
    pub staging: Staging,
    /// The last search of the records.
    pub searches: SearchResults,
    /// Exports and checks that go on.
    pub long_tasks: LongTasks,
    /// Files made ready by the confined child.
    pub preparation: Preparation,
    /// Files that are audited one after another.
    pub queue: Queue,
    /// Text of pictures, read by the confined child.
    pub ocr: PictureOcr,
    /// The runs of this session.
    pub runs: Runs,
    /// What the person has chosen.
    pub settings: SettingsFile,
    /// Companies and topics.
    pub subjects: Subjects,
    /// The window's ear.
    pub window: Window,
    version: String,
}

impl App {
    /// Takes the folders, unless another process has them, and reads the settings. Nothing else is read yet.
    pub fn new(environment: Environment) -> Arc<Self> {
        let Environment {
            keychain,
            pace,
            settings_folder,
            data_folder,
            models,
            worker,
            budget,
            runtime,
            version,
        } = environment;
        let data: &Path = &data_folder;
        let settings = SettingsFile::new(settings_folder.clone());
        let (queue, owner) = Queue::new();
        let instance_lock = InstanceLock::new(&settings_folder, data);
        // Another process has them where that fails, which the window says.
        instance_lock.take(|| settings.load());
        let app = Arc::new(Self {
            archive: Archive::new(data, &settings_folder, keychain.clone(), runtime.clone()),
            charts: Charts::new(worker.clone()),
            instance_lock,
            connection: Connection::new(keychain, pace),
            conversations: Conversations::new(data),
            staging: Staging::default(),
            searches: SearchResults::default(),
            long_tasks: LongTasks::default(),
            preparation: Preparation::new(
                worker.clone(),
                models.clone(),
                data_folder.clone(),
                budget,
            ),
            queue,
            ocr: PictureOcr::new(worker, models),
            runs: Runs::default(),
            settings,
            subjects: Subjects::new(data),
            window: Window::default(),
            version,
        });
        runtime.spawn(owner.run(Arc::downgrade(&app)));
        app
    }

    /// Reads and writes records where that blocks nobody.
    ///
    /// # Errors
    /// Why the records can't be used; those of `work`.
    pub async fn with_records<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<Self>, &Records) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = Arc::clone(self);
        let done = move || {
            let records = app.archive.records()?;
            work(&app, &records)
        };
        tokio::task::spawn_blocking(done).await?
    }

    /// Makes the daily backups for as long as the app runs, once the folders are its own.
    pub async fn keep_backed_up(self: Arc<Self>) {
        self.instance_lock.held().await;
        self.archive.clone().keep_backed_up().await;
    }

    /// Closes the records as the end of the app does: everything is on disk, and the anchor of the chain is kept. Another
    /// process may have the app's folders then.
    pub fn close(&self) {
        self.archive.close();
        self.instance_lock.release();
    }
}
