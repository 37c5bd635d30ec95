//! Records written out: as evidence packages, as reports, as a register; and how long work is followed and stopped.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use records::{Records, Rendered};
use report::register::{csv, xlsx};
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    archive::Archive,
    charts::Charts,
    commands::{
        dialog::{choose_folder, save},
        records::with_records,
        report::alternative,
    },
    finds::Finds,
    ipc::{Advance, ChartOrder, ExportForm, Exported, Problem, RegisterForm, RegisterWords},
    kept::not_saved,
    paper::{self, Drawing},
    recording::moment,
    register::register,
    whole_file::{Readers, replace_file},
};

/// Pixels of the flowchart in an export for each of its own: sharp in print.
const CHART_SCALE: f32 = 2.0;

/// Time between two messages about how far something has come.
const NEWS: Duration = Duration::from_millis(100);

/// The long work on the records that goes on.
#[derive(Default)]
pub struct LongWork {
    stops: Mutex<Vec<Weak<AtomicBool>>>,
}

/// Long work that is followed.
pub struct Followed {
    channel: Channel<Advance>,
    stop: Arc<AtomicBool>,
    told: Mutex<Option<Instant>>,
}

impl LongWork {
    /// Begins; whoever listens hears how far it has come.
    pub fn begin(&self, channel: Channel<Advance>) -> Followed {
        let stop = Arc::new(AtomicBool::new(false));
        let mut stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        stops.retain(|stop| stop.strong_count() > 0);
        stops.push(Arc::downgrade(&stop));
        Followed {
            channel,
            stop,
            told: Mutex::default(),
        }
    }

