//! The handle to open records: writes go to the one writer, reads to connections of their own.

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

/// Connections for reading that are kept for the next reader.
const IDLE: usize = 3;

/// Open records. Cheap to clone; the database is closed by [`Records::close`], or when the last clone is gone.
#[derive(Clone)]
pub struct Records {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    writing: Mutex<Option<Writing>>,
    idle: Mutex<Vec<Connection>>,
    verdicts: Verdicts,
    /// Held while a large material is stored chunk by chunk: those whose chunks could not all be written.
    storing: Mutex<BTreeSet<String>>,
}

/// The way to the writer; gone once the records are closed.
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
                // Locked for as long as there is something to write.
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

    /// Closes the records for all handles and waits until the folder is free. What is asked of them later fails.
    pub fn close(&self) {
        self.shared.close();
    }

    /// A handle that does not keep them open.
    #[must_use]
    pub fn downgrade(&self) -> WeakRecords {
        WeakRecords {
            shared: Arc::downgrade(&self.shared),
        }
    }

    /// Writes down that a run starts. When this returns it is on disk.
    ///
    /// # Errors
    /// Those of writing; nothing is recorded then.
    pub fn begin(&self, new: NewRecord) -> Result<Journal, Error> {
        self.store_ahead(new.materials.iter().map(|attached| &attached.material))?;
        let buffer = Arc::new(Buffer::default());
        let uid = new.uid.clone();
        let theirs = Arc::clone(&buffer);
        let id = self.write(move |writer| writer.begin(&new, &theirs))?;
        // The number may have been another record's.
        self.verdicts().forget(id);
        Ok(Journal::new(self.clone(), id, uid, buffer))
    }

    /// Where the records lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.shared.folder
    }

    /// Taken by whoever stores a large material chunk by chunk: the hashes of those that are incomplete.
    pub(crate) fn storing(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.shared
            .storing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// What was found of the records.
    pub(crate) fn verdicts(&self) -> &Verdicts {
        &self.shared.verdicts
    }

    /// Whether a run is being written down.
    ///
    /// # Errors
    /// Where the records are closed.
    pub fn is_recording(&self) -> Result<bool, Error> {
        self.write(|writer| Ok(writer.is_recording()))
    }

    /// Does something on the writer's thread and waits for it.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.tell(move |writer| {
            // Whoever asked may be gone.
            let _ = answer.send(work(writer));
        });
        // A panic on that thread took the answer with it.
        answered
            .recv()
            .unwrap_or_else(|_| Err(Error::Internal("the writer is gone".to_owned())))
    }

    /// Has something done on the writer's thread.
    pub(crate) fn tell(&self, work: impl FnOnce(&mut Writer) + Send + 'static) {
        if let Some(writing) = self.shared.writing().as_ref() {
            // A writer that is gone is reported to those who wait for an answer.
            let _ = writing.jobs.send(Box::new(work));
        }
    }

    /// Reads, beside whatever is written meanwhile.
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

    /// Reads through a connection that nobody has used before. A search index keeps its structure in memory, and SQLite's own
    /// check holds that against the database as it is now: after a search, what was written since looks like damage.
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
        // In KiB where negative: a search over 100,000 records reads some 20 MB of index again and again.
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
            // Its own panic was told where it happened; and it must not wait for itself.
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
