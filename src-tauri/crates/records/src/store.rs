//! The handle to open records. Writes go to the one writer thread, reads to connections of their own.

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        mpsc::{self, Sender},
    },
    thread::JoinHandle,
};

use rusqlite::{Connection, OpenFlags};

use crate::{
    error::Error,
    facts::NewRecord,
    folder::{Folder, database_in},
    journal::{Buffer, Journal},
    load::Verdicts,
    open::connect,
    writer::{Job, Writer},
};

/// Read connections kept for reuse.
const IDLE: usize = 3;

/// Open records. Cheap to clone. [`Records::close`] closes the database, and so does dropping the last clone.
#[derive(Clone)]
pub struct Records {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    writing: Mutex<Option<Writing>>,
    idle: Mutex<Vec<Connection>>,
    verdicts: Verdicts,
    /// Locked while storing a large material in chunks. Contains the SHA-256 of materials left incomplete.
    storing: Mutex<BTreeSet<String>>,
}

/// The channel to the writer; `None` once the records are closed.
struct Writing {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
}

/// A handle that does not keep the records open.
#[derive(Clone)]
pub struct WeakRecords {
    shared: Weak<Shared>,
}

impl WeakRecords {
    /// The records, if they are still open.
    #[must_use]
    pub fn upgrade(&self) -> Option<Records> {
        let shared = self.shared.upgrade()?;
        Some(Records { shared })
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

impl Records {
    pub(crate) fn start(folder: Folder, writer: Writer) -> Result<Self, Error> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let path = folder.path().to_owned();
        let thread = std::thread::Builder::new()
            .name("records".to_owned())
            .spawn(move || {
                writer.run(&waiting);
                // Keep the folder locked for as long as there is something to write.
                drop(folder);
            })?;
        Ok(Self {
            shared: Arc::new(Shared {
                folder: path,
                writing: Mutex::new(Some(Writing { jobs, thread })),
                idle: Mutex::default(),
                verdicts: Verdicts::default(),
                storing: Mutex::default(),
            }),
        })
    }

    /// Closes the records for all handles and waits until the folder is unlocked. Later calls fail.
    pub fn close(&self) {
        self.shared.close();
    }

    /// Returns a handle that does not keep the records open.
    #[must_use]
    pub fn downgrade(&self) -> WeakRecords {
        WeakRecords {
            shared: Arc::downgrade(&self.shared),
        }
    }

    /// Stores the start of a run. It is on disk when this returns.
    ///
    /// # Errors
    /// Any write error; nothing is recorded then.
    pub fn begin(&self, new: NewRecord) -> Result<Journal, Error> {
        self.store_ahead(new.materials.iter().map(|attached| &attached.material))?;
        let buffer = Arc::new(Buffer::default());
        let uid = new.uid.clone();
        let theirs = Arc::clone(&buffer);
        let id = self.write(move |writer| writer.begin(&new, &theirs))?;
        // A deleted record may have had the same id.
        self.verdicts().forget(id);
        Ok(Journal::new(self.clone(), id, uid, buffer))
    }

    /// The folder of the records.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.shared.folder
    }

    /// Locked while storing a large material in chunks. Contains the SHA-256 of materials left incomplete.
    pub(crate) fn storing(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.shared
            .storing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The cached check results.
    pub(crate) fn verdicts(&self) -> &Verdicts {
        &self.shared.verdicts
    }

    /// Whether a run is being recorded.
    ///
    /// # Errors
    /// [`Error::Internal`] if the records are closed.
    pub fn is_recording(&self) -> Result<bool, Error> {
        self.write(|writer| Ok(writer.is_recording()))
    }

    /// Runs `work` on the writer's thread and waits for its result.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.tell(move |writer| {
            // The caller may have gone away.
            let _ = answer.send(work(writer));
        });
        // If that thread panicked, no answer comes.
        answered
            .recv()
            .unwrap_or_else(|_| Err(Error::Internal("the writer is gone".to_owned())))
    }

    /// Runs `work` on the writer's thread without waiting for it.
    pub(crate) fn tell(&self, work: impl FnOnce(&mut Writer) + Send + 'static) {
        if let Some(writing) = self.shared.writing().as_ref() {
            // Callers that wait for an answer find out that the writer is gone.
            let _ = writing.jobs.send(Box::new(work));
        }
    }

    /// Reads concurrently with the writer.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.shared.writing().is_none() {
            return Err(closed());
        }
        let idle = &self.shared.idle;
        let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.reader()?,
        };
        let done = work(&connection);
        let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(connection);
        }
        done
    }

    /// Reads through a new connection. FTS5 caches the structure of its index in memory, and SQLite's integrity check
    /// compares that cache with the current database: after a search, anything written since would look like damage.
    pub(crate) fn read_afresh<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.shared.writing().is_none() {
            return Err(closed());
        }
        work(&self.reader()?)
    }

    fn reader(&self) -> Result<Connection, Error> {
        let connection = connect(
            &database_in(&self.shared.folder),
            OpenFlags::SQLITE_OPEN_READ_ONLY,
        )?;
        connection.pragma_update(None, "query_only", true)?;
        // Negative values are in KiB. A search over 100,000 records reads some 20 MB of index repeatedly.
        connection.pragma_update(None, "cache_size", -32_000)?;
        Ok(connection)
    }
}

fn closed() -> Error {
    Error::Internal("the records are closed".to_owned())
}

impl Shared {
    fn close(&self) {
        let writing = self.writing().take();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.clear();
        if let Some(Writing { jobs, thread }) = writing {
            drop(jobs);
            // Its panic was reported where it happened. The writer's own thread can't join itself.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }

    fn writing(&self) -> MutexGuard<'_, Option<Writing>> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.close();
    }
}
