//! The application: everything between the window and the crates that each do one thing. It does not depend on a window;
//! it reports to one through the traits in [`events`].

pub mod archive;
pub mod assistants;
pub mod charts;
mod comparison;
pub mod connection;
pub mod conversations;
pub mod diagnosis;
pub mod documents;
pub mod dropped_files;
mod event_batching;
pub mod events;
pub mod export;
pub mod file_name;
pub mod file_types;
pub mod findings;
pub mod instance_lock;
pub mod integrity;
pub mod json_store;
pub mod log;
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
pub mod review;
pub mod runs;
pub mod search_results;
mod sent_pictures;
pub mod settings;
pub mod stability;
pub mod staging;
pub mod start;
mod step;
pub mod stored;
pub mod subjects;
pub mod submission_list;
pub mod support;
mod time_stamps;
pub mod wire;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use archive::Archive;
use charts::Charts;
use connection::Connection;
use conversations::Conversations;
use demo_service::Pace;
use diagnosis::Diagnosis;
use documents::Documents;
use events::Window;
use findings::RulePacks;
use instance_lock::InstanceLock;
use keychain::Keychain;
use log::LogFolder;
use long_tasks::LongTasks;
use ocr::PictureOcr;
use preparation::{Preparation, time_limits::Budget};
use queue::Queue;
use records::Records;
use review::Reviews;
use runs::Runs;
use search_results::SearchResults;
use settings::SettingsFile;
use staging::Staging;
use subjects::Subjects;
use tokio::runtime::Handle;
use wire::Problem;
use worker::Worker;

/// The dependencies of the application.
pub struct Environment {
    /// Stores the API key.
    pub keychain: Keychain,
    /// The speed at which the demo service answers.
    pub pace: Pace,
    /// The folder of the settings.
    pub settings_folder: PathBuf,
    /// The folder of records, subjects and conversations.
    pub data_folder: PathBuf,
    /// The folder of the OCR models, if they are installed.
    pub models: PathBuf,
    /// Processes untrusted files in a confined child process.
    pub worker: Worker,
    /// The time that preparing a file may take before the app asks the person.
    pub budget: Budget,
    /// Runs asynchronous work that other threads wait for.
    pub runtime: Handle,
    /// The version of the program.
    pub version: String,
}

/// The application. Shared, since work continues in the background.
pub struct App {
    /// The open records.
    pub archive: Archive,
    /// Draws flowcharts in a confined child process.
    pub charts: Charts,
    /// Whether this process holds the lock on the app's folders.
    pub instance_lock: InstanceLock,
    /// Connects to the service or the demo service.
    pub connection: Connection,
    /// Diagnoses the way to the service.
    pub diagnosis: Diagnosis,
    /// Writes documents for Word and as PDF, in a confined child process.
    pub documents: Documents,
    /// Sparring conversations.
    pub conversations: Conversations,
    /// The material chosen for the next audit.
    pub staging: Staging,
    /// The last search of the records.
    pub searches: SearchResults,
    /// The log of the app's failures.
    pub log: LogFolder,
    /// Exports and checks in progress.
    pub long_tasks: LongTasks,
    /// Prepares files in a confined child process.
    pub preparation: Preparation,
    /// Files to be audited one after another.
    pub queue: Queue,
    /// Recognizes text in pictures, in a confined child process.
    pub ocr: PictureOcr,
    /// The reviews of audits.
    pub reviews: Reviews,
    /// The rules that judge material offline.
    pub rule_packs: RulePacks,
    /// The runs since the app started.
    pub runs: Runs,
    /// The settings.
    pub settings: SettingsFile,
    /// Companies and topics.
    pub subjects: Subjects,
    /// Sends events to the window.
    pub window: Window,
    version: String,
    /// Why the page starts again; it shows this.
    page_problem: Mutex<Option<Problem>>,
}

impl App {
    /// Locks the folders, unless another process has, and reads the settings. Reads nothing else yet.
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
        // If another process holds the lock, the window says so.
        instance_lock.take(|| settings.load());
        let app = Arc::new(Self {
            archive: Archive::new(data, &settings_folder, keychain.clone(), runtime.clone()),
            charts: Charts::new(worker.clone()),
            instance_lock,
            connection: Connection::new(keychain, pace),
            diagnosis: Diagnosis::default(),
            documents: Documents::new(worker.clone()),
            conversations: Conversations::new(data),
            staging: Staging::default(),
            searches: SearchResults::default(),
            log: LogFolder::new(data),
            long_tasks: LongTasks::default(),
            preparation: Preparation::new(
                worker.clone(),
                models.clone(),
                data_folder.clone(),
                budget,
            ),
            queue,
            reviews: Reviews::new(data, worker.clone()),
            ocr: PictureOcr::new(worker, models),
            rule_packs: RulePacks::new(data),
            runs: Runs::default(),
            settings,
            subjects: Subjects::new(data),
            window: Window::default(),
            version,
            page_problem: Mutex::default(),
        });
        runtime.spawn(owner.run(Arc::downgrade(&app)));
        runtime.spawn(queue::run_triage(Arc::downgrade(&app)));
        app
    }

    /// Runs `work` with the records on a thread that may block.
    ///
    /// # Errors
    /// Why the records are unusable; the errors of `work`.
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

    /// Keeps a problem for the page that starts next.
    pub fn keep_for_page(&self, problem: Problem) {
        *self
            .page_problem
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(problem);
    }

    fn take_page_problem(&self) -> Option<Problem> {
        let mut kept = self
            .page_problem
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        kept.take()
    }

    /// Makes the daily backups for as long as the app runs, once it holds the lock on its folders.
    pub async fn keep_backed_up(self: Arc<Self>) {
        self.instance_lock.held().await;
        self.archive.clone().keep_backed_up().await;
    }

    /// Closes the records at the end of the app: everything is on disk, and the anchor of the chain is stored. Releases
    /// the lock on the folders.
    pub fn close(&self) {
        self.archive.close();
        self.instance_lock.release();
    }
}