    fn stop(&self) {
        let stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        for stop in stops.iter().filter_map(Weak::upgrade) {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Followed {
    /// So much is done; goes on unless it was stopped.
    ///
    /// # Errors
    /// `stopped`.
    pub fn unless_stopped(&self, done: u64, of: u64) -> Result<(), Problem> {
        if self.go_on(done, of) {
            Ok(())
        } else {
            Err(Problem::plain("stopped"))
        }
    }

    /// So much is done; whether to go on.
    pub fn go_on(&self, done: u64, of: u64) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= NEWS) || done == of {
            *told = Some(Instant::now());
            let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            // A window that is gone needs no news.
            let _ = self.channel.send(Advance {
                done: count(done),
                of: count(of),
            });
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

/// Stops the exports and checks that go on; what was written stays.
#[tauri::command]
pub fn records_stop(long: State<'_, LongWork>) {
    long.stop();
}

/// Asks where to and writes records out: one to a file, more into a folder.
#[tauri::command]
pub async fn records_export<R: Runtime>(
    app: AppHandle<R>,
    ids: Vec<i64>,
    form: ExportForm,
    channel: Channel<Advance>,
) -> Result<Exported, Problem> {
    let long = app.state::<LongWork>().begin(channel);
    if let [id] = ids.as_slice() {
        return export_one(app, *id, form, &long).await;
    }
    let Some(folder) = choose_folder(&app).await? else {
        return Ok(Exported {
            name: None,
            count: 0,
            stopped: false,
        });
    };
    let mut written = 0;
    let mut stopped = false;
    for (done, id) in ids.iter().enumerate() {
        if !long.go_on(done as u64, ids.len() as u64) {
            stopped = true;
            break;
        }
        let file = made(&app, *id, form).await?;
        let sha256 = records::sha256_hex(&file.bytes);
        let (folder, name) = (folder.clone(), file.name.clone());
        let write = move || write_beside(&folder, &name, form, &file.bytes);
        tauri::async_runtime::spawn_blocking(write)
            .await?
            .map_err(not_saved)?;
        note(&app, *id, form, sha256).await?;
        written += 1;
    }
    long.go_on(ids.len() as u64, ids.len() as u64);
    Ok(Exported {
        name: folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()),
        count: written,
        stopped,
    })
}

async fn export_one<R: Runtime>(
    app: AppHandle<R>,
    id: i64,
    form: ExportForm,
    long: &Followed,
) -> Result<Exported, Problem> {
    let record = with_records(app.clone(), move |_, records| Ok(records.record(id)?)).await?;
    let (kind, extension) = kind_of(form);
    let proposed = format!("{}.{extension}", paper::file_name(&record));
    let mut sha256 = String::new();
    let name = save(&app, &proposed, kind, &[extension], async {
        let file = made(&app, id, form).await?;
        sha256 = records::sha256_hex(&file.bytes);
        long.unless_stopped(0, 1)?;
        Ok(file.bytes)
    })
    .await?;
    if name.is_some() {
        note(&app, id, form, sha256).await?;
    }
    let count = u32::from(name.is_some());
    Ok(Exported {
        name,
        count,
        stopped: false,
    })
}

/// That it was written out is an event of the chain.
async fn note<R: Runtime>(
    app: &AppHandle<R>,
    id: i64,
    form: ExportForm,
    sha256: String,
) -> Result<(), Problem> {
    let (_, form) = kind_of(form);
    with_records(app.clone(), move |_, records| {
        Ok(records.note_export(id, form, &sha256, &moment())?)
    })
    .await
}

/// A file to be written.
struct Made {
    name: String,
    bytes: Vec<u8>,
}

async fn made<R: Runtime>(app: &AppHandle<R>, id: i64, form: ExportForm) -> Result<Made, Problem> {
    let record = with_records(app.clone(), move |_, records| Ok(records.record(id)?)).await?;
    let drawing = match (form, &record.svg) {
        (ExportForm::Markdown, _) | (_, None) => None,
        (_, Some(svg)) => draw(&app.state::<Charts>(), svg).await,
    };
    let archive = app.state::<Archive>().inner().clone();
    let make = move || {
        let name = paper::file_name(&record);
        let bytes = match form {
            ExportForm::Markdown => paper::markdown(&record).into_bytes(),
            ExportForm::Html => paper::html(&record, drawing.as_ref()).into_bytes(),
            ExportForm::Package => package(&archive.records()?, &record, drawing)?,
        };
        Ok(Made { name, bytes })
    };
    tauri::async_runtime::spawn_blocking(make).await?
}

fn package(
    records: &Records,
    record: &records::Record,
    drawing: Option<Drawing>,
) -> Result<Vec<u8>, Problem> {
    let rendered = Rendered {
        markdown: paper::markdown(record),
        html: paper::html(record, drawing.as_ref()),
        flowchart: drawing.map(|drawing| drawing.png),
    };
    Ok(records.package(record.id, rendered, &moment())?.bytes)
}

/// A chart that can't be drawn keeps nothing from being written out: its SVG is there.
async fn draw(charts: &Charts, svg: &str) -> Option<Drawing> {
    let order = ChartOrder {
        scale: CHART_SCALE,
        region: None,
    };
    let (drawn, png) = charts.draw(svg, order).await.ok()?;
    Some(Drawing {
        png,
        width: drawn.width,
        height: drawn.height,
        alternative: alternative(&drawn.words),
    })
}

fn kind_of(form: ExportForm) -> (&'static str, &'static str) {
    match form {
        ExportForm::Package => ("ZIP", "zip"),
        ExportForm::Markdown => ("Markdown", "md"),
        ExportForm::Html => ("HTML", "html"),
    }
}

/// Writes a file into a folder under a name that nothing there has.
fn write_beside(folder: &Path, name: &str, form: ExportForm, bytes: &[u8]) -> std::io::Result<()> {
    let (_, extension) = kind_of(form);
    let name = names::plain(name).replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "");
    let free = (1..10_000)
        .map(|n| match n {
            1 => folder.join(format!("{name}.{extension}")),
            n => folder.join(format!("{name} ({n}).{extension}")),
        })
        .find(|path| !path.exists());
    let path = free.ok_or(std::io::ErrorKind::AlreadyExists)?;
    replace_file(&path, bytes, Readers::AsUsual)
}

/// Asks where to and saves records as a register: what a search found, or those with these numbers. Returns the file's name, or
/// nothing where the person changed their mind.
#[tauri::command]
pub async fn records_register<R: Runtime>(
    app: AppHandle<R>,
    search: Option<u32>,
    ids: Option<Vec<i64>>,
    form: RegisterForm,
    words: RegisterWords,
    file_name: String,
    channel: Channel<Advance>,
) -> Result<Option<String>, Problem> {
    let long = app.state::<LongWork>().begin(channel);
    let (kind, extension) = match form {
        RegisterForm::Xlsx => ("Excel", "xlsx"),
        RegisterForm::Csv => ("CSV", "csv"),
    };
    let ids = match (ids, search) {
        (Some(ids), _) => ids,
        (None, Some(search)) => app.state::<Finds>().get(search)?.ids.clone(),
        (None, None) => return Err(Problem::internal("register")),
    };
    let made = with_records(app.clone(), move |_, records| {
        let register = register(records, &ids, &words, &long)?;
        let bytes = match form {
            RegisterForm::Xlsx => xlsx(&register),
            RegisterForm::Csv => csv(&register),
        };
        bytes.map_err(|_| Problem::internal("register"))
    });
    save(&app, &file_name, kind, &[extension], made).await
}
