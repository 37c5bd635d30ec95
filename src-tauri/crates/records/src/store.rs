//! The handle to open records: writes go to the one writer, reads to connections of their own.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Sender},
    },
    thread::JoinHandle,
};

use rusqlite::{Connection, OpenFlags};

use crate::{
    error::Error,
    facts::NewRecord,
    folder::Folder,
    journal::{Buffer, Journal},
    open::connect,
    writer::{Job, Writer},
};

/// Connections for reading that are kept for the next reader.
const IDLE: usize = 3;

/// Open records. Cheap to clone; the database is closed when the last clone is gone.
#[derive(Clone)]
pub struct Records {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Folder,
    /// `None` once the end has begun.
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    idle: Mutex<Vec<Connection>>,
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

impl Records {
    pub(crate) fn start(folder: Folder, writer: Writer) -> Result<Self, Error> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let thread = std::thread::Builder::new()
            .name("records".to_owned())
            .spawn(move || writer.run(&waiting))?;
        Ok(Self {
            shared: Arc::new(Shared {
                folder,
                jobs: Some(jobs),
                thread: Some(thread),
                idle: Mutex::default(),
            }),
        })
    }

    /// Writes down that a run starts. When this returns it is on disk.
    ///
    /// # Errors
    /// Those of writing; nothing is recorded then.
    pub fn begin(&self, new: NewRecord) -> Result<Journal, Error> {
        let buffer = Arc::new(Buffer::default());
        let uid = new.uid.clone();
        let theirs = Arc::clone(&buffer);
        let id = self.write(move |writer| writer.begin(&new, &theirs))?;
        Ok(Journal::new(self.clone(), id, uid, buffer))
    }

    /// Where the records lie.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.shared.folder.path()
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
        if let Some(jobs) = &self.shared.jobs {
            // A writer that is gone is reported to those who wait for an answer.
            let _ = jobs.send(Box::new(work));
        }
    }

    /// Reads, beside whatever is written meanwhile.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
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

    fn reader(&self) -> Result<Connection, Error> {
        let connection = connect(
            &self.shared.folder.database(),
            OpenFlags::SQLITE_OPEN_READ_ONLY,
        )?;
        connection.pragma_update(None, "query_only", true)?;
        // In KiB where negative: a search over 100,000 records reads some 20 MB of index again and again.
        connection.pragma_update(None, "cache_size", -32_000)?;
        Ok(connection)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // Its own panic was told where it happened.
            let _ = thread.join();
        }
    }
}
