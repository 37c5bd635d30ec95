//! The application: everything between the window and the crates that do one thing each. It knows no window; what it tells
//! one goes through the traits in [`events`].

pub mod archive;
pub mod asks;
pub mod assistants;
pub mod charts;
pub mod claim;
mod comparison;
pub mod connection;
pub mod conversations;
pub mod desk;
pub mod drops;
pub mod events;
pub mod export;
pub mod file_name;
pub mod finds;
mod frames;
pub mod ipc;
mod joined;
pub mod keeping;
pub mod kept;
pub mod kinds;
pub mod long_work;
pub mod material;
pub mod paper;
mod pieces;
pub mod preparations;
pub mod problem;
pub mod provenance;
pub mod queue;
pub mod readings;
pub mod recording;
pub mod register;
pub mod replay;
pub mod runs;
pub mod settings;
pub mod start;
mod step;
pub mod subjects;
pub mod whole_file;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use archive::Archive;
use charts::Charts;
use claim::Claim;
use connection::Connection;
use conversations::Conversations;
use demo_service::Pace;
use desk::Desk;
use events::Window;
use finds::Finds;
use ipc::Problem;
use keychain::Keychain;
use long_work::LongWork;
use preparations::{Preparations, patience::Budget};
use queue::Queue;
use readings::Readings;
use records::Records;
use runs::Runs;
use settings::SettingsFile;
use subjects::Subjects;
use tokio::runtime::Handle;
use worker::Worker;

/// What the application finds outside itself.
pub struct Surroundings {
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
    pub claim: Claim,
    /// The way to the service.
    pub connection: Connection,
    /// Conversations of adviser sparring.
    pub conversations: Conversations,
    /// The material that waits to be audited.
    pub desk: Desk,
    /// The last search of the records.
    pub finds: Finds,
    /// Exports and checks that go on.
    pub long_work: LongWork,
    /// Files made ready by the confined child.
    pub preparations: Preparations,
    /// Files that are audited one after another.
    pub queue: Queue,
    /// Text of pictures, read by the confined child.
    pub readings: Readings,
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
    pub fn new(surroundings: Surroundings) -> Arc<Self> {
        let Surroundings {
            keychain,
            pace,
            settings_folder,
            data_folder,
            models,
            worker,
            budget,
            runtime,
            version,
        } = surroundings;
        let data: &Path = &data_folder;
        let settings = SettingsFile::new(settings_folder.clone());
        let claim = Claim::new(&settings_folder, data);
        // Another process has them where that fails, which the window says.
        claim.take(|| settings.load());
        Arc::new(Self {
            archive: Archive::new(data, &settings_folder, keychain.clone(), runtime),
            charts: Charts::new(worker.clone()),
            claim,
            connection: Connection::new(keychain, pace),
            conversations: Conversations::new(data),
            desk: Desk::default(),
            finds: Finds::default(),
            long_work: LongWork::default(),
            preparations: Preparations::new(
                worker.clone(),
                models.clone(),
                data_folder.clone(),
                budget,
            ),
            queue: Queue::default(),
            readings: Readings::new(worker, models),
            runs: Runs::default(),
            settings,
            subjects: Subjects::new(data),
            window: Window::default(),
            version,
        })
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
        self.claim.held().await;
        self.archive.clone().keep_backed_up().await;
    }

    /// Closes the records as the end of the app does: everything is on disk, and the anchor of the chain is kept. Another
    /// process may have the app's folders then.
    pub fn close(&self) {
        self.archive.close();
        self.claim.release();
    }
}
